/** A small panel next to the thing it belongs to: menus, suggestions, pickers. It lives in the top layer, above dialogs. */
import { h } from "./dom.js";

/** @type {{panel: HTMLElement, close: (returnFocus?: boolean) => void} | null} */
let current = null;

/**
 * Opens a panel beside `anchor`. Only one is open at a time.
 * @param {HTMLElement} anchor
 * @param {HTMLElement} panel
 * @param {{align?: "start" | "end", above?: boolean, matchWidth?: boolean, onClose?: () => void}} [options]
 * @returns {(returnFocus?: boolean) => void} closes it
 */
export function openPopover(anchor, panel, options = {}) {
  closePopover(false);
  const host = anchor.closest("dialog") ?? document.body;
  panel.setAttribute("popover", "manual");
  panel.classList.add("popover");
  host.appendChild(panel);
  panel.showPopover?.();
  place(anchor, panel, options);
  const outside = (/** @type {Event} */ event) => {
    const target = /** @type {Node} */ (event.target);
    if (!panel.contains(target) && !anchor.contains(target)) close(false);
  };
  const moved = () => (anchor.isConnected ? place(anchor, panel, options) : close(false));
  const close = (returnFocus = true) => {
    if (current?.panel !== panel) return;
    current = null;
    document.removeEventListener("pointerdown", outside, true);
    window.removeEventListener("resize", moved);
    document.removeEventListener("scroll", moved, true);
    panel.remove();
    options.onClose?.();
    if (returnFocus && anchor.isConnected) anchor.focus();
  };
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("scroll", moved, true);
  window.addEventListener("resize", moved);
  current = { panel, close };
  return close;
}

/** Closes whatever is open. @param {boolean} [returnFocus] @returns {boolean} whether something was open */
export function closePopover(returnFocus = true) {
  if (!current) return false;
  current.close(returnFocus);
  return true;
}

/** @param {HTMLElement} anchor @param {HTMLElement} panel @param {{align?: string, above?: boolean, matchWidth?: boolean}} options */
function place(anchor, panel, { align = "start", above = false, matchWidth = false }) {
  const box = anchor.getBoundingClientRect();
  if (matchWidth) panel.style.minWidth = `${box.width}px`;
  const { width, height } = panel.getBoundingClientRect();
  const room = innerHeight - box.bottom - 12;
  const goAbove = (above && box.top > height + 8) || (room < height && box.top > room);
  const top = goAbove ? box.top - height - 4 : box.bottom + 4;
  const left = align === "end" ? box.right - width : box.left;
  panel.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
  panel.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
}

/**
 * @typedef {{label: string, detail?: string, heading?: string, danger?: boolean, icon?: Node, data?: Record<string, string>, href?: string, choose: () => void}} MenuEntry
 */

/**
 * A menu button's menu: arrows move, Enter chooses, Escape goes back to the button, letters jump.
 * @param {HTMLElement} anchor @param {MenuEntry[]} entries @param {{align?: "start" | "end", above?: boolean, label: string}} options
 */
export function openMenu(anchor, entries, { label, ...options }) {
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label, data: { testid: "menu" } });
  for (const entry of entries) {
    if (entry.heading) menu.appendChild(h("div", { class: "menu-heading", role: "presentation" }, entry.heading));
    menu.appendChild(menuItem(entry, () => close(true)));
  }
  menu.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => moveInMenu(menu, event, () => close(true)));
  anchor.setAttribute("aria-expanded", "true");
  const close = openPopover(anchor, menu, { ...options, onClose: () => anchor.setAttribute("aria-expanded", "false") });
  /** @type {HTMLElement | null} */ (menu.querySelector("[role=menuitem]"))?.focus();
}

/** @param {MenuEntry} entry @param {() => void} close */
function menuItem(entry, close) {
  const choose = () => {
    close();
    entry.choose();
  };
  return h("button", { type: "button", class: ["menu-item", entry.danger && "is-danger"], role: "menuitem", tabindex: -1, data: entry.data, on: { click: choose } },
    entry.icon, h("span", { class: "menu-label" }, entry.label), entry.detail && h("span", { class: "menu-detail" }, entry.detail));
}

/** @param {HTMLElement} menu @param {KeyboardEvent} event @param {() => void} close */
function moveInMenu(menu, event, close) {
  const items = /** @type {HTMLElement[]} */ ([...menu.querySelectorAll("[role=menuitem]")]);
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const goto = (/** @type {number} */ index) => items[(index + items.length) % items.length]?.focus();
  const letter = event.key.length === 1 && items.findIndex((item, i) => i > at && item.textContent?.toLowerCase().startsWith(event.key.toLowerCase()));
  if (event.key === "ArrowDown") goto(at + 1);
  else if (event.key === "ArrowUp") goto(at - 1);
  else if (event.key === "Home") goto(0);
  else if (event.key === "End") goto(items.length - 1);
  else if (event.key === "Escape" || event.key === "Tab") close();
  else if (typeof letter === "number" && letter >= 0) goto(letter);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
