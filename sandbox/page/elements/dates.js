/** Date, time and date-and-time pickers, by the browser's own controls. */
import { change } from "../actions.js";
import { confirmed } from "../confirm.js";
import { h } from "../dom.js";
import { plain } from "../mrkdwn.js";

/** @typedef {import("../actions.js").Use} Use */

/** @param {any} element @param {Use} use @returns {HTMLElement} */
export function drawDate(element, use) {
  return picker(element, use, "date", "selected_date", element.initial_date ?? null, (text) => text || null, (held) => held ?? "");
}

/** @param {any} element @param {Use} use @returns {HTMLElement} */
export function drawTime(element, use) {
  return picker(element, use, "time", "selected_time", element.initial_time ?? null, (text) => text || null, (held) => held ?? "");
}

/** @param {any} element @param {Use} use @returns {HTMLElement} */
export function drawDateTime(element, use) {
  return picker(element, use, "datetime-local", "selected_date_time", element.initial_date_time ?? null, toEpoch, fromEpoch);
}

/**
 * @param {any} element @param {Use} use @param {string} type @param {string} field the payload's name for the value @param {any} initial
 * @param {(text: string) => any} parse @param {(held: any) => string} format @returns {HTMLElement}
 */
function picker(element, use, type, field, initial, parse, format) {
  const held = use.ctx.form.field(use.blockId, element.action_id, { type: element.type, [field]: initial });
  let before = format(held[field]);
  const changed = async () => {
    if (!(await confirmed(element.confirm))) return void (node.value = before);
    before = node.value;
    change(use, element, { [field]: parse(node.value) }, node);
  };
  const node = h("input", {
    id: use.id, class: "input input-date", type, value: before, "aria-labelledby": use.labelledBy ?? null, "aria-describedby": use.describedBy ?? null,
    "aria-label": use.labelledBy ? null : (plain(element.placeholder) || use.label || "Choose"), title: plain(element.placeholder) || null, data: { actionId: element.action_id }, on: { change: () => void changed() },
  });
  return node;
}

/** @param {string} text local date and time @returns {number | null} seconds since 1970 */
function toEpoch(text) {
  return text ? Math.floor(new Date(text).getTime() / 1000) : null;
}

/** @param {number | null} seconds */
function fromEpoch(seconds) {
  if (!seconds) return "";
  const date = new Date(seconds * 1000);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
