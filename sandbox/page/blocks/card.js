/** Cards, rows of cards, and containers of blocks. */
import { h, uid } from "../dom.js";
import { drawElement } from "../elements/index.js";
import { drawImage } from "../elements/image.js";
import { icon } from "../icons.js";
import { textObject } from "../mrkdwn.js";
import { drawBlocks } from "./index.js";
import { drawRichText } from "./rich_text.js";

/** @typedef {import("../actions.js").Context} Context */

/** @param {any} block @param {Context} ctx @param {string} blockId */
export function drawCard(block, ctx, blockId) {
  const head = h("div", { class: "card-head" }, block.icon && h("span", { class: "card-icon" }, drawImage(block.icon)), h("div", null, block.title && h("div", { class: "card-title", dir: "auto" }, textObject(block.title)), block.subtitle && h("div", { class: "card-subtitle", dir: "auto" }, textObject(block.subtitle))));
  return h("article", { class: "card" }, block.hero_image && h("div", { class: "card-hero" }, drawImage(block.hero_image)), head, block.body && h("div", { class: "card-body", dir: "auto" }, textObject(block.body)),
    block.actions?.length && h("div", { class: "actions card-actions" }, block.actions.map((/** @type {any} */ element) => drawElement(element, { ctx, blockId: block.block_id ?? blockId, live: true, id: uid("element") }))));
}

/** @param {any} block @param {Context} ctx @param {string} blockId */
export function drawCarousel(block, ctx, blockId) {
  return h("div", { class: "carousel", role: "region", "aria-label": "Cards", tabindex: 0 }, (block.elements ?? []).map((/** @type {any} */ card) => drawCard(card, ctx, blockId)));
}

/** @param {any} block @param {Context} ctx @param {string} blockId */
export function drawContainer(block, ctx, blockId) {
  const title = block.rich_text_title ? drawRichText(block.rich_text_title) : block.title && h("b", { dir: "auto" }, textObject(block.title));
  const words = [block.icon && h("span", { class: "card-icon" }, drawImage(block.icon)), h("div", { class: "container-words" }, title, block.subtitle && h("div", { class: "card-subtitle", dir: "auto" }, textObject(block.subtitle)))];
  const inside = h("div", { class: "container-inside" }, drawBlocks(block.child_blocks ?? block.blocks, ctx, blockId));
  const look = ["container", `container-${block.width ?? "standard"}`, block.has_header_divider && "has-divider"];
  if (!block.is_collapsible) return h("section", { class: look }, h("div", { class: "container-head" }, words), inside);
  return h("details", { class: look, open: !block.default_collapsed }, h("summary", { class: "container-head" }, words, icon("chevron", "icon task-arrow")), inside);
}
