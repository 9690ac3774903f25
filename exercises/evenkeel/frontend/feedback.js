/** The feedback to a checked item of practice. What would give the rest of the key away waits until it is asked for. */

import { gapName, gapWords, optionsOf, ordered, sidesOf } from "./kinds.js";
import { judged, keysOf, marks, orderOf, verdict } from "./scoring.js";
import { record } from "./state.js";
import { badge, blocks, fill, h, icon, inline, plain } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Item} Item */
/** @typedef {import("./types").Option} Option */
/** @typedef {import("./ui.js").Mark} Mark */
/** @typedef {import("./frame.js").View} View */

/**
 * @typedef {object} Part The feedback to one part of an answer.
 * @property {string | import("./types").Inline[]} [said]
 * @property {Mark | false | undefined} [mark]
 * @property {import("./types").Block[]} why
 * @property {boolean} [direct] Shown at once.
 */

const WORDS = {
  accepted: _("{gap}: {words}"),
  explanation: _("Why"),
  key: _("The answer"),
  missed: _("Also an answer"),
  more: {
    single: _("What the other answers would mean"),
    "true-false": _("What the other answers would mean"),
    multiple: _("What the other answers would mean"),
    ordering: _("Why each one goes where it does"),
    matching: _("Why the others match as they do"),
    categorise: _("Why the others go where they do"),
    cloze: _("What fits the other gaps"),
    judgement: _("How we see the others, and why"),
    rewrite: _("One way to say it"),
    "self-rating": "",
  },
  our: _(" (our view: {words})"),
};

/** @param {Item} item @returns {Option[]} */
function withFeedback(item) {
  if (item.type !== "true-false") return /** @type {Option[]} */ (ordered(item) ?? sidesOf(item)?.left ?? optionsOf(item));
  return optionsOf(item).map((option, i) => ({ ...option, feedback: i ? item.feedback_false : item.feedback_true }));
}

/** @param {Item} item @param {Answer} answer @returns {Part[]} */
function parts(item, answer) {
  const given = marks(item, answer);
  const options = withFeedback(item);
  const order = orderOf(item);
  if (order) return order.flatMap((id) => options.filter((option) => option.id === id)).map(({ text: said, feedback: why }) => ({ said, why }));
  if (item.type === "cloze") return item.gaps.flatMap((gap, i) => gapParts(gap, gapName(i + 1), given[gap.id], record(answer)?.[gap.id]));
  if (item.type === "rewrite")
    return [...item.rules.map((rule) => ({ said: rule.name, mark: given[rule.id], why: rule.feedback, direct: true })), { said: item.example, why: [] }];
  if (sidesOf(item)) return options.map((side) => ({ said: said(item, side), mark: given[side.id], why: side.feedback, direct: given[side.id].tone === "right" }));
  const alone = item.type !== "multiple";
  return options.map(({ id, text, feedback: why }) =>
    given[id] ? { said: alone ? undefined : text, mark: given[id], why, direct: true }
      : { said: text, mark: keysOf(item).includes(id) && { tone: "none", text: alone ? WORDS.key : WORDS.missed }, why });
}

/** @param {Item} item @param {Option} side */
function said(item, side) {
  if (item.type !== "judgement") return side.text;
  const panel = Number(item.responses.find(({ id }) => id === side.id)?.panel);
  return plain(side.text) + fill(WORDS.our, { words: item.scale[panel - 1] });
}

/** A wrong choice is answered at once; what fits is not. @param {import("./types").Gap} gap @param {string} name @param {Mark} mark @param {string} given @returns {Part[]} */
function gapParts(gap, name, mark, given) {
  const right = mark.tone === "right";
  const part = (/** @type {string} */ words, /** @type {Mark | false} */ it, /** @type {import("./types").Block[]} */ why, direct = false) =>
    ({ said: fill(WORDS.accepted, { gap: name, words }), mark: it, why, direct });
  if (gap.kind === "typed")
    return right ? [part(given, mark, gap.feedback, true)]
      : [part(gapWords(gap, given), mark, [], true), part(gap.accept[0], false, gap.feedback)];
  const chosen = gap.options.find((option) => option.id === given);
  const key = gap.options.find((option) => option.id === gap.key);
  return [part(gapWords(gap, given), mark, chosen?.feedback ?? [], true), ...(key && !right ? [part(plain(key.text), false, key.feedback)] : [])];
}

/** The feedback to an answer. @param {Item} item @param {Answer} answer @param {View} view */
export function feedbackTo(item, answer, view) {
  const { root } = view.host;
  const { tone } = judged(item, answer);
  const all = parts(item, answer);
  const entry = (/** @type {Part} */ { said: words, mark, why }) =>
    h("li", {}, words && h("p", { class: "ek-said" }, typeof words === "string" ? words : inline(words, root), " ", mark && badge(mark)), blocks(why, root));
  const list = (/** @type {Part[]} */ some) => h("ul", { class: "ek-plain-list" }, some.map(entry));
  const first = all.filter(({ direct }) => direct);
  const rest = item.type === "self-rating" ? [] : all.filter(({ direct }) => !direct);
  return h("div", { class: `ek-feedback ek-is-${tone}` },
    view.heading(2, { class: "ek-verdict" }, icon(tone), ` ${verdict(item, answer)}`),
    first.length > 0 && list(first),
    h("div", { class: "ek-why" }, view.heading(3, {}, WORDS.explanation), blocks(item.explanation, root)),
    rest.length > 0 && h("details", {}, h("summary", {}, WORDS.more[item.type]), list(rest)));
}
