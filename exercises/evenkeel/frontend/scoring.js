/** A quiz's record, its score and its results in words. */

import { answerWords, fits, isScored, kindOf } from "./kinds.js";
import { itemCredit, roundMark } from "./rules.js";
import { dayOf, isEmpty, putAside, record } from "./state.js";
import { fill, plain } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Quiz} Quiz */
/** @typedef {import("./types").Item} Item */
/** @typedef {import("./types").QuizState} QuizState */
/** @typedef {import("./types").ItemState} ItemState */
/** @typedef {import("./ui.js").Mark} Mark */

const WORDS = {
  and: _(" and "),
  answered: _("Answered"),
  detailed: _("{verdict}: {detail}"),
  none: _("Not answered"),
  part: _("Partly right"),
  points: _("{n} of {all} points"),
  result: _("Your result"),
  right: _("Right"),
  unchecked: _("Answered, not checked"),
  wrong: _("Not right yet"),
  yourAnswer: _("Your answer"),
};

/** The sum, rounded once. @param {Quiz} quiz @param {QuizState} state */
export function score(quiz, state) {
  const sum = quiz.items.reduce((total, item) => {
    const kept = state.items[item.id];
    return total + (kept?.checked ? (item.points ?? 0) * itemCredit(item, kept.answer) : 0);
  }, 0);
  return { points: roundMark(sum), max: quiz.items.reduce((total, item) => total + (item.points ?? 0), 0) };
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
  const checked = kept.checked === true && !isEmpty(kept.answer) && "explanation" in item;
  const whole = (/** @type {unknown} */ value) => Number.isInteger(value) && Number(value) > 0;
  const attempts = whole(kept.attempts) ? kept.attempts : 0;
  const more = Object.entries(kept).filter(([name, value]) =>
    name === "missed" ? typeof value === "string" : ["hints", "seen", "sure"].includes(name) && whole(value));
  return { answer: kept.answer, checked, attempts, credit: checked ? itemCredit(item, kept.answer) : 0, ...Object.fromEntries(more) };
}

/** What to note of an answer that is worth coming back to: the day. @param {Item} item @param {ItemState} kept @returns {Partial<ItemState>} */
export function missed(item, { answer, credit, sure }) {
  const again = isScored(item) ? credit < 1 || sure === 1 : kindOf(item).again?.(answer);
  return again ? { missed: dayOf() } : {};
}

/** The items as at the start, but for when they were missed. @param {QuizState["items"]} items @returns {QuizState["items"]} */
export const cleared = (items) =>
  Object.fromEntries(Object.entries(items).flatMap(([id, { missed: day }]) => (day ? [[id, { checked: false, attempts: 0, credit: 0, missed: day }]] : [])));

/** How an item stands. @param {Item} item @param {ItemState | undefined} kept @returns {Mark} */
export function standing(item, kept) {
  if (!kept || isEmpty(kept.answer)) return { tone: "none", text: WORDS.none };
  if (!kept.checked) return { tone: "none", text: WORDS.unchecked };
  if (!isScored(item)) return { tone: "none", text: WORDS.answered };
  if (kept.credit >= 1) return { tone: "right", text: WORDS.right };
  return kept.credit > 0 ? { tone: "part", text: WORDS.part } : { tone: "wrong", text: WORDS.wrong };
}

/** Whether an item is worth another look. @param {Item} item @param {ItemState | undefined} kept */
export const open = (item, kept) =>
  isScored(item) ? standing(item, kept).tone !== "right" : !kept?.checked || !!kindOf(item).again?.(kept.answer);

/** How an answer would stand when it is checked. @param {Item} item @param {Answer} answer */
export const judged = (item, answer) => standing(item, { answer, checked: true, attempts: 1, credit: itemCredit(item, answer) });

/** Credit in words. @param {Item} item @param {Answer} answer */
export function verdict(item, answer) {
  const { noted, detail } = kindOf(item);
  if (noted) return noted;
  const { tone, text } = judged(item, answer);
  return tone === "right" || !detail ? text : fill(WORDS.detailed, { verdict: text, detail: detail(item, answer) });
}

/** A mark for each part of an answer, by id. @param {Item} item @param {Answer} answer @returns {Record<string, Mark>} */
export const marks = (item, answer) => kindOf(item).marks(item, answer);

/** The answers as a text to keep. @param {Quiz} quiz @param {QuizState} state @param {{ points: number, max: number } | null} [told] */
export function readable(quiz, state, told = score(quiz, state)) {
  const parts = quiz.items.map((item, i) => {
    const kept = state.items[item.id];
    return `${i + 1}. ${plain(item.stem).trim()}\n   ${WORDS.yourAnswer}: ${answerWords(item, kept?.answer)}\n   ${standing(item, kept).text}`;
  });
  const result = told ? `\n\n${WORDS.result}: ${fill(WORDS.points, { n: told.points, all: told.max })}` : "";
  return `${quiz.title}\n\n${parts.join("\n\n")}${result}\n`;
}

/** Numbers in a sentence: 1, 2 and 5. @param {number[]} numbers */
export const listed = (numbers) =>
  numbers.length < 2 ? numbers.join("") : `${numbers.slice(0, -1).join(", ")}${WORDS.and}${numbers[numbers.length - 1]}`;
