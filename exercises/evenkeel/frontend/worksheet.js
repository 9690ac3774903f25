/** A worksheet: the form of an assignment or of a private practice sheet. It never says what is right. */

import { match, order, pick } from "./controls.js";
import { keptNote, mount, yours } from "./frame.js";
import { isEmpty, isMatchOf, isOneOf, isSetOf, putAside, record } from "./state.js";
import { blocks, button, callout, fill, h, plain, uid } from "./ui.js";

/** @typedef {import("./types").Worksheet} Worksheet */
/** @typedef {import("./types").WorksheetState} WorksheetState */
/** @typedef {import("./types").Field} Field */
/** @typedef {import("./types").LogField} LogField */
/** @typedef {import("./types").LogRow} LogRow */
/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./frame.js").View} View */
/** @typedef {import("./controls.js").Control} Control */

const WORDS = {
  addRow: "Add a row",
  aim: "{words}. Aim for {min} to {max}.",
  aimAtMost: "{words}. Aim for {max} at most; more is not penalised.",
  upTo: "{words}. Up to {max}.",
  words: "{n} words",
  wordsOne: "1 word",
  brief: "The situation",
  choose: "Choose one.",
  clear: "Clear my choice",
  closed: "These are marked exactly, from what you choose, order or match:",
  full: "The log is full.",
  handIn: "Go to hand in",
  handInNote: "Your answers are saved as you go. Nothing is handed in until you do it yourself.",
  how: "How this is marked",
  howNote: "Each part below is judged from level 0 to level 3. Length, spelling and grammar are not judged.",
  level: "Level {n}",
  marks: "({n} marks)",
  noRows: "No rows yet.",
  note: "Before you start",
  private: "This sheet is private. It stays with you and is never handed in or marked.",
  remove: "Remove",
  removeRow: "row {n}",
  removed: "Row removed.",
  row: "Row {n}",
  rowText: "What happened, or what you did",
  rowTime: "Time",
  tick: "Tick all that fit.",
  unanswered: "Not answered yet",
  unmarked: "This answer is for you. It is never scored.",
  whatFor: "What it looks at",
};

const MAX = { text: 20000, row: 2000, time: 20 };
const WAIT = 800;

/** Words as a reader counts them: runs without a space that hold a letter or a figure. @param {string} text */
export const countWords = (text) => text.split(/\s+/).filter((part) => /[\p{L}\p{N}]/u.test(part)).length;

/** The count as a prompt. It never says that an answer is wrong. @param {number} count @param {number} min @param {number} max */
export function countPrompt(count, min, max) {
  const words = fill(count === 1 ? WORDS.wordsOne : WORDS.words, { n: count });
  const prompt = min && count < min ? WORDS.aim : count > max ? WORDS.aimAtMost : WORDS.upTo;
  return fill(prompt, { words, min, max });
}

/** @param {unknown} rows */
const isLog = (rows) =>
  Array.isArray(rows) && rows.length <= 50 && rows.every((row) => typeof record(row)?.time === "string" && typeof row.text === "string");

/** Whether an answer fits its field. @param {Field} field @param {unknown} answer */
export function fits(field, answer) {
  if (field.kind === "text") return typeof answer === "string";
  if (isEmpty(answer)) return true;
  if (field.kind === "choice") return isOneOf(answer, field.options);
  if (field.kind === "multichoice") return isSetOf(answer, field.options);
  if (field.kind === "ordering") return isSetOf(answer, field.items) && /** @type {any[]} */ (answer).length === field.items.length;
  if (field.kind === "matching") return isMatchOf(answer, field.left, field.right);
  return isLog(answer);
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
    else damaged = true;
  }
  if (damaged) state.kept = putAside(saved ?? { raw });
  else if (Array.isArray(saved?.kept)) state.kept = saved.kept;
  return { state, damaged };
}

/** An answer in words. @param {Field} field @param {Answer | undefined} answer */
export function answerWords(field, answer) {
  if (isEmpty(answer)) return WORDS.unanswered;
  const name = (/** @type {unknown} */ id, /** @type {import("./types").Choosable[]} */ options) =>
    plain(options.find((option) => option.id === id)?.text);
  if (field.kind === "log") return /** @type {LogRow[]} */ (answer).map(({ time, text }) => `${time}  ${text}`).join("\n");
  if (field.kind === "matching")
    return Object.entries(record(answer) ?? {}).map(([a, b]) => `${name(a, field.left)} -> ${name(b, field.right)}`).join("\n");
  if (field.kind === "ordering") return /** @type {string[]} */ (answer).map((id, i) => `${i + 1}. ${name(id, field.items)}`).join("\n");
  if (field.kind === "text") return String(answer);
  return (Array.isArray(answer) ? answer : [answer]).map((id) => name(id, field.options)).join("\n");
}

/** The answers as a text to keep. @param {Worksheet} worksheet @param {WorksheetState} state */
export const readable = (worksheet, state) =>
  `${worksheet.title}\n\n${worksheet.fields.map((field) => `${field.label}\n${answerWords(field, state.fields[field.id])}`).join("\n\n")}\n`;

/**
 * @param {import("./types").TextField} field @param {Answer | undefined} answer
 * @param {(answer: Answer) => void} changed @param {string} hint the id of the guidance
 * @returns {Control}
 */
function writing(field, answer, changed, hint) {
  const count = h("p", { class: "ek-hint ek-wordcount", id: uid() });
  const show = () => { count.textContent = countPrompt(countWords(box.value), field.min_words, field.max_words); };
  const box = h("textarea", {
    id: uid(), rows: Math.min(12, Math.max(3, Math.round(field.max_words / 18))), maxlength: MAX.text, "aria-describedby": `${hint} ${count.id}`,
    input: () => { show(); changed(box.value); },
  });
  const set = (/** @type {Answer | undefined} */ value) => {
    box.value = typeof value === "string" ? value : "";
    show();
  };
  set(answer);
  return { el: h("div", {}, box, count), set, lock: () => { box.readOnly = true; } };
}

/**
 * Rows of time and text, added and removed with buttons.
 * @param {LogField} field @param {Answer | undefined} answer
 * @param {(answer: Answer) => void} changed @param {View} view
 * @returns {Control}
 */
function logbook(field, answer, changed, view) {
  /** @type {LogRow[]} */
  let rows = [];
  const list = h("ol", { class: "ek-rows" });
  const add = button(WORDS.addRow, "plain", () => {
    rows = [...rows, { time: "", text: "" }];
    draw();
    list.lastElementChild?.querySelector("input")?.focus();
    tell();
  });
  const tell = () => changed(rows.filter(({ time, text }) => time || text));
  const row = (/** @type {LogRow} */ entry, /** @type {number} */ i) => {
    const put = (/** @type {Partial<LogRow>} */ change) => {
      rows = rows.map((each, place) => (place === i ? { ...each, ...change } : each));
      tell();
      count.textContent = words(rows[i].text);
    };
    const words = (/** @type {string} */ text) => countPrompt(countWords(text), 0, field.max_words_per_row);
    const count = h("p", { class: "ek-hint", id: uid() }, words(entry.text));
    const time = h("input", { type: "text", id: uid(), maxlength: MAX.time, autocomplete: "off", input: () => put({ time: time.value }) });
    const text = h("textarea", { id: uid(), rows: 2, maxlength: MAX.row, "aria-describedby": count.id, input: () => put({ text: text.value }) });
    time.value = entry.time;
    text.value = entry.text;
    const number = h("span", { class: "ek-sr" }, `${fill(WORDS.row, { n: i + 1 })} `);
    return h("li", {},
      h("div", { class: "ek-time" }, h("label", { for: time.id }, number, WORDS.rowTime), time),
      h("div", { class: "ek-grow" }, h("label", { for: text.id }, number.cloneNode(true), WORDS.rowText), text, count),
      h("button", { type: "button", class: "ek-button ek-quiet", click: () => remove(i) }, WORDS.remove, h("span", { class: "ek-sr" }, ` ${fill(WORDS.removeRow, { n: i + 1 })}`)));
  };
  function remove(/** @type {number} */ i) {
    rows = rows.filter((_, place) => place !== i);
    draw();
    tell();
    view.say(WORDS.removed);
    const next = list.children[Math.min(i, rows.length - 1)];
    (next?.querySelector("input") ?? add).focus();
  }
  function draw() {
    list.replaceChildren(...rows.map(row));
    none.hidden = rows.length > 0;
    add.hidden = rows.length >= field.max_rows;
    full.hidden = !add.hidden;
  }
  const none = h("p", { class: "ek-hint" }, WORDS.noRows);
  const full = h("p", { class: "ek-hint" }, WORDS.full);
  const set = (/** @type {Answer | undefined} */ value) => {
    rows = isLog(value) ? /** @type {LogRow[]} */ (value) : [];
    draw();
  };
  set(answer);
  return { el: h("div", {}, none, list, add, full), set, lock: () => {} };
}

/** @param {Field} field @param {View} view @param {Answer | undefined} answer @param {(answer: Answer) => void} changed @param {string} hint */
function control(field, view, answer, changed, hint) {
  const { root } = view.host;
  if (field.kind === "text") return writing(field, answer, changed, hint);
  if (field.kind === "log") return logbook(field, answer, changed, view);
  if (field.kind === "ordering") return order({ items: field.items, root, say: view.say }, answer, changed);
  if (field.kind === "matching") return match({ left: field.left, right: field.right, root }, answer, changed);
  return pick({ options: field.options, many: field.kind === "multichoice", root }, answer, changed);
}

/** @param {Worksheet} worksheet @param {View} view */
function marking(worksheet, view) {
  const label = (/** @type {string} */ id) => worksheet.fields.find((field) => field.id === id)?.label ?? id;
  const closed = worksheet.fields.filter((field) => "points" in field && field.points > 0);
  const one = (/** @type {import("./types").Criterion} */ { title, weight, fields, levels }) =>
    h("div", { class: "ek-criterion" },
      h("table", {}, h("caption", {}, h("strong", {}, title), ` ${fill(WORDS.marks, { n: weight })}`),
        h("tbody", {}, levels.map((level, i) => h("tr", {}, h("th", { scope: "row" }, fill(WORDS.level, { n: i })), h("td", {}, blocks(level, view.host.root)))))),
      h("p", { class: "ek-hint" }, `${WORDS.whatFor}: ${fields.map(label).join("; ")}`));
  return h("details", { class: "ek-marking" }, h("summary", {}, WORDS.how),
    h("p", {}, WORDS.howNote), worksheet.criteria.map(one),
    closed.length > 0 && h("p", {}, WORDS.closed), closed.length > 0 && h("ul", {}, closed.map((field) => h("li", {}, `${field.label} ${fill(WORDS.marks, { n: "points" in field ? field.points : 0 })}`))));
}

/** @param {View} view */
function build(view) {
  /** @type {Worksheet} */
  const worksheet = view.model.get("spec");
  const { root } = view.host;
  let { state, damaged } = restored(worksheet, view.model.get("state"));
  let timer = 0;
  /** @type {Record<string, Answer>} answers typed and not yet passed on */
  let waiting = {};
  const notice = h("div");
  /** @type {Map<string, Control>} */
  const controls = new Map();

  const flush = () => {
    clearTimeout(timer);
    if (!Object.keys(waiting).length) return;
    const fields = { ...state.fields, ...waiting };
    for (const [id, answer] of Object.entries(waiting)) if (isEmpty(answer)) delete fields[id];
    waiting = {};
    state = { ...state, fields };
    view.write(state);
  };
  const later = (/** @type {string} */ id, /** @type {Answer} */ answer) => {
    waiting[id] = answer;
    clearTimeout(timer);
    timer = setTimeout(flush, WAIT);
  };

  /** @param {Field} field */
  function fieldset(field) {
    const hint = h("div", { class: "ek-hint", id: uid() }, blocks(field.guidance, root),
      field.kind === "text" && !field.marked && h("p", {}, h("strong", {}, WORDS.unmarked)),
      field.kind === "choice" && h("p", {}, WORDS.choose), field.kind === "multichoice" && h("p", {}, WORDS.tick));
    const one = control(field, view, state.fields[field.id], (answer) => { later(field.id, answer); clear(); }, hint.id);
    controls.set(field.id, one);
    const wipe = button(WORDS.clear, "quiet", () => {
      one.set(undefined);
      later(field.id, "");
      clear();
      one.el.querySelector("input")?.focus();
    });
    const clear = () => { wipe.hidden = field.kind !== "choice" || isEmpty(waiting[field.id] ?? state.fields[field.id]); };
    clear();
    controls.set(field.id, { ...one, set: (value) => { one.set(value); clear(); } });
    if (field.kind !== "text")
      return h("fieldset", { class: "ek-field", "aria-describedby": hint.id }, h("legend", {}, field.label), hint, one.el, wipe);
    return h("div", { class: "ek-field" }, h("label", { class: "ek-label", for: one.el.querySelector("textarea")?.id }, field.label), hint, one.el);
  }

  const restore = () => {
    const now = restored(worksheet, view.model.get("state"));
    ({ damaged } = now);
    state = now.state;
    notice.replaceChildren(damaged ? keptNote() : "");
    const active = /** @type {Document | ShadowRoot} */ (view.root.getRootNode()).activeElement;
    for (const [id, one] of controls)
      if (!(id in waiting) && !one.el.contains(active)) one.set(state.fields[id]);
  };
  view.onRestore(restore);

  const assessed = worksheet.kind !== "practice";
  const link = view.host.handin && assessed ? h("a", { class: "ek-handin", href: view.host.handin, hidden: isEmpty(state.fields) }, WORDS.handIn) : null;
  const saved = () => { if (link && view.model.get("save")?.status === "saved") link.hidden = false; };
  view.model.on("change:save", saved);
  // in the capture phase, so that the host, which listens too, finds the last words when it saves
  const leaving = ["pagehide", "visibilitychange"];
  for (const event of leaving) addEventListener(event, flush, true);
  view.stop.push(flush, () => leaving.forEach((event) => removeEventListener(event, flush, true)), () => view.model.off("change:save", saved));
  saved();

  const form = h("form", { novalidate: true, submit: (event) => event.preventDefault(), focusout: flush, change: () => setTimeout(flush) },
    worksheet.fields.map(fieldset));
  const erased = () => {
    clearTimeout(timer);
    waiting = {};
    ({ state, damaged } = restored(worksheet, {}));
    notice.replaceChildren();
    for (const one of controls.values()) one.set(undefined);
  };
  notice.replaceChildren(damaged ? keptNote() : "");
  view.root.append(...[
    view.heading(0, { class: "ek-title" }, worksheet.title), notice,
    worksheet.content_note && callout("note", h("strong", {}, WORDS.note), blocks(worksheet.content_note, root)),
    h("p", { class: "ek-hint" }, assessed ? WORDS.handInNote : WORDS.private),
    view.heading(1, { class: "ek-section" }, WORDS.brief), h("div", { class: "ek-brief" }, blocks(worksheet.brief, root)),
    worksheet.criteria.length > 0 && marking(worksheet, view), form,
    h("div", { class: "ek-foot" }, view.status(), link, yours(view, worksheet.id, () => { flush(); return readable(worksheet, state); }, erased)),
  ].filter((part) => part instanceof Node));
}

export default { render: (/** @type {import("./types").Context} */ context) => mount(context, build) };
