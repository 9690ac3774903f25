/**
 * What the exercises share: building elements, course text, answer controls, saving, downloads.
 *
 * Content only ever becomes text nodes. Nothing here looks outside the element it was given, so an exercise works
 * in a page, in a notebook and in a shadow root.
 */

/** @typedef {import("./types").Model} Model */
/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Choosable} Choosable */
/** @typedef {import("./types").Inline} Inline */
/** @typedef {import("./types").Block} Block */

/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Props */
/** @typedef {Node | string | null | undefined | false} Kid */
/** @typedef {{ tone: "right" | "part" | "wrong" | "none", text: string }} Mark */

/**
 * @typedef {object} View What an exercise draws with.
 * @property {HTMLElement} root
 * @property {Model} model
 * @property {import("./types").Host} host
 * @property {(text: string) => void} say Speak through the live region.
 * @property {(offset: number, props?: Props, ...kids: (Kid | Kid[])[]) => HTMLElement} heading
 * @property {(draw: () => void) => void} safely Run something; show a message, never a blank, if it fails.
 * @property {(state: unknown) => void} write Keep the learner's state.
 * @property {(callback: () => void) => void} onRestore When another tab or the server brings a state.
 * @property {() => HTMLElement} status The line that says whether the answers are saved.
 * @property {(() => void)[]} stop What to do when the exercise leaves the page.
 */

/**
 * @typedef {object} Control A way to answer.
 * @property {HTMLElement} el
 * @property {(answer: Answer | undefined) => void} set Show an answer that came from elsewhere.
 * @property {(marks: Record<string, Mark>) => void} lock Stop taking answers and show a mark on each.
 */

const WORDS = {
  alreadyFirst: "Already first",
  alreadyLast: "Already last",
  answers: "Your answers",
  cancel: "Cancel",
  choose: "Choose…",
  down: "Down",
  download: "Download as text",
  downloadData: "Download as data (JSON)",
  erase: "Erase my answers",
  eraseAsk: "Erase your answers to this exercise? This cannot be undone.",
  eraseYes: "Yes, erase",
  erased: "Your answers have been erased.",
  failed: "This exercise could not be shown. Your answers are kept. Try loading the page again, and tell your tutor if it stays.",
  failedSave: "Not saved: {why}",
  keepOrder: "Keep this order",
  kept: "Part of your saved record could not be read here, perhaps because the exercise has changed. It is put aside and you can download it under “Your answers”.",
  nowAt: "{words} is now {place} of {all}",
  ordered: "Your order. The first is at the top.",
  retry: "Try again",
  saved: "Saved at {time}",
  saving: "Saving…",
  unanswered: "Not answered yet",
  up: "Up",
  where: {
    browser: "Your answers are kept in this browser only.",
    server: "Your answers are saved in your own folder.",
    kernel: "Your answers are kept with this notebook.",
  },
};

const unique = `ek${Math.random().toString(36).slice(2, 8)}`;
let count = 0;

/** Words with their gaps filled: `{n} of {all}`. @param {string} text @param {Record<string, string | number>} values */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** A fresh id, distinct from those of other exercises on the page. */
export const uid = () => `${unique}-${(count += 1)}`;

/**
 * Make an element. A function among the props listens to the event of that name.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Props} [props]
 * @param {...(Kid | Kid[])} kids
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...kids) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false)
      node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const kid of kids.flat()) if (kid) node.append(kid);
  return node;
}

/**
 * A button. `kind` is "main" for the one thing to do next, "quiet" for the rest.
 * @param {string} label
 * @param {"main" | "plain" | "quiet"} kind
 * @param {() => void} click
 */
export const button = (label, kind, click) =>
  h("button", { type: "button", class: `ek-button ek-${kind}`, click }, label);

const SHAPES = {
  right: "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M6.5 10.2l2.4 2.4l4.6-5",
  part: "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M6.5 10h7",
  wrong: "M3.5 3.5h13v13h-13zM7 7l6 6M13 7l-6 6",
  none: "M4 10a6 6 0 1 0 12 0a6 6 0 1 0-12 0",
  note: "M10 3l7.5 13.5h-15zM10 8v4M10 14v.4",
  up: "M10 16V4M5 9l5-5l5 5",
  down: "M10 4v12M5 11l5 5l5-5",
};

/**
 * A small picture that repeats in shape what the words beside it say.
 * @param {keyof typeof SHAPES} name
 */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  for (const [key, value] of [["viewBox", "0 0 20 20"], ["aria-hidden", "true"], ["class", `ek-icon ek-is-${name}`]])
    svg.setAttribute(key, value);
  svg.append(path);
  return svg;
}

/** @param {Mark} mark */
export const badge = (mark) => h("span", { class: `ek-mark ek-is-${mark.tone}` }, icon(mark.tone), ` ${mark.text}`);

/**
 * Inline nodes as elements. Links to pages need `root`, the way to the book's top; without it they are words.
 * @param {Inline[]} nodes
 * @param {string | null | undefined} [root]
 * @returns {Node[]}
 */
export function inline(nodes, root) {
  return nodes.map((node) => {
    if (node.t === "text") return document.createTextNode(node.v);
    const kids = inline(node.c, root);
    if (node.t !== "link") return h(node.t, {}, kids);
    const href = address(node.to, root);
    return href ? h("a", { href }, kids) : h("span", {}, kids);
  });
}

/**
 * Where a link leads, or null when it cannot be followed here.
 * @param {string} to `module/page#part` or `#part`
 * @param {string | null | undefined} root
 */
export function address(to, root) {
  if (typeof root !== "string" || !/^([a-z0-9][\w-]*(\/[a-z0-9][\w-]*)*)?(#[a-z0-9][\w-]*)?$/.test(to)) return null;
  const [page, part] = to.split("#");
  return (page ? `${root}${page}.html` : "") + (part ? `#${part}` : "");
}

/**
 * Block nodes as elements.
 * @param {Block[] | null | undefined} nodes
 * @param {string | null | undefined} [root]
 * @returns {HTMLElement[]}
 */
export const blocks = (nodes, root) =>
  (nodes ?? []).map((node) =>
    node.t === "p"
      ? h("p", {}, inline(node.c, root))
      : h(node.t, {}, node.c.map((line) => h("li", {}, inline(line, root)))));

/**
 * The words of nodes without their markup.
 * @param {(Inline | Block | Inline[])[] | null | undefined} nodes
 * @returns {string}
 */
export const plain = (nodes) =>
  (nodes ?? [])
    .map((node) => {
      if (Array.isArray(node)) return `- ${plain(node)}\n`;
      if (node.t === "text") return node.v;
      return node.t === "p" || node.t === "ul" || node.t === "ol" ? `${plain(node.c).trim()}\n` : plain(node.c);
    })
    .join("");

/**
 * @param {import("./types").Image | null} image
 * @param {string | null | undefined} root
 */
export const picture = (image, root) =>
  image && h("img", { class: "ek-image", src: `${root ?? ""}${image.src}`, alt: image.alt });

/**
 * A box for content notes and messages, told apart by its icon and its words.
 * @param {"note" | "wrong"} tone
 * @param {...(Kid | Kid[])} kids
 */
export const callout = (tone, ...kids) =>
  h("div", { class: `ek-callout ek-is-${tone}` }, icon(tone), h("div", {}, ...kids));

/** Give an element focus though it is not a control, so that reading goes on from there. @param {HTMLElement} node */
export function focus(node) {
  node.setAttribute("tabindex", "-1");
  node.focus({ preventScroll: true });
  node.scrollIntoView?.({ block: "nearest" });
}

/**
 * A record, or null for anything else. @param {unknown} value
 * @returns {Record<string, any> | null}
 */
export const record = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? /** @type {Record<string, any>} */ (value) : null;

/** The same text for the same state, whatever the order of its keys: a store may sort them. @param {unknown} state */
const fingerprint = (state) =>
  JSON.stringify(state ?? {}, (_, part) => (record(part) ? Object.fromEntries(Object.entries(part).sort()) : part));

/**
 * Add what could not be read to what was put aside before, once.
 * @param {Record<string, any> | null} raw the saved state
 * @returns {unknown[]}
 */
export function putAside(raw) {
  const before = Array.isArray(raw?.kept) ? raw.kept : [];
  const { kept: _, ...bad } = raw ?? {};
  const text = JSON.stringify(bad);
  return before.some((part) => JSON.stringify(part) === text) ? before : [...before, bad];
}

/** @param {unknown} value @param {Choosable[]} known */
export const isOneOf = (value, known) => known.some((option) => option.id === value);

/** @param {unknown} value @param {Choosable[]} known */
export const isSetOf = (value, known) =>
  Array.isArray(value) && new Set(value).size === value.length && value.every((id) => isOneOf(id, known));

/** @param {unknown} value @param {Choosable[]} left @param {Choosable[]} right */
export function isMatchOf(value, left, right) {
  const pairs = record(value);
  return !!pairs && Object.entries(pairs).every(([from, to]) => isOneOf(from, left) && isOneOf(to, right));
}

/** Whether an answer counts as none. @param {unknown} answer */
export const isEmpty = (answer) =>
  answer === undefined || answer === null || answer === "" || (typeof answer === "object" && !Object.keys(answer).length);

/**
 * The list with one entry moved by `step`; the same list when there is no room.
 * @param {string[]} list @param {string} id @param {number} step
 */
export function moved(list, id, step) {
  const from = list.indexOf(id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= list.length) return list;
  const next = list.filter((entry) => entry !== id);
  next.splice(to, 0, id);
  return next;
}

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
function mark(row, it) {
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

/**
 * A button that asks once more, in place, before it acts.
 * @param {string} label @param {string} question @param {string} yes @param {() => void} act
 */
export function confirming(label, question, yes, act) {
  const open = button(label, "quiet", () => {
    open.hidden = true;
    box.hidden = false;
    focus(ask);
  });
  const close = () => {
    open.hidden = false;
    box.hidden = true;
    open.focus();
  };
  const ask = h("p", {}, question);
  const box = h("div", { class: "ek-confirm", hidden: true, role: "group", "aria-label": label }, ask,
    button(yes, "plain", () => { close(); act(); }), button(WORDS.cancel, "quiet", close));
  return h("div", { class: "ek-confirming" }, open, box);
}

/** @param {string} name @param {string} text @param {string} type */
function download(name, text, type) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  const link = h("a", { href, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}

/**
 * "Your answers": where they are, downloads, and erasing.
 * @param {View} view @param {string} id @param {() => string} readable @param {() => void} erased
 */
export function yours(view, id, readable, erased) {
  const place = WORDS.where[view.host.where] ?? "";
  const data = () => JSON.stringify(view.model.get("state"), null, 2);
  const name = `${id}-answers`;
  return h("details", { class: "ek-yours" }, h("summary", {}, WORDS.answers),
    h("p", {}, place),
    h("div", { class: "ek-row" },
      button(WORDS.download, "plain", () => download(`${name}.txt`, readable(), "text/plain")),
      button(WORDS.downloadData, "plain", () => download(`${name}.json`, data(), "application/json")),
      confirming(WORDS.erase, WORDS.eraseAsk, WORDS.eraseYes, () => {
        view.write({});
        erased();
        view.say(WORDS.erased);
      })));
}

/** The message for a record that could not be read in full. */
export const keptNote = () => callout("note", h("p", {}, WORDS.kept));

/**
 * What a save status says. @param {import("./types").Save | undefined} save
 */
export function saveWords(save) {
  if (save?.status === "saving") return WORDS.saving;
  if (save?.status === "failed") return fill(WORDS.failedSave, { why: save.message });
  if (save?.status !== "saved" || !save.at) return "";
  const at = new Date(save.at);
  return fill(WORDS.saved, { time: [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":") });
}

/** @param {Model} model @param {(text: string) => void} say @param {(() => void)[]} stop */
function saveLine(model, say, stop) {
  const line = h("p", { class: "ek-save" });
  let failed = false;
  const show = () => {
    const save = model.get("save");
    const words = saveWords(save);
    const now = save?.status === "failed";
    line.replaceChildren(now ? icon("wrong") : "", words);
    if (now) line.append(" ", button(WORDS.retry, "plain", () => model.send?.({ type: "retry" })));
    line.classList.toggle("ek-failed", now);
    if (now !== failed && save?.status !== "saving") say(words);
    if (save?.status !== "saving") failed = now;
  };
  model.on("change:save", show);
  stop.push(() => model.off("change:save", show));
  show();
  return line;
}

/** Follow the page's theme where its style sheets do not reach. @param {HTMLElement} root @param {(() => void)[]} stop */
function followTheme(root, stop) {
  const page = document.documentElement;
  const show = () =>
    root.toggleAttribute("data-dark", page.matches('[data-theme="dark"], .dark') ||
      !!document.body?.matches('[data-jp-theme-light="false"], .vscode-dark'));
  const watch = new MutationObserver(show);
  for (const node of [page, document.body])
    if (node) watch.observe(node, { attributes: true, attributeFilter: ["class", "data-theme", "data-jp-theme-light"] });
  stop.push(() => watch.disconnect());
  show();
}

/**
 * Put an exercise into its element.
 * @param {import("./types").Context} context
 * @param {(view: View) => void} build
 * @returns {() => void} the clean-up
 */
export function mount({ model, el }, build) {
  // JupyterLab must not take a letter or a space pressed on a button for one of its own shortcuts
  const root = h("div", { class: "ek", "data-lm-suppress-shortcuts": "true" });
  const live = h("div", { role: "status", class: "ek-sr" });
  /** @type {(() => void)[]} */
  const stop = [];
  /** @type {import("./types").Host} */
  const host = { root: null, where: "browser", ...record(model.get("host")) };
  let written = fingerprint(model.get("state"));
  let spoken = 0;
  const say = (/** @type {string} */ text) => {
    live.textContent = "";
    clearTimeout(spoken);
    spoken = setTimeout(() => { live.textContent = text; }, 60);
  };
  const status = saveLine(model, say, stop);
  /** @type {View} */
  const view = {
    root, model, host, say, stop,
    status: () => status,
    heading: (offset, props, ...kids) =>
      h(/** @type {"h3"} */ (`h${Math.min(6, (host.level ?? 3) + offset)}`), props, ...kids),
    safely(draw) {
      try {
        draw();
      } catch (error) {
        console.error(error);
        root.replaceChildren(callout("wrong", h("p", {}, WORDS.failed)));
      }
    },
    write(state) {
      written = fingerprint(state);
      model.set("state", state);
      model.save_changes();
    },
    onRestore(callback) {
      const restored = () => {
        const now = fingerprint(model.get("state"));
        if (now === written) return;
        written = now;
        view.safely(callback);
      };
      model.on("change:state", restored);
      stop.push(() => model.off("change:state", restored));
    },
  };
  el.append(root, live);
  followTheme(root, stop);
  view.safely(() => build(view));
  return () => {
    for (const each of stop) each();
    root.remove();
    live.remove();
  };
}
