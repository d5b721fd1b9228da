/** Suggestions while writing: commands after "/", people after "@", channels after "#", emoji after ":". */
import { h, uid } from "./dom.js";
import { emojiStarting } from "./emoji.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import { openPopover } from "./popover.js";
import { store } from "./store.js";

/** @typedef {{label: string, detail?: string, mark?: Node | string, insert: string}} Suggestion */

const MOST = 8;

export class Autocomplete {
  /** @type {Suggestion[]} */ found = [];
  /** @type {((focus?: boolean) => void) | null} */ shut = null;
  at = 0;
  from = 0;
  dismissed = "";

  /** @param {HTMLTextAreaElement} text @param {() => void} changed @param {() => {channel: string, thread_ts?: string}} target */
  constructor(text, changed, target) {
    this.text = text;
    this.changed = changed;
    this.target = target;
    this.listId = uid("suggestions");
    text.setAttribute("aria-autocomplete", "list");
    text.addEventListener("input", () => this.update());
    text.addEventListener("blur", () => this.close());
  }

  update() {
    const before = this.text.value.slice(0, this.text.selectionStart);
    const token = /(?:^|\s)([@#:/][^\s]*(?: [\p{L}]*)?)$/u.exec(before)?.[1] ?? "";
    this.found = token && token !== this.dismissed ? this.search(token, before) : [];
    this.from = before.length - token.length;
    if (token !== this.dismissed) this.dismissed = "";
    if (this.found.length) this.open();
    else this.close();
  }

  /** @param {string} token @param {string} before @returns {Suggestion[]} */
  search(token, before) {
    const typed = token.slice(1).toLowerCase();
    if (token[0] === "/") return before === token && !this.target().thread_ts ? commands(typed) : [];
    if (token[0] === "@") return people(typed, this.target().channel);
    if (token[0] === "#") return channels(typed);
    return typed.length > 1 && /^[a-z0-9_+-]+$/.test(typed) ? emoji(typed) : [];
  }

  open() {
    this.shut?.(false);
    this.at = 0;
    const list = h("div", { id: this.listId, class: "listbox suggestions", role: "listbox", "aria-label": "Suggestions", data: { testid: "suggestions" }, on: { pointerdown: (/** @type {Event} */ e) => e.preventDefault() } }, this.found.map((item, i) => this.option(item, i)));
    this.shut = openPopover(this.text, list, { above: true, onClose: () => this.closed() });
    this.text.setAttribute("aria-controls", this.listId);
    this.mark();
  }

  close() {
    this.shut?.(false);
  }

  closed() {
    this.shut = null;
    this.text.removeAttribute("aria-activedescendant");
  }

  /** @param {Suggestion} item @param {number} i */
  option(item, i) {
    return h("div", { id: `${this.listId}-${i}`, class: "option", role: "option", "aria-selected": "false", on: { click: () => this.choose(i), pointermove: () => { this.at = i; this.mark(); } } }, h("span", { class: "option-mark" }, item.mark), h("span", { class: "option-text" }, item.label), item.detail && h("span", { class: "option-detail" }, item.detail));
  }

  mark() {
    if (!this.shut) return;
    const nodes = document.querySelectorAll(`#${this.listId} .option`);
    nodes.forEach((node, i) => {
      node.classList.toggle("is-active", i === this.at);
      node.setAttribute("aria-selected", String(i === this.at));
    });
    this.text.setAttribute("aria-activedescendant", `${this.listId}-${this.at}`);
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was for the suggestions */
  key(event) {
    if (!this.shut) return false;
    const complete = this.found[this.at] && this.text.value.slice(this.from, this.text.selectionStart) === this.found[this.at].insert.trim();
    if (event.key === "ArrowDown") this.at = (this.at + 1) % this.found.length;
    else if (event.key === "ArrowUp") this.at = (this.at + this.found.length - 1) % this.found.length;
    else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !complete)) this.choose(this.at);
    else if (event.key === "Escape") this.dismiss();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    this.mark();
    return true;
  }

  dismiss() {
    this.dismissed = this.text.value.slice(this.from, this.text.selectionStart);
    this.close();
  }

  /** @param {number} index */
  choose(index) {
    const { insert } = this.found[index];
    this.text.setRangeText(insert, this.from, this.text.selectionStart, "end");
    this.close();
    this.text.focus();
    this.changed();
  }
}

/** @param {string} typed @returns {Suggestion[]} */
function commands(typed) {
  return store.commands.filter((c) => c.command.slice(1).startsWith(typed)).slice(0, MOST)
    .map((c) => ({ label: c.command + (c.usage_hint ? ` ${c.usage_hint}` : ""), detail: c.description, mark: icon("bolt"), insert: `${c.command} ` }));
}

/** @param {string} typed @param {string} channel @returns {Suggestion[]} */
function people(typed, channel) {
  const starts = (/** @type {string} */ name) => name.toLowerCase().startsWith(typed) || name.toLowerCase().split(" ").some((word) => word.startsWith(typed));
  const found = [...store.people.values()].filter((p) => p.id !== store.me && (starts(p.real_name ?? "") || starts(p.name))).map((p) => ({ label: p.real_name || p.name, detail: p.is_bot ? "App" : p.title, mark: avatar(p.id, "tiny"), insert: `@${p.real_name || p.name} ` }));
  const all = store.channel(channel)?.is_im ? [] : [["here", "Notify everyone who is active here"], ["channel", "Notify everyone in this channel"]].filter(([name]) => name.startsWith(typed));
  return [...found, ...all.map(([name, detail]) => ({ label: `@${name}`, detail, mark: "📣", insert: `@${name} ` }))].slice(0, MOST);
}

/** @param {string} typed @returns {Suggestion[]} */
function channels(typed) {
  return store.channels.filter((c) => !c.is_im && c.name.includes(typed)).slice(0, MOST).map((c) => ({ label: c.name, detail: c.topic, mark: icon("hash"), insert: `#${c.name} ` }));
}

/** @param {string} typed @returns {Suggestion[]} */
function emoji(typed) {
  return emojiStarting(typed, MOST).map(([name, character]) => ({ label: `:${name}:`, mark: character, insert: `:${name}: ` }));
}
