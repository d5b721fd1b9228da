/** Shows JSON in colours, and any value in a dialog of its own. */
import { h } from "./dom.js";
import { icon } from "./icons.js";

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

/** @param {unknown} value @returns {string} */
export function pretty(value) {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2) ?? "";
}

/** @param {unknown} value @returns {HTMLElement} */
export function drawJson(value) {
  const text = pretty(value);
  const node = h("pre", { class: "json", dir: "ltr", tabindex: 0 });
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    node.append(text.slice(from, match.index));
    const kind = match[2] ? "key" : match[1] ? "string" : match[3] ? "word" : "number";
    node.appendChild(h("span", { class: `json-${kind}` }, match[1] ?? match[0]));
    if (match[2]) node.append(match[2]);
    from = match.index + match[0].length;
  }
  node.append(text.slice(from));
  return node;
}

/** @param {string} title @param {unknown} value */
export function inspectJson(title, value) {
  const close = () => {
    dialog.close();
    dialog.remove();
  };
  const dialog = h("dialog", { class: "modal modal-wide", "aria-label": title, data: { testid: "json-dialog" }, on: { cancel: close } },
    h("header", { class: "modal-head" }, h("h2", null, title), h("button", { type: "button", class: "icon-button", "aria-label": "Close", on: { click: close } }, icon("close"))),
    h("div", { class: "modal-body" }, drawJson(value)));
  document.body.appendChild(dialog);
  dialog.showModal();
}
