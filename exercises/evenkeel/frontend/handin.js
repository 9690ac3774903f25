// <evenkeel-handin>: every assignment with where it stands, the button that hands it in, receipts, feedback.

import { moment } from "./dates.js";
import { listKept } from "./kept.js";
import { contentRoot, openStore } from "./storage.js";
import { button, callout, fill, focus, h, icon } from "./ui.js";
import { _ } from "./words.js";

/**
 * @typedef {object} Assignment What the server says about one assignment.
 * @property {string} id
 * @property {string} title
 * @property {"open" | "saved" | "handed-in" | "feedback"} state
 * @property {string | null} saved_at
 * @property {{at: string, checksum: string}[]} handed_in oldest first
 * @property {boolean} changed whether the answers were changed after the last hand-in
 * @property {string | null} due
 * @property {string | null} feedback address of the feedback page
 * @property {string | null} notebook address of the notebook
 * @property {string | null} page the worksheet's page in the book
 * @property {boolean} released whether tutors have opened it
 * @property {number} fields how many fields it has
 * @property {string[]} empty labels of the fields that are not answered
 * @property {string} notice
 */
/** @typedef {{at: string, checksum: string, assignment: string, learner: string}} Receipt */

const WORDS = {
  again: _("Hand in again"),
  answered: _("{n} of {all} questions answered."),
  ask: _("Hand in “{title}”?"),
  cancel: _("Not yet"),
  changed: _("You have changed your answers since then. Your tutor has the earlier ones until you hand in again."),
  checksum: _("Checksum (SHA-256)"),
  closed: _("Your tutor has not opened this assignment for handing in yet."),
  complete: _("Every question is answered."),
  copied: _("Receipt copied."),
  copy: _("Copy receipt"),
  data: _("Download my answers"),
  by: _("{time}, by {name}"),
  done: _("Handed in."),
  doneAt: _("Handed in {time}."),
  download: _("Download receipt"),
  due: _("Hand in by {time}."),
  empty: _("Not answered:"),
  failed: _("Something went wrong. Your answers are saved."),
  feedback: _("Read your feedback"),
  handIn: _("Hand in"),
  kept: _("Keep this receipt. It shows when your work was handed in, and that it has not been changed since."),
  latest: _("You can hand in again later. The newest one counts."),
  none: _("This course has no assignments to hand in."),
  notebook: _("Open as a notebook"),
  nothing: _("Nothing is answered yet."),
  receipts: _("Receipts ({n}). The newest counts."),
  retry: _("Try again"),
  saved: _("Last saved {time}."),
  send: _("Yes, hand in"),
  sending: _("Handing in…"),
  sent: _("Your answers to {n} of {all} questions go to your tutor."),
  unsent: _("Some of your answers are still only on this device. Open the assignment and wait until it says Saved, then hand in."),
  waiting: _("Looking for your assignments…"),
  worksheet: _("Open the assignment"),
};
const STATIC = [
  _("You are reading the book without the course's own server, so nothing can be handed in from here."),
  _("Your answers are kept in this browser. Download them, and send the file to your tutor."),
];
const RECEIPT = {
  title: _("Receipt for handed-in work"),
  assignment: _("Assignment: {title} ({id})"),
  learner: _("Handed in by: {name}"),
  time: _("Time: {time}"),
  checksum: _("Checksum (SHA-256) of responses.json: {checksum}"),
};
/** @type {Record<Assignment["state"], {words: string, shape: "none" | "part" | "right"}>} */
export const STATES = {
  open: { words: _("Not started"), shape: "none" },
  saved: { words: _("Saved, not handed in"), shape: "part" },
  "handed-in": { words: _("Handed in"), shape: "right" },
  feedback: { words: _("Feedback is ready"), shape: "right" },
};

/** How many answers there are. @param {Assignment} a */
const counts = (a) => ({ n: a.fields - a.empty.length, all: a.fields });

/**
 * The receipt as lines of text, to keep.
 * @param {Receipt} receipt @param {string} title
 */
export const receiptText = (receipt, title) =>
  [
    RECEIPT.title,
    fill(RECEIPT.assignment, { title, id: receipt.assignment }),
    fill(RECEIPT.learner, { name: receipt.learner }),
    fill(RECEIPT.time, { time: receipt.at }),
    fill(RECEIPT.checksum, { checksum: receipt.checksum }),
    "",
  ].join("\n");

/** Save a text as a file. @param {string} name @param {string} text @param {string} type */
function download(name, text, type) {
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

class EvenkeelHandin extends HTMLElement {
  /** @type {any} */
  store;
  live = h("p", { class: "ek-sr", role: "status" });
  list = h("div", {});

  connectedCallback() {
    this.replaceChildren(this.live, this.list);
    this.list.replaceChildren(h("p", {}, WORDS.waiting));
    this.draw();
  }

  /** Look at where everything stands and show it. */
  async draw() {
    try {
      this.store ??= await openStore();
      if (this.store.where !== "server") return this.list.replaceChildren(this.offline());
      /** @type {Assignment[]} */
      const found = await this.store.ask("assignments");
      this.list.replaceChildren(...(found.length ? found.map((each) => this.card(each)) : [h("p", {}, WORDS.none)]));
    } catch (error) {
      this.list.replaceChildren(this.trouble(error, () => this.draw()));
    }
  }

  /** A book without a server: what can be done instead. */
  offline() {
    const save = () => {
      const records = listKept(this.store);
      download("my-answers.json", JSON.stringify({ schema: 1, records }, null, 2), "application/json");
    };
    const words = STATIC.map((text) => h("p", {}, text));
    return h("div", { class: "ek" }, callout("note", words), h("p", {}, button(WORDS.data, "main", save)));
  }

  /** @param {Assignment} a */
  card(a) {
    const { words, shape } = STATES[a.state];
    const spot = h("div", {});
    const title = h("h2", { class: "ek-title", id: `evk-${a.id}` }, a.title);
    const state = h("p", {}, h("strong", { class: `ek-mark ek-is-${shape}` }, icon(shape), ` ${words}`));
    const facts = this.facts(a).map((text) => h("p", {}, text));
    const notes = a.notice ? [callout("wrong", h("p", {}, a.notice))] : [];
    return h("article", { class: "ek", "aria-labelledby": `evk-${a.id}` }, title, state, notes, facts, this.ways(a, spot), spot, receipts(a));
  }

  /** What to know, one sentence each. @param {Assignment} a */
  facts(a) {
    const last = a.handed_in.at(-1);
    return [
      last ? fill(WORDS.doneAt, { time: moment(last.at) }) : "",
      a.changed ? WORDS.changed : "",
      a.saved_at && !last ? fill(WORDS.saved, { time: moment(a.saved_at) }) : "",
      a.state === "open" ? WORDS.nothing : fill(WORDS.answered, counts(a)),
      a.due ? fill(WORDS.due, { time: moment(a.due) }) : "",
      a.released ? "" : WORDS.closed,
    ].filter(Boolean);
  }

  /** Buttons and links. @param {Assignment} a @param {HTMLElement} spot where questions and answers appear */
  ways(a, spot) {
    const again = a.handed_in.length > 0;
    const may = a.released && a.state !== "open";
    const main = again && !a.changed ? "plain" : "main";
    const send = may && button(again ? WORDS.again : WORDS.handIn, main, () => this.ask(a, spot, send || null));
    const name = (/** @type {string} */ words) => [words, h("span", { class: "ek-sr" }, `: ${a.title}`)];
    const link = (/** @type {string | null} */ href, /** @type {string} */ words) => href && h("a", { href, class: "ek-handin" }, name(words));
    if (send) send.append(h("span", { class: "ek-sr" }, `: ${a.title}`));
    return h("div", { class: "ek-row" }, link(a.feedback, WORDS.feedback), send,
      link(a.page && contentRoot() + a.page, WORDS.worksheet), link(a.notebook, WORDS.notebook));
  }

  /** Show what will be sent and ask once more. @param {Assignment} a @param {HTMLElement} spot @param {HTMLElement | null} opener */
  async ask(a, spot, opener) {
    const unsent = await this.store.unsent();
    if (unsent.some((/** @type {{exercise: string, id: string}} */ name) => name.exercise === "worksheet" && name.id === a.id)) {
      return this.show(spot, callout("wrong", h("p", {}, WORDS.unsent)));
    }
    const gaps = a.empty.length ? [h("p", {}, WORDS.empty), h("ul", {}, a.empty.map((label) => h("li", {}, label)))] : [h("p", {}, WORDS.complete)];
    const close = () => { spot.replaceChildren(); opener?.focus(); };
    const yes = button(WORDS.send, "main", () => this.send(a, spot));
    const box = h("div", { class: "ek-confirm ek-actions", role: "group", "aria-label": fill(WORDS.ask, { title: a.title }) },
      h("p", {}, h("strong", {}, fill(WORDS.ask, { title: a.title }))), h("p", {}, fill(WORDS.sent, counts(a))), gaps, h("p", {}, WORDS.latest),
      h("div", { class: "ek-row" }, yes, button(WORDS.cancel, "quiet", close)));
    this.show(spot, box);
  }

  /** @param {Assignment} a @param {HTMLElement} spot */
  async send(a, spot) {
    this.show(spot, h("p", {}, WORDS.sending));
    try {
      /** @type {Receipt} */
      const receipt = await this.store.ask(`assignments/${a.id}/hand-in`, { method: "POST", signal: AbortSignal.timeout(120_000) });
      await this.draw();
      const card = this.querySelector(`[aria-labelledby="evk-${a.id}"]`);
      const shown = receiptBox(receipt, a.title, (text) => { this.live.textContent = text; });
      card?.querySelector(".ek-row")?.after(shown);
      focus(shown);
    } catch (error) {
      this.show(spot, this.trouble(error, () => this.send(a, spot)));
    }
  }

  /** Put something in its place and go there. @param {HTMLElement} spot @param {HTMLElement} what */
  show(spot, what) {
    spot.replaceChildren(what);
    focus(what);
  }

  /** @param {unknown} error @param {() => void} again */
  trouble(error, again) {
    const words = error instanceof Error && error.name === "SaveError" ? error.message : WORDS.failed;
    return h("div", { class: "ek", role: "alert" }, callout("wrong", h("p", {}, words), button(WORDS.retry, "plain", again)));
  }
}

/** @param {Receipt} receipt @param {string} title @param {(text: string) => void} say */
function receiptBox(receipt, title, say) {
  const text = receiptText(receipt, title);
  const name = `receipt-${receipt.assignment}-${receipt.at.slice(0, 19).replaceAll(":", "")}.txt`;
  const copy = navigator.clipboard && button(WORDS.copy, "plain", () => navigator.clipboard.writeText(text).then(() => say(WORDS.copied)));
  return h("div", { class: "ek-feedback ek-is-right", role: "group", "aria-label": WORDS.done },
    h("p", { class: "ek-verdict" }, h("strong", {}, icon("right"), ` ${WORDS.done}`)),
    h("p", {}, fill(WORDS.by, { time: moment(receipt.at), name: receipt.learner })),
    h("p", {}, `${WORDS.checksum}: `, h("code", {}, receipt.checksum)),
    h("p", {}, WORDS.kept),
    h("div", { class: "ek-row" }, copy, button(WORDS.download, "plain", () => download(name, text, "text/plain"))));
}

/** Every earlier hand-in, newest first. @param {Assignment} a */
function receipts(a) {
  if (!a.handed_in.length) return null;
  const rows = [...a.handed_in].reverse().map(({ at, checksum }) => h("li", {}, `${moment(at)}: `, h("code", {}, checksum)));
  return h("details", {}, h("summary", {}, fill(WORDS.receipts, { n: rows.length })), h("ol", {}, rows));
}

export function install() {
  customElements.define("evenkeel-handin", EvenkeelHandin);
}
