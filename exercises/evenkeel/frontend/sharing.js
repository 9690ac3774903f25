/** Telling somebody who is about to share a text what in it may say who a person is. */

import { findIdentifiers } from "./identifiers.js";
import { fill, h } from "./ui.js";
import { _ } from "./words.js";

const WORDS = {
  address: _("an address"),
  date: _("a date"),
  found: _("This may say who somebody is. Take it out or change it before you share:"),
  name: _("a name"),
  none: _("No name, number, address or date found. A program misses things, so read it once more yourself."),
  number: _("a number"),
  one: _("“{text}” ({kind})"),
};

/** Long enough for a pause in typing: a screen reader must not speak at each key. */
const WAIT = 900;

/** @returns {{ el: HTMLElement, look: (text: string, soon?: boolean) => void }} a place for the words, and the way to look again */
export function sharing() {
  const el = h("div", { role: "status", class: "ek-sharing" });
  let timer = 0;
  let shown = "";
  const show = (/** @type {string} */ text) => {
    const found = findIdentifiers(text);
    const words = found.map(({ kind, text: hit }) => fill(WORDS.one, { text: hit, kind: WORDS[kind] }));
    const said = text.trim() ? words.join() || WORDS.none : "";
    if (said === shown) return;
    shown = said;
    if (!words.length) el.replaceChildren(...(said ? [h("p", { class: "ek-hint" }, said)] : []));
    else el.replaceChildren(h("p", {}, h("strong", {}, WORDS.found)), h("ul", {}, words.map((word) => h("li", {}, word))));
  };
  const look = (/** @type {string} */ text, soon = false) => {
    clearTimeout(timer);
    if (soon) show(text);
    else timer = setTimeout(() => show(text), WAIT);
  };
  return { el, look };
}
