// <evenkeel-home>: what to do next, assignments with their dates, progress, and the ways in for tutors and administrators.

import { moment } from "./dates.js";
import { listKept, watchKept } from "./kept.js";
import { counting, dueWords, isLate, stateLine, zoneNote } from "./standing.js";
import { contentRoot, openStore } from "./storage.js";
import { sendWaiting } from "./sync.js";
import { button, callout, fill, h } from "./ui.js";
import { newest, next, progress, steps } from "./way.js";
import { _, plural } from "./words.js";

/** @typedef {import("./standing.js").Assignment} Assignment */
/** @typedef {import("./way.js").Part} Part */
/** @typedef {import("./way.js").Step} Step */

const WORDS = {
  all: _("Everything here is done. Well done."),
  allLink: _("Come back to what you missed"),
  assignments: _("Your assignments"),
  begin: _("Begin with “{title}”"),
  browser: _("What you see here is kept in this browser only. Assignments are handed in on your course's own server."),
  class: _("Class list, dates and accounts"),
  counted: _("Counted are quizzes in which you checked every question, and conversations that you played to an end. Pages that you only read, private sheets and marks are not counted. Only you can see this."),
  done: plural("{done} of {n} exercise done", "{done} of {n} exercises done"),
  dueNext: _("Next to hand in: “{title}”."),
  failed: _("This could not be looked up just now. Your answers are safe."),
  feedback: _("Read your feedback"),
  goOn: _("Go on with “{title}”"),
  handedIn: _("Handed in {time}. You have a receipt."),
  handIn: _("Hand in, receipts"),
  here: _("You left off here. Your answers are kept."),
  next: _("What to do next"),
  none: _("This course has no assignments to hand in."),
  notStarted: plural("{n} not started, with no due date", "{n} not started, with no due date"),
  others: _("Your other work here"),
  part: _("In “{part}”."),
  page: _("On the page “{page}”, in “{part}”."),
  progress: _("Your progress"),
  retry: _("Try again"),
  then: _("Next: “{title}”"),
  tutor: _("Marking: see what waits for a tutor"),
  waiting: _("Looking for where you are…"),
  way: _("Not sure where to begin? Find your way"),
  welcome: _("Welcome. You have not begun yet, and you can begin anywhere."),
  worksheet: _("Open the assignment"),
};

/** How many assignments are shown though nothing is to be done about them yet. */
const FEW = 3;
/** The page that suggests a way, in a book that has it. */
const GUIDE = "find-your-way";

/** The parts of the book, from the script that was made with it. @returns {Promise<Part[]>} */
async function outline() {
  const page = /** @type {any} */ (globalThis);
  if (!page.evenkeelOutline) {
    await new Promise((resolve, reject) => {
      const src = `${contentRoot()}_static/evenkeel-outline.js`;
      document.head.append(Object.assign(document.createElement("script"), { src, onload: resolve, onerror: reject }));
    });
  }
  return page.evenkeelOutline;
}

/** @param {string} href @param {string} words @param {string} [about] read aloud after the words */
const link = (href, words, about = "") =>
  h("a", { class: "ek-handin", href: new URL(href, location.href).href }, words, about && h("span", { class: "ek-sr" }, `: ${about}`));

/** @param {string} page */
const address = (page) => `${contentRoot()}${page}.html`;

class EvenkeelHome extends HTMLElement {
  /** @type {any} */
  store;

  stopWatching = () => {};

  connectedCallback() {
    this.replaceChildren(h("p", { role: "status" }, WORDS.waiting));
    this.draw();
  }

  disconnectedCallback() {
    this.stopWatching();
  }

  /** Look everything up and show it. What cannot be looked up leaves a gap that says so, and the rest stays. */
  async draw() {
    try {
      this.store ??= await openStore();
      this.stopWatching();
      this.stopWatching = watchKept(this.store, this, () => this.draw());
      const served = this.store.where === "server";
      await settled(sendWaiting(this.store));
      const [parts, entries, found, me] = await Promise.all([
        settled(outline()),
        settled(served ? this.store.list() : listKept(this.store)),
        settled(served ? this.store.ask("assignments?fetch=0") : []),
        settled(served ? this.store.ask("me") : {}),
      ]);
      this.replaceChildren(...this.parts(parts, entries, found, me, served));
    } catch (error) {
      console.error(error);
      this.replaceChildren(h("div", { class: "ek" }, this.trouble()));
    }
  }

  /**
   * @param {Part[] | null} parts @param {import("./storage.js").Entry[] | null} entries @param {Assignment[] | null} found
   * @param {{tutor_home?: string, class_home?: string} | null} me @param {boolean} served
   */
  parts(parts, entries, found, me, served) {
    const known = parts && entries && found;
    const records = newest(entries ?? []);
    const handedIn = new Set((found ?? []).filter((a) => a.handed_in.length).map(({ id }) => id));
    const all = steps(parts ?? [], records, handedIn).filter(({ known: { assessed } }) => served || !assessed);
    return [
      section(WORDS.next, known ? this.next(next(parts, records, all), found, parts) : this.trouble()),
      served && section(WORDS.assignments, found ? this.assignments(inOrder(found, all)) : this.trouble()),
      section(WORDS.progress, parts && entries ? this.progress(all) : this.trouble()),
      !served && callout("note", h("p", {}, WORDS.browser)),
      ...this.others(me ?? {}),
    ].filter((part) => part instanceof Node);
  }

  /** @param {{kind: string, step: Step | null}} way @param {Assignment[]} found @param {Part[]} parts */
  next({ kind, step }, found, parts) {
    const pages = parts.flatMap((part) => part.pages);
    const review = pages.find(({ exercises }) => exercises.some(({ exercise }) => exercise === "review"));
    if (!step) return h("div", {}, h("p", {}, WORDS.all), review && h("p", {}, link(address(review.page), WORDS.allLink)));
    const guide = pages.find(({ page }) => page === GUIDE);
    const { known, page, part } = step;
    const words = { resume: WORDS.goOn, start: WORDS.begin }[kind] ?? WORDS.then;
    const lead = { resume: WORDS.here, start: WORDS.welcome }[kind];
    const to = `${address(page.page)}#${known.exercise}-${known.id}`;
    const where = fill(page.title === known.title ? WORDS.part : WORDS.page, { page: page.title, part: part.title });
    const due = found.filter((a) => a.due && !a.handed_in.length && a.released).sort((a, b) => String(a.due).localeCompare(String(b.due)))[0];
    return h("div", {},
      lead && h("p", {}, lead),
      h("p", {}, h("a", { class: "ek-button ek-main evk-way", href: to }, fill(words, { title: known.title }))),
      h("p", { class: "ek-hint" }, where),
      kind === "start" && guide && h("p", {}, link(address(GUIDE), WORDS.way)),
      due && h("p", {}, fill(WORDS.dueNext, { title: due.title }), " ", !due.overdue && dueWords(due)));
  }

  /** @param {Assignment[]} found */
  assignments(found) {
    if (!found.length) return h("p", {}, WORDS.none);
    const list = (/** @type {Assignment[]} */ some) => some.length > 0 && h("ul", { class: "ek-plain-list evk-list" }, some.map((a) => this.assignment(a)));
    const now = found.filter((a) => a.state !== "open" || a.due);
    const rest = found.filter((a) => !now.includes(a));
    return h("div", {}, list(now), zoneNote(found),
      rest.length > 0 && h("details", { open: !now.length && rest.length <= FEW }, h("summary", {}, fill(WORDS.notStarted, { n: rest.length })), list(rest)));
  }

  /** @param {Assignment} a */
  assignment(a) {
    const done = counting(a);
    const dates = done && !isLate(a) ? "" : dueWords(a);
    return h("li", {}, h("h3", {}, a.title), stateLine(a),
      done && h("p", {}, fill(WORDS.handedIn, { time: moment(done.at) })), dates && h("p", {}, dates),
      h("div", { class: "ek-row" }, a.feedback && link(a.feedback, WORDS.feedback, a.title),
        a.page && link(contentRoot() + a.page, WORDS.worksheet, a.title),
        a.state !== "open" && link(`${address("hand-in")}#evk-${a.id}`, WORDS.handIn, a.title)));
  }

  /** @param {Step[]} all */
  progress(all) {
    const rows = progress(all).map(({ title, done, all: n }) => h("li", {}, h("h3", {}, title),
      h("p", {}, fill(WORDS.done, { done, n })),
      h("div", { class: "ek-bar", "aria-hidden": "true" }, h("span", { style: `inline-size: ${(100 * done) / n}%` }))));
    return h("div", {}, h("ul", { class: "ek-plain-list evk-list" }, rows), h("p", { class: "ek-hint" }, WORDS.counted));
  }

  /** The ways in for those who do more here than learn. @param {{tutor_home?: string, class_home?: string}} me */
  others({ tutor_home: tutor, class_home: list }) {
    if (!tutor && !list) return [];
    const ways = [tutor && link(tutor, WORDS.tutor), list && link(list, WORDS.class)];
    return [section(WORDS.others, h("ul", { class: "ek-plain-list" }, ways.map((way) => way && h("li", {}, way))))];
  }

  trouble() {
    return callout("wrong", h("p", {}, WORDS.failed), button(WORDS.retry, "plain", () => this.draw()));
  }
}

/**
 * What is due first comes first; the rest is in the order of the book.
 * @param {Assignment[]} found @param {Step[]} all
 */
function inOrder(found, all) {
  const ids = all.map(({ known }) => known.id);
  const due = (/** @type {Assignment} */ a) => (a.due && !counting(a) ? Date.parse(a.due) : Infinity);
  return [...found].sort((a, b) => (due(a) === due(b) ? ids.indexOf(a.id) - ids.indexOf(b.id) : due(a) - due(b)));
}

/** @param {string} title @param {HTMLElement} inside */
const section = (title, inside) => h("div", { class: "ek" }, h("h2", { class: "ek-title" }, title), inside);

/** What comes of it, or null. @template T @param {Promise<T> | T} asked @returns {Promise<T | null>} */
const settled = (asked) => Promise.resolve(asked).catch((error) => { console.error(error); return null; });

export function install() {
  customElements.define("evenkeel-home", EvenkeelHome);
}
