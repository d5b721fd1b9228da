/** Draws standard Markdown, as Slack's `markdown` block and streamed replies use it. */
import { h } from "./dom.js";
import { markdownInline } from "./markdown_inline.js";

/**
 * @typedef {{lines: string[], at: number}} Cursor
 */

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*(\S*)/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])(\s+)(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** @param {unknown} source @returns {DocumentFragment} */
export function markdown(source) {
  const drawn = document.createDocumentFragment();
  for (const node of drawBlocks(String(source ?? "").replace(/\r\n?/g, "\n").split("\n"))) drawn.appendChild(node);
  return drawn;
}

/** @param {string[]} lines @returns {Node[]} */
function drawBlocks(lines) {
  const cursor = { lines, at: 0 };
  /** @type {Node[]} */
  const nodes = [];
  while (cursor.at < lines.length) {
    if (!lines[cursor.at].trim()) cursor.at += 1;
    else nodes.push(drawBlock(cursor));
  }
  return nodes;
}

/** @param {Cursor} cursor @returns {Node} */
function drawBlock(cursor) {
  const line = cursor.lines[cursor.at];
  if (FENCE.test(line)) return drawFence(cursor);
  if (HEADING.test(line)) return drawHeading(cursor);
  if (RULE.test(line)) return drawRule(cursor);
  if (QUOTE.test(line)) return drawQuote(cursor);
  if (ITEM.test(line)) return drawList(cursor);
  if (startsTable(cursor)) return drawTable(cursor);
  return drawParagraph(cursor);
}

/** @param {Cursor} cursor */
function drawFence(cursor) {
  const [, fence, language] = /** @type {RegExpExecArray} */ (FENCE.exec(cursor.lines[cursor.at]));
  cursor.at += 1;
  const body = [];
  while (cursor.at < cursor.lines.length && !cursor.lines[cursor.at].trim().startsWith(fence)) body.push(cursor.lines[cursor.at++]);
  cursor.at += 1;
  return h("pre", { class: "code-block", dir: "ltr", data: { language: language || null } }, body.join("\n"));
}

/** @param {Cursor} cursor */
function drawHeading(cursor) {
  const [, marks, text] = /** @type {RegExpExecArray} */ (HEADING.exec(cursor.lines[cursor.at++]));
  return h("div", { class: `md-heading md-h${marks.length}`, role: "heading", "aria-level": Math.min(marks.length + 2, 6), dir: "auto" }, markdownInline(text));
}

/** @param {Cursor} cursor */
function drawRule(cursor) {
  cursor.at += 1;
  return h("hr", { class: "divider" });
}

/** @param {Cursor} cursor */
function drawQuote(cursor) {
  const inside = [];
  while (cursor.at < cursor.lines.length && QUOTE.test(cursor.lines[cursor.at])) inside.push(cursor.lines[cursor.at++].replace(QUOTE, ""));
  return h("blockquote", { dir: "auto" }, drawBlocks(inside));
}

/** @param {Cursor} cursor */
function drawList(cursor) {
  const [, indent, marker] = /** @type {RegExpExecArray} */ (ITEM.exec(cursor.lines[cursor.at]));
  const ordered = /\d/.test(marker);
  const items = [];
  while (cursor.at < cursor.lines.length) {
    const match = ITEM.exec(cursor.lines[cursor.at]);
    if (!match || match[1].length > indent.length + 1 || match[1].length < indent.length || /\d/.test(match[2]) !== ordered) break;
    items.push(drawListItem(cursor, match));
  }
  return h(ordered ? "ol" : "ul", { class: "md-list", start: ordered ? parseInt(marker, 10) : null }, items);
}

/** @param {Cursor} cursor @param {RegExpExecArray} match */
function drawListItem(cursor, match) {
  const width = match[1].length + match[2].length + match[3].length;
  const body = [match[4]];
  cursor.at += 1;
  while (cursor.at < cursor.lines.length && continuesItem(cursor, match[1].length)) {
    body.push(cursor.lines[cursor.at].replace(new RegExp(`^\\s{0,${width}}`), ""));
    cursor.at += 1;
  }
  const task = /^\[([ xX])\]\s+/.exec(body[0]);
  if (task) body[0] = body[0].slice(task[0].length);
  const box = task && h("input", { type: "checkbox", disabled: true, checked: task[1] !== " ", "aria-label": task[1] === " " ? "to do" : "done" });
  return h("li", { class: task ? "md-task" : null, dir: "auto" }, box, unwrapOnly(drawBlocks(body)));
}

/** A line belongs to the item when it is indented, or blank and followed by an indented one. @param {Cursor} cursor @param {number} indent */
function continuesItem(cursor, indent) {
  const line = cursor.lines[cursor.at];
  if (line.trim()) return (/^\s*/.exec(line)?.[0].length ?? 0) > indent;
  const next = cursor.lines[cursor.at + 1] ?? "";
  return Boolean(next.trim()) && (/^\s*/.exec(next)?.[0].length ?? 0) > indent;
}

/** The leading paragraph of an item needs no paragraph spacing. @param {Node[]} nodes */
function unwrapOnly(nodes) {
  const [first, ...rest] = nodes;
  if (!(first instanceof HTMLParagraphElement)) return nodes;
  return [...first.childNodes, ...rest];
}

/** @param {Cursor} cursor */
function startsTable(cursor) {
  return cursor.lines[cursor.at].includes("|") && TABLE_RULE.test(cursor.lines[cursor.at + 1] ?? "") && (cursor.lines[cursor.at + 1] ?? "").includes("-");
}

/** @param {Cursor} cursor */
function drawTable(cursor) {
  const head = cells(cursor.lines[cursor.at]);
  const align = cells(cursor.lines[cursor.at + 1]).map((c) => (/^:-+:$/.test(c) ? "center" : /-:$/.test(c) ? "right" : "start"));
  cursor.at += 2;
  const rows = [];
  while (cursor.at < cursor.lines.length && cursor.lines[cursor.at].includes("|")) rows.push(cells(cursor.lines[cursor.at++]));
  const cell = (/** @type {string} */ tag) => (/** @type {string} */ text, /** @type {number} */ i) =>
    h(tag, { style: { textAlign: align[i] ?? "start" }, dir: "auto", scope: tag === "th" ? "col" : null }, markdownInline(text));
  return h("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Table" },
    h("table", { class: "slack-table" }, h("thead", null, h("tr", null, head.map(cell("th")))),
      h("tbody", null, rows.map((row) => h("tr", null, head.map((_, i) => cell("td")(row[i] ?? "", i)))))));
}

/** @param {string} line @returns {string[]} */
function cells(line) {
  return line.trim().replace(/^\||(?<!\\)\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

/** @param {Cursor} cursor */
function drawParagraph(cursor) {
  const body = [cursor.lines[cursor.at++]];
  while (cursor.at < cursor.lines.length && continuesParagraph(cursor)) body.push(cursor.lines[cursor.at++]);
  const nodes = body.flatMap((line, i) => [...(i ? [document.createElement("br")] : []), ...markdownInline(line.replace(/\\$|\s+$/, "").replace(/^\s+/, ""))]);
  return h("p", { class: "md-paragraph", dir: "auto" }, nodes);
}

/** @param {Cursor} cursor */
function continuesParagraph(cursor) {
  const line = cursor.lines[cursor.at];
  return Boolean(line.trim()) && ![FENCE, HEADING, RULE, QUOTE, ITEM].some((start) => start.test(line)) && !startsTable(cursor);
}
