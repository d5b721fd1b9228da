/** Turns what the server pushes into changes of the store, for the acting person and for the badges of the others. */
import { store } from "./store.js";
import { announce } from "./announce.js";
import { nameOf } from "./people.js";
import { plainText } from "./mrkdwn.js";
import { toast } from "./toast.js";
import { soon } from "./dom.js";

/** The state is cheap to read and always right, so views and App Home are read again rather than patched. */
const refresh = soon(() => void store.refresh());

/** @type {Set<(event: any) => void>} */
const warned = new Set();

/** Asks to hear of clicks that the app never answered. @param {(event: any) => void} listener */
export function onAckWarning(listener) {
  warned.add(listener);
}

/** @param {any} event @param {string} person whose socket it came through */
export function receive(event, person) {
  if (event.type === "message" || event.type === "ephemeral") countUnread(event, person);
  if (person !== store.me) return;
  HANDLERS[event.type]?.(event);
}

/** @type {Record<string, (event: any) => void>} */
const HANDLERS = {
  message: (event) => arrive(event, false),
  ephemeral: (event) => arrive(event, true),
  message_changed: (event) => change(event),
  reaction: (event) => change(event),
  message_deleted: (event) => store.remove(channelOf(event), event.ts ?? event.deleted_ts ?? event.message?.ts),
  status: setStatus,
  prompts: (event) => void store.load(channelOf(event)),
  view_opened: refresh,
  view_updated: refresh,
  view_closed: refresh,
  home: refresh,
  apps: refresh,
  faults: refresh,
  channels: refresh,
  traffic: () => store.changed("traffic"),
  ack_warning: (event) => {
    for (const listener of warned) listener(event);
  },
};

/** @param {any} event */
function channelOf(event) {
  return event.channel?.id ?? event.channel ?? event.message?.channel;
}

/** @param {any} event */
function messageOf(event) {
  return event.message && typeof event.message === "object" ? event.message : event;
}

/** @param {any} event @param {boolean} ephemeral */
function arrive(event, ephemeral) {
  const channel = channelOf(event);
  const message = ephemeral ? { ...messageOf(event), ephemeral: true } : messageOf(event);
  if (!store.channel(channel)) refresh();
  store.upsert(channel, message);
  if (channel === store.here && document.visibilityState === "visible") markSeen(channel, message);
  if (message.user !== store.me) say(channel, message);
}

/** @param {string} channel @param {any} message */
function markSeen(channel, message) {
  store.unread.read(store.me, channel, message.ts);
  const root = message.thread_ts;
  if (root && store.thread?.ts === root) store.unread.read(store.me, channel, message.ts, root);
  store.changed("unread");
}

/** @param {string} channel @param {any} message */
function say(channel, message) {
  const where = store.channel(channel)?.is_im ? "" : ` in ${store.channel(channel)?.name ?? "a channel"}`;
  announce(`${nameOf(message)}${where}: ${plainText(message.text ?? "").slice(0, 200)}`);
}

/** @param {any} event */
function change(event) {
  const message = messageOf(event);
  if (message.ts) store.upsert(channelOf(event), message);
}

/** @param {any} event */
function setStatus(event) {
  const channel = channelOf(event) ?? event.channel_id;
  store.setStatus(store.key(channel, event.thread_ts), event.status);
  store.changed("status");
}

/** @param {any} event @param {string} person */
function countUnread(event, person) {
  const channel = channelOf(event);
  const visible = person === store.me && channel === store.here && document.visibilityState === "visible";
  if (visible) return;
  store.unread.arrived(person, channel, messageOf(event));
  store.changed("unread");
}

/** @param {boolean} connected @param {boolean} first @param {string} person */
export function connection(connected, first, person) {
  if (person !== store.me) return;
  document.body.classList.toggle("is-offline", !connected);
  if (!connected && !first) toast("The connection to the sandbox server was lost. Reconnecting…", { kind: "warning", id: "offline" });
  if (connected && !first) reconnected();
}

async function reconnected() {
  toast("Connected again.", { kind: "success", id: "offline" });
  await store.refresh();
  store.changed("reconnected");
  if (store.here) await store.load(store.here);
  if (store.thread) await store.load(store.thread.channel, store.thread.ts);
}
