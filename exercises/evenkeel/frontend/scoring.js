/** The rules of a quiz, as in evenkeel/scoring.py, and its record and results in words. */

import { isEmpty, isMatchOf, isOneOf, isSetOf, putAside, record } from "./state.js";
import { fill, plain } from "./ui.js";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Quiz} Quiz */
/** @typedef {import("./types").Item} Item */
/** @typedef {import("./types").Option} Option */
/** @typedef {import("./types").QuizState} QuizState */
/** @typedef {import("./types").ItemState} ItemState */
/** @typedef {import("./ui.js").Mark} Mark */

const WORDS = {
  and: " and ",
  counted: {
    extra: "{detail}, and {n} that do not fit",
    extraOne: "{detail}, and 1 that does not fit",
    found: "{n} of {all} answers found",
    matched: "{n} of {all} matched",
    pairs: "{n} of {all} pairs in the right order",
  },
  inPlace: "In its place",
  none: "Not answered",
  notInPlace: "Not in its place yet",
  notThis: "Not this one",
  part: "Partly right",
  points: "{n} of {all} points",
  result: "Your result",
  right: "Right",
  true: "True",
  false: "False",
  unchecked: "Answered, not checked",
  wrong: "Not right yet",
  yourAnswer: "Your answer",
};

/** @param {unknown} answer */
const ids = (answer) =>
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
function pairs(key, answer) {
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
const matches = (key, answer) =>
  Object.entries(key).filter(([left, right]) => record(answer)?.[left] === right).length;

/** Per match. @param {Record<string, string>} key @param {unknown} answer */
export const matching = (key, answer) => share(matches(key, answer), Object.keys(key).length);

/** Credit from 0 to 1 for any answer, odd ones included. @param {Item} item @param {unknown} answer */
export function itemCredit(item, answer) {
  if (item.type === "single") return single(item.key, answer);
  if (item.type === "multiple") return multiple(item.keys, answer);
  if (item.type === "ordering") return ordering(item.order, answer);
  if (item.type === "matching") return matching(item.key, answer);
  return single(String(item.key), answer);
}

/** Half up, to one decimal; a billionth makes up for thirds kept as floats. @param {number} mark */
export const roundMark = (mark) => Math.floor(mark * 10 + 0.5 + 1e-9) / 10;

/** The sum, rounded once. @param {Quiz} quiz @param {QuizState} state */
export function score(quiz, state) {
  const sum = quiz.items.reduce((total, item) => {
    const kept = state.items[item.id];
    return total + (kept?.checked ? item.points * itemCredit(item, kept.answer) : 0);
  }, 0);
  return { points: roundMark(sum), max: quiz.items.reduce((total, item) => total + item.points, 0) };
}

/** @param {Item} item @returns {Option[]} */
export function optionsOf(item) {
  if (item.type === "single" || item.type === "multiple") return item.options;
  if (item.type === "ordering") return item.items;
  if (item.type === "matching") return item.left;
  return [
    { id: "true", text: [{ t: "text", v: WORDS.true }], feedback: item.feedback_true },
    { id: "false", text: [{ t: "text", v: WORDS.false }], feedback: item.feedback_false },
  ];
}

/** The order shown at first: the author's own, turned round by half when that would give the answer away.
 * @param {import("./types").OrderingItem} item */
export function firstOrder(item) {
  const shown = item.items;
  if (shown.some((option, i) => option.id !== item.order[i])) return shown;
  const half = Math.ceil(shown.length / 2);
  return [...shown.slice(half), ...shown.slice(0, half)];
}

/** @param {Item} item @param {unknown} answer */
function fits(item, answer) {
  if (isEmpty(answer)) return true;
  if (item.type === "multiple") return isSetOf(answer, item.options);
  if (item.type === "ordering") return isSetOf(answer, item.items) && /** @type {any[]} */ (answer).length === item.items.length;
  if (item.type === "matching") return isMatchOf(answer, item.left, item.right);
  return isOneOf(answer, optionsOf(item));
}

/**
 * The part of a saved state that fits the quiz; `damaged` when some of it did not.
 * @param {Quiz} quiz @param {unknown} raw
 * @returns {{ state: QuizState, damaged: boolean }}
 */
export function restored(quiz, raw) {
  const saved = record(raw);
  const items = record(saved?.items);
  /** @type {QuizState} */
  const state = { schema: 1, position: 0, items: {} };
  const empty = raw === null || raw === undefined || (!!saved && !Object.keys(saved).length);
  let damaged = !empty && (!saved || saved.schema !== 1 || !items);
  if (!damaged && saved && items) {
    const { position } = saved;
    if (Number.isInteger(position) && position >= 0 && position <= quiz.items.length) state.position = position;
    else damaged = true;
    for (const id of Object.keys(items)) {
      const item = quiz.items.find((each) => each.id === id);
      const kept = item && itemState(item, items[id]);
      if (kept) state.items[id] = kept;
      else damaged = true;
    }
  }
  if (damaged) state.kept = putAside(saved ?? { raw });
  else if (Array.isArray(saved?.kept)) state.kept = saved.kept;
  return { state, damaged };
}

/** @param {Item} item @param {unknown} raw @returns {ItemState | null} */
function itemState(item, raw) {
  const kept = record(raw);
  if (!kept || !fits(item, kept.answer)) return null;
  const checked = kept.checked === true && !isEmpty(kept.answer);
  const attempts = Number.isInteger(kept.attempts) && kept.attempts > 0 ? kept.attempts : 0;
  return { answer: kept.answer, checked, attempts, credit: checked ? itemCredit(item, kept.answer) : 0 };
}

/** How an item stands. @param {ItemState | undefined} kept @returns {Mark} */
export function standing(kept) {
  if (!kept || isEmpty(kept.answer)) return { tone: "none", text: WORDS.none };
  if (!kept.checked) return { tone: "none", text: WORDS.unchecked };
  if (kept.credit >= 1) return { tone: "right", text: WORDS.right };
  return kept.credit > 0 ? { tone: "part", text: WORDS.part } : { tone: "wrong", text: WORDS.wrong };
}

/** Credit in words. @param {Item} item @param {Answer} answer */
export function verdict(item, answer) {
  const { text } = standing({ answer, checked: true, attempts: 1, credit: itemCredit(item, answer) });
  const detail = counted(item, answer);
  return text === WORDS.right || !detail ? text : `${text}: ${detail}`;
}

/** @param {Item} item @param {Answer} answer */
function counted(item, answer) {
  if (item.type === "matching") return fill(WORDS.counted.matched, { n: matches(item.key, answer), all: item.left.length });
  if (item.type === "ordering") {
    const { right, all } = pairs(item.order, answer);
    return fill(WORDS.counted.pairs, { n: right, all });
  }
  if (item.type !== "multiple") return "";
  const hits = ids(answer).filter((id) => item.keys.includes(id)).length;
  const extra = ids(answer).length - hits;
  const detail = fill(WORDS.counted.found, { n: hits, all: item.keys.length });
  return extra ? fill(extra === 1 ? WORDS.counted.extraOne : WORDS.counted.extra, { detail, n: extra }) : detail;
}

/** A mark for each part of an answer, by id. @param {Item} item @param {Answer} answer */
export function marks(item, answer) {
  /** @type {Record<string, Mark>} */
  const found = {};
  const put = (/** @type {string} */ id, /** @type {boolean} */ right, yes = WORDS.right, no = WORDS.notThis) => {
    found[id] = { tone: right ? "right" : "wrong", text: right ? yes : no };
  };
  if (item.type === "ordering") item.order.forEach((id, i) => put(id, ids(answer)[i] === id, WORDS.inPlace, WORDS.notInPlace));
  else if (item.type === "matching") {
    for (const { id } of item.left) {
      const given = record(answer)?.[id];
      if (given) put(id, given === item.key[id]);
      else found[id] = { tone: "none", text: WORDS.none };
    }
  } else {
    const key = keysOf(item);
    for (const id of Array.isArray(answer) ? ids(answer) : [String(answer)]) put(id, key.includes(id));
  }
  return found;
}

/** @param {Item} item */
export const keysOf = (item) => (item.type === "multiple" ? item.keys : item.type === "single" || item.type === "true-false" ? [String(item.key)] : []);

/** An answer in words. @param {Item} item @param {Answer | undefined} answer */
export function answerWords(item, answer) {
  if (isEmpty(answer)) return WORDS.none;
  const name = (/** @type {unknown} */ id, options = /** @type {import("./types").Choosable[]} */ (optionsOf(item))) =>
    plain(options.find((option) => option.id === id)?.text);
  if (item.type === "matching")
    return Object.entries(record(answer) ?? {}).map(([a, b]) => `${name(a)} -> ${name(b, item.right)}`).join("; ");
  return (Array.isArray(answer) ? answer : [answer]).map((id) => name(id)).join("; ");
}

/** The answers as a text to keep. @param {Quiz} quiz @param {QuizState} state */
export function readable(quiz, state) {
  const { points, max } = score(quiz, state);
  const parts = quiz.items.map((item, i) => {
    const kept = state.items[item.id];
    return `${i + 1}. ${plain(item.stem).trim()}\n   ${WORDS.yourAnswer}: ${answerWords(item, kept?.answer)}\n   ${standing(kept).text}`;
  });
  return `${quiz.title}\n\n${parts.join("\n\n")}\n\n${WORDS.result}: ${fill(WORDS.points, { n: points, all: max })}\n`;
}

/** Numbers in a sentence: 1, 2 and 5. @param {number[]} numbers */
export const listed = (numbers) =>
  numbers.length < 2 ? numbers.join("") : `${numbers.slice(0, -1).join(", ")}${WORDS.and}${numbers[numbers.length - 1]}`;
