import assert from "node:assert/strict";
import { test } from "node:test";
import { cases, load } from "./shared.js";

const scenario = { ...(await load("play")), ...(await load("scenario")) };
const { profile, unquoted } = await load("skills");
for (const part of ["choosing", "sorting", "writing"]) await load(part);
const { plain } = await load("ui");
const { spec, cases: plays, lines, conditions, rich } = cases("play");

const seen = (play) => {
  const node = spec.nodes.find(({ id }) => id === play.node);
  const { state, visited, fired } = play;
  return { node: play.node, ending: play.ending, state, visited, fired, open: node ? scenario.shown(node.choices, play).map(({ id }) => id) : [] };
};

for (const { name, choices, steps, error_at: wrong } of plays)
  test(`a play goes as in the shared cases: ${name}`, () => {
    let play = scenario.start(spec);
    assert.deepEqual(seen(play), steps[0]);
    choices.forEach((id, i) => {
      if (i + 1 === wrong) return assert.throws(() => scenario.step(spec, play, id));
      if (wrong && i + 1 > wrong) return undefined;
      play = scenario.step(spec, play, id);
      return assert.deepEqual(seen(play), steps[i + 1]);
    });
    if (wrong) assert.throws(() => scenario.replay(spec, choices));
    else assert.deepEqual(scenario.replay(spec, play.choices), play);
  });

for (const { name, choices, shown, reply_to: reply } of lines)
  test(`the lines shown are those of the shared cases: ${name}`, () => {
    const { turns, play } = scenario.story(spec, choices);
    const node = spec.nodes.find(({ id }) => id === play.node);
    const got = reply ? turns[turns.length - 1].reply : scenario.shown(node.lines, play);
    assert.deepEqual(got.map(({ text }) => plain(text).trim()), shown);
  });

test("a reply does not see the node that the choice leads to as visited", () => {
  const copy = structuredClone(spec);
  const choice = copy.nodes[0].choices.find(({ id }) => id === "kind");
  choice.reply[0].when = { visited: choice.goto };
  const { turns, play } = scenario.story(copy, ["kind"]);
  assert.ok(play.visited.includes(choice.goto));
  assert.ok(!turns[0].reply.includes(choice.reply[0]));
});

for (const { text, parsed, state, visited, holds } of conditions)
  test(`the condition ${text} is ${holds}`, () => assert.equal(scenario.holds(parsed, { ...scenario.start(spec), state, visited }), holds));

const told = ({ node, ending, state, visited, fired, credits, variant }, open) => ({ node, ending, state, visited, fired, credits, variant, open });
const moment = (play) => told(play, play.node ? scenario.open(rich.spec, play).map(({ id }) => id) : []);

for (const { name, seed, choices, steps, skills, error_at: wrong } of rich.cases)
  test(`a play with all that there is goes as in the shared cases: ${name}`, () => {
    let play = scenario.start(rich.spec, seed);
    assert.deepEqual(moment(play), steps[0]);
    choices.slice(0, wrong ? wrong - 1 : undefined).forEach((entry, i) => {
      play = typeof entry === "string" ? scenario.step(rich.spec, play, entry) : scenario.step(rich.spec, play, entry.choice, entry);
      assert.deepEqual(moment(play), steps[i + 1]);
    });
    if (wrong) return assert.throws(() => scenario.replay(rich.spec, choices, seed));
    const { turns, play: again } = scenario.story(rich.spec, play.choices, seed);
    assert.deepEqual(again, play);
    return assert.deepEqual(profile(rich.spec, turns), skills);
  });

for (const { name, choices, seed, reply, shown } of rich.lines)
  test(`lines remember as in the shared cases: ${name}`, () => {
    const { turns, play } = scenario.story(rich.spec, choices, seed);
    const got = reply ? turns[turns.length - 1].reply : scenario.shown(scenario.nodeOf(rich.spec, play).lines, play);
    assert.deepEqual(got.map(({ text }) => plain(text).trim()), reply ?? shown);
  });

test("a saved play keeps its seed, its help and its timers, and a wrong seed is damage", () => {
  const raw = { schema: 1, choices: [], ending: null, plays: 1, endings: [], seed: 7, help: "script", timed: true };
  assert.deepEqual(scenario.restored(rich.spec, raw), { state: raw, damaged: false, changed: false });
  assert.equal(scenario.restored(rich.spec, { ...raw, seed: -1 }).damaged, true);
  assert.equal(scenario.restored(rich.spec, { ...raw, help: "more" }).state.help, undefined);
});

test("no condition always holds", () => assert.equal(scenario.holds(null, { state: {}, visited: [] }), true));

test("a step leaves the moment before it as it was", () => {
  const before = scenario.start(spec);
  const copy = structuredClone(before);
  scenario.step(spec, before, plays[0].choices[0]);
  assert.deepEqual(before, copy);
});

test("what a step did to the meters is told in words", () => {
  const before = scenario.start(spec);
  assert.equal(scenario.changes(spec, before, scenario.step(spec, before, "kind")), "Tension falls to 5. Trust rises to 5.");
});

const whole = { schema: 1, choices: [{ node: "open", choice: "kind" }], ending: null, plays: 2, endings: ["agreed"] };

test("a whole record comes back as it was", () => {
  assert.deepEqual(scenario.restored(spec, whole), { state: whole, damaged: false, changed: false });
});

test("an ending in the record is not believed: the choices are replayed", () => {
  assert.equal(scenario.restored(spec, { ...whole, ending: "agreed" }).state.ending, null);
});

test("a play that no longer fits starts again and is kept", () => {
  const raw = { ...whole, choices: [{ node: "open", choice: "gone" }] };
  const { state, damaged, changed } = scenario.restored(spec, raw);
  assert.deepEqual([damaged, changed, state.choices, state.plays], [false, true, [], 0]);
  assert.deepEqual(state.kept, [raw]);
  assert.deepEqual(state.endings, ["agreed"]);
});

for (const raw of [[], 3, { schema: 2 }, { schema: 1, choices: "kind" }, { schema: 1, choices: [{ node: 1 }] }, { schema: 1, choices: [null] }])
  test(`a damaged record does not stop the scenario and is kept: ${JSON.stringify(raw)}`, () => {
    const { state, damaged } = scenario.restored(spec, raw);
    assert.equal(damaged, true);
    assert.equal(state.kept.length, 1);
    assert.deepEqual(state.choices, []);
  });

test("the play can be read as text", () => {
  const text = scenario.readable(spec, { ...whole, choices: scenario.replay(spec, plays[0].choices).choices });
  assert.match(text, /1\. Opening\n {3}You chose: .+\n {3}Helped\. /);
  assert.match(text, /A strong ending: Agreed/);
});

test("a title in quotation marks loses them in a sentence that has its own, and no other title does", () => {
  assert.equal(unquoted('"Perhaps tonight"'), "Perhaps tonight");
  assert.equal(unquoted("\u201cPerhaps tonight\u201d"), "Perhaps tonight");
  for (const title of ['"Yes" and "no"', 'The word "no"', "Asking"]) assert.equal(unquoted(title), title);
});
