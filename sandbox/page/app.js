/** Puts the page together: reads the address, shows the right panes, and redraws what changed. */
import { AppPane } from "./app_pane.js";
import { ChannelPane } from "./channel.js";
import { fill, h, soon } from "./dom.js";
import { drawFaultBanner } from "./faults.js";
import { icon } from "./icons.js";
import { Inspector } from "./inspector.js";
import { openJump } from "./jump.js";
import { listenForKeys, openKeyList } from "./keyboard.js";
import { listen } from "./live.js";
import { Modals } from "./modal.js";
import { channelTitle } from "./people.js";
import { connection, receive } from "./pushes.js";
import { openGlobalMenu } from "./shortcuts.js";
import { drawSidebar } from "./sidebar.js";
import { store } from "./store.js";
import { ThreadPane } from "./thread.js";

const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

const channelPane = new ChannelPane();
const appPane = new AppPane(channelPane);
const threadPane = new ThreadPane(closeThread);
const inspector = new Inspector();
const modals = new Modals();

function closeThread() {
  const [person, place, tab] = location.hash.slice(1).split("/");
  location.hash = place?.startsWith("app:") ? `${person}/${place}/${tab}` : `${person}/${place}`;
  /** @type {HTMLElement | null} */ (document.querySelector("main [data-testid=composer]"))?.focus();
}

/** The address after "#": person / channel [/ thread], or person / app:id / tab. */
function readAddress() {
  const [person = "", place = "", third] = decodeURIComponent(location.hash.slice(1)).split("/");
  return { person, place, third };
}

async function route() {
  const { person, place, third } = readAddress();
  const changesPerson = Boolean(person) && store.people.has(person) && person !== store.me;
  if (changesPerson) await store.actAs(person);
  if (place.startsWith("app:")) goToApp(place.slice(4), third);
  else goToChannel(place, third);
  redraw();
  threadPane.open(!changesPerson);
}

/** @param {string} id @param {string} [tab] */
function goToApp(id, tab) {
  const known = store.apps.find((app) => app.id === id);
  if (!known) return goToChannel("", undefined);
  store.place = { kind: "app", app: known.id, tab: tab === "messages" || tab === "about" ? tab : "home" };
  store.thread = null;
}

/** @param {string} wanted @param {string} [thread] */
function goToChannel(wanted, thread) {
  const channel = store.channel(wanted) ?? store.channels.find((candidate) => !candidate.is_im) ?? store.channels[0];
  if (!channel) return;
  const app = channel.is_im ? store.appOf(channel.user) : undefined;
  store.place = app ? { kind: "app", app: app.id, tab: "messages" } : { kind: "channel", id: channel.id };
  store.thread = thread && channel.id === wanted ? { channel: channel.id, ts: thread } : null;
}

function drawMain() {
  const main = byId("main");
  if (store.place?.kind === "app") {
    if (main.firstElementChild !== appPane.node) fill(main, appPane.node);
    void appPane.open(store.place.app, store.place.tab);
    appPane.draw();
  } else if (store.place) {
    appPane.leave();
    if (main.firstElementChild !== channelPane.node) fill(main, channelPane.node);
    channelPane.open(store.place.id, false);
  }
  if (store.here) channelPane.draw();
}

function drawTitle() {
  const channel = store.here ? store.channel(store.here) : undefined;
  const unread = store.unread.total(store.me);
  document.title = `${unread ? `(${unread}) ` : ""}${channel ? channelTitle(channel) : "Home"} · ${store.team.name}`;
}

const redraw = soon(() => {
  drawSidebar(byId("sidebar"));
  drawMain();
  threadPane.draw();
  drawTitle();
});

function drawRail() {
  const button = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ testid, /** @type {(e: any) => void} */ click) => h("button", { type: "button", class: "rail-button", "aria-label": label, title: label, data: { testid }, on: { click } }, icon(name), h("span", null, label));
  fill(byId("rail"), h("span", { class: "rail-logo", "aria-hidden": "true" }, store.team.name.slice(0, 1)),
    button("menu", "Menu", "menu-button", () => document.body.classList.toggle("show-sidebar")),
    button("home", "Home", "rail-home", () => { location.hash = `${store.me}/`; }),
    h("span", { class: "rail-space" }),
    button("plus", "Create", "global-shortcuts", (event) => openGlobalMenu(event.currentTarget)),
    button("traffic", "Inspect", "open-inspector", () => inspector.toggle()),
    button("help", "Keys", "open-keys", openKeyList));
}

/** In a direct message with an app, the answer comes in a thread: it opens by itself. @param {any} event @param {string} person */
function followAnswer(event, person) {
  const message = event.message ?? event;
  const root = message.thread_ts;
  const inAppMessages = store.place?.kind === "app" && store.place.tab === "messages";
  if (event.type !== "message" || person !== store.me || !root || root === message.ts || message.user === store.me || !inAppMessages || store.thread) return;
  if (event.channel === store.here) location.hash = `${store.me}/${event.channel}/${root}`;
}

async function start() {
  const wanted = readAddress().person;
  const ready = await store.refresh(wanted);
  if (!ready) return fill(byId("main"), h("div", { class: "empty" }, h("h1", null, "The sandbox server does not answer"), h("p", null, "Start it and reload this page.")));
  drawRail();
  byId("search").addEventListener("click", openJump);
  byId("inspector-dock").appendChild(inspector.node);
  byId("thread-dock").appendChild(threadPane.node);
  store.on(["people", "messages", "unread", "home", "thread", "status"], redraw);
  store.on(["views"], () => modals.sync());
  store.on(["faults"], () => { drawFaultBanner(); inspector.drawFaultMark(); });
  store.on(["traffic"], () => void inspector.read());
  store.on(["reconnected"], () => inspector.startOver());
  window.addEventListener("hashchange", () => void route());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && store.here && channelPane.markRead());
  for (const event of ["dragover", "drop"]) document.addEventListener(event, (e) => e.preventDefault());
  listenForKeys({ closeThread, toggleInspector: () => inspector.toggle() });
  for (const person of store.humans()) listen(person.id, (event, who) => { receive(event, who); followAnswer(event, who); }, connection);
  await route();
  modals.sync();
  drawFaultBanner();
  await Promise.all(store.humans().map(({ id }) => store.unread.recount(id)));
  store.changed("unread");
  byId("search-label").textContent = `Search ${store.team.name}`;
  document.body.dataset.ready = "true";
}

void start();
