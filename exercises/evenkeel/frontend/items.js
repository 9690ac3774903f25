/** One item as a learner answers it: stem, picture and answer controls in a labelled group. It needs no key. */

import { kindOf } from "./kinds.js";
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

/** What to say of an item without an answer. @param {Posed} item */
export const emptyWords = (item) => kindOf(item).empty(item);

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
  const kind = kindOf(item);
  const made = kind.control(item, view, answer, (given) => { tell(""); changed(given); });
  const parts = blocks(item.stem, root);
  const last = item.stem[item.stem.length - 1];
  if (last.t === "p") parts.pop();
  const asked = last.t === "p" ? inline(last.c, root) : [kind.hint(item)];
  const fields = h("fieldset", { "aria-describedby": error.id }, h("legend", {}, asked),
    last.t === "p" && h("p", { class: "ek-hint" }, kind.hint(item)), made.el, error);
  return { lead: [...parts, picture(item.image, root)], fields, control: made, tell };
}
