"""Agreement of tutors with each other and with the suggestion, by criterion, and where they differ. Pure: no I/O."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from evenkeel_grading.agreement import Agreement, Pair, agreement
from evenkeel_grading.kept import Opinion

ALL = "all criteria"
EACH_OTHER = "each other"
SUGGESTION = "the suggestion"


@dataclass(frozen=True)
class Compared:
    """One comparison. ``against`` is what one tutor's levels are held against; ``bias`` is theirs minus it."""

    criterion: str
    against: str
    measured: Agreement


@dataclass(frozen=True)
class Difference:
    """A criterion of one work that is worth talking about. ``levels`` by tutor; ``suggested`` None: no suggestion."""

    learner: str
    criterion: str
    levels: tuple[tuple[str, int], ...]
    suggested: int | None

    @property
    def span(self) -> int:
        """How far apart the furthest two levels are, the suggestion among them."""
        all_levels = [level for _, level in self.levels] + ([] if self.suggested is None else [self.suggested])
        return max(all_levels) - min(all_levels)


def compare(opinions: Sequence[Opinion]) -> list[Compared]:
    """Every criterion against each other and against the suggestion, then all criteria together."""
    found: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for criterion, against, pair in _pairs(opinions):
        found[criterion, against].append(pair)
        found[ALL, against].append(pair)
    names = list(dict.fromkeys(criterion for criterion, _ in found if criterion != ALL))
    order = [(name, against) for name in (*names, ALL) for against in (EACH_OTHER, SUGGESTION)]
    return [Compared(*key, agreement(found[key])) for key in order if key in found]


def _pairs(opinions: Sequence[Opinion]) -> Iterator[tuple[str, str, Pair]]:
    for (_, criterion), given in _by_part(opinions).items():
        for first, second in combinations(given, 2):
            yield criterion, EACH_OTHER, (first.level, second.level)
        for one in given:
            if one.suggested is not None:
                yield criterion, SUGGESTION, (one.level, one.suggested)


def _by_part(opinions: Sequence[Opinion]) -> dict[tuple[str, str], list[Opinion]]:
    parts: dict[tuple[str, str], list[Opinion]] = defaultdict(list)
    # By name, so that a bias between two tutors has one direction.
    for one in sorted(opinions, key=lambda one: one.who):
        parts[one.learner, one.criterion].append(one)
    return parts


def disagreements(opinions: Sequence[Opinion]) -> list[Difference]:
    """What to talk about: where tutors differ, from each other or from the suggestion. The furthest apart first."""
    found = [
        Difference(learner, criterion, tuple((one.who, one.level) for one in given), given[0].suggested)
        for (learner, criterion), given in _by_part(opinions).items()
    ]
    return sorted((one for one in found if one.span), key=lambda one: (-one.span, one.criterion, one.learner))


def table(compared: Sequence[Compared]) -> Iterator[str]:
    """The measures as lines of text."""
    wide = max((len(one.criterion) for one in compared), default=0)
    yield f"{'criterion':<{wide}}  {'against':<14}  {'n':>4}  {'kappa':>6}  {'exact':>6}  {'adjacent':>8}  {'bias':>6}"
    for one in compared:
        m = one.measured
        yield (
            f"{one.criterion:<{wide}}  {one.against:<14}  {m.n:>4}  {m.kappa:>6.2f}  {m.exact:>6.0%}"
            f"  {m.adjacent:>8.0%}  {m.bias:>+6.2f}"
        )
