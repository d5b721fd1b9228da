/** A field that picks one or several things from a list you can search: every kind of Slack select. */
import { h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { openPopover } from "./popover.js";

/**
 * @typedef {{key: string, text: string, detail?: string, raw: any}} Choice
 * @typedef {{label?: string, choices: Choice[]}} Group
 * @typedef {object} Setup
 * @property {string} id
 * @property {string} actionId
 * @property {string} placeholder
 * @property {boolean} multi
 * @property {number} [max] most choices
 * @property {Choice[]} selected
 * @property {(typed: string) => Group[] | Promise<Group[]>} find
 * @property {(selected: Choice[]) => void} change
 * @property {Record<string, string | undefined>} aria
 */

export class Combobox {
  /** @type {Choice[]} */ shown = [];
  at = -1;
  /** @type {((focus?: boolean) => void) | null} */ close = null;
  asked = 0;

  /** @param {Setup} setup */
  constructor(setup) {
    this.setup = setup;
    this.selected = [...setup.selected];
    this.listId = uid("list");
    this.input = h("input", {
      id: setup.id, class: "combobox-input", role: "combobox", type: "text", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": this.listId, ...setup.aria, data: { actionId: setup.actionId },
      on: { input: () => this.open(), click: () => this.open(), keydown: (/** @type {KeyboardEvent} */ e) => this.key(e), blur: () => this.blur(), focus: () => this.input.select() },
    });
    this.chips = h("span", { class: "combobox-chips" });
    this.node = h("div", { class: ["combobox", setup.multi && "is-multi"], on: { click: (/** @type {Event} */ e) => e.target === this.node && this.input.click() } }, this.chips, this.input, icon("chevron", "icon combobox-arrow"));
    this.draw();
  }

  draw() {
    const { multi, placeholder } = this.setup;
    this.input.value = multi ? "" : (this.selected[0]?.text ?? "");
    this.input.placeholder = multi && this.selected.length ? "" : placeholder;
    this.chips.replaceChildren(...(multi ? this.selected.map((choice) => this.chip(choice)) : []));
  }

  /** @param {Choice} choice @returns {HTMLElement} */
  chip(choice) {
    return h("span", { class: "chip" }, choice.text,
      h("button", { type: "button", "aria-label": `Remove ${choice.text}`, on: { click: () => this.toggle(choice) } }, icon("close")));
  }

  async open() {
    const typed = this.input.value === this.selected[0]?.text && !this.setup.multi ? "" : this.input.value.trim();
    const ask = ++this.asked;
    const groups = await this.setup.find(typed);
    if (ask !== this.asked || !this.input.isConnected) return;
    this.shown = groups.flatMap((group) => group.choices);
    const chosen = this.shown.findIndex((choice) => this.has(choice));
    this.at = chosen >= 0 && !this.setup.multi ? chosen : this.shown.length ? 0 : -1;
    const list = h("div", { id: this.listId, class: "listbox", role: "listbox", "aria-multiselectable": String(this.setup.multi), data: { testid: "listbox" } }, this.shown.length ? this.drawGroups(groups) : h("div", { class: "listbox-empty" }, "No results"));
    list.addEventListener("pointerdown", (/** @type {Event} */ event) => event.preventDefault());
    this.input.setAttribute("aria-expanded", "true");
    this.close = openPopover(this.input, list, { matchWidth: true, onClose: () => this.closed() });
    this.mark();
  }

  closed() {
    this.close = null;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {Group[]} groups @returns {HTMLElement[]} */
  drawGroups(groups) {
    let index = 0;
    return groups.map((group) => h("div", { role: "group", "aria-label": group.label }, group.label && h("div", { class: "menu-heading", "aria-hidden": "true" }, group.label), group.choices.map((choice) => this.option(choice, index++))));
  }

  /** @param {Choice} choice @param {number} index @returns {HTMLElement} */
  option(choice, index) {
    return h("div", { id: `${this.listId}-${index}`, class: "option", role: "option", "aria-selected": String(this.has(choice)), data: { value: choice.key }, on: { click: () => this.pick(choice), pointermove: () => { this.at = index; this.mark(); } } },
      h("span", { class: "option-text" }, choice.text), choice.detail && h("span", { class: "option-detail" }, choice.detail), icon("check", "icon option-check"));
  }

  /** @param {Choice} choice */
  has(choice) {
    return this.selected.some((other) => other.key === choice.key);
  }

  mark() {
    const list = document.getElementById(this.listId);
    list?.querySelectorAll(".option").forEach((node, i) => node.classList.toggle("is-active", i === this.at));
    const active = document.getElementById(`${this.listId}-${this.at}`);
    if (active) this.input.setAttribute("aria-activedescendant", active.id);
    active?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Choice} choice */
  pick(choice) {
    if (this.setup.multi) return this.toggle(choice);
    this.selected = [choice];
    this.close?.(true);
    this.draw();
    this.setup.change(this.selected);
  }

  /** @param {Choice} choice */
  toggle(choice) {
    const full = this.setup.max !== undefined && this.selected.length >= this.setup.max;
    if (this.has(choice)) this.selected = this.selected.filter((other) => other.key !== choice.key);
    else if (!full) this.selected = [...this.selected, choice];
    this.draw();
    this.setup.change(this.selected);
    this.input.focus();
    if (this.close) void this.open();
  }

  blur() {
    setTimeout(() => {
      if (this.node.contains(document.activeElement)) return;
      this.close?.(false);
      this.draw();
    }, 0);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const open = this.close !== null;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.step(open, event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && open && this.at >= 0) this.pick(this.shown[this.at]);
    else if (event.key === "Escape" && open) this.close?.(true);
    else if (event.key === "Backspace" && this.setup.multi && !this.input.value && this.selected.length) this.toggle(this.selected[this.selected.length - 1]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {boolean} open @param {number} by */
  step(open, by) {
    if (!open) return void this.open();
    this.at = (this.at + by + this.shown.length) % Math.max(this.shown.length, 1);
    this.mark();
  }
}
