/** What Slack itself checks before it hands a form to the app. */

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** @param {any} view @param {Record<string, Record<string, any>>} values @returns {Map<string, string>} what is wrong, by block */
export function mistakes(view, values) {
  const found = new Map();
  for (const block of view.blocks ?? []) {
    if (block.type !== "input" || !block.block_id) continue;
    const held = values[block.block_id]?.[block.element?.action_id];
    const wrong = mistake(block, held);
    if (wrong) found.set(block.block_id, wrong);
  }
  return found;
}

/** @param {any} block @param {any} held @returns {string | null} */
function mistake(block, held) {
  const answer = answerOf(held);
  const empty = answer === null || answer === undefined || answer === "" || (Array.isArray(answer) && !answer.length);
  if (empty) return block.optional ? null : "Please complete this required field.";
  return typeof answer === "string" ? wrongText(block.element, answer) : null;
}

/** @param {any} held @returns {any} the one field that is not the type */
function answerOf(held) {
  const entry = Object.entries(held ?? {}).find(([name]) => name !== "type");
  return entry?.[1];
}

/** @param {any} element @param {string} text @returns {string | null} */
function wrongText(element, text) {
  if (element.min_length && text.length < element.min_length) return `Please enter at least ${element.min_length} characters.`;
  if (element.max_length && text.length > element.max_length) return `Please enter at most ${element.max_length} characters.`;
  if (element.type === "email_text_input" && !EMAIL.test(text)) return "Please enter a valid email address.";
  if (element.type === "url_text_input" && !isUrl(text)) return "Please enter a valid URL, starting with https://.";
  return element.type === "number_input" ? wrongNumber(element, text) : null;
}

/** @param {string} text */
function isUrl(text) {
  try {
    return /^https?:$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}

/** @param {any} element @param {string} text @returns {string | null} */
function wrongNumber(element, text) {
  const pattern = element.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!pattern.test(text)) return element.is_decimal_allowed ? "Please enter a number." : "Please enter a whole number.";
  if (element.min_value !== undefined && Number(text) < Number(element.min_value)) return `Please enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && Number(text) > Number(element.max_value)) return `Please enter ${element.max_value} or less.`;
  return null;
}
