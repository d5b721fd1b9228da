/** Pictures, videos and files as blocks of their own. */
import { h, link } from "../dom.js";
import { drawImage } from "../elements/image.js";
import { drawFile } from "../files.js";
import { icon } from "../icons.js";
import { plain } from "../mrkdwn.js";

/** @param {any} block */
export function drawImageBlock(block) {
  return h("figure", { class: "image" }, block.title && h("figcaption", { dir: "auto" }, plain(block.title)), drawImage(block));
}

/** A video is shown by its cover; playing it would load a foreign page, so it opens in a tab of its own. @param {any} block */
export function drawVideo(block) {
  const source = [block.author_name, block.provider_name].filter(Boolean).join(" · ");
  const address = block.title_url ?? block.video_url;
  const cover = link(address, drawImage({ image_url: block.thumbnail_url, alt_text: block.alt_text }), h("span", { class: "play" }, icon("play")));
  cover.className = "video-cover";
  cover.setAttribute("aria-label", `Open the video ${plain(block.title)} in a new tab`);
  return h("figure", { class: "video" }, source && h("small", null, source), h("figcaption", { dir: "auto" }, link(address, plain(block.title))), block.description && h("div", { class: "video-words", dir: "auto" }, plain(block.description)), cover);
}

/** @param {any} block */
export function drawFileBlock(block) {
  if (block.file) return drawFile(block.file);
  return h("div", { class: "file-card" }, h("span", { class: "file-badge", style: { background: "#4d4d57" } }, icon("file")), h("span", { class: "file-words" }, h("span", { class: "file-name" }, block.external_id ?? block.file_id ?? "Remote file"), h("small", null, `${block.source ?? "remote"} file`)));
}
