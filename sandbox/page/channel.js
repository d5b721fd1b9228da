/** The middle of the page: one channel or direct message with its messages and composer. */
import { Composer } from "./composer.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { MessageList, statusLine } from "./message_list.js";
import { avatar, channelTitle, personName } from "./people.js";
import { store } from "./store.js";

export class ChannelPane {
  shown = "";
  openKey = "";
  headKey = "";
  introFor = "";
  promptsKey = "";

  constructor() {
    this.head = h("div", { class: "pane-head" });
    this.list = new MessageList({ inThread: false, label: "Messages" });
    this.status = h("div", { class: "status-line", role: "status" });
    this.composer = new Composer({ testid: "composer", sendTestid: "send", target: () => ({ channel: this.shown }), sent: () => this.list.toBottom() });
    this.node = h("section", { class: "conversation", "aria-label": "Conversation" }, this.head, this.list.node, h("div", { class: "composer-dock" }, this.prompts = h("div", { class: "prompts" }), this.composer.node, this.status));
  }

  /** @param {string} channel @param {boolean} headless an app's Messages tab has its own heading */
  open(channel, headless) {
    const key = `${store.me}/${channel}`;
    this.head.hidden = headless;
    if (this.openKey === key) return;
    this.openKey = key;
    this.shown = channel;
    this.list.open(channel);
    this.composer.retarget();
    void store.load(channel).then(() => this.markRead());
    this.draw();
  }

  markRead() {
    const last = store.list(this.shown)?.at(-1);
    store.unread.read(store.me, this.shown, Math.max(Number(last?.ts ?? 0), Number(last?.latest_reply ?? 0), Date.now() / 1000));
    store.changed("unread");
  }

  draw() {
    const channel = store.channel(this.shown);
    if (!channel) return;
    this.drawHead(channel);
    const messages = store.list(this.shown);
    if (messages) this.list.show(messages, this.intro(channel));
    this.composer.name(channel.is_im ? channelTitle(channel) : `#${channel.name}`);
    this.drawStatus();
    this.drawPrompts();
  }

  drawStatus() {
    const text = statusLine(this.shown);
    if (this.status.textContent !== (text ?? "")) fill(this.status, text && h("span", { class: "dots", "aria-hidden": "true" }), text);
  }

  /** @param {any} channel */
  drawHead(channel) {
    const members = (channel.members ?? []).filter((/** @type {string} */ id) => store.people.has(id));
    const signature = JSON.stringify([channel, store.me, store.people.size]);
    if (this.headKey === signature) return;
    this.headKey = signature;
    fill(this.head, h("h1", { class: "pane-title" }, channel.is_im ? avatar(channel.user, "small") : icon("hash"), h("span", { dir: "auto" }, channelTitle(channel))), channel.topic && h("span", { class: "pane-topic", dir: "auto", title: channel.topic }, channel.topic),
      !channel.is_im && members.length > 0 && h("span", { class: "members", title: members.map(personName).join(", "), role: "img", "aria-label": `${members.length} members: ${members.map(personName).join(", ")}` }, members.slice(0, 4).map((/** @type {string} */ id) => avatar(id, "tiny")), h("span", null, members.length)));
  }

  /** The words at the very top of a conversation. @param {any} channel */
  intro(channel) {
    if (this.introFor === `${store.me}/${channel.id}`) return this.introNode ?? null;
    this.introFor = `${store.me}/${channel.id}`;
    const name = channelTitle(channel);
    this.introNode = channel.is_im
      ? h("div", { class: "intro" }, avatar(channel.user, "large"), h("h2", { dir: "auto" }, name), h("p", null, "This is the start of your conversation with ", h("b", null, name), "."))
      : h("div", { class: "intro" }, h("h2", null, icon("hash"), name), h("p", null, `This is the very beginning of the #${name} channel.`, channel.topic && [h("br"), channel.topic]));
    return this.introNode;
  }

  /** In an empty conversation with an app, what its manifest suggests. @returns {any[]} */
  suggested() {
    return store.appOf(store.channel(this.shown)?.user) && !store.list(this.shown)?.length ? store.suggested : [];
  }

  drawPrompts() {
    const offer = store.prompts.get(this.shown);
    const signature = JSON.stringify([offer, this.suggested()]);
    if (this.promptsKey === signature) return;
    this.promptsKey = signature;
    const prompts = Array.isArray(offer) ? offer : (offer?.prompts ?? this.suggested());
    fill(this.prompts, prompts.length > 0 && offer?.title && h("span", { class: "prompts-title" }, offer.title), prompts.map((/** @type {any} */ prompt) => h("button", { type: "button", class: "button prompt", on: { click: () => void this.composer.say(prompt.message) } }, prompt.title)));
  }
}
