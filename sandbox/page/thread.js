/** The pane at the right: one thread. */
import { api } from "./api.js";
import { Composer } from "./composer.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { MessageList, statusLine } from "./message_list.js";
import { channelTitle } from "./people.js";
import { store } from "./store.js";

export class ThreadPane {
  openKey = "";
  statusKey = "";

  /** @param {() => void} close */
  constructor(close) {
    this.where = h("span", { class: "pane-topic", dir: "auto" });
    this.list = new MessageList({ inThread: true, label: "Thread messages" });
    this.status = h("div", { class: "status-line", role: "status", data: { testid: "thread-status" } });
    this.composer = new Composer({ testid: "thread-composer", sendTestid: "thread-send", target: () => ({ channel: store.thread?.channel ?? "", thread_ts: store.thread?.ts }), sent: () => this.list.toBottom() });
    this.node = h("aside", { class: "thread", "aria-label": "Thread", data: { testid: "thread" }, hidden: true },
      h("div", { class: "pane-head" }, h("h2", { class: "pane-title" }, "Thread"), this.where, h("button", { type: "button", class: "icon-button", "aria-label": "Close thread", title: "Close thread (Esc)", data: { testid: "close-thread" }, on: { click: close } }, icon("close"))),
      this.list.node, h("div", { class: "composer-dock" }, this.composer.node, this.status));
  }

  /** Shows the thread the store points at, or hides. @param {boolean} focus */
  open(focus) {
    const thread = store.thread;
    this.node.hidden = !thread;
    const key = thread ? `${store.me}/${thread.channel}/${thread.ts}` : "";
    if (key === this.openKey) return;
    this.openKey = key;
    this.list.open(thread?.channel ?? "", thread?.ts);
    if (!thread) return;
    this.composer.retarget();
    void store.load(thread.channel, thread.ts).then(() => this.markRead());
    this.draw();
    if (focus) this.composer.focus();
  }

  markRead() {
    if (!store.thread) return;
    const { channel, ts } = store.thread;
    store.unread.read(store.me, channel, Date.now() / 1000, ts);
    store.changed("unread", "messages");
  }

  draw() {
    if (!store.thread) return;
    const channel = store.channel(store.thread.channel);
    if (channel) fill(this.where, channel.is_im ? channelTitle(channel) : `#${channel.name}`);
    const messages = store.list(store.thread.channel, store.thread.ts);
    if (messages) this.list.show(messages);
    this.composer.name("thread");
    this.drawStatus();
  }

  drawStatus() {
    const { thread } = store;
    const text = thread ? statusLine(thread.channel, thread.ts) : undefined;
    const busy = Boolean(text) || Boolean(thread && store.list(thread.channel, thread.ts)?.some((message) => message.streaming));
    const signature = `${text}/${busy}`;
    if (this.statusKey === signature) return;
    this.statusKey = signature;
    const stop = busy && h("button", { type: "button", class: "stop", data: { testid: "stop" }, on: { click: () => void this.stop() } }, h("span", { class: "stop-mark", "aria-hidden": "true" }), "Stop");
    fill(this.status, text && h("span", { class: "dots", "aria-hidden": "true" }), text && h("span", null, text), stop);
  }

  /** Asks the app to stop writing. */
  async stop() {
    if (store.thread) await api.stop(store.me, store.thread.channel, store.thread.ts);
  }
}
