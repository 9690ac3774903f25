// The host of exercises in a page of the book: the element <evenkeel-exercise>, with the model that anywidget gives
// its modules elsewhere. In a notebook, anywidget is the host and none of this is loaded.

import { contentRoot, openStore } from "./storage.js";
import { Sync, sendWaiting } from "./sync.js";

/** @typedef {(...args: any[]) => void} Listener */
/** @typedef {{default: {render: (context: {model: Model, el: HTMLElement}) => any}}} Module */

/** How long an exercise waits for the server before it shows itself, in milliseconds. */
const PATIENCE = 1_500;

/** The part of anywidget's model that the modules use. */
export class Model {
  /** @param {Record<string, any>} traits @param {{save?: () => void, message?: (content: any) => void}} [host] */
  constructor(traits, host = {}) {
    this.traits = traits;
    this.host = host;
    /** @type {Map<string, Set<Listener>>} */
    this.listeners = new Map();
  }

  /** @param {string} name */
  get(name) {
    return this.traits[name];
  }

  /** @param {string} name @param {any} value */
  set(name, value) {
    if (this.traits[name] === value) return;
    this.traits[name] = value;
    this.emit(`change:${name}`, value);
    this.emit("change");
  }

  /** @param {string} events one or more names apart by spaces @param {Listener} listener */
  on(events, listener) {
    for (const event of events.split(" ")) {
      this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(listener));
    }
  }

  /** @param {string} [events] @param {Listener} [listener] without it, all listeners of the events */
  off(events, listener) {
    for (const event of events?.split(" ") ?? this.listeners.keys()) {
      if (listener) this.listeners.get(event)?.delete(listener);
      else this.listeners.delete(event);
    }
  }

  /** @param {string} event @param {any[]} args */
  emit(event, ...args) {
    for (const listener of [...(this.listeners.get(event) ?? [])]) listener(...args);
  }

  save_changes() {
    this.host.save?.();
  }

  /** @param {any} content */
  send(content) {
    this.host.message?.(content);
  }
}

/**
 * Define <evenkeel-exercise> and start the exercises that are on the page.
 * @param {Record<string, Module>} modules the front ends by kind of exercise
 */
export async function install(modules) {
  const store = await openStore();
  /** @type {Set<Sync>} */
  const running = new Set();

  class EvenkeelExercise extends HTMLElement {
    connectedCallback() {
      if (this.sync) return;
      const exercise = this.getAttribute("exercise") ?? "";
      const spec = JSON.parse(this.getAttribute("spec") ?? "{}");
      const model = new Model(
        { spec, state: {}, host: hostOf(this, store), save: { status: "idle", at: null, message: "" } },
        { save: () => sync.changed(model.get("state")), message: (sent) => sent?.type === "retry" && sync.retry() },
      );
      const sync = new Sync(store, { exercise, id: spec.id }, {
        state: (state) => model.set("state", state),
        save: (save) => model.set("save", save),
      });
      this.sync = sync;
      running.add(sync);
      this.show(modules[exercise], model);
    }

    /** @param {Module} module @param {Model} model */
    async show(module, model) {
      await Promise.race([this.sync?.start(), new Promise((go) => setTimeout(go, PATIENCE))]);
      const el = document.createElement("div");
      this.append(el);
      try {
        this.cleanup = await module.default.render({ model, el });
        this.setAttribute("ready", "");
        whenParsed(() => this.querySelector(":scope > .evk-fallback")?.remove());
      } catch (error) {
        el.remove();
        console.error(error);
      }
    }

    disconnectedCallback() {
      // an element that is only being moved is connected again at once
      queueMicrotask(() => {
        if (this.isConnected || !this.sync) return;
        this.cleanup?.();
        running.delete(this.sync);
        this.sync.stop();
      });
    }
  }

  customElements.define("evenkeel-exercise", EvenkeelExercise);
  attend(running);
  sendWaiting(store, ({ exercise, id }) => [...running].some(({ name }) => name.exercise === exercise && name.id === id));
}

/** @typedef {(to: string, request?: RequestInit) => Promise<any>} Ask */
/** @param {Element} element @param {{where: string, ask?: Ask}} store */
function hostOf(element, store) {
  const root = contentRoot();
  const handin = store.where === "server" ? `${root}hand-in.html` : null;
  return { root, where: store.where, handin, ask: store.ask?.bind(store), level: Number(element.getAttribute("level") ?? 3) };
}

/** @param {() => void} act */
function whenParsed(act) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", act);
  else act();
}

/** Save when the page is left, look again when it is come back to. @param {Set<Sync>} running */
function attend(running) {
  // a widget may hear of the leaving later than this, and hand over its last words then: `leaving` stays set
  const leave = (/** @type {Sync} */ sync) => {
    sync.leaving = true;
    if (sync.dirty) sync.flush(true);
  };
  const come = (/** @type {Sync} */ sync) => {
    sync.leaving = false;
    sync.flush();
  };
  window.addEventListener("pagehide", () => running.forEach(leave));
  document.addEventListener("visibilitychange", () =>
    running.forEach(document.visibilityState === "visible" ? come : leave));
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const sync of running) sync.loaded = false;
    running.forEach(come);
  });
  window.addEventListener("online", () => running.forEach((sync) => sync.failing && sync.retry()));
  window.addEventListener("beforeunload", (event) => {
    if ([...running].some((sync) => sync.atRisk)) event.preventDefault();
  });
}
