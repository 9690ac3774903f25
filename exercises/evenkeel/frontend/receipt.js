// Receipts of handed-in work: shown once in full, then listed; to copy, to print and to keep as a file.

import { moment } from "./dates.js";
import { button, download, fill, h, icon } from "./ui.js";
import { _ } from "./words.js";

/** @typedef {import("./standing.js").Receipt} Receipt */
/** @typedef {import("./standing.js").Assignment} Assignment */
/** @typedef {import("./standing.js").HandedIn} HandedIn */

const WORDS = {
  by: _("{time}, by {name}"),
  checksum: _("Checksum (SHA-256)"),
  copied: _("Receipt copied."),
  copy: _("Copy receipt"),
  counts: _("This one counts."),
  done: _("Handed in."),
  download: _("Download receipt"),
  kept: _("Keep this receipt. It shows when your work was handed in, and that it has not been changed since."),
  late: _("Late."),
  lateKept: _("This came after the due date. Your tutor can see when it came. It is safely there."),
  notCounting: _("This came after the due date. The one that you handed in before still counts."),
  print: _("Print receipt"),
  receipts: _("Your receipts ({n})"),
};
const RECEIPT = {
  title: _("Receipt for handed-in work"),
  assignment: _("Assignment: {title} ({id})"),
  learner: _("Handed in by: {name}"),
  time: _("Time: {time}"),
  checksum: _("Checksum (SHA-256) of responses.json: {checksum}"),
};

/**
 * The receipt as lines of text, to keep.
 * @param {Receipt} receipt @param {string} title
 */
export const receiptText = (receipt, title) =>
  [
    RECEIPT.title,
    fill(RECEIPT.assignment, { title, id: receipt.assignment }),
    fill(RECEIPT.learner, { name: receipt.learner }),
    fill(RECEIPT.time, { time: receipt.at }),
    fill(RECEIPT.checksum, { checksum: receipt.checksum }),
    "",
  ].join("\n");

/** Print one text and nothing else of the page. @param {string} text */
function print(text) {
  const sheet = h("pre", { class: "evk-print" }, text);
  document.body.append(sheet);
  window.addEventListener("afterprint", () => sheet.remove(), { once: true });
  window.print();
}

/** The ways to keep a receipt. @param {Receipt} receipt @param {string} title @param {(text: string) => void} say */
function ways(receipt, title, say) {
  const named = (/** @type {string} */ words, /** @type {() => void} */ act) => {
    const made = button(words, "plain", act);
    made.append(h("span", { class: "ek-sr" }, `: ${moment(receipt.at)}`));
    return made;
  };
  const text = receiptText(receipt, title);
  const name = `receipt-${receipt.assignment}-${receipt.at.slice(0, 19).replaceAll(":", "")}.txt`;
  const copy = navigator.clipboard && named(WORDS.copy, () => navigator.clipboard.writeText(text).then(() => say(WORDS.copied)));
  return h("div", { class: "ek-row" }, named(WORDS.download, () => download(name, text, "text/plain")),
    named(WORDS.print, () => print(text)), copy);
}

/** What was just handed in. @param {Receipt} receipt @param {Assignment} a @param {(text: string) => void} say */
export function receiptBox(receipt, a, say) {
  const one = a.handed_in.find(({ at }) => at === receipt.at);
  const late = one?.late && (one.counts ? WORDS.lateKept : WORDS.notCounting);
  return h("div", { class: "ek-feedback ek-is-right", role: "group", "aria-label": WORDS.done },
    h("p", { class: "ek-verdict" }, h("strong", {}, icon("right"), ` ${WORDS.done}`)),
    h("p", {}, fill(WORDS.by, { time: moment(receipt.at), name: receipt.learner })),
    late && h("p", {}, late),
    h("p", {}, `${WORDS.checksum}: `, h("code", {}, receipt.checksum)),
    h("p", {}, WORDS.kept),
    ways(receipt, a.title, say));
}

/** Every earlier hand-in, newest first, with the one that counts marked. @param {Assignment} a @param {(text: string) => void} say */
export function receiptList(a, say) {
  if (!a.handed_in.length) return null;
  const row = (/** @type {HandedIn} */ one) => h("li", {}, h("p", {}, h("strong", {}, moment(one.at)), " ",
    [one.late && WORDS.late, one.counts && WORDS.counts].filter(Boolean).join(" ")),
    h("p", {}, `${WORDS.checksum}: `, h("code", {}, one.checksum)), ways(one, a.title, say));
  return h("details", {}, h("summary", {}, fill(WORDS.receipts, { n: a.handed_in.length })),
    h("ol", { class: "ek-plain-list", reversed: true }, [...a.handed_in].reverse().map(row)));
}
