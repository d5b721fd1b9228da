/** Names and faces. */
import { h } from "./dom.js";
import { emojiText } from "./emoji.js";
import { store } from "./store.js";

const COLOURS = ["#7c3085", "#1f6f8b", "#b4540a", "#2b6e3f", "#9b1c4a", "#3f51a3", "#6b5b00"];

/** @param {string | undefined} id @returns {string} */
export function personName(id) {
  const person = id ? store.people.get(id) : undefined;
  return person?.real_name || person?.name || store.appOf(id)?.name || id || "Someone";
}

/** Who a message is from, as shown. @param {any} message @returns {string} */
export function nameOf(message) {
  return message.username || (message.user ? personName(message.user) : store.appOf(message.bot_id)?.name ?? store.apps[0]?.name ?? "App");
}

/** @param {any} message */
export function isFromApp(message) {
  return Boolean(message.bot_id || store.people.get(message.user)?.is_bot);
}

/** @param {string} name */
function initials(name) {
  const words = name.trim().split(/\s+/);
  return ((words[0]?.[0] ?? "?") + (words.length > 1 ? words[words.length - 1][0] : "")).toUpperCase();
}

/** @param {string} id */
function colourOf(id) {
  const given = store.people.get(id)?.color;
  if (given) return given.startsWith("#") ? given : `#${given}`;
  const sum = [...id].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return COLOURS[sum % COLOURS.length];
}

/** @param {string} id @param {string} [size] @returns {HTMLElement} */
export function avatar(id, size = "medium") {
  const name = personName(id);
  const bot = store.people.get(id)?.is_bot || store.appOf(id);
  return h("span", { class: ["avatar", `avatar-${size}`, bot && "avatar-bot"], style: { background: colourOf(id) }, "aria-hidden": "true" }, initials(name));
}

/** The face of a message: its own emoji where the app chose one. @param {any} message @param {string} [size] */
export function messageAvatar(message, size = "medium") {
  if (!message.icon_emoji) return avatar(message.user ?? message.bot_id ?? "app", size);
  return h("span", { class: ["avatar", `avatar-${size}`, "avatar-emoji"], "aria-hidden": "true" }, emojiText(message.icon_emoji));
}

/** @param {{id: string, name: string, is_im?: boolean, user?: string}} channel @returns {string} */
export function channelTitle(channel) {
  return channel.is_im ? personName(channel.user) : channel.name;
}
