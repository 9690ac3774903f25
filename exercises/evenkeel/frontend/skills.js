/** The skill profile of a play. The rules follow evenkeel/skills.py; shared cases keep the two alike. */

import { open } from "./play.js";

/** @typedef {import("./types").Goal} Goal */
/** @typedef {import("./types").Scenario} Scenario */
/** @typedef {import("./types").SceneNode} SceneNode */
/** @typedef {import("./play.js").Turn} Turn */
/** @typedef {Partial<Record<Goal, [number, number]>>} Profile What was met, of what was asked for. */

/** @type {Goal[]} */
export const GOALS = ["acknowledge", "clarify", "set-limits", "keep-safe", "involve", "recover"];

/** Whether a choice goes round the hard part of its node. @param {SceneNode} node @param {string} choice */
export const skips = ({ content_note: note }, choice) => note?.skip === choice;

/** What a turn met of what its decision asked for. @param {Scenario} scenario @param {Turn} turn @returns {Profile} */
export function practised(scenario, { at, node, choice, taken }) {
  if (node.hub || node.item || taken.late || skips(node, choice.id)) return {};
  const ways = open(scenario, at).filter(({ id }) => !skips(node, id));
  const asked = GOALS.map((goal) => [goal, Math.max(...ways.map(({ skills }) => skills[goal] ?? 0))]);
  return Object.fromEntries(asked.filter(([, most]) => most).map(([goal, most]) => [goal, [choice.skills[/** @type {Goal} */ (goal)] ?? 0, most]]));
}

/** Each goal's sums over a play, in the order of the goals; a goal that was not asked for is left out.
 * @param {Scenario} scenario @param {Turn[]} turns @returns {Profile} */
export function profile(scenario, turns) {
  const found = turns.map((turn) => practised(scenario, turn));
  const sum = (/** @type {Goal} */ goal, /** @type {0 | 1} */ part) => found.reduce((all, one) => all + (one[goal]?.[part] ?? 0), 0);
  return Object.fromEntries(GOALS.filter((goal) => sum(goal, 1)).map((goal) => [goal, [sum(goal, 0), sum(goal, 1)]]));
}

/** A title that is somebody's words without their marks, for a sentence that sets marks of its own. @param {string} title */
export const unquoted = (title) => title.replace(/^["\u201c]([^"\u201c\u201d]*)["\u201d]$/, "$1");
