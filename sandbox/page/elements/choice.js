/** Radio buttons and checkboxes. */
import { change } from "../actions.js";
import { confirmed } from "../confirm.js";
import { h, uid } from "../dom.js";
import { textObject } from "../mrkdwn.js";

/** @param {any} element @param {import("../actions.js").Use} use @returns {HTMLElement} */
export function drawRadioButtons(element, use) {
  const held = use.ctx.form.field(use.blockId, element.action_id, { type: element.type, selected_option: element.initial_option ?? null });
  const name = uid("radio");
  const pick = (/** @type {any} */ option) => change(use, element, { selected_option: option }, node);
  const rows = element.options.map((/** @type {any} */ option) => row(option, { type: "radio", name, checked: held.selected_option?.value === option.value, on: { change: () => pick(option) } }));
  const node = group("radiogroup", element, use, rows);
  return node;
}

/** @param {any} element @param {import("../actions.js").Use} use @returns {HTMLElement} */
export function drawCheckboxes(element, use) {
  const held = use.ctx.form.field(use.blockId, element.action_id, { type: element.type, selected_options: element.initial_options ?? [] });
  const chosen = new Set(held.selected_options.map((/** @type {any} */ option) => option.value));
  const toggle = async (/** @type {any} */ option, /** @type {HTMLInputElement} */ box) => {
    if (!(await confirmed(element.confirm))) return void (box.checked = !box.checked);
    if (box.checked) chosen.add(option.value);
    else chosen.delete(option.value);
    change(use, element, { selected_options: element.options.filter((/** @type {any} */ o) => chosen.has(o.value)) }, node);
  };
  const rows = element.options.map((/** @type {any} */ option) => row(option, { type: "checkbox", checked: chosen.has(option.value), on: { change: (/** @type {any} */ e) => void toggle(option, e.target) } }));
  const node = group("group", element, use, rows);
  return node;
}

/** @param {string} role @param {any} element @param {import("../actions.js").Use} use @param {HTMLElement[]} rows @returns {HTMLElement} */
function group(role, element, use, rows) {
  return h("div", { id: use.id, class: "choices", role, "aria-labelledby": use.labelledBy ?? null, "aria-label": use.labelledBy ? null : "Choices", "aria-describedby": use.describedBy ?? null, data: { actionId: element.action_id } }, rows);
}

/** @param {any} option @param {Record<string, any>} props @returns {HTMLElement} */
function row(option, props) {
  return h("label", { class: "choice" }, h("input", { ...props, value: option.value }),
    h("span", { class: "choice-words" }, h("span", { class: "choice-text" }, textObject(option.text)), option.description && h("span", { class: "choice-detail" }, textObject(option.description))));
}
