"""A record, and two of them that grew from one brought together: the rule of ``merge`` in ``frontend/storage.js``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

State = dict[str, Any]


@dataclass(frozen=True)
class Record:
    """What was found: ``state`` is ``{}`` when there is nothing; ``notice`` says so when a file was set aside."""

    state: State
    saved_at: str | None = None
    notice: str = ""


@dataclass(frozen=True)
class Saved:
    """A save that is on the disk. ``at`` is RFC 3339 in UTC; ``state`` is what is there now."""

    at: str
    notice: str = ""
    state: State | None = None


Bring = Callable[[Record], State]
"""Given the record as it is under the lock, the state to write; it may raise, and then nothing is written."""


def merge(base: State, mine: State, theirs: State) -> State:
    """Answers to different questions are all kept. Where both changed the same thing, ``mine`` stands.

    What then gives way is put into ``kept``, so that nothing a learner wrote is lost.
    """
    if theirs in (mine, base):
        return mine
    if mine == base:
        return theirs
    both = (name for name in ("items", "fields") if isinstance(mine.get(name), dict))
    part = next((name for name in both if isinstance(theirs.get(name), dict)), None)
    if part is None:
        return _keeping(mine, theirs)
    before, merged, lost = base.get(part, {}), dict(theirs[part]), False
    for key in {*before, *mine[part]}:
        was, here, there = (record.get(key) for record in (before, mine[part], theirs[part]))
        if here == was:
            continue
        lost = lost or (there is not None and there not in (was, here))
        merged.pop(key, None)
        if here is not None:
            merged[key] = here
    together = {**theirs, **mine, part: merged}
    was, here, there = (record.get("round") for record in (base, mine, theirs))
    if here == was:  # the time through a quiz goes with whoever began another one, or handed it in
        together["round"] = there
    elif there not in (was, here, None):
        lost = True
    if together.get("round") is None:
        together.pop("round", None)
    return _keeping(together, theirs) if lost else together


def join(mine: State, theirs: State) -> State:
    """As :func:`merge` when nobody knows what both grew from: what ``mine`` lacks is then not taken as erased."""
    part = next((name for name in ("items", "fields") if theirs.get(name)), None)
    if part is not None and mine.get(part) == {}:
        return {**theirs, **mine, part: theirs[part]}
    if part is not None and not isinstance(theirs[part], dict):
        return _keeping(mine, theirs)
    return merge({}, mine, theirs)


def _keeping(record: State, other: State) -> State:
    aside = {key: value for key, value in other.items() if key != "kept"}
    return {**record, "kept": [*record.get("kept", []), aside]} if aside else record
