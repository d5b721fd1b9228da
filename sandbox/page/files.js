/** Files under a message and in the composer. */
import { fileAddress } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";

const COLOURS = { pdf: "#d72b3f", docx: "#1d6fc4", doc: "#1d6fc4", pptx: "#c7511f", ppt: "#c7511f", xlsx: "#1e7b45", csv: "#1e7b45", md: "#4d4d57", txt: "#4d4d57", html: "#a3400b", json: "#6b5b00" };

/** @param {number | undefined} bytes @returns {string} */
export function fileSize(bytes) {
  if (bytes === undefined || bytes === null) return "";
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** @param {any} file @returns {string} */
function ending(file) {
  return (file.filetype || file.name?.split(".").pop() || "file").toLowerCase();
}

/** One file as Slack shows it: pictures large, other files as a card. @param {any} file @returns {HTMLElement} */
export function drawFile(file) {
  const name = file.title || file.name || "file";
  if (file.mimetype?.startsWith("image/") && file.mimetype !== "image/svg+xml") {
    return h("a", { class: "file-picture", href: fileAddress(file.id), target: "_blank", rel: "noopener", data: { fileId: file.id } }, h("span", { class: "file-caption" }, name), h("img", { src: fileAddress(file.id), alt: name, loading: "lazy" }));
  }
  return h("a", { class: "file-card", href: fileAddress(file.id), target: "_blank", rel: "noopener", download: file.name ?? null, data: { fileId: file.id } },
    fileBadge(file), h("span", { class: "file-words" }, h("span", { class: "file-name", dir: "auto" }, name), h("small", null, [ending(file).toUpperCase(), fileSize(file.size)].filter(Boolean).join(" · "))), icon("download"));
}

/** @param {any} file */
export function fileBadge(file) {
  return h("span", { class: "file-badge", style: { background: /** @type {any} */ (COLOURS)[ending(file)] ?? "#4d4d57" } }, icon("file"));
}
