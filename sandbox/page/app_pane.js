/** An app's own place: its Home tab, its messages, and what it offers. */
import { api } from "./api.js";
import { drawBlocks } from "./blocks/index.js";
import { fill, h } from "./dom.js";
import { Form } from "./form.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import { store } from "./store.js";

/** @typedef {"home" | "messages" | "about"} Tab */
/** @type {[Tab, string][]} */
const TABS = [["home", "Home"], ["messages", "Messages"], ["about", "About"]];

export class AppPane {
  form = new Form();
  formFor = "";
  openKey = "";
  headKey = "";
  drawnHome = "";

  /** @param {import("./channel.js").ChannelPane} conversation */
  constructor(conversation) {
    this.conversation = conversation;
    this.head = h("div", { class: "app-head" });
    this.body = h("div", { class: "app-body", role: "tabpanel", tabindex: -1 });
    this.node = h("section", { class: "app-pane", "aria-label": "App" }, this.head, this.body);
  }

  /** @param {string} id @param {Tab} tab */
  async open(id, tab) {
    const key = `${store.me}/${id}/${tab}`;
    if (this.openKey === key) return;
    this.openKey = key;
    this.drawnHome = "";
    this.draw();
    if (tab === "about") return;
    const app = store.apps.find((known) => known.id === id);
    if (tab === "messages" && app && !store.appChannel(app)) {
      await api.dm(store.me);
      await store.refresh();
    }
    await api.home(store.me, tab);
    if (tab === "home") await store.refresh();
  }

  leave() {
    this.openKey = "";
  }

  draw() {
    const { place } = store;
    if (place?.kind !== "app") return;
    const app = store.apps.find((known) => known.id === place.app);
    if (!app) return;
    this.drawHead(app, place.tab);
    if (place.tab === "messages") this.drawMessages(app);
    else if (place.tab === "about") fill(this.body, drawAbout(app));
    else this.drawHome(app);
  }

  /** @param {any} app @param {Tab} tab */
  drawHead(app, tab) {
    const key = JSON.stringify([app, tab, store.me]);
    if (this.headKey === key) return;
    this.headKey = key;
    const focused = this.head.contains(document.activeElement);
    const link = (/** @type {[Tab, string]} */ [name, label]) => h("a", { role: "tab", class: "tab", href: `#${store.me}/app:${app.id}/${name}`, "aria-selected": String(tab === name), data: { testid: `tab-${name}` } }, label);
    fill(this.head, h("h1", { class: "pane-title" }, avatar(app.bot_user_id, "small"), app.name, h("span", { class: "app-badge" }, "APP"), !app.connected && h("span", { class: "app-off" }, icon("warning"), "Not connected")), h("div", { class: "tabs", role: "tablist", "aria-label": "App" }, TABS.map(link)));
    if (focused) /** @type {HTMLElement | null} */ (this.head.querySelector("[aria-selected=true]"))?.focus();
  }

  /** @param {any} app */
  drawMessages(app) {
    const channel = store.appChannel(app);
    if (!channel) return fill(this.body, h("p", { class: "empty" }, "Opening the conversation…"));
    if (this.conversation.node.parentElement !== this.body) fill(this.body, this.conversation.node);
    this.conversation.open(channel.id, true);
  }

  /** @param {any} app */
  drawHome(app) {
    const view = store.home;
    const signature = JSON.stringify([view, store.me]);
    if (this.drawnHome === signature) return;
    this.drawnHome = signature;
    if (!view) return fill(this.body, h("div", { class: "empty", data: { testid: "app-home" } }, h("h2", null, "Nothing here yet"), h("p", null, `${app.name} has not published a Home tab for you.`)));
    const key = `${store.me}/${view.id}`;
    if (this.formFor !== key) this.form = new Form();
    this.formFor = key;
    this.form.begin();
    const focused = this.body.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.actionId : undefined;
    const scroll = this.body.scrollTop;
    const blocks = drawBlocks(view.blocks, { surface: "home", container: { type: "view", view_id: view.id }, form: this.form });
    fill(this.body, h("div", { class: "home", data: { testid: "app-home", viewId: view.id } }, blocks));
    this.body.scrollTop = scroll;
    if (focused) /** @type {HTMLElement | null} */ (this.body.querySelector(`[data-action-id="${CSS.escape(focused)}"]`))?.focus();
  }
}

/** @param {any} app */
function drawAbout(app) {
  const row = (/** @type {string} */ name, /** @type {string} */ words) => h("li", null, h("b", null, name), words && h("span", null, words));
  const kind = (/** @type {any} */ shortcut) => (shortcut.type === "message" ? "On a message: More actions" : "Anywhere: the lightning menu");
  return h("div", { class: "about" }, h("h2", null, "Slash commands"), h("ul", null, store.commands.map((command) => row(`${command.command} ${command.usage_hint ?? ""}`.trim(), command.description)), !store.commands.length && row("None", "")),
    h("h2", null, "Shortcuts"), h("ul", null, store.shortcuts.map((shortcut) => row(shortcut.name, kind(shortcut))), !store.shortcuts.length && row("None", "")),
    h("h2", null, "Connection"), h("p", null, app.connected ? "The app is connected and answers." : "The app is not connected. Start it, or look at its log."), h("p", { class: "mono" }, `${app.id} · ${app.bot_user_id}`));
}
