/** What a person can do with their own message: change it or take it back. */
import { api } from "./api.js";
import { confirmed } from "./confirm.js";
import { h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { escapeText, typedText } from "./outgoing.js";
import { store } from "./store.js";
import { toast } from "./toast.js";

/** @param {string} channel @param {any} message @returns {import("./popover.js").MenuEntry[]} */
export function ownMessageEntries(channel, message) {
  if (message.user !== store.me || message.ephemeral || message.bot_id) return [];
  return [
    { label: "Edit message", icon: icon("edit"), choose: () => openEditor(channel, message) },
    { label: "Delete message…", icon: icon("trash"), danger: true, choose: () => void remove(channel, message) },
  ];
}

/** @param {string} channel @param {any} message */
async function remove(channel, message) {
  const text = { type: "plain_text", text: "It will be gone for everyone." };
  const sure = await confirmed({ title: { type: "plain_text", text: "Delete this message?" }, text, confirm: { type: "plain_text", text: "Delete" }, deny: { type: "plain_text", text: "Cancel" }, style: "danger" });
  if (sure) tell(await api.delete({ as: store.me, channel, ts: message.ts }));
}

/** @param {string} channel @param {any} message */
function openEditor(channel, message) {
  const title = uid("edit");
  const close = () => {
    dialog.close();
    dialog.remove();
  };
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    tell(await api.edit({ as: store.me, channel, ts: message.ts, text: escapeText(text.value) }));
    close();
  };
  const text = h("textarea", { class: "input", rows: 5, dir: "auto", "aria-labelledby": title, value: typedText(message.text ?? "") });
  const dialog = h("dialog", { class: "modal modal-small", "aria-labelledby": title, on: { cancel: () => setTimeout(() => dialog.remove()) } },
    h("form", { class: "modal-form", on: { submit: save } }, h("header", { class: "modal-head" }, h("h2", { id: title }, "Edit message")), h("div", { class: "modal-body" }, text),
      h("footer", { class: "modal-foot" }, h("button", { type: "button", class: "button", on: { click: close } }, "Cancel"), h("button", { type: "submit", class: "button button-primary" }, "Save"))));
  document.body.appendChild(dialog);
  dialog.showModal();
}

/** @param {import("./api.js").Reply} reply */
function tell(reply) {
  if (!reply.ok) toast(`That did not work: ${reply.error}`, { kind: "error" });
}
