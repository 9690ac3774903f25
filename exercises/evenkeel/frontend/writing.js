/** The kinds of item with gaps to fill or a sentence to write anew. */

import { mark } from "./controls.js";
import { blank, byId, counts, markOf, nameOf, register } from "./kinds.js";
import { share } from "./rules.js";
import { isOneOf, record } from "./state.js";
import { LONGEST_GAP, LONGEST_REWRITE, gapRight, rulesMet } from "./typed.js";
import { blocks, fill, h, inline, plain, uid } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./controls.js").Control} Control */
/** @typedef {import("./ui.js").Mark} Mark */
/** @typedef {import("./types").ClozeItem} ClozeItem */
/** @typedef {import("./types").RewriteItem} RewriteItem */

const WORDS = {
  accepted: _("{gap}: {words}"),
  choose: _("Choose…"),
  fillFirst: _("Fill at least one gap first."),
  gap: _("Gap {n}"),
  gaps: _("{n} of {all} gaps"),
  hintCloze: _("Fill each gap. Capitals and small slips in spelling do not matter."),
  hintRewrite: _("Say it in a better way."),
  keepTo: _("A good version:"),
  met: _("Kept to"),
  metOf: _("{n} of {all} points kept to"),
  moreCloze: _("What fits the other gaps"),
  moreRewrite: _("One way to say it"),
  none: _("Not answered"),
  notMet: _("Not yet"),
  writeFirst: _("Write your version first."),
  yours: _("Your version"),
};

/** The name of a gap, counted from 1. @param {number} n */
const gapName = (n) => fill(WORDS.gap, { n });

/**
 * A text with a native select or a text box in each gap.
 * @param {import("./types").PosedCloze} item @param {string | null} root
 * @param {Answer | undefined} answer @param {(answer: Answer) => void} changed
 * @returns {Control}
 */
function gaps(item, root, answer, changed) {
  const tell = () => changed(read());
  const boxes = item.gaps.map((gap, i) =>
    gap.kind === "typed"
      ? h("input", { type: "text", maxlength: LONGEST_GAP, autocomplete: "off", autocapitalize: "none", "aria-label": gapName(i + 1), input: tell })
      : h("select", { "aria-label": gapName(i + 1), change: tell }, h("option", { value: "" }, WORDS.choose),
        gap.options.map((option) => h("option", { value: option.id }, plain(option.text)))));
  const places = boxes.map((box) => h("span", { class: "ek-gap" }, box));
  const read = () =>
    Object.fromEntries(item.gaps.map((gap, i) => [gap.id, boxes[i].value]).filter(([, value]) => value.trim()));
  const set = (/** @type {Answer | undefined} */ value) =>
    item.gaps.forEach((gap, i) => { boxes[i].value = record(value)?.[gap.id] ?? ""; });
  const lock = (/** @type {Record<string, Mark>} */ marks) =>
    item.gaps.forEach((gap, i) => {
      boxes[i].disabled = true;
      mark(places[i], marks[gap.id]);
    });
  const named = Object.fromEntries(item.gaps.map((gap, i) => [gap.id, places[i]]));
  set(answer);
  return { el: h("div", { class: "ek-cloze" }, blocks(item.text, root, named)), set, lock };
}

/**
 * A sentence to write anew, with what the new one keeps to.
 * @param {import("./types").PosedRewrite} item @param {string | null} root
 * @param {Answer | undefined} answer @param {(answer: Answer) => void} changed
 * @returns {Control}
 */
function rewriting(item, root, answer, changed) {
  const rules = item.rules.map((rule) => h("li", {}, inline(rule.name, root)));
  const aims = h("ul", { id: uid() }, rules);
  const box = h("textarea", {
    id: uid(), rows: 3, maxlength: LONGEST_REWRITE, "aria-describedby": aims.id,
    input: () => changed(box.value.trim() && box.value),
  });
  const set = (/** @type {Answer | undefined} */ value) => { box.value = typeof value === "string" ? value : ""; };
  const lock = (/** @type {Record<string, Mark>} */ marks) => {
    box.readOnly = true;
    item.rules.forEach((rule, i) => mark(rules[i], marks[rule.id]));
  };
  set(answer);
  return {
    el: h("div", { class: "ek-rewrite" }, h("blockquote", { class: "ek-quote" }, h("p", {}, item.original)),
      h("p", { class: "ek-hint" }, WORDS.keepTo), aims, h("label", { for: box.id, class: "ek-label" }, WORDS.yours), box),
    set, lock,
  };
}

/** For each gap, whether it is filled rightly. @param {Record<string, string | string[]>} key an option's id, or accepted phrases @param {unknown} answer */
function filled(key, answer) {
  const given = record(answer);
  const right = (/** @type {string} */ gap) => {
    const wanted = key[gap];
    if (typeof wanted === "string") return given?.[gap] === wanted;
    const others = Object.keys(key).filter((other) => other !== gap && typeof key[other] !== "string");
    return gapRight(given?.[gap], wanted, others.flatMap((other) => key[other]));
  };
  return Object.fromEntries(Object.keys(key).map((gap) => [gap, right(gap)]));
}

/** Per gap. @param {Record<string, string | string[]>} key @param {unknown} answer */
export function cloze(key, answer) {
  const found = Object.values(filled(key, answer));
  return share(found.filter(Boolean).length, found.length);
}

/** Per rule. @param {string} original @param {import("./types").Rule[]} rules @param {unknown} answer */
export const rewrite = (original, rules, answer) => share(rulesMet(original, rules, answer).filter(Boolean).length, rules.length);

/** The key of each gap. @param {ClozeItem} item */
const gapKeys = (item) => Object.fromEntries(item.gaps.map((gap) => [gap.id, gap.kind === "choice" ? gap.key : gap.accept]));

/** What stands in a gap. @param {import("./types").PosedCloze["gaps"][number]} gap @param {string | undefined} given */
const gapWords = (gap, given) => (!given ? WORDS.none : gap.kind === "typed" ? given : nameOf(gap.options, given));

/** @param {ClozeItem} item @param {unknown} answer */
function gapMarks(item, answer) {
  const right = filled(gapKeys(item), answer);
  return byId(item.gaps, (id) => (record(answer)?.[id] ? markOf(right[id]) : blank()));
}

/** A wrong choice is answered at once; what fits is not. @param {import("./types").Gap} gap @param {string} name @param {Mark} mark @param {string | undefined} given @returns {import("./kinds.js").Part[]} */
function gapParts(gap, name, mark, given) {
  const right = mark.tone === "right";
  const part = (/** @type {string} */ words, /** @type {Mark | false} */ it, /** @type {import("./types").Block[]} */ why, direct = false) =>
    ({ said: fill(WORDS.accepted, { gap: name, words }), mark: it, why, direct });
  if (gap.kind === "typed")
    return right ? [part(gapWords(gap, given), mark, gap.feedback, true)]
      : [part(gapWords(gap, given), mark, [], true), part(gap.accept[0], false, gap.feedback)];
  const chosen = gap.options.find((option) => option.id === given);
  const key = gap.options.find((option) => option.id === gap.key);
  return [part(gapWords(gap, given), mark, chosen?.feedback ?? [], true), ...(key && !right ? [part(plain(key.text), false, key.feedback)] : [])];
}

register("cloze", {
  typed: true,
  hint: () => WORDS.hintCloze,
  empty: () => WORDS.fillFirst,
  control: (/** @type {import("./types").PosedCloze} */ item, view, answer, changed) => gaps(item, view.host.root, answer, changed),
  fits: (/** @type {import("./types").PosedCloze} */ item, answer) => Object.entries(record(answer) ?? { "": 0 }).every(([id, given]) => {
    const gap = item.gaps.find((each) => each.id === id);
    return !!gap && (gap.kind === "choice" ? isOneOf(given, gap.options) : typeof given === "string");
  }),
  words: (/** @type {import("./types").PosedCloze} */ item, answer) => item.gaps.map((gap, i) => fill(WORDS.accepted, { gap: gapName(i + 1), words: gapWords(gap, answer[gap.id]) })).join("; "),
  credit: (/** @type {ClozeItem} */ item, answer) => cloze(gapKeys(item), answer),
  marks: gapMarks,
  detail: (item, answer) => fill(WORDS.gaps, counts(gapMarks(item, answer))),
  parts: (item, answer) => {
    const marks = gapMarks(item, answer);
    return /** @type {ClozeItem} */ (item).gaps.flatMap((gap, i) => gapParts(gap, gapName(i + 1), marks[gap.id], record(answer)?.[gap.id]));
  },
  more: WORDS.moreCloze,
});

/** @param {RewriteItem} item @param {unknown} answer */
function ruleMarks(item, answer) {
  const met = rulesMet(item.original, item.rules, answer);
  return byId(item.rules, (_id, i) => markOf(met[i], WORDS.met, WORDS.notMet));
}

register("rewrite", {
  typed: true,
  hint: () => WORDS.hintRewrite,
  empty: () => WORDS.writeFirst,
  control: (/** @type {import("./types").PosedRewrite} */ item, view, answer, changed) => rewriting(item, view.host.root, answer, changed),
  fits: (_item, answer) => typeof answer === "string",
  words: (_item, answer) => String(answer),
  credit: (/** @type {RewriteItem} */ item, answer) => rewrite(item.original, item.rules, answer),
  marks: ruleMarks,
  detail: (item, answer) => fill(WORDS.metOf, counts(ruleMarks(item, answer))),
  parts: (item, answer) => {
    const marks = ruleMarks(item, answer);
    return [.../** @type {RewriteItem} */ (item).rules.map(({ id, name: said, feedback: why }) => ({ said, mark: marks[id], why, direct: true })), { said: item.example, why: [] }];
  },
  more: WORDS.moreRewrite,
});
