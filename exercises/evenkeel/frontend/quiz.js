/** A quiz: one item at a time, checked at once, with a result at the end. */

import { extrasOf } from "./extras.js";
import { feedbackTo } from "./feedback.js";
import { confirming, keptNote, mount, yours } from "./frame.js";
import { emptyWords, itemView } from "./items.js";
import { isScored, kindOf } from "./kinds.js";
import { itemCredit } from "./rules.js";
import { cleared, listed, marks, missed, open, readable, restored, score, standing } from "./scoring.js";
import { isEmpty } from "./state.js";
import { badge, blocks, button, callout, fill, focus, h, icon, plain } from "./ui.js";
import { _, plural } from "./words.js";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Quiz} Quiz */
/** @typedef {import("./types").Item} Item */
/** @typedef {import("./types").QuizState} QuizState */
/** @typedef {import("./types").ItemState} ItemState */
/** @typedef {import("./frame.js").View} View */

const WORDS = {
  again: _("Start again"),
  againAsk: _("Start again from the first question? Your answers to this quiz will be cleared."),
  againYes: _("Yes, start again"),
  back: _("Back"),
  change: _("Change my answer"),
  check: _("Check my answer"),
  end: _("Go to the end"),
  next: _("Next question"),
  noteIt: _("Note my answer"),
  note: _("Before you start"),
  points: _("{n} of {all} points"),
  question: _("Question {n}"),
  questionOf: _("Question {n} of {all}"),
  questions: _("Questions"),
  result: _("Your result"),
  revisit: plural("Worth another look: question {list}.", "Worth another look: questions {list}."),
  seeResult: _("See your result"),
  skip: _("Skip for now"),
  tryAgain: _("Try again"),
  well: _("Every question is right. Well done."),
};

/** How long typing rests before it is saved, in milliseconds. */
const WAIT = 800;

/** @param {View} view */
function build(view) {
  /** @type {Quiz} */
  const quiz = view.model.get("spec");
  const extras = extrasOf(quiz, {
    view, state: () => state, save: (change) => save(change), saveItem: (item, change) => saveItem(item, change), go: (position) => go(position), rows: () => rows(),
  });
  const read = (/** @type {unknown} */ raw) => {
    const found = restored(quiz, raw);
    return extras ? extras.restored(found, raw) : found;
  };
  const asked = () => extras?.items() ?? quiz.items;
  const mark = (/** @type {Item} */ item) => extras?.standing(item) ?? standing(item, state.items[item.id]);
  let { state, damaged } = read(view.model.get("state"));
  const notice = h("div");
  const page = h("div");
  const intro = h("div", {}, quiz.content_note && callout("note", h("strong", {}, WORDS.note), blocks(quiz.content_note, view.host.root)), blocks(quiz.intro, view.host.root));

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    view.write(state);
  };
  const flush = () => { if (timer) write(); };
  const save = (/** @type {Partial<QuizState>} */ change, wait = false) => {
    state = { ...state, ...change };
    if (!wait) return write();
    clearTimeout(timer);
    timer = setTimeout(write, WAIT);
  };
  const saveItem = (/** @type {Item} */ item, /** @type {Partial<ItemState>} */ change, wait = false) => {
    const before = state.items[item.id] ?? { checked: false, attempts: 0, credit: 0 };
    save({ items: { ...state.items, [item.id]: { ...before, ...change } } }, wait);
  };
  const go = (/** @type {number} */ position) => {
    save({ position });
    draw();
    const title = page.querySelector(".ek-count");
    if (title) focus(/** @type {HTMLElement} */ (title));
  };
  const clear = () => {
    clearTimeout(timer);
    timer = undefined;
    state = read({}).state;
    damaged = false;
    draw();
  };
  const draw = () => view.safely(() => {
    const item = asked()[state.position];
    const start = extras?.start();
    notice.replaceChildren(damaged ? keptNote() : "");
    intro.hidden = state.position > 0;
    if (start) return page.replaceChildren(start);
    return page.replaceChildren(steps(), item ? question(item) : extras?.last() ?? result());
  });

  function steps() {
    const step = (/** @type {Item} */ item, /** @type {number} */ i) => {
      const { tone, text } = mark(item);
      const current = i === state.position && "step";
      return h("li", {}, h("button", { type: "button", class: `ek-step ek-is-${tone}`, "aria-current": current, click: () => go(i) },
        h("span", { class: "ek-sr" }, fill(WORDS.question, { n: "" })), String(i + 1), h("span", { class: "ek-sr" }, ` ${text}`), icon(tone)));
    };
    return h("ol", { class: "ek-steps", "aria-label": WORDS.questions }, asked().map(step));
  }

  /** @param {Item} item */
  function question(item) {
    const kept = state.items[item.id];
    const rating = !isScored(item);
    const shown = itemView(item, view, kept?.answer, (answer) =>
      saveItem(item, { answer, checked: false }, !!kindOf(item).typed));
    const plus = extras?.around(item);
    const check = () => {
      const answer = state.items[item.id]?.answer;
      if (isEmpty(answer)) {
        shown.tell(emptyWords(item));
        return shown.fields.querySelector(/** @type {"input"} */ ("input, select, textarea, button"))?.focus();
      }
      if (plus && !plus.ready()) return undefined;
      const before = state.items[item.id];
      const now = { ...before, checked: true, attempts: before.attempts + 1, credit: itemCredit(item, answer) };
      saveItem(item, { ...now, ...missed(item, now) });
      draw();
      return focus(/** @type {HTMLElement} */ (page.querySelector(".ek-verdict")));
    };
    const done = kept?.checked && kept.answer !== undefined;
    const told = done ? feedbackTo(item, /** @type {Answer} */ (kept.answer), view, plus?.brief && kept.credit < 1) : null;
    if (done) shown.control.lock(marks(item, /** @type {Answer} */ (kept.answer)));
    else if (plus?.sealed) shown.control.lock({});
    const closed = done || plus?.sealed;
    const nextLabel = state.position < asked().length - 1 ? WORDS.next : plus?.held ? WORDS.end : WORDS.seeResult;
    const next = () => go(state.position + 1);
    const retry = () => {
      saveItem(item, { checked: false, credit: 0 });
      draw();
      page.querySelector(/** @type {"input"} */ ("fieldset :is(input, select, textarea, button)"))?.focus();
    };
    return h("form", { class: "ek-card", novalidate: true, submit: (event) => { event.preventDefault(); if (plus?.held) next(); else if (!closed) check(); } },
      view.heading(1, { class: "ek-count" }, fill(WORDS.questionOf, { n: state.position + 1, all: asked().length })),
      shown.lead, shown.fields, plus?.nodes ?? [], told,
      h("div", { class: "ek-row ek-actions" },
        closed ? button(nextLabel, "main", next) : h("button", { class: "ek-button ek-main" }, plus?.held ? nextLabel : rating ? WORDS.noteIt : WORDS.check),
        done && kept.credit < 1 && !plus?.over && button(rating ? WORDS.change : WORDS.tryAgain, "plain", retry),
        state.position > 0 && button(WORDS.back, "quiet", () => go(state.position - 1)),
        !closed && !plus?.held && button(WORDS.skip, "quiet", next)));
  }

  function rows() {
    const row = (/** @type {Item} */ item, /** @type {number} */ i) =>
      h("li", {}, h("button", { type: "button", class: "ek-link", click: () => go(i) }, fill(WORDS.question, { n: i + 1 })), " ", badge(mark(item)),
        h("p", { class: "ek-hint" }, plain(item.stem).split("\n").filter(Boolean).pop()));
    return h("ul", { class: "ek-plain-list" }, asked().map(row));
  }

  function result() {
    const { points, max } = extras?.score() ?? score(quiz, state);
    const items = asked();
    const again = items.filter((item) => open(item, state.items[item.id]));
    const revisit = again.map((item) => items.indexOf(item) + 1);
    return h("div", { class: "ek-card" },
      view.heading(1, { class: "ek-count" }, WORDS.result),
      h("p", { class: "ek-score" }, h("strong", {}, fill(WORDS.points, { n: points, all: max }))),
      h("p", {}, revisit.length ? fill(WORDS.revisit, { n: revisit.length, list: listed(revisit) }) : WORDS.well),
      extras?.verdict(again) ?? [],
      rows(),
      h("div", { class: "ek-row ek-actions" },
        button(WORDS.back, "quiet", () => go(items.length - 1)),
        extras?.again() ?? confirming(WORDS.again, WORDS.againAsk, WORDS.againYes, () => { save({ items: cleared(state.items) }); go(0); })));
  }

  view.onRestore(() => {
    const mine = timer && asked()[state.position];
    const typed = mine && state.items[mine.id];
    ({ state, damaged } = read(view.model.get("state")));
    if (mine && typed) return saveItem(mine, typed); // what is being typed here is kept, and stays in its box
    return draw();
  });
  addEventListener("pagehide", flush);
  view.stop.push(() => { removeEventListener("pagehide", flush); flush(); });
  view.root.append(view.heading(0, { class: "ek-title" }, quiz.title), notice, intro, page,
    h("div", { class: "ek-foot" }, view.status(), yours(view, quiz.id, () => extras?.readable() ?? readable(quiz, state), clear)));
  draw();
}

export default { render: (/** @type {import("./types").Context} */ context) => mount(context, build) };
