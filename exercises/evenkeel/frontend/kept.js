// Everything a store keeps in the browser, for the page that lists it and for what waits to be sent.

import { parsed } from "./storage.js";

/** @typedef {import("./storage.js").BrowserStore} BrowserStore */

/** Every entry; earlier versions and what could not be read have `kept`.
 * @param {BrowserStore} store @returns {import("./storage.js").Entry[]} */
export function listKept(store) {
  return keys(store).map((key) => {
    const [, exercise, id, kept] = /^([^:]*):([^~]*)(~.*)?$/s.exec(key.slice(store.prefix.length)) ?? ["", "", key];
    const text = store.storage?.getItem(key) ?? "";
    const found = parsed(text) ?? { state: { unreadable: text }, at: null };
    return { exercise, id, kept: !!kept, state: found.state, at: found.at };
  });
}

/** Erase every entry. @param {BrowserStore} store */
export function eraseKept(store) {
  for (const key of keys(store)) store.storage?.removeItem(key);
}

/** @param {BrowserStore} store */
const keys = ({ storage, prefix }) => Object.keys(storage ?? {}).filter((key) => key.startsWith(prefix)).sort();

/**
 * Tell `changed` when records change that this browser keeps: in another tab, or on the page just left, of which a
 * browser may tell the next page late. Not while the learner is in `place`. Returns what stops it.
 *
 * @param {import("./storage.js").Store} store @param {HTMLElement} place @param {() => void} changed
 */
export function watchKept(store, place, changed) {
  if (!("prefix" in store)) return () => {};
  /** @param {StorageEvent} event */
  const heard = ({ key }) => {
    const { activeElement } = /** @type {Document | ShadowRoot} */ (place.getRootNode());
    if ((key === null || key.startsWith(store.prefix)) && !place.contains(activeElement)) changed();
  };
  window.addEventListener("storage", heard);
  return () => window.removeEventListener("storage", heard);
}
