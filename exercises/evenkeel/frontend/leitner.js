/**
 * When a question comes back: Sebastian Leitner's boxes (So lernt man lernen, 1972). A question that was missed goes
 * into the first box. Answered right on its day, it moves up a box and waits longer; missed, it goes back to the first.
 * After the last box it has been learned. Days are "2026-11-22", as on the learner's own calendar.
 */

import { dayOf, record } from "./state.js";

/** @typedef {{ box: number, due: string | null, last: string }} Card `due` is null once it is learned; `last`: the day it was put there */
/** @typedef {{ quiz: string, item: string, day: string, old?: boolean }} Miss `old`: from a record that says no more than when it was saved last */

/** Days until a question comes back, by its box from the first. */
export const INTERVALS = [1, 3, 7, 14, 30];

/** @param {string} day @param {number} days */
export function daysAfter(day, days) {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** @param {unknown} day */
export const isDay = (day) =>
  typeof day === "string" && /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`));

/** A card put into a box today. @param {number} box from 1 @param {string} today @returns {Card} */
export const put = (box, today) =>
  box > INTERVALS.length ? { box, due: null, last: today } : { box, due: daysAfter(today, INTERVALS[box - 1]), last: today };

/** A card after an answer. @param {Card} card @param {"right" | "unsure" | "missed"} how @param {string} today @returns {Card} */
export const moved = (card, how, today) =>
  put(how === "right" ? card.box + 1 : how === "unsure" ? card.box : 1, today);

/**
 * The cards with what was missed since: a new miss, or one of a day after the card was last put away.
 * @param {Record<string, Card>} cards @param {Miss[]} misses
 */
export function gathered(cards, misses) {
  const all = { ...cards };
  for (const { quiz, item, day, old } of misses) {
    const key = `${quiz}/${item}`;
    if (!all[key] || (!old && day > all[key].last)) all[key] = put(1, day);
  }
  return all;
}

/** The keys of what is due, the longest due first. @param {Record<string, Card>} cards @param {string} today */
export const due = (cards, today) =>
  Object.keys(cards)
    .filter((key) => cards[key].due !== null && String(cards[key].due) <= today)
    .sort((a, b) => String(cards[a].due).localeCompare(String(cards[b].due)) || a.localeCompare(b));

/** How many wait in each box, and how many are learned (last). @param {Record<string, Card>} cards */
export const counted = (cards) =>
  [...INTERVALS, 0].map((_, i) => Object.values(cards).filter(({ box }) => Math.min(box, INTERVALS.length + 1) === i + 1).length);

/** The day the next one comes back, or null. @param {Record<string, Card>} cards */
export const nextDay = (cards) => Object.values(cards).map((card) => card.due).filter((day) => day !== null).sort()[0] ?? null;

/**
 * What a learner's record of a quiz says was missed. An answer that was wrong, or right only at a second try, or given
 * with the least certainty, is a miss; records older than this page have no day of their own.
 * @param {string} quiz @param {unknown} state @param {string} saved the day the record was saved
 * @returns {Miss[]}
 */
export function missesOf(quiz, state, saved) {
  const items = record(record(state)?.items) ?? {};
  return Object.entries(items).flatMap(([item, kept]) => {
    const { missed, checked, attempts, credit, sure } = record(kept) ?? {};
    if (isDay(missed)) return [{ quiz, item, day: missed }];
    const old = checked === true && sure === undefined && missed === undefined && (credit < 1 || attempts > 1);
    return old ? [{ quiz, item, day: saved, old }] : [];
  });
}

/**
 * What all of a learner's records say was missed. What a server has not got yet waits beside it in the browser.
 * @param {import("./storage.js").Entry[]} entries @returns {Miss[]}
 */
export const missesIn = (entries) =>
  entries.filter(({ exercise, kept }) => exercise === "quiz" && !kept).flatMap(({ id, state, at }) =>
    missesOf(id, record(state?.waiting)?.state ?? state, dayOf(at ? new Date(at) : undefined)));

/** The cards that can be read of a saved record; `damaged` when some could not. @param {unknown} raw */
export function restoredCards(raw) {
  const saved = record(raw) ?? {};
  /** @type {Record<string, Card>} */
  const cards = {};
  let damaged = Object.keys(saved).length > 0 && (saved.schema !== 1 || !record(saved.items));
  for (const [key, value] of Object.entries((!damaged && record(saved.items)) || {})) {
    const card = record(value);
    const good = card && Number.isInteger(card.box) && card.box > 0 && isDay(card.last) && (card.due === null || isDay(card.due));
    if (good) cards[key] = { box: card.box, due: card.due, last: card.last };
    else damaged = true;
  }
  return { cards, damaged };
}
