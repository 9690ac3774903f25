/**
 * The kinds of item that this page knows. Each kind stands in a file that calls `register`, and a page gets those it
 * needs (see PARTS in parts.py). What shows an item or reads an answer needs no key, so an assessed item is shown by
 * the same code.
 */

import { isEmpty } from "./state.js";
import { plain } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Choosable} Choosable */
/** @typedef {import("./types").Posed} Posed */
/** @typedef {import("./ui.js").Mark} Mark */

/**
 * @typedef {object} Part The feedback to one part of an answer.
 * @property {string | import("./types").Inline[]} [said]
 * @property {Mark | false | undefined} [mark]
 * @property {import("./types").Block[]} why
 * @property {boolean} [direct] Shown at once; what would give the rest of the key away waits until it is asked for.
 */

/**
 * @typedef {object} Kind All that tells one kind of item from the others. `item` is of that kind.
 * @property {(item: any) => string} hint How to answer.
 * @property {(item: any) => string} empty What to say of an item without an answer.
 * @property {(item: any, view: import("./frame.js").View, answer: Answer | undefined, changed: (answer: Answer) => void) => import("./controls.js").Control} control
 * @property {(item: any, answer: unknown) => boolean} fits Whether an answer, which is not empty, has its item's shape.
 * @property {(item: any, answer: any) => string} words An answer in words.
 * @property {(item: any, answer: unknown) => number} credit From 0 to 1, for any answer, odd ones included.
 * @property {(item: any, answer: any) => Record<string, Mark>} marks A mark for each part of an answer, by id.
 * @property {(item: any, answer: any) => string} [detail] What was right, counted in words.
 * @property {(item: any, answer: any) => Part[]} parts
 * @property {string} [more] What stands over the parts that wait until they are asked for.
 * @property {true} [typed] Saved when the typing rests.
 * @property {string} [noted] For what is never right or wrong: what is said instead.
 * @property {(answer: any) => boolean} [again] For what is never right or wrong: whether to come back to it.
 */

const WORDS = {
  none: _("Not answered"),
  notThis: _("Not this one"),
  right: _("Right"),
};

/** @type {Record<string, Kind>} */
const KINDS = {};

/** Make a kind of item known. @param {import("./types").Item["type"]} type @param {Kind} kind */
export const register = (type, kind) => { KINDS[type] = kind; };

/** The kind of an item. @param {Posed} item @returns {Kind} */
export const kindOf = (item) => KINDS[item.type];

/** Whether an item can be right or wrong. @param {Posed} item */
export const isScored = (item) => kindOf(item).noted === undefined;

/** Whether an answer has its item's shape. @param {Posed} item @param {unknown} answer */
export const fits = (item, answer) => isEmpty(answer) || kindOf(item).fits(item, answer);

/** An answer in words. @param {Posed} item @param {Answer | undefined} answer */
export const answerWords = (item, answer) => (isEmpty(answer) ? WORDS.none : kindOf(item).words(item, answer));

/** The words of something to choose. @param {Choosable[]} options @param {unknown} id */
export const nameOf = (options, id) => plain(options.find((option) => option.id === id)?.text);

/** Words as a line of course text. @param {string} v */
export const line = (v) => [{ t: /** @type {"text"} */ ("text"), v }];

/** @param {boolean} right @param {string} [yes] @param {string} [no] @returns {Mark} */
export const markOf = (right, yes = WORDS.right, no = WORDS.notThis) => ({ tone: right ? "right" : "wrong", text: right ? yes : no });

/** The mark of a part without an answer. @returns {Mark} */
export const blank = () => ({ tone: "none", text: WORDS.none });

/** Something for each part, by its id. @template T @param {{ id: string }[]} parts @param {(id: string, i: number) => T} of */
export const byId = (parts, of) => Object.fromEntries(parts.map(({ id }, i) => [id, of(id, i)]));

/** How many marks are right, of how many. @param {Record<string, Mark>} marks */
export function counts(marks) {
  const all = Object.values(marks);
  return { n: all.filter(({ tone }) => tone === "right").length, all: all.length };
}
