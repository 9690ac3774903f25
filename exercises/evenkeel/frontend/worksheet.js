/** A worksheet: the form of an assignment or of a private practice sheet. It never says what is right. */

import { adviser } from "./advice.js";
import { control, readable, restored } from "./fields.js";
import { keptNote, mount, yours } from "./frame.js";
import { offerOf } from "./offers.js";
import { isEmpty } from "./state.js";
import { blocks, button, callout, fill, h, uid } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").Worksheet} Worksheet */
/** @typedef {import("./types").WorksheetState} WorksheetState */
/** @typedef {import("./types").Field} Field */
/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./frame.js").View} View */
/** @typedef {import("./controls.js").Control} Control */

const WORDS = {
  brief: _("The situation"),
  choose: _("Choose one."),
  clear: _("Clear my choice"),
  closed: _("These are marked exactly, from what you choose, order or match:"),
  handIn: _("Hand in"),
  handInNote: _("Your answers are saved as you go. Nothing is handed in until you do it yourself."),
  how: _("How this is marked"),
  howNote: _("Each part below is judged from level 0 to level 3. Length, spelling and grammar are not judged."),
  level: _("Level {n}"),
  marks: _("({n} marks)"),
  note: _("Before you start"),
  private: _("This sheet is private. It stays with you and is never handed in or marked."),
  tick: _("Tick all that fit."),
  unmarked: _("This answer is for you. It is never scored."),
  whatFor: _("What it looks at"),
};

const WAIT = 800;

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
  const advice = worksheet.advice && adviser(worksheet.fields, worksheet.advice, root, view.heading(1, { class: "ek-section" }));
  const advise = () => advice?.show({ ...state.fields, ...waiting });
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
  const offered = offerOf(worksheet, { view, fields: () => { flush(); return state.fields; } });
  const later = (/** @type {string} */ id, /** @type {Answer} */ answer) => {
    waiting[id] = answer;
    advise();
    offered?.changed();
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
    if (field.kind !== "text" && field.kind !== "date")
      return h("fieldset", { class: "ek-field", "aria-describedby": hint.id }, h("legend", {}, field.label), hint, one.el, wipe);
    return h("div", { class: "ek-field" }, h("label", { class: "ek-label", for: one.el.querySelector("textarea, input")?.id }, field.label), hint, one.el);
  }

  const restore = () => {
    const now = restored(worksheet, view.model.get("state"));
    ({ damaged } = now);
    state = now.state;
    notice.replaceChildren(damaged ? keptNote() : "");
    const active = /** @type {Document | ShadowRoot} */ (view.root.getRootNode()).activeElement;
    for (const [id, one] of controls)
      if (!(id in waiting) && !one.el.contains(active)) one.set(state.fields[id]);
    advise();
  };
  view.onRestore(restore);

  const assessed = worksheet.kind !== "practice";
  const link = view.host.handin && assessed ? h("a", { class: "ek-handin", href: `${view.host.handin}#hand-in-${worksheet.id}`, hidden: isEmpty(state.fields) }, WORDS.handIn) : null;
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
    advise();
    offered?.clear();
  };
  advise();
  notice.replaceChildren(damaged ? keptNote() : "");
  view.root.append(...[
    view.heading(0, { class: "ek-title" }, worksheet.title), notice,
    worksheet.content_note && callout("note", h("strong", {}, WORDS.note), blocks(worksheet.content_note, root)),
    h("p", { class: "ek-hint" }, assessed ? WORDS.handInNote : WORDS.private),
    view.heading(1, { class: "ek-section" }, WORDS.brief), h("div", { class: "ek-brief" }, blocks(worksheet.brief, root)),
    worksheet.criteria.length > 0 && marking(worksheet, view), form, advice?.el, offered?.el,
    h("div", { class: "ek-foot" }, view.status(), link, yours(view, worksheet.id, () => { flush(); return readable(worksheet, state); }, erased)),
  ].filter((part) => part instanceof Node));
}

export default { render: (/** @type {import("./types").Context} */ context) => mount(context, build) };
