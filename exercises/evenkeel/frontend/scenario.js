/** A conversation that branches, shown turn by turn, with its ending and a look back at each decision. */

import { asking, beforePart, question, spoken, told } from "./conversation.js";
import { answerTo, debrief, markOf } from "./debrief.js";
import { pathMap } from "./drawing.js";
import { keptNote, mount, yours } from "./frame.js";
import { nodeOf, open, restored, shown, step, story } from "./play.js";
import { skips } from "./skills.js";
import { countdown } from "./timer.js";
import { badge, blocks, button, callout, fill, focus, h, icon, inline, picture, plain } from "./ui.js";
import { helpOf, wishes } from "./wishes.js";
import { _, plural } from "./words.js";

/** @typedef {import("./types").Scenario} Scenario */
/** @typedef {import("./types").ScenarioState} ScenarioState */
/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Play} Play */
/** @typedef {import("./types").Spoken} Spoken */
/** @typedef {import("./frame.js").View} View */
/** @typedef {import("./play.js").Turn} Turn */

const WORDS = {
  again: _("Play again"),
  backOne: _("Go back one step"),
  better: { higher: _("higher is better"), lower: _("lower is better") },
  changed: _("This conversation has changed since you played it, so your play cannot go on from where it was. You can start again. Your earlier choices are kept."),
  early: _("This is an early ending: the story could have gone on from here. Go back to a decision to see how."),
  earlier: _("Earlier in this conversation"),
  down: _("down"),
  ending: _("Ending: {title}"),
  falls: _("{label} falls to {value}."),
  found: _("Endings you have found: {n} of {all} ({list})"),
  meters: _("What the meters mean"),
  modelLine: _("A line worth borrowing"),
  note: _("Before you start"),
  of: _("{n} of {all}"),
  hub: plural("There is an order of your own here. Do at least {n} thing, then you can go on.", "There is an order of your own here. Do at least {n} things, then you can go on."),
  outcome: { strong: _("A strong ending"), recovered: _("It recovered"), paused: _("Paused for help") },
  reflect: _("To think over, alone or with a colleague"),
  rises: _("{label} rises to {value}."),
  say: _("Go with this"),
  script: _("Words to try"),
  soFar: _("Your way so far"),
  skip: _("Skip this conversation"),
  skipped: _("You skipped this conversation. You can start it whenever you like."),
  start: _("Start"),
  up: _("up"),
  where: _("How things stand"),
  whom: _("Who you are talking to"),
  why: _("Why?"),
  youChose: _("You chose"),
};

const TONES = /** @type {const} */ ({ strong: "right", recovered: "part", paused: "none" });
const MAX_SEED = 2 ** 31 - 1;

/** What a step did to the meters, in words. @param {Scenario} scenario @param {Play} before @param {Play} after */
export const changes = (scenario, before, after) =>
  Object.entries(scenario.state)
    .filter(([name]) => before.state[name] !== after.state[name])
    .map(([name, meter]) => fill(after.state[name] > before.state[name] ? WORDS.rises : WORDS.falls, { label: meter.label, value: after.state[name] }))
    .join(" ");

/** The play as a text to keep. @param {Scenario} scenario @param {ScenarioState} state */
export function readable(scenario, state) {
  const { turns, play } = story(scenario, state.choices, state.seed);
  const parts = turns.map((turn, i) =>
    `${i + 1}. ${turn.node.title}\n   ${WORDS.youChose}: ${plain(turn.choice.text).trim()}\n   ${markOf(turn).text}. ${plain(turn.choice.reason).trim()}`);
  const ending = scenario.endings.find(({ id }) => id === play.ending);
  return `${scenario.title}\n\n${parts.join("\n\n")}\n${ending ? `\n${WORDS.outcome[ending.outcome]}: ${ending.title}\n` : ""}`;
}

/** The seed of the next play: another variant each time, from anywhere the first time. @param {ScenarioState} state */
const nextSeed = ({ seed }) => (seed === undefined ? Math.floor(Math.random() * MAX_SEED) : (seed + 1) % MAX_SEED);

/** @param {View} view */
function build(view) {
  /** @type {Scenario} */
  const scenario = view.model.get("spec");
  const { root } = view.host;
  let { state, damaged, changed } = restored(scenario, view.model.get("state"));
  let skipped = false;
  // Which part with a note of its own was opened, by the number of choices before it.
  let opened = -1;
  const page = h("div");

  const save = (/** @type {Partial<ScenarioState>} */ change) => {
    state = { ...state, ...change };
    view.write(state);
  };
  /** Show a moment and say which part to read next. @param {string} next a selector */
  const show = (next) => {
    draw();
    const part = page.querySelector(next);
    if (part) focus(/** @type {HTMLElement} */ (part));
  };
  const begin = () => {
    damaged = changed = skipped = false;
    opened = -1;
    save({ choices: [], ending: null, plays: state.plays + 1, ...(scenario.variants.length ? { seed: nextSeed(state) } : {}) });
    show(".ek-now");
  };
  const backTo = (/** @type {number} */ length) => {
    opened = -1;
    save({ choices: state.choices.slice(0, length), ending: null });
    show(".ek-now");
  };
  const choose = (/** @type {Play} */ play, /** @type {string} */ id, /** @type {{ answer?: Answer, late?: true }} */ extras = {}) => {
    const after = step(scenario, play, id, extras);
    const ended = after.ending;
    save({ choices: after.choices, ending: ended, endings: ended && !state.endings.includes(ended) ? [...state.endings, ended] : state.endings });
    show(".ek-yousaid");
    view.say(changes(scenario, play, after));
  };
  const draw = () => view.safely(() => page.replaceChildren(...(state.plays ? moment() : opening())));
  /** Take a wish and show what it changes, with the place where it was made still open. */
  const wish = () => wishes(scenario, state, (change) => {
    save(change);
    const at = document.activeElement instanceof HTMLInputElement ? [...page.querySelectorAll(".ek-wishes input")].indexOf(document.activeElement) : -1;
    if (state.plays) draw();
    const box = page.querySelector(".ek-wishes");
    box?.setAttribute("open", "");
    if (at >= 0) /** @type {HTMLElement | undefined} */ (box?.querySelectorAll("input")[at])?.focus();
  });

  const person = () =>
    h("div", { class: "ek-person" }, view.heading(1, {}, h("span", { class: "ek-hint" }, `${WORDS.whom}: `), scenario.customer.name), blocks(scenario.customer.about, root));

  function opening() {
    const end = h("p", { hidden: !skipped }, WORDS.skipped);
    const skip = () => {
      skipped = true;
      end.hidden = false;
      focus(end);
    };
    return [
      damaged && keptNote(),
      changed && callout("note", h("p", {}, WORDS.changed)),
      scenario.content_note && callout("note", h("strong", {}, WORDS.note), blocks(scenario.content_note, root)),
      ...blocks(scenario.intro, root), person(), wish(),
      h("div", { class: "ek-row ek-actions" }, button(WORDS.start, "main", begin), button(WORDS.skip, "quiet", skip)),
      end,
    ].filter((part) => part instanceof Node);
  }

  function moment() {
    const { turns, play } = story(scenario, state.choices, state.seed);
    const last = turns[turns.length - 1];
    const ending = scenario.endings.find(({ id }) => id === play.ending);
    return [
      h("details", { class: "ek-about" }, h("summary", {}, `${WORDS.whom}: ${scenario.customer.name}`), blocks(scenario.customer.about, root)),
      meters(play, last?.at),
      wish(),
      turns.length > 1 && h("details", { class: "ek-earlier" }, h("summary", {}, WORDS.earlier),
        turns.slice(0, -1).map((one) => [log(told(one)), why(one)]).flat()),
      turns.length > 0 && !ending && h("details", {}, h("summary", {}, WORDS.soFar), pathMap(scenario, turns, play)),
      ...(last ? [log(told(last), "ek-yousaid"), why(last)] : []),
      ...(ending ? finale(ending, turns) : present(play)),
    ].filter((part) => part instanceof Node);
  }

  const why = (/** @type {Turn} */ turn) =>
    h("details", { class: "ek-reason" }, h("summary", {}, WORDS.why, h("span", { class: "ek-sr" }, ` ${turn.node.title}`)), h("p", {}, badge(markOf(turn))), blocks(turn.choice.reason, root),
      turn.node.item && answerTo(turn.node.item, turn.taken.answer, view));

  /** @param {Spoken[]} lines @param {string} [name] the class of the learner's line */
  const log = (lines, name) => spoken(lines.filter(({ who }) => who !== "coach" || helpOf(state) === "coach"), scenario.customer.name, root, name);

  /** @param {Play} play @param {Play | undefined} before */
  function meters(play, before) {
    const one = (/** @type {[string, import("./types").Meter]} */ [name, meter]) => {
      const value = play.state[name];
      const by = before ? value - before.state[name] : 0;
      const better = WORDS.better[meter.better];
      const moved = by !== 0 && h("span", { class: "ek-moved" }, icon(by > 0 ? "up" : "down"), h("span", { class: "ek-sr" }, `${by > 0 ? WORDS.up : WORDS.down} `), String(Math.abs(by)), " ");
      const bar = h("span");
      bar.style.inlineSize = `${(100 * (value - meter.min)) / (meter.max - meter.min || 1)}%`;
      return h("li", { class: "ek-meter" },
        h("p", {}, h("strong", {}, meter.label), ` ${fill(WORDS.of, { n: value, all: meter.max })} `, moved, h("span", { class: "ek-hint" }, better)),
        h("div", { class: "ek-bar", "aria-hidden": "true" }, bar));
    };
    const all = Object.entries(scenario.state);
    return h("div", {}, h("ul", { class: "ek-meters", "aria-label": WORDS.where }, all.map(one)),
      h("details", {}, h("summary", {}, WORDS.meters), h("ul", {}, all.map(([, meter]) => h("li", {}, h("strong", {}, `${meter.label}: `), plain(meter.help))))));
  }

  const back = () => state.choices.length > 0 && button(WORDS.backOne, "quiet", () => backTo(state.choices.length - 1));

  /** The present decision. @param {Play} play */
  function present(play) {
    const node = nodeOf(scenario, play);
    const note = node.content_note;
    const title = view.heading(1, { class: "ek-count ek-now" }, node.title);
    if (note && opened !== state.choices.length)
      return [title, ...beforePart(note.text, root, () => { opened = state.choices.length; show(".ek-now"); }, () => choose(play, note.skip), back())];
    return [title, picture(node.image, root), log(shown(node.lines, play)),
      node.script && helpOf(state) !== "none" && h("p", { class: "ek-script" }, h("strong", {}, `${WORDS.script}: `), inline(node.script, root)),
      node.hub && h("p", { class: "ek-hint" }, fill(WORDS.hub, { n: node.hub.enough })),
      node.timer && state.timed && countdown(node.timer.seconds, view, () => choose(play, /** @type {any} */ (node.timer).choice, { late: true })),
      node.item ? question(node.item, view, (answer) => choose(play, open(scenario, play, answer)[0].id, { answer }), back()) : decision(play, node)];
  }

  /** @param {Play} play @param {import("./types").SceneNode} node */
  function decision(play, node) {
    const ask = asking(open(scenario, play).filter(({ id }) => !skips(node, id)), view);
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      const chosen = ask.take();
      if (chosen) choose(play, chosen);
    };
    return h("form", { novalidate: true, submit }, ask.el,
      h("div", { class: "ek-row ek-actions" }, h("button", { class: "ek-button ek-main" }, WORDS.say), back()));
  }

  /** @param {import("./types").Ending} ending @param {Turn[]} turns */
  function finale(ending, turns) {
    const tone = TONES[ending.outcome];
    const names = scenario.endings.filter(({ id }) => state.endings.includes(id)).map(({ title }) => title);
    return [
      view.heading(1, { class: "ek-now ek-verdict" }, fill(WORDS.ending, { title: ending.title })),
      h("p", {}, badge({ tone, text: WORDS.outcome[ending.outcome] })),
      ending.early && h("p", {}, WORDS.early),
      log(shown(ending.lines, turns[turns.length - 1].after)),
      h("div", { class: `ek-feedback ek-is-${tone}` }, blocks(ending.debrief, root),
        view.heading(2, {}, WORDS.modelLine), h("blockquote", { class: "ek-quote" }, h("p", {}, inline(ending.model_line, root))),
        scenario.reflection && [view.heading(2, {}, WORDS.reflect), ...blocks(scenario.reflection, root)]),
      ...debrief(scenario, turns, view, backTo),
      h("p", { class: "ek-hint" }, fill(WORDS.found, { n: names.length, all: scenario.endings.length, list: names.join("; ") })),
      h("div", { class: "ek-row ek-actions" }, button(WORDS.again, "main", begin),
        button(WORDS.backOne, "plain", () => backTo(turns.length - 1))),
    ];
  }

  view.onRestore(() => {
    ({ state, damaged, changed } = restored(scenario, view.model.get("state")));
    draw();
  });
  view.root.append(view.heading(0, { class: "ek-title" }, scenario.title), page,
    h("div", { class: "ek-foot" }, view.status(), yours(view, scenario.id, () => readable(scenario, state), () => {
      ({ state, damaged, changed } = restored(scenario, {}));
      draw();
    })));
  draw();
}

export default { render: (/** @type {import("./types").Context} */ context) => mount(context, build) };
