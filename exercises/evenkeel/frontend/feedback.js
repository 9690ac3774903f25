/** The feedback to a checked item of practice. What would give the rest of the key away waits until it is asked for. */

import { kindOf } from "./kinds.js";
import { judged, verdict } from "./scoring.js";
import { badge, blocks, h, icon, inline } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Item} Item */
/** @typedef {import("./kinds.js").Part} Part */
/** @typedef {import("./frame.js").View} View */

const WORDS = { explanation: _("Why") };

/** The feedback to an answer. @param {Item} item @param {Answer} answer @param {View} view @param {boolean} [brief] only what says nothing of the key */
export function feedbackTo(item, answer, view, brief) {
  const { root } = view.host;
  const { tone } = judged(item, answer);
  const { parts, more } = kindOf(item);
  const all = parts(item, answer);
  const entry = (/** @type {Part} */ { said: words, mark, why }) =>
    h("li", {}, words && h("p", { class: "ek-said" }, typeof words === "string" ? words : inline(words, root), " ", mark && badge(mark)), blocks(why, root));
  const list = (/** @type {Part[]} */ some) => h("ul", { class: "ek-plain-list" }, some.map(entry));
  const first = all.filter(({ direct }) => direct);
  const rest = all.filter(({ direct }) => !direct);
  return h("div", { class: `ek-feedback ek-is-${tone}` },
    view.heading(2, { class: "ek-verdict" }, icon(tone), ` ${verdict(item, answer)}`),
    first.length > 0 && list(first),
    !brief && h("div", { class: "ek-why" }, view.heading(3, {}, WORDS.explanation), blocks(item.explanation, root)),
    !brief && more && rest.length > 0 && h("details", {}, h("summary", {}, more), list(rest)));
}
