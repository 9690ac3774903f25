// <evenkeel-handin>: every assignment with where it stands, the button that hands it in, receipts, feedback.

import { moment } from "./dates.js";
import { listKept } from "./kept.js";
import { receiptBox, receiptList } from "./receipt.js";
import { counting, dueWords, isLate, stateLine, zoneNote } from "./standing.js";
import { contentRoot, openStore } from "./storage.js";
import { Sync } from "./sync.js";
import { button, callout, download, fill, focus, h } from "./ui.js";
import { _, plural } from "./words.js";

/** @typedef {import("./standing.js").Assignment} Assignment */
/** @typedef {import("./standing.js").Receipt} Receipt */

const WORDS = {
  again: _("Hand in again"),
  answered: _("{n} of {all} questions answered."),
  ask: _("Hand in “{title}”?"),
  cancel: _("Not yet"),
  changed: _("You have changed your answers since then. Your tutor has the earlier ones until you hand in again."),
  closed: _("Your tutor has not opened this assignment for handing in yet."),
  complete: _("Every question is answered."),
  data: _("Download my answers"),
  doneAt: _("Handed in {time}."),
  empty: _("Not answered:"),
  failed: _("Something went wrong. Your answers are saved."),
  feedback: _("Read your feedback"),
  handIn: _("Hand in"),
  late: _("It was due {time}, so it comes in late. Hand it in all the same: your tutor sees it, and when it came."),
  latest: _("You can hand in again later. The newest one counts."),
  none: _("This course has no assignments to hand in."),
  notCounting: _("You handed in before it was due, {time}, and that one counts. What you send now is late. It is kept, and your tutor can still ask for it."),
  notebook: _("Open as a notebook"),
  nothing: _("Nothing is answered yet."),
  offline: _("Your answers are kept, and nothing is lost. Leave this page open. When you are connected again, choose Try again: you are done when you see a receipt."),
  replaces: _("You have handed this in before, {time}. The one you send now takes its place."),
  retry: _("Try again"),
  saved: _("Last saved {time}."),
  saving: _("Saving…"),
  send: _("Yes, hand in"),
  sending: _("Handing in…"),
  sent: _("Your answers to {n} of {all} questions go to your tutor."),
  unsent: _("Some of your answers are still only on this device. Open the assignment and wait until it says Saved, then hand in."),
  untilDue: _("You can hand in again. The newest one that comes in by {time} counts."),
  waiting: _("Looking for your assignments…"),
  words: plural("You have written {n} word.", "You have written {n} words."),
  worksheet: _("Open the assignment"),
};
const STATIC = [
  _("You are reading the book without the course's own server, so nothing can be handed in from here."),
  _("Your answers are kept in this browser. Download them, and send the file to your tutor."),
];
/** In an address: the assignment whose button was pressed on its own page. */
const PRESSED = /^#hand-in-([a-z0-9-]+)$/;

/** How many answers there are. @param {Assignment} a */
const counts = (a) => ({ n: a.fields - a.empty.length, all: a.fields });

/** What handing in now means for what was handed in before. @param {Assignment} a */
function rules(a) {
  const before = counting(a);
  if (a.in_time_first && a.overdue && before && !before.late) return [fill(WORDS.notCounting, { time: moment(before.at) })];
  return [
    a.overdue ? fill(WORDS.late, { time: moment(String(a.due)) }) : "",
    before ? fill(WORDS.replaces, { time: moment(before.at) }) : "",
    a.in_time_first && a.due && !a.overdue ? fill(WORDS.untilDue, { time: moment(a.due) }) : WORDS.latest,
  ].filter(Boolean);
}

class EvenkeelHandin extends HTMLElement {
  /** @type {any} */
  store;
  live = h("p", { class: "ek-sr", role: "status" });
  list = h("div", {});

  connectedCallback() {
    this.replaceChildren(this.live, this.list);
    this.list.replaceChildren(h("p", {}, WORDS.waiting));
    this.draw().then(() => this.arrive());
  }

  /** Look at where everything stands and show it. */
  async draw() {
    try {
      this.store ??= await openStore();
      if (this.store.where !== "server") return this.list.replaceChildren(this.offline());
      const found = await this.look();
      this.list.replaceChildren(...(found.length ? found.map((each) => this.card(each)) : [h("p", {}, WORDS.none)]), zoneNote(found) || "");
    } catch (error) {
      this.list.replaceChildren(this.trouble(error, () => this.draw()));
    }
  }

  /** @returns {Promise<Assignment[]>} */
  look() {
    return this.store.ask("assignments");
  }

  /** Somebody pressed Hand in on the assignment's own page: go on here. */
  arrive() {
    const card = this.querySelector(`#evk-${CSS.escape(PRESSED.exec(location.hash)?.[1] ?? " ")}`)?.closest("article");
    if (!card) return;
    history.replaceState(null, "", location.pathname + location.search);
    const send = /** @type {HTMLElement | null} */ (card.querySelector("button.evk-send"));
    if (send) send.click();
    else focus(card);
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
    const spot = h("div", {});
    const title = h("h2", { class: "ek-title", id: `evk-${a.id}` }, a.title);
    const facts = this.facts(a).map((text) => h("p", {}, text));
    const notes = a.notice ? [callout("wrong", h("p", {}, a.notice))] : [];
    return h("article", { class: "ek", "aria-labelledby": `evk-${a.id}` }, title, stateLine(a), notes, facts, this.ways(a, spot), spot,
      receiptList(a, (text) => this.say(text)));
  }

  /** What to know, one sentence each. @param {Assignment} a */
  facts(a) {
    const last = a.handed_in.at(-1);
    return [
      last ? fill(WORDS.doneAt, { time: moment(last.at) }) : "",
      a.changed ? WORDS.changed : "",
      a.saved_at && !last ? fill(WORDS.saved, { time: moment(a.saved_at) }) : "",
      a.state === "open" ? WORDS.nothing : fill(WORDS.answered, counts(a)),
      last && !isLate(a) && !a.changed ? "" : dueWords(a),
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
    if (send) send.classList.add("evk-send");
    return h("div", { class: "ek-row" }, link(a.feedback, WORDS.feedback), send,
      link(a.page && contentRoot() + a.page, WORDS.worksheet), link(a.notebook, WORDS.notebook));
  }

  /** Save what waits in this browser. Whether all of it has reached the server. @param {Assignment} a */
  async save(a) {
    const name = { exercise: "worksheet", id: a.id };
    const waits = async () => (await this.store.unsent()).some((/** @type {typeof name} */ each) => each.exercise === name.exercise && each.id === name.id);
    if (!(await waits())) return true;
    const sync = new Sync(this.store, name);
    await sync.flush();
    await sync.stop();
    return !(await waits());
  }

  /** Save, show what will be sent and ask once. @param {Assignment} a @param {HTMLElement} spot @param {HTMLElement | null} opener */
  async ask(a, spot, opener) {
    this.show(spot, h("p", {}, WORDS.saving));
    try {
      if (!(await this.save(a))) return this.show(spot, callout("wrong", h("p", {}, WORDS.unsent)));
      const now = (await this.look()).find(({ id }) => id === a.id) ?? a;
      const close = () => { spot.replaceChildren(); opener?.focus(); };
      this.show(spot, this.question(now, spot, close));
    } catch (error) {
      this.show(spot, this.trouble(error, () => this.ask(a, spot, opener)));
    }
  }

  /** @param {Assignment} a @param {HTMLElement} spot @param {() => void} close */
  question(a, spot, close) {
    const title = fill(WORDS.ask, { title: a.title });
    const gaps = a.empty.length ? [h("p", {}, WORDS.empty), h("ul", {}, a.empty.map((label) => h("li", {}, label)))] : [h("p", {}, WORDS.complete)];
    const amount = [fill(WORDS.sent, counts(a)), a.words ? fill(WORDS.words, { n: a.words }) : ""].join(" ");
    return h("div", { class: "ek-confirm ek-actions", role: "group", "aria-label": title },
      h("p", {}, h("strong", {}, title)), h("p", {}, amount), gaps, rules(a).map((text) => h("p", {}, text)),
      h("div", { class: "ek-row" }, button(WORDS.send, "main", () => this.send(a, spot)), button(WORDS.cancel, "quiet", close)));
  }

  /** @param {Assignment} a @param {HTMLElement} spot */
  async send(a, spot) {
    this.show(spot, h("p", {}, WORDS.sending));
    try {
      await this.done(await this.store.ask(`assignments/${a.id}/hand-in`, { method: "POST", signal: AbortSignal.timeout(120_000) }));
    } catch (error) {
      this.show(spot, this.trouble(error, () => this.resend(a, spot)));
    }
  }

  /** Try again, unless the first try did arrive and only its answer was lost. @param {Assignment} a @param {HTMLElement} spot */
  async resend(a, spot) {
    this.show(spot, h("p", {}, WORDS.sending));
    try {
      const now = (await this.look()).find(({ id }) => id === a.id);
      const arrived = now && now.handed_in.length > a.handed_in.length && !now.changed && now.handed_in.at(-1);
      if (!arrived) return this.send(a, spot);
      return await this.done(arrived);
    } catch (error) {
      return this.show(spot, this.trouble(error, () => this.resend(a, spot)));
    }
  }

  /** Show the receipt on the card as it is now. @param {Receipt} receipt */
  async done(receipt) {
    const found = await this.look();
    const a = found.find(({ id }) => id === receipt.assignment);
    this.list.replaceChildren(...found.map((each) => this.card(each)), zoneNote(found) || "");
    const card = this.querySelector(`[aria-labelledby="evk-${receipt.assignment}"]`);
    if (!a || !card) return;
    const shown = receiptBox(receipt, a, (text) => this.say(text));
    card.querySelector(".ek-row")?.after(shown);
    focus(shown);
  }

  /** @param {string} text */
  say(text) {
    this.live.textContent = text;
  }

  /** Put something in its place and go there. @param {HTMLElement} spot @param {HTMLElement} what */
  show(spot, what) {
    spot.replaceChildren(what);
    focus(what);
  }

  /** @param {unknown} error @param {() => void} again */
  trouble(error, again) {
    const known = error instanceof Error && error.name === "SaveError";
    const words = [known ? error.message : WORDS.failed, known && "offline" in error ? WORDS.offline : ""].filter(Boolean);
    return h("div", { class: "ek", role: "alert" }, callout("wrong", words.map((text) => h("p", {}, text)), button(WORDS.retry, "plain", again)));
  }
}

export function install() {
  customElements.define("evenkeel-handin", EvenkeelHandin);
}
