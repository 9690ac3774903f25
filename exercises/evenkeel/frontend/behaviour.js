/** How a quiz behaves that has settings or hints: rounds, one hand-in, tries, hints, certainty, a pass mark. */

import { certaintyOf, sureOf } from "./sure.js";
import { enter } from "./extras.js";
import { confirming } from "./frame.js";
import { isScored } from "./kinds.js";
import { begun, itemsOf, mixed, restoredRound, tally } from "./rounds.js";
import { itemCredit } from "./rules.js";
import { missed, readable } from "./scoring.js";
import { isEmpty, putAside, record } from "./state.js";
import { blocks, button, callout, fill, focus, h, icon, inline } from "./ui.js";
import { _, plural } from "./words.js";

/** @typedef {import("./extras.js").Tools} Tools */
/** @typedef {import("./types").Item} Item */
/** @typedef {import("./types").Quiz} Quiz */
/** @typedef {import("./types").QuizState} QuizState */

const WORDS = {
  again: _("Take it again"),
  againAsk: _("Take this quiz again? Your answers to its questions will be cleared. What you reached stays listed."),
  againYes: _("Yes, take it again"),
  answered: _("Answered"),
  attempts: plural("You have {n} try at each question.", "You have {n} tries at each question."),
  back: _("Back"),
  costAttempt: _("Each try after the first takes {n}% off a question's points."),
  costHint: _("Each hint takes {n}% off a question's points."),
  count: plural("{n} question", "{n} questions"),
  deferred: _("You can change your answers until you hand in. Then you see what was right, and why."),
  drawn: plural("{n} question, drawn from {all}", "{n} questions, drawn from {all}"),
  earlier: _("Earlier: {list}."),
  earlierOne: _("{n} of {all} points"),
  handIn: _("Hand in this quiz"),
  handInAsk: _("Hand in with questions left open? You cannot answer them afterwards."),
  handInYes: _("Yes, hand in"),
  hidden: _("Your answers are kept. This quiz does not say which of them are right."),
  hint: _("Show a hint"),
  hintAnother: _("Show another hint"),
  hints: _("Hints"),
  how: _("How this quiz works"),
  lastTry: _("That was the last try at this question."),
  left: plural("{n} question has no answer yet.", "{n} questions have no answer yet."),
  newOnes: _("Try again with other questions"),
  none: _("Not answered"),
  notYet: _("Not yet. You need {need} of {all} points to pass."),
  pass: _("You pass with {n}% of the points."),
  passed: _("Passed. {need} of {all} points were needed."),
  received: _("Received"),
  receivedText: _("Your answers have been received. This quiz does not say which of them are right. You can look through them."),
  remedial: _("Read it again"),
  rounds: plural("You can take this quiz {n} time.", "You can take this quiz {n} times."),
  roundsLeft: plural("You can take it {n} more time.", "You can take it {n} more times."),
  roundsOver: _("You have taken this quiz as often as it allows. You can still look through it."),
  start: _("Start"),
  triesLeft: plural("You have {n} try left at this question.", "You have {n} tries left at this question."),
  unanswered: _("You left this one open."),
  why: _("Why"),
};

const percent = (/** @type {number} */ share) => Math.round(share * 1000) / 10;

/** The points that a pass needs, to one decimal and never too few. @param {number} share @param {number} max */
export const needed = (share, max) => Math.ceil(share * max * 10 - 1e-6) / 10;

/** What a learner should know before the quiz begins. @param {Quiz} quiz @returns {string[]} */
export function rulesOf({ behaviour: how, items }) {
  if (!how) return [];
  const drawn = how.draw ?? items.filter(({ pool }) => !pool).length + Object.values(how.pools).reduce((sum, n) => sum + n, 0);
  return [
    fill(drawn < items.length ? WORDS.drawn : WORDS.count, { n: drawn, all: items.length }),
    how.feedback === "deferred" && WORDS.deferred,
    how.feedback === "hidden" && WORDS.hidden,
    how.attempts && fill(WORDS.attempts, { n: how.attempts }),
    how.cost.attempt && fill(WORDS.costAttempt, { n: percent(how.cost.attempt) }),
    how.cost.hint && fill(WORDS.costHint, { n: percent(how.cost.hint) }),
    how.pass && fill(WORDS.pass, { n: percent(how.pass) }),
    how.rounds && fill(WORDS.rounds, { n: how.rounds }),
  ].filter((text) => typeof text === "string");
}

/** The state once the quiz is handed in: every answer is checked, unless the quiz hides what is right. @param {Quiz} quiz @param {QuizState} state @returns {QuizState} */
export function handedIn(quiz, state) {
  const items = { ...state.items };
  const sure = quiz.behaviour?.confidence;
  for (const item of quiz.behaviour?.feedback === "hidden" ? [] : itemsOf(quiz, state)) {
    const kept = items[item.id];
    if (!kept || isEmpty(kept.answer)) continue;
    const certain = sure && isScored(item) ? { sure: kept.sure ?? 1 } : {};
    const now = { ...kept, ...certain, checked: true, attempts: kept.attempts + 1, credit: itemCredit(item, kept.answer) };
    items[item.id] = { ...now, ...missed(item, now) };
  }
  return { ...state, items, round: state.round && { ...state.round, done: true } };
}

/** Where to read again what was missed, each place once. @param {Quiz} quiz @param {Item[]} open */
export function placesOf(quiz, open) {
  const by = quiz.behaviour?.remedial ?? {};
  const all = open.flatMap((item) => [...(item.remedial ?? []), ...item.requirements.flatMap((id) => by[id] ?? [])]);
  return [...new Map(all.map((line) => [JSON.stringify(line), line])).values()];
}

/** @param {Quiz} quiz @param {Tools} tools @returns {import("./extras.js").Extras} */
function extras(quiz, { view, state, save, saveItem, go, rows }) {
  const how = quiz.behaviour;
  const { root } = view.host;
  const late = !!how && how.feedback !== "immediate";
  const hidden = how?.feedback === "hidden";
  const handed = () => !!state().round?.done;
  const keptOf = (/** @type {Item} */ item) => state().items[item.id];
  const isOpen = (/** @type {Item} */ item) => isEmpty(keptOf(item)?.answer);
  const begin = () => { save(begun(quiz, state(), Math.floor(Math.random() * 2 ** 32))); go(0); };
  const items = () => {
    const { round } = state();
    const found = itemsOf(quiz, state());
    return round?.seed && how?.shuffle.includes("options") ? found.map((item) => mixed(item, round.seed)) : found;
  };

  /** @type {import("./extras.js").Extras["restored"]} */
  function restored({ state: found, damaged }, raw) {
    if (!how) return { state: found, damaged };
    const back = restoredRound(quiz, /** @type {any} */ (raw)?.round, found.items);
    const round = damaged && !back.round ? {} : { round: back.round };
    const aside = back.damaged && !damaged ? { kept: putAside(record(raw)) } : {}; // a new round would ask it all again
    const now = { ...found, ...round, ...aside };
    return { state: { ...now, position: Math.min(found.position, itemsOf(quiz, now).length) }, damaged: damaged || back.damaged };
  }

  function start() {
    if (!how || state().round) return null;
    const scheme = how.confidence ? certaintyOf() : [];
    return h("div", { class: "ek-card" }, view.heading(1, { class: "ek-count" }, WORDS.how),
      h("ul", {}, rulesOf(quiz).map((text) => h("li", {}, text))), scheme,
      h("div", { class: "ek-row ek-actions" }, button(WORDS.start, "main", begin)));
  }

  /** @type {import("./extras.js").Extras["around"]} */
  function around(item) {
    const kept = keptOf(item);
    const done = !!kept?.checked && !isOpen(item);
    const sealed = handed();
    const most = how?.attempts ?? Infinity;
    const tries = most - (kept?.attempts ?? 0);
    const sure = how?.confidence && isScored(item) ? sureOf(view, kept, done || sealed, (level) => saveItem(item, { sure: level })) : null;
    const note = !isScored(item) || late || most === Infinity || (done && kept.credit >= 1) ? "" : tries > 0 ? fill(WORDS.triesLeft, { n: tries }) : WORDS.lastTry;
    return {
      nodes: [
        done || sealed ? null : hints(item), sure && sure.el, !!note && h("p", { class: "ek-hint ek-more" }, note),
        sealed && !hidden && isOpen(item) && explained(item),
      ],
      ready: () => !sure || sure.ready(), held: late && !sealed, sealed,
      over: late || (isScored(item) && tries <= 0), brief: most < Infinity && tries > 0 && isScored(item),
    };
  }

  /** @param {Item} item */
  const explained = (item) => h("div", { class: "ek-feedback" }, view.heading(2, { class: "ek-verdict" }, icon("none"), ` ${WORDS.unanswered}`),
    h("div", { class: "ek-why" }, view.heading(3, {}, WORDS.why), blocks(item.explanation, root)));

  /** The hints of an item, shown one by one. @param {Item} item */
  function hints(item) {
    const all = item.hints ?? [];
    if (!all.length) return null;
    const list = h("ol", { "aria-label": WORDS.hints });
    const shown = () => Math.min(keptOf(item)?.hints ?? 0, all.length);
    const draw = () => {
      list.replaceChildren(...all.slice(0, shown()).map((line) => h("li", {}, inline(line, root))));
      list.hidden = !shown();
      more.hidden = shown() === all.length;
      more.textContent = shown() ? WORDS.hintAnother : WORDS.hint;
    };
    const more = button(WORDS.hint, "plain", () => {
      saveItem(item, { hints: shown() + 1 });
      draw();
      focus(/** @type {HTMLElement} */ (list.lastElementChild));
    });
    draw();
    return h("div", { class: "ek-more" }, list, more);
  }

  /** What stands at the end before the quiz is handed in, and instead of a result that is hidden. */
  function last() {
    if (!late || (handed() && !hidden)) return null;
    const asked = items();
    const open = asked.filter(isOpen).length;
    const send = () => { save(handedIn(quiz, state())); go(asked.length); };
    const act = open ? confirming(WORDS.handIn, WORDS.handInAsk, WORDS.handInYes, send) : button(WORDS.handIn, "main", send);
    return h("div", { class: "ek-card" },
      view.heading(1, { class: "ek-count" }, handed() ? WORDS.received : WORDS.handIn),
      h("p", {}, handed() ? WORDS.receivedText : hidden ? WORDS.hidden : WORDS.deferred),
      !handed() && open > 0 && h("p", {}, fill(WORDS.left, { n: open })),
      rows(),
      h("div", { class: "ek-row ek-actions" }, button(WORDS.back, "quiet", () => go(asked.length - 1)), handed() ? again() : act));
  }

  /** @param {Item} item */
  const standing = (item) => ({ tone: /** @type {"none"} */ ("none"), text: isOpen(item) ? WORDS.none : WORDS.answered });

  /** @param {Item[]} open */
  function verdict(open) {
    const { max, passed, sure } = tally(quiz, state());
    // what was left out in a quiz without an end is no miss
    const places = passed ? [] : placesOf(quiz, open.filter((item) => keptOf(item)?.checked || handed()));
    const past = state().round?.past ?? [];
    const need = how?.pass ? needed(how.pass, max) : 0;
    return [
      passed !== null ? passed ? h("p", { class: "ek-feedback ek-is-right ek-more" }, icon("right"), ` ${fill(WORDS.passed, { need, all: max })}`)
        : callout("note", h("p", {}, fill(WORDS.notYet, { need, all: max }))) : null,
      sure && certaintyOf(sure)[0],
      places.length ? h("div", { class: "ek-more" }, view.heading(2, {}, WORDS.remedial), h("ul", {}, places.map((line) => h("li", {}, inline(line, root))))) : null,
      past.length ? h("p", { class: "ek-hint" }, fill(WORDS.earlier, { list: past.map((each) => fill(WORDS.earlierOne, { n: each.points, all: each.max })).join("; ") })) : null,
    ];
  }

  function again() {
    if (!how) return null;
    const left = (how.rounds ?? Infinity) - (state().round?.n ?? 0);
    if (left <= 0) return h("p", {}, WORDS.roundsOver);
    const draws = !!how.draw || Object.keys(how.pools).length > 0;
    const failed = !hidden && tally(quiz, state()).passed === false && (!late || handed());
    const act = failed && draws ? button(WORDS.newOnes, "main", begin) : confirming(WORDS.again, WORDS.againAsk, WORDS.againYes, begin);
    return h("div", { class: "ek-row" }, act, left < Infinity && h("span", { class: "ek-hint" }, fill(WORDS.roundsLeft, { n: left })));
  }

  return {
    restored, items, start, last, around, verdict, again,
    standing: (item) => (late && (!handed() || hidden) ? standing(item) : null),
    score: () => tally(quiz, state()),
    readable: () => readable({ ...quiz, items: items() }, state(), late && (!handed() || hidden) ? null : tally(quiz, state())),
  };
}

enter(extras);
