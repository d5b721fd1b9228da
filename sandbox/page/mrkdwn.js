/** Draws Slack's own text markup ("mrkdwn"): bold, italic, strike, code, fences, quotes, links, mentions and emoji. */
import { h, link } from "./dom.js";
import { emojiText, emojiFor, withEmoji } from "./emoji.js";
import { personName } from "./people.js";
import { store } from "./store.js";
import { dateToken } from "./time.js";

const TOKEN = new RegExp(
  [
    "<(?<angle>[^<>\\n]+)>",
    "`(?<code>[^`\\n]+)`",
    "(?<![\\p{L}\\p{N}*])\\*(?=[^\\s*])(?<bold>[^*\\n]*?[^\\s*])\\*(?![\\p{L}\\p{N}*])",
    "(?<![\\p{L}\\p{N}_])_(?=[^\\s_])(?<italic>[^\\n]*?[^\\s_])_(?![\\p{L}\\p{N}_])",
    "(?<![\\p{L}\\p{N}~])~(?=[^\\s~])(?<strike>[^~\\n]*?[^\\s~])~(?![\\p{L}\\p{N}~])",
    ":(?<emoji>[a-z0-9_+'-]+):(?::skin-tone-(?<tone>[2-6]):)?",
    "(?<url>https?:\\/\\/[^\\s<>|]*[^\\s<>|.,;:!?)\\]}'\"])",
  ].join("|"),
  "gu",
);

/** @param {string} text @returns {string} */
export function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Draws a whole text, block by block. @param {unknown} source @returns {DocumentFragment} */
export function mrkdwn(source) {
  const drawn = document.createDocumentFragment();
  const parts = String(source ?? "").split(/```/);
  const closed = parts.length % 2 === 1;
  parts.forEach((part, index) => {
    const fenced = index % 2 === 1 && (closed || index < parts.length - 1);
    if (fenced) drawn.appendChild(h("pre", { class: "code-block", dir: "ltr" }, unescape(stripLinks(part.replace(/^\n|\n$/g, "")))));
    else if (part) drawLines(drawn, (index % 2 === 1 ? "```" : "") + trimAroundFence(part, index, parts.length));
  });
  return drawn;
}

/** @param {string} part @param {number} index @param {number} count */
function trimAroundFence(part, index, count) {
  const start = index > 0 ? part.replace(/^\n/, "") : part;
  return index < count - 1 ? start.replace(/\n$/, "") : start;
}

/** Groups lines into quotes, list items and running text. @param {DocumentFragment} drawn @param {string} text */
function drawLines(drawn, text) {
  /** @type {string[]} */
  let run = [];
  /** @type {string} */
  let kind = "text";
  const flush = () => {
    if (run.length) drawn.appendChild(drawRun(kind, run));
    run = [];
  };
  const long = text.search(/^(&gt;|>){3}/m);
  const lines = (long >= 0 ? text.slice(0, long) : text).split("\n");
  if (long >= 0) lines.pop();
  for (const line of lines) {
    const next = /^(&gt;|>)/.test(line) ? "quote" : /^\s*([•◦▪‣-]|\d{1,3}\.)\s+\S/.test(line) ? "list" : "text";
    if (next !== kind) flush();
    kind = next;
    run.push(line);
  }
  flush();
  if (long >= 0) drawn.appendChild(drawRun("quote", text.slice(long).replace(/^(&gt;|>){3} ?/, "").split("\n")));
}

/** @param {string} kind @param {string[]} lines @returns {HTMLElement} */
function drawRun(kind, lines) {
  if (kind === "quote") return h("blockquote", { dir: "auto" }, inlineLines(lines.map((line) => line.replace(/^(&gt;|>) ?/, ""))));
  if (kind === "list") return h("div", { class: "mrkdwn-list" }, lines.map(drawItem));
  return h("div", { class: "mrkdwn-text", dir: "auto" }, inlineLines(lines));
}

/** @param {string} line */
function drawItem(line) {
  const [, indent, marker, rest] = /^(\s*)([•◦▪‣-]|\d{1,3}\.)\s+(.*)$/u.exec(line) ?? ["", "", "•", line];
  return h("div", { class: "mrkdwn-item", style: { "--indent": Math.floor(indent.length / 2) } },
    h("span", { class: "mrkdwn-marker" }, marker), h("span", { dir: "auto" }, inline(rest)));
}

/** @param {string[]} lines @returns {Node[]} */
function inlineLines(lines) {
  return lines.flatMap((line, index) => [...(index ? [document.createElement("br")] : []), ...inline(line)]);
}

/** Draws one line. @param {string} text @returns {Node[]} */
export function inline(text) {
  /** @type {Node[]} */
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    const node = drawToken(/** @type {any} */ (match.groups));
    if (!node) continue;
    if (match.index > from) nodes.push(document.createTextNode(unescape(text.slice(from, match.index))));
    nodes.push(node);
    from = match.index + match[0].length;
  }
  if (from < text.length) nodes.push(document.createTextNode(unescape(text.slice(from))));
  return nodes;
}

/** @param {Record<string, string>} found @returns {Node | null} */
function drawToken(found) {
  if (found.angle) return drawAngle(found.angle);
  if (found.code) return h("code", { dir: "auto" }, unescape(found.code));
  if (found.bold) return h("b", null, inline(found.bold));
  if (found.italic) return h("i", null, inline(found.italic));
  if (found.strike) return h("s", null, inline(found.strike));
  if (found.emoji) return emojiFor(found.emoji) ? drawEmoji(found.emoji, Number(found.tone)) : null;
  if (found.url) return link(unescape(found.url), unescape(found.url));
  return null;
}

/** @param {string} name @param {number} [tone] */
export function drawEmoji(name, tone) {
  return h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` }, emojiText(name, tone));
}

/** What stands between angle brackets. @param {string} content @returns {Node | null} */
function drawAngle(content) {
  const [target, ...rest] = content.split("|");
  const label = rest.join("|");
  if (target.startsWith("@")) return drawMention(target.slice(1), label);
  if (target.startsWith("#")) return drawChannel(target.slice(1), label);
  if (target.startsWith("!")) return drawSpecial(target.slice(1), label);
  if (/^(https?:\/\/|mailto:|tel:)/i.test(target)) return link(unescape(target), label ? inline(label) : unescape(target.replace(/^(mailto|tel):/i, "")));
  return null;
}

/** @param {string} id @param {string} [label] */
export function drawMention(id, label) {
  return h("span", { class: ["mention", id === store.me && "mention-me"], data: { user: id } }, `@${label || personName(id)}`);
}

/** @param {string} id @param {string} [label] */
export function drawChannel(id, label) {
  const name = store.channel(id)?.name ?? label ?? id;
  return h("a", { class: "mention", href: `#${store.me}/${id}` }, `#${name}`);
}

/** @param {string} content @param {string} label */
function drawSpecial(content, label) {
  const [name, ...rest] = content.split("^");
  if (name === "date") return h("time", null, dateToken(rest[0], rest[1] ?? "", label));
  if (name === "subteam") return h("span", { class: "mention" }, label || rest[0]);
  return h("span", { class: "mention mention-all" }, label || `@${name}`);
}

/** Inside a code fence an automatic link is shown as its address. @param {string} text */
function stripLinks(text) {
  return text.replace(/<((?:https?|mailto):[^<>|]+)(?:\|([^<>]*))?>/g, (_, url, label) => label || url.replace(/^mailto:/, ""));
}

/** The words of a text without its markup, for notices and previews. @param {string} text @returns {string} */
export function plainText(text) {
  const holder = document.createElement("div");
  holder.appendChild(mrkdwn(text));
  return (holder.textContent ?? "").trim();
}

/**
 * Draws a Block Kit text object.
 * @param {any} object `{type: "plain_text" | "mrkdwn", text}`
 * @returns {Node}
 */
export function textObject(object) {
  if (!object) return document.createTextNode("");
  if (typeof object === "string") return document.createTextNode(object);
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  return plainLines(plain(object));
}

/** Plain text with its line breaks, as Slack shows them. @param {string} text @returns {Node} */
function plainLines(text) {
  const drawn = document.createDocumentFragment();
  text.split("\n").forEach((line, index) => {
    if (index) drawn.appendChild(document.createElement("br"));
    drawn.appendChild(document.createTextNode(line));
  });
  return drawn;
}

/** The characters of a plain text object. @param {any} object @returns {string} */
export function plain(object) {
  if (!object) return "";
  if (typeof object === "string") return object;
  const text = unescape(object.text ?? "");
  return object.emoji === false ? text : withEmoji(text);
}
