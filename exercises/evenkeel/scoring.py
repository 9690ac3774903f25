"""Credit for answers: one rule for each way of answering, each a pure function from 0.0 to 1.0.

The front end follows the same rules; ``tests/cases/scoring.json`` is read by both test suites. A learner's
answer is never trusted: a wrong type, unknown ids, repeats or a huge list give a number, never an error.

- Anything that is not of the answer's shape counts as not answered. Not answered earns 0.
- In lists, an entry that is not a string is skipped, and an id given twice counts once, where it came first.
- Multiple choice: an id that no option has counts as a wrong tick.
- Ordering: an id that no item has is skipped; every pair with a missing item counts as wrong.
- Matching and categories: each left side is judged by itself, also when one right side was used twice.
- Marked phrases: a mark on a phrase that there is not counts as a wrong one.
- Gaps, rewritten sentences and short texts: see :mod:`evenkeel.typed`. Numbers: see :mod:`evenkeel.numbers`.
"""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations
from typing import Any

from evenkeel.models.quiz import (
    AnyItem,
    AnyRule,
    CategoriseItem,
    ChoiceGap,
    ClozeItem,
    FlashCardItem,
    HighlightItem,
    JudgementItem,
    MatchingItem,
    MultipleItem,
    NumericItem,
    OrderingItem,
    RewriteItem,
    SelfRatingItem,
    ShortTextItem,
    SingleItem,
    TrueFalseItem,
)
from evenkeel.numbers import near, readings
from evenkeel.typed import found, gap_right, rules_met


def single(key: str, answer: Any) -> float:
    """All or nothing: full credit for the key."""
    return 1.0 if isinstance(answer, str) and answer == key else 0.0


def multiple(keys: Sequence[str], answer: Any) -> float:
    """Right minus wrong: (right ticks - wrong ticks) / right options, never below 0."""
    right = set(keys)
    ticked = set(_ids(answer))
    return _share(len(ticked & right) - len(ticked - right), len(right))


def ordering(order: Sequence[str], answer: Any) -> float:
    """Ordered pairs: (pairs in the right order - pairs in the wrong order) / all pairs, never below 0."""
    place = {item: index for index, item in enumerate(_ids(answer))}
    pairs = list(combinations(order, 2))
    right = sum(1 for a, b in pairs if a in place and b in place and place[a] < place[b])
    return _share(2 * right - len(pairs), len(pairs))


def matching(key: Mapping[str, str], answer: Any) -> float:
    """Per match: right matches / all left sides. A blank earns nothing and costs nothing."""
    given = answer if isinstance(answer, Mapping) else {}
    right = sum(1 for left, partner in key.items() if single(partner, given.get(left)))
    return _share(right, len(key))


def cloze(key: Mapping[str, str | Sequence[str]], answer: Any) -> float:
    """Per gap: right gaps / all gaps. A gap's key is an option's id, or a list of phrases for a gap to type into."""
    given = answer if isinstance(answer, Mapping) else {}
    right = sum(_fills(key, gap, given.get(gap)) for gap in key)
    return _share(right, len(key))


def _fills(key: Mapping[str, str | Sequence[str]], gap: str, answer: Any) -> bool:
    wanted = key[gap]
    if isinstance(wanted, str):
        return single(wanted, answer) == 1
    others = [each for other, each in key.items() if other != gap and not isinstance(each, str)]
    return gap_right(answer, wanted, chain.from_iterable(others))


def rating(panel: Mapping[str, int], points: int, answer: Any) -> float:
    """By distance: the mean over all responses of 1 - |answer - panel| / the widest distance possible for it.

    ``points`` is how many points the scale has. An answer maps a response to a point as a string, ``"1"`` for the
    first; a blank or anything else earns 0 for that response.
    """
    given = answer if isinstance(answer, Mapping) else {}
    scale = {str(point): point for point in range(1, points + 1)}
    rated = {name: scale[point] for name, point in given.items() if isinstance(point, str) and point in scale}
    near = [
        1 - abs(rated[name] - wanted) / max(wanted - 1, points - wanted)
        for name, wanted in panel.items()
        if name in rated
    ]
    return max(0.0, sum(near) / len(panel)) if panel else 0.0


def rewrite(original: str, rules: Sequence[AnyRule], answer: Any) -> float:
    """Per rule: rules met / all rules. The original unchanged earns 0."""
    return _share(sum(rules_met(original, rules, answer)), len(rules))


def highlight(key: Mapping[str, str], answer: Any) -> float:
    """Right minus wrong: (right marks - wrong marks) / the phrases to mark, never below 0.

    An answer maps a phrase to the category it is marked with; a mark with the other category is a wrong one.
    """
    given = answer if isinstance(answer, Mapping) else {}
    marked = {phrase: category for phrase, category in given.items() if isinstance(category, str) and category}
    right = sum(key.get(phrase) == category for phrase, category in marked.items())
    return _share(2 * right - len(marked), len(key))


def numeric(key: float, tolerance: float, units: Sequence[str], answer: Any) -> float:
    """All or nothing: full credit for the key, or for what lies no further from it than the tolerance."""
    return 1.0 if near(key, tolerance, readings(answer, units)) else 0.0


def short_text(ideas: Sequence[Sequence[str]], unwanted: Sequence[Sequence[str]], answer: Any) -> float:
    """Per idea: (ideas found - unwanted ones found) / all ideas, never below 0. Each is a list of phrases."""
    said = found([*ideas, *unwanted], answer)
    return _share(sum(said[: len(ideas)]) - sum(said[len(ideas) :]), len(ideas))


def item_credit(item: AnyItem, answer: Any) -> float:
    """The credit of an answer to a quiz item, by its type's rule. A self-rating and a flash card earn none."""
    match item:
        case SingleItem():
            return single(item.key, answer)
        case MultipleItem():
            return multiple(item.keys, answer)
        case TrueFalseItem():
            return single("true" if item.key else "false", answer)
        case OrderingItem():
            return ordering(item.order, answer)
        case MatchingItem() | CategoriseItem():
            return matching(item.key, answer)
        case ClozeItem():
            return cloze(gap_keys(item), answer)
        case JudgementItem():
            return _judged(item, answer)
        case RewriteItem():
            return rewrite(item.original, item.rules, answer)
        case HighlightItem():
            return highlight(item.key, answer)
        case NumericItem():
            return numeric(item.key, item.tolerance, item.units, answer)
        case ShortTextItem():
            return short_text(*phrase_groups(item), answer)
        case SelfRatingItem() | FlashCardItem():
            return 0.0


def gap_keys(item: ClozeItem) -> dict[str, str | list[str]]:
    """The key of each gap, as :func:`cloze` takes it."""
    return {gap.id: gap.key if isinstance(gap, ChoiceGap) else gap.accept for gap in item.gaps}


def phrase_groups(item: ShortTextItem) -> tuple[list[list[str]], list[list[str]]]:
    """The phrases of each idea, and those of what is unwanted, as :func:`short_text` takes them."""
    return [idea.accept for idea in item.ideas], [each.phrases for each in item.unwanted]


def _judged(item: JudgementItem, answer: Any) -> float:
    if item.ask == "rate":
        return rating({response.id: response.panel for response in item.responses}, len(item.scale), answer)
    return ordering([each.id for each in sorted(item.responses, key=lambda each: each.panel)], answer)


def round_mark(mark: float | Fraction) -> float:
    """Round a sum of marks once, half up, to one decimal.

    Credits are thirds and sixty-sixths as floats, so a sum may lie a hair beside the half it stands for
    (6.65 as 6.6499…); a billionth, far more than such errors and far less than any real difference, puts it right.

    Raises:
        ValueError: the mark is not a finite number.
    """
    if not math.isfinite(mark):
        raise ValueError(f"a mark must be a finite number, not {mark}")
    return math.floor(float(mark) * 10 + 0.5 + 1e-9) / 10


def _ids(answer: Any) -> list[str]:
    """The string entries of a list, each once, in the order of their first appearance."""
    entries = answer if isinstance(answer, list | tuple) else ()
    return list(dict.fromkeys(entry for entry in entries if isinstance(entry, str)))


def _share(part: int, whole: int) -> float:
    return max(0.0, part / whole) if whole else 0.0
