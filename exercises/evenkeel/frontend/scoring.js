/** A quiz's record, its score and its results in words. */

import { answerWords, fits, ordered, panelOrder, sidesOf } from "./kinds.js";
import { filled, gapKeys, ids, itemCredit, pairs, roundMark } from "./rules.js";
import { isEmpty, putAside, record } from "./state.js";
import { rulesMet } from "./typed.js";
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
  counted: {
    extra: _("{detail}, and {n} that do not fit"),
    extraOne: _("{detail}, and 1 that does not fit"),
    agreed: _("{n} of {all} as we see them"),
    found: _("{n} of {all} answers found"),
    gaps: _("{n} of {all} gaps"),
    matched: _("{n} of {all} matched"),
    met: _("{n} of {all} points kept to"),
    placed: _("{n} of {all} in the right place"),
    pairs: _("{n} of {all} pairs in the right order"),
  },
  agreed: _("As we see it"),
  answered: _("Answered"),
  close: _("Close to our view"),
  far: _("Far from our view"),
  inPlace: _("In its place"),
  met: _("Kept to"),
  mine: _("Your answer"),
  none: _("Not answered"),
  notedRating: _("Noted. There is no right or wrong here."),
  notMet: _("Not yet"),
  notInPlace: _("Not in its place yet"),
  notThis: _("Not this one"),
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
  const checked = kept.checked === true && !isEmpty(kept.answer);
  const attempts = Number.isInteger(kept.attempts) && kept.attempts > 0 ? kept.attempts : 0;
  return { answer: kept.answer, checked, attempts, credit: checked ? itemCredit(item, kept.answer) : 0 };
}

/** How an item stands. @param {Item} item @param {ItemState | undefined} kept @returns {Mark} */
export function standing(item, kept) {
  if (!kept || isEmpty(kept.answer)) return { tone: "none", text: WORDS.none };
  if (!kept.checked) return { tone: "none", text: WORDS.unchecked };
  if (item.type === "self-rating") return { tone: "none", text: WORDS.answered };
  if (kept.credit >= 1) return { tone: "right", text: WORDS.right };
  return kept.credit > 0 ? { tone: "part", text: WORDS.part } : { tone: "wrong", text: WORDS.wrong };
}

/** Whether an item is worth another look. @param {Item} item @param {ItemState | undefined} kept */
export const open = (item, kept) => (item.type === "self-rating" ? !kept?.checked : standing(item, kept).tone !== "right");

/** How an answer would stand when it is checked. @param {Item} item @param {Answer} answer */
export const judged = (item, answer) => standing(item, { answer, checked: true, attempts: 1, credit: itemCredit(item, answer) });

/** Credit in words. @param {Item} item @param {Answer} answer */
export function verdict(item, answer) {
  if (item.type === "self-rating") return WORDS.notedRating;
  const { text } = judged(item, answer);
  const detail = counted(item, answer);
  return text === WORDS.right || !detail ? text : `${text}: ${detail}`;
}

/** The right order of an item that is put in order, or null. @param {Item} item */
export const orderOf = (item) =>
  item.type === "ordering" ? item.order : item.type === "judgement" && item.ask === "rank" ? panelOrder(item) : null;

/** @param {Item} item @param {Answer} answer */
function counted(item, answer) {
  const order = orderOf(item);
  if (order) {
    const { right, all } = pairs(order, answer);
    return fill(WORDS.counted.pairs, { n: right, all });
  }
  if (item.type === "multiple") return ticked(item, answer);
  if (item.type === "single" || item.type === "true-false") return "";
  const parts = Object.values(marks(item, answer));
  const n = parts.filter(({ tone }) => tone === "right").length;
  const words = { matching: "matched", categorise: "placed", cloze: "gaps", judgement: "agreed", rewrite: "met" };
  return fill(WORDS.counted[/** @type {Record<string, "matched" | "placed" | "gaps" | "agreed" | "met">} */ (words)[item.type]], { n, all: parts.length });
}

/** @param {import("./types").MultipleItem} item @param {Answer} answer */
function ticked(item, answer) {
  const hits = ids(answer).filter((id) => item.keys.includes(id)).length;
  const extra = ids(answer).length - hits;
  const detail = fill(WORDS.counted.found, { n: hits, all: item.keys.length });
  return extra ? fill(extra === 1 ? WORDS.counted.extraOne : WORDS.counted.extra, { detail, n: extra }) : detail;
}

/** @param {boolean} right @param {string} [yes] @param {string} [no] @returns {Mark} */
const mark = (right, yes = WORDS.right, no = WORDS.notThis) => ({ tone: right ? "right" : "wrong", text: right ? yes : no });

/** A mark for each part of an answer, by id. @param {Item} item @param {Answer} answer @returns {Record<string, Mark>} */
export function marks(item, answer) {
  const order = orderOf(item);
  const sides = sidesOf(item);
  const given = record(answer) ?? {};
  const blank = /** @type {Mark} */ ({ tone: "none", text: WORDS.none });
  const each = (/** @type {{ id: string }[]} */ parts, /** @type {(id: string, i: number) => Mark} */ of) =>
    Object.fromEntries(parts.map(({ id }, i) => [id, of(id, i)]));
  if (order) return each(ordered(item) ?? [], (id) => mark(order.indexOf(id) === ids(answer).indexOf(id), WORDS.inPlace, WORDS.notInPlace));
  if (item.type === "judgement") return each(item.responses, (id) => (given[id] ? distanceMark(item, id, given[id]) : blank));
  if (item.type === "matching" || item.type === "categorise")
    return each(sides?.left ?? [], (id) => (given[id] ? mark(given[id] === item.key[id]) : blank));
  if (item.type === "cloze") {
    const right = filled(gapKeys(item), answer);
    return each(item.gaps, (id) => (given[id] ? mark(right[id]) : blank));
  }
  if (item.type === "rewrite") {
    const met = rulesMet(item.original, item.rules, answer);
    return each(item.rules, (_, i) => mark(met[i], WORDS.met, WORDS.notMet));
  }
  const chosen = (Array.isArray(answer) ? ids(answer) : [String(answer)]).map((id) => ({ id }));
  return each(chosen, (id) => (item.type === "self-rating" ? { tone: "none", text: WORDS.mine } : mark(keysOf(item).includes(id))));
}

/** @param {import("./types").JudgementItem} item @param {string} id @param {string} given @returns {Mark} */
function distanceMark(item, id, given) {
  const away = Math.abs(Number(given) - Number(item.responses.find((response) => response.id === id)?.panel));
  return away === 1 ? { tone: "part", text: WORDS.close } : mark(!away, WORDS.agreed, WORDS.far);
}

/** @param {Item} item */
export const keysOf = (item) => (item.type === "multiple" ? item.keys : item.type === "single" || item.type === "true-false" ? [String(item.key)] : []);

/** The answers as a text to keep. @param {Quiz} quiz @param {QuizState} state */
export function readable(quiz, state) {
  const { points, max } = score(quiz, state);
  const parts = quiz.items.map((item, i) => {
    const kept = state.items[item.id];
    return `${i + 1}. ${plain(item.stem).trim()}\n   ${WORDS.yourAnswer}: ${answerWords(item, kept?.answer)}\n   ${standing(item, kept).text}`;
  });
  return `${quiz.title}\n\n${parts.join("\n\n")}\n\n${WORDS.result}: ${fill(WORDS.points, { n: points, all: max })}\n`;
}

/** Numbers in a sentence: 1, 2 and 5. @param {number[]} numbers */
export const listed = (numbers) =>
  numbers.length < 2 ? numbers.join("") : `${numbers.slice(0, -1).join(", ")}${WORDS.and}${numbers[numbers.length - 1]}`;
