/** What surrounds every exercise: headings, saving, restoring, speaking, downloads, erasing, theme, clean-up. */

import { clock } from "./locale.js";
import { fingerprint, record } from "./state.js";
import { button, callout, download, fill, focus, h, icon } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./types").Model} Model */
/** @typedef {import("./ui.js").Props} Props */
/** @typedef {import("./ui.js").Kid} Kid */

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

const WORDS = {
  answers: _("Your answers"),
  cancel: _("Cancel"),
  download: _("Download as text"),
  downloadData: _("Download as data (JSON)"),
  erase: _("Erase my answers"),
  eraseAsk: _("Erase your answers to this exercise? This cannot be undone."),
  eraseYes: _("Yes, erase"),
  erased: _("Your answers have been erased."),
  failed: _("This exercise could not be shown. Your answers are kept. Try loading the page again, and tell your tutor if it stays."),
  failedSave: _("Not saved: {why}"),
  kept: _("Part of your saved record could not be read here, perhaps because the exercise has changed. It is put aside and you can download it under “Your answers”."),
  retry: _("Try again"),
  saved: _("Saved at {time}"),
  saving: _("Saving…"),
  where: {
    browser: _("Your answers are kept in this browser only."),
    server: _("Your answers are saved in your own folder."),
    kernel: _("Your answers are kept with this notebook."),
  },
};

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
  // such as that an unreadable file was set aside
  const note = save?.message ?? "";
  if (save?.status !== "saved" || !save.at) return note;
  const at = new Date(save.at);
  const saved = fill(WORDS.saved, { time: clock(at) });
  return note ? `${saved}. ${note}` : saved;
}

/** @param {Model} model @param {(text: string) => void} say @param {(() => void)[]} stop */
function saveLine(model, say, stop) {
  const line = h("p", { class: "ek-save" });
  let failed = false;
  let note = "";
  const show = () => {
    const save = model.get("save");
    const words = saveWords(save);
    const now = save?.status === "failed";
    line.replaceChildren(now ? icon("wrong") : "", words);
    if (now) line.append(" ", button(WORDS.retry, "plain", () => model.send?.({ type: "retry" })));
    line.classList.toggle("ek-failed", now);
    const told = save?.message ?? "";
    if ((now !== failed || (told && told !== note)) && save?.status !== "saving") say(words);
    if (save?.status !== "saving") note = told;
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
