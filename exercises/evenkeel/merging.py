"""Two records that grew from one, brought together: the same rule as ``merge`` in ``frontend/storage.js``."""

from typing import Any

State = dict[str, Any]


def merge(base: State, mine: State, theirs: State) -> State:
    """Answers to different questions are all kept. Where both changed the same thing, ``mine`` stands.

    What then gives way is put into ``kept``, so that nothing a learner wrote is lost.
    """
    if theirs in (mine, base):
        return mine
    if mine == base:
        return theirs
    part = next((name for name in ("items", "fields") if mine.get(name) and theirs.get(name)), None)
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
    return _keeping(together, theirs) if lost else together


def _keeping(record: State, other: State) -> State:
    aside = {key: value for key, value in other.items() if key != "kept"}
    return {**record, "kept": [*record.get("kept", []), aside]} if aside else record
