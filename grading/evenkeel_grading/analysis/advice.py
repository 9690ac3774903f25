"""What the figures of a question say, in plain words: reasons to look at it. Bounds after Ebel and Frisbie (1991)."""

from collections.abc import Iterator, Sequence

from evenkeel_grading.analysis.figures import Option, Question

HARD, EASY, BLANK, WEAK = 0.3, 0.95, 0.15, 0.2
LEAST = 10
"""Below so many learners a share says nothing about a question."""


def look_at(question: Question) -> Iterator[str]:
    """Reasons to look at the question, the gravest first; nothing when there is none."""
    if question.n < LEAST or question.facility is None:
        return
    yield from _against(question)
    yield from _rivals(question)
    if question.facility < HARD:
        yield (
            f"Hard: the mean credit is {question.facility:.0%}. Was it taught? Do the words say what is meant?"
            " Is more than one answer right?"
        )
    if question.blank / question.n >= BLANK:
        yield f"Left blank by {question.blank / question.n:.0%}. Perhaps it is unclear, or time ran out."
    if question.facility >= EASY:
        yield (
            f"Nearly everybody has it ({question.facility:.0%}). That is fine for what everybody must know."
            " Otherwise it tells you little."
        )


def _against(question: Question) -> Iterator[str]:
    worth = question.discrimination
    if worth is None or question.facility is None:
        return
    if worth < 0:
        yield (
            "Those who did well on the rest did worse here. Check the key first, then whether the words"
            " mislead those who know most."
        )
    elif worth < WEAK and HARD <= question.facility < EASY:
        yield (
            "It hardly tells those who did well on the rest from the others. Look for two right"
            " answers or a vague stem."
        )


def _rivals(question: Question) -> Iterator[str]:
    """Wrong options that beat the key, over all or among the best."""
    for part in question.parts:
        keys = [one for one in part.options if one.key]
        wrong = [one for one in part.options if not one.key]
        if len(keys) == 1 and wrong:
            yield from _beaten(keys[0], wrong, f" ({part.text})" if part.text else "")


def _beaten(key: Option, wrong: Sequence[Option], about: str) -> Iterator[str]:
    rival = max(wrong, key=lambda one: one.n)
    if rival.n > key.n:
        yield f"More chose “{rival.text}” than the key{about}."
        return
    best = max(wrong, key=lambda one: one.upper or 0.0)
    if (best.upper or 0.0) > (key.upper or 0.0):
        yield f"Of the best 27%, more chose “{best.text}” than the key{about}."
