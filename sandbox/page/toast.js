/** Short notices at the bottom of the page. */
import { h } from "./dom.js";
import { icon } from "./icons.js";

const LIFE_MS = 6000;

/**
 * @param {string} text
 * @param {{kind?: "info" | "success" | "warning" | "error", id?: string}} [options] a notice with an id replaces the earlier one of that id
 */
export function toast(text, { kind = "info", id } = {}) {
  const shelf = /** @type {HTMLElement} */ (document.getElementById("toasts"));
  if (id) shelf.querySelector(`[data-toast="${id}"]`)?.remove();
  const close = () => {
    note.remove();
    if (!shelf.childElementCount) shelf.hidePopover?.();
  };
  const mark = kind === "success" ? "check" : kind === "info" ? "info" : "warning";
  const note = h("div", { class: ["toast", `toast-${kind}`], role: kind === "error" ? "alert" : "status", data: { toast: id, testid: "toast" } },
    icon(mark), h("span", null, text),
    h("button", { type: "button", class: "icon-button", "aria-label": "Dismiss notice", on: { click: close } }, icon("close")));
  shelf.appendChild(note);
  raise(shelf);
  setTimeout(close, LIFE_MS);
}

/** Re-opening the shelf puts it above a dialog that opened later. @param {HTMLElement} shelf */
function raise(shelf) {
  if (!shelf.showPopover) return;
  if (shelf.matches(":popover-open")) shelf.hidePopover();
  shelf.showPopover();
}
