/** Where people write: several lines, formatting, files, commands, mentions. */
import { api } from "./api.js";
import { readable } from "./actions.js";
import { Autocomplete } from "./autocomplete.js";
import { h } from "./dom.js";
import { fileBadge, fileSize } from "./files.js";
import { icon } from "./icons.js";
import { escapeText } from "./outgoing.js";
import { openGlobalMenu } from "./shortcuts.js";
import { store } from "./store.js";
import { toast } from "./toast.js";

const FORMATS = [["bold", "Bold", "*", "*"], ["italic", "Italic", "_", "_"], ["strike", "Strikethrough", "~", "~"], ["code", "Code", "`", "`"], ["list", "Bulleted list", "• ", ""], ["quote", "Quote", "> ", ""]];

/** Unsent words and files by person and conversation. @type {Map<string, {text: string, files: any[]}>} */
const drafts = new Map();

export class Composer {
  /** @type {any[]} */ files = [];
  sending = false;

  /** @param {{testid: string, sendTestid: string, target: () => {channel: string, thread_ts?: string}, sent: () => void}} setup */
  constructor(setup) {
    this.setup = setup;
    this.text = h("textarea", { class: "composer-text", rows: 1, dir: "auto", "aria-label": "Message", data: { testid: setup.testid }, on: { input: () => this.changed(), keydown: (/** @type {KeyboardEvent} */ e) => this.key(e), paste: (/** @type {ClipboardEvent} */ e) => this.paste(e) } });
    this.suggest = new Autocomplete(this.text, () => this.changed(), setup.target);
    this.shelf = h("div", { class: "composer-files" });
    this.picker = h("input", { type: "file", multiple: true, hidden: true, data: { testid: `${setup.testid}-file` }, on: { change: () => { void this.attach(this.picker.files); this.picker.value = ""; } } });
    this.button = h("button", { type: "button", class: "send", "aria-label": "Send", title: "Send (Enter)", disabled: true, data: { testid: setup.sendTestid }, on: { click: () => void this.send() } }, icon("send"));
    this.node = h("div", { class: "composer", on: this.dropping() }, h("div", { class: "format-bar", role: "toolbar", "aria-label": "Formatting" }, FORMATS.map((format) => this.tool(format))), this.text, this.shelf, this.picker, this.bottom());
  }

  bottom() {
    const small = (/** @type {string} */ name, /** @type {string} */ label, /** @type {(e: any) => void} */ click) => h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click } }, icon(name));
    return h("div", { class: "composer-bottom" }, small("clip", "Attach files", () => this.picker.click()), small("at", "Mention someone", () => this.insert("@")), small("bolt", "Shortcuts", (event) => openGlobalMenu(event.currentTarget)), h("span", { class: "composer-hint", "aria-hidden": "true" }, h("b", null, "Shift + Enter"), " for a new line"), this.button);
  }

  /** @param {string[]} format */
  tool([name, label, before, after]) {
    return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, on: { mousedown: (/** @type {Event} */ e) => e.preventDefault(), click: () => this.wrap(before, after) } }, icon(name));
  }

  /** @param {string} name */
  name(name) {
    const label = name === "thread" ? "Reply…" : `Message ${name}`;
    this.text.placeholder = label;
    this.text.setAttribute("aria-label", label);
  }

  focus() {
    this.text.focus();
  }

  draftKey() {
    const { channel, thread_ts } = this.setup.target();
    return `${store.me}/${channel}/${thread_ts ?? ""}`;
  }

  /** The composer now stands in another conversation: what was written there comes back. */
  retarget() {
    const draft = drafts.get(this.draftKey());
    this.text.value = draft?.text ?? "";
    this.files = draft?.files ?? [];
    this.suggest.close();
    this.changed();
  }

  changed() {
    const { value } = this.text;
    if (value || this.files.length) drafts.set(this.draftKey(), { text: value, files: this.files });
    else drafts.delete(this.draftKey());
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 240)}px`;
    this.button.disabled = this.sending || (!value.trim() && !this.files.length);
    this.shelf.replaceChildren(...this.files.map((file) => this.fileChip(file)));
  }

  /** @param {any} file @returns {HTMLElement} */
  fileChip(file) {
    const remove = () => { this.files = this.files.filter((other) => other !== file); this.changed(); this.focus(); };
    return h("div", { class: "file-chip" }, fileBadge(file), h("span", { class: "file-words" }, h("span", { class: "file-name", dir: "auto" }, file.name), h("small", null, fileSize(file.size))), h("button", { type: "button", class: "icon-button", "aria-label": `Remove ${file.name}`, on: { click: remove } }, icon("close")));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing || this.suggest.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      void this.send();
    } else if (event.key === "ArrowUp" && !this.text.value) {
      event.preventDefault();
      /** @type {HTMLElement | undefined} */ ([...(this.node.closest(".conversation, .thread")?.querySelectorAll(".message") ?? [])].at(-1))?.focus();
    } else if ((event.ctrlKey || event.metaKey) && (event.key === "b" || event.key === "i")) {
      event.preventDefault();
      this.wrap(event.key === "b" ? "*" : "_", event.key === "b" ? "*" : "_");
    }
  }

  /** @param {string} before @param {string} after */
  wrap(before, after) {
    const { selectionStart: from, selectionEnd: to, value } = this.text;
    this.text.setRangeText(before + value.slice(from, to) + after, from, to, "end");
    this.text.selectionEnd = this.text.selectionStart = to + before.length;
    this.focus();
    this.changed();
  }

  /** @param {string} words */
  insert(words) {
    this.focus();
    this.text.setRangeText(words, this.text.selectionStart, this.text.selectionEnd, "end");
    this.text.dispatchEvent(new Event("input"));
  }

  async send() {
    const text = this.text.value.trim();
    if (this.sending || (!text && !this.files.length)) return;
    this.sending = true;
    this.suggest.close();
    this.changed();
    const done = /^\/[a-z0-9_-]+(\s|$)/i.test(text) && !this.files.length ? await this.command(text) : await this.post(text);
    this.sending = false;
    if (done) {
      this.text.value = "";
      this.files = [];
    }
    this.changed();
    if (done) this.setup.sent();
  }

  /** Sends words that did not come from the field, such as a suggested prompt. @param {string} text */
  async say(text) {
    this.text.value = text;
    await this.send();
  }

  /** @param {string} text @returns {Promise<boolean>} */
  async post(text) {
    const { channel, thread_ts } = this.setup.target();
    const file_ids = this.files.map((file) => file.id);
    const reply = await api.message({ as: store.me, channel, text: escapeText(text), ...(thread_ts && { thread_ts }), ...(file_ids.length && { file_ids }) });
    if (!reply.ok) toast(`Your message was not sent: ${reply.error ?? "the server did not answer"}. Try again.`, { kind: "error" });
    return reply.ok;
  }

  /** @param {string} line @returns {Promise<boolean>} */
  async command(line) {
    const [, command, text] = /** @type {RegExpExecArray} */ (/^(\/\S+)\s*([\s\S]*)$/.exec(line));
    const { channel, thread_ts } = this.setup.target();
    if (thread_ts) return this.note(`\`${command}\` is not supported in threads. Sorry!`, false);
    const reply = await api.command({ as: store.me, channel, command, text: escapeText(text) });
    return reply.ok || this.note(readable(reply.error), !store.commands.some((known) => known.command === command));
  }

  /** Slackbot's private word about a command. @param {string} text @param {boolean} done */
  note(text, done) {
    const { channel, thread_ts } = this.setup.target();
    const ts = (Date.now() / 1000).toFixed(6);
    store.upsert(channel, { ts, thread_ts, text, username: "Slackbot", icon_emoji: ":robot_face:", ephemeral: true, local: true });
    this.setup.sent();
    return done;
  }

  /** @param {ClipboardEvent} event */
  paste(event) {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    void this.attach(event.clipboardData.files);
  }

  dropping() {
    return {
      dragover: (/** @type {DragEvent} */ event) => { event.preventDefault(); this.node.classList.add("is-target"); },
      dragleave: () => this.node.classList.remove("is-target"),
      drop: (/** @type {DragEvent} */ event) => { event.preventDefault(); event.stopPropagation(); this.node.classList.remove("is-target"); void this.attach(event.dataTransfer?.files); },
    };
  }

  /** @param {FileList | null | undefined} chosen */
  async attach(chosen) {
    if (!chosen?.length) return;
    this.node.classList.add("is-uploading");
    const reply = await api.upload(store.me, [...chosen]);
    this.node.classList.remove("is-uploading");
    if (reply.ok) this.files = [...this.files, ...reply.files];
    else toast(`The file was not uploaded: ${reply.error ?? "the server did not answer"}. Try again.`, { kind: "error" });
    this.changed();
    this.focus();
  }
}
