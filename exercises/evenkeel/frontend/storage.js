// Where a learner's records are kept: this browser, or the course's server. Nothing here draws anything.
//
// A record is what a widget calls its state. Both stores have the same methods, so that the page need not care
// which one it has.

/** @typedef {Record<string, any>} State */
/** @typedef {{exercise: string, id: string}} Name */
/** @typedef {{state: State, saved: State, notice?: string}} Loaded `saved` is what the store holds of it so far */
/** @typedef {{at: string, notice?: string}} Saved */
/** @typedef {Name & {state: State, at: string | null, kept: boolean}} Entry */

const WORDS = {
  blocked: "This browser is set to keep nothing. Your answers stay here only while this page is open.",
  full: "This browser has no room left to keep your answers. They stay here only while this page is open.",
  offline: "The course's server cannot be reached.",
  refused: "The course's server could not save this.",
  signIn: "You are signed out. Sign in again in another tab, then choose Try again.",
  unreadable: "Your earlier answers here could not be read. They are kept under Your answers, and you can start afresh.",
};

/** A failure whose message is for the learner. */
export class SaveError extends Error {}

/** The browser's storage, or null where it is switched off: even looking at it can throw. */
export function browserStorage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** Whether two JSON values say the same, whatever the order of their keys. @param {any} a @param {any} b */
export function same(a, b) {
  return JSON.stringify(a, sorted) === JSON.stringify(b, sorted);
}

/** @param {string} _key @param {any} value */
function sorted(_key, value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Bring together two records that grew from one. Answers to different questions are all kept. Where both changed
 * the same thing, `mine` wins and `lost` is true: the caller then keeps `theirs` aside.
 *
 * @param {State} base the record both started from
 * @param {State} mine
 * @param {State} theirs
 * @returns {{state: State, lost: boolean}}
 */
export function merge(base, mine, theirs) {
  if (same(mine, theirs) || same(base, theirs)) return { state: mine, lost: false };
  if (same(base, mine)) return { state: theirs, lost: false };
  const part = ["items", "fields"].find((key) => mine[key] && theirs[key]);
  if (!part) return { state: mine, lost: Object.keys(theirs).length > 0 };
  const before = base[part] ?? {};
  const merged = { ...theirs[part] };
  let lost = false;
  for (const key of new Set([...Object.keys(before), ...Object.keys(mine[part])])) {
    const [was, here, there] = [before[key], mine[part][key], theirs[part][key]];
    if (same(here, was)) continue;
    if (!same(there, was) && !same(there, here) && there !== undefined) lost = true;
    if (here === undefined) delete merged[key];
    else merged[key] = here;
  }
  return { state: { ...theirs, ...mine, [part]: merged }, lost };
}

/** Records in the browser's own storage, one entry each, named `evenkeel:<course>:<exercise>:<id>`. */
export class BrowserStore {
  /** @param {string} course the path of the course on its site @param {Storage | null} [storage] */
  constructor(course, storage = browserStorage()) {
    this.prefix = `evenkeel:${course}:`;
    this.storage = storage;
    this.where = "browser";
    this.delay = 150;
    this.stale = Infinity;
  }

  /** @param {Name} name */
  key({ exercise, id }) {
    return `${this.prefix}${exercise}:${id}`;
  }

  /** @param {Name} name @returns {Promise<Loaded>} */
  async load(name) {
    const state = this.read(name)?.state ?? {};
    return { state, saved: state };
  }

  /** @param {Name} name @returns {{state: State, at: string} | null} */
  read(name) {
    if (!this.storage) throw new SaveError(WORDS.blocked);
    const text = this.storage.getItem(this.key(name));
    if (text === null) return null;
    const entry = parsed(text);
    if (entry) return entry;
    this.put(`${this.key(name)}~${now()}`, text);
    this.remove(name);
    throw new SaveError(WORDS.unreadable);
  }

  /** @param {Name} name @param {State} state @returns {Promise<Saved>} */
  async save(name, state) {
    if (Object.keys(state).length) this.put(this.key(name), entry(state));
    else this.remove(name);
    return { at: now() };
  }

  /** The browser keeps the record itself, so there is nothing to note beforehand. */
  note() {
    return false;
  }

  /** Keep a record that would otherwise be replaced. @param {Name} name @param {State} state */
  keepAside(name, state) {
    this.put(`${this.key(name)}~${now()}`, entry(state));
  }

  /** @param {string} key @param {string} text */
  put(key, text) {
    if (!this.storage) throw new SaveError(WORDS.blocked);
    try {
      this.storage.setItem(key, text);
    } catch {
      throw new SaveError(WORDS.full);
    }
  }

  /** @param {Name} name */
  remove(name) {
    this.storage?.removeItem(this.key(name));
  }

  /** Tell `changed` when another tab saves this record. Returns a function that stops it.
   * @param {Name} name @param {(state: State) => void} changed */
  watch(name, changed) {
    /** @param {StorageEvent} event */
    const heard = (event) => {
      if (event.key !== this.key(name) && event.key !== null) return;
      const text = event.key === null ? null : event.newValue;
      const found = text === null ? { state: {} } : parsed(text);
      if (found) changed(found.state);
    };
    window.addEventListener("storage", heard);
    return () => window.removeEventListener("storage", heard);
  }

  /** @returns {Promise<Name[]>} */
  async unsent() {
    return [];
  }

  /** Everything kept for this course; earlier versions and what could not be read have `kept`. @returns {Promise<Entry[]>} */
  async list() {
    return this.keys().map((key) => {
      const [, exercise, id, kept] = /^([^:]*):([^~]*)(~.*)?$/s.exec(key.slice(this.prefix.length)) ?? ["", "", key];
      const text = this.storage?.getItem(key) ?? "";
      const found = parsed(text) ?? { state: { unreadable: text }, at: null };
      return { exercise, id, kept: !!kept, state: found.state, at: found.at };
    });
  }

  /** Erase everything of this course. */
  async erase() {
    for (const key of this.keys()) this.storage?.removeItem(key);
  }

  /** @returns {string[]} */
  keys() {
    return Object.keys(this.storage ?? {}).filter((key) => key.startsWith(this.prefix)).sort();
  }
}

const now = () => new Date().toISOString();

/** @param {State} state */
const entry = (state) => JSON.stringify({ state, at: now() });

/** @param {string} text @returns {{state: State, at: string} | null} */
function parsed(text) {
  try {
    const found = JSON.parse(text);
    return found && typeof found.state === "object" && found.state ? found : null;
  } catch {
    return null;
  }
}

/** Records on the course's server. What could not be sent yet waits in the browser's storage. */
export class ServerStore {
  /** @param {string} api address ending in a slash @param {Storage | null} [storage] */
  constructor(api, storage = browserStorage()) {
    this.api = new URL(api, location.href);
    this.where = "server";
    this.delay = 600;
    this.stale = 30_000;
    this.aside = new BrowserStore(`unsent:${this.api.pathname}`, storage);
  }

  /** The record on the server, brought together with what this browser has not sent yet.
   * @param {Name} name @returns {Promise<Loaded>} */
  async load(name) {
    const found = await this.ask(path(name));
    const state = found.state ?? {};
    const waiting = this.waiting(name);
    if (!waiting) return { state, saved: state, notice: found.notice };
    const older = found.saved_at > waiting.at;
    const merged = older ? merge(waiting.base, state, waiting.state) : merge(waiting.base, waiting.state, state);
    if (merged.lost) this.keepAside(name, older ? waiting.state : state);
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
      this.aside.save(name, { waiting: { state, base } });
      return true;
    } catch {
      return false;
    }
  }

  /** @param {Name} name @param {State} state @param {boolean} [leaving] @returns {Promise<Saved>} */
  async save(name, state, leaving = false) {
    const empty = Object.keys(state).length === 0;
    const sent = empty ? { method: "DELETE" } : { method: "PUT", body: JSON.stringify({ state }) };
    const saved = await this.ask(path(name), { ...sent, keepalive: leaving });
    if (same(this.waiting(name)?.state, state)) this.aside.remove(name);
    return { at: saved.saved_at ?? new Date().toISOString(), notice: saved.notice };
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
    return (await this.aside.list()).filter((entry) => !entry.kept);
  }

  /** Everything on the server, then what this browser keeps besides. @returns {Promise<Entry[]>} */
  async list() {
    const all = (await this.ask("records")).records ?? {};
    const entries = Object.entries(all).flatMap(([exercise, records]) =>
      Object.entries(records).map(([id, entry]) => ({ exercise, id, kept: false, state: entry.state, at: entry.saved_at })));
    return [...entries, ...(await this.aside.list())];
  }

  /** Erase all practice records, and what this browser keeps. */
  async erase() {
    await this.ask("records", { method: "DELETE" });
    await this.aside.erase();
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
      throw new SaveError(WORDS.offline);
    }
    if ([401, 403].includes(answer.status) || answer.type === "opaqueredirect") throw new SaveError(WORDS.signIn);
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new SaveError(said.message || WORDS.refused);
    return said;
  }
}

/** @param {Name} name */
const path = ({ exercise, id }) => `records/${exercise}/${id}`;

/** The store for this page: the server's when the page comes from it, else the browser's. */
export function openStore() {
  const api = document.querySelector('meta[name="evenkeel-api"]')?.getAttribute("content");
  return api ? new ServerStore(api) : new BrowserStore(new URL(contentRoot(), location.href).pathname);
}

/** The way from this page to the book's top: empty, or ending in a slash. */
export function contentRoot() {
  return (document.documentElement.dataset.content_root ?? "").replace(/^\.\//, "");
}
