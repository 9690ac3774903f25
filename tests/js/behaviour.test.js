import assert from "node:assert/strict";
import { test } from "node:test";
import { load, option, prose, text } from "./shared.js";

await load("choosing");
const { handedIn, needed, placesOf, rulesOf } = await load("behaviour");
const { cleared, missed, restored } = await load("scoring");

const plain = { feedback: "immediate", attempts: null, rounds: null, confidence: false, shuffle: [], draw: null, pools: {}, pass: null, cost: { hint: 0, attempt: 0 }, remedial: {} };
const head = { level: "foundation", requirements: ["R-1"], image: null, explanation: prose("Because."), points: 1, stem: prose("So?") };
const truth = (id, more = {}) => ({ ...head, id, type: "true-false", key: true, feedback_true: prose("Yes."), feedback_false: prose("No."), ...more });
const me = { ...head, id: "me", type: "self-rating", scale: ["a", "b"].map(option), points: undefined };
const quiz = (behaviour, items = [truth("a"), truth("b"), truth("c"), me]) => ({ id: "q", title: "Q", items, behaviour: { ...plain, ...behaviour } });
const answered = (answer, more = {}) => ({ answer, checked: false, attempts: 0, credit: 0, ...more });
const link = (words) => [{ t: "link", to: "x", c: text(words) }];

test("the rules are said in words, and only those that there are", () => {
  assert.deepEqual(rulesOf(quiz({})), ["4 questions"]);
  assert.deepEqual(rulesOf(quiz({ draw: 1, attempts: 1, rounds: 1, pass: 0.65, cost: { hint: 0.1, attempt: 0.25 } })), [
    "1 question, drawn from 4", "You have 1 try at each question.", "Each try after the first takes 25% off a question's points.",
    "Each hint takes 10% off a question's points.", "You pass with 65% of the points.", "You can take this quiz 1 time.",
  ]);
  const pooled = [..."abc"].map((id) => truth(id, { pool: "p" }));
  assert.equal(rulesOf(quiz({ pools: { p: 2 } }, [...pooled, truth("d")]))[0], "3 questions, drawn from 4");
});

test("handing in checks what was answered, takes a missing certainty for the least, and leaves the rest open", () => {
  const items = { a: answered("true", { sure: 3 }), b: answered("false", { sure: 3 }), c: { checked: false, attempts: 0, credit: 0 }, me: answered("a") };
  const done = handedIn(quiz({ feedback: "deferred", confidence: true }), { schema: 1, position: 4, items, round: { n: 1, seed: 1, asked: ["a", "b", "c", "me"], past: [] } });
  assert.equal(done.round.done, true);
  assert.deepEqual(done.items.a, { answer: "true", sure: 3, checked: true, attempts: 1, credit: 1 });
  assert.equal(done.items.b.credit, 0);
  assert.match(done.items.b.missed, /^\d{4}-\d{2}-\d{2}$/);
  assert.equal(done.items.c.checked, false);
  assert.equal("sure" in done.items.me, false);
  const unsure = handedIn(quiz({ feedback: "deferred", confidence: true }), { ...done, items: { a: answered("true") } });
  assert.equal(unsure.items.a.sure, 1);
  assert.ok(unsure.items.a.missed, "right and not sure is worth coming back to");
  const hidden = handedIn(quiz({ feedback: "hidden" }), { ...done, items });
  assert.deepEqual(hidden.items, items);
});

test("the points that are needed are never too few, and never a hair too many", () => {
  assert.equal(needed(0.7, 3), 2.1);
  assert.equal(needed(2 / 3, 3), 2);
  assert.equal(needed(0.1, 3), 0.3);
  assert.equal(needed(0.65, 6), 3.9);
  assert.equal(needed(1, 10), 10);
});

test("pages to read again come from the question and from its requirement, each once", () => {
  const both = quiz({ remedial: { "R-1": [link("One")], "R-2": [link("Two")] } });
  assert.deepEqual(placesOf(both, [truth("a", { remedial: [link("Mine"), link("One")] }), truth("b")]), [link("Mine"), link("One")]);
  assert.deepEqual(placesOf(both, []), []);
});

test("what a record has of hints, certainty and misses comes back, and what is odd does not", () => {
  const kept = { answer: "false", checked: true, attempts: 1, credit: 0, hints: 2, sure: 3, seen: 1, missed: "2026-11-22" };
  assert.deepEqual(restored(quiz({}), { schema: 1, position: 0, items: { a: kept } }).state.items.a, kept);
  const odd = { ...kept, hints: "2", sure: -1, seen: 0.5, missed: 3, more: 1 };
  assert.deepEqual(restored(quiz({}), { schema: 1, position: 0, items: { a: odd } }).state.items.a, { answer: "false", checked: true, attempts: 1, credit: 0 });
});

test("starting again forgets the answers and keeps what was missed", () => {
  assert.deepEqual(cleared({ a: answered("true", { missed: "2026-11-22" }), b: answered("true") }), { a: { checked: false, attempts: 0, credit: 0, missed: "2026-11-22" } });
  assert.deepEqual(missed(truth("a"), answered("true", { credit: 1 })), {});
  assert.deepEqual(missed(me, answered("a")), {});
});
