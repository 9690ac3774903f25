/** A quiz: one item at a time, checked at once, with a result at the end. The rules follow evenkeel/scoring.py. */

import { badge, blocks, button, callout, confirming, fill, focus, h, icon, inline, isEmpty, isMatchOf, isOneOf, isSetOf, keptNote, match, mount, order, pick, picture, plain, putAside, record, uid, yours } from "./ui.js";

/** @typedef {import("./types").Quiz} Quiz */
/** @typedef {import("./types").Item} Item */
/** @typedef {import("./types").Option} Option */
/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").QuizState} QuizState */
/** @typedef {import("./types").ItemState} ItemState */
/** @typedef {import("./ui.js").Mark} Mark */
/** @typedef {import("./ui.js").View} View */

const WORDS = {
  again: "Start again",
  againAsk: "Start again from the first question? Your answers to this quiz will be cleared.",
  againYes: "Yes, start again",
  and: " and ",
  back: "Back",
  check: "Check my answer",
  counted: {
    extra: "{detail}, and {n} that do not fit",
    extraOne: "{detail}, and 1 that does not fit",
    found: "{n} of {all} answers found",
    matched: "{n} of {all} matched",
    pairs: "{n} of {all} pairs in the right order",
  },
  empty: {
    single: "Choose an answer first. A guess is fine: you can try again.",
    "true-false": "Choose true or false first. A guess is fine: you can try again.",
    multiple: "Tick at least one answer first.",
    ordering: "Move at least one line first, or choose “Keep this order”.",
    matching: "Make at least one match first.",
  },
  explanation: "Why",
  hint: {
    single: "Choose one.",
    "true-false": "Choose one.",
    multiple: "Choose all that fit.",
    ordering: "Put these in order with the Up and Down buttons.",
    matching: "Choose a match for each.",
  },
  inPlace: "In its place",
  key: "The answer",
  missed: "Also an answer",
  next: "Next question",
  none: "Not answered",
  note: "Before you start",
  notInPlace: "Not in its place yet",
  notThis: "Not this one",
  others: "What the other answers would mean",
  othersOrdering: "Why each one goes where it does",
  othersMatching: "Why the others match as they do",
  part: "Partly right",
  points: "{n} of {all} points",
  question: "Question {n}",
  questionOf: "Question {n} of {all}",
  questions: "Questions",
  result: "Your result",
  revisit: "Worth another look: questions {list}.",
  revisitOne: "Worth another look: question {list}.",
  right: "Right",
  seeResult: "See your result",
  skip: "Skip for now",
  tryAgain: "Try again",
  true: "True",
  false: "False",
  unchecked: "Answered, not checked",
  well: "Every question is right. Well done.",
  wrong: "Not right yet",
  yourAnswer: "Your answer",
};

/** @param {unknown} answer */
const ids = (answer) =>
  Array.isArray(answer) ? [...new Set(answer.filter((id) => typeof id === "string"))] : [];

/** @param {number} part @param {number} whole */
const share = (part, whole) => (whole ? Math.max(0, part / whole) : 0);

/** All or nothing. @param {string} key @param {unknown} answer */
export const single = (key, answer) => (answer === key ? 1 : 0);

/** Right minus wrong. @param {string[]} keys @param {unknown} answer */
export function multiple(keys, answer) {
  const right = new Set(keys);
  const ticked = ids(answer);
  const hits = ticked.filter((id) => right.has(id)).length;
  return share(2 * hits - ticked.length, right.size);
}

/** How many pairs there are and how many stand in the right order. @param {string[]} key @param {unknown} answer */
function pairs(key, answer) {
  const given = ids(answer);
  let right = 0;
  for (let i = 0; i < key.length; i += 1)
    for (let j = i + 1; j < key.length; j += 1) {
      const first = given.indexOf(key[i]);
      if (first >= 0 && first < given.indexOf(key[j])) right += 1;
    }
  return { right, all: (key.length * (key.length - 1)) / 2 };
}

/** Ordered pairs. @param {string[]} key @param {unknown} answer */
export function ordering(key, answer) {
  const { right, all } = pairs(key, answer);
  return share(2 * right - all, all);
}

/** @param {Record<string, string>} key @param {unknown} answer */
const matches = (key, answer) =>
  Object.entries(key).filter(([left, right]) => record(answer)?.[left] === right).length;

/** Per match. @param {Record<string, string>} key @param {unknown} answer */
export const matching = (key, answer) => share(matches(key, answer), Object.keys(key).length);

/** Credit from 0 to 1 for any answer, odd ones included. @param {Item} item @param {unknown} answer */
export function itemCredit(item, answer) {
  if (item.type === "single") return single(item.key, answer);
  if (item.type === "multiple") return multiple(item.keys, answer);
  if (item.type === "ordering") return ordering(item.order, answer);
  if (item.type === "matching") return matching(item.key, answer);
  return single(String(item.key), answer);
}

/** Half up, to one decimal; a billionth makes up for thirds kept as floats. @param {number} mark */
export const roundMark = (mark) => Math.floor(mark * 10 + 0.5 + 1e-9) / 10;

/** The sum, rounded once. @param {Quiz} quiz @param {QuizState} state */
export function score(quiz, state) {
  const sum = quiz.items.reduce((total, item) => {
    const kept = state.items[item.id];
    return total + (kept?.checked ? item.points * itemCredit(item, kept.answer) : 0);
  }, 0);
  return { points: roundMark(sum), max: quiz.items.reduce((total, item) => total + item.points, 0) };
}

/** @param {Item} item @returns {Option[]} */
export function optionsOf(item) {
  if (item.type === "single" || item.type === "multiple") return item.options;
  if (item.type === "ordering") return item.items;
  if (item.type === "matching") return item.left;
  return [
    { id: "true", text: [{ t: "text", v: WORDS.true }], feedback: item.feedback_true },
    { id: "false", text: [{ t: "text", v: WORDS.false }], feedback: item.feedback_false },
  ];
}

/** The order shown at first: the author's own, turned round by half when that would give the answer away.
 * @param {import("./types").OrderingItem} item */
export function firstOrder(item) {
  const shown = item.items;
  if (shown.some((option, i) => option.id !== item.order[i])) return shown;
  const half = Math.ceil(shown.length / 2);
  return [...shown.slice(half), ...shown.slice(0, half)];
}

/** @param {Item} item @param {unknown} answer */
function fits(item, answer) {
  if (isEmpty(answer)) return true;
  if (item.type === "multiple") return isSetOf(answer, item.options);
  if (item.type === "ordering") return isSetOf(answer, item.items) && /** @type {any[]} */ (answer).length === item.items.length;
  if (item.type === "matching") return isMatchOf(answer, item.left, item.right);
  return isOneOf(answer, optionsOf(item));
}

/**
 * The part of a saved state that fits the quiz; `damaged` when some of it did not.
 * @param {Quiz} quiz @param {unknown} raw
 * @returns {{ state: QuizState, damaged: boolean }}
 */
export function restored(quiz, raw) {
  const saved = record(raw);
  const items = record(saved?.items);
  /** @type {QuizState} */
  const state = { schema: 1, position: 0, items: {} };
  const empty = raw === null || raw === undefined || (!!saved && !Object.keys(saved).length);
  let damaged = !empty && (!saved || saved.schema !== 1 || !items);
  if (!damaged && saved && items) {
    const { position } = saved;
    if (Number.isInteger(position) && position >= 0 && position <= quiz.items.length) state.position = position;
    else damaged = true;
    for (const id of Object.keys(items)) {
      const item = quiz.items.find((each) => each.id === id);
      const kept = item && itemState(item, items[id]);
      if (kept) state.items[id] = kept;
      else damaged = true;
    }
  }
  if (damaged) state.kept = putAside(saved ?? { raw });
  else if (Array.isArray(saved?.kept)) state.kept = saved.kept;
  return { state, damaged };
}

/** @param {Item} item @param {unknown} raw @returns {ItemState | null} */
function itemState(item, raw) {
  const kept = record(raw);
  if (!kept || !fits(item, kept.answer)) return null;
  const checked = kept.checked === true && !isEmpty(kept.answer);
  const attempts = Number.isInteger(kept.attempts) && kept.attempts > 0 ? kept.attempts : 0;
  return { answer: kept.answer, checked, attempts, credit: checked ? itemCredit(item, kept.answer) : 0 };
}

/** How an item stands. @param {ItemState | undefined} kept @returns {Mark} */
export function standing(kept) {
  if (!kept || isEmpty(kept.answer)) return { tone: "none", text: WORDS.none };
  if (!kept.checked) return { tone: "none", text: WORDS.unchecked };
  if (kept.credit >= 1) return { tone: "right", text: WORDS.right };
  return kept.credit > 0 ? { tone: "part", text: WORDS.part } : { tone: "wrong", text: WORDS.wrong };
}

/** Credit in words. @param {Item} item @param {Answer} answer */
export function verdict(item, answer) {
  const { text } = standing({ answer, checked: true, attempts: 1, credit: itemCredit(item, answer) });
  const detail = counted(item, answer);
  return text === WORDS.right || !detail ? text : `${text}: ${detail}`;
}

/** @param {Item} item @param {Answer} answer */
function counted(item, answer) {
  if (item.type === "matching") return fill(WORDS.counted.matched, { n: matches(item.key, answer), all: item.left.length });
  if (item.type === "ordering") {
    const { right, all } = pairs(item.order, answer);
    return fill(WORDS.counted.pairs, { n: right, all });
  }
  if (item.type !== "multiple") return "";
  const hits = ids(answer).filter((id) => item.keys.includes(id)).length;
  const extra = ids(answer).length - hits;
  const detail = fill(WORDS.counted.found, { n: hits, all: item.keys.length });
  return extra ? fill(extra === 1 ? WORDS.counted.extraOne : WORDS.counted.extra, { detail, n: extra }) : detail;
}

/** A mark for each part of an answer, by id. @param {Item} item @param {Answer} answer */
export function marks(item, answer) {
  /** @type {Record<string, Mark>} */
  const found = {};
  const put = (/** @type {string} */ id, /** @type {boolean} */ right, yes = WORDS.right, no = WORDS.notThis) => {
    found[id] = { tone: right ? "right" : "wrong", text: right ? yes : no };
  };
  if (item.type === "ordering") item.order.forEach((id, i) => put(id, ids(answer)[i] === id, WORDS.inPlace, WORDS.notInPlace));
  else if (item.type === "matching") {
    for (const { id } of item.left) {
      const given = record(answer)?.[id];
      if (given) put(id, given === item.key[id]);
      else found[id] = { tone: "none", text: WORDS.none };
    }
  } else {
    const key = keysOf(item);
    for (const id of Array.isArray(answer) ? ids(answer) : [String(answer)]) put(id, key.includes(id));
  }
  return found;
}

/** @param {Item} item */
const keysOf = (item) => (item.type === "multiple" ? item.keys : item.type === "single" || item.type === "true-false" ? [String(item.key)] : []);

/** An answer in words. @param {Item} item @param {Answer | undefined} answer */
export function answerWords(item, answer) {
  if (isEmpty(answer)) return WORDS.none;
  const name = (/** @type {unknown} */ id, options = /** @type {import("./types").Choosable[]} */ (optionsOf(item))) =>
    plain(options.find((option) => option.id === id)?.text);
  if (item.type === "matching")
    return Object.entries(record(answer) ?? {}).map(([a, b]) => `${name(a)} -> ${name(b, item.right)}`).join("; ");
  return (Array.isArray(answer) ? answer : [answer]).map((id) => name(id)).join("; ");
}

/** The answers as a text to keep. @param {Quiz} quiz @param {QuizState} state */
export function readable(quiz, state) {
  const { points, max } = score(quiz, state);
  const parts = quiz.items.map((item, i) => {
    const kept = state.items[item.id];
    return `${i + 1}. ${plain(item.stem).trim()}\n   ${WORDS.yourAnswer}: ${answerWords(item, kept?.answer)}\n   ${standing(kept).text}`;
  });
  return `${quiz.title}\n\n${parts.join("\n\n")}\n\n${WORDS.result}: ${fill(WORDS.points, { n: points, all: max })}\n`;
}

/** @param {Item} item @param {View} view @param {Answer | undefined} answer @param {(answer: Answer) => void} changed */
function control(item, view, answer, changed) {
  const { root } = view.host;
  if (item.type === "ordering") return order({ items: firstOrder(item), root, say: view.say }, answer, changed);
  if (item.type === "matching") return match({ left: item.left, right: item.right, root }, answer, changed);
  return pick({ options: optionsOf(item), many: item.type === "multiple", root }, answer, changed);
}

/** The feedback to an answer. @param {Item} item @param {Answer} answer @param {View} view */
function feedback(item, answer, view) {
  const { root } = view.host;
  const tone = standing({ answer, checked: true, attempts: 1, credit: itemCredit(item, answer) }).tone;
  const title = view.heading(2, { class: "ek-verdict" }, icon(tone), ` ${verdict(item, answer)}`);
  const given = marks(item, answer);
  const direct = (/** @type {Option} */ option) =>
    item.type === "matching" ? given[option.id].tone === "right" : item.type !== "ordering" && option.id in given;
  const all = item.type === "ordering" ? item.order.map((id) => item.items.filter((option) => option.id === id)).flat() : optionsOf(item);
  const alone = item.type === "single" || item.type === "true-false";
  const entry = (/** @type {Option} */ option) =>
    h("li", {}, !(alone && direct(option)) && h("p", { class: "ek-said" }, inline(option.text, root), " ", markOf(option)), blocks(option.feedback, root));
  const markOf = (/** @type {Option} */ option) =>
    item.type !== "ordering" && given[option.id] ? badge(given[option.id])
      : keysOf(item).includes(option.id) && badge({ tone: "none", text: item.type === "multiple" ? WORDS.missed : WORDS.key });
  const rest = all.filter((option) => !direct(option));
  const more = item.type === "ordering" ? WORDS.othersOrdering : item.type === "matching" ? WORDS.othersMatching : WORDS.others;
  const el = h("div", { class: `ek-feedback ek-is-${tone}` }, title,
    h("ul", { class: "ek-plain-list" }, all.filter(direct).map(entry)),
    h("div", { class: "ek-why" }, view.heading(3, {}, WORDS.explanation), blocks(item.explanation, root)),
    rest.length > 0 && h("details", {}, h("summary", {}, more), h("ul", { class: "ek-plain-list" }, rest.map(entry))));
  return { el, title };
}

/** @param {View} view */
function build(view) {
  /** @type {Quiz} */
  const quiz = view.model.get("spec");
  let { state, damaged } = restored(quiz, view.model.get("state"));
  const notice = h("div");
  const page = h("div");
  const intro = h("div", {}, quiz.content_note && callout("note", h("strong", {}, WORDS.note), blocks(quiz.content_note, view.host.root)), blocks(quiz.intro, view.host.root));

  const save = (/** @type {Partial<QuizState>} */ change) => {
    state = { ...state, ...change };
    view.write(state);
  };
  const saveItem = (/** @type {Item} */ item, /** @type {Partial<ItemState>} */ change) => {
    const before = state.items[item.id] ?? { checked: false, attempts: 0, credit: 0 };
    save({ items: { ...state.items, [item.id]: { ...before, ...change } } });
  };
  const go = (/** @type {number} */ position) => {
    save({ position });
    draw();
    const title = page.querySelector(".ek-count");
    if (title) focus(/** @type {HTMLElement} */ (title));
  };
  const clear = () => {
    state = restored(quiz, {}).state;
    damaged = false;
    draw();
  };
  const draw = () => view.safely(() => {
    const item = quiz.items[state.position];
    notice.replaceChildren(damaged ? keptNote() : "");
    intro.hidden = state.position > 0;
    page.replaceChildren(steps(), item ? question(item) : result());
  });

  function steps() {
    const step = (/** @type {Item} */ item, /** @type {number} */ i) => {
      const { tone, text } = standing(state.items[item.id]);
      const current = i === state.position && "step";
      return h("li", {}, h("button", { type: "button", class: `ek-step ek-is-${tone}`, "aria-current": current, click: () => go(i) },
        h("span", { class: "ek-sr" }, fill(WORDS.question, { n: "" })), String(i + 1), h("span", { class: "ek-sr" }, ` ${text}`), icon(tone)));
    };
    return h("ol", { class: "ek-steps", "aria-label": WORDS.questions }, quiz.items.map(step));
  }

  /** @param {Item} item */
  function question(item) {
    const kept = state.items[item.id];
    const parts = blocks(item.stem, view.host.root);
    const last = item.stem[item.stem.length - 1];
    if (last.t === "p") parts.pop();
    const asked = last.t === "p" ? inline(last.c, view.host.root) : [WORDS.hint[item.type]];
    const error = h("p", { class: "ek-error", id: uid() });
    const answers = control(item, view, kept?.answer, (answer) => {
      saveItem(item, { answer, checked: false });
      error.replaceChildren();
    });
    const fields = h("fieldset", { "aria-describedby": error.id }, h("legend", {}, asked),
      last.t === "p" && h("p", { class: "ek-hint" }, WORDS.hint[item.type]), answers.el, error);
    const check = () => {
      const answer = state.items[item.id]?.answer;
      if (isEmpty(answer)) {
        error.replaceChildren(icon("note"), ` ${WORDS.empty[item.type]}`);
        view.say(WORDS.empty[item.type]);
        return fields.querySelector(/** @type {"input"} */ ("input, select, button"))?.focus();
      }
      const before = state.items[item.id];
      saveItem(item, { checked: true, attempts: before.attempts + 1, credit: itemCredit(item, answer) });
      draw();
      return focus(/** @type {HTMLElement} */ (page.querySelector(".ek-verdict")));
    };
    const done = kept?.checked && kept.answer !== undefined;
    const told = done ? feedback(item, /** @type {Answer} */ (kept.answer), view) : null;
    if (done) answers.lock(marks(item, /** @type {Answer} */ (kept.answer)));
    const nextLabel = state.position === quiz.items.length - 1 ? WORDS.seeResult : WORDS.next;
    const next = () => go(state.position + 1);
    const retry = () => {
      saveItem(item, { checked: false, credit: 0 });
      draw();
      page.querySelector(/** @type {"input"} */ ("fieldset input, fieldset select, fieldset button"))?.focus();
    };
    return h("form", { class: "ek-card", novalidate: true, submit: (event) => { event.preventDefault(); if (!done) check(); } },
      view.heading(1, { class: "ek-count" }, fill(WORDS.questionOf, { n: state.position + 1, all: quiz.items.length })),
      parts, picture(item.image, view.host.root), fields, told?.el,
      h("div", { class: "ek-row ek-actions" },
        done ? button(nextLabel, "main", next) : h("button", { class: "ek-button ek-main" }, WORDS.check),
        done && kept.credit < 1 && button(WORDS.tryAgain, "plain", retry),
        state.position > 0 && button(WORDS.back, "quiet", () => go(state.position - 1)),
        !done && button(WORDS.skip, "quiet", next)));
  }

  function result() {
    const { points, max } = score(quiz, state);
    const open = quiz.items.map((item, i) => ({ i, mark: standing(state.items[item.id]) }));
    const revisit = open.filter(({ mark: it }) => it.tone !== "right").map(({ i }) => i + 1);
    const row = (/** @type {{ i: number, mark: Mark }} */ { i, mark: it }) =>
      h("li", {}, h("button", { type: "button", class: "ek-link", click: () => go(i) }, fill(WORDS.question, { n: i + 1 })), " ", badge(it),
        h("p", { class: "ek-hint" }, plain(quiz.items[i].stem).split("\n").filter(Boolean).pop()));
    return h("div", { class: "ek-card" },
      view.heading(1, { class: "ek-count" }, WORDS.result),
      h("p", { class: "ek-score" }, h("strong", {}, fill(WORDS.points, { n: points, all: max }))),
      h("p", {}, revisit.length ? fill(revisit.length === 1 ? WORDS.revisitOne : WORDS.revisit, { list: listed(revisit) }) : WORDS.well),
      h("ul", { class: "ek-plain-list" }, open.map(row)),
      h("div", { class: "ek-row ek-actions" },
        button(WORDS.back, "quiet", () => go(quiz.items.length - 1)),
        confirming(WORDS.again, WORDS.againAsk, WORDS.againYes, () => { save({ items: {} }); go(0); })));
  }

  view.onRestore(() => {
    ({ state, damaged } = restored(quiz, view.model.get("state")));
    draw();
  });
  view.root.append(view.heading(0, { class: "ek-title" }, quiz.title), notice, intro, page,
    h("div", { class: "ek-foot" }, view.status(), yours(view, quiz.id, () => readable(quiz, state), clear)));
  draw();
}

/** Numbers in a sentence: 1, 2 and 5. @param {number[]} numbers */
export const listed = (numbers) =>
  numbers.length < 2 ? numbers.join("") : `${numbers.slice(0, -1).join(", ")}${WORDS.and}${numbers[numbers.length - 1]}`;

export default { render: (/** @type {import("./types").Context} */ context) => mount(context, build) };
