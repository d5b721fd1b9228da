/** Blocks made of words: section, header, context, divider, markdown. */
import { h, uid } from "../dom.js";
import { drawElement } from "../elements/index.js";
import { markdown } from "../markdown.js";
import { plain, textObject } from "../mrkdwn.js";

/** @typedef {import("../actions.js").Context} Context */

/** @param {any} block @param {Context} ctx @param {string} blockId */
export function drawSection(block, ctx, blockId) {
  const words = uid("section");
  const inner = h("div", { class: "section-words", id: words }, block.text && h("div", { class: "section-text", dir: "auto" }, textObject(block.text)),
    block.fields?.length && h("div", { class: "section-fields" }, block.fields.map((/** @type {any} */ field) => h("div", { class: "section-field", dir: "auto" }, textObject(field)))));
  const isPicture = block.accessory?.type === "image";
  const accessory = block.accessory && h("div", { class: ["accessory", isPicture && "accessory-picture"] }, drawElement(block.accessory, { ctx, blockId, live: true, id: uid("element"), describedBy: words }));
  return h("div", { class: "section" }, inner, accessory);
}

/** @param {any} block */
export function drawHeader(block) {
  return h("div", { class: "header-text", role: "heading", "aria-level": 3, dir: "auto" }, plain(block.text));
}

export function drawDivider() {
  return h("hr", { class: "divider" });
}

/** @param {any} block @param {Context} ctx @param {string} blockId */
export function drawContext(block, ctx, blockId) {
  const part = (/** @type {any} */ element) => (element.type === "image" ? drawElement(element, { ctx, blockId, live: false, id: uid("element") }) : h("span", { class: "context-text", dir: "auto" }, textObject(element)));
  return h("div", { class: "context" }, (block.elements ?? []).map(part));
}

/** @param {any} block */
export function drawMarkdown(block) {
  return h("div", { class: "markdown" }, markdown(block.text));
}
