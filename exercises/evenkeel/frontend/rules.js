/** The rules of scoring, each as in evenkeel/scoring.py; shared cases keep the two alike. Rules of one kind stand in its file. */

import { kindOf } from "./kinds.js";
import { record } from "./state.js";

/** @typedef {import("./types").Item} Item */

/** @param {unknown} answer */
export const ids = (answer) =>
  Array.isArray(answer) ? [...new Set(answer.filter((id) => typeof id === "string"))] : [];

/** @param {number} part @param {number} whole */
export const share = (part, whole) => (whole ? Math.max(0, part / whole) : 0);

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

/** Credit from 0 to 1 for any answer, odd ones included. @param {Item} item @param {unknown} answer */
export const itemCredit = (item, answer) => kindOf(item).credit(item, answer);

/** Half up, to one decimal; a billionth makes up for thirds kept as floats. @param {number} mark */
export const roundMark = (mark) => Math.floor(mark * 10 + 0.5 + 1e-9) / 10;
