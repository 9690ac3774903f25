"""Credit for closed answers: four rules, each a pure function from 0.0 to 1.0.

The front end follows the same rules; ``tests/cases/scoring.json`` is read by both test suites. A learner's
answer is never trusted: a wrong type, unknown ids, repeats or a huge list give a number, never an error.

- Anything that is not of the answer's shape counts as not answered. Not answered earns 0.
- In lists, an entry that is not a string is skipped, and an id given twice counts once, where it came first.
- Multiple choice: an id that no option has counts as a wrong tick.
- Ordering: an id that no item has is skipped; every pair with a missing item counts as wrong.
- Matching: each left side is judged by itself, also when one right side was used twice.
"""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from evenkeel.models.quiz import AnyItem, MatchingItem, MultipleItem, OrderingItem, SingleItem


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


def item_credit(item: AnyItem, answer: Any) -> float:
    """The credit of an answer to a quiz item, by the rule that its type implies."""
    if isinstance(item, SingleItem):
        return single(item.key, answer)
    if isinstance(item, MultipleItem):
        return multiple(item.keys, answer)
    if isinstance(item, OrderingItem):
        return ordering(item.order, answer)
    if isinstance(item, MatchingItem):
        return matching(item.key, answer)
    return single("true" if item.key else "false", answer)


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
