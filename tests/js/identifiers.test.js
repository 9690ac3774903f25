import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./shared.js";

const { findIdentifiers: identifiers } = await load("identifiers");
const texts = (words) => identifiers(words).map(({ text }) => text);
const kinds = (words) => identifiers(words).map(({ kind, text }) => `${kind}: ${text}`);

test("names are found with a title, inside a sentence, and at its start", () => {
  assert.deepEqual(kinds("Mrs Okoro rang. I told Sam. Priya said no. John Smith came back."), [
    "name: Mrs Okoro", "name: Sam", "name: Priya", "name: John", "name: Smith",
  ]);
});

test("a small word at the start of a sentence is no name, whatever comes after it", () => {
  assert.deepEqual(texts("In Leeds it rained. On 3 March 2026 Sam rang. After Mrs Okoro, nobody."), ["Leeds", "3 March 2026", "Sam", "Mrs Okoro"]);
});

test("numbers of every sort are found", () => {
  for (const number of ["07700 900123", "+44 7700 900123", "01632-960-001", "QQ 12 34 56 C", "12345678", "REF-20391", "a.b@example.org"])
    assert.deepEqual(texts(`it was ${number}, they said`), [number]);
});

test("addresses and dates are found", () => {
  assert.deepEqual(kinds("She lives at 12 Tanner Row, SW1A 1AA, and rang on 3 March 2026 and on 04/05/2026."), [
    "address: 12 Tanner Row", "address: SW1A 1AA", "date: 3 March 2026", "date: 04/05/2026",
  ]);
  assert.deepEqual(kinds("the flat in Mill Lane, since 2026-01-02"), ["address: Mill Lane", "date: 2026-01-02"]);
});

test("a case without identifiers is left alone", () => {
  const words =
    "A customer rang on a Monday about a late payment. He waited for 40 minutes, three times in 2 weeks. " +
    "I said sorry. \"Nonetheless, here is what we can do.\" She was calmer at 10:20. The manager backed me. " +
    "We used LEAPS, and I'm glad. They wrote to us. Nobody was hurt.";
  assert.deepEqual(identifiers(words), []);
});

test("each is told once, in the order of the text", () => {
  assert.deepEqual(texts("I met Lee, then 123456, then Lee and 123456 again"), ["Lee", "123456"]);
});

test("other alphabets have names as well", () => assert.deepEqual(texts("I spoke with Łukasz and Élodie"), ["Łukasz", "Élodie"]));

test("a huge text is looked at as far as a field goes, hostile or not", () => {
  for (const piece of ["A", "1 ", "Aa ", "a@", "12 Aa ", "1-1-", "Flat 1, "]) identifiers(piece.repeat(1_000_000));
  assert.deepEqual(identifiers(" ".repeat(1_000_000) + "Mrs Okoro"), []);
});
