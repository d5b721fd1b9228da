/** Switches that make the workspace misbehave, so that one can see what the app does then. */
import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { store } from "./store.js";
import { toast } from "./toast.js";

/** @typedef {{kind: string, label: string, words: string, match: string, extra?: Record<string, number>}} Fault */

/** @type {Fault[]} */
const FAULTS = [
  { kind: "429", label: "Rate limited", words: "Web API answers 429 with Retry-After", match: "chat.postMessage", extra: { retry_after: 1 } },
  { kind: "500", label: "Server error", words: "Web API answers 500", match: "*" },
  { kind: "503", label: "Unavailable", words: "Web API answers 503", match: "*" },
  { kind: "drop_response", label: "Lost answer", words: "The call is done, the answer never arrives", match: "chat.postMessage" },
  { kind: "slow", label: "Slow", words: "Each call takes some seconds", match: "*", extra: { seconds: 2 } },
  { kind: "duplicate_delivery", label: "Delivered twice", words: "Each event is sent twice", match: "event" },
  { kind: "redeliver", label: "Delivered again", words: "An event is sent again as a retry", match: "event" },
  { kind: "disconnect", label: "Disconnect", words: "The socket is closed", match: "*" },
  { kind: "stream_timeout", label: "Stream time-out", words: "A streaming reply expires", match: "*" },
  { kind: "expired_trigger", label: "Expired trigger", words: "Opening a modal fails", match: "views.open" },
  { kind: "html_login", label: "Login page", words: "A file download gives HTML instead", match: "*" },
];

export class FaultsPanel {
  constructor() {
    this.node = h("div", { class: "faults" });
  }

  draw() {
    const active = store.faults;
    fill(this.node, h("p", { class: "faults-words" }, "Make the workspace misbehave and watch what the app does. Nothing here reaches Slack."),
      h("div", { class: "fault-grid" }, FAULTS.map((fault) => this.card(fault, active.find((rule) => rule.kind === fault.kind)))),
      active.length > 0 && h("button", { type: "button", class: "button", on: { click: () => void this.save([]) } }, "Switch all off"));
  }

  /** @param {Fault} fault @param {any} rule the rule in force, if any @returns {HTMLElement} */
  card(fault, rule) {
    const match = h("input", { class: "input", "aria-label": `${fault.label}: which call or event`, value: rule?.match ?? fault.match, spellcheck: "false" });
    const times = h("input", { class: "input", type: "number", min: 1, "aria-label": `${fault.label}: how many times, empty for always`, placeholder: "always", value: rule ? (rule.times ?? "") : "1" });
    const toggle = () => {
      const others = store.faults.filter((other) => other.kind !== fault.kind);
      const next = { match: match.value || "*", kind: fault.kind, times: times.value ? Number(times.value) : null, ...fault.extra };
      void this.save(box.checked ? [...others, next] : others);
    };
    const box = h("input", { type: "checkbox", role: "switch", checked: Boolean(rule), data: { testid: `fault-${fault.kind}` }, on: { change: toggle } });
    return h("div", { class: ["fault", rule && "is-on"] }, h("label", { class: "fault-head" }, box, h("span", null, h("b", null, fault.label), h("small", null, fault.words))), h("div", { class: "fault-fields" }, h("label", null, "on ", match), h("label", null, "times ", times)));
  }

  /** @param {any[]} rules */
  async save(rules) {
    const reply = await api.setFaults(rules);
    if (reply.ok === false) toast(`The fault was not set: ${reply.error}`, { kind: "error" });
    const now = await api.faults();
    store.faults = now.rules ?? rules;
    store.changed("faults");
  }
}

/** A line at the top of the page as long as a fault is on. */
export function drawFaultBanner() {
  const banner = document.getElementById("fault-banner");
  if (!banner) return;
  banner.hidden = store.faults.length === 0;
  fill(banner, icon("warning"), `${store.faults.length} fault${store.faults.length === 1 ? " is" : "s are"} switched on: ${store.faults.map((rule) => rule.kind).join(", ")}`);
}
