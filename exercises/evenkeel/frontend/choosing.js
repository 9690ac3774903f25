/** The kinds of item answered by choosing: single, multiple, true or false, self-rating. */

import { pick } from "./controls.js";
import { blank, line, markOf, nameOf, register } from "./kinds.js";
import { ids, multiple, single } from "./rules.js";
import { isOneOf, isSetOf } from "./state.js";
import { fill } from "./ui.js";
import { _, plural } from "./words.js";

/** @typedef {import("./types").Choosable} Choosable */
/** @typedef {import("./types").Option} Option */
/** @typedef {import("./kinds.js").Part} Part */

const WORDS = {
  chooseFirst: _("Choose an answer first. A guess is fine."),
  chooseOne: _("Choose one."),
  extra: plural("{detail}, and {n} that does not fit", "{detail}, and {n} that do not fit"),
  false: _("False"),
  found: _("{n} of {all} answers found"),
  key: _("The answer"),
  many: _("Choose all that fit."),
  mine: _("Your answer"),
  missed: _("Also an answer"),
  more: _("What the other answers would mean"),
  noted: _("Noted. There is no right or wrong here."),
  noRight: _("There is no right or wrong answer."),
  rateFirst: _("Choose where you are first."),
  tickFirst: _("Tick at least one answer first."),
  true: _("True"),
  truthFirst: _("Choose true or false first. A guess is fine."),
};

/** What was chosen with its feedback at once, the others after. @param {Option[]} options @param {string[]} chosen @param {string[]} keys @param {string} missed @param {boolean} alone @returns {Part[]} */
const told = (options, chosen, keys, missed, alone) =>
  options.map(({ id, text, feedback: why }) =>
    chosen.includes(id) ? { said: alone ? undefined : text, mark: markOf(keys.includes(id)), why, direct: true }
      : { said: text, mark: keys.includes(id) && { ...blank(), text: missed }, why });

/** @param {{ options: Choosable[] }} item */
const options = (item) => item.options;
/** @param {{ scale: Choosable[] }} item */
const scale = (item) => item.scale;
const truths = () => [{ id: "true", text: line(WORDS.true) }, { id: "false", text: line(WORDS.false) }];
/** @param {import("./types").TrueFalseItem} item */
const truthsTold = (item) => truths().map((option, i) => ({ ...option, feedback: i ? item.feedback_false : item.feedback_true }));

/** What all kinds with one answer among options share. @param {(item: any) => Choosable[]} of @returns {Pick<import("./kinds.js").Kind, "control" | "fits" | "words">} */
const oneOf = (of) => ({
  control: (item, view, answer, changed) => pick({ options: of(item), root: view.host.root }, answer, changed),
  fits: (item, answer) => isOneOf(answer, of(item)),
  words: (item, answer) => nameOf(of(item), answer),
});

register("single", {
  ...oneOf(options),
  hint: () => WORDS.chooseOne,
  empty: () => WORDS.chooseFirst,
  credit: (/** @type {import("./types").SingleItem} */ item, answer) => single(item.key, answer),
  marks: (item, answer) => ({ [answer]: markOf(answer === item.key) }),
  parts: (item, answer) => told(item.options, [answer], [item.key], WORDS.key, true),
  more: WORDS.more,
});

register("true-false", {
  ...oneOf(truths),
  hint: () => WORDS.chooseOne,
  empty: () => WORDS.truthFirst,
  credit: (/** @type {import("./types").TrueFalseItem} */ item, answer) => single(String(item.key), answer),
  marks: (item, answer) => ({ [answer]: markOf(answer === String(item.key)) }),
  parts: (item, answer) => told(truthsTold(item), [answer], [String(item.key)], WORDS.key, true),
  more: WORDS.more,
});

register("multiple", {
  hint: () => WORDS.many,
  empty: () => WORDS.tickFirst,
  control: (/** @type {import("./types").PosedChoice} */ item, view, answer, changed) =>
    pick({ options: item.options, many: true, root: view.host.root }, answer, changed),
  fits: (item, answer) => isSetOf(answer, item.options),
  words: (item, answer) => answer.map((/** @type {string} */ id) => nameOf(item.options, id)).join("; "),
  credit: (/** @type {import("./types").MultipleItem} */ item, answer) => multiple(item.keys, answer),
  marks: (item, answer) => Object.fromEntries(ids(answer).map((id) => [id, markOf(item.keys.includes(id))])),
  detail: (item, answer) => {
    const hits = ids(answer).filter((id) => item.keys.includes(id)).length;
    const extra = ids(answer).length - hits;
    const detail = fill(WORDS.found, { n: hits, all: item.keys.length });
    return extra ? fill(WORDS.extra, { detail, n: extra }) : detail;
  },
  parts: (item, answer) => told(item.options, ids(answer), item.keys, WORDS.missed, false),
  more: WORDS.more,
});

register("self-rating", {
  ...oneOf(scale),
  hint: () => WORDS.noRight,
  empty: () => WORDS.rateFirst,
  credit: () => 0,
  marks: (_item, answer) => ({ [answer]: { tone: "none", text: WORDS.mine } }),
  parts: (/** @type {import("./types").SelfRatingItem} */ item, answer) =>
    item.scale.filter(({ id }) => id === answer).map(({ feedback: why }) => ({ mark: { tone: "none", text: WORDS.mine }, why, direct: true })),
  noted: WORDS.noted,
  again: () => false,
});
