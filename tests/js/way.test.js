import assert from "node:assert/strict";
import { test } from "node:test";

import { finished, newest, next, progress, steps } from "../../exercises/evenkeel/frontend/way.js";

const quiz = (id) => ({ exercise: "quiz", id, title: id, items: ["a", "b"] });
const talk = (id) => ({ exercise: "scenario", id, title: id });
const sheet = (id, assessed) => ({ exercise: "worksheet", id, title: id, assessed });
const page = (name, ...exercises) => ({ page: name, title: name, exercises });
const outline = [
  { title: "One", pages: [page("one/a", quiz("q1"), sheet("private", false)), page("one/b", talk("t1")), page("one/c", sheet("task", true))] },
  { title: "Two", pages: [page("two/a", quiz("q2"))] },
];
const checked = { items: { a: { checked: true }, b: { checked: true } } };
const half = { items: { a: { checked: true }, b: { checked: false } } };
const ended = { endings: ["well"] };
const entry = (exercise, id, state, at = "2026-11-22T10:00:00Z", more = {}) => ({ exercise, id, state, at, kept: false, ...more });
const where = (entries, handedIn = []) => {
  const records = newest(entries);
  const { kind, step } = next(outline, records, steps(outline, records, new Set(handedIn)));
  return [kind, step?.known.id];
};

test("a quiz is done when every question of the round was checked, or once it has been handed in", () => {
  assert.equal(finished(quiz("q"), checked), true);
  assert.equal(finished(quiz("q"), half), false);
  assert.equal(finished(quiz("q"), { ...half, round: { asked: ["a"] } }), true);
  assert.equal(finished(quiz("q"), { items: {}, round: { asked: ["a"], done: true } }), true);
  assert.equal(finished(quiz("q"), { items: {}, round: { asked: ["a"], past: [{ points: 1, max: 2 }] } }), true);
  assert.equal(finished({ ...quiz("q"), items: [] }, { items: {} }), false);
});

test("a conversation is done when an ending was reached, and stays so in the next play", () => {
  assert.equal(finished(talk("t"), { choices: [], ending: null, endings: ["well"] }), true);
  assert.equal(finished(talk("t"), { choices: [{}], ending: null, endings: [] }), false);
});

test("records of any shape do no harm", () => {
  for (const state of [null, undefined, 3, "x", [], { items: 3 }, { items: [], round: 3 }, { endings: "well" }, { round: { asked: [null] } }])
    for (const known of [quiz("q"), talk("t"), sheet("s", true)]) assert.equal(finished(known, state), false);
});

test("of two records the one that waits to be sent is the newer, and what was put aside is left out", () => {
  const records = newest([entry("quiz", "q1", half), entry("quiz", "q1", { waiting: { state: checked, base: half } }), entry("quiz", "q1", {}, null, { kept: true })]);
  assert.deepEqual(records.get("quiz/q1").state, checked);
});

test("progress counts quizzes and conversations, and neither private sheets nor assignments", () => {
  const records = newest([entry("quiz", "q1", checked), entry("worksheet", "private", { fields: { x: "y" } }), entry("worksheet", "task", {})]);
  assert.deepEqual(progress(steps(outline, records, new Set(["task"]))), [
    { title: "One", done: 1, all: 2 },
    { title: "Two", done: 0, all: 1 },
  ]);
});

test("somebody new begins at the beginning", () => assert.deepEqual(where([]), ["start", "q1"]));

test("what was begun last is gone on with", () => {
  assert.deepEqual(where([entry("quiz", "q2", half, "2026-11-22T09:00:00Z"), entry("quiz", "q1", half)]), ["resume", "q1"]);
  assert.deepEqual(where([entry("quiz", "q2", half), entry("quiz", "q1", half, "2026-11-22T09:00:00Z")]), ["resume", "q2"]);
});

test("after something is done comes what follows it in the same part, then what was passed over, then the rest", () => {
  assert.deepEqual(where([entry("quiz", "q1", checked)]), ["next", "t1"]);
  assert.deepEqual(where([entry("worksheet", "private", { fields: {} }), entry("quiz", "q1", checked, "2026-11-22T09:00:00Z")]), ["next", "t1"]);
  assert.deepEqual(where([entry("scenario", "t1", ended)]), ["next", "task"]);
  assert.deepEqual(where([entry("scenario", "t1", ended)], ["task"]), ["next", "q1"]);
  assert.deepEqual(where([entry("scenario", "t1", ended), entry("quiz", "q1", checked, "2026-11-22T09:00:00Z")], ["task"]), ["next", "q2"]);
});

test("an assignment is gone on with until it is handed in", () => {
  const entries = [entry("worksheet", "task", { fields: { x: "y" } })];
  assert.deepEqual(where(entries), ["resume", "task"]);
  assert.deepEqual(where(entries, ["task"]), ["next", "q1"]);
});

test("when all is done nothing is left", () => {
  const entries = [entry("quiz", "q1", checked), entry("quiz", "q2", checked), entry("scenario", "t1", ended)];
  assert.deepEqual(where(entries, ["task"]), ["all", undefined]);
});
