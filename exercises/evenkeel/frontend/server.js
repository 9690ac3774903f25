// The learner's records on the course's server, for pages that come from it.

import { eraseKept, listKept } from "./kept.js";
import { BrowserStore, SaveError, browserStorage, merge, same } from "./storage.js";
import { _ } from "./words.js";

/** @typedef {import("./storage.js").State} State */
/** @typedef {import("./storage.js").Name} Name */
/** @typedef {import("./storage.js").Loaded} Loaded */
/** @typedef {import("./storage.js").Saved} Saved */
/** @typedef {import("./storage.js").Entry} Entry */

const WORDS = {
  offline: _("The course's server cannot be reached."),
  refused: _("The course's server could not do this."),
  signIn: _("You are signed out. Sign in again in another tab, then choose Try again."),
};

/** Records on the course's server. What could not be sent yet waits in the browser's storage. */
export class ServerStore {
  /** @param {string} api address ending in a slash @param {Storage | null} [storage] */
  constructor(api, storage = browserStorage()) {
    this.api = new URL(api, location.href);
    this.where = "server";
    this.delay = 600;
    this.stale = 30_000;
    this.aside = new BrowserStore(`unsent:${this.api.pathname}`, storage);
    /** When what the page last saw of a record was saved, by path. @type {Map<string, string | null>} */
    this.seen = new Map();
    /** Of what waits, what this page's record has in it, by path. @type {Map<string, State>} */
    this.included = new Map();
  }

  /** The record on the server, brought together with what this browser has not sent yet.
   * @param {Name} name @returns {Promise<Loaded>} */
  async load(name) {
    const found = await this.ask(path(name));
    const state = found.state ?? {};
    this.seen.set(path(name), found.saved_at ?? null);
    const waiting = this.waiting(name);
    if (!waiting) return { state, saved: state, notice: found.notice };
    this.included.set(path(name), waiting.state);
    const older = found.saved_at > waiting.at;
    const merged = older ? merge(waiting.base, state, waiting.state) : merge(waiting.base, waiting.state, state);
    if (merged.lost) this.keepAside(name, older ? waiting.state : state);
    // a page that was left does not hear that its last words arrived
    if (same(merged.state, state)) this.aside.remove(name);
    return { state: merged.state, saved: state, notice: found.notice };
  }

  /** What waits to be sent. @param {Name} name @returns {{state: State, base: State, at: string} | null} */
  waiting(name) {
    try {
      const entry = this.aside.read(name);
      return entry && { base: {}, ...entry.state.waiting, at: entry.at };
    } catch {
      return null;
    }
  }

  /** Note what is about to be sent, so that a closed page does not lose it. Whether that worked.
   * @param {Name} name @param {State} state @param {State} base */
  note(name, state, base) {
    try {
      this.included.set(path(name), state);
      this.aside.save(name, { waiting: { state, base } });
      return true;
    } catch {
      return false;
    }
  }

  /** Save, unless the server has what this page has not seen. A page that is leaving could do nothing about that,
   * so the server then keeps both.
   * @param {Name} name @param {State} state @param {boolean} [leaving] @returns {Promise<Saved>} */
  async save(name, state, leaving = false) {
    const included = this.included.get(path(name));
    const empty = Object.keys(state).length === 0;
    const body = JSON.stringify({ state, saved_at: this.seen.get(path(name)), leaving });
    const sent = empty ? { method: "DELETE" } : { method: "PUT", body };
    const saved = await this.ask(path(name), { ...sent, keepalive: leaving });
    const at = saved.saved_at ?? new Date().toISOString();
    // what the server brought together itself, this page has not seen yet
    if (!saved.merged) this.seen.set(path(name), saved.saved_at ?? null);
    if (saved.conflict) return { at, theirs: saved.state };
    const waiting = this.waiting(name)?.state;
    if (same(waiting, state) || same(waiting, included)) this.aside.remove(name);
    return { at, notice: saved.notice };
  }

  /** @param {Name} name @param {State} state */
  keepAside(name, state) {
    this.aside.keepAside(name, state);
  }

  /** Other tabs reach this one through the server. @returns {() => void} */
  watch() {
    return () => {};
  }

  /** The names of what waits to be sent. @returns {Promise<Name[]>} */
  async unsent() {
    return listKept(this.aside).filter((entry) => !entry.kept);
  }

  /** Everything on the server, then what this browser keeps besides. @returns {Promise<Entry[]>} */
  async list() {
    const { progress, assignments } = await this.ask("records");
    const practice = Object.entries(progress).flatMap(([exercise, records]) => entries(exercise, records));
    const handedIn = entries("worksheet", assignments).map((entry) => ({ ...entry, assignment: true }));
    return [...practice, ...handedIn, ...listKept(this.aside)];
  }

  /** Erase all practice records and what this browser keeps. @param {boolean} [assignments] those answers too */
  async erase(assignments = false) {
    await this.ask(assignments ? "records?assignments=1" : "records", { method: "DELETE" });
    eraseKept(this.aside);
  }

  /** Ask the server; every failure becomes words for the learner.
   * @param {string} to @param {RequestInit} [request] @returns {Promise<any>} */
  async ask(to, request = {}) {
    const token = /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? "";
    const headers = { "Content-Type": "application/json", "X-XSRFToken": decodeURIComponent(token) };
    let answer;
    try {
      const signal = AbortSignal.timeout(20_000);
      answer = await fetch(new URL(to, this.api), { headers, signal, redirect: "manual", ...request });
    } catch {
      throw Object.assign(new SaveError(WORDS.offline), { offline: true });
    }
    if ([401, 403].includes(answer.status) || answer.type === "opaqueredirect") throw new SaveError(WORDS.signIn);
    const said = await answer.json().catch(() => ({}));
    if (answer.status === 409 && said.state) return { ...said, conflict: true };
    if (!answer.ok) throw new SaveError(said.message || WORDS.refused);
    return said;
  }
}

/** @param {string} exercise @param {Record<string, {state: State, saved_at: string}>} records @returns {Entry[]} */
const entries = (exercise, records) =>
  Object.entries(records).map(([id, { state, saved_at }]) => ({ exercise, id, state, at: saved_at, kept: false }));

/** @param {Name} name */
const path = ({ exercise, id }) => `records/${exercise}/${id}`;

export function install() {
  Object.assign(globalThis, { EvenkeelServerStore: ServerStore });
}
