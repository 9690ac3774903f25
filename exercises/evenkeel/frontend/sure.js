/** Asking how sure a learner is, and telling what that came to: the words of certainty-based marking. */

import { mark } from "./certainty.js";
import { pick } from "./controls.js";
import { fill, h, icon, uid } from "./ui.js";
import { _ } from "./words.js";

const WORDS = {
  ask: _("How sure are you?"),
  asked: _("With each answer, you say how sure you are of it:"),
  calibration: {
    surer: _("You were surer than you were right. Before you say you are very sure, look once more for what could be wrong."),
    modest: _("You were right more often than you thought. You can trust yourself more."),
    fair: _("You judged well how much you know."),
  },
  choose: _("Say how sure you are first."),
  head: [_("How sure"), _("Answers"), _("Right")],
  levels: ["", _("Not sure"), _("Fairly sure"), _("Very sure")],
  rule: _("{level}: {right} if right, {wrong} if wrong"),
  score: _("Certainty score: {n} of at most {all}."),
  table: _("How sure you were, and how often you were right"),
  worth: _("It pays to be honest. Choose “very sure” when you would be right at least 4 times in 5, and “fairly sure” from 2 in 3."),
  yours: _("Your choice: {n}"),
};

/** Minus as it is written. @param {number} n */
const signed = (n) => (n < 0 ? `−${-n}` : String(n));
const ruleOf = (/** @type {number} */ level) =>
  fill(WORDS.rule, { level: WORDS.levels[level], right: signed(mark(1, level)), wrong: signed(mark(0, level)) });
const one = (/** @type {number} */ n) => signed(Math.round(n * 10) / 10);

/**
 * The group in which a learner says how sure they are.
 * @param {import("./frame.js").View} view @param {import("./types").ItemState | undefined} kept @param {boolean} closed
 * @param {(level: number) => void} changed
 */
export function sureOf(view, kept, closed, changed) {
  const error = h("p", { class: "ek-error", id: uid() });
  let level = kept?.sure;
  const options = [1, 2, 3].map((n) => ({ id: String(n), text: [{ t: /** @type {"text"} */ ("text"), v: ruleOf(n) }] }));
  const control = pick({ options }, level ? String(level) : undefined, (chosen) => {
    level = Number(chosen);
    error.replaceChildren();
    changed(level);
  });
  if (closed) {
    const text = kept?.checked && level ? fill(WORDS.yours, { n: one(mark(kept.credit, level)) }) : "";
    control.lock(level && text ? { [level]: { tone: "none", text } } : {});
  }
  const el = h("fieldset", { class: "ek-more", "aria-describedby": error.id }, h("legend", {}, WORDS.ask), control.el, error);
  const ready = () => {
    if (level) return true;
    error.replaceChildren(icon("note"), ` ${WORDS.choose}`);
    view.say(WORDS.choose);
    el.querySelector("input")?.focus();
    return false;
  };
  return { el, ready };
}

/** What the scheme is, or, given the marks of some answers, what they came to. @param {ReturnType<typeof import("./certainty.js").certainty>} [found] */
export function certaintyOf(found) {
  if (!found) return [h("p", {}, WORDS.asked), h("ul", {}, [1, 2, 3].map((level) => h("li", {}, ruleOf(level)))), h("p", {}, WORDS.worth)];
  const row = (/** @type {number} */ level) =>
    h("tr", {}, h("th", { scope: "row" }, WORDS.levels[level]), h("td", {}, String(found.answers[level - 1])), h("td", {}, one(found.credit[level - 1])));
  return [h("div", { class: "ek-more" },
    h("p", {}, h("strong", {}, fill(WORDS.score, { n: one(found.marks), all: found.most })), found.calibration ? ` ${WORDS.calibration[found.calibration]}` : ""),
    h("div", { class: "ek-scroll", role: "region", tabindex: "0", "aria-label": WORDS.table },
      h("table", {}, h("caption", {}, WORDS.table),
        h("thead", {}, h("tr", {}, WORDS.head.map((text) => h("th", { scope: "col" }, text)))), h("tbody", {}, [1, 2, 3].map(row)))))];
}
