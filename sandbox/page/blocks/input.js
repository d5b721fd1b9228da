/** A labelled field, with its hint and, after a refused submission, what is wrong with it. */
import { h, uid } from "../dom.js";
import { drawElement } from "../elements/index.js";
import { icon } from "../icons.js";
import { plain } from "../mrkdwn.js";

const GROUPS = new Set(["radio_buttons", "checkboxes", "rich_text_input"]);

/** @param {any} block @param {import("../actions.js").Context} ctx @param {string} blockId */
export function drawInput(block, ctx, blockId) {
  const [id, labelledBy, hintId, errorId] = [uid("field"), uid("label"), uid("hint"), uid("error")];
  const error = ctx.errors?.get(blockId);
  const hint = plain(block.hint);
  const describedBy = [error && errorId, hint && hintId].filter(Boolean).join(" ") || undefined;
  const label = plain(block.label);
  const words = [label, block.optional && h("span", { class: "optional" }, " (optional)")];
  const tag = GROUPS.has(block.element?.type) ? "span" : "label";
  const element = drawElement(block.element, { ctx, blockId, live: Boolean(block.dispatch_action), id, labelledBy, describedBy, label, dispatchOn: block.element?.dispatch_action_config?.trigger_actions_on });
  if (error) for (const control of [element, ...element.querySelectorAll("input, textarea")]) control.setAttribute("aria-invalid", "true");
  return h("div", { class: ["field", error && "has-error"] }, h(tag, { id: labelledBy, for: tag === "label" ? id : null, class: "field-label", dir: "auto" }, words), element,
    error && drawFieldError(errorId, error), hint && h("div", { id: hintId, class: "field-hint", dir: "auto" }, hint));
}

/** @param {string} id @param {string} text */
function drawFieldError(id, text) {
  return h("div", { id, class: "field-error", role: "alert", data: { testid: "field-error" } }, icon("warning"), h("span", null, text));
}
