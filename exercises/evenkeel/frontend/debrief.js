/** The look back on a play that has ended: the way, the meters, what was practised, and one thing to try next. */

import { flat } from "./conversation.js";
import { meterCharts, pathMap } from "./drawing.js";
import { feedbackTo } from "./feedback.js";
import { open } from "./play.js";
import { GOALS, practised, profile, skips, unquoted } from "./skills.js";
import { badge, blocks, button, fill, h, inline } from "./ui.js";
import { _, plural } from "./words.js";

/** @typedef {import("./types").Scenario} Scenario */
/** @typedef {import("./types").Choice} Choice */
/** @typedef {import("./types").Goal} Goal */
/** @typedef {import("./ui.js").Mark} Mark */
/** @typedef {import("./frame.js").View} View */
/** @typedef {import("./play.js").Turn} Turn */

const WORDS = {
  asked: _("The question, your answer and what is right"),
  backTo: _("Go back to this decision"),
  decisions: _("Your decisions"),
  goals: {
    acknowledge: _("See the feeling"), clarify: _("Find out and say plainly"), "set-limits": _("Set limits"),
    "keep-safe": _("Keep people safe"), involve: _("Bring others in"), recover: _("Recover and learn"),
  },
  late: _("Time ran out"),
  leads: _("Leads to: {list}"),
  ledTo: _("Led to: {title}"),
  met: _("{n} of {all}"),
  meters: _("How the meters went"),
  others: _("What else you could have done"),
  quality: { good: _("Helped"), tempting: _("Tempting, but it cost something"), poor: _("Made it harder") },
  practised: _("What you practised"),
  practisedAbout: _("Each goal stands for itself. The second number is what the decisions on your way asked for."),
  requirements: plural("{n} requirement of the course", "{n} requirements of the course"),
  skipped: _("You went round this part"),
  next: _("One thing to try next"),
  nextCost: _("Go back to “{title}” and see what another choice would lead to."),
  nextGoal: _("{goal}: go back to “{title}” and look for words that do more of it."),
  nextHelp: _("You met all that your way asked for. Play again with less help, or look for another ending."),
  tryIt: _("Try it from there"),
  way: _("Your way"),
};

/** @param {Choice["quality"]} quality @returns {Mark} */
export const qualityMark = (quality) =>
  ({ tone: /** @type {const} */ ({ good: "right", tempting: "part", poor: "wrong" })[quality], text: WORDS.quality[quality] });

/** How a turn stands: what was skipped or left to the clock is neither good nor bad. @param {Turn} turn @returns {Mark} */
export function markOf({ node, choice, taken }) {
  if (skips(node, choice.id)) return { tone: "none", text: WORDS.skipped };
  return taken.late ? { tone: "none", text: WORDS.late } : qualityMark(choice.quality);
}

/**
 * The turn to play again from: where the goal that was met least lost most; else the choice that cost most; else none.
 * @param {Scenario} scenario @param {Turn[]} turns @returns {{ at: number, goal: Goal | null } | null}
 */
export function tryNext(scenario, turns) {
  const whole = profile(scenario, turns);
  const share = (/** @type {Goal} */ goal) => (whole[goal]?.[0] ?? 0) / (whole[goal]?.[1] ?? 1);
  const missed = GOALS.filter((goal) => whole[goal] && share(goal) < 1).sort((a, b) => share(a) - share(b));
  if (missed.length) {
    const goal = missed[0];
    const lost = turns.map((turn) => { const [met, all] = practised(scenario, turn)[goal] ?? [0, 0]; return all - met; });
    return { at: lost.indexOf(Math.max(...lost)), goal };
  }
  const worst = ["poor", "tempting"].map((quality) => turns.findIndex((turn) => turn.choice.quality === quality && markOf(turn).tone !== "none"));
  const at = worst.find((place) => place >= 0);
  return at === undefined ? null : { at, goal: null };
}

/**
 * All of the look back. `backTo` plays again from the turn with that number.
 * @param {Scenario} scenario @param {Turn[]} turns @param {View} view @param {(turn: number) => void} backTo
 */
export function debrief(scenario, turns, view, backTo) {
  const { root } = view.host;
  const titles = Object.fromEntries([...scenario.nodes, ...scenario.endings].map(({ id, title }) => [id, title]));
  const play = turns[turns.length - 1].after;

  const leads = (/** @type {Choice} */ { goto }) => fill(WORDS.leads, { list: [...new Set((typeof goto === "string" ? [goto] : goto.map(({ to }) => to)).map((to) => titles[to]))].join("; ") });
  const entry = (/** @type {Choice} */ choice, /** @type {Mark} */ mark, /** @type {string} */ where) =>
    h("li", {}, h("p", { class: "ek-said" }, inline(flat(choice.text), root), " ", badge(mark)), blocks(choice.reason, root), h("p", { class: "ek-hint" }, where));

  const decision = (/** @type {Turn} */ turn, /** @type {number} */ i) => {
    const { at, node, choice, taken, after } = turn;
    const others = node.item ? node.choices.filter((each) => each !== choice) : open(scenario, at).filter((each) => each !== choice);
    const markOther = (/** @type {Choice} */ each) => (skips(node, each.id) ? { tone: /** @type {const} */ ("none"), text: WORDS.skipped } : qualityMark(each.quality));
    return h("li", {}, view.heading(3, {}, node.title),
      node.item && answerTo(node.item, taken.answer, view),
      h("ul", { class: "ek-plain-list" }, entry(choice, markOf(turn), fill(WORDS.ledTo, { title: titles[after.node ?? after.ending ?? ""] }))),
      others.length > 0 && h("details", {}, h("summary", {}, WORDS.others, h("span", { class: "ek-sr" }, ` ${node.title}`)), h("ul", { class: "ek-plain-list" }, others.map((each) => entry(each, markOther(each), leads(each))))),
      h("button", { type: "button", class: "ek-link", click: () => backTo(i) }, WORDS.backTo, h("span", { class: "ek-sr" }, ` ${node.title}`)));
  };
  return [
    ...next(scenario, turns, view, backTo),
    view.heading(2, { class: "ek-section" }, WORDS.way), pathMap(scenario, turns, play),
    view.heading(2, { class: "ek-section" }, WORDS.decisions), h("ol", { class: "ek-decisions" }, turns.map(decision)),
    view.heading(2, { class: "ek-section" }, WORDS.meters), ...meterCharts(scenario, turns),
    ...skillsOf(scenario, turns, view),
  ];
}

/** A question that was asked on the way, with its feedback. @param {import("./types").Item} item @param {import("./types").Answer | undefined} answer @param {View} view */
export const answerTo = (item, answer, view) =>
  h("details", {}, h("summary", {}, WORDS.asked), blocks(item.stem, view.host.root),
    answer === undefined ? blocks(item.explanation, view.host.root) : feedbackTo(item, answer, view));

/** @param {Scenario} scenario @param {Turn[]} turns @param {View} view @param {(turn: number) => void} backTo */
function next(scenario, turns, view, backTo) {
  const found = tryNext(scenario, turns);
  const title = found ? unquoted(turns[found.at].node.title) : "";
  const words = !found ? WORDS.nextHelp : found.goal ? fill(WORDS.nextGoal, { goal: WORDS.goals[found.goal], title }) : fill(WORDS.nextCost, { title });
  return [view.heading(2, { class: "ek-section" }, WORDS.next), h("p", {}, words),
    ...(found ? [button(WORDS.tryIt, "plain", () => backTo(found.at))] : [])];
}

/** @param {Scenario} scenario @param {Turn[]} turns @param {View} view */
function skillsOf(scenario, turns, view) {
  const whole = Object.entries(profile(scenario, turns));
  const ids = [...new Set(turns.flatMap(({ node, choice }) => [...node.requirements, ...choice.requirements]))].sort();
  const row = (/** @type {[string, [number, number]]} */ [goal, [met, all]]) => {
    const bar = h("span");
    bar.style.inlineSize = `${(100 * met) / all}%`;
    return h("li", {}, h("p", {}, h("strong", {}, WORDS.goals[/** @type {Goal} */ (goal)]), ` ${fill(WORDS.met, { n: met, all })}`), h("div", { class: "ek-bar", "aria-hidden": "true" }, bar));
  };
  return [
    (whole.length > 0 || ids.length > 0) && view.heading(2, { class: "ek-section" }, WORDS.practised),
    whole.length > 0 && h("p", { class: "ek-hint" }, WORDS.practisedAbout),
    whole.length > 0 && h("ul", { class: "ek-meters" }, whole.map(row)),
    ids.length > 0 && h("details", {}, h("summary", {}, fill(WORDS.requirements, { n: ids.length })), h("p", { class: "ek-hint" }, ids.join(", "))),
  ].filter((part) => part instanceof Node);
}
