"""What needs a person first: the order in which a tutor best looks at a class's work. Pure: no I/O.

1. Held work. 2. Work with a suggestion that the rules are unsure of. 3. Every potential fail: a suggested total that
is below the pass mark, or would be with one level less on the heaviest criterion. 4. Of the rest a share drawn at
random, blind: the suggestion is hidden until a tutor has given a level. 5. Everything else.

The draw depends on the assignment's and the learner's name alone, so it is the same whenever it is made, and nobody
chooses it.
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from evenkeel_grading.evidence_html import NEEDS_A_PERSON, UNSURE
from evenkeel_grading.kept import Work
from evenkeel_grading.marks import TOP_LEVEL


class Class(IntEnum):
    """Why a work stands where it stands."""

    PERSON = 0
    HELD = 1
    UNSURE = 2
    FAIL = 3
    BLIND = 4
    REST = 5


@dataclass(frozen=True)
class Totals:
    """Marks of an assignment. ``suggested`` are totals by learner, ``most`` all marks, ``step`` the heaviest level."""

    suggested: Mapping[str, float]
    most: float
    step: float


@dataclass(frozen=True)
class Entry:
    """One work in the queue. ``reasons`` are words for a tutor; of a blind work they do not give its level away."""

    learner: str
    place: Class
    reasons: tuple[str, ...]

    @property
    def blind(self) -> bool:
        return self.place is Class.BLIND


def queue(
    assignment: str, works: Sequence[Work], totals: Totals, pass_share: float = 0.5, blind_share: float = 0.1
) -> list[Entry]:
    """All works in the order in which they need a person; within a class by learner."""
    entries = [_entry(work, totals, pass_share * totals.most) for work in works]
    rest = [entry.learner for entry in entries if entry.place is Class.REST]
    blind = drawn(assignment, rest, blind_share)
    said = ("Blind sample: give your own level first.",)
    drawn_too = [Entry(one.learner, Class.BLIND, said) if one.learner in blind else one for one in entries]
    return sorted(drawn_too, key=lambda entry: (entry.place, entry.learner))


def _entry(work: Work, totals: Totals, needed: float) -> Entry:
    if work.hold.kind == "person":
        return Entry(work.learner, Class.PERSON, (NEEDS_A_PERSON,))
    if work.hold.kind:
        return Entry(work.learner, Class.HELD, (f"Held: {' '.join(work.hold.notes)}",))
    if not work.suggestions:
        return Entry(work.learner, Class.HELD, ("Held: there is nothing that the rules could mark.",))
    unsure = [name for name, row in work.suggestions.items() if row["confidence"] < UNSURE]
    reasons = [f"The rules are unsure: {', '.join(unsure)}."] if unsure else []
    fails = totals.suggested.get(work.learner, 0.0) - totals.step < needed
    if fails:
        reasons.append("A pass or a fail may hang on one level.")
    place = Class.UNSURE if unsure else Class.FAIL if fails else Class.REST
    return Entry(work.learner, place, tuple(reasons))


def drawn(assignment: str, learners: Sequence[str], share: float) -> set[str]:
    """The learners in the random sample: about ``share`` of them, and at least one while ``share`` is above 0."""
    places = {name: _place(assignment, name) for name in learners}
    found = {name for name, place in places.items() if place < share}
    if places and share > 0 and not found:
        found = {min(places, key=lambda name: places[name])}
    return found


def _place(assignment: str, learner: str) -> float:
    digest = hashlib.sha256(f"{assignment}\0{learner}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def first_of(assignment: str, learners: Sequence[str], share: float) -> list[str]:
    """A share of the learners, at least one, chosen by the same draw: for moderation."""
    wanted = math.ceil(len(learners) * share)
    return sorted(sorted(learners, key=lambda name: _place(assignment, name))[:wanted])


def step_of(weights: Mapping[str, float]) -> float:
    """The marks of one level on the heaviest criterion."""
    return max(weights.values(), default=0.0) / TOP_LEVEL
