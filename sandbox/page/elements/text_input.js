/** Fields for typed text: one line, several lines, a number, an e-mail address, a web address. */
import { act, change } from "../actions.js";
import { h } from "../dom.js";
import { plain } from "../mrkdwn.js";

const KINDS = { plain_text_input: "text", number_input: "text", email_text_input: "email", url_text_input: "url" };
const COUNT_FROM = 0.8;

/** @param {any} element @param {import("../actions.js").Use} use @returns {HTMLElement} */
export function drawTextInput(element, use) {
  const held = use.ctx.form.field(use.blockId, element.action_id, { type: element.type, value: element.initial_value ?? null });
  const counter = h("span", { class: "counter", "aria-live": "polite" });
  const type = /** @type {any} */ (KINDS)[element.type];
  const quiet = { ...use, live: false };
  const typed = () => {
    change(quiet, element, { value: node.value === "" ? null : node.value }, node);
    count(node, element, counter);
    grow(node);
    if (use.live && use.dispatchOn?.includes("on_character_entered")) tell();
  };
  const tell = () => void act(use, { type: element.type, action_id: element.action_id, value: node.value }, node);
  const entered = (/** @type {KeyboardEvent} */ event) => {
    const wanted = !use.dispatchOn || use.dispatchOn.includes("on_enter_pressed");
    if (event.key === "Enter" && !element.multiline && use.live && wanted) {
      event.preventDefault();
      tell();
    }
  };
  const node = h(element.multiline ? "textarea" : "input", {
    id: use.id, class: "input", type: element.multiline ? null : type, rows: element.multiline ? 4 : null, dir: "auto", value: held.value ?? "",
    inputmode: element.type === "number_input" ? (element.is_decimal_allowed ? "decimal" : "numeric") : null,
    placeholder: plain(element.placeholder) || null, maxlength: element.max_length ?? null, autocomplete: "off", "aria-labelledby": use.labelledBy ?? null,
    "aria-describedby": use.describedBy ?? null, "aria-label": use.labelledBy ? null : (use.label ?? "Text"), data: { actionId: element.action_id, autofocus: element.focus_on_load ? "yes" : null }, on: { input: typed, keydown: entered },
  });
  count(node, element, counter);
  queueMicrotask(() => grow(node));
  return h("div", { class: "text-field" }, node, counter);
}

/** How many characters are left, shown near the limit as Slack does, or how many are missing. @param {any} node @param {any} element @param {HTMLElement} counter */
function count(node, element, counter) {
  const { length } = node.value;
  const { max_length: most, min_length: least } = element;
  if (least && length > 0 && length < least) counter.textContent = `${least - length} more`;
  else counter.textContent = most && length >= most * COUNT_FROM ? String(most - length) : "";
  counter.classList.toggle("is-full", Boolean(most) && length >= most);
}

/** @param {any} node */
function grow(node) {
  if (node.tagName !== "TEXTAREA" || !node.isConnected) return;
  node.style.height = "auto";
  node.style.height = `${Math.min(node.scrollHeight + 2, 360)}px`;
}
