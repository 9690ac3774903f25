import assert from "node:assert/strict";
import { test } from "node:test";

import { eraseKept, listKept } from "../../exercises/evenkeel/frontend/kept.js";
import { BrowserStore, merge, same } from "../../exercises/evenkeel/frontend/storage.js";
import { cases } from "./shared.js";

/** Storage as a browser has it: its entries are its own properties. */
class FakeStorage {
  getItem(key) { return Object.hasOwn(this, key) ? this[key] : null; }
  setItem(key, text) { this[key] = String(text); }
  removeItem(key) { delete this[key]; }
}
class FullStorage extends FakeStorage {
  setItem() { throw new DOMException("full", "QuotaExceededError"); }
}

const name = { exercise: "worksheet", id: "notes" };
const sheet = (fields) => ({ schema: 1, fields });

for (const { name: title, base, mine, theirs, state, lost } of cases("merge")) {
  test(title, () => assert.deepEqual(merge(base, mine, theirs), { state, lost }));
}

test("a record erased elsewhere does not come back, and does not take new answers with it", () => {
  assert.deepEqual(merge(sheet({ a: "1" }), sheet({ a: "1" }), {}), { state: {}, lost: false });
  assert.deepEqual(merge(sheet({ a: "1" }), sheet({ a: "2" }), {}), { state: sheet({ a: "2" }), lost: false });
});

test("the order of keys makes no difference, the order of a list does", () => {
  assert.ok(same({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }));
  assert.ok(!same(["a", "b"], ["b", "a"]));
});

test("two courses on one site do not see each other's records", async () => {
  const storage = new FakeStorage();
  const [one, two] = [new BrowserStore("/one/", storage), new BrowserStore("/two/", storage)];
  await one.save(name, sheet({ a: "1" }));
  assert.deepEqual((await two.load(name)).state, {});
  assert.deepEqual((await one.load(name)).state, sheet({ a: "1" }));
  assert.deepEqual(Object.keys(storage), ["evenkeel:/one/:worksheet:notes"]);
  eraseKept(two);
  assert.equal(listKept(one).length, 1);
});

test("an unreadable record is kept under another name, listed, and said", async () => {
  const storage = new FakeStorage();
  const store = new BrowserStore("/", storage);
  storage.setItem(store.key(name), '{"state": {"fields"');
  await assert.rejects(store.load(name), { name: "SaveError", message: /could not be read/ });
  assert.deepEqual((await store.load(name)).state, {});
  const [entry] = listKept(store);
  assert.deepEqual([entry.id, entry.kept, entry.state], ["notes", true, { unreadable: '{"state": {"fields"' }]);
});

test("full and blocked storage are said in words", async () => {
  await assert.rejects(new BrowserStore("/", new FullStorage()).save(name, sheet({ a: "1" })), /no room left/);
  await assert.rejects(new BrowserStore("/", null).save(name, sheet({ a: "1" })), /keep nothing/);
  await assert.rejects(new BrowserStore("/", null).load(name), /keep nothing/);
});

test("an emptied record leaves nothing behind", async () => {
  const storage = new FakeStorage();
  const store = new BrowserStore("/", storage);
  await store.save(name, sheet({ a: "1" }));
  await store.save(name, {});
  assert.deepEqual(Object.keys(storage), []);
});
