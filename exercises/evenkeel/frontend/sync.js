// Keeps one record and its store in step: loads, saves, tries again, brings changes from elsewhere together.

import { merge, same } from "./storage.js";
import { _ } from "./words.js";

/** @typedef {import("./storage.js").Store} Store */

const WORDS = {
  failed: _("Something went wrong while saving."),
  later: _("Your answers are kept in this browser and will be sent later."),
};
/** @typedef {import("./types").Save} Save */

const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 60_000;

export class Sync {
  /**
   * @param {Store} store
   * @param {import("./storage.js").Name} name
   * @param {{state?: (state: any) => void, save?: (save: Save) => void}} [tell] what to do with news
   */
  constructor(store, name, tell = {}) {
    this.store = store;
    this.name = name;
    this.tell = tell;
    /** What the page shows, what the store has, and whether that was ever asked. */
    this.state = {};
    this.saved = {};
    this.loaded = false;
    this.busy = false;
    this.failing = false;
    this.noted = false;
    /** Whether the page is hidden and perhaps about to go, so that nothing may wait. */
    this.leaving = false;
    this.wait = FIRST_WAIT;
    this.contact = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.stopWatching = () => {};
  }

  /** Whether something on the page is not in the store. */
  get dirty() {
    return !same(this.state, this.saved);
  }

  /** Load the record. Never throws: a failure is told, and tried again. */
  async start() {
    this.stopWatching = this.store.watch(this.name, (state) => this.arrived(state));
    await this.flush();
  }

  /** The learner changed something. @param {any} state */
  changed(state) {
    this.state = state;
    if (!this.dirty) return;
    this.noted = this.store.note(this.name, this.state, this.saved);
    if (this.leaving) return void this.flush(true);
    if (this.failing) return; // the next try is on its way, and typing must not put it off
    this.report("saving");
    this.later(this.store.delay);
  }

  /** Another tab or another device saved this record. @param {any} theirs */
  arrived(theirs) {
    const merged = merge(this.saved, this.state, theirs);
    if (merged.lost) this.store.keepAside(this.name, theirs);
    this.saved = theirs;
    this.show(merged.state);
    if (this.dirty) this.later(this.store.delay);
  }

  /** @param {any} state */
  show(state) {
    if (same(state, this.state)) return;
    this.state = state;
    this.tell.state?.(state);
  }

  /** Bring page and store together now. @param {boolean} [leaving] the page is about to close */
  async flush(leaving = false) {
    clearTimeout(this.timer);
    if (this.busy && !leaving) return;
    this.busy = true;
    try {
      if (!leaving) await this.pull();
      await this.push(leaving);
      this.failing = false;
      this.wait = FIRST_WAIT;
    } catch (error) {
      this.failed(error);
    }
    this.busy = false;
    if (this.dirty && !this.failing) this.later(this.store.delay);
  }

  /** Ask the store what it has, unless that was asked a moment ago. */
  async pull() {
    if (this.loaded && Date.now() - this.contact < this.store.stale) return;
    const found = await this.store.load(this.name);
    this.contact = Date.now();
    const merged = merge(this.saved, this.state, found.state);
    if (merged.lost) this.store.keepAside(this.name, found.state);
    this.saved = found.saved;
    this.loaded = true;
    this.show(merged.state);
    if (found.notice) this.report("idle", null, found.notice);
  }

  /** @param {boolean} leaving */
  async push(leaving) {
    const state = this.state;
    if (same(state, this.saved)) {
      if (this.failing) this.report("idle");
      return;
    }
    const { at, notice, theirs } = await this.store.save(this.name, state, leaving);
    this.contact = Date.now();
    if (theirs) this.arrived(theirs);
    else this.saved = state;
    if (!this.dirty) this.report("saved", at, notice);
  }

  /** @param {unknown} error */
  failed(error) {
    const known = error instanceof Error && error.name === "SaveError";
    const words = known ? error.message : WORDS.failed;
    if (!known) console.error(error);
    this.failing = true;
    const kept = this.noted ? ` ${WORDS.later}` : "";
    this.report("failed", null, words + (this.dirty ? kept : ""));
    this.later(this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  /** The learner asked to try again. */
  retry() {
    this.wait = FIRST_WAIT;
    this.report("saving");
    return this.flush();
  }

  /** Whether closing the page now would lose something. */
  get atRisk() {
    return this.failing && this.dirty && !this.noted;
  }

  /** @param {number} wait milliseconds */
  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), wait);
  }

  /** @param {Save["status"]} status @param {string | null} [at] @param {string} [message] */
  report(status, at = null, message = "") {
    this.tell.save?.({ status, at, message });
  }

  /** Save what is left and stop. */
  stop() {
    this.stopWatching();
    const done = this.dirty ? this.flush(true) : Promise.resolve();
    clearTimeout(this.timer);
    return done;
  }
}

/**
 * Send what an earlier page could not send.
 * @param {Store} store @param {(name: import("./storage.js").Name) => boolean} [isHere] an exercise of this page sees to itself
 */
export async function sendWaiting(store, isHere = () => false) {
  const names = (await store.unsent()).filter((name) => !isHere(name));
  await Promise.all(names.map(({ exercise, id }) => new Sync(store, { exercise, id }).flush()));
}
