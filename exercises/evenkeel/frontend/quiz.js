/** A quiz: one item at a time, checked at once, with a result at the end. */

import { match, order, pick } from "./controls.js";
import { confirming, keptNote, mount, yours } from "./frame.js";
import { firstOrder, itemCredit, keysOf, listed, marks, optionsOf, readable, restored, score, standing, verdict } from "./scoring.js";
import { isEmpty } from "./state.js";
import { badge, blocks, button, callout, fill, focus, h, icon, inline, picture, plain, uid } from "./ui.js";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Quiz} Quiz */
/** @typedef {import("./types").Item} Item */
/** @typedef {import("./types").Option} Option */
/** @typedef {import("./types").QuizState} QuizState */
/** @typedef {import("./types").ItemState} ItemState */
/** @typedef {import("./ui.js").Mark} Mark */
/** @typedef {import("./frame.js").View} View */

const WORDS = {
  again: "Start again",
  againAsk: "Start again from the first question? Your answers to this quiz will be cleared.",
  againYes: "Yes, start again",
  back: "Back",
  check: "Check my answer",
  empty: {
    single: "Choose an answer first. A guess is fine: you can try again.",
    "true-false": "Choose true or false first. A guess is fine: you can try again.",
    multiple: "Tick at least one answer first.",
    ordering: "Move at least one line first, or choose “Keep this order”.",
    matching: "Make at least one match first.",
  },
  explanation: "Why",
  hint: {
    single: "Choose one.",
    "true-false": "Choose one.",
    multiple: "Choose all that fit.",
    ordering: "Put these in order with the Up and Down buttons.",
    matching: "Choose a match for each.",
  },
  key: "The answer",
  missed: "Also an answer",
  next: "Next question",
  note: "Before you start",
  others: "What the other answers would mean",
  othersOrdering: "Why each one goes where it does",
  othersMatching: "Why the others match as they do",
  points: "{n} of {all} points",
  question: "Question {n}",
  questionOf: "Question {n} of {all}",
  questions: "Questions",
  result: "Your result",
  revisit: "Worth another look: questions {list}.",
  revisitOne: "Worth another look: question {list}.",
  seeResult: "See your result",
  skip: "Skip for now",
  tryAgain: "Try again",
  well: "Every question is right. Well done.",
};

/** @param {Item} item @param {View} view @param {Answer | undefined} answer @param {(answer: Answer) => void} changed */
function control(item, view, answer, changed) {
  const { root } = view.host;
  if (item.type === "ordering") return order({ items: firstOrder(item), root, say: view.say }, answer, changed);
  if (item.type === "matching") return match({ left: item.left, right: item.right, root }, answer, changed);
  return pick({ options: optionsOf(item), many: item.type === "multiple", root }, answer, changed);
}

/** The feedback to an answer. @param {Item} item @param {Answer} answer @param {View} view */
function feedback(item, answer, view) {
  const { root } = view.host;
  const tone = standing({ answer, checked: true, attempts: 1, credit: itemCredit(item, answer) }).tone;
  const title = view.heading(2, { class: "ek-verdict" }, icon(tone), ` ${verdict(item, answer)}`);
  const given = marks(item, answer);
  const direct = (/** @type {Option} */ option) =>
    item.type === "matching" ? given[option.id].tone === "right" : item.type !== "ordering" && option.id in given;
  const all = item.type === "ordering" ? item.order.map((id) => item.items.filter((option) => option.id === id)).flat() : optionsOf(item);
  const alone = item.type === "single" || item.type === "true-false";
  const entry = (/** @type {Option} */ option) =>
    h("li", {}, !(alone && direct(option)) && h("p", { class: "ek-said" }, inline(option.text, root), " ", markOf(option)), blocks(option.feedback, root));
  const markOf = (/** @type {Option} */ option) =>
    item.type !== "ordering" && given[option.id] ? badge(given[option.id])
      : keysOf(item).includes(option.id) && badge({ tone: "none", text: item.type === "multiple" ? WORDS.missed : WORDS.key });
  const rest = all.filter((option) => !direct(option));
  const more = item.type === "ordering" ? WORDS.othersOrdering : item.type === "matching" ? WORDS.othersMatching : WORDS.others;
  const chosen = all.filter(direct);
  return h("div", { class: `ek-feedback ek-is-${tone}` }, title,
    chosen.length > 0 && h("ul", { class: "ek-plain-list" }, chosen.map(entry)),
    h("div", { class: "ek-why" }, view.heading(3, {}, WORDS.explanation), blocks(item.explanation, root)),
    rest.length > 0 && h("details", {}, h("summary", {}, more), h("ul", { class: "ek-plain-list" }, rest.map(entry))));
}

/** @param {View} view */
function build(view) {
  /** @type {Quiz} */
  const quiz = view.model.get("spec");
  let { state, damaged } = restored(quiz, view.model.get("state"));
  const notice = h("div");
  const page = h("div");
  const intro = h("div", {}, quiz.content_note && callout("note", h("strong", {}, WORDS.note), blocks(quiz.content_note, view.host.root)), blocks(quiz.intro, view.host.root));

  const save = (/** @type {Partial<QuizState>} */ change) => {
    state = { ...state, ...change };
    view.write(state);
  };
  const saveItem = (/** @type {Item} */ item, /** @type {Partial<ItemState>} */ change) => {
    const before = state.items[item.id] ?? { checked: false, attempts: 0, credit: 0 };
    save({ items: { ...state.items, [item.id]: { ...before, ...change } } });
  };
  const go = (/** @type {number} */ position) => {
    save({ position });
    draw();
    const title = page.querySelector(".ek-count");
    if (title) focus(/** @type {HTMLElement} */ (title));
  };
  const clear = () => {
    state = restored(quiz, {}).state;
    damaged = false;
    draw();
  };
  const draw = () => view.safely(() => {
    const item = quiz.items[state.position];
    notice.replaceChildren(damaged ? keptNote() : "");
    intro.hidden = state.position > 0;
    page.replaceChildren(steps(), item ? question(item) : result());
  });

  function steps() {
    const step = (/** @type {Item} */ item, /** @type {number} */ i) => {
      const { tone, text } = standing(state.items[item.id]);
      const current = i === state.position && "step";
      return h("li", {}, h("button", { type: "button", class: `ek-step ek-is-${tone}`, "aria-current": current, click: () => go(i) },
        h("span", { class: "ek-sr" }, fill(WORDS.question, { n: "" })), String(i + 1), h("span", { class: "ek-sr" }, ` ${text}`), icon(tone)));
    };
    return h("ol", { class: "ek-steps", "aria-label": WORDS.questions }, quiz.items.map(step));
  }

  /** @param {Item} item */
  function question(item) {
    const kept = state.items[item.id];
    const parts = blocks(item.stem, view.host.root);
    const last = item.stem[item.stem.length - 1];
    if (last.t === "p") parts.pop();
    const asked = last.t === "p" ? inline(last.c, view.host.root) : [WORDS.hint[item.type]];
    const error = h("p", { class: "ek-error", id: uid() });
    const answers = control(item, view, kept?.answer, (answer) => {
      saveItem(item, { answer, checked: false });
      error.replaceChildren();
    });
    const fields = h("fieldset", { "aria-describedby": error.id }, h("legend", {}, asked),
      last.t === "p" && h("p", { class: "ek-hint" }, WORDS.hint[item.type]), answers.el, error);
    const check = () => {
      const answer = state.items[item.id]?.answer;
      if (isEmpty(answer)) {
        error.replaceChildren(icon("note"), ` ${WORDS.empty[item.type]}`);
        view.say(WORDS.empty[item.type]);
        return fields.querySelector(/** @type {"input"} */ ("input, select, button"))?.focus();
      }
      const before = state.items[item.id];
      saveItem(item, { checked: true, attempts: before.attempts + 1, credit: itemCredit(item, answer) });
      draw();
      return focus(/** @type {HTMLElement} */ (page.querySelector(".ek-verdict")));
    };
    const done = kept?.checked && kept.answer !== undefined;
    const told = done ? feedback(item, /** @type {Answer} */ (kept.answer), view) : null;
    if (done) answers.lock(marks(item, /** @type {Answer} */ (kept.answer)));
    const nextLabel = state.position === quiz.items.length - 1 ? WORDS.seeResult : WORDS.next;
    const next = () => go(state.position + 1);
    const retry = () => {
      saveItem(item, { checked: false, credit: 0 });
      draw();
      page.querySelector(/** @type {"input"} */ ("fieldset input, fieldset select, fieldset button"))?.focus();
    };
    return h("form", { class: "ek-card", novalidate: true, submit: (event) => { event.preventDefault(); if (!done) check(); } },
      view.heading(1, { class: "ek-count" }, fill(WORDS.questionOf, { n: state.position + 1, all: quiz.items.length })),
      parts, picture(item.image, view.host.root), fields, told,
      h("div", { class: "ek-row ek-actions" },
        done ? button(nextLabel, "main", next) : h("button", { class: "ek-button ek-main" }, WORDS.check),
        done && kept.credit < 1 && button(WORDS.tryAgain, "plain", retry),
        state.position > 0 && button(WORDS.back, "quiet", () => go(state.position - 1)),
        !done && button(WORDS.skip, "quiet", next)));
  }

  function result() {
    const { points, max } = score(quiz, state);
    const open = quiz.items.map((item, i) => ({ i, mark: standing(state.items[item.id]) }));
    const revisit = open.filter(({ mark: it }) => it.tone !== "right").map(({ i }) => i + 1);
    const row = (/** @type {{ i: number, mark: Mark }} */ { i, mark: it }) =>
      h("li", {}, h("button", { type: "button", class: "ek-link", click: () => go(i) }, fill(WORDS.question, { n: i + 1 })), " ", badge(it),
        h("p", { class: "ek-hint" }, plain(quiz.items[i].stem).split("\n").filter(Boolean).pop()));
    return h("div", { class: "ek-card" },
      view.heading(1, { class: "ek-count" }, WORDS.result),
      h("p", { class: "ek-score" }, h("strong", {}, fill(WORDS.points, { n: points, all: max }))),
      h("p", {}, revisit.length ? fill(revisit.length === 1 ? WORDS.revisitOne : WORDS.revisit, { list: listed(revisit) }) : WORDS.well),
      h("ul", { class: "ek-plain-list" }, open.map(row)),
      h("div", { class: "ek-row ek-actions" },
        button(WORDS.back, "quiet", () => go(quiz.items.length - 1)),
        confirming(WORDS.again, WORDS.againAsk, WORDS.againYes, () => { save({ items: {} }); go(0); })));
  }

  view.onRestore(() => {
    ({ state, damaged } = restored(quiz, view.model.get("state")));
    draw();
  });
  view.root.append(view.heading(0, { class: "ek-title" }, quiz.title), notice, intro, page,
    h("div", { class: "ek-foot" }, view.status(), yours(view, quiz.id, () => readable(quiz, state), clear)));
  draw();
}

export default { render: (/** @type {import("./types").Context} */ context) => mount(context, build) };
