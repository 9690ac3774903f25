import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./shared.js";

const { INTERVALS, counted, daysAfter, due, gathered, isDay, missesIn, missesOf, moved, nextDay, put, restoredCards } = await load("leitner");
const { dayOf } = await load("state");

test("a miss comes back the next day, then after 3, 7, 14 and 30, and then it is learned", () => {
  assert.deepEqual(INTERVALS, [1, 3, 7, 14, 30]);
  let card = put(1, "2026-11-22");
  const days = [];
  while (card.due !== null) {
    days.push(card.due);
    card = moved(card, "right", card.due);
  }
  assert.deepEqual(days, ["2026-11-23", "2026-11-26", "2026-12-03", "2026-12-17", "2027-01-16"]);
  assert.deepEqual(card, { box: 6, due: null, last: "2027-01-16" });
});

test("a miss in the review goes back to the first box; a lucky guess stays where it is", () => {
  const card = { box: 4, due: "2026-12-17", last: "2026-12-03" };
  assert.deepEqual(moved(card, "missed", "2026-12-20"), { box: 1, due: "2026-12-21", last: "2026-12-20" });
  assert.deepEqual(moved(card, "unsure", "2026-12-20"), { box: 4, due: "2027-01-03", last: "2026-12-20" });
});

test("days are whole days, over the ends of months, years and summer time", () => {
  assert.equal(daysAfter("2026-12-31", 1), "2027-01-01");
  assert.equal(daysAfter("2028-02-28", 1), "2028-02-29");
  assert.equal(daysAfter("2026-03-28", 3), "2026-03-31");
  assert.equal(dayOf(new Date(2026, 10, 2, 23, 59)), "2026-11-02");
  for (const bad of [null, 3, "", "2026-1-2", "2026-13-01", "tomorrow"]) assert.equal(isDay(bad), false, String(bad));
});

test("what is due comes in the order of its days, and only on its day", () => {
  const cards = { "a/1": put(1, "2026-11-22"), "b/2": put(1, "2026-11-20"), "c/3": put(5, "2026-11-22"), "d/4": put(6, "2026-01-01") };
  assert.deepEqual(due(cards, "2026-11-20"), []);
  assert.deepEqual(due(cards, "2026-11-22"), ["b/2"]);
  assert.deepEqual(due(cards, "2026-11-23"), ["b/2", "a/1"]);
  assert.equal(nextDay(cards), "2026-11-21");
  assert.equal(nextDay({ "d/4": put(6, "2026-01-01") }), null);
  assert.deepEqual(counted(cards), [2, 0, 0, 0, 1, 1]);
});

test("misses are gathered across quizzes; a later miss puts a card back, an old one does not", () => {
  const miss = (quiz, item, day) => ({ quiz, item, day });
  const cards = gathered({ "a/1": put(3, "2026-11-22") }, [miss("a", "1", "2026-11-20"), miss("b", "1", "2026-11-21")]);
  assert.deepEqual(cards, { "a/1": put(3, "2026-11-22"), "b/1": put(1, "2026-11-21") });
  assert.deepEqual(gathered(cards, [miss("a", "1", "2026-11-25")])["a/1"], put(1, "2026-11-25"));
  const old = { ...miss("a", "1", "2026-11-25"), old: true };
  assert.deepEqual(gathered(cards, [old])["a/1"], cards["a/1"], "an old record that is saved again is no new miss");
  assert.deepEqual(gathered({}, [old])["a/1"], put(1, "2026-11-25"));
});

test("a record says what was missed, also one from before there was a review", () => {
  const items = {
    right: { answer: "a", checked: true, attempts: 1, credit: 1 },
    wrong: { answer: "a", checked: true, attempts: 1, credit: 0 },
    second: { answer: "a", checked: true, attempts: 2, credit: 1 },
    open: { answer: "a", checked: false, attempts: 0, credit: 0 },
    noted: { answer: "a", checked: true, attempts: 1, credit: 1, missed: "2026-11-01" },
    guessed: { answer: "a", checked: true, attempts: 1, credit: 1, sure: 1, missed: "2026-11-02" },
    sure: { answer: "a", checked: true, attempts: 1, credit: 1, sure: 3 },
  };
  assert.deepEqual(missesOf("q", { schema: 1, items }, "2026-11-20"), [
    { quiz: "q", item: "wrong", day: "2026-11-20", old: true },
    { quiz: "q", item: "second", day: "2026-11-20", old: true },
    { quiz: "q", item: "noted", day: "2026-11-01" },
    { quiz: "q", item: "guessed", day: "2026-11-02" },
  ]);
  for (const odd of [null, 3, {}, { items: 3 }, { items: { a: null, b: 3 } }]) assert.deepEqual(missesOf("q", odd, "2026-11-20"), []);
});

test("misses come from the records of a browser and of a server, with what waits to be sent", () => {
  const state = (item) => ({ schema: 1, items: { [item]: { answer: "a", checked: true, attempts: 1, credit: 0, missed: "2026-11-21" } } });
  const entry = { exercise: "quiz", id: "q", state: state("one"), at: "2026-11-21T10:00:00Z", kept: false };
  const others = [
    { ...entry, state: { waiting: { state: state("two"), base: {} } } },
    { ...entry, kept: true, state: state("put-aside") },
    { ...entry, exercise: "scenario", state: state("no-quiz") },
    { ...entry, exercise: "worksheet", id: "sheet", state: { schema: 1, fields: {} }, assignment: true },
    { ...entry, at: null, state: { unreadable: "{" } },
  ];
  assert.deepEqual(missesIn([entry, ...others]).map(({ item }) => item), ["one", "two"]);
});

test("cards that cannot be read are left out, and it is said", () => {
  const card = put(2, "2026-11-22");
  assert.deepEqual(restoredCards({ schema: 1, items: { "a/1": card } }), { cards: { "a/1": card }, damaged: false });
  assert.deepEqual(restoredCards({}), { cards: {}, damaged: false });
  for (const bad of [3, {}, { ...card, box: 0 }, { ...card, due: "x" }, { ...card, last: null }])
    assert.deepEqual(restoredCards({ schema: 1, items: { "a/1": bad, "b/2": card } }), { cards: { "b/2": card }, damaged: true });
  assert.deepEqual(restoredCards({ schema: 9, items: { "a/1": card } }), { cards: {}, damaged: true });
});
