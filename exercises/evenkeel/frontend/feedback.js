/** The feedback to a checked item of practice. */

import { optionsOf } from "./kinds.js";
import { itemCredit } from "./rules.js";
import { keysOf, marks, standing, verdict } from "./scoring.js";
import { badge, blocks, h, icon, inline } from "./ui.js";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Item} Item */
/** @typedef {import("./types").Option} Option */
/** @typedef {import("./frame.js").View} View */

const WORDS = {
  explanation: "Why",
  key: "The answer",
  missed: "Also an answer",
  others: "What the other answers would mean",
  othersOrdering: "Why each one goes where it does",
  othersMatching: "Why the others match as they do",
};

/** @param {Item} item @returns {Option[]} */
function withFeedback(item) {
  if (item.type !== "true-false") return /** @type {Option[]} */ (optionsOf(item));
  return optionsOf(item).map((option, i) => ({ ...option, feedback: i ? item.feedback_false : item.feedback_true }));
}

/** The feedback to an answer. @param {Item} item @param {Answer} answer @param {View} view */
export function feedbackTo(item, answer, view) {
  const { root } = view.host;
  const tone = standing({ answer, checked: true, attempts: 1, credit: itemCredit(item, answer) }).tone;
  const title = view.heading(2, { class: "ek-verdict" }, icon(tone), ` ${verdict(item, answer)}`);
  const given = marks(item, answer);
  const options = withFeedback(item);
  const direct = (/** @type {Option} */ option) =>
    item.type === "matching" ? given[option.id].tone === "right" : item.type !== "ordering" && option.id in given;
  const all = item.type === "ordering" ? item.order.map((id) => item.items.filter((option) => option.id === id)).flat() : options;
  const alone = item.type === "single" || item.type === "true-false";
  const entry = (/** @type {Option} */ option) =>
    h("li", {}, !(alone && direct(option)) && h("p", { class: "ek-said" }, inline(option.text, root), " ", markOf(option)), blocks(option.feedback, root));
  const markOf = (/** @type {Option} */ option) =>
    item.type !== "ordering" && given[option.id] ? badge(given[option.id])
      : keysOf(item).includes(option.id) && badge({ tone: "none", text: item.type === "multiple" ? WORDS.missed : WORDS.key });
  const rest = all.filter((option) => !direct(option));
  const more = item.type === "ordering" ? WORDS.othersOrdering : item.type === "matching" ? WORDS.othersMatching : WORDS.others;
  const chosen = all.filter(direct);
  return h("div", { class: `ek-feedback ek-is-${tone}` }, title,
    chosen.length > 0 && h("ul", { class: "ek-plain-list" }, chosen.map(entry)),
    h("div", { class: "ek-why" }, view.heading(3, {}, WORDS.explanation), blocks(item.explanation, root)),
    rest.length > 0 && h("details", {}, h("summary", {}, more), h("ul", { class: "ek-plain-list" }, rest.map(entry))));
}
