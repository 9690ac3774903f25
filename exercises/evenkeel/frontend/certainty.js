/** Certainty-based marking after Gardner-Medwin, as in evenkeel/certainty.py; shared cases keep the two alike. */

/** @typedef {{ credit: number, sure: number }} Given */

const RIGHT = [0, 1, 2, 3];
const WRONG = [0, 0, -2, -6];
/** The chances of being right for which each certainty pays best. */
const FROM = [0, 0, 2 / 3, 4 / 5];
const UNTIL = [0, 2 / 3, 4 / 5, 1];
const ENOUGH = 4;

/** The mark of one answer. @param {number} credit 0 to 1 @param {number} sure 1 to 3 */
export const mark = (credit, sure) => WRONG[sure] + credit * (RIGHT[sure] - WRONG[sure]);

/**
 * The marks of some answers, and what they say of how well the learner judged.
 * @param {Given[]} given
 * @returns {{ marks: number, most: number, answers: number[], credit: number[], calibration: "" | "surer" | "modest" | "fair" }}
 */
export function certainty(given) {
  const sum = (/** @type {number[]} */ parts) => parts.reduce((total, part) => total + part, 0);
  const by = [1, 2, 3].map((level) => given.filter(({ sure }) => sure === level).map(({ credit }) => credit));
  const right = sum(given.map(({ credit }) => credit));
  const judged = () => {
    if (right < sum(given.map(({ sure }) => FROM[sure])) - 1e-9) return "surer";
    return right > sum(given.map(({ sure }) => UNTIL[sure])) + 1e-9 ? "modest" : "fair";
  };
  return {
    marks: sum(given.map(({ credit, sure }) => mark(credit, sure))), most: 3 * given.length,
    answers: by.map((each) => each.length), credit: by.map(sum), calibration: given.length < ENOUGH ? "" : judged(),
  };
}
