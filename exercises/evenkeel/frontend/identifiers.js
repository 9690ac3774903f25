/**
 * Words in a text that may say who somebody is: names, numbers, addresses and dates.
 *
 * A help for a person who is about to share a case, and no more: it finds what has a form, and misses what has none.
 * Each form is short and bounded, and of a long text only the start is looked at, so it stays quick while somebody writes.
 */

/** @typedef {{ kind: "name" | "number" | "address" | "date", text: string }} Identifier */

const MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)";
const STREET = "(?:Street|St|Road|Rd|Lane|Avenue|Ave|Close|Drive|Court|Crescent|Gardens|Place|Row|Terrace|Square|Way)";

/** In this order: what one finds, those after it do not look at. @type {[Identifier["kind"], RegExp][]} */
const FORMS = [
  ["number", /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g],
  ["number", /(?:https?:\/\/|www\.)\S{1,200}/gi],
  ["date", /\b\d{4}-\d{2}-\d{2}\b/g],
  ["date", /\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b/g],
  ["date", new RegExp(`\\b\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH}\\b(?:,? \\d{4}\\b)?`, "g")],
  ["date", new RegExp(`\\b${MONTH} \\d{1,2}(?:st|nd|rd|th)?\\b(?:,? \\d{4}\\b)?`, "g")],
  ["address", new RegExp(`\\b(?:Flat \\d{1,4}[A-Za-z]?,? )?\\d{1,4}[A-Za-z]?,? (?:[A-Z][\\w'’-]{1,30} ){1,3}${STREET}\\b`, "g")],
  ["address", new RegExp(`\\b(?:[A-Z][\\w'’-]{1,30} ){1,2}${STREET}\\b`, "g")],
  ["address", /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/g],
  ["number", /\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/g],
  ["number", /\+?\d(?:[ ()/-]{0,2}\d){5,15}/g],
  ["number", /\b[A-Za-z]{0,4}[-/]?\d{4,15}\b/g],
  ["name", /\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Lady|Prof|Professor)\.? [A-Z][\w'’-]{0,30}(?: [A-Z][\w'’-]{1,30})?/g],
];

/** Capitals that say nothing about who: days, months, and words that are written with one. */
const COMMON = new Set(
  (
    "I I'm I'd I've I'll Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June " +
    "July August September October November December Christmas Easter Ramadan Diwali English Welsh Scottish Irish " +
    "British American OK Gibbs GROW"
  ).split(" "),
);
/** How a sentence about a person may go on after a name. */
const SPOKE = /^(?:said|says|rang|rings|called|calls|told|tells|asked|asks|wanted|wants|came|comes|wrote|writes|shouted|cried|is|was|has|had|did|went)$/;
/** What may stand there and is no name. */
const STARTS = new Set(
  (
    "He She They It We You I This That These Those There Here What Who Which Where When Why How Nobody Somebody Someone " +
    "Everyone Everybody Anyone One Nothing Something Everything Then Now So And But Or If As The A An My Our Your His Her " +
    "Their Its Customer Caller Manager Colleague Adviser Officer Leader Mother Father Mum Dad Son Daughter Parent Tenant " +
    "Resident Claimant Police Security Staff Management People Help Later Today Yesterday " +
    "In On At By For From To Of With Without After Before During Since Until While Because Although Once Yes No Not Please"
  ).split(" "),
);

/** Far more than a field takes. */
const MOST = 20_000;

/**
 * What in the text may identify somebody, each once, in the order of the text.
 * @param {string} text
 * @returns {Identifier[]}
 */
export function findIdentifiers(text) {
  /** @type {(Identifier & { at: number })[]} */
  const found = [];
  let rest = text.slice(0, MOST);
  for (const [kind, form] of FORMS) {
    for (const match of rest.matchAll(form)) found.push({ kind, text: match[0].trim(), at: match.index });
    rest = rest.replace(form, (hit) => " ".repeat(hit.length));
  }
  found.push(...names(rest));
  found.sort((one, other) => one.at - other.at);
  const seen = new Set();
  return found.filter((one) => !seen.has(one.text) && seen.add(one.text)).map(({ kind, text: words }) => ({ kind, text: words }));
}

/** Capitals inside a sentence, and at its start where the sentence goes on as with a name. @param {string} text */
function names(text) {
  const words = [...text.matchAll(/[\p{L}][\p{L}'’-]{0,40}|[.!?:;\n"“”()]/gu)];
  /** @type {(Identifier & { at: number })[]} */
  const found = [];
  let starts = true;
  for (const [place, { 0: word, index }] of words.entries()) {
    const next = words[place + 1]?.[0] ?? "";
    if (isName(word, starts, next)) found.push({ kind: "name", text: word, at: index });
    starts = !/\p{L}/u.test(word);
  }
  return found;
}

/** @param {string} word @param {boolean} starts whether a sentence starts here @param {string} next */
function isName(word, starts, next) {
  if (!/^\p{Lu}[\p{L}'’-]*\p{Ll}/u.test(word) || COMMON.has(word.replace(/’/g, "'"))) return false;
  if (!starts) return true;
  if (STARTS.has(word)) return false;
  return SPOKE.test(next) || (/^\p{Lu}\p{Ll}/u.test(next) && !COMMON.has(next));
}
