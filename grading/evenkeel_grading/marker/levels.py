"""From finds to a level, with what carried it and what the next level lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenkeel_grading.marker.frames import Find

if TYPE_CHECKING:
    from evenkeel_grading.rubric import EvidenceRules, LevelName, LevelRule, Need

_LEVELS: tuple[LevelName, ...] = ("1", "2", "3")


@dataclass(frozen=True)
class Outcome:
    """A level, the finds that carried it, the finds that put it at 0, and what is missing for the next."""

    level: int
    finds: tuple[Find, ...]
    against: tuple[Find, ...]
    missing: str
    part_way: bool


def decide(rules: EvidenceRules, finds: Sequence[Find]) -> Outcome:
    """The highest level whose rule, and every rule below it, is met."""
    against = [find for need in rules.zero if met(need, finds) for find in _used(need, finds)]
    if against:
        return Outcome(0, (), _unique(against), _zero_advice(rules, against), part_way=False)
    level, carried = 0, list[Find]()
    for name in _LEVELS:
        rule = rules.levels.get(name)
        need = next((need for need in rule.needs if met(need, finds)), None) if rule else None
        if need is None:
            break
        level = int(name)
        carried.extend(_used(need, finds))
    missing, part_way = _next(rules, level, finds)
    return Outcome(level, _telling(rules, carried), (), missing, part_way)


def _telling(rules: EvidenceRules, carried: Sequence[Find]) -> tuple[Find, ...]:
    """What carried the level, without "wrote something" where more than that was found."""
    telling = [find for find in carried if rules.parts[find.part].slots or rules.parts[find.part].families]
    return _unique(telling or carried)


def met(need: Need, finds: Sequence[Find]) -> bool:
    """Whether a need is met by the finds."""
    present = {find.part for find in finds}
    return (
        present.issuperset(need.all)
        and len(present.intersection(need.of)) >= need.at_least
        and present.isdisjoint(need.none)
        and all(_families(name, finds) >= count for name, count in need.families.items())
        and all(_times(name, finds) >= count for name, count in need.times.items())
    )


def _families(part: str, finds: Iterable[Find]) -> int:
    return len({find.family for find in finds if find.part == part})


def _times(part: str, finds: Iterable[Find]) -> int:
    """How many finds of a part share no sentence with one another."""
    taken: set[tuple[str, int]] = set()
    count = 0
    for find in finds:
        own = {(find.field, number) for number in find.sentences}
        if find.part == part and not taken & own:
            taken |= own
            count += 1
    return count


def _names(need: Need) -> list[str]:
    return [*need.all, *need.of, *need.families, *need.times]


def _used(need: Need, finds: Sequence[Find]) -> list[Find]:
    names = set(_names(need))
    return [find for find in finds if find.part in names]


def _unique(finds: Iterable[Find]) -> tuple[Find, ...]:
    return tuple(dict.fromkeys(finds))


def _zero_advice(rules: EvidenceRules, against: Sequence[Find]) -> str:
    advice = rules.parts[against[0].part].missing
    return advice or _lift(rules, "1")


def _next(rules: EvidenceRules, level: int, finds: Sequence[Find]) -> tuple[str, bool]:
    """One sentence on the way to the next level, and whether part of it is there already."""
    name: LevelName | None = _LEVELS[level] if level < len(_LEVELS) else None
    rule = rules.levels.get(name) if name else None
    if name is None or rule is None:
        return "", False
    need = _nearest(rule, finds)
    lacking = [part for part in _names(need) if not _has(need, part, finds)]
    part_way = bool(_used(need, finds)) and len(lacking) < len(_names(need))
    said = next((rules.parts[part].missing for part in lacking if rules.parts[part].missing), None)
    return said or _lift(rules, name), part_way


def _nearest(rule: LevelRule, finds: Sequence[Find]) -> Need:
    return min(rule.needs, key=lambda need: sum(not _has(need, part, finds) for part in _names(need)))


def _has(need: Need, part: str, finds: Sequence[Find]) -> bool:
    wanted = need.families.get(part)
    if wanted is not None and _families(part, finds) < wanted:
        return False
    times = need.times.get(part)
    if times is not None and _times(part, finds) < times:
        return False
    return any(find.part == part for find in finds)


def _lift(rules: EvidenceRules, name: LevelName) -> str:
    rule = rules.levels.get(name)
    return rule.lift if rule else ""
