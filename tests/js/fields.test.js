import assert from "node:assert/strict";
import { test } from "node:test";
import { load, loadKinds, option, prose } from "./shared.js";

await loadKinds();
const fields = await load("fields");
const grid = await load("grid");

const base = { guidance: prose("Say."), label: "Label" };
const said = (words) => [{ who: "customer", text: prose(words), when: null }];
const choice = (id, goto) => ({ id, text: prose(`Say ${id}`), effects: {}, reply: said("Right."), goto, when: null });
const play = {
  title: "A call", content_note: null, customer: { name: "Ms Vale", about: prose("She waits.") }, start: "first", overrides: [], state: {},
  nodes: [{ id: "first", title: "The first", image: null, lines: said("Well?"), choices: [choice("kind", "end"), choice("cold", "first")] }],
  endings: [{ id: "end", title: "The end", lines: said("Thanks.") }],
};
const items = [
  { id: "one", type: "single", stem: prose("Which one?"), options: ["a", "b"].map(option), image: null, points: 1 },
  { id: "many", type: "multiple", stem: prose("Which ones?"), options: ["a", "b"].map(option), image: null, points: 1 },
];
const columns = [{ id: "at", label: "At", kind: "time" }, { id: "what", label: "What", kind: "text" }];
const sheet = {
  title: "Sheet",
  fields: [
    { ...base, id: "day", kind: "date" },
    { ...base, id: "rows", kind: "rows", columns, min_rows: 0, max_rows: 3 },
    { ...base, id: "table", kind: "table", rows: [{ id: "say", label: "I say" }], columns: [{ id: "when", label: "When" }] },
    { ...base, id: "quiz", kind: "quiz", items, points: 2 },
    { ...base, id: "play", kind: "scenario", scenario: "call", play, points: 1 },
  ],
};
const whole = {
  day: "2026-11-22",
  rows: [{ at: "10:40", what: "Rang" }],
  table: { say: { when: "Now" } },
  quiz: { one: "a", many: ["b"] },
  play: { choices: [{ node: "first", choice: "kind" }], ending: "end", plays: 2 },
};

test("a whole record comes back as it was", () => {
  const raw = { schema: 1, fields: whole };
  assert.deepEqual(fields.restored(sheet, raw), { state: raw, damaged: false });
});

const odd = {
  day: ["2026-02-30", "soon", 3],
  rows: [[{ at: 1 }], [{ where: "x" }], "x", Array(51).fill({ what: "x" })],
  table: [{ say: { who: "x" } }, { think: { when: "x" } }, { say: "x" }, ["x"]],
  play: [{ choices: [{ node: "first", choice: "fly" }], ending: null, plays: 1 }, { choices: [{ node: "first", choice: "kind" }], ending: null, plays: 1 }, "x", { choices: "x" }],
};
for (const [id, answers] of Object.entries(odd))
  for (const answer of answers)
    test(`an answer that does not fit its field is put aside alone: ${id} ${JSON.stringify(answer).slice(0, 60)}`, () => {
      const raw = { schema: 1, fields: { ...whole, [id]: answer } };
      const { state, damaged } = fields.restored(sheet, raw);
      const { [id]: _, ...rest } = whole;
      assert.equal(damaged, true);
      assert.deepEqual(state.fields, rest);
      assert.deepEqual(state.kept, [raw]);
    });

test("one item that does not fit costs no other answer of the quiz", () => {
  const raw = { schema: 1, fields: { quiz: { one: "a", many: ["z"], gone: "x" } } };
  const { state, damaged } = fields.restored(sheet, raw);
  assert.equal(damaged, true);
  assert.deepEqual(state.fields, { quiz: { one: "a" } });
  assert.deepEqual(state.kept, [raw]);
});

test("a log of before is read by the same code as rows", () => {
  const log = { ...base, id: "log", kind: "log", min_rows: 0, max_rows: 3, max_words_per_row: 10 };
  assert.equal(fields.fits(log, [{ time: "about six", text: "Rang" }, { time: "", text: "" }]), true);
  assert.equal(fields.fits(log, [{ time: "18:44", what: "Rang" }]), false);
});

test("the answers can be read as text", () => {
  const words = fields.readable(sheet, { schema: 1, fields: whole });
  for (const part of ["2026-11-22", "10:40  Rang", "I say: Now", "1. Which one?\n   Option a", "1. The first: Say kind", "Ending: The end"])
    assert.ok(words.includes(part), `${part} in ${words}`);
  assert.match(fields.readable(sheet, { schema: 1, fields: {} }), /Not answered yet/);
});

test("a row in words leaves out what is empty", () => {
  assert.equal(grid.rowWords({ at: "", what: "Rang" }, columns), "Rang");
  assert.equal(grid.rowWords(undefined, columns), "");
});

