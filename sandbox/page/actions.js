/** Sends what a person did with an element to the app, and shows on the element whether the app answered. */
import { api } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { onAckWarning } from "./pushes.js";
import { store } from "./store.js";
import { toast } from "./toast.js";

/**
 * @typedef {import("./form.js").Form} Form
 * @typedef {import("./api.js").Container} Container
 * @typedef {{surface: "message" | "modal" | "home", container: Container, form: Form, errors?: Map<string, string>}} Context
 * @typedef {{ctx: Context, blockId: string, live: boolean, id: string, labelledBy?: string, describedBy?: string, label?: string, dispatchOn?: string[]}} Use
 *   where an element stands: `live` elements tell the app about each change
 */

const NO_ANSWER = "The app did not answer in time. Slack shows this warning when an app is down or slow.";

/** @param {Use} use @param {any} action the element's own payload fields @param {HTMLElement} node @returns {Promise<boolean>} */
export async function act(use, action, node) {
  clearWarning(node);
  node.classList.add("is-busy");
  node.setAttribute("aria-busy", "true");
  const { container, form } = use.ctx;
  const reply = await api.action({ as: store.me, container, block_id: use.blockId, action, view_values: form.values() });
  node.classList.remove("is-busy");
  node.removeAttribute("aria-busy");
  if (!reply.ok) warn(node, readable(reply.error));
  return reply.ok;
}

/** A change of a field: always remembered, and told to the app where the field is live. @param {Use} use @param {any} element @param {any} value @param {HTMLElement} node */
export function change(use, element, value, node) {
  use.ctx.form.set(use.blockId, element.action_id, { type: element.type, ...value });
  clearFieldError(node);
  if (use.live) void act(use, { type: element.type, action_id: element.action_id, ...value }, node);
}

/** @param {HTMLElement} node */
function clearFieldError(node) {
  const field = node.closest(".field.has-error");
  field?.classList.remove("has-error");
  field?.querySelector(".field-error")?.remove();
}

/** Slack's warning triangle beside what was clicked. @param {HTMLElement} node @param {string} text */
export function warn(node, text) {
  toast(text, { kind: "error" });
  if (!node.isConnected) return;
  clearWarning(node);
  node.insertAdjacentElement("afterend", h("span", { class: "ack-warning", role: "img", "aria-label": text, title: text, data: { testid: "ack-warning" } }, icon("warning")));
}

/** @param {HTMLElement} node */
function clearWarning(node) {
  const next = node.nextElementSibling;
  if (next?.classList.contains("ack-warning")) next.remove();
}

/** @param {string | undefined} error @returns {string} */
export function readable(error) {
  if (!error) return NO_ANSWER;
  return /\s/.test(error) ? error : `That did not work (${error}). Look at the inspector for the raw traffic.`;
}

onAckWarning((event) => {
  const selector = event.action_id && `[data-action-id="${CSS.escape(event.action_id)}"]`;
  const node = selector ? /** @type {HTMLElement | null} */ (document.querySelector(selector)) : null;
  const shown = node?.nextElementSibling?.classList.contains("ack-warning");
  if (node && !shown && !node.classList.contains("is-busy")) warn(node, event.text ?? NO_ANSWER);
  else if (!node && event.text) toast(event.text, { kind: "error" });
});
