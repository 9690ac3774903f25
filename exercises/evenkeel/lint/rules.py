"""The rules of the lint: their names, as a finding and a ``lint: allow`` comment give them, and what each looks for.

The item-writing rules follow the usual lists of flaws (Haladyna, Downing and Rodriguez, 2002, and the guides of
medical examination boards); the wording rules follow the safe-messaging advice that the course cites.
"""

from dataclasses import dataclass

from evenkeel.problems import Problem

RULES: dict[str, str] = {
    # items
    "all-of-the-above": 'an option such as "all of the above", "none of these" or "both a and b"',
    "k-type": 'options that are combinations of others, such as "1 and 3 only"',
    "longest-key": "a key that is much longer than every other option",
    "absolute-term": '"always", "never" and their like in distractors alone, or in a false statement',
    "vague-qualifier": '"usually", "often" and their like in the key alone, or in a statement to judge',
    "given-answer": "an answer to type that stands in the question, in the text around its gap, or in a hint",
    "stem-word": "a word of the stem that only the key repeats",
    "negative-stem": 'a question with "not" or "except" that is not emphasised',
    "grammar-cue": "options that do not fit the grammar of the stem, while the key does",
    "convergence": "a key that shares words with several distractors that share none with each other",
    "near-duplicate": "two options, or two stems, that say almost the same",
    "thin-feedback": "feedback that says nothing, or says the same for two options",
    "feedback-contradicts": 'feedback that begins with "Right" on a distractor, or with "No" on a key',
    # the whole bank
    "key-position": "a place among the options at which the key stands too often or too seldom",
    "key-length": "keys that are the longest, or the shortest, option too often",
    "true-false-bias": "statements to judge that are mostly true, or mostly false",
    # wording
    "reading-age": "a page with a reading age over 14",
    "long-sentence": "a sentence of more than 30 words",
    "unsafe-wording": "wording on suicide and self-harm that can hurt",
    "method-detail": "a word that tells of a method where suicide or self-harm is the subject",
    "unfair-label": "a belittling or judging word for a person, outside what someone says and outside a poor choice",
    "phone-number": "a telephone number that may be somebody's, outside the configuration",
    "emergency-number": "an emergency or help number without its country, outside the configuration",
    "open-star": "a `*` before or after a word that makes nothing",
    "no-alt": "a picture or a figure without alt text",
    # scenarios
    "ending-share": "an ending that random plays meet too seldom or too often",
    "easy-win": "a best ending that a learner reaches without reading",
    "best-by-form": "a good choice that its length or its place gives away",
    "never-holds": "a `when` of a line or a route that no play makes true, or a meter that no choice moves",
    # review
    "review-missing": "content on threats, self-harm or law that does not say when it is reviewed",
    "review-due": "a review that is past its day",
    # exceptions
    "allow": "a `lint: allow` without a reason, of no rule, or with nothing to allow",
}


@dataclass(frozen=True)
class Finding:
    """What a rule found. ``reason`` is the author's, when a ``lint: allow`` covers it."""

    rule: str
    problem: Problem
    reason: str | None = None

    def __str__(self) -> str:
        allowed = "" if self.reason is None else f" (allowed: {self.reason})"
        return f"{self.problem} [{self.rule}]{allowed}"
