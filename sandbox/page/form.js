/** What a person has entered in one view or message, in the shape of Slack's `view.state.values`. */

export class Form {
  /** @type {Map<string, any>} */
  #values = new Map();
  /** @type {Set<string>} */
  #present = new Set();
  touched = false;

  /** Starts a fresh drawing: only fields drawn from now on are handed in, earlier answers stay. */
  begin() {
    this.#present.clear();
  }

  /**
   * Declares a field and gives what it holds: the person's answer, else the app's initial value.
   * @param {string} block @param {string} action @param {any} initial @returns {any}
   */
  field(block, action, initial) {
    const key = `${block}\n${action}`;
    this.#present.add(key);
    if (!this.#values.has(key)) this.#values.set(key, initial);
    return this.#values.get(key);
  }

  /** @param {string} block @param {string} action @param {any} value */
  set(block, action, value) {
    this.touched = true;
    this.#values.set(`${block}\n${action}`, value);
  }

  /** @returns {Record<string, Record<string, any>>} */
  values() {
    /** @type {Record<string, Record<string, any>>} */
    const all = {};
    for (const key of this.#present) {
      const [block, action] = key.split("\n");
      (all[block] ??= {})[action] = this.#values.get(key);
    }
    return all;
  }
}
