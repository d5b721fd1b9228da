/** Draws what happens inside one line of Markdown: emphasis, code, links, mentions and emoji. */
import { h, link } from "./dom.js";
import { emojiFor } from "./emoji.js";
import { drawChannel, drawEmoji, drawMention, unescape } from "./mrkdwn.js";

const TOKEN = new RegExp(
  [
    "\\\\(?<escaped>[!-/:-@[-`{-~])",
    "(?<ticks>`+)(?<code>(?:(?!\\k<ticks>).)+)\\k<ticks>(?!`)",
    "!\\[(?<alt>[^\\]]*)\\]\\((?<image>[^)\\s]+)[^)]*\\)",
    "\\[(?<label>(?:[^\\[\\]]|\\[[^\\[\\]]*\\])+)\\]\\((?<target>[^()\\s]+(?:\\([^()\\s]*\\)[^()\\s]*)*)(?:\\s+\"[^\"]*\")?\\)",
    "<(?<auto>(?:https?:\\/\\/|mailto:)[^<>\\s|]+)(?:\\|(?<autoLabel>[^<>]*))?>",
    "<@(?<user>[A-Z0-9]+)(?:\\|[^<>]*)?>",
    "<#(?<channel>[A-Z0-9]+)(?:\\|[^<>]*)?>",
    "\\*\\*\\*(?=\\S)(?<both>.+?\\S?)\\*\\*\\*",
    "\\*\\*(?=\\S)(?<bold>.*?\\S)\\*\\*(?!\\*)",
    "(?<![\\p{L}\\p{N}_])__(?=\\S)(?<bold2>.*?\\S)__(?![\\p{L}\\p{N}_])",
    "~~(?=\\S)(?<strike>.*?\\S)~~",
    "\\*(?=[^\\s*])(?<italic>(?:[^*]|\\*\\*[^*]+\\*\\*)*?[^\\s*])\\*(?!\\*)",
    "(?<![\\p{L}\\p{N}_])_(?=[^\\s_])(?<italic2>.*?[^\\s_])_(?![\\p{L}\\p{N}_])",
    ":(?<emoji>[a-z0-9_+'-]+):(?::skin-tone-(?<tone>[2-6]):)?",
    "(?<url>https?:\\/\\/[^\\s<>|]*[^\\s<>|.,;:!?)\\]}'\"*_])",
  ].join("|"),
  "gu",
);

/** @param {string} text @returns {Node[]} */
export function markdownInline(text) {
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

/** @type {Record<string, (found: Record<string, string>) => Node | null>} */
const DRAW = {
  escaped: (found) => document.createTextNode(found.escaped),
  code: (found) => h("code", { dir: "auto" }, unescape(found.code.replace(/^ (.+) $/, "$1"))),
  image: (found) => link(found.image, found.alt || "image"),
  target: (found) => link(unescape(found.target), markdownInline(found.label)),
  auto: (found) => link(found.auto, found.autoLabel || found.auto.replace(/^mailto:/, "")),
  user: (found) => drawMention(found.user),
  channel: (found) => drawChannel(found.channel),
  both: (found) => h("b", null, h("i", null, markdownInline(found.both))),
  bold: (found) => h("b", null, markdownInline(found.bold)),
  bold2: (found) => h("b", null, markdownInline(found.bold2)),
  strike: (found) => h("s", null, markdownInline(found.strike)),
  italic: (found) => h("i", null, markdownInline(found.italic)),
  italic2: (found) => h("i", null, markdownInline(found.italic2)),
  emoji: (found) => (emojiFor(found.emoji) ? drawEmoji(found.emoji, Number(found.tone)) : null),
  url: (found) => link(unescape(found.url), unescape(found.url)),
};

/** @param {Record<string, string>} found */
function drawToken(found) {
  const kind = Object.keys(DRAW).find((name) => found[name] !== undefined);
  return kind ? DRAW[kind](found) : null;
}
