/** The drawer that shows the raw traffic between the app and the workspace, and the faults that can be switched on. */
import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { FaultsPanel } from "./faults.js";
import { icon } from "./icons.js";
import { drawJson, pretty } from "./json.js";
import { copyText } from "./shortcuts.js";
import { store } from "./store.js";

/** @typedef {{n: number, at: string | number, direction: string, transport: string, name: string, ok: boolean, status: number, ms: number, request: any, response: any}} Entry */

const MOST_SHOWN = 400;

export class Inspector {
  /** @type {Entry[]} */ entries = [];
  /** @type {Entry | null} */ chosen = null;
  last = 0;
  tab = "traffic";
  reading = false;

  constructor() {
    this.faults = new FaultsPanel();
    this.filter = h("input", { class: "input", type: "search", placeholder: "Filter by name or content", "aria-label": "Filter traffic", data: { testid: "inspector-filter" }, on: { input: () => this.drawList() } });
    this.direction = h("select", { class: "input", "aria-label": "Direction", on: { change: () => this.drawList() } }, [["", "Both directions"], ["app→slack", "App → Slack"], ["slack→app", "Slack → app"], ["failed", "Failures only"]].map(([value, label]) => h("option", { value }, label)));
    this.list = h("div", { class: "traffic-list", role: "listbox", "aria-label": "Traffic", tabindex: 0, on: { keydown: (/** @type {KeyboardEvent} */ e) => this.key(e) } });
    this.detail = h("div", { class: "traffic-detail" });
    this.counts = h("span", { class: "traffic-counts" });
    const tab = (/** @type {string} */ name, /** @type {string} */ label) => h("button", { type: "button", role: "tab", class: "tab", "aria-selected": "false", data: { tab: name, testid: `inspector-${name}` }, on: { click: () => this.select(name) } }, label);
    this.tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "Inspector" }, tab("traffic", "Traffic"), tab("faults", "Faults"));
    this.tools = h("div", { class: "inspector-tools" }, this.filter, this.direction, h("button", { type: "button", class: "icon-button", "aria-label": "Clear the list", title: "Clear the list", on: { click: () => this.clear() } }, icon("trash")));
    this.body = h("div", { class: "inspector-body" });
    this.node = h("section", { class: "inspector", "aria-label": "Inspector", hidden: true, data: { testid: "inspector" } }, h("div", { class: "inspector-head" }, this.tabs, this.tools, this.counts, h("button", { type: "button", class: "icon-button", "aria-label": "Close inspector", on: { click: () => this.toggle(false) } }, icon("close"))), this.body);
    this.select("traffic");
  }

  /** @param {boolean} [open] */
  toggle(open = this.node.hidden) {
    this.node.hidden = !open;
    document.body.classList.toggle("has-inspector", open);
    if (open) void this.read();
    if (open) this.list.focus();
  }

  /** @param {string} name */
  select(name) {
    this.tab = name;
    for (const tab of this.tabs.children) tab.setAttribute("aria-selected", String(tab.dataset.tab === name));
    this.tools.hidden = name !== "traffic";
    fill(this.body, name === "traffic" ? [this.list, this.detail] : this.faults.node);
    if (name === "faults") this.faults.draw();
    else this.drawDetail();
  }

  /** Reads what is new; called for each push, and does nothing while the drawer is closed. */
  async read() {
    if (this.node.hidden) return;
    if (this.reading) return void (this.again = true);
    this.reading = true;
    const [reply, counts] = await Promise.all([api.traffic(this.last), api.counts()]);
    this.reading = false;
    for (const entry of reply.entries ?? []) this.keep(entry);
    if (reply.entries?.length) this.drawList();
    this.drawCounts(counts);
    if (!this.again) return;
    this.again = false;
    void this.read();
  }

  /** @param {Entry} entry */
  keep(entry) {
    const known = this.entries.findIndex((other) => other.n === entry.n);
    if (known >= 0) this.entries[known] = entry;
    else this.entries.push(entry);
    this.last = Math.max(this.last, entry.n);
  }

  /** A server that was restarted counts its traffic from one again. */
  startOver() {
    this.last = 0;
    this.clear();
    void this.read();
  }

  clear() {
    this.entries = [];
    this.chosen = null;
    this.drawList();
    this.drawDetail();
  }

  /** @param {any} counts */
  drawCounts(counts) {
    const broken = counts?.limit_violations?.length ?? 0;
    fill(this.counts, `${counts?.posted ?? 0} posted · ${counts?.updated ?? 0} updated · `, h("span", { class: counts?.unacked ? "bad" : "" }, `${counts?.unacked ?? 0} unacknowledged`), " · ", h("span", { class: broken ? "bad" : "" }, `${broken} limit violation${broken === 1 ? "" : "s"}`));
  }

  shown() {
    const wanted = this.filter.value.toLowerCase();
    const side = this.direction.value;
    return this.entries.filter((entry) => {
      if (side === "failed" ? entry.ok : side && entry.direction !== side) return false;
      return !wanted || entry.name.toLowerCase().includes(wanted) || `${JSON.stringify(entry.request)}${JSON.stringify(entry.response)}`.toLowerCase().includes(wanted);
    }).slice(-MOST_SHOWN).reverse();
  }

  drawList() {
    const entries = this.shown();
    fill(this.list, entries.map((entry) => this.row(entry)), !entries.length && h("p", { class: "empty" }, this.entries.length ? "Nothing matches the filter." : "No traffic yet. Write to the app and watch this space."));
  }

  /** @param {Entry} entry */
  row(entry) {
    const out = entry.direction === "slack→app";
    return h("div", { class: ["traffic-row", !entry.ok && "is-bad"], role: "option", "aria-selected": String(this.chosen?.n === entry.n), data: { testid: "traffic-entry", name: entry.name, n: entry.n }, on: { click: () => this.choose(entry) } },
      h("span", { class: ["traffic-way", out ? "is-out" : "is-in"], title: entry.direction }, out ? "→ app" : "→ slack"), h("span", { class: "traffic-name" }, entry.name), h("span", { class: "traffic-transport" }, entry.transport), h("span", { class: "traffic-status" }, entry.status || (entry.ok ? "ok" : "failed")), h("span", { class: "traffic-ms" }, entry.ms === null || entry.ms === undefined ? "" : `${Math.round(entry.ms)} ms`), h("time", null, timeOf(entry.at)));
  }

  /** @param {Entry} entry */
  choose(entry) {
    this.chosen = entry;
    for (const row of this.list.querySelectorAll(".traffic-row")) row.setAttribute("aria-selected", String(row.dataset.n === String(entry.n)));
    this.list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
    this.drawDetail();
  }

  drawDetail() {
    const entry = this.chosen;
    if (!entry) return fill(this.detail, h("p", { class: "empty" }, "Choose a line to see what was sent and what came back."));
    const part = (/** @type {string} */ title, /** @type {any} */ value) => h("section", { class: "traffic-part" }, h("div", { class: "traffic-part-head" }, h("h3", null, title), h("button", { type: "button", class: "button button-small", on: { click: () => void copyText(pretty(value)) } }, icon("copy"), "Copy")), drawJson(value ?? null));
    fill(this.detail, h("div", { class: "traffic-title" }, h("b", null, entry.name), h("span", null, `${entry.direction} · ${entry.transport} · ${entry.status ?? ""}`)), part("Request", entry.request), part("Response", entry.response));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const entries = this.shown();
    const at = entries.findIndex((entry) => entry.n === this.chosen?.n);
    if (event.key === "ArrowDown") this.choose(entries[Math.min(at + 1, entries.length - 1)] ?? this.chosen);
    else if (event.key === "ArrowUp") this.choose(entries[Math.max(at - 1, 0)] ?? this.chosen);
    else return;
    event.preventDefault();
  }

  drawFaultMark() {
    if (this.tab === "faults") this.faults.draw();
    const tab = this.tabs.lastElementChild;
    if (tab) fill(tab, "Faults", store.faults.length > 0 && h("span", { class: "badge" }, store.faults.length));
  }
}

/** @param {string | number} at */
function timeOf(at) {
  const date = typeof at === "number" ? new Date(at * 1000) : new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : date.toLocaleTimeString([], { hour12: false, hour: "2-digit", minute: "2-digit", second: "2-digit" });
}
