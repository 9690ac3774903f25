/** Rows of small fields: a log or a list that the learner makes longer and shorter, or a table with fixed rows. */

import { record } from "./state.js";
import { button, fill, h, uid } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Row} Row */
/** @typedef {import("./frame.js").View} View */
/** @typedef {import("./controls.js").Control} Control */
/** @typedef {{ id: string, label: string, kind: "text" | "short" | "time" | "date" }} Column */

const WORDS = {
  addRow: _("Add a row"),
  atLeast: _("Aim for {n} rows or more."),
  full: _("There is no room for another row."),
  noRows: _("No rows yet."),
  remove: _("Remove"),
  removeRow: _("row {n}"),
  removed: _("Row removed."),
  row: _("Row {n}"),
};
const MAX = { text: 2000, short: 20, time: 20, date: 20 };

/** @param {unknown} row @param {{ id: string }[]} columns */
const isRow = (row, columns) => {
  const cells = record(row);
  return !!cells && Object.entries(cells).every(([id, text]) => typeof text === "string" && columns.some((column) => column.id === id));
};

/** @param {unknown} rows @param {{ id: string }[]} columns */
export const isRows = (rows, columns) => Array.isArray(rows) && rows.length <= 50 && rows.every((row) => isRow(row, columns));

/** @param {unknown} table @param {{ id: string }[]} rows @param {{ id: string }[]} columns */
export function isTable(table, rows, columns) {
  const found = record(table);
  return !!found && Object.entries(found).every(([id, row]) => rows.some((each) => each.id === id) && isRow(row, columns));
}

/** A row in words. @param {Row | undefined} row @param {{ id: string }[]} columns */
export const rowWords = (row, columns) => columns.map(({ id }) => row?.[id]).filter(Boolean).join("  ");

/**
 * One labelled field of a row.
 * @param {Column} column @param {string} row the row's name, for those who hear the label alone
 * @param {string} value @param {(value: string) => void} put @param {((text: string) => string) | undefined} [prompt]
 */
function cell(column, row, value, put, prompt) {
  const count = prompt && column.kind === "text" ? h("p", { class: "ek-hint", id: uid() }, prompt(value)) : null;
  const shared = { id: uid(), maxlength: MAX[column.kind], autocomplete: "off", "aria-describedby": count?.id };
  const input = () => { put(box.value); count?.replaceChildren(prompt?.(box.value) ?? ""); };
  const box = column.kind === "text"
    ? h("textarea", { ...shared, rows: 2, input })
    : h("input", { ...shared, type: column.kind === "short" ? "text" : column.kind, input });
  box.value = value;
  return h("div", { class: column.kind === "text" ? "ek-grow" : "ek-time" },
    h("label", { for: box.id }, h("span", { class: "ek-sr" }, `${row} `), column.label), box, count);
}

/** @param {Row} row */
const filled = (row) => Object.values(row).some(Boolean);

/**
 * Rows added and removed with buttons.
 * @param {{ columns: Column[], min: number, max: number, prompt?: (text: string) => string }} question
 * @param {Answer | undefined} answer @param {(answer: Answer) => void} changed @param {View} view
 * @returns {Control}
 */
export function rows({ columns, min, max, prompt }, answer, changed, view) {
  /** @type {Row[]} */
  let all = [];
  const list = h("ol", { class: "ek-rows" });
  const empty = () => Object.fromEntries(columns.map(({ id }) => [id, ""]));
  const add = button(WORDS.addRow, "plain", () => {
    all = [...all, empty()];
    draw();
    list.lastElementChild?.querySelector(/** @type {"input"} */ ("input, textarea"))?.focus();
    tell();
  });
  const tell = () => changed(all.filter(filled));
  const row = (/** @type {Row} */ entry, /** @type {number} */ i) => {
    const put = (/** @type {string} */ id, /** @type {string} */ value) => {
      all = all.map((each, place) => (place === i ? { ...each, [id]: value } : each));
      tell();
    };
    return h("li", {},
      columns.map((column) => cell(column, fill(WORDS.row, { n: i + 1 }), entry[column.id] ?? "", (value) => put(column.id, value), prompt)),
      h("button", { type: "button", class: "ek-button ek-quiet", click: () => remove(i) }, WORDS.remove, h("span", { class: "ek-sr" }, ` ${fill(WORDS.removeRow, { n: i + 1 })}`)));
  };
  function remove(/** @type {number} */ i) {
    all = all.filter((_, place) => place !== i);
    draw();
    tell();
    view.say(WORDS.removed);
    const next = list.children[Math.min(i, all.length - 1)];
    (next?.querySelector(/** @type {"input"} */ ("input, textarea")) ?? add).focus();
  }
  function draw() {
    list.replaceChildren(...all.map(row));
    none.hidden = all.length > 0;
    add.hidden = all.length >= max;
    full.hidden = !add.hidden;
  }
  const none = h("p", { class: "ek-hint" }, WORDS.noRows);
  const full = h("p", { class: "ek-hint" }, WORDS.full);
  const wish = min > 1 ? h("p", { class: "ek-hint" }, fill(WORDS.atLeast, { n: min })) : null;
  const set = (/** @type {Answer | undefined} */ value) => {
    all = isRows(value, columns) ? /** @type {Row[]} */ (value) : [];
    draw();
  };
  set(answer);
  return { el: h("div", {}, wish, none, list, add, full), set, lock: () => {} };
}

/**
 * Fixed rows, each with the same fields under its own name.
 * @param {{ rows: { id: string, label: string }[], columns: { id: string, label: string }[] }} question
 * @param {Answer | undefined} answer @param {(answer: Answer) => void} changed
 * @returns {Control}
 */
export function table({ rows: lines, columns }, answer, changed) {
  /** @type {Record<string, Row>} */
  let all = {};
  const list = h("div", { class: "ek-rows ek-fixed" });
  const tell = () => changed(Object.fromEntries(Object.entries(all).filter(([, row]) => filled(row))));
  const line = (/** @type {{ id: string, label: string }} */ { id, label }) => {
    const name = h("p", { class: "ek-rowname", id: uid() }, label);
    const put = (/** @type {string} */ column, /** @type {string} */ value) => {
      all = { ...all, [id]: { ...all[id], [column]: value } };
      tell();
    };
    return h("div", { role: "group", "aria-labelledby": name.id }, name,
      columns.map((column) => cell({ ...column, kind: "text" }, `${label}:`, all[id]?.[column.id] ?? "", (value) => put(column.id, value))));
  };
  const set = (/** @type {Answer | undefined} */ value) => {
    all = isTable(value, lines, columns) ? /** @type {Record<string, Row>} */ (value) : {};
    list.replaceChildren(...lines.map(line));
  };
  set(answer);
  return { el: h("div", {}, list), set, lock: () => {} };
}
