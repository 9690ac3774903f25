/** The kinds of item as a learner meets them. Nothing here needs a key, so an assessed item is shown by the same code. */

import { isEmpty, isMatchOf, isOneOf, isSetOf, record } from "./state.js";
import { fill, plain } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Choosable} Choosable */
/** @typedef {import("./types").Posed} Posed */

const WORDS = {
  false: _("False"),
  gap: _("Gap {n}"),
  none: _("Not answered"),
  true: _("True"),
};

/** @param {string} v */
const words = (v) => [{ t: /** @type {"text"} */ ("text"), v }];

/** The name of a gap, counted from 1. @param {number} n */
export const gapName = (n) => fill(WORDS.gap, { n });

/** What there is to choose from. @param {Posed} item @returns {Choosable[]} */
export function optionsOf(item) {
  if (item.type === "single" || item.type === "multiple") return item.options;
  if (item.type === "self-rating") return item.scale;
  return item.type === "true-false" ? [{ id: "true", text: words(WORDS.true) }, { id: "false", text: words(WORDS.false) }] : [];
}

/** What is put together with what, in an item that pairs, sorts or rates. @param {Posed} item */
export function sidesOf(item) {
  if (item.type === "matching") return { left: item.left, right: item.right };
  if (item.type === "categorise") return { left: item.things, right: item.categories };
  if (item.type !== "judgement" || item.ask === "rank") return null;
  return { left: item.responses, right: item.scale.map((point, i) => ({ id: String(i + 1), text: words(point) })) };
}

/** What is put in order, in the author's order. @param {Posed} item @returns {Choosable[] | null} */
export const ordered = (item) =>
  item.type === "ordering" ? item.items : item.type === "judgement" && item.ask === "rank" ? item.responses : null;

/** The panel's order, best first. @param {import("./types").PosedJudgement} item */
export const panelOrder = ({ responses }) =>
  [...responses].sort((a, b) => Number(a.panel) - Number(b.panel)).map(({ id }) => id);

/** The order shown at first: the author's own, turned round by half when that would give the key away. @param {Posed} item */
export function firstOrder(item) {
  const shown = ordered(item) ?? [];
  const key = item.type === "ordering" ? item.order : item.type === "judgement" && item.responses[0].panel && panelOrder(item);
  if (!key || shown.some((option, i) => option.id !== key[i])) return shown;
  const half = Math.ceil(shown.length / 2);
  return [...shown.slice(half), ...shown.slice(0, half)];
}

/** Whether an answer has its item's shape. @param {Posed} item @param {unknown} answer */
export function fits(item, answer) {
  if (isEmpty(answer)) return true;
  const sides = sidesOf(item);
  const list = ordered(item);
  if (sides) return isMatchOf(answer, sides.left, sides.right);
  if (list) return isSetOf(answer, list) && /** @type {any[]} */ (answer).length === list.length;
  if (item.type === "multiple") return isSetOf(answer, item.options);
  if (item.type === "rewrite") return typeof answer === "string";
  return item.type === "cloze" ? fitsGaps(item, answer) : isOneOf(answer, optionsOf(item));
}

/** @param {import("./types").PosedCloze} item @param {unknown} answer */
const fitsGaps = (item, answer) =>
  Object.entries(record(answer) ?? { "": 0 }).every(([id, given]) => {
    const gap = item.gaps.find((each) => each.id === id);
    return gap && (gap.kind === "choice" ? isOneOf(given, gap.options) : typeof given === "string");
  });

/** An answer in words. @param {Posed} item @param {Answer | undefined} answer */
export function answerWords(item, answer) {
  if (isEmpty(answer)) return WORDS.none;
  const name = (/** @type {unknown} */ id, options = ordered(item) ?? optionsOf(item)) =>
    plain(options.find((option) => option.id === id)?.text);
  const pairs = Object.entries(record(answer) ?? {});
  const sides = sidesOf(item);
  if (item.type === "rewrite") return String(answer);
  if (item.type === "cloze")
    return item.gaps.map((gap, i) => `${gapName(i + 1)}: ${gapWords(gap, record(answer)?.[gap.id])}`).join("; ");
  if (sides) return pairs.map(([a, b]) => `${name(a, sides.left)} -> ${name(b, sides.right)}`).join("; ");
  return (Array.isArray(answer) ? answer : [answer]).map((id) => name(id)).join("; ");
}

/** What stands in a gap. @param {import("./types").PosedCloze["gaps"][number]} gap @param {string | undefined} given */
export const gapWords = (gap, given) =>
  !given ? WORDS.none : gap.kind === "typed" ? given : plain(gap.options.find((option) => option.id === given)?.text);
