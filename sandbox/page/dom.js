/** Builds DOM nodes from data. Text always becomes text nodes and addresses are checked, so no message can inject markup. */

const SVG = "http://www.w3.org/2000/svg";
const SAFE_LINK = /^(https?:|mailto:|tel:|\/(?!\/)|#)/i;
const SAFE_SOURCE = /^(https?:|blob:|data:image\/(png|jpe?g|gif|webp);|\/(?!\/))/i;

/**
 * @typedef {Node | string | number | null | undefined | false} Child
 * @typedef {Child | Child[]} Children
 */

/**
 * Creates an element. `props` may hold `class`, `style` (object), `data` (object), `on` (object of listeners);
 * every other key is an attribute, left out when null or false.
 * @param {string} tag
 * @param {Record<string, any> | null} [props]
 * @param {...Children} children
 * @returns {any}
 */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) setProp(node, name, value);
  append(node, children);
  return node;
}

/** @param {HTMLElement} node @param {string} name @param {any} value */
function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") node.className = Array.isArray(value) ? value.filter(Boolean).join(" ") : value;
  else if (name === "style") for (const [key, v] of Object.entries(value)) setStyle(node, key, v);
  else if (name === "data") Object.assign(node.dataset, defined(value));
  else if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, /** @type {any} */ (listener));
  else if (name === "value") /** @type {any} */ (node).value = value;
  else if (name === "href") node.setAttribute("href", safeLink(value));
  else if (name === "src") node.setAttribute("src", safeSource(value));
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** @param {HTMLElement} node @param {string} key @param {any} value */
function setStyle(node, key, value) {
  if (key.startsWith("--")) node.style.setProperty(key, value);
  else /** @type {any} */ (node.style)[key] = value;
}

/** @param {Record<string, any>} values */
function defined(values) {
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== null && v !== undefined));
}

/** @param {Node} node @param {any[]} children */
export function append(node, children) {
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false) continue;
    node.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Replaces everything inside `node`. @param {Element} node @param {...Children} children */
export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
}

/** An address that can only navigate, never run script. @param {unknown} url @returns {string} */
export function safeLink(url) {
  const text = String(url ?? "").trim();
  return SAFE_LINK.test(text) ? text : "#";
}

/** @param {unknown} url @returns {string} */
export function safeSource(url) {
  const text = String(url ?? "").trim();
  return SAFE_SOURCE.test(text) ? text : "";
}

/** A link that opens in a new tab. @param {string} url @param {...Children} children */
export function link(url, ...children) {
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, ...children);
}

/** Draws one of the page's own line icons. @param {string} path @param {string} [className] */
export function svg(path, className = "icon") {
  const node = document.createElementNS(SVG, "svg");
  node.setAttribute("viewBox", "0 0 20 20");
  node.setAttribute("class", className);
  node.setAttribute("aria-hidden", "true");
  for (const d of path.split("|")) {
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", d);
    node.appendChild(line);
  }
  return node;
}

let serial = 0;

/** A fresh id for linking labels and controls. @param {string} prefix */
export function uid(prefix) {
  serial += 1;
  return `${prefix}-${serial}`;
}

/** Calls `work` once, soon, however often it is asked. @param {() => void} work */
export function soon(work) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      work();
    });
  };
}
