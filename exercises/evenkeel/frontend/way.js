/** Where a learner is in the course, worked out from their own records. Nothing here draws or loads anything. */

import { record } from "./state.js";

/** @typedef {{exercise: string, id: string, title: string, items?: string[], assessed?: boolean}} Known An exercise as the outline has it. */
/** @typedef {{page: string, title: string, exercises: Known[]}} Page */
/** @typedef {{title: string, pages: Page[]}} Part */
/** @typedef {{state: Record<string, any>, at: string | null}} Kept */
/** @typedef {{part: Part, page: Page, known: Known, done: boolean}} Step */

/** @param {{exercise: string, id: string}} name */
const keyOf = ({ exercise, id }) => `${exercise}/${id}`;

/**
 * The newest of each record. What waits to be sent comes last in the list and is newer than what the server has.
 * @param {import("./storage.js").Entry[]} entries @returns {Map<string, Kept>}
 */
export const newest = (entries) =>
  new Map(entries.filter(({ kept }) => !kept).map((entry) =>
    [keyOf(entry), { state: record(record(entry.state)?.waiting)?.state ?? entry.state, at: entry.at }]));

/** Whether an exercise has been done to its end, at least once. @param {Known} known @param {unknown} state */
export function finished(known, state) {
  const saved = record(state) ?? {};
  if (known.exercise === "scenario") return Array.isArray(saved.endings) && saved.endings.length > 0;
  if (known.exercise !== "quiz") return false;
  const round = record(saved.round);
  if (round?.done === true || (Array.isArray(round?.past) && round.past.length > 0)) return true;
  const asked = Array.isArray(round?.asked) ? round.asked : known.items ?? [];
  const items = record(saved.items) ?? {};
  return asked.length > 0 && asked.every((/** @type {string} */ id) => record(items[id])?.checked === true);
}

/** Quizzes and conversations are counted; private sheets are the learner's own business. @param {Known} known */
const isCounted = ({ exercise }) => exercise === "quiz" || exercise === "scenario";

/**
 * Everything there is to do, in the order of the book: quizzes, conversations, assignments.
 * @param {Part[]} outline @param {Map<string, Kept>} records @param {Set<string>} handedIn ids of assignments
 * @returns {Step[]}
 */
export const steps = (outline, records, handedIn) =>
  outline.flatMap((part) => part.pages.flatMap((page) =>
    page.exercises.filter((known) => isCounted(known) || known.assessed).map((known) => {
      const done = known.assessed ? handedIn.has(known.id) : finished(known, records.get(keyOf(known))?.state);
      return { part, page, known, done };
    })));

/** How much of each part is done. Parts without anything that is counted are left out. @param {Step[]} all */
export const progress = (all) =>
  [...new Set(all.map(({ part }) => part))].flatMap((part) => {
    const own = all.filter((step) => step.part === part && isCounted(step.known));
    return own.length ? [{ title: part.title, done: own.filter(({ done }) => done).length, all: own.length }] : [];
  });

/** The exercise that was saved last, with its page. @param {Part[]} outline @param {Map<string, Kept>} records */
function last(outline, records) {
  const touched = outline.flatMap((part) => part.pages.flatMap((page) =>
    page.exercises.map((known) => ({ part, page, known, at: Date.parse(records.get(keyOf(known))?.at ?? "") }))));
  return touched.filter(({ at }) => at > 0).sort((a, b) => b.at - a.at)[0] ?? null;
}

/**
 * What comes next. `resume`: the exercise that was begun last and is not finished. `next`: the first one after it, in the
 * same part if there is one. `start`: nothing was done yet. `all`: nothing is left.
 * @param {Part[]} outline @param {Map<string, Kept>} records @param {Step[]} all
 * @returns {{kind: "resume" | "next" | "start" | "all", step: Step | null}}
 */
export function next(outline, records, all) {
  const open = all.filter(({ done }) => !done);
  const here = last(outline, records);
  if (!here) return { kind: "start", step: open[0] ?? null };
  const same = open.find(({ known }) => keyOf(known) === keyOf(here.known));
  if (same) return { kind: "resume", step: same };
  const pages = outline.flatMap((part) => part.pages);
  const later = (/** @type {Step} */ { page }) => pages.indexOf(page) >= pages.indexOf(here.page);
  const own = open.filter(({ part }) => part === here.part);
  const step = own.find(later) ?? own[0] ?? open.find(later) ?? open[0] ?? null;
  return { kind: step ? "next" : "all", step };
}
