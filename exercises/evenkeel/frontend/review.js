/**
 * The review: questions that were missed in any quiz come back, one at a time, at growing intervals (see leitner.js).
 * What was missed is in the learner's own records of the quizzes; the items come from files made with the book, of
 * which only those are loaded that something is due from.
 */

import { day } from "./dates.js";
import { feedbackTo } from "./feedback.js";
import { keptNote, mount, yours } from "./frame.js";
import { emptyWords, itemView } from "./items.js";
import { listKept, watchKept } from "./kept.js";
import { isScored, kindOf } from "./kinds.js";
import { INTERVALS, counted, due, gathered, missesIn, moved, nextDay, restoredCards } from "./leitner.js";
import { mixed } from "./rounds.js";
import { itemCredit } from "./rules.js";
import { marks } from "./scoring.js";
import { seedOf } from "./seeded.js";
import { dayOf, isEmpty, putAside, record } from "./state.js";
import { contentRoot, openStore } from "./storage.js";
import { blocks, button, fill, focus, h } from "./ui.js";
import { _, plural } from "./words.js";

/** @typedef {import("./leitner.js").Card} Card */
/** @typedef {import("./types").Item} Item */
/** @typedef {import("./types").Quiz} Quiz */
/** @typedef {{ title: string, page: string, items: string[] }} Known A quiz of the book, and those of its items that can come back. */

const WORDS = {
  boxes: _("Your questions, by how long they wait"),
  check: _("Check my answer"),
  done: _("That was the last one for today."),
  due: plural("{n} question is waiting for you today.", "{n} questions are waiting for you today."),
  failed: _("Your answers could not be looked up just now."),
  from: _("From:"),
  guessed: _("I guessed: bring it back as soon as before"),
  guessedSaid: _("Noted. It comes back on {day}."),
  head: [_("Comes back after"), _("Questions")],
  interval: plural("{n} day", "{n} days"),
  learned: _("Learned"),
  left: plural("{n} question left today", "{n} questions left today"),
  looking: _("Looking for what you missed…"),
  next: _("Next question"),
  nextDay: _("The next one comes back on {day}."),
  noneDue: _("Nothing is waiting today."),
  noneYet: _("There is nothing to come back to yet. A question that you miss in a quiz, or answer without being sure, comes back here the next day."),
  noteIt: _("Note my answer"),
  retry: _("Try again"),
  start: _("Start"),
  stop: _("Stop for today"),
  well: _("It comes back on {day}."),
  wellLast: _("You have answered it right each time it came back. It counts as learned."),
};

/** @param {string} name below the folder of static files */
const loaded = (name) => new Promise((resolve, reject) => {
  const src = `${contentRoot()}_static/evenkeel-review/${name}.js`;
  document.head.append(Object.assign(document.createElement("script"), { src, onload: resolve, onerror: reject }));
});

/** The quizzes of the book. @returns {Promise<Record<string, Known>>} */
async function known() {
  const page = /** @type {any} */ (globalThis);
  if (!page.evenkeelReview) await loaded("index");
  return page.evenkeelReview;
}

/** One quiz with its items. @param {string} id @returns {Promise<Quiz>} */
async function quizOf(id) {
  const page = /** @type {any} */ (globalThis);
  if (!page.evenkeelQuizzes?.[id]) await loaded(id);
  return page.evenkeelQuizzes[id];
}

/** What the learner's own records say was missed, in all quizzes. @param {import("./storage.js").Store} store */
async function misses(store) {
  const entries = "list" in store ? await store.list() : listKept(store);
  return missesIn(entries);
}

/** A day in words. @param {string} date */
const said = (date) => day(new Date(`${date}T12:00:00`));

/** @param {import("./frame.js").View} view */
function build(view) {
  const { root } = view.host;
  const spec = view.model.get("spec");
  const page = h("div");
  const notice = h("div");
  let { cards, damaged } = restoredCards(view.model.get("state"));
  /** @type {import("./leitner.js").Miss[]} */
  let missed = [];
  /** @type {Record<string, Known>} */
  let quizzes = {};
  let busy = false;
  let stopWatching = () => {};
  view.stop.push(() => stopWatching());

  const all = () => Object.fromEntries(Object.entries(gathered(cards, missed)).filter(([key]) => {
    const [quiz, item] = key.split("/");
    return quizzes[quiz]?.items.includes(item);
  }));
  const write = () => {
    const raw = record(view.model.get("state"));
    const kept = damaged ? putAside(raw) : raw?.kept;
    damaged = false;
    view.write({ schema: 1, items: cards, ...(kept ? { kept } : {}) });
  };
  const show = (/** @type {(Node | null | false)[]} */ ...nodes) => {
    notice.replaceChildren(damaged ? keptNote() : "");
    page.replaceChildren(h("div", { class: "ek-card" }, nodes));
    const title = page.querySelector(".ek-count");
    if (busy && title) focus(/** @type {HTMLElement} */ (title));
  };

  async function look() {
    show(h("p", {}, WORDS.looking));
    try {
      const store = await openStore();
      const refresh = async () => {
        missed = await misses(store);
        if (!page.querySelector("form")) home();
      };
      stopWatching();
      stopWatching = watchKept(store, page, refresh);
      quizzes = await known();
      await refresh();
    } catch (error) {
      console.error(error);
      show(h("p", {}, WORDS.failed, " ", button(WORDS.retry, "plain", look)));
    }
  }

  const home = (finished = false) => view.safely(() => {
    const now = all();
    const waiting = due(now, dayOf()).length;
    const next = nextDay(now);
    const words = waiting ? fill(WORDS.due, { n: waiting }) : Object.keys(now).length ? WORDS.noneDue : WORDS.noneYet;
    show(finished && h("p", { class: "ek-feedback ek-is-right" }, WORDS.done),
      view.heading(1, { class: "ek-count" }, words), !waiting && next ? h("p", {}, fill(WORDS.nextDay, { day: said(next) })) : null,
      waiting > 0 && h("div", { class: "ek-row ek-actions" }, button(WORDS.start, "main", () => { busy = true; step(); })),
      Object.keys(now).length > 0 && boxes(now));
    busy = false;
  });

  /** @param {Record<string, Card>} now */
  function boxes(now) {
    const rows = counted(now).map((n, i) => h("tr", {},
      h("th", { scope: "row" }, i < INTERVALS.length ? fill(WORDS.interval, { n: INTERVALS[i] }) : WORDS.learned), h("td", {}, String(n))));
    return h("details", {}, h("summary", {}, WORDS.boxes), h("div", { class: "ek-more" }, h("table", {},
      h("thead", {}, h("tr", {}, WORDS.head.map((text) => h("th", { scope: "col" }, text)))), h("tbody", {}, rows))));
  }

  /** The next question that is due. One that cannot be shown any more is passed over. */
  async function step() {
    for (const key of due(all(), dayOf())) {
      const [quiz, id] = key.split("/");
      const item = (await quizOf(quiz).catch(() => null))?.items.find((each) => each.id === id);
      if (item) return view.safely(() => ask(key, mixed(item, seedOf(dayOf()))));
      quizzes[quiz].items = quizzes[quiz].items.filter((each) => each !== id);
    }
    return home(true);
  }

  /** @param {string} key @param {Item} item */
  function ask(key, item) {
    /** @type {import("./types").Answer | undefined} */
    let answer;
    const card = all()[key];
    const { title, page: at } = quizzes[key.split("/")[0]];
    const shown = itemView(item, view, undefined, (given) => { answer = given; });
    const actions = h("div", { class: "ek-row ek-actions" }, h("button", { class: "ek-button ek-main" }, isScored(item) ? WORDS.check : WORDS.noteIt),
      button(WORDS.stop, "quiet", () => home()));
    const keep = (/** @type {"right" | "unsure" | "missed"} */ how) => {
      cards = { ...cards, [key]: moved(card, how, dayOf()) };
      write();
      return cards[key];
    };
    const check = () => {
      if (isEmpty(answer)) {
        shown.tell(emptyWords(item));
        return shown.fields.querySelector(/** @type {"input"} */ ("input, select, textarea, button"))?.focus();
      }
      const given = /** @type {import("./types").Answer} */ (answer);
      const right = isScored(item) ? itemCredit(item, given) >= 1 : !kindOf(item).again?.(given);
      const put = keep(right ? "right" : "missed");
      const back = h("p", { role: "status", class: "ek-more" }, put.due ? fill(WORDS.well, { day: said(put.due) }) : WORDS.wellLast);
      shown.control.lock(marks(item, given));
      const told = feedbackTo(item, given, view);
      told.append(back, h("p", {}, `${WORDS.from} `, h("a", { href: `${root ?? ""}${at}.html` }, title)));
      const guessed = button(WORDS.guessed, "plain", () => {
        back.textContent = fill(WORDS.guessedSaid, { day: said(String(keep("unsure").due)) });
        guessed.remove();
        first.focus();
      });
      const next = button(WORDS.next, "main", step);
      const stop = (/** @type {"main" | "quiet"} */ kind) => button(WORDS.stop, kind, () => home(kind === "main"));
      const [first, last] = due(all(), dayOf()).length ? [next, stop("quiet")] : [stop("main"), ""];
      actions.replaceChildren(first, right && isScored(item) ? guessed : "", last);
      shown.fields.after(told);
      return focus(/** @type {HTMLElement} */ (told.querySelector(".ek-verdict")));
    };
    const form = h("form", { novalidate: true, submit: (event) => { event.preventDefault(); if (!form.querySelector(".ek-verdict")) check(); } },
      view.heading(1, { class: "ek-count" }, fill(WORDS.left, { n: due(all(), dayOf()).length })),
      shown.lead, shown.fields, actions);
    show(form);
  }

  const readable = () => `${spec.title}\n\n${Object.entries(all()).map(([key, { due: back }]) => {
    const [quiz, item] = key.split("/");
    return `${quizzes[quiz].title} (${item}): ${back ? said(back) : WORDS.learned}`;
  }).join("\n")}\n`;
  const clear = () => { cards = {}; damaged = false; home(); };
  view.onRestore(() => {
    ({ cards, damaged } = restoredCards(view.model.get("state")));
    if (!page.querySelector("form")) home();
  });
  view.root.append(view.heading(0, { class: "ek-title" }, spec.title), h("div", {}, blocks(spec.intro, root)), notice, page,
    h("div", { class: "ek-foot" }, view.status(), yours(view, spec.id, readable, clear)));
  return look();
}

export default { render: (/** @type {import("./types").Context} */ context) => mount(context, build) };
