/** The ways to answer by typing: gaps in a text, and a sentence written anew. */

import { mark } from "./controls.js";
import { gapName } from "./kinds.js";
import { record } from "./state.js";
import { LONGEST_GAP, LONGEST_REWRITE } from "./typed.js";
import { blocks, h, inline, plain, uid } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./controls.js").Control} Control */
/** @typedef {import("./ui.js").Mark} Mark */

const WORDS = {
  choose: _("Choose…"),
  keepTo: _("A good version:"),
  yours: _("Your version"),
};

/**
 * A text with a native select or a text box in each gap.
 * @param {import("./types").PosedCloze} item @param {string | null} root
 * @param {Answer | undefined} answer @param {(answer: Answer) => void} changed
 * @returns {Control}
 */
export function gaps(item, root, answer, changed) {
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
export function rewriting(item, root, answer, changed) {
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
