/** A field for formatted text. What is typed is read back as Slack's `rich_text`. */
import { change } from "../actions.js";
import { drawRichText } from "../blocks/rich_text.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { plain } from "../mrkdwn.js";
import { readRichText } from "../rich_text_reader.js";

const TOOLS = [
  ["bold", "Bold", "bold"],
  ["italic", "Italic", "italic"],
  ["strike", "Strikethrough", "strikeThrough"],
  ["numbers", "Numbered list", "insertOrderedList"],
  ["list", "Bulleted list", "insertUnorderedList"],
];

/** @param {any} element @param {import("../actions.js").Use} use @returns {HTMLElement} */
export function drawRichTextInput(element, use) {
  const held = use.ctx.form.field(use.blockId, element.action_id, { type: element.type, rich_text_value: element.initial_value ?? null });
  const changed = () => {
    const value = readRichText(area);
    area.classList.toggle("is-empty", !value);
    change({ ...use, live: false }, element, { rich_text_value: value }, area);
  };
  const paste = (/** @type {ClipboardEvent} */ event) => {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData?.getData("text/plain") ?? "");
  };
  const area = h("div", {
    id: use.id, class: ["rich-area", !held.rich_text_value && "is-empty"], contenteditable: "true", role: "textbox", "aria-multiline": "true", dir: "auto", tabindex: 0, "aria-labelledby": use.labelledBy ?? null, "aria-describedby": use.describedBy ?? null,
    "aria-label": use.labelledBy ? null : "Formatted text", data: { actionId: element.action_id, placeholder: plain(element.placeholder), autofocus: element.focus_on_load ? "yes" : null }, on: { input: changed, paste },
  }, held.rich_text_value && drawRichText(held.rich_text_value));
  const tool = (/** @type {string[]} */ [name, label, command]) => h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, on: { mousedown: (/** @type {Event} */ e) => e.preventDefault(), click: () => { area.focus(); document.execCommand(command); changed(); } } }, icon(name));
  return h("div", { class: "rich-input" }, h("div", { class: "format-bar", role: "toolbar", "aria-label": "Formatting" }, TOOLS.map(tool)), area);
}
