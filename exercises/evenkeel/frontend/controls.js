/** The ways to answer by choosing: options, an order, pairs, places. All native, all without dragging. */

import { isOneOf, isSetOf, moved, record } from "./state.js";
import { badge, button, fill, h, icon, inline, plain, uid } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Choosable} Choosable */
/** @typedef {import("./ui.js").Mark} Mark */

/**
 * @typedef {object} Control A way to answer.
 * @property {HTMLElement} el
 * @property {(answer: Answer | undefined) => void} set Show an answer that came from elsewhere.
 * @property {(marks: Record<string, Mark>) => void} lock Stop taking answers and show a mark on each.
 */

const WORDS = {
  alreadyFirst: _("Already first"),
  alreadyLast: _("Already last"),
  choose: _("Choose…"),
  down: _("Down"),
  keepOrder: _("Keep this order"),
  nowAt: _("{words} is now {place} of {all}"),
  ordered: _("Your order. The first is at the top."),
  unanswered: _("Not answered yet"),
  up: _("Up"),
};

/**
 * Radio buttons, or checkboxes when `many`.
 * @param {{ options: Choosable[], many?: boolean, root?: string | null }} question
 * @param {Answer | undefined} answer
 * @param {(answer: Answer) => void} changed
 * @returns {Control}
 */
export function pick({ options, many, root }, answer, changed) {
  const name = uid();
  const inputs = options.map((option) =>
    h("input", { type: many ? "checkbox" : "radio", name, value: option.id, change: () => changed(read()) }));
  const rows = options.map((option, i) =>
    h("label", { class: "ek-option" }, inputs[i], h("span", {}, inline(option.text, root))));
  const read = () => {
    const ids = inputs.filter((input) => input.checked).map((input) => input.value);
    return many ? ids : ids[0] ?? "";
  };
  const set = (/** @type {Answer | undefined} */ value) => {
    const chosen = /** @type {string[]} */ (Array.isArray(value) ? value : [value]);
    for (const input of inputs) input.checked = chosen.includes(input.value);
  };
  const lock = (/** @type {Record<string, Mark>} */ marks) =>
    inputs.forEach((input, i) => {
      input.disabled = true;
      mark(rows[i], marks[input.value]);
    });
  set(answer);
  return { el: h("div", { class: "ek-options" }, rows), set, lock };
}

/** @param {HTMLElement} row @param {Mark | undefined} it */
export function mark(row, it) {
  row.classList.add("ek-locked");
  if (!it) return;
  row.classList.add(`ek-is-${it.tone}`);
  row.append(badge(it));
}

/**
 * A list to put in order with buttons. It is unanswered until something was moved or the order was kept on purpose.
 * @param {{ items: Choosable[], root?: string | null, say: (text: string) => void }} question
 * @param {Answer | undefined} answer
 * @param {(answer: Answer) => void} changed
 * @returns {Control}
 */
export function order({ items, root, say }, answer, changed) {
  let ids = items.map((item) => item.id);
  const rows = new Map(items.map((item) => [item.id, row(item)]));
  const list = h("ol", { class: "ek-order" });
  const state = h("span", { class: "ek-state" });
  const keep = button(WORDS.keepOrder, "plain", () => { answered(); say(WORDS.ordered); });
  const foot = h("p", { class: "ek-orderfoot" }, state, keep);

  /** @param {Choosable} item */
  function row(item) {
    const words = plain(item.text);
    const move = (/** @type {"up" | "down"} */ way) =>
      h("button", { type: "button", class: "ek-button ek-plain ek-move", click: (e) => go(item, way, e.currentTarget) },
        icon(way), WORDS[way], h("span", { class: "ek-sr" }, ` ${words}`));
    return h("li", {}, h("span", { class: "ek-grow" }, inline(item.text, root)), h("span", { class: "ek-moves" }, move("up"), move("down")));
  }
  function go(/** @type {Choosable} */ item, /** @type {"up" | "down"} */ way, /** @type {HTMLElement} */ control) {
    const next = moved(ids, item.id, way === "up" ? -1 : 1);
    if (next === ids) return say(way === "up" ? WORDS.alreadyFirst : WORDS.alreadyLast);
    ids = next;
    answered();
    control.focus();
    say(fill(WORDS.nowAt, { words: plain(item.text), place: ids.indexOf(item.id) + 1, all: ids.length }));
  }
  function answered() {
    show(true);
    changed([...ids]);
  }
  function show(/** @type {boolean} */ done) {
    list.replaceChildren(...ids.map((id) => /** @type {Node} */ (rows.get(id))));
    const last = ids.length - 1;
    ids.forEach((id, place) =>
      rows.get(id)?.querySelectorAll("button").forEach((control, i) =>
        control.setAttribute("aria-disabled", String(place === (i ? last : 0)))));
    state.textContent = done ? WORDS.ordered : WORDS.unanswered;
    if (done && keep.matches(":focus")) list.querySelector("button")?.focus();
    keep.hidden = done;
  }
  function set(/** @type {Answer | undefined} */ value) {
    const known = isSetOf(value, items) && /** @type {string[]} */ (value).length === items.length;
    ids = known ? [.../** @type {string[]} */ (value)] : items.map((item) => item.id);
    show(known);
  }
  function lock(/** @type {Record<string, Mark>} */ marks) {
    foot.remove();
    for (const [id, entry] of rows) {
      entry.querySelector(".ek-moves")?.remove();
      mark(entry, marks[id]);
    }
  }
  set(answer);
  return { el: h("div", {}, list, foot), set, lock };
}

/**
 * One group of radio buttons per left side, all points in sight.
 * @param {{ left: Choosable[], right: Choosable[], root?: string | null }} question
 * @param {Answer | undefined} answer
 * @param {(answer: Answer) => void} changed
 * @returns {Control}
 */
export function place({ left, right, root }, answer, changed) {
  /** @type {Record<string, string>} */
  let given = {};
  const rows = left.map((side) => {
    const choice = pick({ options: right, root }, undefined, (to) => {
      given = { ...given, [side.id]: String(to) };
      changed(given);
    });
    return { side, choice, el: h("fieldset", { class: "ek-place" }, h("legend", {}, inline(side.text, root)), choice.el) };
  });
  const set = (/** @type {Answer | undefined} */ value) => {
    given = { ...record(value) };
    for (const { side, choice } of rows) choice.set(given[side.id]);
  };
  const lock = (/** @type {Record<string, Mark>} */ marks) => {
    for (const { side, choice, el } of rows) {
      choice.lock({});
      mark(el, marks[side.id]);
    }
  };
  set(answer);
  return { el: h("div", { class: "ek-places" }, rows.map(({ el }) => el)), set, lock };
}

/**
 * One native select per left side.
 * @param {{ left: Choosable[], right: Choosable[], root?: string | null }} question
 * @param {Answer | undefined} answer
 * @param {(answer: Answer) => void} changed
 * @returns {Control}
 */
export function match({ left, right, root }, answer, changed) {
  const selects = left.map(() =>
    h("select", { id: uid(), change: () => changed(read()) },
      h("option", { value: "" }, WORDS.choose),
      right.map((side) => h("option", { value: side.id }, plain(side.text)))));
  const rows = left.map((side, i) =>
    h("li", {}, h("label", { for: selects[i].id, class: "ek-grow" }, inline(side.text, root)), selects[i]));
  const read = () =>
    Object.fromEntries(left.map((side, i) => [side.id, selects[i].value]).filter(([, value]) => value));
  const set = (/** @type {Answer | undefined} */ value) => {
    const pairs = record(value) ?? {};
    left.forEach((side, i) => { selects[i].value = isOneOf(pairs[side.id], right) ? pairs[side.id] : ""; });
  };
  const lock = (/** @type {Record<string, Mark>} */ marks) =>
    left.forEach((side, i) => {
      selects[i].disabled = true;
      mark(rows[i], marks[side.id]);
    });
  set(answer);
  return { el: h("ul", { class: "ek-match" }, rows), set, lock };
}
