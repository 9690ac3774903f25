/** The kind of item with a number to type. The rules are those of evenkeel/numbers.py. */

import { mark } from "./controls.js";
import { markOf, register } from "./kinds.js";
import { words } from "./typed.js";
import { fill, h, uid } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").NumericItem} NumericItem */

const WORDS = {
  empty: _("Write a number first."),
  hint: _("Write a number, such as 1500 or 12.5. The decimal sign may be a point or a comma."),
  key: _("The answer is {number}."),
  keyOf: _("The answer is {number} {unit}."),
  label: _("Your number"),
  labelIn: _("Your number, in {unit}"),
  more: _("The answer"),
  unread: _("No number could be read here"),
  yours: _("Your number: {words}"),
};
export const LONGEST_NUMBER = 60;

const PARTS = /^([+-]?) *([^0-9.,+-]*?) *([+-]?)([.,]?[0-9](?:[0-9.,' ]*[0-9])?)[.,]? *([^0-9]*)$/;
const WHOLE = /^(?:[0-9]*|[1-9][0-9]{0,2}(?:([.,' ])[0-9]{3})(?:\1[0-9]{3})*)$/;

/** @param {string} text */
const bare = (text) => text.replace(/^[ .]+|[ .]+$/g, "").toLowerCase();
/** @param {string} text */
const unitOf = (text) => words(text) || bare(text);

/** Every number that the answer can be read as. @param {unknown} answer @param {string[]} [units] @returns {number[]} */
export function readings(answer, units = []) {
  if (typeof answer !== "string" || answer.length > 2 * LONGEST_NUMBER || [...answer].length > LONGEST_NUMBER) return [];
  const text = answer.normalize("NFKC").replaceAll("\u2212", "-").replace(/[\u2019\u02bc]/g, "'").replace(/[\t\n]/g, " ").replace(/^ +| +$/g, "");
  const [, sign, before, inner, body, after] = PARTS.exec(text) ?? [];
  if (body === undefined || (sign && inner)) return [];
  const known = ["", ...units.map(unitOf)];
  if (!known.includes(unitOf(before)) || !known.includes(unitOf(after))) return [];
  return numbers(body).map((each) => Number((sign || inner).replace("+", "") + each));
}

/** @param {string} body */
function numbers(body) {
  return [".", ",", ""].flatMap((sign) => {
    const at = sign ? body.indexOf(sign) : body.length;
    const [whole, part] = [body.slice(0, Math.max(0, at)), sign ? body.slice(at + 1) : "0"];
    const grouped = at < 0 ? null : WHOLE.exec(whole);
    if (!grouped || !/^[0-9]+$/.test(part) || (sign && grouped[1] === sign)) return [];
    return [`${whole.replace(/[^0-9]/g, "") || "0"}.${part}`];
  });
}

/** Whether a reading lies no further from the number than the tolerance. @param {number} number @param {number} tolerance @param {number[]} read */
export const near = (number, tolerance, read) =>
  read.some((each) => Math.abs(each - number) <= tolerance + 1e-9 * Math.max(1, Math.abs(number)));

/** All or nothing. @param {number} key @param {number} tolerance @param {string[]} units @param {unknown} answer */
export const numeric = (key, tolerance, units, answer) => Number(near(key, tolerance, readings(answer, units)));

/** @param {import("./types").PosedNumeric} item @param {import("./types").Answer | undefined} answer @param {(answer: import("./types").Answer) => void} changed @returns {import("./controls.js").Control} */
function box(item, answer, changed) {
  const [unit] = item.units;
  const field = h("input", {
    type: "text", inputmode: "decimal", id: uid(), maxlength: LONGEST_NUMBER, autocomplete: "off",
    "aria-label": unit ? fill(WORDS.labelIn, { unit }) : WORDS.label,
    input: () => changed(field.value.trim() && field.value),
  });
  const row = h("div", { class: "ek-number" }, field, unit && h("span", { "aria-hidden": "true" }, unit));
  const set = (/** @type {import("./types").Answer | undefined} */ value) => { field.value = typeof value === "string" ? value : ""; };
  const lock = (/** @type {Record<string, import("./ui.js").Mark>} */ marks) => {
    field.readOnly = true;
    mark(row, marks.number);
  };
  set(answer);
  return { el: row, set, lock };
}

/** @param {NumericItem} item @param {unknown} answer */
const isRight = (item, answer) => numeric(item.key, item.tolerance, item.units, answer) === 1;

/** @param {NumericItem} item @param {unknown} answer */
const marks = (item, answer) =>
  ({ number: readings(answer, item.units).length ? markOf(isRight(item, answer)) : markOf(false, "", WORDS.unread) });

register("numeric", {
  typed: true,
  hint: () => WORDS.hint,
  empty: () => WORDS.empty,
  control: (item, _view, answer, changed) => box(item, answer, changed),
  fits: (_item, answer) => typeof answer === "string",
  words: (_item, answer) => String(answer),
  credit: (item, answer) => numeric(item.key, item.tolerance, item.units, answer),
  marks,
  parts: (/** @type {NumericItem} */ item, answer) => {
    const right = isRight(item, answer);
    const slip = item.wrong.find(({ value, tolerance }) => near(value, tolerance, readings(answer, item.units)));
    const yours = { said: fill(WORDS.yours, { words: answer }), mark: marks(item, answer).number, why: right ? item.feedback : slip?.feedback ?? [], direct: true };
    const key = fill(item.units.length ? WORDS.keyOf : WORDS.key, { number: item.key, unit: item.units[0] ?? "" });
    return right ? [yours] : [yours, { said: key, why: item.feedback }];
  },
  more: WORDS.more,
});
