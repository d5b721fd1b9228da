/** Formatted text as Slack stores it: sections, lists, quotes, preformatted text. */
import { h, link } from "../dom.js";
import { drawChannel, drawEmoji, drawMention } from "../mrkdwn.js";
import { dateToken } from "../time.js";

/** @param {any} block @returns {HTMLElement} */
export function drawRichText(block) {
  return h("div", { class: "rich-text" }, (block.elements ?? []).map(drawPart));
}

/** @param {any} part @returns {HTMLElement} */
function drawPart(part) {
  if (part.type === "rich_text_list") return drawList(part);
  if (part.type === "rich_text_quote") return h("blockquote", { dir: "auto" }, drawPieces(part));
  if (part.type === "rich_text_preformatted") return h("pre", { class: "code-block", dir: "ltr" }, drawPieces(part));
  if (part.type === "rich_text_section") return h("div", { class: "rich-section", dir: "auto" }, drawPieces(part));
  return h("div", { class: "unknown-box" }, `Rich text part “${part.type}” is not drawn by this page`);
}

/** @param {any} list */
function drawList(list) {
  const indent = list.indent ?? 0;
  const tag = list.style === "ordered" ? "ol" : "ul";
  const start = tag === "ol" && list.offset ? list.offset + 1 : null;
  return h(tag, { class: ["rich-list", `rich-level-${indent % 3}`], start, style: { "--indent": indent } }, list.elements.map((/** @type {any} */ item) => h("li", { dir: "auto" }, drawPieces(item))));
}

/** @param {any} part @returns {Node[]} */
function drawPieces(part) {
  return (part.elements ?? []).map((/** @type {any} */ piece) => styled(drawPiece(piece), piece.style));
}

/** @param {any} piece @returns {Node} */
function drawPiece(piece) {
  switch (piece.type) {
    case "text": return document.createTextNode(piece.text ?? "");
    case "link": return link(piece.url, piece.text || piece.url);
    case "user": return drawMention(piece.user_id);
    case "channel": return drawChannel(piece.channel_id);
    case "usergroup": return h("span", { class: "mention" }, `@${piece.usergroup_id}`);
    case "broadcast": return h("span", { class: "mention mention-all" }, `@${piece.range}`);
    case "emoji": return drawEmoji(piece.name, piece.skin_tone);
    case "date": return h("time", null, dateToken(String(piece.timestamp), piece.format ?? "{date}", piece.fallback ?? ""));
    case "color": return h("span", { class: "colour" }, h("span", { class: "swatch", style: { background: piece.value } }), piece.value);
    default: return h("span", { class: "unknown-box" }, piece.text ?? piece.type);
  }
}

/** @param {Node} node @param {any} style @returns {Node} */
function styled(node, style) {
  let drawn = node;
  if (style?.code) drawn = h("code", null, drawn);
  if (style?.bold) drawn = h("b", null, drawn);
  if (style?.italic) drawn = h("i", null, drawn);
  if (style?.strike) drawn = h("s", null, drawn);
  if (style?.underline) drawn = h("u", null, drawn);
  return drawn;
}
