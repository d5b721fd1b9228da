/** Talks to the sandbox server: one function for each thing a person can do. */

/**
 * @typedef {{ok: boolean, error?: string, [key: string]: any}} Reply
 * @typedef {{type: "message", channel: string, ts: string} | {type: "view", view_id: string}} Container
 */

const BASE = "/sandbox/api";

/** @param {string} path @param {RequestInit} [init] @returns {Promise<any>} */
async function call(path, init) {
  try {
    const response = await fetch(BASE + path, init);
    const body = await response.json().catch(() => null);
    return body ?? { ok: response.ok, error: `The sandbox server answered ${response.status}.` };
  } catch {
    return { ok: false, error: "The sandbox server does not answer. Is it still running?" };
  }
}

/** @param {string} path @param {object} body @param {string} [method] @returns {Promise<any>} */
function send(path, body, method = "POST") {
  return call(path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

/** @param {Record<string, string | undefined>} query */
function search(query) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return `?${new URLSearchParams(/** @type {any} */ (given))}`;
}

export const api = {
  /** @param {string} [as] */
  state: (as) => call(`/state${as ? search({ as }) : ""}`),
  /** @param {string} as @param {string} channel @param {string} [thread_ts] */
  messages: (as, channel, thread_ts) => call(`/messages${search({ as, channel, thread_ts })}`),
  /** @param {{as: string, channel: string, text: string, thread_ts?: string, file_ids?: string[]}} message @returns {Promise<Reply>} */
  message: (message) => send("/message", message),
  /** @param {string} as @param {File[]} files @returns {Promise<Reply>} */
  upload: (as, files) => {
    const form = new FormData();
    form.append("as", as);
    for (const file of files) form.append("file", file, file.name);
    return call("/upload", { method: "POST", body: form });
  },
  /** @param {string} as @returns {Promise<Reply>} */
  dm: (as) => send("/dm", { as }),
  /** @param {object} action @returns {Promise<Reply>} */
  action: (action) => send("/action", action),
  /** @param {object} query @returns {Promise<Reply>} */
  options: (query) => send("/options", query),
  /** @param {object} command @returns {Promise<Reply>} */
  command: (command) => send("/command", command),
  /** @param {object} shortcut @returns {Promise<Reply>} */
  shortcut: (shortcut) => send("/shortcut", shortcut),
  /** @param {string} as @param {string} view_id @param {object} values @returns {Promise<Reply>} */
  submit: (as, view_id, values) => send("/submit", { as, view_id, values }),
  /** @param {string} as @param {string} view_id @param {boolean} [all] @returns {Promise<Reply>} */
  close: (as, view_id, all = false) => send("/close", { as, view_id, all }),
  /** @param {string} as @param {"home" | "messages"} tab @returns {Promise<Reply>} */
  home: (as, tab) => send("/home", { as, tab }),
  /** @param {object} reaction @returns {Promise<Reply>} */
  reaction: (reaction) => send("/reaction", reaction),
  /** @param {object} message @returns {Promise<Reply>} */
  edit: (message) => send("/edit", message),
  /** @param {object} message @returns {Promise<Reply>} */
  delete: (message) => send("/delete", message),
  /** @param {string} as @param {string} channel @param {string} thread_ts @returns {Promise<Reply>} */
  stop: (as, channel, thread_ts) => send("/stop", { as, channel, thread_ts }),
  /** @param {number} after */
  traffic: (after) => call(`/traffic${search({ after: String(after) })}`),
  counts: () => call("/counts"),
  faults: () => call("/faults"),
  /** @param {object[]} rules @returns {Promise<Reply>} */
  setFaults: (rules) => send("/faults", { rules }, "PUT"),
};

/** Where the page itself reads a file from. @param {string} id */
export function fileAddress(id) {
  return `${BASE}/file/${encodeURIComponent(id)}`;
}

/** Where the live pushes of one person come from. @param {string} as */
export function liveAddress(as) {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${location.host}${BASE}/live${search({ as })}`;
}
