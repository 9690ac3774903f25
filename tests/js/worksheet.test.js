import assert from "node:assert/strict";
import { test } from "node:test";
import { load, loadKinds, option, prose } from "./shared.js";

await loadKinds();
const sheet = await load("fields");
const ui = { ...(await load("ui")), ...(await load("state")), ...(await load("frame")) };

const base = { guidance: prose("Say."), label: "Label" };
const fields = [
  { ...base, id: "words", kind: "text", min_words: 5, max_words: 20, marked: true },
  { ...base, id: "one", kind: "choice", options: ["a", "b"].map(option), points: 1 },
  { ...base, id: "many", kind: "multichoice", options: ["a", "b"].map(option), points: 1 },
  { ...base, id: "steps", kind: "ordering", items: ["a", "b"].map(option), points: 1 },
  { ...base, id: "pairs", kind: "matching", left: ["a"].map(option), right: ["x", "y"].map(option), reuse: false, points: 1 },
  { ...base, id: "log", kind: "log", min_rows: 0, max_rows: 3, max_words_per_row: 10 },
];
const worksheet = { exercise: "worksheet", id: "w", kind: "applied", title: "Sheet", fields, criteria: [], brief: prose("Brief."), content_note: null };
const answers = { words: "Two\nlines", one: "a", many: ["b", "a"], steps: ["b", "a"], pairs: { a: "x" }, log: [{ time: "10:40", text: "Rang" }] };

test("words are counted as a reader counts them", () => {
  for (const [text, count] of [["", 0], ["  \n ", 0], ["one", 1], ["It's well-kept – really.", 3], ["16:00 - ring", 2], ["a\n\nb\tc", 3], ["¿Qué? Äh…", 2]])
    assert.equal(sheet.countWords(text), count, text);
});

test("the count prompts and never penalises", () => {
  assert.equal(sheet.countPrompt(1, 5, 20), "1 word. Aim for 5 to 20.");
  assert.equal(sheet.countPrompt(8, 5, 20), "8 words. Up to 20.");
  assert.match(sheet.countPrompt(21, 5, 20), /more is not penalised/);
});

test("a whole record comes back as it was", () => {
  const raw = { schema: 1, fields: answers };
  assert.deepEqual(sheet.restored(worksheet, raw), { state: raw, damaged: false });
});

test("an empty record is a fresh start", () => {
  assert.deepEqual(sheet.restored(worksheet, {}), { state: { schema: 1, fields: {} }, damaged: false });
});

const odd = { words: 3, one: "z", many: "a", steps: ["a"], pairs: { a: "z" }, log: [{ time: 1, text: "" }] };
for (const [id, answer] of Object.entries(odd))
  test(`an answer that does not fit its field is put aside alone: ${id}`, () => {
    const raw = { schema: 1, fields: { ...answers, [id]: answer } };
    const { state, damaged } = sheet.restored(worksheet, raw);
    const { [id]: _, ...rest } = answers;
    assert.equal(damaged, true);
    assert.deepEqual(state.fields, rest);
    assert.deepEqual(state.kept, [raw]);
  });

for (const raw of [[], "x", { schema: 3, fields: {} }, { schema: 1, fields: [] }, { fields: answers }])
  test(`a damaged record does not stop the worksheet and is kept: ${JSON.stringify(raw).slice(0, 40)}`, () => {
    const { state, damaged } = sheet.restored(worksheet, raw);
    assert.equal(damaged, true);
    assert.deepEqual(state.fields, {});
    assert.equal(state.kept.length, 1);
  });

test("the answers can be read as text", () => {
  const text = sheet.readable(worksheet, { schema: 1, fields: { steps: ["b", "a"], log: answers.log } });
  assert.match(text, /1\. Option b\n2\. Option a/);
  assert.match(text, /10:40 {2}Rang/);
  assert.match(text, /Not answered yet/);
});

test("moving keeps every entry and stops at both ends", () => {
  const list = ["a", "b", "c"];
  assert.deepEqual(ui.moved(list, "a", 1), ["b", "a", "c"]);
  assert.deepEqual(ui.moved(list, "c", -2), ["c", "a", "b"]);
  assert.equal(ui.moved(list, "a", -1), list);
  assert.equal(ui.moved(list, "c", 1), list);
  assert.equal(ui.moved(list, "z", 1), list);
});

test("links stay within the book", () => {
  assert.equal(ui.address("module/page#part", "../"), "../module/page.html#part");
  assert.equal(ui.address("#part", ""), "#part");
  assert.equal(ui.address("module/page", null), null);
  for (const to of ["javascript:alert(1)", "//host/page", "https://host/", "a.b/c", "a b"])
    assert.equal(/^[a-z]+:|^\/\//.test(ui.address(to, "") ?? ""), false, to);
});

test("the save status is told in words", () => {
  assert.equal(ui.saveWords(undefined), "");
  assert.equal(ui.saveWords({ status: "saving", at: null, message: "" }), "Saving…");
  assert.equal(ui.saveWords({ status: "failed", at: null, message: "no answer." }), "Not saved: no answer.");
  assert.match(ui.saveWords({ status: "saved", at: "2026-11-22T14:02:00Z", message: "" }), /^Saved at \d\d:02$/);
});
