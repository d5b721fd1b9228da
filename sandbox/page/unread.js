/** Counts what each person has not seen yet, channel by channel, and remembers it across reloads. */
import { api } from "./api.js";

const KEY = "sandbox.read";

export class Unread {
  /** @type {Map<string, number>} "person/channel" to how many */
  counts = new Map();
  /** @type {Record<string, number>} "person/channel[:thread]" to the last timestamp seen */
  seen = readSeen();

  /** @param {string} person @param {string} channel */
  count(person, channel) {
    return this.counts.get(`${person}/${channel}`) ?? 0;
  }

  /** @param {string} person */
  total(person) {
    let sum = 0;
    for (const [key, count] of this.counts) if (key.startsWith(`${person}/`)) sum += count;
    return sum;
  }

  /** @param {string} person @param {string} channel @param {string} [thread] */
  lastSeen(person, channel, thread) {
    return this.seen[place(person, channel, thread)] ?? 0;
  }

  /** @param {string} person @param {string} channel @param {any} message */
  arrived(person, channel, message) {
    if (message.user === person || Number(message.ts) <= this.lastSeen(person, channel)) return;
    const key = `${person}/${channel}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  /** @param {string} person @param {string} channel @param {string | number} ts @param {string} [thread] */
  read(person, channel, ts, thread) {
    const key = place(person, channel, thread);
    if (Number(ts) > (this.seen[key] ?? 0)) {
      this.seen[key] = Number(ts);
      writeSeen(this.seen);
    }
    if (!thread) this.counts.delete(`${person}/${channel}`);
  }

  /** Counts what is already in the workspace for one person. @param {string} person */
  async recount(person) {
    const { channels } = await api.state(person);
    await Promise.all((channels ?? []).map((/** @type {{id: string}} */ channel) => this.recountChannel(person, channel.id)));
  }

  /** @param {string} person @param {string} channel */
  async recountChannel(person, channel) {
    const { messages } = await api.messages(person, channel);
    const since = this.lastSeen(person, channel);
    const fresh = (messages ?? []).filter((/** @type {any} */ m) => m.user !== person && Number(m.latest_reply ?? m.ts) > since);
    if (fresh.length) this.counts.set(`${person}/${channel}`, fresh.length);
    else this.counts.delete(`${person}/${channel}`);
  }
}

/** @param {string} person @param {string} channel @param {string} [thread] */
function place(person, channel, thread) {
  return thread ? `${person}/${channel}:${thread}` : `${person}/${channel}`;
}

/** @returns {Record<string, number>} */
function readSeen() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    return {};
  }
}

/** @param {Record<string, number>} seen */
function writeSeen(seen) {
  try {
    localStorage.setItem(KEY, JSON.stringify(seen));
  } catch {
    // Storage may be full or switched off; badges then start afresh on reload.
  }
}
