/** Buttons, icon buttons and the "…" overflow menu. */
import { act } from "../actions.js";
import { confirmed } from "../confirm.js";
import { h, safeLink } from "../dom.js";
import { icon } from "../icons.js";
import { plain } from "../mrkdwn.js";
import { openMenu } from "../popover.js";
import { store } from "../store.js";

const ICONS = { trash: "trash", edit: "edit", copy: "copy", refresh: "refresh", thumbs_up: "up", thumbs_down: "down", info: "info" };

/** @param {any} element @returns {boolean} whether the app lets this person see it */
function visible(element) {
  return !element.visible_to_user_ids?.length || element.visible_to_user_ids.includes(store.me);
}

/** @param {any} element @param {import("../actions.js").Use} use @returns {HTMLElement} */
export function drawButton(element, use) {
  const style = element.style === "primary" || element.style === "danger" ? `button-${element.style}` : null;
  const click = async () => {
    if (!(await confirmed(element.confirm))) return;
    const { action_id, value, text, style: look, url } = element;
    if (url) window.open(safeLink(url), "_blank", "noopener");
    await act(use, given({ type: element.type, action_id, value, text, style: look }), node);
  };
  const node = h("button", { type: "button", class: ["button", style], hidden: !visible(element), "aria-label": element.accessibility_label ?? null, data: { actionId: element.action_id, value: element.value }, on: { click } },
    h("span", { class: "button-text" }, plain(element.text)), element.url && h("span", { class: "button-out", "aria-hidden": "true" }, "↗"));
  return node;
}

/** @param {any} element @param {import("../actions.js").Use} use @returns {HTMLElement} */
export function drawIconButton(element, use) {
  const label = element.accessibility_label ?? plain(element.text) ?? element.icon;
  const click = async () => {
    if (await confirmed(element.confirm)) await act(use, given({ type: element.type, action_id: element.action_id, value: element.value, icon: element.icon, text: element.text }), node);
  };
  const node = h("button", { type: "button", class: "icon-button", hidden: !visible(element), "aria-label": label, title: label, data: { actionId: element.action_id }, on: { click } }, icon(/** @type {any} */ (ICONS)[element.icon] ?? "bolt"));
  return node;
}

/** @param {any} element @param {import("../actions.js").Use} use @returns {HTMLElement} */
export function drawOverflow(element, use) {
  const choose = async (/** @type {any} */ option) => {
    if (option.url) window.open(safeLink(option.url), "_blank", "noopener");
    if (await confirmed(element.confirm)) await act(use, { type: "overflow", action_id: element.action_id, selected_option: option }, node);
  };
  const entries = () => element.options.map((/** @type {any} */ option) => ({ label: plain(option.text), detail: plain(option.description), data: { value: option.value }, choose: () => void choose(option) }));
  const node = h("button", { type: "button", class: "button overflow-button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": "More choices", data: { actionId: element.action_id }, on: { click: () => openMenu(node, entries(), { label: "More choices", align: "end" }) } }, icon("more"));
  return node;
}

/** @param {Record<string, any>} fields without those that are not set */
function given(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
