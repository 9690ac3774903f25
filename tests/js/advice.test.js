import assert from "node:assert/strict";
import { test } from "node:test";
import { load, prose } from "./shared.js";

const { advise } = await load("advice");

const route = (level, fields, least) => ({ level, title: level, fields, least, text: prose("Go.") });
const advice = {
  low: ["not-yet", "sometimes"],
  routes: [route("foundation", ["a", "b", "c"], 2), route("intermediate", ["d", "e"], 2), route("leadership", ["f"], 1)],
  beyond: prose("Go anywhere."),
};
const rated = (letters, option) => Object.fromEntries([...letters].map((letter) => [letter, option]));

test("the first level with enough low ratings is suggested, with the statements that were rated low", () => {
  const found = advise(advice, { ...rated("abcdef", "mostly"), a: "not-yet", c: "sometimes", f: "not-yet" });
  assert.equal(found.route.level, "foundation");
  assert.deepEqual(found.low, ["a", "c"]);
});

test("one low rating where two are wanted does not hold anybody back", () => {
  assert.equal(advise(advice, { ...rated("abcdef", "mostly"), a: "not-yet", f: "sometimes" }).route.level, "leadership");
});

test("it says so as soon as it can be told, and nothing before", () => {
  assert.equal(advise(advice, rated("ab", "not-yet")).route.level, "foundation");
  assert.equal(advise(advice, { ...rated("ab", "mostly") }), undefined);
  assert.equal(advise(advice, { ...rated("def", "not-yet") }), undefined);
  assert.equal(advise(advice, { ...rated("abc", "mostly"), ...rated("de", "not-yet") }).route.level, "intermediate");
  assert.equal(advise(advice, {}), undefined);
});

test("a cleared choice counts as no answer", () => {
  assert.equal(advise(advice, { ...rated("ab", "mostly"), c: "" }), undefined);
});

test("where nothing is low there is no route, and no statement to name", () => {
  assert.deepEqual(advise(advice, rated("abcdef", "mostly")), { route: null, low: [] });
});
