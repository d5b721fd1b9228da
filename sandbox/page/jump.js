/** Ctrl+K: go to a channel, a person's messages or an app by typing a few letters. */
import { h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, channelTitle } from "./people.js";
import { store } from "./store.js";

/** @typedef {{name: string, detail: string, mark: Node, hash: string}} Target */

export function openJump() {
  if (document.querySelector("dialog[open]")) return;
  const listId = uid("jump");
  /** @type {Target[]} */
  let found = [];
  let at = 0;
  const close = () => {
    dialog.close();
    dialog.remove();
  };
  const go = (/** @type {number} */ index) => {
    if (!found[index]) return;
    location.hash = found[index].hash;
    close();
  };
  const draw = () => {
    const wanted = input.value.trim().toLowerCase().replace(/^#/, "");
    found = targets().filter((target) => target.name.toLowerCase().includes(wanted));
    at = Math.max(0, Math.min(at, found.length - 1));
    list.replaceChildren(...found.map((target, i) => h("div", { id: `${listId}-${i}`, role: "option", class: ["option", i === at && "is-active"], "aria-selected": String(i === at), on: { click: () => go(i) } }, h("span", { class: "option-mark" }, target.mark), h("span", { class: "option-text" }, target.name), h("span", { class: "option-detail" }, target.detail))));
    if (!found.length) list.replaceChildren(h("div", { class: "listbox-empty" }, "Nothing by that name"));
    input.setAttribute("aria-activedescendant", found.length ? `${listId}-${at}` : "");
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "ArrowDown") at = (at + 1) % Math.max(found.length, 1);
    else if (event.key === "ArrowUp") at = (at + found.length - 1) % Math.max(found.length, 1);
    else if (event.key === "Enter") return void go(at);
    else return;
    event.preventDefault();
    draw();
  };
  const input = h("input", { class: "jump-input", role: "combobox", "aria-expanded": "true", "aria-controls": listId, "aria-label": "Jump to", placeholder: "Jump to a channel, person or app", autocomplete: "off", on: { input: () => { at = 0; draw(); }, keydown: key } });
  const list = h("div", { id: listId, class: "jump-list", role: "listbox", "aria-label": "Places" });
  const dialog = h("dialog", { class: "modal jump", "aria-label": "Jump to", data: { testid: "jump" }, on: { cancel: () => setTimeout(() => dialog.remove()), click: (/** @type {Event} */ event) => event.target === dialog && close() } }, h("div", { class: "jump-field" }, icon("search"), input), list);
  document.body.appendChild(dialog);
  dialog.showModal();
  draw();
  input.focus();
}

/** @returns {Target[]} */
function targets() {
  const rooms = store.channels.filter((channel) => !store.appOf(channel.user)).map((channel) => ({ name: channelTitle(channel), detail: channel.is_im ? "Direct message" : "Channel", mark: channel.is_im ? avatar(channel.user ?? "", "tiny") : icon("hash"), hash: `${store.me}/${channel.id}` }));
  const apps = store.apps.flatMap((app) => ["home", "messages"].map((tab) => ({ name: `${app.name} ${tab === "home" ? "Home" : "messages"}`, detail: "App", mark: avatar(app.bot_user_id, "tiny"), hash: `${store.me}/app:${app.id}/${tab}` })));
  const people = store.humans().filter((person) => person.id !== store.me).map((person) => ({ name: `Act as ${person.real_name}`, detail: person.title ?? "Person", mark: avatar(person.id, "tiny"), hash: `${person.id}/${store.here ?? ""}` }));
  return [...rooms, ...apps, ...people];
}
