/** One item as a learner answers it: stem, picture and answer controls in a labelled group. It needs no key. */

import { match, order, pick } from "./controls.js";
import { firstOrder, optionsOf } from "./kinds.js";
import { blocks, h, icon, inline, picture, uid } from "./ui.js";

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
    single: "Choose an answer first. A guess is fine: you can try again.",
    "true-false": "Choose true or false first. A guess is fine: you can try again.",
    multiple: "Tick at least one answer first.",
    ordering: "Move at least one line first, or choose “Keep this order”.",
    matching: "Make at least one match first.",
  },
  hint: {
    single: "Choose one.",
    "true-false": "Choose one.",
    multiple: "Choose all that fit.",
    ordering: "Put these in order with the Up and Down buttons.",
    matching: "Choose a match for each.",
  },
};

/** What to say of an item without an answer. @param {Posed} item */
export const emptyWords = (item) => WORDS.empty[item.type];

/** @param {Posed} item @param {View} view @param {Answer | undefined} answer @param {(answer: Answer) => void} changed */
function control(item, view, answer, changed) {
  const { root } = view.host;
  if (item.type === "ordering") return order({ items: firstOrder(item), root, say: view.say }, answer, changed);
  if (item.type === "matching") return match({ left: item.left, right: item.right, root }, answer, changed);
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
  const asked = last.t === "p" ? inline(last.c, root) : [WORDS.hint[item.type]];
  const fields = h("fieldset", { "aria-describedby": error.id }, h("legend", {}, asked),
    last.t === "p" && h("p", { class: "ek-hint" }, WORDS.hint[item.type]), made.el, error);
  return { lead: [...parts, picture(item.image, root)], fields, control: made, tell };
}
