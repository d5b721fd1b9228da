/** Keys that work anywhere on the page. */
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { openJump } from "./jump.js";
import { closePopover } from "./popover.js";
import { store } from "./store.js";

const KEYS = [
  ["Ctrl or ⌘ + K", "Jump to a channel, person or app"],
  ["Alt + ↑ / ↓", "Previous or next channel"],
  ["Enter", "Send; Shift + Enter makes a new line"],
  ["↑ in an empty composer", "Go to the messages"],
  ["↑ / ↓ on a message", "Move through messages"],
  ["→ or T on a message", "Open its thread"],
  ["M on a message", "More actions, message shortcuts"],
  ["Escape", "Close menu, modal or thread"],
  ["F6", "Move between sidebar, messages and thread"],
  ["Ctrl or ⌘ + Enter", "Submit a modal"],
  ["Alt + I", "Open or close the inspector"],
  ["Ctrl or ⌘ + /", "This list"],
];

/** @param {{closeThread: () => void, toggleInspector: () => void}} page */
export function listenForKeys(page) {
  document.addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "k") openJump();
    else if (command && event.key === "/") openKeyList();
    else if (event.altKey && event.key.toLowerCase() === "i") page.toggleInspector();
    else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) step(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "F6") nextRegion(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") return escape(page);
    else return;
    event.preventDefault();
  });
}

/** @param {{closeThread: () => void}} page */
function escape(page) {
  if (document.querySelector("dialog[open]")) return;
  if (closePopover()) return;
  if (document.body.classList.contains("show-sidebar")) return document.body.classList.remove("show-sidebar");
  if (store.thread) return page.closeThread();
  /** @type {HTMLElement | null} */ (document.querySelector("[data-testid=composer]"))?.focus();
}

/** @param {number} by */
function step(by) {
  const places = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("a.place")]);
  const at = places.findIndex((place) => place.classList.contains("is-here"));
  const next = places[(at + by + places.length) % places.length];
  if (next) location.hash = next.hash;
}

/** @param {number} by */
function nextRegion(by) {
  const regions = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".sidebar .place.is-here, .sidebar .person.is-me, main .scroller, main .composer-text, .thread:not([hidden]) .composer-text, .inspector:not([hidden]) .traffic-list")].filter((node) => /** @type {HTMLElement} */ (node).offsetParent));
  const at = regions.findIndex((node) => node.contains(document.activeElement));
  regions[(at + by + regions.length) % regions.length]?.focus();
}

export function openKeyList() {
  if (document.querySelector("dialog[open]")) return;
  const close = () => {
    dialog.close();
    dialog.remove();
  };
  const dialog = h("dialog", { class: "modal modal-small", "aria-label": "Keyboard shortcuts", on: { cancel: () => setTimeout(() => dialog.remove()) } }, h("header", { class: "modal-head" }, h("h2", null, "Keyboard"), h("button", { type: "button", class: "icon-button", "aria-label": "Close", on: { click: close } }, icon("close"))), h("dl", { class: "modal-body keys" }, KEYS.map(([keys, words]) => h("div", null, h("dt", null, h("kbd", null, keys)), h("dd", null, words)))));
  document.body.appendChild(dialog);
  dialog.showModal();
}
