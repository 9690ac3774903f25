/** Parts of a conversation that a practice page and a graded play both show: what is said, and what to say next. */

import { pick } from "./controls.js";
import { emptyWords, itemView } from "./items.js";
import { isEmpty } from "./state.js";
import { blocks, button, callout, h, icon, uid } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").Inline} Inline */
/** @typedef {import("./types").Spoken} Spoken */
/** @typedef {import("./frame.js").View} View */

const WORDS = {
  answer: _("Answer"),
  ask: _("What do you say or do?"),
  empty: _("Choose what to say or do first."),
  note: _("Before this part"),
  noteGo: _("Go on with this part"),
  noteSkip: _("Go round this part"),
  who: { learner: _("You"), colleague: _("Colleague"), narrator: _("Scene"), coach: _("Coach") },
};

/** Blocks as one line. @param {import("./types").Block[]} text @returns {Inline[]} */
export const flat = (text) =>
  text.flatMap((block, i) => [
    .../** @type {Inline[]} */ (i ? [{ t: "text", v: " " }] : []),
    .../** @type {Inline[]} */ (block.t === "p" ? block.c : block.c.flatMap((line) => [...line, { t: "text", v: " " }])),
  ]);

/**
 * Lines as they are said, with who says them.
 * @param {Spoken[]} lines @param {string} customer @param {string | null} root @param {string} [name] the class of the learner's line
 */
export function spoken(lines, customer, root, name) {
  const row = (/** @type {Spoken} */ { who, text }) =>
    h("li", { class: `ek-line ek-who-${who} ${who === "learner" && name ? name : ""}` },
      h("p", { class: "ek-speaker" }, who === "customer" ? customer : WORDS.who[who]), blocks(text, root));
  return h("ol", { class: "ek-log" }, lines.map(row));
}

/** What happened in a turn: its lines, what the learner said, the reply. @param {import("./play.js").Turn} turn @returns {Spoken[]} */
export const told = ({ lines, choice, reply }) => [...lines, { who: "learner", text: choice.text, when: null }, ...reply];

/**
 * The question what to say next. `take` gives the choice, or says that there is none yet and gives "".
 * @param {{ id: string, text: import("./types").Block[] }[]} choices @param {View} view
 */
export function asking(choices, view) {
  const error = h("p", { class: "ek-error", id: uid() });
  let chosen = "";
  const options = choices.map(({ id, text }) => ({ id, text: flat(text) }));
  const answers = pick({ options, root: view.host.root }, "", (id) => { chosen = String(id); error.replaceChildren(); });
  const take = () => {
    if (chosen) return chosen;
    error.replaceChildren(icon("note"), ` ${WORDS.empty}`);
    view.say(WORDS.empty);
    answers.el.querySelector("input")?.focus();
    return "";
  };
  return { el: h("fieldset", { "aria-describedby": error.id }, h("legend", {}, WORDS.ask), answers.el, error), take };
}

/**
 * What may be hard in a part, before it is shown: to go on, or to go round it.
 * @param {import("./types").Block[]} text @param {string | null} root @param {() => void} go @param {() => void} skip
 * @param {...(HTMLElement | false)} more
 */
export const beforePart = (text, root, go, skip, ...more) => [
  callout("note", h("strong", {}, WORDS.note), blocks(text, root)),
  h("div", { class: "ek-row ek-actions" }, button(WORDS.noteGo, "main", go), button(WORDS.noteSkip, "plain", skip), more),
];

/**
 * A question that is asked within a conversation.
 * @param {import("./types").Posed} item @param {View} view @param {(answer: import("./types").Answer) => void} answered
 * @param {...(HTMLElement | false)} more
 */
export function question(item, view, answered, ...more) {
  /** @type {import("./types").Answer | undefined} */
  let answer;
  const { lead, fields, tell } = itemView(item, view, answer, (given) => { answer = given; });
  const take = () => (answer === undefined || isEmpty(answer) ? tell(emptyWords(item)) : answered(answer));
  return h("div", { class: "ek-card ek-posed" }, lead, fields, h("div", { class: "ek-row ek-actions" }, button(WORDS.answer, "main", take), more));
}
