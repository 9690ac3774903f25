// <evenkeel-answers>: everything the course keeps of a learner's answers, to look at, download or erase.

import { moment } from "./dates.js";
import { eraseKept, listKept } from "./kept.js";
import { openStore } from "./storage.js";
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

/** @param {string} tag @param {Record<string, any>} [props] @param {...(Node | string)} kids */
function make(tag, props = {}, ...kids) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...kids);
  return node;
}

/** @param {string} label @param {string} kind @param {() => void} onclick */
const button = (label, kind, onclick) => make("button", { type: "button", className: `ek-button ${kind}`, onclick }, label);

/** "First words" from "first-words". @param {Entry} entry */
function title({ id, kept, state }) {
  const note = kept ? WORDS.kept : state.waiting ? WORDS.waiting : "";
  return id.slice(0, 1).toUpperCase() + id.slice(1).replaceAll("-", " ") + note;
}

class EvenkeelAnswers extends HTMLElement {
  /** @type {import("./storage.js").Store | undefined} */
  store;
  status = make("p", { role: "status", tabIndex: -1 });
  box = make("div", { className: "ek" });

  connectedCallback() {
    this.replaceChildren(this.status, this.box);
    this.draw();
  }

  /** List what there is. */
  async draw() {
    try {
      this.store ??= await openStore();
      const entries = "list" in this.store ? await this.store.list() : listKept(this.store);
      this.status.textContent = "";
      this.box.replaceChildren(...(entries.length ? [this.table(entries), this.actions(entries)] : [make("p", {}, WORDS.nothing)]));
    } catch (error) {
      this.failed(error, () => this.draw());
    }
  }

  /** @param {Entry[]} entries */
  table(entries) {
    const head = make("tr", {}, ...WORDS.head.map((text) => make("th", { scope: "col" }, text)));
    const rows = entries.map((entry) => {
      const saved = entry.at ? moment(entry.at) : "";
      const cells = [KINDS[entry.exercise] ?? "", saved].map((text) => make("td", {}, text));
      return make("tr", {}, make("th", { scope: "row" }, title(entry)), ...cells);
    });
    const caption = make("caption", {}, PLACES[this.store?.where ?? "browser"]);
    return make("table", { className: "evk-answers" }, caption, make("thead", {}, head), make("tbody", {}, ...rows));
  }

  /** @param {Entry[]} entries */
  actions(entries) {
    const open = button(WORDS.erase, "ek-quiet", () => swap(true));
    const ask = this.question(entries.some((entry) => entry.assignment), () => swap(false));
    const swap = (/** @type {boolean} */ asking) => {
      ask.hidden = !asking;
      open.hidden = asking;
      (asking ? ask.querySelector("button") : open)?.focus();
    };
    return make("div", { className: "evk-actions" }, button(WORDS.download, "ek-plain", () => save(entries)), open, ask);
  }

  /** @param {boolean} assignments @param {() => void} cancel */
  question(assignments, cancel) {
    const too = make("input", { type: "checkbox" });
    const choice = assignments ? [make("label", {}, too, ` ${WORDS.assignments}`)] : [];
    const words = make("p", {}, assignments ? WORDS.askPractice : WORDS.ask);
    const yes = button(WORDS.yes, "ek-plain", () => this.erase(/** @type {HTMLInputElement} */ (too).checked));
    const answers = make("p", {}, yes, button(WORDS.cancel, "ek-quiet", cancel));
    return make("div", { hidden: true, role: "group", ariaLabel: WORDS.erase, className: "ek-confirm" }, words, ...choice, answers);
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
    this.status.replaceChildren(known ? error.message : WORDS.failed, " ", button(WORDS.retry, "ek-plain", again));
  }
}

/** @param {Entry[]} entries */
function save(entries) {
  const file = new Blob([JSON.stringify({ schema: 1, records: entries }, null, 2)], { type: "application/json" });
  const link = /** @type {HTMLAnchorElement} */ (make("a", { href: URL.createObjectURL(file), download: "my-answers.json" }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

export function install() {
  customElements.define("evenkeel-answers", EvenkeelAnswers);
}
