/** Rows of things to press. */
import { h, uid } from "../dom.js";
import { drawElement } from "../elements/index.js";

/** @param {any} block @param {import("../actions.js").Context} ctx @param {string} blockId */
export function drawActions(block, ctx, blockId) {
  return h("div", { class: "actions" }, (block.elements ?? []).map((/** @type {any} */ element) => h("div", { class: "action" }, drawElement(element, { ctx, blockId, live: true, id: uid("element") }))));
}

/** @param {any} block @param {import("../actions.js").Context} ctx @param {string} blockId */
export function drawContextActions(block, ctx, blockId) {
  return h("div", { class: "context-actions" }, (block.elements ?? []).map((/** @type {any} */ element) => drawElement(element, { ctx, blockId, live: true, id: uid("element") })));
}
