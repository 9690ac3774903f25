/** Typed answers: whether what was written is what was meant. The rules are those of evenkeel/typed.py. */

/** @typedef {import("./types").Rule} Rule */

export const LONGEST_GAP = 200;
export const LONGEST_REWRITE = 2000;
export const LONGEST_SHORT = 500;

/** The words in small letters without accents, one space between them. @param {string} text */
export const words = (text) =>
  text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
    .replace(/['\u2018\u2019\u02bc`]/g, "").replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim();

/** The words of an answer; none when it is no text or too long. @param {unknown} answer @param {number} longest */
const given = (answer, longest) =>
  typeof answer === "string" && answer.length <= 2 * longest && [...answer].length <= longest ? words(answer) : "";

/** How many slips a phrase forgives. @param {string} phrase as `words` writes it */
function slips(phrase) {
  if (/\p{N}/u.test(phrase)) return 0;
  const letters = [...phrase.replaceAll(" ", "")].length;
  return letters >= 9 ? 2 : letters >= 5 ? 1 : 0;
}

/** The slips between two phrases; from 3 on perhaps fewer than there are. @param {string} from @param {string} to */
export function distance(from, to) {
  const a = [...from];
  const b = [...to];
  if (Math.abs(a.length - b.length) > 2) return 3;
  /** @type {number[]} */
  let last = [];
  /** @type {number[]} */
  let before = [];
  let row = [0, ...b.keys()].map((_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    [last, before, row] = [before, row, [i]];
    for (let j = 1; j <= b.length; j += 1) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + Number(a[i - 1] !== b[j - 1]), swapped ? last[j - 2] + 1 : Infinity));
    }
    if (Math.min(...row) > 2 && Math.min(...before) > 2) return 3;
  }
  return row[b.length];
}

/** Whether an answer fills a gap. @param {unknown} answer @param {string[]} accept @param {string[]} others what the item's other gaps accept */
export function gapRight(answer, accept, others) {
  const text = given(answer, LONGEST_GAP);
  const ours = accept.map(words);
  if (!text || ours.includes(text)) return !!text;
  const near = Math.min(...ours.map((phrase) => [distance(text, phrase), slips(phrase)]).filter(([there, most]) => there <= most).map(([there]) => there));
  const rivals = others.map(words).filter((phrase) => !ours.includes(phrase));
  return near < Infinity && rivals.every((phrase) => distance(text, phrase) > near);
}

/** For each rule, whether a rewritten sentence keeps to it. @param {string} original @param {Rule[]} rules @param {unknown} answer */
export function rulesMet(original, rules, answer) {
  const text = given(answer, LONGEST_REWRITE);
  const none = !text || text === words(original);
  return rules.map((rule) => !none && meets(rule, text));
}

/** @param {Rule} rule @param {string} text */
function meets(rule, text) {
  const count = text.split(" ").length;
  if (rule.kind === "length") return count >= rule.min_words && count <= rule.max_words;
  const phrases = rule.phrases.map((phrase) => ` ${words(phrase)} `);
  if (rule.kind === "starts-with") return phrases.some((phrase) => ` ${text} `.startsWith(phrase));
  return phrases.some((phrase) => ` ${text} `.includes(phrase)) === (rule.kind === "contains");
}

/** For each group of phrases, whether a short text says one of them. @param {string[][]} groups @param {unknown} answer */
export function found(groups, answer) {
  const text = given(answer, LONGEST_SHORT);
  const read = groups.map((group) => group.map(words));
  return read.map((group) => !!text && said(group, read.flat().filter((phrase) => !group.includes(phrase)), text));
}

/** @param {string[]} phrases @param {string[]} rivals @param {string} text */
const said = (phrases, rivals, text) =>
  phrases.some((phrase) => ` ${text} `.includes(` ${phrase} `)) ||
  phrases.some((phrase) => slips(phrase) > 0 && stretches(text.split(" "), phrase.split(" ").length).some((part) => {
    const there = distance(part, phrase);
    return there <= slips(phrase) && rivals.every((rival) => distance(part, rival) > there);
  }));

/** All runs of so many words, one more or one fewer. @param {string[]} all @param {number} size */
const stretches = (all, size) =>
  [...new Set([size - 1, size, size + 1].filter((each) => each > 0).flatMap((each) =>
    all.slice(0, Math.max(0, all.length - each + 1)).map((_word, i) => all.slice(i, i + each).join(" "))))];
