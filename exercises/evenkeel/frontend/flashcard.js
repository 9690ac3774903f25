/** The flash card: the learner turns it and says whether they knew it. Never right or wrong. */

import { pick } from "./controls.js";
import { line, nameOf, register } from "./kinds.js";
import { isOneOf } from "./state.js";
import { blocks, button, focus, h } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").Answer} Answer */

const WORDS = {
  back: _("The back of the card"),
  empty: _("Turn the card first, then say whether you knew it."),
  hint: _("Say it to yourself, then turn the card."),
  knew: _("I knew it"),
  noted: _("Noted."),
  notYet: _("Not yet"),
  turn: _("Turn the card"),
  yours: _("Did you know it?"),
};
const said = () => [{ id: "knew", text: line(WORDS.knew) }, { id: "not-yet", text: line(WORDS.notYet) }];

/** @param {import("./types").FlashCardItem} item @param {import("./frame.js").View} view @param {Answer | undefined} answer @param {(answer: Answer) => void} changed @returns {import("./controls.js").Control} */
function card(item, view, answer, changed) {
  const choice = pick({ options: said() }, undefined, changed);
  const title = h("p", { class: "ek-label" }, WORDS.back);
  const back = h("div", {}, h("div", { class: "ek-person" }, title, blocks(item.back, view.host.root)),
    h("fieldset", { class: "ek-place" }, h("legend", {}, WORDS.yours), choice.el));
  const turn = button(WORDS.turn, "plain", () => { show(true); focus(title); });
  const show = (/** @type {boolean} */ turned) => {
    back.hidden = !turned;
    turn.hidden = turned;
  };
  const set = (/** @type {Answer | undefined} */ value) => {
    choice.set(value);
    show(isOneOf(value, said()));
  };
  set(answer);
  return { el: h("div", {}, turn, back), set, lock: choice.lock };
}

register("flash-card", {
  hint: () => WORDS.hint,
  empty: () => WORDS.empty,
  control: card,
  fits: (_item, answer) => isOneOf(answer, said()),
  words: (_item, answer) => nameOf(said(), answer),
  credit: () => 0,
  marks: () => ({}),
  parts: () => [],
  noted: WORDS.noted,
  again: (answer) => answer !== "knew",
});
