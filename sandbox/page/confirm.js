/** Asks "are you sure?" with the app's own words, before a click counts. */
import { h, uid } from "./dom.js";
import { plain, textObject } from "./mrkdwn.js";

/** @param {any} confirm Slack's confirmation object, or nothing @returns {Promise<boolean>} */
export function confirmed(confirm) {
  if (!confirm) return Promise.resolve(true);
  const opener = /** @type {HTMLElement | null} */ (document.activeElement);
  return new Promise((resolve) => {
    const title = uid("confirm");
    const done = (/** @type {boolean} */ answer) => {
      dialog.close();
      dialog.remove();
      opener?.focus?.();
      resolve(answer);
    };
    const dialog = h("dialog", { class: "modal modal-small", "aria-labelledby": title, data: { testid: "confirm" }, on: { cancel: (/** @type {Event} */ event) => { event.preventDefault(); done(false); } } },
      h("header", { class: "modal-head" }, h("h2", { id: title }, plain(confirm.title) || "Are you sure?")),
      h("div", { class: "modal-body" }, h("div", { class: "block block-section" }, textObject(confirm.text))),
      h("footer", { class: "modal-foot" },
        h("button", { type: "button", class: "button", on: { click: () => done(false) } }, plain(confirm.deny) || "Cancel"),
        h("button", { type: "button", class: ["button", confirm.style === "danger" ? "button-danger" : "button-primary"], data: { testid: "confirm-yes" }, on: { click: () => done(true) } }, plain(confirm.confirm) || "Yes")));
    document.body.appendChild(dialog);
    dialog.showModal();
    /** @type {HTMLElement | null} */ (dialog.querySelector("footer .button:last-child"))?.focus();
  });
}
