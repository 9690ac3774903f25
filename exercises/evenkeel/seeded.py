"""Chance that can be told again: the same seed gives the same order, here and in ``frontend/seeded.js``.

The generator is mulberry32 by Tommy Ettinger (in the public domain), seeded with FNV-1a of a text; the shuffle is
Fisher and Yates's. ``tests/cases/seeded.json`` is read by both test suites.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")
_WORD = 0xFFFFFFFF


def seed_of(text: str) -> int:
    """A seed from a text: its 32-bit FNV-1a hash over UTF-16 code units, which for ids are their characters."""
    found = 0x811C9DC5
    for sign in text:
        found = (found ^ ord(sign)) * 0x01000193 & _WORD
    return found


def generator(seed: int) -> Callable[[], float]:
    """A function that gives the next number, from 0 up to but not including 1."""
    state = seed & _WORD

    def following() -> float:
        nonlocal state
        state = (state + 0x6D2B79F5) & _WORD
        mixed = (state ^ state >> 15) * (state | 1) & _WORD
        mixed ^= (mixed + ((mixed ^ mixed >> 7) * (mixed | 61) & _WORD)) & _WORD
        return (mixed ^ mixed >> 14) / (_WORD + 1)

    return following


def shuffled(parts: Sequence[T], seed: int, fixed: Collection[int] = ()) -> list[T]:
    """The parts in another order. Those at the places ``fixed`` stay where they are."""
    places = [place for place in range(len(parts)) if place not in fixed]
    found, following = list(parts), generator(seed)
    for last in range(len(places) - 1, 0, -1):
        here, there = places[last], places[int(following() * (last + 1))]
        found[here], found[there] = found[there], found[here]
    return found


def drawn(ids: Sequence[str], number: int, seed: int, seen: Mapping[str, int]) -> list[str]:
    """So many of the ids, in their own order. Those that were ``seen`` least often come first, then chance decides."""
    order = sorted(shuffled(ids, seed), key=lambda name: seen.get(name, 0))
    chosen = set(order[:number])
    return [name for name in ids if name in chosen]
