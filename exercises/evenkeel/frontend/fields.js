/** The fields of a worksheet: whether an answer fits, the answer in words, and the way to give it. */

import { match, order, pick } from "./controls.js";
import { fitting, isPlay, playControl, playWords, quizControl } from "./graded.js";
import { answerWords } from "./kinds.js";
import { isRows, isTable, rows, rowWords, table } from "./grid.js";
import { isEmpty, isMatchOf, isOneOf, isSetOf, putAside, record } from "./state.js";
import { sharing } from "./sharing.js";
import { fill, h, plain, uid } from "./ui.js";
import { _, plural } from "./words.js";

/** @typedef {import("./types").Worksheet} Worksheet */
/** @typedef {import("./types").WorksheetState} WorksheetState */
/** @typedef {import("./types").Field} Field */
/** @typedef {import("./types").Row} Row */
/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./frame.js").View} View */
/** @typedef {import("./controls.js").Control} Control */

const WORDS = {
  aim: _("{words}. Aim for {min} to {max}."),
  aimAtMost: _("{words}. Aim for {max} at most; more is not penalised."),
  logText: _("What happened, or what you did"),
  logTime: _("Time"),
  unanswered: _("Not answered yet"),
  upTo: _("{words}. Up to {max}."),
  words: plural("{n} word", "{n} words"),
};

const LONGEST = 20000;

/** A log is a list of rows with these columns. @type {import("./grid.js").Column[]} */
const LOG = [{ id: "time", label: WORDS.logTime, kind: "short" }, { id: "text", label: WORDS.logText, kind: "text" }];

/** Words as a reader counts them: runs without a space that hold a letter or a figure. @param {string} text */
export const countWords = (text) => text.split(/\s+/).filter((part) => /[\p{L}\p{N}]/u.test(part)).length;

/** The count as a prompt. It never says that an answer is wrong. @param {number} count @param {number} min @param {number} max */
export function countPrompt(count, min, max) {
  const words = fill(WORDS.words, { n: count });
  const prompt = min && count < min ? WORDS.aim : count > max ? WORDS.aimAtMost : WORDS.upTo;
  return fill(prompt, { words, min, max });
}

/** @param {unknown} text */
const isDay = (text) => {
  const day = typeof text === "string" && /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(text) : null;
  // the browser takes the 30th of February for the 2nd of March
  return !!day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(String(text));
};

/** Whether an answer fits its field. @param {Field} field @param {unknown} answer @returns {boolean} */
export function fits(field, answer) {
  if (field.kind === "text") return typeof answer === "string";
  if (isEmpty(answer)) return true;
  switch (field.kind) {
    case "choice": return isOneOf(answer, field.options);
    case "multichoice": return isSetOf(answer, field.options);
    case "ordering": return isSetOf(answer, field.items) && /** @type {any[]} */ (answer).length === field.items.length;
    case "matching": return isMatchOf(answer, field.left, field.right);
    case "log": return isRows(answer, LOG);
    case "rows": return isRows(answer, field.columns);
    case "table": return isTable(answer, field.rows, field.columns);
    case "date": return isDay(answer);
    case "quiz": return !!record(answer) && Object.keys(fitting(field, answer)).length === Object.keys(record(answer) ?? {}).length;
    case "scenario": return isPlay(field, answer);
  }
}

/**
 * The part of a saved state that fits the worksheet; `damaged` when some of it did not.
 * @param {Worksheet} worksheet @param {unknown} raw
 * @returns {{ state: WorksheetState, damaged: boolean }}
 */
export function restored(worksheet, raw) {
  const saved = record(raw);
  const fields = record(saved?.fields);
  const empty = raw === null || raw === undefined || (!!saved && !Object.keys(saved).length);
  let damaged = !empty && (saved?.schema !== 1 || !fields);
  /** @type {WorksheetState} */
  const state = { schema: 1, fields: {} };
  for (const [id, answer] of Object.entries((!damaged && fields) || {})) {
    const field = worksheet.fields.find((each) => each.id === id);
    if (field && fits(field, answer)) state.fields[id] = answer;
    else {
      damaged = true;
      // one item that changed must not cost the answers to the others
      if (field?.kind === "quiz" && Object.keys(fitting(field, answer)).length) state.fields[id] = fitting(field, answer);
    }
  }
  if (damaged) state.kept = putAside(saved ?? { raw });
  else if (Array.isArray(saved?.kept)) state.kept = saved.kept;
  return { state, damaged };
}

/** An answer in words. @param {Field} field @param {Answer | undefined} answer @returns {string} */
export function fieldWords(field, answer) {
  if (isEmpty(answer)) return WORDS.unanswered;
  const name = (/** @type {unknown} */ id, /** @type {import("./types").Choosable[]} */ options) =>
    plain(options.find((option) => option.id === id)?.text);
  const all = record(answer) ?? {};
  switch (field.kind) {
    case "log": return /** @type {Row[]} */ (answer).map((row) => rowWords(row, LOG)).join("\n");
    case "rows": return /** @type {Row[]} */ (answer).map((row) => rowWords(row, field.columns)).join("\n");
    case "table": return field.rows.map(({ id, label }) => `${label}: ${rowWords(all[id], field.columns)}`).join("\n");
    case "matching": return Object.entries(all).map(([a, b]) => `${name(a, field.left)} -> ${name(b, field.right)}`).join("\n");
    case "ordering": return /** @type {string[]} */ (answer).map((id, i) => `${i + 1}. ${name(id, field.items)}`).join("\n");
    case "quiz": return field.items.map((item, i) => `${i + 1}. ${plain(item.stem).trim()}\n   ${answerWords(item, all[item.id])}`).join("\n");
    case "scenario": return playWords(field, answer);
    case "choice": case "multichoice": return [answer].flat().map((id) => name(id, field.options)).join("\n");
    default: return String(answer);
  }
}

/** The answers as a text to keep. @param {Worksheet} worksheet @param {WorksheetState} state */
export const readable = (worksheet, state) =>
  `${worksheet.title}\n\n${worksheet.fields.map((field) => `${field.label}\n${fieldWords(field, state.fields[field.id])}`).join("\n\n")}\n`;

/**
 * @param {import("./types").TextField} field @param {Answer | undefined} answer
 * @param {(answer: Answer) => void} changed @param {string} hint the id of the guidance
 * @returns {Control}
 */
function writing(field, answer, changed, hint) {
  const count = h("p", { class: "ek-hint ek-wordcount", id: uid() });
  const shared = field.anonymous ? sharing() : null;
  const show = (soon = false) => {
    count.textContent = countPrompt(countWords(box.value), field.min_words, field.max_words);
    shared?.look(box.value, soon);
  };
  const box = h("textarea", {
    id: uid(), rows: Math.min(12, Math.max(3, Math.round(field.max_words / 18))), maxlength: LONGEST, "aria-describedby": `${hint} ${count.id}`,
    input: () => { show(); changed(box.value); },
  });
  const set = (/** @type {Answer | undefined} */ value) => {
    box.value = typeof value === "string" ? value : "";
    show(true);
  };
  set(answer);
  return { el: h("div", {}, box, count, shared?.el ?? null), set, lock: () => { box.readOnly = true; } };
}

/**
 * The browser's own date field.
 * @param {Answer | undefined} answer @param {(answer: Answer) => void} changed @param {string} hint @returns {Control}
 */
function day(answer, changed, hint) {
  const box = h("input", { type: "date", id: uid(), max: "9999-12-31", "aria-describedby": hint, input: () => changed(box.value) });
  const set = (/** @type {Answer | undefined} */ value) => { box.value = isDay(value) ? String(value) : ""; };
  set(answer);
  return { el: h("div", { class: "ek-time" }, box), set, lock: () => { box.readOnly = true; } };
}

/**
 * @param {Field} field @param {View} view @param {Answer | undefined} answer @param {(answer: Answer) => void} changed @param {string} hint
 * @returns {Control}
 */
export function control(field, view, answer, changed, hint) {
  const { root } = view.host;
  switch (field.kind) {
    case "text": return writing(field, answer, changed, hint);
    case "date": return day(answer, changed, hint);
    case "log": {
      const prompt = (/** @type {string} */ text) => countPrompt(countWords(text), 0, field.max_words_per_row);
      return rows({ columns: LOG, min: field.min_rows, max: field.max_rows, prompt }, answer, changed, view);
    }
    case "rows": return rows({ columns: field.columns, min: field.min_rows, max: field.max_rows }, answer, changed, view);
    case "table": return table(field, answer, changed);
    case "quiz": return quizControl(field, answer, changed, view);
    case "scenario": return playControl(field, answer, changed, view);
    case "ordering": return order({ items: field.items, root, say: view.say }, answer, changed);
    case "matching": return match({ left: field.left, right: field.right, root }, answer, changed);
    default: return pick({ options: field.options, many: field.kind === "multichoice", root }, answer, changed);
  }
}
