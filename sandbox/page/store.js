/** What the page knows about the workspace, as one person sees it, and how live pushes change it. */
import { api } from "./api.js";
import { Unread } from "./unread.js";

/**
 * @typedef {{id: string, name: string, real_name: string, title?: string, color?: string, is_bot?: boolean}} Person
 * @typedef {{id: string, name: string, is_im?: boolean, user?: string, members?: string[], topic?: string}} Channel
 * @typedef {Record<string, any> & {ts: string}} Message
 * @typedef {"people" | "place" | "messages" | "thread" | "views" | "home" | "unread" | "faults" | "traffic" | "status" | "reconnected"} Topic
 * @typedef {{kind: "channel", id: string} | {kind: "app", app: string, tab: "home" | "messages" | "about"}} Place
 */

class Store extends EventTarget {
  me = "";
  team = { id: "", name: "Workspace" };
  /** @type {Map<string, Person>} */ people = new Map();
  /** @type {Channel[]} */ channels = [];
  /** @type {any[]} */ commands = [];
  /** @type {any[]} */ shortcuts = [];
  /** @type {any[]} */ apps = [];
  /** @type {any[]} */ faults = [];
  /** @type {any[]} what the app's manifest suggests to ask */ suggested = [];
  /** @type {any} */ home = null;
  /** @type {any[]} */ views = [];
  /** @type {Place | null} */ place = null;
  /** @type {{channel: string, ts: string} | null} */ thread = null;
  /** @type {Map<string, Map<string, Message>>} */ messages = new Map();
  /** @type {Map<string, string>} */ status = new Map();
  /** @type {Map<string, any>} */ prompts = new Map();
  unread = new Unread();

  /** @param {...Topic} topics */
  changed(...topics) {
    for (const topic of topics) this.dispatchEvent(new Event(topic));
  }

  /** @param {Topic[]} topics @param {() => void} listener */
  on(topics, listener) {
    for (const topic of topics) this.addEventListener(topic, listener);
  }

  /** Reads everything about the workspace as the acting person sees it. @returns {Promise<boolean>} whether the server answered */
  async refresh(as = this.me) {
    const state = await api.state(as || undefined);
    if (!state.team) return false;
    if (as && this.me && as !== this.me) return false;
    const known = state.people.some((/** @type {Person} */ p) => p.id === as);
    if (!known) return this.actAs(state.people.find((/** @type {Person} */ p) => !p.is_bot).id);
    this.me = as;
    this.team = typeof state.team === "string" ? { id: state.team, name: state.team } : state.team;
    this.people = new Map(state.people.map((/** @type {Person} */ p) => [p.id, p]));
    Object.assign(this, { channels: state.channels, commands: state.commands ?? [], shortcuts: state.shortcuts ?? [] });
    Object.assign(this, { apps: state.apps ?? [], home: state.home ?? null, views: state.views ?? [], suggested: state.suggested_prompts ?? [] });
    this.faults = state.faults?.rules ?? (Array.isArray(state.faults) ? state.faults : []);
    this.changed("people", "views", "home", "faults");
    return true;
  }

  /** Becomes another person: nothing of the previous one stays. @param {string} person @returns {Promise<boolean>} */
  async actAs(person) {
    this.me = person;
    this.messages.clear();
    this.status.clear();
    this.views = [];
    this.home = null;
    return this.refresh(person);
  }

  /** @returns {Person[]} */
  humans() {
    return [...this.people.values()].filter((person) => !person.is_bot);
  }

  /** @param {string} id */
  channel(id) {
    return this.channels.find((channel) => channel.id === id);
  }

  /** The app behind a bot user, if it is one. @param {string | undefined} user */
  appOf(user) {
    return user ? this.apps.find((app) => app.bot_user_id === user || app.bot_id === user) : undefined;
  }

  /** The direct message with an app's bot. @param {any} app */
  appChannel(app) {
    return this.channels.find((channel) => channel.is_im && channel.user === app?.bot_user_id);
  }

  /** The conversation on screen. @returns {string | null} */
  get here() {
    if (this.place?.kind === "channel") return this.place.id;
    if (this.place?.kind !== "app" || this.place.tab !== "messages") return null;
    const wanted = this.place.app;
    return this.appChannel(this.apps.find((app) => app.id === wanted))?.id ?? null;
  }

  /** @param {string} channel @param {string} [thread] */
  key(channel, thread) {
    return thread ? `${channel}:${thread}` : channel;
  }

  /** Messages of a channel, or of one thread, oldest first. @param {string} channel @param {string} [thread] */
  list(channel, thread) {
    const kept = this.messages.get(this.key(channel, thread));
    return kept ? [...kept.values()].sort((a, b) => Number(a.ts) - Number(b.ts)) : null;
  }

  /** @param {string} channel @param {string} [thread] */
  async load(channel, thread) {
    const as = this.me;
    const reply = await api.messages(as, channel, thread);
    if (!reply.messages || as !== this.me) return;
    const key = this.key(channel, thread);
    const lasting = this.keptEphemerals(key, reply.messages);
    this.messages.set(key, new Map([...reply.messages, ...lasting].map((m) => [m.ts, m])));
    this.setStatus(key, reply.status ?? null);
    for (const [root, text] of Object.entries(reply.statuses ?? {})) this.setStatus(this.key(channel, root), text);
    if (!thread) this.prompts.set(channel, reply.prompts ?? null);
    this.changed(thread ? "thread" : "messages");
  }

  /** A reload of the list must not wipe private notes that the server no longer lists. @param {string} key @param {Message[]} fresh */
  keptEphemerals(key, fresh) {
    const known = new Set(fresh.map((message) => message.ts));
    return [...(this.messages.get(key)?.values() ?? [])].filter((m) => m.ephemeral && m.local && !known.has(m.ts));
  }

  /** @param {string} key @param {string | null} text */
  setStatus(key, text) {
    if (text) this.status.set(key, text);
    else this.status.delete(key);
  }

  /** Adds or replaces a message wherever it is shown. @param {string} channel @param {Message} message */
  upsert(channel, message) {
    const root = message.thread_ts;
    const isReply = Boolean(root && root !== message.ts);
    if (isReply) this.noteReply(channel, /** @type {string} */ (root), message);
    const threadKey = this.key(channel, root ?? message.ts);
    const inThread = this.messages.get(threadKey);
    if (inThread) inThread.set(message.ts, this.merged(inThread.get(message.ts), message));
    const topLevel = this.messages.get(channel);
    if (topLevel && (!isReply || message.subtype === "thread_broadcast")) {
      topLevel.set(message.ts, this.merged(topLevel.get(message.ts), message));
    }
    this.changed("messages", "thread");
  }

  /** An update may leave out the thread counters; they stay. @param {Message | undefined} before @param {Message} after */
  merged(before, after) {
    if (!before) return after;
    const { reply_count, latest_reply, reply_users, thread_ts } = before;
    return { ...defined({ reply_count, latest_reply, reply_users, thread_ts }), ...after };
  }

  /** @param {string} channel @param {string} root @param {Message} reply */
  noteReply(channel, root, reply) {
    const parent = this.messages.get(channel)?.get(root);
    const seen = Number(parent?.latest_reply ?? 0) >= Number(reply.ts);
    if (!parent || reply.ephemeral || seen) return;
    const users = [...new Set([...(parent.reply_users ?? []), reply.user ?? reply.bot_id])];
    const counted = { ...parent, thread_ts: root, reply_count: (parent.reply_count ?? 0) + 1, latest_reply: reply.ts, reply_users: users };
    this.messages.get(channel)?.set(root, counted);
  }

  /** @param {string} channel @param {string} ts */
  remove(channel, ts) {
    for (const [key, kept] of this.messages) if (key === channel || key.startsWith(`${channel}:`)) kept.delete(ts);
    this.changed("messages", "thread");
  }
}

/** @param {Record<string, any>} values */
function defined(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

export const store = new Store();
