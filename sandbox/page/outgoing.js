/** Turns what a person typed into what Slack's own client sends: escaped, with mentions, channels and links marked. */
import { channelTitle, personName } from "./people.js";
import { store } from "./store.js";

const CODE = /(```[\s\S]*?```|`[^`\n]+`)/;
const URL = /(?<![<|\w])https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)\]}'"]/g;

/** @param {string} text @returns {string} */
export function escapeText(text) {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replace(/^&gt; ?/gm, "&gt; ");
  return escaped.split(CODE).map((part, i) => (i % 2 ? part : mark(part))).join("");
}

/** The reverse: what a person would have typed, for editing. @param {string} text @returns {string} */
export function typedText(text) {
  return text
    .replace(/<@(\w+)(?:\|[^>]*)?>/g, (_, id) => `@${personName(id)}`)
    .replace(/<#(\w+)(?:\|([^>]*))?>/g, (_, id, label) => `#${store.channel(id)?.name ?? label}`)
    .replace(/<!(\w+)[^>]*>/g, "@$1")
    .replace(/<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>/g, "$1")
    .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** @param {string} text */
function mark(text) {
  let marked = text.replace(URL, (url) => `<${url}>`);
  for (const [name, code] of names()) {
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}@#<])${escapeRegExp(name)}(?![\\p{L}\\p{N}])`, "giu");
    marked = marked.replace(pattern, code);
  }
  return marked;
}

/** Everything that can be mentioned, longest name first so that a name never hides in a longer one. @returns {[string, string][]} */
function names() {
  /** @type {[string, string][]} */
  const found = [["@here", "<!here>"], ["@channel", "<!channel>"], ["@everyone", "<!everyone>"]];
  for (const person of store.people.values()) for (const name of new Set([person.real_name, person.name])) if (name) found.push([`@${name}`, `<@${person.id}>`]);
  for (const channel of store.channels) if (!channel.is_im) found.push([`#${channel.name}`, `<#${channel.id}|${channelTitle(channel)}>`]);
  return found.sort((a, b) => b[0].length - a[0].length);
}

/** @param {string} text */
function escapeRegExp(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
