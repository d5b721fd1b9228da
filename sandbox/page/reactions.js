/** Emoji under messages: shown, added, taken away. */
import { api } from "./api.js";
import { h } from "./dom.js";
import { emojiText } from "./emoji.js";
import { drawEmoji } from "./mrkdwn.js";
import { personName } from "./people.js";
import { openPopover } from "./popover.js";
import { store } from "./store.js";
import { toast } from "./toast.js";

const OFFERED = ["+1", "-1", "white_check_mark", "eyes", "heart", "tada", "raised_hands", "pray", "joy", "thinking_face", "fire", "rocket", "100", "x", "warning", "memo"];
const COLUMNS = 8;

/** @param {string} channel @param {any} message */
export function drawReactions(channel, message) {
  if (!message.reactions?.length) return null;
  return h("div", { class: "reactions" }, message.reactions.map((/** @type {any} */ reaction) => drawReaction(channel, message, reaction)));
}

/** @param {string} channel @param {any} message @param {any} reaction */
function drawReaction(channel, message, reaction) {
  const mine = Boolean(reaction.users?.includes(store.me));
  const who = (reaction.users ?? []).map(personName).join(", ");
  return h("button", { type: "button", class: ["reaction", mine && "is-mine"], "aria-pressed": String(mine), "aria-label": `${reaction.name}, ${reaction.count}: ${who}`, title: who, on: { click: () => void toggle(channel, message.ts, reaction.name) } }, drawEmoji(reaction.name.split("::")[0]), h("span", null, reaction.count));
}

/** @param {HTMLElement} anchor @param {string} channel @param {any} message */
export function openReactionPicker(anchor, channel, message) {
  const pick = (/** @type {string} */ name) => {
    close(true);
    void toggle(channel, message.ts, name);
  };
  const buttons = OFFERED.map((name) => h("button", { type: "button", class: "pick", "aria-label": name.replaceAll("_", " "), title: `:${name}:`, data: { emoji: name }, on: { click: () => pick(name) } }, emojiText(name)));
  const panel = h("div", { class: "picker", role: "group", "aria-label": "Add a reaction", on: { keydown: (/** @type {KeyboardEvent} */ event) => moveInPicker(buttons, event, () => close(true)) } }, buttons);
  const close = openPopover(anchor, panel, { align: "end" });
  buttons[0].focus();
}

/** @param {HTMLElement[]} buttons @param {KeyboardEvent} event @param {() => void} close */
function moveInPicker(buttons, event, close) {
  const at = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const steps = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS });
  if (event.key === "Escape" || event.key === "Tab") close();
  else if (steps[event.key]) buttons[(at + steps[event.key] + buttons.length) % buttons.length].focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** @param {string} channel @param {string} ts @param {string} name */
async function toggle(channel, ts, name) {
  const reply = await api.reaction({ as: store.me, channel, ts, name });
  if (!reply.ok) toast(`The reaction was not saved: ${reply.error}`, { kind: "error" });
}
