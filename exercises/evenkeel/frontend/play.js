/** Playing a scenario. The rules and their order follow evenkeel/play.py; the record is the list of choices. */

import { putAside, record } from "./state.js";

/** @typedef {import("./types").Scenario} Scenario */
/** @typedef {import("./types").ScenarioState} ScenarioState */
/** @typedef {import("./types").Condition} Condition */
/** @typedef {import("./types").Choice} Choice */
/** @typedef {import("./types").Decision} Decision */
/** @typedef {import("./types").SceneNode} SceneNode */
/** @typedef {import("./types").Play} Play */
/** @typedef {import("./types").Spoken} Spoken */
/** @typedef {{ at: Play, node: SceneNode, lines: Spoken[], choice: Choice, reply: Spoken[], after: Play }} Turn */

/** @type {Record<string, (a: number, b: number) => boolean>} */
const COMPARE = {
  "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b,
  ">=": (a, b) => a >= b, "==": (a, b) => a === b, "!=": (a, b) => a !== b,
};

/** Whether a condition is true at a moment; no condition always is.
 * @param {Condition | null | undefined} when @param {{ state: Record<string, number>, visited: string[] }} at
 * @returns {boolean} */
export function holds(when, at) {
  if (!when) return true;
  if ("var" in when) return COMPARE[when.op](at.state[when.var], when.value);
  if ("visited" in when) return at.visited.includes(when.visited);
  if ("not" in when) return !holds(when.not, at);
  return "all" in when ? when.all.every((part) => holds(part, at)) : when.any.some((part) => holds(part, at));
}

/** What shows at a moment. @template {{ when: Condition | null }} T @param {T[]} parts @param {Play} at */
export const shown = (parts, at) => parts.filter((part) => holds(part.when, at));

/** The first moment. @param {Scenario} scenario @returns {Play} */
export function start(scenario) {
  const state = Object.fromEntries(Object.entries(scenario.state).map(([name, meter]) => [name, meter.start]));
  return { node: scenario.start, ending: null, state, visited: [scenario.start], fired: [], choices: [] };
}

/** @param {Scenario} scenario @param {Play} play */
export function nodeOf(scenario, play) {
  const node = scenario.nodes.find((each) => each.id === play.node);
  if (!node) throw new Error(`no node ${play.node ?? play.ending}`);
  return node;
}

/** The moment after a choice. Throws when the choice is not open.
 * @param {Scenario} scenario @param {Play} play @param {string} id */
export const step = (scenario, play, id) => turn(scenario, play, id).after;

/** One turn with all that it shows. @param {Scenario} scenario @param {Play} at @param {string} id @returns {Turn} */
function turn(scenario, at, id) {
  const node = nodeOf(scenario, at);
  const choice = node.choices.find((each) => each.id === id);
  if (!choice || !holds(choice.when, at)) throw new Error(`the choice ${id} is not open at ${node.id}`);
  const affected = Object.entries(scenario.state).map(([name, meter]) =>
    [name, Math.max(meter.min, Math.min(meter.max, at.state[name] + (choice.effects[name] ?? 0)))]);
  const moved = { ...at, state: Object.fromEntries(affected), choices: [...at.choices, { node: node.id, choice: id }] };
  const after = arrive(scenario, ...target(scenario, moved, choice));
  return { at, node, lines: shown(node.lines, at), choice, reply: shown(choice.reply, moved), after };
}

/** @param {Scenario} scenario @param {Play} play @param {Choice} choice @returns {[Play, string]} */
function target(scenario, play, choice) {
  const place = scenario.overrides.findIndex(({ when }, i) => !play.fired.includes(i) && holds(when, play));
  if (place >= 0) return [{ ...play, fired: [...play.fired, place] }, scenario.overrides[place].to];
  if (typeof choice.goto === "string") return [play, choice.goto];
  const route = choice.goto.find(({ when }) => holds(when, play));
  if (!route) throw new Error(`the choice ${choice.id} leads nowhere`);
  return [play, route.to];
}

/** @param {Scenario} scenario @param {Play} play @param {string} to @returns {Play} */
function arrive(scenario, play, to) {
  if (scenario.endings.some((ending) => ending.id === to)) return { ...play, node: null, ending: to };
  if (!scenario.nodes.some((node) => node.id === to)) throw new Error(`no node or ending ${to}`);
  return { ...play, node: to, visited: play.visited.includes(to) ? play.visited : [...play.visited, to] };
}

/** A whole play with every turn. Throws when one of the choices was not open.
 * @param {Scenario} scenario @param {(string | Decision)[]} choices @returns {{ turns: Turn[], play: Play }} */
export function story(scenario, choices) {
  let play = start(scenario);
  const turns = choices.map((entry) => {
    if (typeof entry !== "string" && entry.node !== undefined && entry.node !== play.node) throw new Error(`the play is not at ${entry.node}`);
    const one = turn(scenario, play, typeof entry === "string" ? entry : entry.choice);
    play = one.after;
    return one;
  });
  return { turns, play };
}

/** The moment after a list of choices. @param {Scenario} scenario @param {(string | Decision)[]} choices */
export const replay = (scenario, choices) => story(scenario, choices).play;

/**
 * The part of a saved state that fits the scenario. `changed` when the play no longer does, `damaged` when
 * the record is not one.
 * @param {Scenario} scenario @param {unknown} raw
 * @returns {{ state: ScenarioState, damaged: boolean, changed: boolean }}
 */
export function restored(scenario, raw) {
  const saved = record(raw);
  const empty = raw === null || raw === undefined || (!!saved && !Object.keys(saved).length);
  const whole = !!saved && saved.schema === 1 && Array.isArray(saved.choices) && saved.choices.every(isDecision);
  /** @type {ScenarioState} */
  const state = { schema: 1, choices: [], ending: null, plays: 0, endings: [] };
  let changed = false;
  if (whole) {
    state.plays = Number.isInteger(saved.plays) && saved.plays > 0 ? saved.plays : Math.min(1, saved.choices.length);
    state.endings = (Array.isArray(saved.endings) ? saved.endings : []).filter((id) => scenario.endings.some((ending) => ending.id === id));
    try {
      state.ending = replay(scenario, saved.choices).ending;
      state.choices = saved.choices;
    } catch {
      changed = true;
      state.plays = 0;
    }
  }
  const damaged = !whole && !empty;
  if (damaged || changed) state.kept = putAside(saved ?? { raw });
  else if (Array.isArray(saved?.kept)) state.kept = saved.kept;
  return { state, damaged, changed };
}

/** @param {unknown} value */
const isDecision = (value) => {
  const entry = record(value);
  return !!entry && typeof entry.node === "string" && typeof entry.choice === "string";
};
