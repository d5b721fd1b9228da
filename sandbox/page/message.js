/** One message, as it stands in a channel or a thread. */
import { drawBlocks } from "./blocks/index.js";
import { append, h, link } from "./dom.js";
import { drawFile } from "./files.js";
import { Form } from "./form.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { mrkdwn } from "./mrkdwn.js";
import { avatar, isFromApp, messageAvatar, nameOf } from "./people.js";
import { drawReactions, openReactionPicker } from "./reactions.js";
import { openMessageMenu } from "./shortcuts.js";
import { store } from "./store.js";
import { ago, clock, fullTime } from "./time.js";

/**
 * @typedef {import("./store.js").Message} Message
 * @typedef {{channel: string, compact: boolean, inThread: boolean, status: string | undefined, fresh: boolean}} Look
 */

/** Half-made choices in messages survive a redraw. @type {Map<string, Form>} */
const forms = new Map();

/** @param {Message} message @param {Look} look @returns {HTMLElement} */
export function drawMessage(message, look) {
  const app = isFromApp(message);
  const kinds = ["message", look.compact && "is-compact", message.ephemeral && "is-ephemeral", message.streaming && "is-streaming", mentionsMe(message) && "is-mention"];
  const gutter = look.compact ? h("time", { class: "gutter-time", title: fullTime(message.ts) }, clock(message.ts)) : messageAvatar(message);
  return h("article", { class: kinds, role: "listitem", tabindex: -1, "aria-label": `${nameOf(message)}, ${clock(message.ts)}${message.ephemeral ? ", only visible to you" : ""}`, data: { testid: "message", ts: message.ts, user: message.user, ephemeral: message.ephemeral ? "true" : null } },
    message.ephemeral && h("div", { class: "ephemeral-note" }, icon("eye"), "Only visible to you"),
    h("div", { class: "message-gutter" }, gutter),
    h("div", { class: "message-main" }, !look.compact && drawHead(message, app), drawContent(message, look.channel), drawFooter(message, look)),
    toolbar(message, look));
}

/** @param {Message} message @param {boolean} app */
function drawHead(message, app) {
  return h("div", { class: "message-head" }, h("b", { class: "author", dir: "auto" }, nameOf(message)), app && h("span", { class: "app-badge" }, "APP"), h("time", { title: fullTime(message.ts) }, clock(message.ts)));
}

/** @param {Message} message @param {string} channel @returns {HTMLElement} */
function drawContent(message, channel) {
  const content = h("div", { class: "content" });
  const key = `${channel}:${message.ts}`;
  if (!forms.has(key)) forms.set(key, new Form());
  const form = /** @type {Form} */ (forms.get(key));
  form.begin();
  append(content, [drawWords(message, { surface: "message", container: { type: "message", channel, ts: message.ts }, form })]);
  for (const attachment of message.attachments ?? []) content.appendChild(drawAttachment(attachment, channel, message, form));
  if (message.edited) (content.querySelector(".plain-words > :last-child") ?? content).appendChild(h("span", { class: "edited", title: message.edited.ts ? fullTime(message.edited.ts) : null }, " (edited)"));
  if (message.files?.length) content.appendChild(h("div", { class: "files" }, message.files.map(drawFile)));
  return content;
}

/** People write mrkdwn; apps send blocks, or text alone. @param {Message} message @param {import("./actions.js").Context} ctx @returns {any} */
function drawWords(message, ctx) {
  const typed = message.blocks?.length === 1 && message.blocks[0].type === "rich_text" && !isFromApp(message);
  if (message.blocks?.length && !typed) return drawBlocks(message.blocks, ctx);
  if (message.markdown_text) return h("div", { class: "block markdown" }, markdown(message.markdown_text));
  if (!message.text) return null;
  return h("div", { class: "block plain-words" }, message.mrkdwn === false ? message.text : mrkdwn(message.text));
}

/** The older way to add coloured boxes. @param {any} attachment @param {string} channel @param {Message} message @param {Form} form */
function drawAttachment(attachment, channel, message, form) {
  const colour = /^#?[0-9a-f]{3,8}$/i.test(attachment.color ?? "") ? `#${attachment.color.replace("#", "")}` : { good: "#2eb67d", warning: "#ecb22e", danger: "#e01e5a" }[/** @type {"good"} */ (attachment.color)];
  const title = attachment.title && (attachment.title_link ? link(attachment.title_link, attachment.title) : attachment.title);
  const blocks = attachment.blocks?.length ? drawBlocks(attachment.blocks, { surface: "message", container: { type: "message", channel, ts: message.ts }, form }) : null;
  return h("div", { class: "attachment" }, attachment.pretext && h("div", null, mrkdwn(attachment.pretext)),
    h("div", { class: "attachment-box", style: colour ? { "--bar": colour } : {} }, attachment.author_name && h("small", null, attachment.author_name), title && h("b", { dir: "auto" }, title),
      blocks ?? (attachment.text ? mrkdwn(attachment.text) : attachment.fallback && !title && mrkdwn(attachment.fallback)),
      attachment.fields?.length && h("div", { class: "section-fields" }, attachment.fields.map((/** @type {any} */ field) => h("div", { class: "section-field" }, h("b", null, field.title), h("div", null, mrkdwn(field.value))))),
      attachment.footer && h("small", null, attachment.footer)));
}

/** @param {Message} message @param {Look} look */
function drawFooter(message, look) {
  return [drawReactions(look.channel, message), !look.inThread && message.reply_count && drawReplies(message, look), !look.inThread && look.status && h("div", { class: "status-inline" }, h("span", { class: "dots", "aria-hidden": "true" }), look.status)];
}

/** @param {Message} message @param {Look} look */
function drawReplies(message, look) {
  const count = message.reply_count;
  const users = (message.reply_users ?? []).slice(0, 4);
  return h("button", { type: "button", class: ["replies", look.fresh && "is-fresh"], data: { testid: "replies" }, on: { click: () => openThread(look.channel, message) } },
    users.map((/** @type {string} */ user) => avatar(user, "tiny")), h("span", { class: "replies-count" }, `${count} ${count === 1 ? "reply" : "replies"}`), look.fresh && h("span", { class: "replies-new" }, "New"), message.latest_reply && h("span", { class: "replies-last" }, `Last reply ${ago(message.latest_reply)}`), h("span", { class: "replies-view" }, "View thread"));
}

/** @param {Message} message @param {Look} look */
function toolbar(message, look) {
  const button = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ testid, /** @type {() => void} */ click) => h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, tabindex: -1, data: { testid }, on: { click } }, icon(name));
  const more = button("more", "More actions", "more-actions", () => openMessageMenu(more, look.channel, message));
  more.setAttribute("aria-haspopup", "menu");
  const react = button("smile", "Add a reaction", "react", () => openReactionPicker(react, look.channel, message));
  return h("div", { class: "toolbar", role: "toolbar", "aria-label": "Message actions" }, !message.ephemeral && react, !message.ephemeral && !look.inThread && button("reply", "Reply in thread", "reply", () => openThread(look.channel, message)), more);
}

/** @param {string} channel @param {Message} message */
export function openThread(channel, message) {
  location.hash = `${store.me}/${channel}/${message.thread_ts ?? message.ts}`;
}

/** @param {Message} message */
function mentionsMe(message) {
  return message.user !== store.me && (message.text ?? "").includes(`<@${store.me}>`);
}
