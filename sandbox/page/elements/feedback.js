/** Thumbs up and thumbs down under an answer. */
import { act } from "../actions.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { plain } from "../mrkdwn.js";

/** @param {any} element @param {import("../actions.js").Use} use @returns {HTMLElement} */
export function drawFeedback(element, use) {
  const one = (/** @type {any} */ side, /** @type {string} */ name) => {
    const label = side.accessibility_label ?? plain(side.text);
    const click = async () => {
      const done = await act(use, { type: element.type, action_id: element.action_id, value: side.value, text: side.text }, button);
      if (done) mark(button);
    };
    const button = h("button", { type: "button", class: "feedback-button", title: plain(side.text), "aria-label": label, "aria-pressed": "false", data: { value: side.value }, on: { click } }, icon(name), h("span", null, plain(side.text)));
    return button;
  };
  return h("span", { class: "feedback", role: "group", "aria-label": "Feedback", data: { actionId: element.action_id } }, one(element.positive_button, "up"), one(element.negative_button, "down"));
}

/** @param {HTMLElement} chosen */
function mark(chosen) {
  for (const button of chosen.parentElement?.querySelectorAll(".feedback-button") ?? []) button.setAttribute("aria-pressed", String(button === chosen));
}
