/** The kinds of item that put in order, match, sort into categories, rank or rate. */

import { match, order, place } from "./controls.js";
import { blank, byId, counts, line, markOf, nameOf, register } from "./kinds.js";
import { ids, matching, ordering, pairs, share } from "./rules.js";
import { isMatchOf, isSetOf, record } from "./state.js";
import { fill, plain } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").Choosable} Choosable */
/** @typedef {import("./types").Option} Option */
/** @typedef {import("./types").PosedJudgement} PosedJudgement */
/** @typedef {import("./types").JudgementItem} JudgementItem */
/** @typedef {import("./kinds.js").Kind} Kind */
/** @typedef {{ left: Choosable[], right: Choosable[] }} Sides */

const WORDS = {
  agreed: _("As we see it"),
  agreedOf: _("{n} of {all} as we see them"),
  close: _("Close to our view"),
  far: _("Far from our view"),
  hint: {
    ordering: _("Put these in order with the Up and Down buttons."),
    matching: _("Choose a match for each."),
    categorise: _("Choose a category for each."),
    rank: _("Put your first choice at the top, with the Up and Down buttons."),
    rate: _("Rate each one."),
  },
  inPlace: _("In its place"),
  matched: _("{n} of {all} matched"),
  matchFirst: _("Make at least one match first."),
  moveFirst: _("Move at least one line first, or choose “Keep this order”."),
  moreJudgement: _("How we see the others, and why"),
  moreMatching: _("Why the others match as they do"),
  moreOrdering: _("Why each one goes where it does"),
  morePlaced: _("Why the others go where they do"),
  notInPlace: _("Not in its place yet"),
  our: _(" (our view: {words})"),
  pairs: _("{n} of {all} pairs in the right order"),
  placed: _("{n} of {all} in the right place"),
  placeFirst: _("Put at least one into a category first."),
  rateFirst: _("Rate at least one first."),
};

/**
 * What all kinds that put in order share.
 * @param {(item: any) => Choosable[]} listOf what is put in order, in the author's order
 * @param {(item: any) => string[] | undefined} keyOf the right order; none in a posed item
 * @param {string} hint @param {string} more @returns {Kind}
 */
const inOrder = (listOf, keyOf, hint, more) => ({
  hint: () => hint,
  empty: () => WORDS.moveFirst,
  control: (item, view, answer, changed) =>
    order({ items: firstOrder(listOf(item), keyOf(item)), root: view.host.root, say: view.say }, answer, changed),
  fits: (item, answer) => isSetOf(answer, listOf(item)) && /** @type {any[]} */ (answer).length === listOf(item).length,
  words: (item, answer) => answer.map((/** @type {string} */ id) => nameOf(listOf(item), id)).join("; "),
  credit: (item, answer) => ordering(keyOf(item) ?? [], answer),
  marks: (item, answer) =>
    byId(listOf(item), (id) => markOf(keyOf(item)?.indexOf(id) === ids(answer).indexOf(id), WORDS.inPlace, WORDS.notInPlace)),
  detail: (item, answer) => {
    const { right, all } = pairs(keyOf(item) ?? [], answer);
    return fill(WORDS.pairs, { n: right, all });
  },
  parts: (item) => (keyOf(item) ?? []).flatMap((id) => /** @type {Option[]} */ (listOf(item)).filter((option) => option.id === id))
    .map(({ text: said, feedback: why }) => ({ said, why })),
  more,
});

/** The order shown at first: the author's own, turned round by half when that would give the key away. @param {Choosable[]} shown @param {string[] | undefined} key */
export function firstOrder(shown, key) {
  if (!key || shown.some((option, i) => option.id !== key[i])) return shown;
  const half = Math.ceil(shown.length / 2);
  return [...shown.slice(half), ...shown.slice(0, half)];
}

/** What all kinds that put together share. @param {(item: any) => Sides} of @returns {Pick<Kind, "fits" | "words">} */
const together = (of) => ({
  fits: (item, answer) => isMatchOf(answer, of(item).left, of(item).right),
  words: (item, answer) => {
    const { left, right } = of(item);
    return Object.entries(answer).map(([a, b]) => `${nameOf(left, a)} -> ${nameOf(right, b)}`).join("; ");
  },
});

/**
 * What the kinds with a key of pairs share.
 * @param {(item: any) => Sides} of @param {typeof match} control
 * @param {{ hint: string, empty: string, detail: string, more: string }} words @returns {Kind}
 */
const paired = (of, control, { hint, empty, detail, more }) => ({
  ...together(of),
  hint: () => hint,
  empty: () => empty,
  control: (item, view, answer, changed) => control({ ...of(item), root: view.host.root }, answer, changed),
  credit: (item, answer) => matching(item.key, answer),
  marks: (item, answer) => pairMarks(item, of(item).left, answer),
  detail: (item, answer) => fill(detail, counts(pairMarks(item, of(item).left, answer))),
  parts: (item, answer) => {
    const marks = pairMarks(item, of(item).left, answer);
    return /** @type {Option[]} */ (of(item).left).map(({ id, text: said, feedback: why }) => ({ said, mark: marks[id], why, direct: marks[id].tone === "right" }));
  },
  more,
});

/** @param {{ key: Record<string, string> }} item @param {Choosable[]} left @param {unknown} answer */
const pairMarks = (item, left, answer) =>
  byId(left, (id) => (record(answer)?.[id] ? markOf(record(answer)?.[id] === item.key[id]) : blank()));

/** @param {PosedJudgement} item @returns {Sides} */
const rated = ({ responses, scale }) => ({ left: responses, right: scale.map((point, i) => ({ id: String(i + 1), text: line(point) })) });

/** The panel's order, best first; none without a panel. @param {PosedJudgement} item */
const panelOrder = ({ responses }) =>
  responses[0].panel ? [...responses].sort((a, b) => Number(a.panel) - Number(b.panel)).map(({ id }) => id) : undefined;

/** By distance from the panel, over the widest possible. @param {Record<string, number>} panel @param {number} points @param {unknown} answer */
export function rating(panel, points, answer) {
  const given = record(answer);
  const scale = Array.from({ length: points }, (_each, i) => String(i + 1));
  const near = Object.entries(panel).map(([id, wanted]) =>
    scale.includes(given?.[id]) ? 1 - Math.abs(Number(given?.[id]) - wanted) / Math.max(wanted - 1, points - wanted) : 0);
  return share(near.reduce((sum, each) => sum + each, 0), near.length);
}

/** @param {JudgementItem} item @param {unknown} answer */
const rateMarks = (item, answer) => byId(item.responses, (id, i) => {
  const given = record(answer)?.[id];
  if (!given) return blank();
  const away = Math.abs(Number(given) - item.responses[i].panel);
  return away === 1 ? { tone: /** @type {"part"} */ ("part"), text: WORDS.close } : markOf(!away, WORDS.agreed, WORDS.far);
});

/** @type {Kind} */
const RATE = {
  ...together(rated),
  hint: () => WORDS.hint.rate,
  empty: () => WORDS.rateFirst,
  control: (item, view, answer, changed) => place({ ...rated(item), root: view.host.root }, answer, changed),
  credit: (/** @type {JudgementItem} */ item, answer) => rating(Object.fromEntries(item.responses.map(({ id, panel }) => [id, panel])), item.scale.length, answer),
  marks: rateMarks,
  detail: (item, answer) => fill(WORDS.agreedOf, counts(rateMarks(item, answer))),
  parts: (item, answer) => {
    const marks = rateMarks(item, answer);
    return item.responses.map((/** @type {Option & { panel: number }} */ { id, text, panel, feedback: why }) =>
      ({ said: plain(text) + fill(WORDS.our, { words: item.scale[panel - 1] }), mark: marks[id], why, direct: marks[id].tone === "right" }));
  },
};
const RANK = inOrder((item) => item.responses, panelOrder, WORDS.hint.rank, WORDS.moreJudgement);

/** @param {PosedJudgement} item @returns {Kind} */
const asked = ({ ask }) => (ask === "rank" ? RANK : RATE);

register("ordering", inOrder((item) => item.items, (item) => item.order, WORDS.hint.ordering, WORDS.moreOrdering));
register("matching", paired(({ left, right }) => ({ left, right }), match,
  { hint: WORDS.hint.matching, empty: WORDS.matchFirst, detail: WORDS.matched, more: WORDS.moreMatching }));
register("categorise", paired(({ things, categories }) => ({ left: things, right: categories }), place,
  { hint: WORDS.hint.categorise, empty: WORDS.placeFirst, detail: WORDS.placed, more: WORDS.morePlaced }));
register("judgement", {
  hint: (/** @type {PosedJudgement} */ item) => asked(item).hint(item),
  empty: (item) => asked(item).empty(item),
  control: (item, ...rest) => asked(item).control(item, ...rest),
  fits: (item, answer) => asked(item).fits(item, answer),
  words: (item, answer) => asked(item).words(item, answer),
  credit: (/** @type {JudgementItem} */ item, answer) => asked(item).credit(item, answer),
  marks: (item, answer) => asked(item).marks(item, answer),
  detail: (item, answer) => asked(item).detail?.(item, answer) ?? "",
  parts: (item, answer) => asked(item).parts(item, answer),
  more: WORDS.moreJudgement,
});
