// Where a learner's records are kept: this browser, or the course's server. Nothing here draws anything.
//
// A record is what a widget calls its state. Both stores have the same methods, so that the page need not care
// which one it has.

import { _ } from "./words.js";

/** @typedef {Record<string, any>} State */
/** @typedef {{exercise: string, id: string}} Name */
/** @typedef {{state: State, saved: State, notice?: string}} Loaded `saved` is what the store holds of it so far */
/** @typedef {{at: string, notice?: string, theirs?: State}} Saved `theirs`: not saved, since this was there */
/** @typedef {Name & {state: State, at: string | null, kept: boolean, assignment?: boolean}} Entry */
/** @typedef {BrowserStore | import("./server.js").ServerStore} Store */

const WORDS = {
  blocked: _("This browser is set to keep nothing. Your answers stay here only while this page is open."),
  full: _("This browser has no room left to keep your answers. They stay here only while this page is open."),
  unreadable: _("Your earlier answers here could not be read. They are kept under Your answers, and you can start afresh."),
};

/** A failure whose message is for the learner. Known by its name, since several scripts have this class. */
export class SaveError extends Error {
  name = "SaveError";
}

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
  const state = { ...theirs, ...mine, [part]: merged };
  // the time through a quiz goes with whoever began another one, or handed it in
  if (same(mine.round, base.round)) state.round = theirs.round;
  else if (![base.round, mine.round, undefined].some((round) => same(round, theirs.round))) lost = true;
  if (state.round === undefined) delete state.round;
  return { state, lost };
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
}

const now = () => new Date().toISOString();

/** @param {State} state */
const entry = (state) => JSON.stringify({ state, at: now() });

/** An entry's content, or null. @param {string} text @returns {{state: State, at: string} | null} */
export function parsed(text) {
  try {
    const found = JSON.parse(text);
    return found && typeof found.state === "object" && found.state ? found : null;
  } catch {
    return null;
  }
}

/** The store for this page: the server's when the page comes from it, else the browser's.
 * @returns {Promise<Store>} */
export async function openStore() {
  const api = document.querySelector('meta[name="evenkeel-api"]')?.getAttribute("content");
  if (!api) return new BrowserStore(new URL(`./${contentRoot()}`, location.href).pathname);
  return new (await serverStore())(api);
}

/** Load the server's store, which pages without a server do without.
 * @returns {Promise<typeof import("./server.js").ServerStore>} */
async function serverStore() {
  const page = /** @type {any} */ (globalThis);
  page.evenkeelServer ??= new Promise((resolve, reject) => {
    const src = `${contentRoot()}_static/evenkeel-server.js`;
    document.head.append(Object.assign(document.createElement("script"), { src, onerror: reject, onload: resolve }));
  });
  await page.evenkeelServer;
  return page.EvenkeelServerStore;
}

/** The way from this page to the book's top: empty, or ending in a slash. */
export function contentRoot() {
  return (document.documentElement.dataset.content_root ?? "").replace(/^\.\//, "");
}
