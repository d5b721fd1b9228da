/** Every kind of select: fixed options, people, channels, conversations, and options the app looks up itself. */
import { api } from "../api.js";
import { change } from "../actions.js";
import { Combobox } from "../combobox.js";
import { confirmed } from "../confirm.js";
import { plain } from "../mrkdwn.js";
import { channelTitle, personName } from "../people.js";
import { store } from "../store.js";

/**
 * @typedef {import("../combobox.js").Choice} Choice
 * @typedef {import("../combobox.js").Group} Group
 * @typedef {import("../actions.js").Use} Use
 */

const SOURCES = ["static", "external", "users", "conversations", "channels"];
export const SELECTS = SOURCES.flatMap((source) => [`${source}_select`, `multi_${source}_select`]);

/** The payload's name for the answer: one, several, and the app's initial value. */
const FIELDS = {
  static: ["selected_option", "selected_options", "initial_option", "initial_options"],
  external: ["selected_option", "selected_options", "initial_option", "initial_options"],
  users: ["selected_user", "selected_users", "initial_user", "initial_users"],
  conversations: ["selected_conversation", "selected_conversations", "initial_conversation", "initial_conversations"],
  channels: ["selected_channel", "selected_channels", "initial_channel", "initial_channels"],
};

/** @param {any} element @param {Use} use @returns {HTMLElement} */
export function drawSelect(element, use) {
  const multi = element.type.startsWith("multi_");
  const source = /** @type {keyof typeof FIELDS} */ (element.type.replace(/^multi_|_select$/g, ""));
  const [one, several, initialOne, initialSeveral] = FIELDS[source];
  const field = multi ? several : one;
  const initial = multi ? (element[initialSeveral] ?? []) : (element[initialOne] ?? fallback(element, source));
  const held = use.ctx.form.field(use.blockId, element.action_id, { type: element.type, [field]: initial })[field];
  const kept = (multi ? held : held ? [held] : []).map((/** @type {any} */ raw) => toChoice(source, raw));
  const picked = async (/** @type {Choice[]} */ selected) => {
    if (!(await confirmed(element.confirm))) return restore();
    before = selected;
    change(use, element, { [field]: multi ? selected.map((c) => c.raw) : (selected[0]?.raw ?? null) }, box.node);
  };
  let before = kept;
  const restore = () => {
    box.selected = [...before];
    box.draw();
  };
  const box = new Combobox({
    id: use.id, actionId: element.action_id, multi, max: element.max_selected_items, selected: kept, placeholder: plain(element.placeholder) || (multi ? "Select options" : "Select an option"),
    find: (typed) => find(element, source, use, typed), change: (selected) => void picked(selected),
    aria: { "aria-labelledby": use.labelledBy, "aria-describedby": use.describedBy, "aria-label": use.labelledBy ? undefined : (plain(element.placeholder) || "Select") },
  });
  return box.node;
}

/** @param {any} element @param {string} source */
function fallback(element, source) {
  return source === "conversations" && element.default_to_current_conversation ? store.here : null;
}

/** @param {string} source @param {any} raw @returns {Choice} */
function toChoice(source, raw) {
  if (source === "users") return { key: raw, text: personName(raw), raw };
  if (source === "static" || source === "external") return { key: raw.value, text: plain(raw.text), detail: plain(raw.description), raw };
  const channel = store.channel(raw);
  return { key: raw, text: channel ? `${channel.is_im ? "" : "#"}${channelTitle(channel)}` : raw, raw };
}

/** @param {any} element @param {string} source @param {Use} use @param {string} typed @returns {Group[] | Promise<Group[]>} */
function find(element, source, use, typed) {
  if (source === "external") return lookUp(element, use, typed);
  if (source === "users") return [{ choices: matching([...store.people.values()].map((p) => ({ ...toChoice(source, p.id), detail: p.title })), typed) }];
  if (source === "channels" || source === "conversations") return [{ choices: matching(rooms(source).map((c) => toChoice(source, c.id)), typed) }];
  const groups = element.option_groups ?? [{ options: element.options ?? [] }];
  return toGroups(groups, typed);
}

/** @param {any[]} groups @param {string} typed @returns {Group[]} */
function toGroups(groups, typed) {
  return groups.map((group) => ({ label: group.label && plain(group.label), choices: matching(group.options.map((/** @type {any} */ o) => toChoice("static", o)), typed) })).filter((group) => group.choices.length);
}

/** @param {string} source */
function rooms(source) {
  return store.channels.filter((channel) => source === "conversations" || !channel.is_im);
}

/** @param {Choice[]} choices @param {string} typed */
function matching(choices, typed) {
  const wanted = typed.toLowerCase();
  return choices.filter((choice) => choice.text.toLowerCase().includes(wanted));
}

/** @param {any} element @param {Use} use @param {string} typed @returns {Promise<Group[]>} */
async function lookUp(element, use, typed) {
  if (typed.length < (element.min_query_length ?? 3)) return [];
  const reply = await api.options({ as: store.me, container: use.ctx.container, block_id: use.blockId, action_id: element.action_id, value: typed });
  return toGroups(reply.option_groups ?? [{ options: reply.options ?? [] }], "");
}
