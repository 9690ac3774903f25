"""A round of a quiz: which items are asked, and what it comes to.

``frontend/rounds.js`` follows the same rules; ``tests/cases/rounds.json`` is read by both test suites. A state is the
learner's own and may be old or damaged: what does not fit counts as not answered.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenkeel.certainty import Certainty, certainty
from evenkeel.models.behaviour import Behaviour
from evenkeel.models.quiz import AnyItem, Quiz
from evenkeel.scoring import item_credit, round_mark
from evenkeel.seeded import drawn, seed_of, shuffled

Pooled = tuple[str, str | None]
"""An item's id and its pool."""


@dataclass(frozen=True)
class Part:
    """One checked answer: the item's points, the answer's credit, the hints shown, and the checks it took."""

    points: int
    credit: float
    hints: int = 0
    attempts: int = 1


@dataclass(frozen=True)
class Result:
    """What a round comes to. ``passed`` is ``None`` where nothing says when a quiz is passed."""

    points: float
    most: int
    passed: bool | None = None
    certainty: Certainty | None = None


def asked(items: Sequence[Pooled], how: Behaviour, seed: int, seen: Mapping[str, int]) -> list[str]:
    """The ids of the items of a new round, in the order they are asked.

    ``seen`` says in how many rounds before an item was asked: those asked least often are drawn first.
    """
    ids = [name for name, _pool in items]
    chosen = set(ids if how.draw is None else drawn(ids, how.draw, seed_of(f"{seed}:draw"), seen))
    for pool, number in how.pools.items():
        of_pool = [name for name, its in items if its == pool]
        chosen -= set(of_pool) - set(drawn(of_pool, number, seed_of(f"{seed}:draw:{pool}"), seen))
    found = [name for name in ids if name in chosen]
    return shuffled(found, seed_of(f"{seed}:items")) if "items" in how.shuffle else found


def earned(part: Part, how: Behaviour) -> float:
    """The credit of an answer, less what its hints and its further tries cost; never below 0."""
    cost = how.cost.hint * part.hints + how.cost.attempt * max(0, part.attempts - 1)
    return max(0.0, part.credit - cost)


def tally(parts: Iterable[Part], most: int, how: Behaviour) -> Result:
    """Points, summed and rounded once; passed when their share of ``most`` reaches the quiz's ``pass``."""
    total = sum(part.points * earned(part, how) for part in parts)
    passed = None if how.pass_ is None else most > 0 and total / most >= how.pass_ - 1e-9
    return Result(round_mark(total), most, passed)


def result(quiz: Quiz, state: Mapping[str, Any]) -> Result:
    """What a learner's saved state of a quiz comes to, in its present round."""
    how = quiz.behaviour or Behaviour()
    kept = _mapping(state.get("items"))
    items = [item for item in _asked_in(quiz, state) if hasattr(item, "points")]
    checked = [
        (item, _mapping(kept.get(item.id))) for item in items if _mapping(kept.get(item.id)).get("checked") is True
    ]
    parts = [_part(item, entry) for item, entry in checked]
    found = tally(parts, sum(item.points for item in items), how)
    given = [(part.credit, _whole(entry, "sure", 3) or 1) for part, (_, entry) in zip(parts, checked, strict=True)]
    return Result(found.points, found.most, found.passed, certainty(given) if how.confidence else None)


def _asked_in(quiz: Quiz, state: Mapping[str, Any]) -> list[AnyItem]:
    """The items of the present round: all of them where the quiz does not draw, or had no rounds yet."""
    names = _mapping(state.get("round")).get("asked")
    how = quiz.behaviour
    if how is None or (how.draw is None and not how.pools) or not isinstance(names, list):
        return list(quiz.items)
    return [item for item in quiz.items if item.id in names]


def _part(item: AnyItem, entry: Mapping[str, Any]) -> Part:
    points: int = getattr(item, "points", 0)
    credit = item_credit(item, entry.get("answer"))
    return Part(points, credit, _whole(entry, "hints", len(item.hints)), _whole(entry, "attempts", 1000))


def _whole(entry: Mapping[str, Any], name: str, most: int) -> int:
    """A whole number from 0 to ``most``; anything else counts as 0."""
    value = entry.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most else 0


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
