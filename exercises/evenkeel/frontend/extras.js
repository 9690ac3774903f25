/** What few quizzes need stands in a part of its own, which enters here and is loaded where a quiz asks for it. */

/** @typedef {import("./types").Item} Item */
/** @typedef {import("./types").ItemState} ItemState */
/** @typedef {import("./types").Quiz} Quiz */
/** @typedef {import("./types").QuizState} QuizState */
/** @typedef {import("./ui.js").Mark} Mark */

/**
 * @typedef {object} Tools What the quiz lends.
 * @property {import("./frame.js").View} view
 * @property {() => QuizState} state
 * @property {(change: Partial<QuizState>) => void} save
 * @property {(item: Item, change: Partial<ItemState>) => void} saveItem
 * @property {(position: number) => void} go
 * @property {() => HTMLElement} rows Each question with how it stands, and the way to it.
 */

/**
 * @typedef {object} Around What surrounds one question.
 * @property {(Node | null | false)[]} nodes
 * @property {() => boolean} ready Whether the answer may be checked; it says what is missing.
 * @property {boolean} held Nothing is checked yet: the answer stays open.
 * @property {boolean} sealed It is closed, also without an answer.
 * @property {boolean} over It may not be tried again.
 * @property {boolean} brief Another try is left, so not all is told.
 */

/**
 * @typedef {object} Extras What the part adds to a quiz.
 * @property {(found: { state: QuizState, damaged: boolean }, raw: unknown) => { state: QuizState, damaged: boolean }} restored
 * @property {() => Item[]} items What is asked, in its order.
 * @property {() => Node | null} start What stands in the quiz's place before it begins.
 * @property {() => Node | null} last What stands in the result's place.
 * @property {(item: Item) => Mark | null} standing
 * @property {(item: Item) => Around} around
 * @property {() => { points: number, max: number }} score
 * @property {(open: Item[]) => (Node | null)[]} verdict What follows the score.
 * @property {() => Node | null} again The way to take it once more; null for the usual one.
 * @property {() => string} readable
 */

/** @type {((quiz: Quiz, tools: Tools) => Extras) | null} */
let make = null;

/** @param {(quiz: Quiz, tools: Tools) => Extras} extras */
export const enter = (extras) => { make = extras; };

/** What this quiz asks for besides, or null. @param {Quiz} quiz @param {Tools} tools */
export const extrasOf = (quiz, tools) =>
  make && (quiz.behaviour || quiz.items.some(({ hints, remedial }) => hints || remedial)) ? make(quiz, tools) : null;
