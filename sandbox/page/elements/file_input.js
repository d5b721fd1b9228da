/** A field that takes files: choose, or drop them on it. */
import { api } from "../api.js";
import { change } from "../actions.js";
import { h } from "../dom.js";
import { fileSize } from "../files.js";
import { icon } from "../icons.js";
import { store } from "../store.js";
import { toast } from "../toast.js";

const LARGEST_BYTES = 10 * 1024 * 1024;

/** @param {any} element @param {import("../actions.js").Use} use @returns {HTMLElement} */
export function drawFileInput(element, use) {
  const held = use.ctx.form.field(use.blockId, element.action_id, { type: element.type, files: [] });
  let files = [...held.files];
  const most = element.max_files ?? 10;
  const list = h("ul", { class: "file-list" });
  const keep = (/** @type {any[]} */ next) => {
    files = next;
    list.replaceChildren(...files.map((file) => row(file, () => keep(files.filter((other) => other !== file)))));
    change({ ...use, live: false }, element, { files }, node);
  };
  const add = async (/** @type {FileList | File[]} */ chosen) => {
    const good = fitting([...chosen], element, most - files.length);
    if (!good.length) return;
    node.classList.add("is-busy");
    const reply = await api.upload(store.me, good);
    node.classList.remove("is-busy");
    if (reply.ok) keep([...files, ...reply.files]);
    else toast(reply.error ?? "The file could not be uploaded. Try again.", { kind: "error" });
  };
  const picker = h("input", { id: use.id, type: "file", class: "file-picker", multiple: most > 1, accept: element.filetypes?.map((/** @type {string} */ t) => `.${t}`).join(",") ?? null, "aria-labelledby": use.labelledBy ?? null, "aria-describedby": use.describedBy ?? null, data: { actionId: element.action_id }, on: { change: (/** @type {any} */ e) => { void add(e.target.files); } } });
  const hint = element.filetypes?.length ? `${element.filetypes.join(", ").toUpperCase()} · up to 10 MB` : "Up to 10 MB each";
  const node = h("div", { class: "file-field", on: { dragover: (/** @type {DragEvent} */ e) => { e.preventDefault(); node.classList.add("is-target"); }, dragleave: () => node.classList.remove("is-target"), drop: (/** @type {DragEvent} */ e) => { e.preventDefault(); e.stopPropagation(); node.classList.remove("is-target"); if (e.dataTransfer) void add(e.dataTransfer.files); } } },
    picker, h("div", { class: "file-drop", "aria-hidden": "true", on: { click: () => picker.click() } }, icon("clip"), h("span", null, h("b", null, most > 1 ? "Choose files" : "Choose a file"), " or drop here"), h("small", null, hint)), list);
  list.append(...files.map((file) => row(file, () => keep(files.filter((other) => other !== file)))));
  return node;
}

/** @param {File[]} files @param {any} element @param {number} room */
function fitting(files, element, room) {
  const types = element.filetypes?.map((/** @type {string} */ t) => t.toLowerCase());
  const good = files.filter((file) => {
    if (file.size > LARGEST_BYTES) return refuse(`${file.name} is larger than 10 MB.`);
    if (types?.length && !types.includes(file.name.split(".").pop()?.toLowerCase())) return refuse(`${file.name} is not one of: ${types.join(", ")}.`);
    return true;
  });
  if (good.length > room) toast(`Only ${room} more file${room === 1 ? "" : "s"} can be added here.`, { kind: "warning" });
  return good.slice(0, Math.max(room, 0));
}

/** @param {string} text */
function refuse(text) {
  toast(text, { kind: "error" });
  return false;
}

/** @param {any} file @param {() => void} remove */
function row(file, remove) {
  return h("li", { class: "file-row" }, icon("file"), h("span", { class: "file-name", dir: "auto" }, file.name), h("small", null, fileSize(file.size)), h("button", { type: "button", class: "icon-button", "aria-label": `Remove ${file.name}`, on: { click: remove } }, icon("close")));
}
