import assert from "node:assert/strict";
import { test } from "node:test";
import { cases, load, loadKinds, option, prose, text } from "./shared.js";

const quiz = Object.assign({}, await load("scoring"), await load("rules"), await load("kinds"), ...(await loadKinds()));
const typed = await load("typed");
const shared = cases("scoring");
const near = (got, wanted, name) => assert.ok(Math.abs(got - wanted) < 1e-9, `${name}: ${got}, not ${wanted}`);

const head = { level: "foundation", requirements: [], image: null, explanation: prose("Because."), points: 1 };
const items = {
  single: { ...head, id: "one", type: "single", stem: prose("Which?"), options: ["a", "b", "c"].map(option), key: "b" },
  multiple: { ...head, id: "many", type: "multiple", stem: prose("Which ones?"), options: ["a", "b", "c", "d"].map(option), keys: ["a", "b", "c"], points: 2 },
  truth: { ...head, id: "truth", type: "true-false", stem: prose("So?"), key: true, feedback_true: prose("Yes."), feedback_false: prose("No.") },
  steps: { ...head, id: "steps", type: "ordering", stem: prose("Order?"), items: ["a", "b", "c"].map(option), order: ["b", "a", "c"] },
  pairs: { ...head, id: "pairs", type: "matching", stem: prose("Match?"), left: ["a", "b"].map(option), right: ["x", "y"].map((id) => ({ id, text: text(id) })), key: { a: "x", b: "y" }, reuse: false },
};
const five = { exercise: "quiz", id: "five", title: "Five", module: "m", content_note: null, intro: null, items: Object.values(items) };

for (const rule of ["single", "multiple", "ordering", "matching", "cloze", "highlight"])
  test(`${rule} gives the credit of the shared cases`, () => {
    assert.ok(shared[rule].length > 5);
    for (const each of shared[rule]) near(quiz[rule](each.key ?? each.keys ?? each.order, each.answer), each.credit, each.name);
  });

for (const { name, panel, points, answer, credit } of shared.rating)
  test(`a rating as in the shared case: ${name}`, () => near(quiz.rating(panel, points, answer), credit, name));

for (const each of shared.words) test(`words as in the shared case: ${each.name}`, () => assert.equal(typed.words(each.text), each.words));

for (const { name, answer, accept, others, right } of shared.gap)
  test(`a gap as in the shared case: ${name}`, () => assert.equal(typed.gapRight(answer, accept, others), right));

for (const { name, original, rules, answer, met, credit } of shared.rewrite)
  test(`a rewrite as in the shared case: ${name}`, () => {
    assert.deepEqual(typed.rulesMet(original, rules, answer), met);
    near(quiz.rewrite(original, rules, answer), credit, name);
  });

for (const { name, text: words, units, readings } of shared.readings)
  test(`a number is read as in the shared case: ${name}`, () => assert.deepEqual(quiz.readings(words, units), readings));

for (const { name, key, tolerance, units, answer, credit } of shared.numeric)
  test(`a number as in the shared case: ${name}`, () => assert.equal(quiz.numeric(key, tolerance, units, answer), credit));

for (const { name, ideas, unwanted, answer, found, credit } of shared.short_text)
  test(`a short text as in the shared case: ${name}`, () => {
    assert.deepEqual(typed.found([...ideas, ...unwanted], answer), found);
    near(quiz.shorttext(ideas, unwanted, answer), credit, name);
  });

test("a huge or hostile text takes no time to speak of", () => {
  const phrases = Array.from({ length: 40 }, (_, i) => `${"a".repeat(70)} ${i}`);
  const rules = ["contains", "without", "starts-with"].map((kind) => ({ kind, phrases }));
  const began = performance.now();
  for (const sign of ["a", "a ", "\u0301", "\ufdfa", "but "])
    for (const length of [200, 2000, 5_000_000]) {
      typed.gapRight(sign.repeat(length / sign.length), phrases.slice(0, 12), phrases);
      typed.rulesMet("a", rules, sign.repeat(length / sign.length));
      typed.found([phrases.slice(0, 20), phrases.slice(20)], sign.repeat(length / sign.length));
      quiz.readings(sign.repeat(length / sign.length), phrases);
    }
  assert.ok(performance.now() - began < 1000);
});

test("marks are rounded once, half up, as in the shared cases", () => {
  for (const { name, parts, mark } of shared.rounding)
    assert.equal(quiz.roundMark(parts.reduce((sum, part) => sum + part, 0)), mark, name);
});

test("an item takes the rule of its type", () => {
  assert.equal(quiz.itemCredit(items.single, "b"), 1);
  near(quiz.itemCredit(items.multiple, ["a", "b"]), 2 / 3, "multiple");
  assert.equal(quiz.itemCredit(items.truth, "true"), 1);
  near(quiz.itemCredit(items.steps, ["a", "b", "c"]), 1 / 3, "ordering");
  assert.equal(quiz.itemCredit(items.pairs, { a: "x", b: "x" }), 0.5);
});

test("credit is told in words", () => {
  assert.equal(quiz.verdict(items.single, "b"), "Right");
  assert.equal(quiz.verdict(items.single, "a"), "Not right yet");
  assert.equal(quiz.verdict(items.multiple, ["a", "b", "d"]), "Partly right: 2 of 3 answers found, and 1 that does not fit");
  assert.equal(quiz.verdict(items.steps, ["a", "b", "c"]), "Partly right: 2 of 3 pairs in the right order");
  assert.equal(quiz.verdict(items.pairs, { a: "x" }), "Partly right: 1 of 2 matched");
});

test("every chosen part has a mark in words, and what was left out has none", () => {
  assert.deepEqual(quiz.marks(items.multiple, ["a", "d"]), { a: { tone: "right", text: "Right" }, d: { tone: "wrong", text: "Not this one" } });
  assert.deepEqual(quiz.marks(items.pairs, { a: "y" }).b, { tone: "none", text: "Not answered" });
});

const sorting = {
  sorted: { ...head, id: "sorted", type: "categorise", stem: prose("Sort?"), things: ["a", "b"].map(option), categories: ["x", "y"].map((id) => ({ id, text: text(id) })), key: { a: "x", b: "y" } },
  gaps: { ...head, id: "gaps", type: "cloze", stem: prose("Fill?"), text: prose("x"), gaps: [{ id: "a", kind: "choice", options: ["x", "y"].map(option), key: "x" }, { id: "b", kind: "typed", accept: ["listen"], feedback: prose("Why.") }] },
  rated: { ...head, id: "rated", type: "judgement", ask: "rate", stem: prose("Rate?"), scale: ["low", "middle", "high"], responses: ["a", "b", "c"].map((id, i) => ({ ...option(id), panel: [3, 1, 1][i] })) },
  ranked: { ...head, id: "ranked", type: "judgement", ask: "rank", stem: prose("Rank?"), scale: [], responses: ["a", "b", "c"].map((id, i) => ({ ...option(id), panel: [1, 2, 3][i] })) },
  rewritten: { ...head, id: "rewritten", type: "rewrite", stem: prose("Write?"), original: "Yes, but no.", example: "Yes, and no.", rules: [{ id: "r", kind: "without", name: text("no but"), phrases: ["but"], feedback: prose("Why.") }, { id: "s", kind: "contains", name: text("yes"), phrases: ["yes"], feedback: prose("Why.") }] },
  myself: { ...head, points: undefined, id: "myself", type: "self-rating", stem: prose("You?"), scale: ["a", "b"].map(option) },
};
const six = { ...five, items: Object.values(sorting) };

test("what sorts, fills, judges and rewrites is told in words", () => {
  assert.equal(quiz.verdict(sorting.sorted, { a: "x" }), "Partly right: 1 of 2 in the right place");
  assert.equal(quiz.verdict(sorting.gaps, { a: "x", b: "Lisen!" }), "Right");
  assert.equal(quiz.verdict(sorting.gaps, { a: "y", b: "Lisen!" }), "Partly right: 1 of 2 gaps");
  assert.equal(quiz.verdict(sorting.rated, { a: "3", b: "2" }), "Partly right: 1 of 3 as we see them");
  assert.equal(quiz.verdict(sorting.ranked, ["b", "a", "c"]), "Partly right: 2 of 3 pairs in the right order");
  assert.equal(quiz.verdict(sorting.rewritten, "Yes but."), "Partly right: 1 of 2 points kept to");
  assert.equal(quiz.verdict(sorting.rewritten, sorting.rewritten.original), "Not right yet: 0 of 2 points kept to");
});

test("a rating is marked by how far it is from the panel", () => {
  const tones = Object.fromEntries(Object.entries(quiz.marks(sorting.rated, { a: "3", b: "2", c: "3" })).map(([id, { tone }]) => [id, tone]));
  assert.deepEqual(tones, { a: "right", b: "part", c: "wrong" });
});

test("a self-rating is never right or wrong, and counts for no points", () => {
  const kept = { answer: "a", checked: true, attempts: 1, credit: 0 };
  assert.deepEqual(quiz.standing(sorting.myself, kept), { tone: "none", text: "Answered" });
  assert.equal(quiz.open(sorting.myself, kept), false);
  assert.equal(quiz.open(sorting.myself, undefined), true);
  assert.deepEqual(quiz.score(six, { schema: 1, position: 0, items: { myself: kept } }), { points: 0, max: 5 });
});

test("an answer that does not fit its item is put aside", () => {
  const bad = { sorted: { a: "z" }, gaps: { a: "z" }, rated: { a: "4" }, ranked: ["a", "b"], rewritten: { a: "b" }, myself: "z" };
  for (const [id, answer] of Object.entries(bad)) assert.equal(quiz.fits(sorting[id], answer), false, id);
  for (const answer of [["a"], "a", 7, { zzz: "x" }, { b: 7 }]) assert.equal(quiz.fits(sorting.gaps, answer), false, JSON.stringify(answer));
  const good = { sorted: { a: "x" }, gaps: { a: "x", b: "any words" }, rated: { a: "3" }, ranked: ["c", "b", "a"], rewritten: "Words.", myself: "b" };
  for (const [id, answer] of Object.entries(good)) assert.equal(quiz.fits(sorting[id], answer), true, id);
});

test("an item needs no key to be shown and read back", () => {
  const posed = Object.fromEntries(Object.entries({ ...items, ...sorting }).map(([id, item]) => {
    const { key: _k, keys: _ks, order: _o, explanation: _e, example: _x, ...rest } = structuredClone(item);
    for (const part of rest.responses ?? []) delete part.panel;
    for (const gap of rest.gaps ?? []) { delete gap.key; delete gap.accept; }
    return [id, rest];
  }));
  assert.equal(quiz.answerWords(posed.rated, { a: "3" }), "Option a -> high");
  assert.equal(quiz.answerWords(posed.gaps, { a: "x", b: "hear" }), "Gap 1: Option x; Gap 2: hear");
  assert.equal(quiz.answerWords(posed.sorted, { b: "x" }), "Option b -> x");
  assert.equal(quiz.answerWords(posed.rewritten, "Well, yes."), "Well, yes.");
  assert.equal(quiz.answerWords(posed.ranked, ["b", "a", "c"]), "Option b; Option a; Option c");
  assert.equal(quiz.answerWords(posed.myself, "b"), "Option b");
});

test("an order that would give the answer away is not shown first", () => {
  const shown = (order) => quiz.firstOrder(items.steps.items, order).map(({ id }) => id);
  assert.deepEqual(shown(["a", "b", "c"]), ["c", "a", "b"]);
  assert.deepEqual(shown(["b", "a", "c"]), ["a", "b", "c"]);
  assert.deepEqual(shown(undefined), ["a", "b", "c"]);
});

test("the score counts checked items only and is rounded at the end", () => {
  const state = quiz.restored(five, { schema: 1, position: 0, items: {
    many: { answer: ["a", "b"], checked: true, attempts: 1, credit: 0 },
    steps: { answer: ["a", "b", "c"], checked: true, attempts: 1, credit: 1 },
    truth: { answer: "true", checked: false, attempts: 0, credit: 0 },
  } }).state;
  assert.deepEqual(quiz.score(five, state), { points: 1.7, max: 6 });
  near(state.items.steps.credit, 1 / 3, "a credit in the record is not believed");
});

test("an empty record is a fresh start", () => {
  for (const raw of [{}, null, undefined])
    assert.deepEqual(quiz.restored(five, raw), { state: { schema: 1, position: 0, items: {} }, damaged: false });
});

test("a whole record comes back as it was", () => {
  const raw = { schema: 1, position: 5, items: { one: { answer: "b", checked: true, attempts: 2, credit: 1 } } };
  assert.deepEqual(quiz.restored(five, raw), { state: raw, damaged: false });
});

test("the bad part of a record is put aside and the rest is kept", () => {
  const raw = { schema: 1, position: 1, items: { one: { answer: 7, checked: true }, truth: { answer: "true", checked: true, attempts: 1, credit: 1 }, gone: {} } };
  const { state, damaged } = quiz.restored(five, raw);
  assert.equal(damaged, true);
  assert.deepEqual(Object.keys(state.items), ["truth"]);
  assert.deepEqual(state.kept, [raw]);
});

for (const raw of [[], "x", 7, true, { schema: 2, position: 0, items: {} }, { schema: 1, position: "x", items: {} }, { schema: 1, position: 0, items: [] },
  { schema: 1, position: 99, items: {} }, { schema: 1, position: 0, items: { one: null } }, { schema: 1, position: 0, items: { steps: { answer: ["a"], checked: true } } },
  { schema: 1, position: 0, items: { pairs: { answer: { a: "z" } } } }, { schema: 1, position: 0, items: { many: { answer: ["a", "a"] } } }])
  test(`a damaged record does not stop the quiz and is kept: ${JSON.stringify(raw)}`, () => {
    const { state, damaged } = quiz.restored(five, raw);
    assert.equal(damaged, true);
    assert.equal(state.kept.length, 1);
    assert.equal(quiz.score(five, state).points, 0);
  });

test("the same damage is put aside once, and earlier damage stays", () => {
  const raw = { schema: 9, kept: [{ schema: 8 }] };
  const once = quiz.restored(five, raw).state;
  assert.deepEqual(once.kept, [{ schema: 8 }, { schema: 9 }]);
  assert.deepEqual(quiz.restored(five, { schema: 9, kept: once.kept }).state.kept, once.kept);
  assert.deepEqual(quiz.restored(five, { ...once, position: 0 }).state.kept, once.kept);
});

test("the answers can be read as text", () => {
  const state = { schema: 1, position: 0, items: { pairs: { answer: { a: "x" }, checked: true, attempts: 1, credit: 0.5 } } };
  assert.match(quiz.readable(five, state), /5\. Match\?\n {3}Your answer: Option a -> x\n {3}Partly right/);
  assert.match(quiz.readable(five, state), /1\. Which\?\n {3}Your answer: Not answered/);
});

test("numbers are listed as in a sentence", () => {
  assert.equal(quiz.listed([2]), "2");
  assert.equal(quiz.listed([1, 2, 5]), "1, 2 and 5");
});
