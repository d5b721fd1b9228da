/** The left side: who you are, channels, direct messages, apps. */
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, channelTitle } from "./people.js";
import { store } from "./store.js";

/** @param {HTMLElement} node */
export function drawSidebar(node) {
  const active = document.activeElement?.closest?.("[data-testid]")?.getAttribute("data-testid");
  const hadFocus = node.contains(document.activeElement);
  fill(node, drawWorkspace(), drawSwitcher(), h("nav", { class: "places", "aria-label": "Channels and apps" }, section("Channels", rooms().map(drawChannel)), section("Direct messages", directs().map(drawChannel)), section("Apps", store.apps.map(drawApp))));
  if (hadFocus && active) /** @type {HTMLElement | null} */ (node.querySelector(`[data-testid="${CSS.escape(active)}"]`))?.focus();
}

function drawWorkspace() {
  return h("div", { class: "workspace" }, h("span", { class: "workspace-name", dir: "auto" }, store.team.name), h("span", { class: "sandbox-badge", title: "A throw-away workspace on this machine. Nothing here reaches Slack." }, "Sandbox"));
}

function drawSwitcher() {
  const me = store.people.get(store.me);
  return h("div", { class: "switcher" }, h("div", { class: "switcher-label", id: "switcher-label" }, "You are acting as"),
    h("div", { class: "switcher-people", role: "group", "aria-labelledby": "switcher-label" }, store.humans().map(drawPersonButton)),
    h("div", { class: "switcher-who" }, h("b", { dir: "auto", data: { testid: "me" } }, me?.real_name ?? store.me), me?.title && h("span", null, me.title)));
}

/** @param {import("./store.js").Person} person */
function drawPersonButton(person) {
  const mine = person.id === store.me;
  const waiting = mine ? 0 : store.unread.total(person.id);
  const label = `Act as ${person.real_name}${person.title ? `, ${person.title}` : ""}${waiting ? `, ${waiting} unread` : ""}`;
  return h("button", { type: "button", class: ["person", mine && "is-me"], "aria-pressed": String(mine), "aria-label": label, title: label, data: { testid: `act-as-${person.id}` }, on: { click: () => actAs(person.id) } },
    avatar(person.id, "switch"), waiting > 0 && h("span", { class: "badge", "aria-hidden": "true" }, waiting > 99 ? "99+" : waiting));
}

/** The same place as another person, if they can see it. @param {string} person */
export function actAs(person) {
  const { place } = store;
  const rest = place?.kind === "app" ? `app:${place.app}/${place.tab}` : place?.kind === "channel" ? place.id : "";
  location.hash = `${person}/${rest}`;
}

function rooms() {
  return store.channels.filter((channel) => !channel.is_im && (!channel.members || channel.members.includes(store.me) || channel.members.length === 0));
}

/** Direct messages with people; those with an app stand under Apps. */
function directs() {
  return store.channels.filter((channel) => channel.is_im && channel.user !== store.me && !store.appOf(channel.user));
}

/** @param {string} title @param {HTMLElement[]} rows */
function section(title, rows) {
  if (!rows.length) return null;
  return h("section", { class: "place-section", "aria-label": title }, h("h2", null, icon("chevron"), title), rows);
}

/** @param {import("./store.js").Channel} channel @returns {HTMLElement} */
function drawChannel(channel) {
  const here = store.place?.kind === "channel" && store.place.id === channel.id;
  const unread = here ? 0 : store.unread.count(store.me, channel.id);
  return row(`${store.me}/${channel.id}`, `channel-${channel.id}`, channel.is_im ? avatar(channel.user ?? "", "tiny") : icon("hash"), channelTitle(channel), here, unread);
}

/** @param {any} app @returns {HTMLElement} */
function drawApp(app) {
  const here = store.place?.kind === "app" && store.place.app === app.id;
  const channel = store.appChannel(app);
  const unread = channel && store.here !== channel.id ? store.unread.count(store.me, channel.id) : 0;
  const tab = unread ? "messages" : "home";
  const node = row(`${store.me}/app:${app.id}/${tab}`, `app-${app.id}`, avatar(app.bot_user_id, "tiny"), app.name, here, unread);
  node.appendChild(h("span", { class: ["presence", app.connected && "is-on"], role: "img", "aria-label": app.connected ? "connected" : "not connected", title: app.connected ? "The app is connected" : "The app is not connected" }));
  return node;
}

/** @param {string} where @param {string} testid @param {Node} mark @param {string} name @param {boolean} here @param {number} unread @returns {HTMLElement} */
function row(where, testid, mark, name, here, unread) {
  return h("a", { class: ["place", here && "is-here", unread > 0 && "is-unread"], href: `#${where}`, "aria-current": here ? "page" : null, data: { testid }, on: { click: () => document.body.classList.remove("show-sidebar") } },
    h("span", { class: "place-mark" }, mark), h("span", { class: "place-name", dir: "auto" }, name), unread > 0 && h("span", { class: "badge", data: { testid: `unread-${testid}` }, "aria-label": `${unread} unread` }, unread));
}
