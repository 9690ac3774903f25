import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { SaveError } from "../../exercises/evenkeel/frontend/storage.js";
import { Sync } from "../../exercises/evenkeel/frontend/sync.js";

const name = { exercise: "worksheet", id: "notes" };
const sheet = (fields) => ({ schema: 1, fields });

/** A store that does as it is told, and remembers. */
class Store {
  delay = 10;
  stale = 1_000;
  kept = {};
  puts = [];
  aside = [];
  down = false;
  async load() { this.check(); return { state: this.kept, saved: this.kept }; }
  async save(_name, state) { this.check(); this.puts.push(state); this.kept = state; return { at: "now" }; }
  check() { if (this.down) throw new SaveError("down"); }
  keepAside(_name, state) { this.aside.push(state); }
  note() { return this.notes ?? false; }
  watch(_name, changed) { this.elsewhere = changed; return () => {}; }
}

/** A running sync with a store, and what it tells. */
async function started(kept = {}, down = false) {
  const store = Object.assign(new Store(), { kept, down });
  const told = [];
  const states = [];
  const sync = new Sync(store, name, { save: (save) => told.push(save), state: (state) => states.push(state) });
  await sync.start();
  return { store, sync, told, states };
}
const settle = async () => { for (let i = 0; i < 20; i += 1) await Promise.resolve(); };
async function pass(time) {
  mock.timers.tick(time);
  await settle();
}

test.beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"] }));
test.afterEach(() => mock.timers.reset());

test("a stored record is shown and not saved again", async () => {
  const { states, store } = await started(sheet({ a: "1" }));
  await pass(100);
  assert.deepEqual([states, store.puts], [[sheet({ a: "1" })], []]);
});

test("quick changes are saved once, with the last one", async () => {
  const { store, sync, told } = await started();
  sync.changed(sheet({ a: "1" }));
  sync.changed(sheet({ a: "12" }));
  await pass(10);
  assert.deepEqual(store.puts, [sheet({ a: "12" })]);
  assert.deepEqual(told.map((save) => save.status), ["saving", "saving", "saved"]);
});

test("a failed save is told, keeps the answers, and is tried again after growing waits", async () => {
  const { store, sync, told } = await started();
  store.down = true;
  sync.changed(sheet({ a: "1" }));
  await pass(10);
  assert.deepEqual(told.at(-1), { status: "failed", at: null, message: "down" });
  await pass(1_999);
  assert.equal(told.length, 2);
  await pass(1);
  assert.equal(told.length, 3, "tried again after two seconds");
  await pass(3_999);
  assert.equal(told.length, 3);
  store.down = false;
  await pass(1);
  assert.deepEqual([told.at(-1).status, store.puts], ["saved", [sheet({ a: "1" })]]);
});

test("typing on does not put the next try off", async () => {
  const { store, sync } = await started();
  store.down = true;
  sync.changed(sheet({ a: "1" }));
  await pass(10);
  store.down = false;
  for (const text of ["12", "123"]) {
    await pass(1_000);
    sync.changed(sheet({ a: text }));
  }
  await pass(0);
  assert.deepEqual(store.kept, sheet({ a: "12" }));
});

test("trying again by hand does not wait", async () => {
  const { store, sync, told } = await started();
  store.down = true;
  sync.changed(sheet({ a: "1" }));
  await pass(10);
  store.down = false;
  await sync.retry();
  assert.equal(told.at(-1).status, "saved");
});

test("what is written while a save is on its way is saved as well", async () => {
  const { store, sync } = await started();
  let arrive;
  const save = store.save.bind(store);
  store.save = (...args) => new Promise((go) => { arrive = () => go(save(...args)); });
  sync.changed(sheet({ a: "1" }));
  await pass(10);
  sync.changed(sheet({ a: "12" }));
  await pass(10);
  store.save = save;
  arrive();
  await settle();
  await pass(10);
  assert.deepEqual(store.kept, sheet({ a: "12" }));
});

test("nothing is sent over a record that could not be fetched yet", async () => {
  const { store, sync, told, states } = await started(sheet({ old: "kept" }), true);
  assert.equal(told.at(-1).status, "failed");
  sync.changed(sheet({ new: "typed" }));
  store.down = false;
  await sync.retry();
  assert.deepEqual(store.kept, sheet({ old: "kept", new: "typed" }));
  assert.deepEqual(states.at(-1), sheet({ old: "kept", new: "typed" }));
});

test("an answer from another tab is shown, and one of my own to something else stays", async () => {
  const { store, sync, states } = await started(sheet({ a: "1" }));
  sync.changed(sheet({ a: "1", mine: "x" }));
  store.elsewhere(sheet({ a: "1", theirs: "y" }));
  await pass(10);
  assert.deepEqual(states.at(-1), sheet({ a: "1", theirs: "y", mine: "x" }));
  assert.deepEqual(store.kept, sheet({ a: "1", theirs: "y", mine: "x" }));
});

test("another device's answer to the same thing is put aside, not lost", async () => {
  const { store, sync } = await started(sheet({ a: "1" }));
  store.kept = sheet({ a: "theirs" });
  await pass(2_000);
  sync.changed(sheet({ a: "mine" }));
  await pass(10);
  assert.deepEqual([store.kept, store.aside], [sheet({ a: "mine" }), [sheet({ a: "theirs" })]]);
});

test("closing the page is a risk only while answers are nowhere else", async () => {
  const { store, sync } = await started();
  store.down = true;
  sync.changed(sheet({ a: "1" }));
  await pass(10);
  assert.ok(sync.atRisk);
  store.notes = true;
  sync.changed(sheet({ a: "2" }));
  assert.ok(!sync.atRisk);
});

test("what a widget hands over while the page goes is saved at once", async () => {
  const { store, sync } = await started();
  sync.leaving = true;
  sync.changed(sheet({ a: "last words" }));
  assert.deepEqual(store.puts, [sheet({ a: "last words" })]);
});
