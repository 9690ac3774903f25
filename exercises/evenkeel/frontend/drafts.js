/** "See feedback on my draft": the course's server looks a private sheet through, and keeps nothing of it. */

import { enter } from "./offers.js";
import { isEmpty } from "./state.js";
import { button, callout, focus, h } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").Worksheet} Worksheet */
/** @typedef {{ title: string, well: { words: string, shows: string[] }[], lift: string, held: string }} Aim */
/** @typedef {{ who: string, how: string, link: string, note: string }} Contact */
/** @typedef {{ lines: string[], contacts: Contact[], honest: string }} Support */

const WORDS = {
  all: _("All that the program looks for is there."),
  ask: _("See feedback on my draft"),
  changed: _("You have changed your draft since then. Ask again to see feedback on it as it is now."),
  empty: _("Write something first. Then you can ask for feedback on it."),
  feedback: _("Feedback on your draft"),
  how: _("A program on the course's own server looks for certain things in your words. It keeps nothing, nobody sees it, and there is no mark. It can be wrong: you decide."),
  lift: _("What would lift it:"),
  none: _("Nothing was found for this yet."),
  people: _("People to turn to"),
  ready: _("It stands below this button."),
  reading: _("Looking through your draft…"),
  support: _("First, you"),
  there: _("What is there:"),
  title: _("Feedback while you write"),
  without: _("This sheet can give you feedback on a draft when you open the book from your course's server."),
};

/** Until the answer must have come, in milliseconds: the server itself waits a little less. */
const PATIENCE = 60_000;
const LINK = /^(tel|sms|mailto):[\w.+@-]+$/;

/** The writer's own words are text, in the direction that they run. @param {string} words */
const own = (words) => h("mark", { dir: "auto" }, words);

/** @param {import("./frame.js").View} view @param {Aim} aim */
function one(view, { title, well, lift, held }) {
  const said = well.map(({ words, shows }) => h("li", {}, own(words), ` (${shows.join("; ")})`));
  return h("div", { class: "ek-aim" }, view.heading(2, {}, title),
    held && h("p", {}, held),
    said.length > 0 && h("p", { class: "ek-said" }, WORDS.there), said.length > 0 && h("ul", {}, said),
    !held && !said.length && h("p", {}, WORDS.none),
    lift && h("p", {}, h("strong", {}, WORDS.lift), " ", lift),
    !held && !lift && h("p", {}, WORDS.all));
}

/** @param {Contact} contact */
const person = ({ who, how, link, note }) =>
  h("li", {}, `${who}${how ? ": " : ""}`, LINK.test(link) ? h("a", { href: link }, how) : how, note && ` (${note})`);

/** @param {import("./frame.js").View} view @param {Support} support */
const care = (view, { lines, contacts, honest }) =>
  callout("note", lines.map((line) => h("p", {}, line)),
    contacts.length > 0 && view.heading(2, {}, WORDS.people), contacts.length > 0 && h("ul", {}, contacts.map(person)),
    h("p", {}, honest));

/** @param {Worksheet} worksheet @param {import("./offers.js").Sheet} sheet @returns {import("./offers.js").Offer} */
function offer(worksheet, { view, fields }) {
  const { ask } = view.host;
  if (!ask) return { el: h("p", { class: "ek-hint" }, WORDS.without), changed() {}, clear() {} };
  const line = h("p", { role: "status" });
  const older = h("p", { class: "ek-hint", hidden: true }, WORDS.changed);
  const found = h("div");
  let turn = 0;
  const busy = (/** @type {boolean} */ now) => {
    if (now) go.setAttribute("aria-disabled", "true");
    else go.removeAttribute("aria-disabled");
  };
  const clear = () => {
    turn += 1;
    busy(false);
    older.hidden = true;
    line.textContent = "";
    found.replaceChildren();
  };
  /** @param {{ aims: Aim[] } | { support: Support }} answer */
  const show = (answer) => {
    const heading = view.heading(1, { class: "ek-section" }, "support" in answer ? WORDS.support : WORDS.feedback);
    found.replaceChildren(heading, ...("support" in answer ? [care(view, answer.support)] : answer.aims.map((aim) => one(view, aim))));
    line.textContent = WORDS.ready;
    // whoever went on writing meanwhile is not taken away from it
    if (/** @type {Document | ShadowRoot} */ (view.root.getRootNode()).activeElement === go) focus(heading);
  };
  const go = button(WORDS.ask, "plain", async () => {
    if (go.hasAttribute("aria-disabled")) return;
    const written = fields();
    clear();
    if (Object.values(written).every(isEmpty)) {
      line.textContent = WORDS.empty;
      return;
    }
    busy(true);
    line.textContent = WORDS.reading;
    const mine = turn;
    try {
      const body = JSON.stringify({ fields: written });
      const answer = await ask(`drafts/${worksheet.id}/feedback`, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
      if (mine === turn) show(answer);
    } catch (error) {
      if (mine === turn) line.textContent = error instanceof Error ? error.message : "";
    } finally {
      if (mine === turn) busy(false);
    }
  });
  const el = h("section", { class: "ek-drafts" }, view.heading(1, { class: "ek-section" }, WORDS.title),
    h("p", { class: "ek-hint" }, WORDS.how), h("div", { class: "ek-row" }, go, line), older, found);
  const changed = () => { older.hidden = !found.hasChildNodes(); };
  view.stop.push(() => { turn += 1; });
  return { el, changed, clear };
}

enter(offer);
