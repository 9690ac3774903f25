/** A round of a quiz: what is asked, in which order, and what it comes to, as in evenkeel/rounds.py. */

import { certainty } from "./certainty.js";
import { roundMark } from "./rules.js";
import { drawn, seedOf, shuffled } from "./seeded.js";
import { record } from "./state.js";

/** @typedef {import("./types").Behaviour} Behaviour */
/** @typedef {import("./types").Item} Item */
/** @typedef {import("./types").ItemState} ItemState */
/** @typedef {import("./types").Quiz} Quiz */
/** @typedef {import("./types").QuizState} QuizState */
/** @typedef {import("./types").Round} Round */

/**
 * The ids of the items of a new round, in the order they are asked.
 * @param {{ id: string, pool?: string | null }[]} items @param {Behaviour} how @param {number} seed
 * @param {Record<string, number>} seen in how many rounds before an item was asked
 */
export function asked(items, how, seed, seen) {
  const ids = items.map(({ id }) => id);
  let found = how.draw ? drawn(ids, how.draw, seedOf(`${seed}:draw`), seen) : ids;
  for (const [pool, number] of Object.entries(how.pools ?? {})) {
    const all = items.filter((item) => item.pool === pool).map(({ id }) => id);
    const chosen = drawn(all, number, seedOf(`${seed}:draw:${pool}`), seen);
    found = found.filter((id) => !all.includes(id) || chosen.includes(id));
  }
  return how.shuffle?.includes("items") ? shuffled(found, seedOf(`${seed}:items`)) : found;
}

/**
 * The item with its options in another order. What has an order of its own keeps it.
 * @template {import("./types").Posed} T
 * @param {T} item @param {number} seed @returns {T}
 */
export function mixed(item, seed) {
  const mix = (/** @type {string} */ part, /** @type {any[]} */ list, fixed = /** @type {string[]} */ ([])) =>
    shuffled(list, seedOf(`${seed}:${item.id}:${part}`), list.flatMap(({ id }, i) => (fixed.includes(id) ? [i] : [])));
  if (item.type === "single" || item.type === "multiple")
    return { ...item, options: mix("options", item.options, /** @type {any} */ (item).fixed) };
  if (item.type === "matching") return { ...item, left: mix("left", item.left), right: mix("right", item.right) };
  if (item.type === "categorise") return { ...item, things: mix("things", item.things) };
  if (item.type === "judgement" && item.ask === "rate") return { ...item, responses: mix("responses", item.responses) };
  if (item.type !== "cloze") return item;
  return { ...item, gaps: item.gaps.map((gap) => (gap.kind === "choice" ? { ...gap, options: mix(gap.id, gap.options) } : gap)) };
}

/** A state with a new round in it. Answers to what is not asked again are kept. @param {Quiz} quiz @param {QuizState} state @param {number} seed @returns {QuizState} */
export function begun(quiz, state, seed) {
  const how = /** @type {Behaviour} */ (quiz.behaviour);
  const seen = Object.fromEntries(Object.entries(state.items).map(([id, kept]) => [id, kept.seen ?? 0]));
  const ids = asked(quiz.items, how, seed, seen);
  const items = { ...state.items };
  for (const id of ids) {
    const { missed } = items[id] ?? {};
    items[id] = { checked: false, attempts: 0, credit: 0, seen: (seen[id] ?? 0) + 1, ...(missed ? { missed } : {}) };
  }
  const past = state.round && how.feedback !== "hidden" ? [...(state.round.past ?? []), summary(quiz, state)] : [];
  return { ...state, position: 0, items, round: { n: (state.round?.n ?? 0) + 1, seed, asked: ids, past } };
}

/** @param {Quiz} quiz @param {QuizState} state */
function summary(quiz, state) {
  const { points, max } = tally(quiz, state);
  return { points, max };
}

/** The credit of an answer, less what hints and further tries cost. @param {Behaviour | null | undefined} how @param {Partial<ItemState>} kept */
export const earned = (how, { credit = 0, hints = 0, attempts = 1 }) =>
  Math.max(0, credit - (how?.cost?.hint ?? 0) * hints - (how?.cost?.attempt ?? 0) * Math.max(0, attempts - 1));

/** @param {Quiz} quiz @param {QuizState} state */
export const itemsOf = (quiz, state) =>
  (state.round?.asked ?? quiz.items.map(({ id }) => id)).flatMap((id) => quiz.items.find((item) => item.id === id) ?? []);

/**
 * What a round comes to. `passed` is null where nothing says when a quiz is passed.
 * @param {Quiz} quiz @param {QuizState} state
 */
export function tally(quiz, state) {
  const how = quiz.behaviour;
  const items = itemsOf(quiz, state).filter((item) => item.points);
  const done = items.flatMap((item) => (state.items[item.id]?.checked ? { item, kept: state.items[item.id] } : []));
  const max = items.reduce((total, item) => total + (item.points ?? 0), 0);
  const total = done.reduce((sum, { item, kept }) => sum + (item.points ?? 0) * earned(how, kept), 0);
  return {
    points: roundMark(total), max,
    passed: how?.pass ? max > 0 && total / max >= how.pass - 1e-9 : null,
    sure: how?.confidence ? certainty(done.map(({ kept }) => ({ credit: kept.credit, sure: kept.sure ?? 1 }))) : null,
  };
}

/**
 * The round of a saved state, or undefined when none was begun. Items that are gone are left out; a quiz that was
 * answered before it had rounds goes on as it was, with all its items.
 * @param {Quiz} quiz @param {unknown} raw @param {Record<string, ItemState>} items
 * @returns {{ round?: Round, damaged: boolean }}
 */
export function restoredRound(quiz, raw, items) {
  const saved = record(raw);
  const ids = quiz.items.map(({ id }) => id);
  if (raw === undefined) {
    const before = Object.values(items).some(({ answer }) => answer !== undefined);
    return { round: before ? { n: 1, seed: 0, asked: ids, past: [] } : undefined, damaged: false };
  }
  const good = saved && Number.isInteger(saved.n) && saved.n > 0 && Number.isInteger(saved.seed) && Array.isArray(saved.asked);
  if (!good) return { damaged: true };
  const known = [...new Set(saved.asked)].filter((id) => ids.includes(/** @type {string} */ (id)));
  const { draw, pools } = quiz.behaviour ?? {};
  const all = draw || Object.keys(pools ?? {}).length ? known : [...known, ...ids.filter((id) => !known.includes(id))];
  if (!all.length) return { damaged: true };
  const past = Array.isArray(saved.past) ? saved.past.filter((each) => Number.isFinite(each?.points) && Number.isFinite(each?.max)) : [];
  return { round: { n: saved.n, seed: saved.seed, asked: all, past, ...(saved.done === true ? { done: true } : {}) }, damaged: false };
}
