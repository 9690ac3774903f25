/** The kinds of item as a learner meets them. Nothing here needs a key, so an assessed item is shown by the same code. */

import { isEmpty, isMatchOf, isOneOf, isSetOf, record } from "./state.js";
import { plain } from "./ui.js";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Choosable} Choosable */
/** @typedef {import("./types").Posed} Posed */

const WORDS = {
  false: "False",
  none: "Not answered",
  true: "True",
};

/** What there is to choose, place or order. @param {Posed} item @returns {Choosable[]} */
export function optionsOf(item) {
  if (item.type === "single" || item.type === "multiple") return item.options;
  if (item.type === "ordering") return item.items;
  if (item.type === "matching") return item.left;
  return [{ id: "true", text: [{ t: "text", v: WORDS.true }] }, { id: "false", text: [{ t: "text", v: WORDS.false }] }];
}

/** The order shown at first: the author's own, turned round by half when that would give the key away.
 * @param {import("./types").PosedOrdering} item */
export function firstOrder(item) {
  const { items: shown, order } = item;
  if (!order || shown.some((option, i) => option.id !== order[i])) return shown;
  const half = Math.ceil(shown.length / 2);
  return [...shown.slice(half), ...shown.slice(0, half)];
}

/** Whether an answer has its item's shape. @param {Posed} item @param {unknown} answer */
export function fits(item, answer) {
  if (isEmpty(answer)) return true;
  if (item.type === "multiple") return isSetOf(answer, item.options);
  if (item.type === "ordering") return isSetOf(answer, item.items) && /** @type {any[]} */ (answer).length === item.items.length;
  if (item.type === "matching") return isMatchOf(answer, item.left, item.right);
  return isOneOf(answer, optionsOf(item));
}

/** An answer in words. @param {Posed} item @param {Answer | undefined} answer */
export function answerWords(item, answer) {
  if (isEmpty(answer)) return WORDS.none;
  const name = (/** @type {unknown} */ id, options = optionsOf(item)) =>
    plain(options.find((option) => option.id === id)?.text);
  if (item.type === "matching")
    return Object.entries(record(answer) ?? {}).map(([a, b]) => `${name(a)} -> ${name(b, item.right)}`).join("; ");
  return (Array.isArray(answer) ? answer : [answer]).map((id) => name(id)).join("; ");
}
