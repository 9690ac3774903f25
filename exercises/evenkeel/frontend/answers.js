// <evenkeel-answers>: everything the course keeps of a learner's answers, to look at, download or erase.

import { openStore } from "./storage.js";

const NAMES = { quiz: "Quiz", scenario: "Conversation", worksheet: "Worksheet" };

/** @param {string} tag @param {Record<string, any>} [props] @param {...(Node | string)} kids */
function make(tag, props = {}, ...kids) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...kids);
  return node;
}

/** "First words" from "first-words". @param {string} id */
const title = (id) => (id[0] ?? "").toUpperCase() + id.slice(1).replaceAll("-", " ");

class EvenkeelAnswers extends HTMLElement {
  connectedCallback() {
    this.store = openStore();
    this.status = make("p", { className: "ek-status", role: "status" });
    this.box = make("div", { className: "ek" });
    this.replaceChildren(this.box, this.status);
    this.draw();
  }

  /** List what there is. */
  async draw() {
    try {
      const entries = await this.opened().list();
      this.box?.replaceChildren(...(entries.length ? [this.table(entries), this.actions(entries)] : [this.nothing()]));
    } catch (error) {
      this.failed(error);
    }
  }

  opened() {
    return this.store ?? (this.store = openStore());
  }

  nothing() {
    return make("p", {}, "Nothing is kept yet. When you answer something, it is listed here.");
  }

  /** @param {import("./storage.js").Entry[]} entries */
  table(entries) {
    const head = make("tr", {}, ...["Exercise", "Kind", "Saved"].map((text) => make("th", { scope: "col" }, text)));
    const rows = entries.map((entry) => {
      const name = title(entry.id) + (entry.kept ? " (an earlier version, kept)" : "");
      const when = entry.at ? new Date(entry.at).toLocaleString() : "";
      return make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, NAMES[/** @type {"quiz"} */ (entry.exercise)] ?? ""), make("td", {}, when));
    });
    const where = this.opened().where === "server" ? "Kept in your own folder on the course's server" : "Kept in this browser only";
    return make("table", { className: "evk-answers" }, make("caption", {}, where), make("thead", {}, head), make("tbody", {}, ...rows));
  }

  /** @param {import("./storage.js").Entry[]} entries */
  actions(entries) {
    const download = make("button", { type: "button", className: "ek-button ek-plain", onclick: () => save(entries) }, "Download all (JSON)");
    const erase = make("button", { type: "button", className: "ek-button ek-quiet" }, "Erase all");
    const ask = this.question(erase);
    erase.onclick = () => {
      ask.hidden = false;
      erase.hidden = true;
      ask.querySelector("button")?.focus();
    };
    return make("div", { className: "evk-actions" }, download, erase, ask);
  }

  /** @param {HTMLElement} erase */
  question(erase) {
    const yes = make("button", { type: "button", className: "ek-button ek-plain", onclick: () => this.erase() }, "Yes, erase");
    const no = make("button", { type: "button", className: "ek-button ek-quiet" }, "Cancel");
    const words = "Erase all the answers listed here? This cannot be undone. What you have handed in stays handed in.";
    const ask = make("div", { hidden: true, role: "group", ariaLabel: "Erase all" }, make("p", {}, words), yes, no);
    no.onclick = () => {
      ask.hidden = true;
      erase.hidden = false;
      erase.focus();
    };
    return ask;
  }

  async erase() {
    try {
      await this.opened().erase();
      await this.draw();
      this.say("Your answers are erased.");
      this.status?.setAttribute("tabindex", "-1");
      this.status?.focus();
    } catch (error) {
      this.failed(error);
    }
  }

  /** @param {unknown} error */
  failed(error) {
    const words = error instanceof Error ? error.message : "Something went wrong.";
    this.say(`${words} `);
    this.status?.append(make("button", { type: "button", className: "ek-button ek-plain", onclick: () => this.draw() }, "Try again"));
  }

  /** @param {string} words */
  say(words) {
    if (this.status) this.status.textContent = words;
  }
}

/** @param {import("./storage.js").Entry[]} entries */
function save(entries) {
  const file = new Blob([JSON.stringify({ schema: 1, records: entries }, null, 2)], { type: "application/json" });
  const link = make("a", { href: URL.createObjectURL(file), download: "my-answers.json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

export function install() {
  customElements.define("evenkeel-answers", EvenkeelAnswers);
}
