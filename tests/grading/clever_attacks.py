"""What a clever learner with five minutes might hand in. See data/README.md for the first look."""

import random
import re
from collections.abc import Callable

from attacks import Attack, Texts, cue_words, sentences

from evenkeel_grading import Assignment, mark

# Fluent, on the subject, full of the right words, and about nobody.
GENERIC = [
    "In this situation it is essential to remain calm and professional at all times.",
    "Effective communication involves active listening, empathy and a respectful tone of voice.",
    "By acknowledging the customer's feelings, staff can de-escalate conflict and build trust.",
    "It is important to reflect on what happened and to learn from every experience.",
    "Moving forward, clear goals and regular reviews will ensure continuous improvement.",
    "Furthermore, taking regular breaks and speaking to colleagues supports resilience and wellbeing.",
    "The key moment in any interaction is when the customer feels heard and understood.",
    "This approach is consistent with equality, safety and fairness for everyone involved.",
    "Open questions empower colleagues to identify their own solutions and to take ownership.",
    "A follow-up check after a set period would confirm whether the change had been effective.",
    "Anger is often a sign of fear or frustration and should not be taken personally.",
    "Boundaries should be set politely, explaining what can be offered and by when.",
]
BLANKS = (
    "When {one} happened I noticed {two}. I decided to use {three} because of {four}. "
    "As a consequence {five} changed. Another time I would choose {six}, and I would check it on a Friday."
)
PERSONS = {
    r"\b(?:I|we)\b": "one",
    r"\b(?:my|our)\b": "one's",
    r"\b(?:me|us)\b": "one",
    r"\b(\w+)ed\b": r"should be \1ed",
}
OPPOSITES = {
    "listened": "ignored him",
    "asked": "refused to ask",
    "explained": "did not explain",
    "calm": "cross",
    "sorry": "not sorry",
    "check": "never check",
    "review": "never review",
    "because": "although",
    "safe": "unsafe",
    "helped": "did not help",
}
YOU = {
    r"\bI am\b": "you are",
    r"\bI was\b": "you were",
    r"\bI\b": "you",
    r"\bmy\b": "your",
    r"\bme\b": "you",
    r"\bmyself\b": "yourself",
}


def _swapped(text: str, pairs: dict[str, str]) -> str:
    for pattern, other in pairs.items():
        text = re.sub(pattern, other, text)
    return text


def _whole_words(pairs: dict[str, str]) -> dict[str, str]:
    return {rf"\b{word}\b": other for word, other in pairs.items()}


def _each(change: Callable[[str], str]) -> Attack:
    return lambda _, texts, __: {field: change(text) for field, text in texts.items()}


def _first_person_levels(assignment: Assignment, texts: Texts, _: random.Random) -> Texts:
    """The best descriptor of each criterion, put as if the learner had done it."""
    told = {
        field: " ".join(one.levels[-1] for one in assignment.worksheet.criteria if field in one.fields)
        for field in texts
    }
    verbs = {"Names": "I name", "Gives": "I give", "Says": "I say", "Tells": "I tell", "Judges": "I judge"}
    verbs |= {"As level 2, and": "I also", "As level 2, with": "I also have", "the writer": "I", "they": "I"}
    said = {field: _swapped(text, _whole_words(verbs)) for field, text in told.items()}
    return {field: said[field] or text for field, text in texts.items()}


def _first_person_guidance(assignment: Assignment, texts: Texts, _: random.Random) -> Texts:
    """What each field asks for, answered by saying that it was done."""
    guidance = {field.id: field.guidance for field in assignment.worksheet.fields}
    verbs = {"Say": "I said", "Tell": "I told", "Give": "I gave", "Write": "I wrote", "Name": "I named"}
    verbs |= {"Choose": "I chose", "Use": "I used", "Look": "I looked", "your": "my", "you": "I"}
    return {field: _swapped(guidance[field], _whole_words(verbs)) for field in texts}


def _generic(_: Assignment, texts: Texts, chance: random.Random) -> Texts:
    return {field: " ".join(chance.sample(GENERIC, 5)) for field in texts}


def _generic_after(_: Assignment, texts: Texts, chance: random.Random) -> Texts:
    return {field: f"{text} {' '.join(chance.sample(GENERIC, 2))}" for field, text in texts.items()}


def _blanks(assignment: Assignment, texts: Texts, chance: random.Random) -> Texts:
    """One template in every field, its blanks filled with the rubric's words."""
    slots = ("one", "two", "three", "four", "five", "six")
    made = {}
    for field in texts:
        filled = zip(slots, chance.sample(cue_words(assignment.id), len(slots)), strict=True)
        made[field] = BLANKS.format(**dict(filled))
    return made


def _best_everywhere(assignment: Assignment, texts: Texts, _: random.Random) -> Texts:
    """The sentence that earned most, in every field instead of what stood there."""
    marks = mark(assignment, {"schema": 1, "assignment": assignment.id, "fields": dict(texts)})
    quotes = [item.quote for one in marks.criteria.values() for item in one.evidence]
    best = max(quotes, key=quotes.count, default=next(iter(texts.values()), ""))
    return dict.fromkeys(texts, best)


def _doubled_with_cues(assignment: Assignment, texts: Texts, chance: random.Random) -> Texts:
    words = cue_words(assignment.id)
    return {field: f"{text} {text} {', '.join(chance.sample(words, 10))}." for field, text in texts.items()}


def _and_then(assignment: Assignment, texts: Texts, chance: random.Random) -> Texts:
    words = cue_words(assignment.id)
    return {field: f"I {' and then I '.join(chance.sample(words, 12))}." for field in texts}


def _customers(_: Assignment, texts: Texts, __: random.Random) -> Texts:
    """The answer as if the customer had said it."""
    return {
        field: " ".join(f'The customer said, "{piece.replace(chr(34), "")}"' for piece in sentences(text))
        for field, text in texts.items()
    }


CLEVER: dict[str, Attack] = {
    "descriptors in the first person": _first_person_levels,
    "guidance in the first person": _first_person_guidance,
    "a generic essay": _generic,
    "generic sentences after the answer": _generic_after,
    "a template with blanks filled": _blanks,
    "the best sentence in every field": _best_everywhere,
    "everything turned into its opposite": _each(
        lambda text: _swapped(text, {rf"\b{a}\b": b for a, b in OPPOSITES.items()})
    ),
    "what one should do": _each(lambda text: _swapped(text, PERSONS)),
    "told to somebody else": _each(lambda text: _swapped(text, YOU)),
    "the customer's words": _customers,
    "doubled, with cue words": _doubled_with_cues,
    "cue words joined by and then": _and_then,
}
