/** Numbers and times as the readers of the page write them. The bundler puts in the language of the course. */

/** The course's language, and the one to go by where the browser does not know it. */
export const LANGUAGE = ["en-GB"];

/** Which form of a phrase goes with a number. @type {(n: number) => number | boolean} */
const rule = (n) => n !== 1;

/** The phrase, or its form for a number. @param {string | string[]} text @param {unknown} n */
export const form = (text, n) => (typeof text === "string" ? text : text[Number(rule(Number(n)))]);

/** A number with the decimal sign of the language; other values as they are. @param {string | number} value */
export const figure = (value) => (typeof value === "number" ? value.toLocaleString(LANGUAGE) : String(value));

/** The time of day: 14:05. @param {Date} at */
export const clock = (at) => at.toLocaleTimeString(LANGUAGE, { hour: "2-digit", minute: "2-digit" });
