/** Blocks in which an app shows what it is doing: a plan, its tasks, an alert. */
import { h, link, safeLink } from "../dom.js";
import { icon } from "../icons.js";
import { plain, textObject } from "../mrkdwn.js";
import { drawRichText } from "./rich_text.js";

/** @type {Record<string, [string, string]>} a mark and a word for each state */
const STATES = { pending: ["", "To do"], in_progress: ["", "In progress"], complete: ["check", "Done"], error: ["warning", "Failed"] };

/** @param {any} block */
export function drawTaskCard(block) {
  const [mark, word] = STATES[block.status] ?? STATES.pending;
  const badge = h("span", { class: ["task-mark", `task-${block.status}`], role: "img", "aria-label": word }, mark && icon(mark));
  const title = h("span", { class: "task-title", dir: "auto" }, plain(block.title));
  const inside = [block.details, block.output].filter(Boolean).map(words);
  const sources = block.sources?.length && h("div", { class: "task-sources" }, block.sources.map(drawSource));
  if (!inside.length && !sources) return h("div", { class: "task" }, h("div", { class: "task-head" }, badge, title));
  return h("details", { class: "task", open: block.status !== "pending" }, h("summary", { class: "task-head" }, badge, title, icon("chevron", "icon task-arrow")), h("div", { class: "task-inside" }, inside, sources));
}

/** @param {any} value @returns {Node} */
function words(value) {
  if (value.type === "rich_text") return drawRichText(value);
  return h("div", { dir: "auto" }, textObject(typeof value === "string" ? { type: "mrkdwn", text: value } : value));
}

/** @param {any} source */
function drawSource(source) {
  const chip = link(source.url, plain(source.text) || hostOf(source.url));
  chip.classList.add("source-chip");
  return chip;
}

/** @param {string} url */
function hostOf(url) {
  const safe = safeLink(url);
  return safe.startsWith("http") ? new URL(safe).host : safe;
}

/** @param {any} block */
export function drawPlan(block) {
  const tasks = block.tasks ?? [];
  const done = tasks.filter((/** @type {any} */ task) => task.status === "complete").length;
  return h("section", { class: "plan", "aria-label": plain(block.title) }, h("div", { class: "plan-head" }, h("b", { dir: "auto" }, plain(block.title)), tasks.length > 0 && h("span", { class: "plan-count" }, `${done} of ${tasks.length}`)), tasks.map(drawTaskCard));
}

/** @param {any} block */
export function drawAlert(block) {
  const level = ["info", "warning", "error", "success"].includes(block.level) ? block.level : "default";
  const mark = level === "success" ? "check" : level === "warning" || level === "error" ? "warning" : "info";
  return h("div", { class: ["alert", `alert-${level}`], role: "note" }, icon(mark), h("div", { dir: "auto" }, textObject(block.text)));
}
