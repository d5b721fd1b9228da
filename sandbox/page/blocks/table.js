/** Tables. */
import { h } from "../dom.js";
import { drawRichText } from "./rich_text.js";

/** @param {any} block */
export function drawTable(block) {
  const [head, ...rows] = block.rows ?? [];
  return frame(line("th", head ?? [], block.column_settings), rows.map((/** @type {any[]} */ row) => line("td", row, block.column_settings)));
}

/** @param {any} block */
export function drawDataTable(block) {
  const columns = block.columns ?? block.column_settings;
  if (!columns?.some((/** @type {any} */ column) => column?.name || column?.title || column?.label)) return drawTable(block);
  const head = columns.map((/** @type {any} */ column) => ({ type: "raw_text", text: cellWords(column.name ?? column.title ?? column.label) }));
  return frame(line("th", head, columns), (block.rows ?? []).map((/** @type {any} */ row) => line("td", Array.isArray(row) ? row : (row.cells ?? []), columns)));
}

/** @param {HTMLElement} head @param {HTMLElement[]} rows */
function frame(head, rows) {
  return h("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Table" }, h("table", { class: "slack-table" }, h("thead", null, head), h("tbody", null, rows)));
}

/** @param {string} tag @param {any[]} cells @param {any[]} [settings] */
function line(tag, cells, settings = []) {
  return h("tr", null, cells.map((cell, i) => h(tag, { scope: tag === "th" ? "col" : null, style: { textAlign: settings?.[i]?.align ?? (cell?.type === "raw_number" ? "right" : "start"), whiteSpace: settings?.[i]?.is_wrapped === false ? "nowrap" : "" }, dir: "auto" }, drawCell(cell))));
}

/** @param {any} cell @returns {Node | string} */
function drawCell(cell) {
  return cell?.type === "rich_text" ? drawRichText(cell) : cellWords(cell);
}

/** @param {any} cell @returns {string} */
function cellWords(cell) {
  if (cell === null || cell === undefined) return "";
  if (typeof cell !== "object") return String(cell);
  return String(cell.text ?? cell.formatted ?? cell.value ?? cell.number ?? "");
}
