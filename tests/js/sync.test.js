import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { ServerStore } from "../../exercises/evenkeel/frontend/server.js";
import { SaveError } from "../../exercises/evenkeel/frontend/storage.js";
import { Sync, sendWaiting } from "../../exercises/evenkeel/frontend/sync.js";

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
test.afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

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

/** A course's server with one record, as server.js meets it. */
class Server {
  kept = { state: {}, saved_at: null };
  count = 0;
  async fetch(_url, { method = "GET", body = "{}" }) {
    const sent = JSON.parse(body);
    if (method === "GET") return Response.json(this.kept);
    if (sent.saved_at !== this.kept.saved_at) return Response.json({ message: "no", ...this.kept }, { status: 409 });
    this.kept = { state: sent.state, saved_at: `2026-01-01T00:00:00.${(this.count += 1)}` };
    return Response.json({ saved_at: this.kept.saved_at, notice: "", merged: false });
  }
}

/** A browser's storage. */
class Drawer {
  getItem(key) { return this[key] ?? null; }
  setItem(key, text) { this[key] = text; }
  removeItem(key) { delete this[key]; }
}

/** Pages on several devices, with one server. */
async function devices(many) {
  const server = new Server();
  Object.assign(globalThis, { location: { href: "http://course/" }, document: { cookie: "" } });
  mock.method(globalThis, "fetch", (url, request) => server.fetch(url, request));
  const drawers = Array.from({ length: many }, () => new Drawer());
  const pages = drawers.map((drawer) => new Sync(new ServerStore("/api/", drawer), name));
  for (const page of pages) await page.start();
  return { server, pages, drawers };
}

/** Until all that is on its way has arrived. */
async function saved(...pages) {
  for (let i = 0; i < 6; i += 1) {
    mock.timers.tick(600);
    await new Promise((go) => setImmediate(go));
    await settle();
  }
  assert.deepEqual(pages.map((page) => page.dirty), pages.map(() => false));
}

test("answers given on two devices in the same half minute are all kept, and seen on both", async () => {
  const { server, pages: [one, two], drawers } = await devices(2);
  one.changed(sheet({ a: "1" }));
  await saved(one);
  two.changed(sheet({ b: "2" }));
  await saved(two);
  assert.deepEqual(server.kept.state, sheet({ a: "1", b: "2" }));
  one.changed(sheet({ a: "1", c: "3" }));
  await saved(one);
  assert.deepEqual(server.kept.state, sheet({ a: "1", b: "2", c: "3" }));
  assert.deepEqual(one.state, server.kept.state);
  assert.deepEqual(drawers.map((drawer) => Object.keys(drawer)), [[], []], "nothing waits that is saved");
});

test("the same question answered on two devices: the later answer stands, the other is put aside", async () => {
  const { server, pages: [one, two], drawers } = await devices(2);
  one.changed(sheet({ a: "one" }));
  await saved(one);
  two.changed(sheet({ a: "two" }));
  await saved(two);
  assert.deepEqual(server.kept.state, sheet({ a: "two" }));
  assert.match(JSON.stringify(drawers[1]), /"one|\\"one/);
});

test("an answer that was taken back stays taken back", async () => {
  const { server, pages: [one, two] } = await devices(2);
  one.changed(sheet({ a: "1", b: "2" }));
  await saved(one);
  one.changed(sheet({ b: "2" }));
  await saved(one);
  two.changed(sheet({ c: "3" }));
  await saved(two);
  assert.deepEqual(server.kept.state, sheet({ b: "2", c: "3" }));
});

test("what an earlier page could not send is sent, but for exercises that this page has itself", async () => {
  const waiting = [{ exercise: "quiz", id: "here" }, { exercise: "worksheet", id: "notes" }];
  const store = Object.assign(new Store(), { unsent: async () => waiting, kept: sheet({}) });
  store.load = async (asked) => ({ state: sheet({ a: asked.id }), saved: sheet({}) });
  await sendWaiting(store, ({ id }) => id === "here");
  assert.deepEqual(store.puts, [sheet({ a: "notes" })]);
});

test("a page that was left and whose last words arrived leaves nothing waiting", async () => {
  const storage = Object.create({
    getItem(key) { return Object.hasOwn(this, key) ? this[key] : null; },
    setItem(key, text) { this[key] = text; },
    removeItem(key) { delete this[key]; },
  });
  globalThis.location = { href: "http://127.0.0.1/book/home.html" };
  const store = new ServerStore("/api/", storage);
  store.note(name, sheet({ a: "last" }), sheet({}));
  assert.equal((await store.unsent()).length, 1);
  store.ask = async () => ({ state: sheet({ a: "last" }), saved_at: "2026-11-22T10:00:00Z" });
  await sendWaiting(store);
  assert.equal((await store.unsent()).length, 0);
});
