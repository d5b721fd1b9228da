/** A scrolling list of messages that only redraws what changed, and stays at the bottom while new ones come in. */
import { h } from "./dom.js";
import { drawMessage, openThread } from "./message.js";
import { openMessageMenu } from "./shortcuts.js";
import { store } from "./store.js";
import { dayName } from "./time.js";

/** @typedef {import("./store.js").Message} Message */

const GROUP_SECONDS = 300;
const NEAR_BOTTOM_PX = 80;

export class MessageList {
  /** @type {Map<string, {message: Message, look: string, node: HTMLElement}>} */ drawn = new Map();
  channel = "";
  thread = "";
  newFrom = Infinity;
  /** Whether the view follows the newest message, also while pictures load and the window changes. */
  pinned = true;

  /** @param {{inThread: boolean, label: string}} setup */
  constructor({ inThread, label }) {
    this.inThread = inThread;
    this.list = h("div", { class: "messages", role: "list", "aria-label": label });
    this.node = h("div", { class: "scroller", tabindex: 0, "aria-label": label, role: "region", on: { keydown: (/** @type {KeyboardEvent} */ e) => this.key(e), focus: (/** @type {FocusEvent} */ e) => this.entered(e), scroll: () => { this.pinned = this.nearBottom(); } } }, this.list);
    new ResizeObserver(() => this.pinned && this.toBottom()).observe(this.list);
    new ResizeObserver(() => this.pinned && this.toBottom()).observe(this.node);
  }

  /** Shows another conversation from scratch. @param {string} channel @param {string} [thread] */
  open(channel, thread = "") {
    this.channel = channel;
    this.thread = thread;
    this.newFrom = store.unread.lastSeen(store.me, channel, thread || undefined) || Infinity;
    this.drawn.clear();
    this.list.replaceChildren();
    this.pinned = true;
  }

  /** @param {Message[]} messages @param {Node | null} [intro] */
  show(messages, intro = null) {
    const focus = this.focusMark();
    const rows = this.rows(messages);
    if (intro) rows.unshift(intro);
    this.place(rows);
    if (this.pinned) this.toBottom();
    if (focus) this.refocus(focus);
  }

  /** @param {Message[]} messages @returns {Node[]} */
  rows(messages) {
    /** @type {Node[]} */
    const rows = [];
    /** @type {Message | null} */
    let before = null;
    let marked = false;
    const seen = new Set();
    for (const message of messages) {
      const newDay = !before || dayName(before.ts) !== dayName(message.ts);
      /** @type {boolean} */
      const isNew = !marked && Number(message.ts) > this.newFrom && message.user !== store.me;
      if (newDay && !this.inThread) rows.push(this.separator(`day-${dayName(message.ts)}`, "day", dayName(message.ts)));
      if (isNew && before) rows.push(this.separator("new", "new", "New"));
      if (this.inThread && before && before.ts === this.thread) rows.push(this.separator("replies", "replies-line", replyCount(messages)));
      marked ||= isNew;
      rows.push(this.row(message, Boolean(before && !newDay && !isNew && follows(before, message) && !(this.inThread && before.ts === this.thread))));
      seen.add(message.ts);
      before = message;
    }
    for (const ts of this.drawn.keys()) if (!seen.has(ts)) this.drawn.delete(ts);
    return rows;
  }

  /** @param {string} key @param {string} kind @param {string} text */
  separator(key, kind, text) {
    const old = this.list.querySelector(`[data-separator="${CSS.escape(key)}"]`);
    if (old && old.textContent === text) return old;
    return h("div", { class: `separator separator-${kind}`, role: "separator", "aria-label": text, data: { separator: key } }, h("span", null, text));
  }

  /** @param {Message} message @param {boolean} compact @returns {HTMLElement} */
  row(message, compact) {
    const status = statusLine(this.channel, message.ts);
    const fresh = Boolean(message.latest_reply) && Number(message.latest_reply) > store.unread.lastSeen(store.me, this.channel, message.ts) && store.thread?.ts !== message.ts;
    const look = { channel: this.channel, compact, inThread: this.inThread, status, fresh };
    const signature = JSON.stringify(look);
    const old = this.drawn.get(message.ts);
    if (old && old.message === message && old.look === signature) return old.node;
    const node = drawMessage(message, look);
    this.drawn.set(message.ts, { message, look: signature, node });
    return node;
  }

  /** Puts the rows in place without touching those that already stand right. @param {Node[]} rows */
  place(rows) {
    const keep = new Set(rows);
    for (const child of [...this.list.childNodes]) if (!keep.has(child)) child.remove();
    rows.forEach((row, i) => {
      if (this.list.childNodes[i] !== row) this.list.insertBefore(row, this.list.childNodes[i] ?? null);
    });
  }

  nearBottom() {
    return this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < NEAR_BOTTOM_PX;
  }

  toBottom() {
    this.pinned = true;
    this.node.scrollTop = this.node.scrollHeight;
  }

  /** What had the focus before a redraw, by its stable names. */
  focusMark() {
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    if (!active || !this.list.contains(active)) return null;
    const message = /** @type {HTMLElement | null} */ (active.closest(".message"));
    return message && { ts: message.dataset.ts ?? "", action: active.dataset.actionId, self: active === message };
  }

  /** @param {{ts: string, action?: string, self: boolean}} mark */
  refocus(mark) {
    if (this.list.contains(document.activeElement)) return;
    const message = /** @type {HTMLElement | null} */ (this.list.querySelector(`[data-ts="${CSS.escape(mark.ts)}"]`));
    const target = mark.action && message?.querySelector(`[data-action-id="${CSS.escape(mark.action)}"]`);
    /** @type {HTMLElement | null} */ (target || message)?.focus({ preventScroll: true });
  }

  /** @returns {HTMLElement[]} */
  messages() {
    return [...this.list.querySelectorAll(".message")];
  }

  /** Tabbing into the list lands on the latest message. @param {FocusEvent} event */
  entered(event) {
    if (event.target === this.node && this.node.matches(":focus-visible")) this.messages().at(-1)?.focus();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const message = /** @type {HTMLElement | null} */ (target.closest(".message"));
    if (target !== message && target !== this.node) return;
    const all = this.messages();
    const at = message ? all.indexOf(message) : all.length;
    if (event.key === "ArrowUp") all[Math.max(at - 1, 0)]?.focus();
    else if (event.key === "ArrowDown") all[Math.min(at + 1, all.length - 1)]?.focus();
    else if (event.key === "Home") all[0]?.focus();
    else if (event.key === "End") all.at(-1)?.focus();
    else if (message && (event.key === "ArrowRight" || event.key === "t")) this.keyThread(message);
    else if (message && event.key === "m") this.keyMenu(message);
    else return;
    event.preventDefault();
  }

  /** @param {HTMLElement} node */
  keyThread(node) {
    const message = this.drawn.get(node.dataset.ts ?? "")?.message;
    if (message && !message.ephemeral && !this.inThread) openThread(this.channel, message);
  }

  /** @param {HTMLElement} node */
  keyMenu(node) {
    const message = this.drawn.get(node.dataset.ts ?? "")?.message;
    const more = /** @type {HTMLElement | null} */ (node.querySelector("[data-testid=more-actions]"));
    if (message && more) openMessageMenu(more, this.channel, message);
  }
}

/** Two messages of one person within five minutes stand as one group. @param {Message} before @param {Message} message */
function follows(before, message) {
  const same = before.user === message.user && before.username === message.username && before.bot_id === message.bot_id;
  return same && !message.ephemeral && !before.ephemeral && Number(message.ts) - Number(before.ts) < GROUP_SECONDS;
}

/** @param {Message[]} messages */
function replyCount(messages) {
  const count = messages.length - 1;
  return `${count} ${count === 1 ? "reply" : "replies"}`;
}

/** What an app says it is doing, as a sentence with its name. @param {string} channel @param {string} [thread] @returns {string | undefined} */
export function statusLine(channel, thread) {
  const text = store.status.get(store.key(channel, thread));
  return text ? `${store.apps[0]?.name ?? "The app"} ${text}` : undefined;
}
