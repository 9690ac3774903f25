/** The kind of item with phrases to mark in a transcript. Each phrase is a button in the text that says how it is marked. */

import { mark } from "./controls.js";
import { blank, markOf, nameOf, register } from "./kinds.js";
import { share } from "./rules.js";
import { isMatchOf, record } from "./state.js";
import { blocks, fill, h, plain } from "./ui.js";
import { _, plural } from "./words.js";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").PosedHighlight} PosedHighlight */
/** @typedef {import("./types").HighlightItem} HighlightItem */

const WORDS = {
  detail: plural("{n} phrase of {all} marked rightly", "{n} phrases of {all} marked rightly"),
  extra: plural("{detail}, and {n} mark that does not fit", "{detail}, and {n} marks that do not fit"),
  empty: _("Mark at least one phrase first."),
  hintOne: _("Press a phrase to mark it. Press it again to clear it."),
  hintTwo: _("Press a phrase once for “{first}”, twice for “{second}” and once more to clear it."),
  marked: _("{phrase}: {category}"),
  missed: _("Best marked “{category}”"),
  more: _("What the other phrases do"),
  nothing: _("Best left unmarked"),
  right: _("Right: “{category}”"),
  wrong: _("Not “{category}”"),
  cleared: _("{phrase}: not marked"),
};

/**
 * The transcript with a button for each phrase.
 * @param {PosedHighlight} item @param {import("./frame.js").View} view
 * @param {Answer | undefined} answer @param {(answer: Answer) => void} changed
 * @returns {import("./controls.js").Control}
 */
function transcript(item, view, answer, changed) {
  const { root } = view.host;
  const ids = item.categories.map(({ id }) => id);
  /** @type {Record<string, string>} */
  let given = {};
  const tags = item.phrases.map(() => h("span", { class: "ek-tag" }));
  const buttons = item.phrases.map(({ id, text }, i) =>
    h("button", { type: "button", class: "ek-phrase", click: () => press(id, text) }, h("span", {}, text), tags[i]));
  const places = buttons.map((button) => h("span", { class: "ek-markable" }, button));
  const press = (/** @type {string} */ id, /** @type {string} */ phrase) => {
    const next = ids[ids.indexOf(given[id]) + 1];
    given = Object.fromEntries([...Object.entries(given).filter(([other]) => other !== id), ...(next ? [[id, next]] : [])]);
    show();
    view.say(next ? fill(WORDS.marked, { phrase, category: nameOf(item.categories, next) }) : fill(WORDS.cleared, { phrase }));
    changed(given);
  };
  const show = () => item.phrases.forEach(({ id }, i) => {
    const place = ids.indexOf(given[id]);
    buttons[i].setAttribute("aria-pressed", String(place >= 0));
    buttons[i].classList.toggle("ek-second", place === 1);
    tags[i].textContent = place < 0 ? "" : ` ${nameOf(item.categories, given[id])}`;
  });
  const set = (/** @type {Answer | undefined} */ value) => {
    given = isMatchOf(value, item.phrases, item.categories) ? { .../** @type {Record<string, string>} */ (value) } : {};
    show();
  };
  const lock = (/** @type {Record<string, import("./ui.js").Mark>} */ marks) => item.phrases.forEach(({ id }, i) => {
    buttons[i].disabled = true;
    mark(places[i], marks[id]);
  });
  const named = Object.fromEntries(item.phrases.map(({ id }, i) => [id, places[i]]));
  const line = (/** @type {PosedHighlight["lines"][number]} */ { who, text }) =>
    h("div", { class: "ek-line" }, h("p", { class: "ek-speaker" }, who), blocks(text, root, named));
  set(answer);
  return { el: h("div", { class: "ek-transcript" }, item.lines.map(line)), set, lock };
}

/** Right minus wrong. @param {Record<string, string>} key @param {unknown} answer */
export function highlight(key, answer) {
  const marked = Object.entries(record(answer) ?? {}).filter(([, category]) => category && typeof category === "string");
  const right = marked.filter(([phrase, category]) => key[phrase] === category).length;
  return share(2 * right - marked.length, Object.keys(key).length);
}

/** A mark for each phrase that was marked. In the text it stands beside the category, so it need not name it. @param {HighlightItem} item @param {Record<string, string>} answer */
const marks = (item, answer) =>
  Object.fromEntries(Object.entries(answer).map(([id, category]) => [id, markOf(item.key[id] === category)]));

/** What is said of one phrase. @param {HighlightItem} item @param {HighlightItem["phrases"][number]} phrase @param {string | undefined} given @returns {import("./kinds.js").Part} */
function told(item, { id, text: said, feedback: why }, given) {
  const name = (/** @type {string} */ category) => ({ category: nameOf(item.categories, category) });
  if (given) return { said, mark: markOf(item.key[id] === given, fill(WORDS.right, name(given)), fill(WORDS.wrong, name(given))), why, direct: true };
  return { said, mark: { ...blank(), text: item.key[id] ? fill(WORDS.missed, name(item.key[id])) : WORDS.nothing }, why };
}

register("highlight", {
  hint: (/** @type {PosedHighlight} */ { categories: [first, second] }) =>
    second ? fill(WORDS.hintTwo, { first: plain(first.text), second: plain(second.text) }) : WORDS.hintOne,
  empty: () => WORDS.empty,
  control: transcript,
  fits: (item, answer) => isMatchOf(answer, item.phrases, item.categories),
  words: (/** @type {PosedHighlight} */ item, answer) =>
    item.phrases.filter(({ id }) => answer[id]).map(({ id, text: phrase }) =>
      fill(WORDS.marked, { phrase, category: nameOf(item.categories, answer[id]) })).join("; "),
  credit: (item, answer) => highlight(item.key, answer),
  marks,
  detail: (/** @type {HighlightItem} */ item, answer) => {
    const right = Object.entries(item.key).filter(([id, category]) => answer[id] === category).length;
    const extra = Object.keys(answer).length - right;
    const detail = fill(WORDS.detail, { n: right, all: Object.keys(item.key).length });
    return extra ? fill(WORDS.extra, { detail, n: extra }) : detail;
  },
  parts: (/** @type {HighlightItem} */ item, answer) => item.phrases.map((phrase) => told(item, phrase, answer[phrase.id])),
  more: WORDS.more,
});
