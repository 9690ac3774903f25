// Where an assignment stands, in words: for the page that hands in and for the learner's first page.

import { moment } from "./dates.js";
import { h, fill, icon } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {{at: string, checksum: string, assignment: string, learner: string}} Receipt */
/** @typedef {Receipt & {late: boolean, counts: boolean}} HandedIn `counts`: whether it is the one that is collected */
/**
 * @typedef {object} Assignment What the server says about one assignment.
 * @property {string} id
 * @property {string} title
 * @property {"open" | "saved" | "handed-in" | "feedback"} state
 * @property {string | null} saved_at
 * @property {HandedIn[]} handed_in oldest first
 * @property {boolean} changed whether the answers were changed after the last hand-in
 * @property {string | null} due
 * @property {boolean} extended whether this learner has more time than the class
 * @property {boolean} overdue whether the due date has passed, by the server's clock
 * @property {boolean} in_time_first whether a hand-in in time counts before a newer one that is late
 * @property {string | null} feedback address of the feedback page
 * @property {string | null} notebook address of the notebook
 * @property {string | null} page the worksheet's page in the book
 * @property {boolean} released whether tutors have opened it
 * @property {number} fields how many fields it has
 * @property {string[]} empty labels of the fields that are not answered
 * @property {number} words how many words are written
 * @property {string} notice
 */

const WORDS = {
  due: _("Hand in by {time}."),
  extended: _("Hand in by {time}. You have been given more time."),
  lateDone: _("It was due {time}. It came in late, and it has arrived. Your tutor can see when."),
  overdue: _("It was due {time}. You can still hand it in. Your tutor will see that it is late. It helps to tell them why."),
  zone: _("Times are those of your device ({zone})."),
};
/** @typedef {{words: string, shape: "none" | "part" | "right"}} State */
/** @type {Record<Assignment["state"], State>} */
const STATES = {
  open: { words: _("Not started"), shape: "none" },
  saved: { words: _("Saved, not handed in"), shape: "part" },
  "handed-in": { words: _("Handed in"), shape: "right" },
  feedback: { words: _("Feedback is ready"), shape: "right" },
};
/** @type {Partial<Record<Assignment["state"], State>>} */
const LATE = {
  open: { words: _("Late, not started"), shape: "part" },
  saved: { words: _("Late, saved and not handed in"), shape: "part" },
  "handed-in": { words: _("Handed in late"), shape: "right" },
};

/** The hand-in that counts. @param {Assignment} a */
export const counting = (a) => a.handed_in.find(({ counts }) => counts);

/** Whether this is late: what counts came late, or nothing came and the date has passed. @param {Assignment} a */
export const isLate = (a) => counting(a)?.late ?? a.overdue;

/** The state, told by its words and by its sign. @param {Assignment} a */
export function stateLine(a) {
  const { words, shape } = (isLate(a) && LATE[a.state]) || STATES[a.state];
  return h("p", {}, h("strong", { class: `ek-mark ek-is-${shape}` }, icon(shape), ` ${words}`));
}

/** What to know of the due date; empty without one. @param {Assignment} a */
export function dueWords(a) {
  if (!a.due) return "";
  const lateDone = counting(a)?.late && WORDS.lateDone;
  const words = lateDone || (isLate(a) ? WORDS.overdue : a.extended ? WORDS.extended : WORDS.due);
  return fill(words, { time: moment(a.due) });
}

/** Whose clock the times are by, where a due date is shown. @param {Assignment[]} all */
export const zoneNote = (all) =>
  all.some(({ due }) => due) && h("p", { class: "ek-hint" }, fill(WORDS.zone, { zone: Intl.DateTimeFormat().resolvedOptions().timeZone }));
