import assert from "node:assert/strict";
import { test } from "node:test";
import { cases, load, option, prose, text } from "./shared.js";

const { generator, seedOf, shuffled, drawn } = await load("seeded");
const { certainty, mark } = await load("certainty");
const { asked, begun, earned, itemsOf, mixed, restoredRound, tally } = await load("rounds");
const chance = cases("seeded");
const sure = cases("certainty");
const rounds = cases("rounds");
const near = (got, wanted, name) => assert.ok(Math.abs(got - wanted) < 1e-9, `${name}: ${got}, not ${wanted}`);

test("seeds, numbers, shuffles and draws are those of the shared cases", () => {
  for (const { text: words, seed } of chance.seeds) assert.equal(seedOf(words), seed, words);
  for (const { seed, first } of chance.numbers) {
    const following = generator(seed);
    assert.deepEqual(first.map(() => following()), first);
  }
  for (const { name, parts, seed, fixed, order } of chance.shuffled) assert.deepEqual(shuffled(parts, seed, fixed), order, name);
  for (const { name, ids, number, seed, seen, chosen } of chance.drawn) assert.deepEqual(drawn(ids, number, seed, seen), chosen, name);
});

test("certainty is marked and judged as in the shared cases", () => {
  for (const each of sure.marks) near(mark(each.credit, each.sure), each.mark, each.name);
  for (const { name, given, marks, ...said } of sure.sums) {
    const { marks: found, ...rest } = certainty(given.map(([credit, level]) => ({ credit, sure: level })));
    near(found, marks, name);
    assert.deepEqual(rest, said, name);
  }
});

test("what is asked, and what it comes to, is as in the shared cases", () => {
  for (const { name, items, how, seed, seen, asked: wanted } of rounds.asked)
    assert.deepEqual(asked(items.map(([id, pool]) => ({ id, pool })), how, seed, seen), wanted, name);
  for (const { name, parts, most, how, points, passed } of rounds.tally) {
    const made = parts.map(([worth, credit, hints, attempts], i) => ({ item: { id: `i${i}`, points: worth }, kept: { credit, hints, attempts, checked: true } }));
    const rest = { id: "rest", points: most - made.reduce((sum, { item }) => sum + item.points, 0) };
    const items = Object.fromEntries(made.map(({ item, kept }) => [item.id, kept]));
    const found = tally({ behaviour: how, items: [...made.map(({ item }) => item), rest] }, { items });
    assert.deepEqual([found.points, found.max, found.passed], [points, most, passed], name);
  }
});

const head = { level: "foundation", requirements: [], image: null, explanation: prose("Because."), points: 1, stem: prose("So?") };
const truth = (id) => ({ ...head, id, type: "true-false", key: true, feedback_true: prose("Yes."), feedback_false: prose("No.") });
const quiz = { id: "q", title: "Q", items: ["a", "b", "c", "d", "e", "f"].map(truth), behaviour: { feedback: "immediate", draw: 2, pass: 1, attempts: 1 } };
const empty = { schema: 1, position: 0, items: {} };

test("another round asks what was not asked yet, and keeps what was answered before", () => {
  let state = begun(quiz, empty, 11);
  const first = state.round.asked;
  assert.equal(first.length, 2);
  state = { ...state, position: 2, items: { ...state.items, [first[0]]: { answer: "false", checked: true, attempts: 1, credit: 0, seen: 1, missed: "2026-11-22" } } };
  const second = begun(quiz, state, 12);
  assert.equal(second.round.n, 2);
  assert.equal(second.position, 0);
  assert.deepEqual(second.round.past, [{ points: 0, max: 2 }]);
  assert.ok(second.round.asked.every((id) => !first.includes(id)));
  assert.equal(second.items[first[0]].answer, "false");
  const third = begun(quiz, second, 13);
  assert.ok(third.round.asked.every((id) => !first.includes(id) && !second.round.asked.includes(id)));
  const all = begun({ ...quiz, behaviour: { ...quiz.behaviour, draw: 6 } }, third, 14);
  assert.deepEqual(all.items[first[0]], { checked: false, attempts: 0, credit: 0, seen: 2, missed: "2026-11-22" });
});

test("options keep their order for a learner, fixed ones their place, and what has an order of its own keeps it", () => {
  const single = { ...head, id: "one", type: "single", options: ["a", "b", "c", "d", "none"].map(option), key: "b", fixed: ["none"] };
  const ids = (item) => item.options.map(({ id }) => id).join("");
  const orders = new Set(Array.from({ length: 200 }, (_, seed) => ids(mixed(single, seed))));
  assert.equal(orders.size, 24);
  assert.ok([...orders].every((order) => order.endsWith("none")));
  assert.equal(ids(mixed(single, 5)), ids(mixed(single, 5)));
  assert.equal(ids(single), "abcdnone");
  const steps = { ...head, id: "steps", type: "ordering", items: ["a", "b", "c"].map(option), order: ["a", "b", "c"] };
  const rating = { ...head, id: "me", type: "self-rating", scale: ["a", "b"].map(option) };
  for (const item of [steps, rating, truth("t")]) assert.equal(mixed(item, 3), item);
  const pairs = { ...head, id: "p", type: "matching", left: ["a", "b", "c"].map(option), right: ["x", "y", "z"].map((id) => ({ id, text: text(id) })), key: {} };
  assert.deepEqual(mixed(pairs, 3).right.map(({ id }) => id).sort(), ["x", "y", "z"]);
});

test("a round comes back from its record, and a quiz answered before it had rounds goes on", () => {
  const round = { n: 2, seed: 5, asked: ["b", "c"], past: [{ points: 1, max: 2 }], done: true };
  assert.deepEqual(restoredRound(quiz, round, {}), { round, damaged: false });
  assert.deepEqual(restoredRound(quiz, { ...round, asked: ["b", "gone", "b"] }, {}).round.asked, ["b"]);
  assert.deepEqual(restoredRound(quiz, undefined, {}), { round: undefined, damaged: false });
  const old = restoredRound(quiz, undefined, { a: { answer: "true", checked: true } });
  assert.deepEqual(old.round.asked, ["a", "b", "c", "d", "e", "f"]);
  for (const bad of [3, "x", [], {}, { ...round, n: 0 }, { ...round, seed: "5" }, { ...round, asked: ["gone"] }, { ...round, asked: "a" }])
    assert.deepEqual(restoredRound(quiz, bad, {}), { damaged: true });
  const whole = { ...quiz, behaviour: { feedback: "deferred" } };
  assert.deepEqual(restoredRound(whole, round, {}).round.asked, ["b", "c", "a", "d", "e", "f"], "an item that is new is asked too");
});

test("the items of a round are asked in its order", () => {
  assert.deepEqual(itemsOf(quiz, { round: { asked: ["c", "a", "gone"] } }).map(({ id }) => id), ["c", "a"]);
  assert.equal(earned(null, { credit: 0.5, hints: 3, attempts: 9 }), 0.5);
});
