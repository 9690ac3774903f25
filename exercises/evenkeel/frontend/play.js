/** Playing a scenario. The rules and their order follow evenkeel/play.py; the record is the list of choices. */

import { kindOf } from "./kinds.js";
import { putAside, record } from "./state.js";

/** @typedef {import("./types").Scenario} Scenario */
/** @typedef {import("./types").ScenarioState} ScenarioState */
/** @typedef {import("./types").Condition} Condition */
/** @typedef {import("./types").Choice} Choice */
/** @typedef {import("./types").Decision} Decision */
/** @typedef {import("./types").SceneNode} SceneNode */
/** @typedef {import("./types").Play} Play */
/** @typedef {import("./types").Spoken} Spoken */
/** @typedef {import("./types").Answer} Answer */
/** @typedef {{ at: Play, node: SceneNode, lines: Spoken[], choice: Choice, reply: Spoken[], after: Play, taken: Decision }} Turn */

const MAX_SEED = 2 ** 31 - 1;

/** @type {Record<string, (a: number, b: number) => boolean>} */
const COMPARE = {
  "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b,
  ">=": (a, b) => a >= b, "==": (a, b) => a === b, "!=": (a, b) => a !== b,
};

/** Whether a condition is true at a moment; no condition always is.
 * @param {Condition | null | undefined} when @param {Play} at
 * @returns {boolean} */
export function holds(when, at) {
  if (!when) return true;
  if ("var" in when) return COMPARE[when.op](at.state[when.var], when.value);
  if ("visited" in when) return at.visited.includes(when.visited);
  if ("chose" in when) return at.choices.some(({ node, choice }) => `${node}.${choice}` === when.chose);
  if ("variant" in when) return at.variant === when.variant;
  if ("credit" in when) return COMPARE[when.op](at.credits[when.credit] ?? 0, when.value);
  if ("not" in when) return !holds(when.not, at);
  return "all" in when ? when.all.every((part) => holds(part, at)) : when.any.some((part) => holds(part, at));
}

/** What shows at a moment. @template {{ when: Condition | null }} T @param {T[]} parts @param {Play} at */
export const shown = (parts, at) => parts.filter((part) => holds(part.when, at));

/** @param {unknown} seed */
const isSeed = (seed) => Number.isInteger(seed) && Number(seed) >= 0 && Number(seed) <= MAX_SEED;

/** The first moment of the play with this seed. @param {Scenario} scenario @param {number} [seed] @returns {Play} */
export function start(scenario, seed = 0) {
  if (!isSeed(seed)) throw new Error(`no seed ${seed}`);
  const { variants = [] } = scenario;
  const variant = variants[seed % variants.length];
  const state = Object.fromEntries(Object.entries(scenario.state).map(([name, meter]) => [name, variant?.start[name] ?? meter.start]));
  return { node: scenario.start, ending: null, state, visited: [scenario.start], fired: [], choices: [], credits: {}, seed, variant: variant?.id ?? null };
}

/** The choices that can be taken now; of an answered item, what comes of it.
 * @param {Scenario} scenario @param {Play} play @param {Answer | null} [answer] */
export function open(scenario, play, answer = null) {
  const node = nodeOf(scenario, play);
  const at = answered(node, play, answer);
  const found = shown(node.choices, at).filter((choice) => isFree(node, choice, at));
  return node.item ? found.slice(0, 1) : found;
}

/** The same moment with the credit of an answer noted. @param {SceneNode} node @param {Play} play @param {Answer | null} answer @returns {Play} */
function answered(node, play, answer) {
  if (!node.item) return play;
  // A graded play has no keys: nothing in it depends on a credit (see the checks of worksheets).
  const credit = answer !== null && "explanation" in node.item ? kindOf(node.item).credit(node.item, answer) : 0;
  return { ...play, credits: { ...play.credits, [node.id]: Math.floor(credit * 100 + 0.5 + 1e-9) } };
}

/** Whether a hub leaves a choice open. @param {SceneNode} node @param {Choice} choice @param {Play} at */
function isFree({ id, hub }, choice, at) {
  if (!hub) return true;
  const taken = new Set(at.choices.filter(({ node }) => node === id).map((each) => each.choice));
  if (choice.id !== hub.leave) return !taken.has(choice.id);
  taken.delete(hub.leave);
  return taken.size >= hub.enough;
}

/** @param {Scenario} scenario @param {Play} play */
export function nodeOf(scenario, play) {
  const node = scenario.nodes.find((each) => each.id === play.node);
  if (!node) throw new Error(`no node ${play.node ?? play.ending}`);
  return node;
}

/** The moment after a choice. Throws when the choice is not open.
 * @param {Scenario} scenario @param {Play} play @param {string} id @param {{ answer?: Answer, late?: true }} [extras] */
export const step = (scenario, play, id, extras) => turn(scenario, play, id, extras).after;

/** One turn with all that it shows.
 * @param {Scenario} scenario @param {Play} at @param {string} id @param {{ answer?: Answer, late?: boolean }} [extras]
 * @returns {Turn} */
function turn(scenario, at, id, { answer, late } = {}) {
  const node = nodeOf(scenario, at);
  const given = answer ?? null;
  const choice = open(scenario, at, given).find((each) => each.id === id);
  if (!choice) throw new Error(`the choice ${id} is not open at ${node.id}`);
  if (late === true && node.timer?.choice !== id) throw new Error(`${id} is not what happens when time runs out at ${node.id}`);
  if (given !== null && !node.item) throw new Error(`${node.id} asks nothing`);
  const affected = Object.entries(scenario.state).map(([name, meter]) =>
    [name, Math.max(meter.min, Math.min(meter.max, at.state[name] + (choice.effects[name] ?? 0)))]);
  /** @type {Decision} */
  const taken = { node: node.id, choice: id, ...(given === null ? {} : { answer: given }), ...(late === true ? { late } : {}) };
  const moved = { ...answered(node, at, given), state: Object.fromEntries(affected), choices: [...at.choices, taken] };
  const after = arrive(scenario, ...target(scenario, moved, choice));
  return { at, node, lines: shown(node.lines, at), choice, reply: shown(choice.reply, moved), after, taken };
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
 * @param {Scenario} scenario @param {(string | Decision)[]} choices @param {number} [seed]
 * @returns {{ turns: Turn[], play: Play }} */
export function story(scenario, choices, seed) {
  let play = start(scenario, seed);
  const turns = choices.map((entry) => {
    if (typeof entry !== "string" && entry.node !== undefined && entry.node !== play.node) throw new Error(`the play is not at ${entry.node}`);
    const one = typeof entry === "string" ? turn(scenario, play, entry) : turn(scenario, play, entry.choice, entry);
    play = one.after;
    return one;
  });
  return { turns, play };
}

/** The moment after a list of choices. @param {Scenario} scenario @param {(string | Decision)[]} choices @param {number} [seed] */
export const replay = (scenario, choices, seed) => story(scenario, choices, seed).play;

/**
 * The part of a saved state that fits the scenario. `changed` when the play no longer does, `damaged` when
 * the record is not one.
 * @param {Scenario} scenario @param {unknown} raw
 * @returns {{ state: ScenarioState, damaged: boolean, changed: boolean }}
 */
export function restored(scenario, raw) {
  const saved = record(raw);
  const empty = raw === null || raw === undefined || (!!saved && !Object.keys(saved).length);
  const whole = !!saved && saved.schema === 1 && Array.isArray(saved.choices) && saved.choices.every(isDecision) && isSeed(saved.seed ?? 0);
  /** @type {ScenarioState} */
  const state = { schema: 1, choices: [], ending: null, plays: 0, endings: [], ...(whole ? wishes(saved) : {}) };
  let changed = false;
  if (whole) {
    state.plays = Number.isInteger(saved.plays) && saved.plays > 0 ? saved.plays : Math.min(1, saved.choices.length);
    state.endings = (Array.isArray(saved.endings) ? saved.endings : []).filter((id) => scenario.endings.some((ending) => ending.id === id));
    try {
      state.ending = replay(scenario, saved.choices, state.seed).ending;
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

/** What the learner chose about the way of playing, and the seed. @param {Record<string, any>} saved @returns {Partial<ScenarioState>} */
const wishes = ({ seed, help, timed }) => ({
  ...(seed === undefined ? {} : { seed }),
  ...(["coach", "script", "none"].includes(help) ? { help } : {}),
  ...(timed === true ? { timed } : {}),
});

/** @param {unknown} value */
const isDecision = (value) => {
  const entry = record(value);
  return !!entry && typeof entry.node === "string" && typeof entry.choice === "string";
};
