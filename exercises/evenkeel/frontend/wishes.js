/** How a learner wants to play: how much help a coach gives, and whether timed decisions have a clock. */

import { pick } from "./controls.js";
import { line } from "./kinds.js";
import { h } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").Help} Help */
/** @typedef {import("./types").Scenario} Scenario */
/** @typedef {import("./types").ScenarioState} ScenarioState */

const WORDS = {
  help: {
    coach: _("Coach: a coach gives advice, and you see words to try"),
    script: _("Script: only words to try"),
    none: _("No help: on my own"),
  },
  helpAsk: _("How much help would you like?"),
  helpLater: _("You can change this at any time. Many people start with the coach and take less help each time."),
  timers: _("Timed decisions: put a clock on those that are urgent in real life"),
  timersAbout: _("The clock is off unless you switch it on. With it you can always ask for more time or stop it."),
  title: _("How you want to play"),
};

const PLACE = "evenkeel-help";
/** @type {Help[]} */
const LEVELS = ["coach", "script", "none"];

/** The browser's memory across conversations, where it has one. @param {Help} [help] @returns {Help | null} */
function memory(help) {
  try {
    if (help) window.localStorage.setItem(PLACE, help);
    return LEVELS.find((level) => level === window.localStorage.getItem(PLACE)) ?? null;
  } catch {
    return null;
  }
}

/** The help that a learner wants: as chosen here, else as in the last conversation. @param {ScenarioState} state @returns {Help} */
export const helpOf = ({ help }) => help ?? memory() ?? "coach";

/** Whether there is anything to leave out. @param {Scenario} scenario */
const helps = ({ nodes, endings }) =>
  nodes.some(({ script, lines, choices }) => script || [...lines, ...choices.flatMap(({ reply }) => reply)].some(({ who }) => who === "coach")) ||
  endings.some(({ lines }) => lines.some(({ who }) => who === "coach"));

/**
 * The choices about how to play; null where the scenario leaves none.
 * @param {Scenario} scenario @param {ScenarioState} state @param {(change: Partial<ScenarioState>) => void} changed
 */
export function wishes(scenario, state, changed) {
  const options = LEVELS.map((id) => ({ id, text: line(WORDS.help[id]) }));
  const levels = pick({ options }, helpOf(state), (id) => {
    memory(/** @type {Help} */ (id));
    changed({ help: /** @type {Help} */ (id) });
  });
  const box = h("input", { type: "checkbox", checked: state.timed === true, change: () => changed({ timed: box.checked || undefined }) });
  const parts = [
    helps(scenario) && h("fieldset", {}, h("legend", {}, WORDS.helpAsk), levels.el, h("p", { class: "ek-hint" }, WORDS.helpLater)),
    scenario.nodes.some(({ timer }) => timer) && h("div", {}, h("label", { class: "ek-option" }, box, h("span", {}, WORDS.timers)), h("p", { class: "ek-hint" }, WORDS.timersAbout)),
  ].filter((part) => part instanceof Node);
  return parts.length ? h("details", { class: "ek-wishes" }, h("summary", {}, WORDS.title), parts) : null;
}
