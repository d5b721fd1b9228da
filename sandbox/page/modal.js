/** Modals: the stack of views an app has open for a person, the top one on screen. */
import { api } from "./api.js";
import { readable } from "./actions.js";
import { drawBlocks } from "./blocks/index.js";
import { fill, h, uid } from "./dom.js";
import { Form } from "./form.js";
import { icon } from "./icons.js";
import { plain } from "./mrkdwn.js";
import { avatar } from "./people.js";
import { closePopover } from "./popover.js";
import { store } from "./store.js";
import { mistakes } from "./validate.js";

/** @typedef {{form: Form, errors: Map<string, string>, drawn: string}} Page */

export class Modals {
  /** @type {Map<string, Page>} */ pages = new Map();
  /** @type {any} */ view = null;
  /** @type {HTMLElement | null} */ opener = null;

  constructor() {
    this.node = h("dialog", { class: "modal", on: { cancel: (/** @type {Event} */ event) => { event.preventDefault(); void this.pop(); }, keydown: (/** @type {KeyboardEvent} */ e) => this.key(e) } });
    document.body.appendChild(this.node);
  }

  /** Brings the screen in line with the stack the server reports. */
  sync() {
    const views = store.views ?? [];
    const alive = new Set(views.map((/** @type {any} */ view) => view.id));
    for (const id of this.pages.keys()) if (!alive.has(id)) this.pages.delete(id);
    const top = views.at(-1);
    if (!top) return this.hide();
    if (!this.pages.has(top.id)) this.pages.set(top.id, { form: new Form(), errors: new Map(), drawn: "" });
    const page = /** @type {Page} */ (this.pages.get(top.id));
    const signature = JSON.stringify([top.hash, top.blocks, top.title, top.submit, top.close]);
    if (this.view?.id === top.id && page.drawn === signature) return;
    const another = this.view?.id !== top.id;
    if (page.drawn !== signature) page.errors = new Map();
    page.drawn = signature;
    this.show(top, page, another);
  }

  hide() {
    this.view = null;
    if (!this.node.open) return;
    closePopover(false);
    this.node.close();
    this.node.replaceChildren();
    delete this.node.dataset.testid;
    this.opener?.isConnected && this.opener.focus();
    this.opener = null;
  }

  /** @param {any} view @param {Page} page @param {boolean} another whether it replaces a different view */
  show(view, page, another) {
    if (!this.node.open) this.opener = /** @type {HTMLElement | null} */ (document.activeElement);
    const focused = another ? undefined : /** @type {HTMLElement} */ (document.activeElement)?.dataset?.actionId;
    const scroll = another ? 0 : (this.node.querySelector(".modal-body")?.scrollTop ?? 0);
    this.view = view;
    this.draw(view, page);
    if (!this.node.open) this.node.showModal();
    const body = /** @type {HTMLElement} */ (this.node.querySelector(".modal-body"));
    body.scrollTop = scroll;
    this.focusFirst(focused);
  }

  /** @param {any} view @param {Page} page */
  draw(view, page) {
    const title = uid("modal");
    const depth = store.views.length;
    Object.assign(this.node.dataset, { testid: "modal", callbackId: view.callback_id ?? "", viewId: view.id, depth: String(depth) });
    this.node.setAttribute("aria-labelledby", title);
    page.form.begin();
    const ctx = { surface: /** @type {"modal"} */ ("modal"), container: { type: /** @type {"view"} */ ("view"), view_id: view.id }, form: page.form, errors: page.errors };
    const app = store.apps.find((known) => known.id === view.app_id) ?? store.apps[0];
    const submit = view.submit && h("button", { type: "submit", class: "button button-primary", data: { testid: "modal-submit" } }, plain(view.submit));
    fill(this.node, h("form", { novalidate: true, class: "modal-form", on: { submit: (/** @type {Event} */ event) => { event.preventDefault(); void this.submit(); } } },
      h("header", { class: "modal-head" }, depth > 1 && h("button", { type: "button", class: "icon-button modal-back", "aria-label": "Back", on: { click: () => void this.pop() } }, icon("right")), app && avatar(app.bot_user_id, "small"), h("h2", { id: title, dir: "auto" }, plain(view.title)),
        h("button", { type: "button", class: "icon-button", "aria-label": "Close", data: { testid: "modal-close" }, on: { click: () => void this.close(depth > 1) } }, icon("close"))),
      h("div", { class: "modal-body" }, drawBlocks(view.blocks, ctx)),
      h("footer", { class: "modal-foot" }, h("div", { class: "modal-trouble", role: "alert", data: { testid: "modal-trouble" } }), h("button", { type: "button", class: "button", data: { testid: "modal-cancel" }, on: { click: () => void this.pop() } }, view.close ? plain(view.close) : submit ? "Cancel" : "Close"), submit)));
  }

  /** @param {string | undefined} actionId */
  focusFirst(actionId) {
    const wanted = actionId && this.node.querySelector(`[data-action-id="${CSS.escape(actionId)}"]`);
    if (actionId && !wanted && this.node.contains(document.activeElement)) return;
    const choices = [wanted, this.node.querySelector(".has-error input, .has-error textarea, .has-error [contenteditable]"), this.node.querySelector("[data-autofocus]"), this.node.querySelector(".modal-body textarea, .modal-body input:not([type=file]), .modal-body [contenteditable]"), this.node.querySelector(".modal-foot .button:last-child")];
    /** @type {HTMLElement | undefined} */ (choices.find(Boolean))?.focus({ preventScroll: true });
  }

  async submit() {
    const { view } = this;
    const page = this.pages.get(view?.id);
    if (!view || !page || this.node.classList.contains("is-busy")) return;
    const values = page.form.values();
    const wrong = mistakes(view, values);
    if (wrong.size) return this.showErrors(view, page, wrong);
    this.busy(true);
    const reply = await api.submit(store.me, view.id, values);
    this.busy(false);
    if (reply.errors) return this.showErrors(view, page, new Map(Object.entries(reply.errors)));
    if (!reply.ok) return this.trouble(readable(reply.error));
    await store.refresh();
  }

  /** @param {any} view @param {Page} page @param {Map<string, string>} errors */
  showErrors(view, page, errors) {
    page.errors = errors;
    const scroll = this.node.querySelector(".modal-body")?.scrollTop ?? 0;
    this.draw(view, page);
    const body = /** @type {HTMLElement} */ (this.node.querySelector(".modal-body"));
    body.scrollTop = scroll;
    this.focusFirst(undefined);
    this.node.querySelector(".has-error")?.scrollIntoView({ block: "nearest" });
    if (!this.node.querySelector(".has-error")) this.trouble([...errors.values()].join(" "));
  }

  /** @param {string} text */
  trouble(text) {
    const place = this.node.querySelector(".modal-trouble");
    if (place) fill(place, icon("warning"), h("span", null, text));
  }

  /** @param {boolean} on */
  busy(on) {
    this.node.classList.toggle("is-busy", on);
    this.node.setAttribute("aria-busy", String(on));
    for (const button of this.node.querySelectorAll("button")) button.disabled = on;
    if (on) fill(/** @type {Element} */ (this.node.querySelector(".modal-trouble")));
  }

  /** Leaves the top view; the one below comes back as it was. */
  async pop() {
    if (closePopover()) return;
    await this.close(false);
  }

  /** @param {boolean} all */
  async close(all) {
    if (!this.view || this.node.classList.contains("is-busy")) return;
    await api.close(store.me, this.view.id, all);
    await store.refresh();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void this.submit();
  }
}
