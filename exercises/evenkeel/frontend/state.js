/** Reading a learner's saved record, which may be old, damaged or made for another version of the content. */

/**
 * A record, or null for anything else. @param {unknown} value
 * @returns {Record<string, any> | null}
 */
export const record = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? /** @type {Record<string, any>} */ (value) : null;

/** The same text for the same state, whatever the order of its keys: a store may sort them. @param {unknown} state */
export const fingerprint = (state) =>
  JSON.stringify(state ?? {}, (_, part) => (record(part) ? Object.fromEntries(Object.entries(part).sort()) : part));

/**
 * Add what could not be read to what was put aside before, once.
 * @param {Record<string, any> | null} raw the saved state
 * @returns {unknown[]}
 */
export function putAside(raw) {
  const before = Array.isArray(raw?.kept) ? raw.kept : [];
  const { kept: _, ...bad } = raw ?? {};
  const text = JSON.stringify(bad);
  return before.some((part) => JSON.stringify(part) === text) ? before : [...before, bad];
}

/** @param {unknown} value @param {{ id: string }[]} known */
export const isOneOf = (value, known) => known.some((option) => option.id === value);

/** @param {unknown} value @param {{ id: string }[]} known */
export const isSetOf = (value, known) =>
  Array.isArray(value) && new Set(value).size === value.length && value.every((id) => isOneOf(id, known));

/** @param {unknown} value @param {{ id: string }[]} left @param {{ id: string }[]} right */
export function isMatchOf(value, left, right) {
  const pairs = record(value);
  return !!pairs && Object.entries(pairs).every(([from, to]) => isOneOf(from, left) && isOneOf(to, right));
}

/** A day on the learner's own calendar: 2026-11-22. @param {Date} [at] */
export const dayOf = (at = new Date()) =>
  [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

/** Whether an answer counts as none. @param {unknown} answer */
export const isEmpty = (answer) =>
  answer === undefined || answer === null || answer === "" || (typeof answer === "object" && !Object.keys(answer).length);

/**
 * The list with one entry moved by `step`; the same list when there is no room.
 * @param {string[]} list @param {string} id @param {number} step
 */
export function moved(list, id, step) {
  const from = list.indexOf(id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= list.length) return list;
  const next = list.filter((entry) => entry !== id);
  next.splice(to, 0, id);
  return next;
}
