/** A quiz's record, its score and its results in words. */

import { answerWords, fits } from "./kinds.js";
import { ids, itemCredit, matches, pairs, roundMark } from "./rules.js";
import { isEmpty, putAside, record } from "./state.js";
import { fill, plain } from "./ui.js";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Quiz} Quiz */
/** @typedef {import("./types").Item} Item */
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
  unchecked: "Answered, not checked",
  wrong: "Not right yet",
  yourAnswer: "Your answer",
};

/** The sum, rounded once. @param {Quiz} quiz @param {QuizState} state */
export function score(quiz, state) {
  const sum = quiz.items.reduce((total, item) => {
    const kept = state.items[item.id];
    return total + (kept?.checked ? item.points * itemCredit(item, kept.answer) : 0);
  }, 0);
  return { points: roundMark(sum), max: quiz.items.reduce((total, item) => total + item.points, 0) };
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
