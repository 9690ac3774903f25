"""The variables of a foreign story as meters of ours: whole numbers within a range, changed by adding."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from evenkeel.checks.owed import MARK
from evenkeel.importing.conditionals import names_in
from evenkeel.importing.neutral import Effect, Passage, Story
from evenkeel.importing.report import Report

MOST = 8
_DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def our_name(name: str) -> str:
    """A foreign name as one of ours: small letters and underscores."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    spelt = re.sub(r"[0-9]", lambda found: f"_{_DIGITS[int(found[0])]}", snake)
    plain = re.sub(r"[^a-z]+", "_", spelt.lower()).strip("_")
    return plain[:28].strip("_") or "value"


class Variables:
    """Which variables came over (``names``: theirs to ours), and their ranges."""

    def __init__(self, story: Story, passages: list[Passage], report: Report) -> None:
        self.report = report
        self.changes = [change for one in passages for change in _changes(one)]
        self.conditions = [condition for one in passages for condition in _conditions(one)]
        self.start = dict(story.start_values)
        used = Counter(name for condition in self.conditions for name in names_in(condition))
        wanted = dict.fromkeys([*self.start, *(change.name for change in self.changes), *used])
        kept = [
            name for name in wanted if used[name] or name in self.start or any(c.name == name for c in self.changes)
        ]
        chosen = sorted(kept, key=lambda name: -used[name])[:MOST]
        for name in kept:
            if name not in chosen:
                report.add("lost", f"variable {name[:40]!r}", f"lost: a scenario has at most {MOST} variables")
        self.names = self._named([name for name in kept if name in chosen])
        self.ranges = {name: self._range(name) for name in self.names}

    def _named(self, kept: list[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for name in kept:
            ours, number = our_name(name), 0
            while (chosen := ours if not number else f"{ours}_{_DIGITS[number % 10]}") in found.values():
                number += 1
            found[name] = chosen
        return found

    def _range(self, name: str) -> tuple[int, int]:
        """A range that holds every value that is named, and every change made once."""
        start = self.start.get(name, 0)
        sets = [change.value for change in self.changes if change.name == name and change.how == "set"]
        adds = [change.value for change in self.changes if change.name == name and change.how == "add"]
        asked = [value for condition in self.conditions for value in _values(condition, name)]
        if not adds and {start, *sets, *asked} <= {0, 1}:
            return 0, 1
        named = [0, start, *sets, *asked]
        low = min(*named, start + sum(value for value in adds if value < 0))
        high = max(*named, start + sum(value for value in adds if value > 0))
        return low, max(high, low + 1)

    def amount(self, change: Effect) -> int | None:
        """What is to be added, or ``None`` where adding cannot say it."""
        if change.name not in self.names:
            return None
        low, high = self.ranges[change.name]
        if change.how == "add":
            return max(low - high, min(high - low, change.value))
        return high - low if change.value == high else low - high if change.value == low else None

    def within(self, ours: str, amount: int) -> int:
        """An amount that the check takes for a variable: at most the width of its range."""
        name = next(name for name, one in self.names.items() if one == ours)
        width = self.ranges[name][1] - self.ranges[name][0]
        return max(-width, min(width, amount))

    def state(self) -> dict[str, Any]:
        """The meters. A story without variables gets one to rename, since a scenario needs it."""
        if not self.names:
            self.report.add("owed", "", "a meter (state): the story has no variables, and a scenario needs one")
            return {"meter": self._meter(f"{MARK} a name for this meter", 0, 0, 10)}
        made = {}
        for name, ours in self.names.items():
            low, high = self.ranges[name]
            made[ours] = self._meter(name, self.start.get(name, 0), low, high)
            about = f"whether higher is better, and its help text; it runs from {low} to {high} here"
            self.report.add("owed", f"variable {name[:40]!r}", about)
        return made

    def _meter(self, label: str, start: int, low: int, high: int) -> dict[str, Any]:
        made: dict[str, Any] = {"label": label, "help": f"{MARK} what this meter says.", "start": start}
        made |= {"min": low} if low else {}
        return {**made, **({"max": high} if high != 10 else {}), "better": "higher"}


def _changes(passage: Passage) -> Iterator[Effect]:
    yield from passage.enter
    for way in passage.ways:
        yield from way.effects


def _conditions(passage: Passage) -> Iterator[dict[str, Any]]:
    for line in passage.lines:
        yield from [line.when] if line.when else []
    for way in passage.ways:
        yield from [way.when] if way.when else []
        yield from (when for when, _ in way.routes)
        yield from (line.when for line in way.reply if line.when)


def _values(condition: dict[str, Any], name: str) -> Iterator[int]:
    if condition.get("var") == name:
        yield int(condition["value"])
    parts = [condition["not"]] if "not" in condition else condition.get("all") or condition.get("any") or []
    for part in parts:
        yield from _values(part, name)
