/** Which drawing belongs to which Block Kit element. */
import { h } from "../dom.js";
import { drawButton, drawIconButton, drawOverflow } from "./button.js";
import { drawCheckboxes, drawRadioButtons } from "./choice.js";
import { drawDate, drawDateTime, drawTime } from "./dates.js";
import { drawFeedback } from "./feedback.js";
import { drawFileInput } from "./file_input.js";
import { drawImage } from "./image.js";
import { drawRichTextInput } from "./rich_text_input.js";
import { SELECTS, drawSelect } from "./select.js";
import { drawTextInput } from "./text_input.js";

/** @type {Record<string, (element: any, use: import("../actions.js").Use) => HTMLElement>} */
const DRAW = {
  button: drawButton,
  workflow_button: drawButton,
  icon_button: drawIconButton,
  overflow: drawOverflow,
  feedback_buttons: drawFeedback,
  image: drawImage,
  checkboxes: drawCheckboxes,
  radio_buttons: drawRadioButtons,
  datepicker: drawDate,
  timepicker: drawTime,
  datetimepicker: drawDateTime,
  plain_text_input: drawTextInput,
  number_input: drawTextInput,
  email_text_input: drawTextInput,
  url_text_input: drawTextInput,
  rich_text_input: drawRichTextInput,
  file_input: drawFileInput,
  ...Object.fromEntries(SELECTS.map((type) => [type, drawSelect])),
};

/** @param {any} element @param {import("../actions.js").Use} use @returns {HTMLElement} */
export function drawElement(element, use) {
  const draw = DRAW[element?.type];
  if (draw) return draw(element, use);
  return h("span", { class: "unknown-box" }, `Element “${element?.type ?? "without a type"}” is not drawn by this page`);
}
