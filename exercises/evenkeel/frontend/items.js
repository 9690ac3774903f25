/** One item as a learner answers it: stem, picture and answer controls in a labelled group. It needs no key. */

import { match, order, pick, place } from "./controls.js";
import { firstOrder, optionsOf, ordered, sidesOf } from "./kinds.js";
import { blocks, h, icon, inline, picture, uid } from "./ui.js";
import { _ } from "./words.js";
import { gaps, rewriting } from "./writing.js";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Posed} Posed */
/** @typedef {import("./frame.js").View} View */
/** @typedef {import("./controls.js").Control} Control */

/**
 * @typedef {object} ItemView
 * @property {(Node | null)[]} lead What stands before the group: all of the stem but its last paragraph, and the picture.
 * @property {HTMLFieldSetElement} fields The group, with the last paragraph of the stem as its legend.
 * @property {Control} control
 * @property {(words: string) => void} tell Show a message tied to the group and speak it; "" takes it away.
 */

const WORDS = {
  empty: {
    single: _("Choose an answer first. A guess is fine: you can try again."),
    "true-false": _("Choose true or false first. A guess is fine: you can try again."),
    multiple: _("Tick at least one answer first."),
    ordering: _("Move at least one line first, or choose “Keep this order”."),
    matching: _("Make at least one match first."),
    categorise: _("Put at least one into a category first."),
    cloze: _("Fill at least one gap first."),
    rank: _("Move at least one line first, or choose “Keep this order”."),
    rate: _("Rate at least one first."),
    rewrite: _("Write your version first."),
    "self-rating": _("Choose where you are first."),
  },
  hint: {
    single: _("Choose one."),
    "true-false": _("Choose one."),
    multiple: _("Choose all that fit."),
    ordering: _("Put these in order with the Up and Down buttons."),
    matching: _("Choose a match for each."),
    categorise: _("Choose a category for each."),
    cloze: _("Fill each gap. Capitals and small slips in spelling do not matter."),
    rank: _("Put your first choice at the top, with the Up and Down buttons."),
    rate: _("Rate each one."),
    rewrite: _("Say it in a better way."),
    "self-rating": _("There is no right or wrong answer."),
  },
};

/** The way an item is answered. @param {Posed} item */
const wayOf = (item) => (item.type === "judgement" ? item.ask : item.type);

/** What to say of an item without an answer. @param {Posed} item */
export const emptyWords = (item) => WORDS.empty[wayOf(item)];

/** @param {Posed} item @param {View} view @param {Answer | undefined} answer @param {(answer: Answer) => void} changed */
function control(item, view, answer, changed) {
  const { root } = view.host;
  const sides = sidesOf(item);
  if (sides) return (item.type === "matching" ? match : place)({ ...sides, root }, answer, changed);
  if (ordered(item)) return order({ items: firstOrder(item), root, say: view.say }, answer, changed);
  if (item.type === "cloze") return gaps(item, root, answer, changed);
  if (item.type === "rewrite") return rewriting(item, root, answer, changed);
  return pick({ options: optionsOf(item), many: item.type === "multiple", root }, answer, changed);
}

/**
 * @param {Posed} item @param {View} view @param {Answer | undefined} answer
 * @param {(answer: Answer) => void} changed called after each change; the message is gone by then
 * @returns {ItemView}
 */
export function itemView(item, view, answer, changed) {
  const { root } = view.host;
  const error = h("p", { class: "ek-error", id: uid() });
  const tell = (/** @type {string} */ words) => {
    error.replaceChildren(...(words ? [icon("note"), ` ${words}`] : []));
    if (words) view.say(words);
  };
  const made = control(item, view, answer, (given) => { tell(""); changed(given); });
  const parts = blocks(item.stem, root);
  const last = item.stem[item.stem.length - 1];
  if (last.t === "p") parts.pop();
  const asked = last.t === "p" ? inline(last.c, root) : [WORDS.hint[wayOf(item)]];
  const fields = h("fieldset", { "aria-describedby": error.id }, h("legend", {}, asked),
    last.t === "p" && h("p", { class: "ek-hint" }, WORDS.hint[wayOf(item)]), made.el, error);
  return { lead: [...parts, picture(item.image, root)], fields, control: made, tell };
}
