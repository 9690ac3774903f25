"""Conditions made quick: functions of numbers and bit masks, for the search of a scenario's plays."""

from collections.abc import Callable, Sequence
from functools import reduce

from evenkeel.conditions import COMPARE, Parsed

Values = tuple[int, ...]
Test = Callable[[Values, int], bool]
"""Of the values that matter, and the bit mask of visited nodes, taken choices and the variant."""
Effect = tuple[int, int, int, int]
"""Which value, the change, and the bounds that it stays within."""
Key = tuple[str, str]
"""What a condition names: ``("var", name)``, ``("visited", node)``, ``("chose", node.choice)``, …"""


def compiled(condition: Parsed, variables: dict[Key, int], bits: dict[Key, int]) -> Test:
    """A parsed condition as a function of values and bits."""
    kind, name = next(iter(condition.items()))
    if kind in ("var", "credit"):
        compare, index, value = COMPARE[condition["op"]], variables[kind, name], condition["value"]
        return lambda values, _: compare(values[index], value)
    if kind == "not":
        inner = compiled(condition["not"], variables, bits)
        return lambda values, seen: not inner(values, seen)
    if kind in ("all", "any"):
        parts = [compiled(part, variables, bits) for part in name]
        return reduce(both if kind == "all" else either, parts)
    bit = bits[kind, name]
    return lambda _, seen: bool(seen & bit)


def always(_: Values, __: int) -> bool:
    """What stands for a condition that is not there."""
    return True


def enough_of(scenes: int, enough: int) -> Test:
    """Whether enough of a hub's scenes, given as a bit mask, were taken."""
    return lambda _, seen: (seen & scenes).bit_count() >= enough


def untaken(mark: int) -> Test:
    """Whether the choice with this bit was not taken yet."""
    return lambda _, seen: not seen & mark


def first_of(before: Sequence[Test], own: Test, index: int | None, level: int) -> Test:
    """Whether an outcome is the first that holds when the item at ``index`` of the values has earned ``level``."""
    before = tuple(before)

    def test(values: Values, seen: int) -> bool:
        if index is not None:
            values = (*values[:index], level, *values[index + 1 :])
        return own(values, seen) and not any(earlier(values, seen) for earlier in before)

    return test


def both(a: Test, b: Test) -> Test:
    """Whether both hold."""
    return lambda values, seen: a(values, seen) and b(values, seen)


def either(a: Test, b: Test) -> Test:
    return lambda values, seen: a(values, seen) or b(values, seen)


def affected(values: Values, effects: list[Effect]) -> Values:
    """The values after some effects, each kept within its bounds."""
    changed = list(values)
    for index, change, low, high in effects:
        value = changed[index] + change
        changed[index] = low if value < low else min(value, high)
    return tuple(changed)
