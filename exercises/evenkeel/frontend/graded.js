/** The graded fields of a worksheet: items without a word on what is right, and one play of a conversation. */

import { asking, beforePart, question, spoken, told } from "./conversation.js";
import { confirming } from "./frame.js";
import { itemView } from "./items.js";
import { fits } from "./kinds.js";
import { nodeOf, open, shown, step, story } from "./play.js";
import { skips } from "./skills.js";
import { isEmpty, record } from "./state.js";
import { blocks, button, callout, fill, focus, h, picture, plain } from "./ui.js";
import { _, plural } from "./words.js";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").QuizField} QuizField */
/** @typedef {import("./types").PlayField} PlayField */
/** @typedef {import("./types").PlayAnswer} PlayAnswer */
/** @typedef {import("./frame.js").View} View */
/** @typedef {import("./controls.js").Control} Control */

const WORDS = {
  about: _("Whom you are talking to: {name}"),
  again: _("Start again"),
  againAsk: _("Start again from the beginning? Only your last play is handed in. Your tutor sees how often you began."),
  againYes: _("Yes, start again"),
  choose: _("Go with this"),
  earlier: _("Earlier in this conversation"),
  ended: _("This conversation has ended. You may go on with the worksheet."),
  ending: _("Ending: {title}"),
  note: _("Before you start"),
  points: plural("{n} point", "{n} points"),
  question: _("Question {n} of {all}"),
  start: _("Start"),
};

/** The part of an answer to a quiz that fits its items. @param {QuizField} field @param {unknown} answer */
export function fitting(field, answer) {
  const given = record(answer) ?? {};
  const known = Object.entries(given).filter(([id, each]) => {
    const item = field.items.find((one) => one.id === id);
    return item && !isEmpty(each) && fits(item, each);
  });
  return Object.fromEntries(known);
}

/** Whether an answer is a play that can have happened. @param {PlayField} field @param {unknown} answer */
export function isPlay(field, answer) {
  const play = record(answer);
  if (!Array.isArray(play?.choices)) return false;
  try {
    return story(scenarioOf(field), play.choices, play.seed).play.ending === (play.ending ?? null);
  } catch {
    return false;
  }
}

// What a graded play lacks, such as qualities and reasons, nothing below asks for.
const scenarioOf = (/** @type {PlayField} */ field) => /** @type {import("./types").Scenario} */ (/** @type {unknown} */ (field.play));

/**
 * The items one below the other.
 * @param {QuizField} field @param {Answer | undefined} answer @param {(answer: Answer) => void} changed @param {View} view
 * @returns {Control}
 */
export function quizControl(field, answer, changed, view) {
  /** @type {Record<string, any>} */
  let given = fitting(field, answer);
  const views = field.items.map((item) => itemView(item, view, given[item.id], (each) => {
    given = { ...given, [item.id]: each };
    changed(Object.fromEntries(Object.entries(given).filter(([, one]) => !isEmpty(one))));
  }));
  const one = (/** @type {import("./items.js").ItemView} */ { lead, fields }, /** @type {number} */ i) => {
    const { points = 1 } = field.items[i];
    return h("li", { class: "ek-card" },
      view.heading(2, { class: "ek-count" }, `${fill(WORDS.question, { n: i + 1, all: views.length })} (${fill(WORDS.points, { n: points })})`),
      lead, fields);
  };
  const set = (/** @type {Answer | undefined} */ value) => {
    given = fitting(field, value);
    views.forEach(({ control }, i) => control.set(given[field.items[i].id]));
  };
  return { el: h("ol", { class: "ek-plain-list ek-asked" }, views.map(one)), set, lock: () => {} };
}

/**
 * One play of a conversation. Nothing says how good a choice was: what the person answers is all there is.
 * @param {PlayField} field @param {Answer | undefined} answer @param {(answer: Answer) => void} changed @param {View} view
 * @returns {Control}
 */
export function playControl(field, answer, changed, view) {
  const scenario = scenarioOf(field);
  const { root } = view.host;
  const name = scenario.customer.name;
  /** @type {PlayAnswer} */
  let play = { choices: [], ending: null, plays: 0 };
  // Which part with a note of its own was opened, by the number of choices before it.
  let opened = -1;
  const page = h("div");

  const save = (/** @type {Partial<PlayAnswer>} */ change, /** @type {string} */ next) => {
    play = { ...play, ...change };
    changed(play);
    draw();
    const part = page.querySelector(next);
    if (part) focus(/** @type {HTMLElement} */ (part));
  };
  // Beginning again keeps the variant, so that nobody can look for the easiest one.
  const seed = () => (scenario.variants?.length ? { seed: play.seed ?? Math.floor(Math.random() * 2 ** 31) } : {});
  const begin = () => {
    opened = -1;
    save({ choices: [], ending: null, plays: play.plays + 1, ...seed() }, ".ek-now");
  };
  const draw = () => page.replaceChildren(...(play.plays ? moment() : opening()).filter((part) => part instanceof Node));

  const opening = () => [
    scenario.content_note && callout("note", h("strong", {}, WORDS.note), blocks(scenario.content_note, root)),
    ...about(), button(WORDS.start, "main", begin),
  ];
  const about = () => [h("p", {}, h("strong", {}, fill(WORDS.about, { name }))), ...blocks(scenario.customer.about, root)];

  function moment() {
    const { turns, play: at } = story(scenario, play.choices, play.seed);
    const last = turns[turns.length - 1];
    const ending = scenario.endings.find(({ id }) => id === at.ending);
    return [
      h("details", { class: "ek-about" }, h("summary", {}, fill(WORDS.about, { name })), blocks(scenario.customer.about, root)),
      turns.length > 1 && h("details", { class: "ek-earlier" }, h("summary", {}, WORDS.earlier), turns.slice(0, -1).map((one) => spoken(told(one), name, root))),
      last && spoken(told(last), name, root, "ek-yousaid"),
      ...(ending ? finale(ending, last.after) : present(at)),
      play.choices.length > 0 && h("div", { class: "ek-row ek-actions" }, confirming(WORDS.again, WORDS.againAsk, WORDS.againYes, begin)),
    ];
  }

  /** @param {import("./types").Play} at */
  function present(at) {
    const node = nodeOf(scenario, at);
    const take = (/** @type {string} */ id, /** @type {{ answer?: Answer }} */ extras = {}) => {
      const after = step(scenario, at, id, extras);
      save({ choices: after.choices, ending: after.ending }, ".ek-yousaid");
    };
    const title = view.heading(2, { class: "ek-count ek-now" }, node.title);
    const note = node.content_note;
    if (note && opened !== play.choices.length)
      return [title, ...beforePart(note.text, root, () => { opened = play.choices.length; save({}, ".ek-now"); }, () => take(note.skip))];
    const lines = [title, picture(node.image, root), spoken(shown(node.lines, at), name, root)];
    if (node.item) return [...lines, question(node.item, view, (answer) => take(open(scenario, at, answer)[0].id, { answer }))];
    const ask = asking(open(scenario, at).filter(({ id }) => !skips(node, id)), view);
    const go = () => {
      const id = ask.take();
      if (id) take(id);
    };
    return [...lines, ask.el, h("div", { class: "ek-row ek-actions" }, button(WORDS.choose, "main", go))];
  }

  /** @param {import("./types").Ending} ending @param {import("./types").Play} after */
  const finale = (ending, after) => [
    view.heading(2, { class: "ek-count ek-now" }, fill(WORDS.ending, { title: ending.title })),
    spoken(shown(ending.lines, after), name, root), h("p", {}, WORDS.ended),
  ];

  const set = (/** @type {Answer | undefined} */ value) => {
    const kept = isPlay(field, value) ? /** @type {PlayAnswer} */ (value) : null;
    play = kept ? { ...kept, plays: Math.max(1, Number(kept.plays) || 1) } : { choices: [], ending: null, plays: 0 };
    draw();
  };
  set(answer);
  return { el: page, set, lock: () => {} };
}

/** A play in words. @param {PlayField} field @param {Answer | undefined} answer */
export function playWords(field, answer) {
  if (!isPlay(field, answer)) return "";
  const { turns, play } = story(scenarioOf(field), /** @type {PlayAnswer} */ (answer).choices, /** @type {PlayAnswer} */ (answer).seed);
  const ending = field.play.endings.find(({ id }) => id === play.ending);
  const lines = turns.map(({ node, choice }, i) => `${i + 1}. ${node.title}: ${plain(choice.text).trim()}`);
  return [...lines, ...(ending ? [fill(WORDS.ending, { title: ending.title })] : [])].join("\n");
}
