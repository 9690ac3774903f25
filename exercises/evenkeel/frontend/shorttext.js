/** The kind of item with a few words to type, looked through for ideas. */

import { byId, markOf, register } from "./kinds.js";
import { share } from "./rules.js";
import { LONGEST_SHORT, found } from "./typed.js";
import { fill, h, uid } from "./ui.js";
import { _, plural } from "./words.js";

/** @typedef {import("./types").ShortTextItem} ShortTextItem */
/** @typedef {import("./types").Answer} Answer */

const WORDS = {
  avoid: _("Better left out"),
  empty: _("Write a few words first."),
  example: _("One good answer: {words}"),
  extra: plural("{detail}, and {n} thing better left out", "{detail}, and {n} things better left out"),
  found: _("Found"),
  foundOf: plural("{n} idea of {all} found", "{n} ideas of {all} found"),
  hint: _("A few words or a sentence will do. Small slips in spelling do not matter."),
  label: _("Your answer"),
  missing: _("Missing"),
  more: _("More on what was missing, and a good answer"),
};

/** @param {Answer | undefined} answer @param {(answer: Answer) => void} changed @returns {import("./controls.js").Control} */
function box(answer, changed) {
  const field = h("textarea", {
    id: uid(), rows: 2, maxlength: LONGEST_SHORT, "aria-label": WORDS.label,
    input: () => changed(field.value.trim() && field.value),
  });
  const set = (/** @type {Answer | undefined} */ value) => { field.value = typeof value === "string" ? value : ""; };
  set(answer);
  return { el: h("div", {}, field), set, lock: () => { field.readOnly = true; } };
}

/** Per idea, less one for each unwanted. @param {string[][]} ideas @param {string[][]} unwanted @param {unknown} answer */
export function shorttext(ideas, unwanted, answer) {
  const said = found([...ideas, ...unwanted], answer);
  const hits = said.slice(0, ideas.length).filter(Boolean).length;
  return share(hits - said.slice(ideas.length).filter(Boolean).length, ideas.length);
}

/** The phrases of the ideas, and of what is unwanted. @param {ShortTextItem} item @returns {[string[][], string[][]]} */
const groups = ({ ideas, unwanted }) => [ideas.map(({ accept }) => accept), unwanted.map(({ phrases }) => phrases)];

/** Which ideas were found, and what unwanted. @param {ShortTextItem} item @param {unknown} answer */
function said(item, answer) {
  const each = found(groups(item).flat(), answer);
  return { ideas: each.slice(0, item.ideas.length), unwanted: item.unwanted.filter((_part, i) => each[item.ideas.length + i]) };
}

register("short-text", {
  typed: true,
  hint: () => WORDS.hint,
  empty: () => WORDS.empty,
  control: (_item, _view, answer, changed) => box(answer, changed),
  fits: (_item, answer) => typeof answer === "string",
  words: (_item, answer) => String(answer),
  credit: (item, answer) => shorttext(...groups(item), answer),
  marks: (item, answer) => byId(item.ideas, (_id, i) => markOf(said(item, answer).ideas[i], WORDS.found, WORDS.missing)),
  detail: (item, answer) => {
    const { ideas, unwanted } = said(item, answer);
    const detail = fill(WORDS.foundOf, { n: ideas.filter(Boolean).length, all: ideas.length });
    return unwanted.length ? fill(WORDS.extra, { detail, n: unwanted.length }) : detail;
  },
  parts: (/** @type {ShortTextItem} */ item, answer) => {
    const { ideas, unwanted } = said(item, answer);
    return [
      ...item.ideas.map(({ name, feedback }, i) => ({ said: name, mark: markOf(ideas[i], WORDS.found, WORDS.missing), why: ideas[i] ? feedback : [], direct: true })),
      ...unwanted.map(({ name, feedback: why }) => ({ said: name, mark: markOf(false, "", WORDS.avoid), why, direct: true })),
      ...item.ideas.filter((_idea, i) => !ideas[i]).map(({ name, feedback: why }) => ({ said: name, why })),
      { said: fill(WORDS.example, { words: item.example }), why: [] },
    ];
  },
  more: WORDS.more,
});
