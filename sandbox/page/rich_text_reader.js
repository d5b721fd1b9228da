/** Reads an edited piece of the page back as Slack's `rich_text` block. */

/**
 * @typedef {{bold?: true, italic?: true, strike?: true, code?: true}} Style
 * @typedef {Record<string, any>} Piece
 */

const STYLES = { B: "bold", STRONG: "bold", I: "italic", EM: "italic", S: "strike", STRIKE: "strike", DEL: "strike", CODE: "code" };
const PARTS = new Set(["UL", "OL", "BLOCKQUOTE", "PRE"]);
const LINES = new Set(["DIV", "P", "LI"]);

/** @param {HTMLElement} area @returns {Piece | null} null when nothing was typed */
export function readRichText(area) {
  /** @type {Piece[]} */
  const parts = [];
  readParts(area, parts, 0);
  const kept = parts.filter((part) => part.elements.length);
  return kept.length && area.textContent?.trim() ? { type: "rich_text", elements: kept } : null;
}

/** @param {Node} node @param {Piece[]} parts @param {number} indent */
function readParts(node, parts, indent) {
  for (const child of node.childNodes) {
    const tag = child instanceof HTMLElement ? child.tagName : "";
    if (tag === "UL" || tag === "OL") readList(/** @type {HTMLElement} */ (child), parts, indent);
    else if (PARTS.has(tag)) parts.push({ type: tag === "PRE" ? "rich_text_preformatted" : "rich_text_quote", elements: pieces(child) });
    else if (LINES.has(tag) && /** @type {HTMLElement} */ (child).querySelector("ul,ol,pre,blockquote")) readParts(child, parts, indent);
    else addToSection(parts, child, LINES.has(tag));
  }
}

/** @param {Piece[]} parts @param {Node} node @param {boolean} ownLine */
function addToSection(parts, node, ownLine) {
  let section = parts[parts.length - 1];
  if (section?.type !== "rich_text_section") {
    section = { type: "rich_text_section", elements: [] };
    parts.push(section);
  }
  if (ownLine && section.elements.length) section.elements.push({ type: "text", text: "\n" });
  const holder = document.createDocumentFragment();
  holder.appendChild(node.cloneNode(true));
  section.elements.push(...pieces(holder));
}

/** @param {HTMLElement} list @param {Piece[]} parts @param {number} indent */
function readList(list, parts, indent) {
  const style = list.tagName === "OL" ? "ordered" : "bullet";
  /** @type {Piece} */
  let current = { type: "rich_text_list", style, indent, elements: [] };
  parts.push(current);
  for (const item of list.children) {
    if (item.tagName === "UL" || item.tagName === "OL") readList(/** @type {HTMLElement} */ (item), parts, indent + 1);
    else current.elements.push({ type: "rich_text_section", elements: pieces(item) });
    const nested = [...item.children].filter((child) => child.tagName === "UL" || child.tagName === "OL");
    for (const inner of nested) readList(/** @type {HTMLElement} */ (inner), parts, indent + 1);
    if (nested.length) parts.push((current = { type: "rich_text_list", style, indent, elements: [] }));
  }
}

/** @param {Node} node @param {Style} [style] @returns {Piece[]} */
function pieces(node, style = {}) {
  /** @type {Piece[]} */
  const found = [];
  for (const child of node.childNodes) {
    if (child instanceof Text) found.push(...textPiece(child.data, style));
    else if (child instanceof HTMLElement && !PARTS.has(child.tagName)) found.push(...elementPieces(child, style));
  }
  return found;
}

/** @param {string} text @param {Style} style @returns {Piece[]} */
function textPiece(text, style) {
  const words = text.replaceAll("\u00a0", " ");
  return words ? [Object.keys(style).length ? { type: "text", text: words, style } : { type: "text", text: words }] : [];
}

/** @param {HTMLElement} node @param {Style} style @returns {Piece[]} */
function elementPieces(node, style) {
  if (node.tagName === "BR") return node.nextSibling ? [{ type: "text", text: "\n" }] : [];
  if (node.dataset.user) return [{ type: "user", user_id: node.dataset.user }];
  if (node.tagName === "A") return [{ type: "link", url: node.getAttribute("href"), text: node.textContent }];
  const name = /** @type {any} */ (STYLES)[node.tagName];
  return pieces(node, name ? { ...style, [name]: true } : style);
}
