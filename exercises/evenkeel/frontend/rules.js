/** The rules of scoring, each as in evenkeel/scoring.py; shared cases keep the two alike. */

import { panelOrder } from "./kinds.js";
import { record } from "./state.js";
import { gapRight, rulesMet } from "./typed.js";

/** @typedef {import("./types").Item} Item */

/** @param {unknown} answer */
export const ids = (answer) =>
  Array.isArray(answer) ? [...new Set(answer.filter((id) => typeof id === "string"))] : [];

/** @param {number} part @param {number} whole */
const share = (part, whole) => (whole ? Math.max(0, part / whole) : 0);

/** All or nothing. @param {string} key @param {unknown} answer */
export const single = (key, answer) => (answer === key ? 1 : 0);

/** Right minus wrong. @param {string[]} keys @param {unknown} answer */
export function multiple(keys, answer) {
  const right = new Set(keys);
  const ticked = ids(answer);
  const hits = ticked.filter((id) => right.has(id)).length;
  return share(2 * hits - ticked.length, right.size);
}

/** How many pairs there are and how many stand in the right order. @param {string[]} key @param {unknown} answer */
export function pairs(key, answer) {
  const given = ids(answer);
  let right = 0;
  for (let i = 0; i < key.length; i += 1)
    for (let j = i + 1; j < key.length; j += 1) {
      const first = given.indexOf(key[i]);
      if (first >= 0 && first < given.indexOf(key[j])) right += 1;
    }
  return { right, all: (key.length * (key.length - 1)) / 2 };
}

/** Ordered pairs. @param {string[]} key @param {unknown} answer */
export function ordering(key, answer) {
  const { right, all } = pairs(key, answer);
  return share(2 * right - all, all);
}

/** @param {Record<string, string>} key @param {unknown} answer */
export const matches = (key, answer) =>
  Object.entries(key).filter(([left, right]) => record(answer)?.[left] === right).length;

/** Per match. @param {Record<string, string>} key @param {unknown} answer */
export const matching = (key, answer) => share(matches(key, answer), Object.keys(key).length);

/** For each gap, whether it is filled rightly. @param {Record<string, string | string[]>} key an option's id, or accepted phrases @param {unknown} answer */
export function filled(key, answer) {
  const given = record(answer);
  const right = (/** @type {string} */ gap) => {
    const wanted = key[gap];
    if (typeof wanted === "string") return given?.[gap] === wanted;
    const others = Object.keys(key).filter((other) => other !== gap && typeof key[other] !== "string");
    return gapRight(given?.[gap], wanted, others.flatMap((other) => key[other]));
  };
  return Object.fromEntries(Object.keys(key).map((gap) => [gap, right(gap)]));
}

/** Per gap. @param {Record<string, string | string[]>} key @param {unknown} answer */
export function cloze(key, answer) {
  const found = Object.values(filled(key, answer));
  return share(found.filter(Boolean).length, found.length);
}

/** By distance from the panel, over the widest possible. @param {Record<string, number>} panel @param {number} points @param {unknown} answer */
export function rating(panel, points, answer) {
  const given = record(answer);
  const scale = Array.from({ length: points }, (_, i) => String(i + 1));
  const near = Object.entries(panel).map(([id, wanted]) =>
    scale.includes(given?.[id]) ? 1 - Math.abs(Number(given?.[id]) - wanted) / Math.max(wanted - 1, points - wanted) : 0);
  return share(near.reduce((sum, each) => sum + each, 0), near.length);
}

/** Per rule. @param {string} original @param {import("./types").Rule[]} rules @param {unknown} answer */
export const rewrite = (original, rules, answer) => share(rulesMet(original, rules, answer).filter(Boolean).length, rules.length);

/** The key of each gap. @param {import("./types").ClozeItem} item */
export const gapKeys = (item) => Object.fromEntries(item.gaps.map((gap) => [gap.id, gap.kind === "choice" ? gap.key : gap.accept]));

/** Credit from 0 to 1 for any answer, odd ones included. @param {Item} item @param {unknown} answer */
export function itemCredit(item, answer) {
  switch (item.type) {
    case "single": return single(item.key, answer);
    case "multiple": return multiple(item.keys, answer);
    case "true-false": return single(String(item.key), answer);
    case "ordering": return ordering(item.order, answer);
    case "matching": case "categorise": return matching(item.key, answer);
    case "cloze": return cloze(gapKeys(item), answer);
    case "judgement":
      if (item.ask === "rank") return ordering(panelOrder(item), answer);
      return rating(Object.fromEntries(item.responses.map(({ id, panel }) => [id, panel])), item.scale.length, answer);
    case "rewrite": return rewrite(item.original, item.rules, answer);
    default: return 0;
  }
}

/** Half up, to one decimal; a billionth makes up for thirds kept as floats. @param {number} mark */
export const roundMark = (mark) => Math.floor(mark * 10 + 0.5 + 1e-9) / 10;
