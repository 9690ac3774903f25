// <evenkeel-answers>: everything the course keeps of a learner's answers, to look at, download or erase.

import { moment } from "./dates.js";
import { eraseKept, listKept, watchKept } from "./kept.js";
import { openStore } from "./storage.js";
import { button, download, h } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./storage.js").Entry} Entry */

const WORDS = {
  ask: _("Erase all the answers listed here? This cannot be undone."),
  askPractice: _("Erase all your practice answers? This cannot be undone."),
  assignments: _("Erase my answers to assignments too. What I have handed in stays handed in."),
  cancel: _("Cancel"),
  download: _("Download all"),
  erase: _("Erase all"),
  erased: _("Your answers are erased."),
  failed: _("Something went wrong."),
  head: [_("Exercise"), _("Kind"), _("Saved")],
  kept: _(" (an earlier version, put aside)"),
  nothing: _("Nothing is kept yet. When you answer something, it is listed here."),
  retry: _("Try again"),
  waiting: _(" (waiting to be sent)"),
  yes: _("Yes, erase"),
};
/** @type {Record<string, string>} */
const KINDS = { review: _("Review"), quiz: _("Quiz"), scenario: _("Conversation"), worksheet: _("Worksheet") };
/** @type {Record<string, string>} */
const PLACES = { browser: _("Kept in this browser only"), server: _("Kept in your own folder on the course's server") };

/** "First words" from "first-words". @param {Entry} entry */
function title({ id, kept, state }) {
  const note = kept ? WORDS.kept : state.waiting ? WORDS.waiting : "";
  return id.slice(0, 1).toUpperCase() + id.slice(1).replaceAll("-", " ") + note;
}

class EvenkeelAnswers extends HTMLElement {
  /** @type {import("./storage.js").Store | undefined} */
  store;
  status = h("p", { role: "status", tabindex: "-1" });
  box = h("div", { class: "ek" });

  stopWatching = () => {};

  connectedCallback() {
    this.replaceChildren(this.status, this.box);
    this.draw();
  }

  disconnectedCallback() {
    this.stopWatching();
  }

  /** List what there is. */
  async draw() {
    try {
      this.store ??= await openStore();
      this.stopWatching();
      this.stopWatching = watchKept(this.store, this, () => this.draw());
      const entries = "list" in this.store ? await this.store.list() : listKept(this.store);
      this.status.textContent = "";
      this.box.replaceChildren(...(entries.length ? [this.table(entries), this.actions(entries)] : [h("p", {}, WORDS.nothing)]));
    } catch (error) {
      this.failed(error, () => this.draw());
    }
  }

  /** @param {Entry[]} entries */
  table(entries) {
    const head = h("tr", {}, ...WORDS.head.map((text) => h("th", { scope: "col" }, text)));
    const rows = entries.map((entry) => {
      const saved = entry.at ? moment(entry.at) : "";
      const cells = [KINDS[entry.exercise] ?? "", saved].map((text) => h("td", {}, text));
      return h("tr", {}, h("th", { scope: "row" }, title(entry)), ...cells);
    });
    const caption = h("caption", {}, PLACES[this.store?.where ?? "browser"]);
    return h("table", { class: "evk-answers" }, caption, h("thead", {}, head), h("tbody", {}, ...rows));
  }

  /** @param {Entry[]} entries */
  actions(entries) {
    const open = button(WORDS.erase, "quiet", () => swap(true));
    const ask = this.question(entries.some((entry) => entry.assignment), () => swap(false));
    const swap = (/** @type {boolean} */ asking) => {
      ask.hidden = !asking;
      open.hidden = asking;
      (asking ? ask.querySelector("button") : open)?.focus();
    };
    return h("div", { class: "evk-actions" }, button(WORDS.download, "plain", () => save(entries)), open, ask);
  }

  /** @param {boolean} assignments @param {() => void} cancel */
  question(assignments, cancel) {
    const too = h("input", { type: "checkbox" });
    const choice = assignments ? [h("label", {}, too, ` ${WORDS.assignments}`)] : [];
    const words = h("p", {}, assignments ? WORDS.askPractice : WORDS.ask);
    const yes = button(WORDS.yes, "plain", () => this.erase(too.checked));
    const answers = h("p", {}, yes, button(WORDS.cancel, "quiet", cancel));
    return h("div", { hidden: true, role: "group", "aria-label": WORDS.erase, class: "ek-confirm" }, words, ...choice, answers);
  }

  /** @param {boolean} assignments */
  async erase(assignments) {
    try {
      this.store ??= await openStore();
      if ("erase" in this.store) await this.store.erase(assignments);
      else eraseKept(this.store);
      await this.draw();
      this.status.textContent = WORDS.erased;
      this.status.focus();
    } catch (error) {
      this.failed(error, () => this.erase(assignments));
    }
  }

  /** @param {unknown} error @param {() => void} again */
  failed(error, again) {
    const known = error instanceof Error && error.name === "SaveError";
    this.status.replaceChildren(known ? error.message : WORDS.failed, " ", button(WORDS.retry, "plain", again));
  }
}

/** @param {Entry[]} entries */
const save = (entries) => download("my-answers.json", JSON.stringify({ schema: 1, records: entries }, null, 2), "application/json");

export function install() {
  customElements.define("evenkeel-answers", EvenkeelAnswers);
}
