/** Pictures, with their description shown in their place when they cannot be loaded. */
import { fileAddress } from "../api.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";

/** @param {any} element @returns {HTMLElement} */
export function drawImage(element) {
  const file = element.slack_file;
  const address = file?.id ? fileAddress(file.id) : (element.image_url ?? file?.url ?? "");
  const alt = element.alt_text ?? "";
  const image = h("img", { class: "picture", src: address, alt, title: alt || null, loading: "lazy", referrerpolicy: "no-referrer" });
  const missing = () => image.replaceWith(h("span", { class: "picture-missing", role: "img", "aria-label": alt || "Picture" }, icon("eye"), h("span", null, alt || "Picture")));
  image.addEventListener("error", missing);
  if (!image.getAttribute("src")) queueMicrotask(missing);
  return image;
}
