/** Advice on a private sheet: which way to go on, from how somebody rates themselves. See models/advice.py. */

import { isEmpty } from "./state.js";
import { blocks, fill, h } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").Advice} Advice */
/** @typedef {import("./types").Field} Field */

const WORDS = {
  all: _("All the routes"),
  beyond: _("You rated nothing low."),
  left: _("Answer the statements, and a suggestion appears here. {n} to go."),
  title: _("A way for you"),
  why: _("You rated these low:"),
  yours: _("It is a suggestion. You know yourself better, so go where you like."),
};

/**
 * The first route with enough low ratings, `null` when none has, and nothing while that cannot be told yet.
 * @param {Advice} advice @param {Record<string, unknown>} answers
 * @returns {{ route: import("./types").Route | null, low: string[] } | undefined}
 */
export function advise(advice, answers) {
  for (const route of advice.routes) {
    const low = route.fields.filter((id) => advice.low.includes(String(answers[id])));
    if (low.length >= route.least) return { route, low };
    if (route.fields.some((id) => isEmpty(answers[id]))) return undefined;
  }
  return { route: null, low: [] };
}

/**
 * The part of the sheet that shows the advice, and how to bring it up to date.
 * @param {Field[]} fields @param {Advice} advice @param {string | null | undefined} root @param {HTMLElement} title
 */
export function adviser(fields, advice, root, title) {
  const box = h("div", { role: "status" });
  let shown = "";
  const label = (/** @type {string} */ id) => h("li", {}, fields.find((field) => field.id === id)?.label ?? id);
  const way = (/** @type {import("./types").Route} */ route) => [h("p", {}, h("strong", {}, route.title)), ...blocks(route.text, root)];
  const suggestion = (/** @type {{ route: import("./types").Route | null, low: string[] }} */ { route, low }) =>
    h("div", {}, ...(route ? [...way(route), h("p", {}, WORDS.why), h("ul", {}, low.map(label))] : [h("p", {}, WORDS.beyond), ...blocks(advice.beyond, root)]),
      h("p", {}, WORDS.yours));
  const show = (/** @type {Record<string, unknown>} */ answers) => {
    const found = advise(advice, answers);
    const left = new Set(advice.routes.flatMap((route) => route.fields.filter((id) => isEmpty(answers[id])))).size;
    const now = JSON.stringify(found ? [found.route?.title, found.low] : left);
    if (now === shown) return;
    shown = now;
    box.replaceChildren(found ? suggestion(found) : h("p", {}, fill(WORDS.left, { n: left })));
  };
  const all = h("details", { class: "ek-marking" }, h("summary", {}, WORDS.all), advice.routes.flatMap(way));
  title.textContent = WORDS.title;
  return { el: h("section", { class: "ek-advice" }, title, box, all), show };
}
