/** The menus of message shortcuts and global shortcuts. */
import { api } from "./api.js";
import { readable } from "./actions.js";
import { inspectJson } from "./json.js";
import { icon } from "./icons.js";
import { plainText } from "./mrkdwn.js";
import { ownMessageEntries } from "./own_message.js";
import { openMenu } from "./popover.js";
import { store } from "./store.js";
import { toast } from "./toast.js";

/** @param {any} shortcut @returns {string} */
function appName(shortcut) {
  return store.apps.find((app) => app.id === shortcut.app_id)?.name ?? store.apps[0]?.name ?? "App";
}

/** @param {HTMLElement} anchor @param {string} channel @param {any} message */
export function openMessageMenu(anchor, channel, message) {
  const shortcuts = message.ephemeral ? [] : store.shortcuts.filter((shortcut) => shortcut.type === "message");
  const entries = shortcuts.map((shortcut, i) => ({
    label: shortcut.name, detail: appName(shortcut), heading: i === 0 ? "Message shortcuts" : undefined, icon: icon("bolt"), data: { callbackId: shortcut.callback_id },
    choose: () => void run({ callback_id: shortcut.callback_id, channel, message_ts: message.ts }),
  }));
  openMenu(anchor, [...entries,
    ...ownMessageEntries(channel, message),
    { label: "Copy text", icon: icon("copy"), choose: () => void copyText(plainText(message.text ?? "")) },
    { label: "Show message JSON", icon: icon("code"), choose: () => inspectJson(`Message ${message.ts}`, message) },
  ], { label: "More actions", align: "end" });
}

/** @param {HTMLElement} anchor @param {"start" | "end"} [align] */
export function openGlobalMenu(anchor, align = "start") {
  const entries = store.shortcuts.filter((shortcut) => shortcut.type === "global").map((shortcut, i) => ({
    label: shortcut.name, detail: appName(shortcut), heading: i === 0 ? "Shortcuts" : undefined, icon: icon("bolt"), data: { callbackId: shortcut.callback_id }, choose: () => void run({ callback_id: shortcut.callback_id }),
  }));
  if (entries.length) openMenu(anchor, entries, { label: "Shortcuts", above: true, align });
  else toast("No app here offers a global shortcut.");
}

/** @param {object} shortcut */
async function run(shortcut) {
  const reply = await api.shortcut({ as: store.me, ...shortcut });
  if (!reply.ok) toast(readable(reply.error), { kind: "error" });
}

/** @param {string} text */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied.", { kind: "success", id: "copied" });
  } catch {
    toast("The browser did not allow copying. Select the text and copy it by hand.", { kind: "warning" });
  }
}
