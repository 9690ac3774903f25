"""ink's choices: what they say and where they lead, and those that ink opens and closes by itself."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from evenkeel.importing.conditionals import joined, negated
from evenkeel.importing.ink_tree import Condition, Container, Place, condition
from evenkeel.importing.neutral import Way
from evenkeel.importing.words import EMPTY, Words

if TYPE_CHECKING:
    from evenkeel.importing.ink_walk import Walk

# What the flags of a choice say.
_CONDITION, _WORDS, _HIDDEN_WORDS, _FALLBACK, _ONCE = 1, 2, 4, 8, 16


def add_choice(walk: "Walk", one: dict[str, Any], container: Container) -> None:
    """Take a choice up into the passage of a walk; its words and its condition lie on the stack."""
    flags = one.get("flg")
    flags = flags if isinstance(flags, int) else 0
    when = condition(walk.values.pop()) if flags & _CONDITION else None
    if flags & _CONDITION and when is None:
        walk.lose("a condition on a choice that cannot be said here; the choice is always open now")
    words = [walk.values.words() or "" for flag in (_HIDDEN_WORDS, _WORDS) if flags & flag]
    target = container.find(str(one["*"]))
    if target is None:
        walk.lose("a choice that leads nowhere")
    elif walk.choice:  # what follows a choice has choices of its own, so it is a passage: see _way
        walk.made.ways.append(Way(EMPTY, ""))
    else:
        text = walk.worded("".join(reversed(words)))
        way = _way(walk, text, target, walk.when(when), bool(flags & _WORDS and flags & _HIDDEN_WORDS))
        walk.made.ways.append(way)
        walk.fallbacks += [way] if flags & _FALLBACK else []
        walk.once += [way] if flags & _ONCE and not flags & _FALLBACK else []


def _way(walk: "Walk", text: Words, target: Place, when: Condition, echo: bool) -> Way:
    """A choice. What follows it is its reply when it then goes to a place of its own, else a passage."""
    inside = walk.fresh()
    inside.choice, inside.echo = True, echo
    inside.follow(target)
    body = target[0].path
    if inside.to is None or inside.made.ways or inside.values.stack:
        return Way(text, walk.story.name(target), when, body=body)
    for loss in inside.made.lost:
        walk.lose(loss)
    return Way(text, inside.to, when, inside.made.enter, list(inside.routes), inside.lines(), body)


def settle(walks: "list[Walk]") -> None:
    """Say in conditions which choices ink closes once they were taken, and which it takes when no other is open."""
    leads = {walk.made.name: {to for way in walk.made.ways for to in _ends(way)} for walk in walks}
    for walk in walks:
        _close(walk, leads)
        for way in walk.fallbacks:
            _fall_back(walk, way)


def _ends(way: Way) -> list[str]:
    return [way.to, *(name for _, name in way.routes)]


def _close(walk: "Walk", leads: Mapping[str, set[str]]) -> None:
    """Only a choice that a play can come to again needs closing."""
    again = [way for way in walk.once if _comes_to(walk.made.name, _ends(way), leads)]
    if again and len(walk.once) == len(walk.made.ways):
        walk.lose("that choices close once they were taken: all of them do here, so they stay open")
        return
    for way in again:
        way.when = joined(way.when, {"not": {"visited": way.body}})


def _comes_to(name: str, starts: list[str], leads: Mapping[str, set[str]]) -> bool:
    seen, queue = set(starts), list(starts)
    while queue:
        new = leads.get(queue.pop(), set()) - seen
        seen |= new
        queue += new
    return name in seen


def _fall_back(walk: "Walk", way: Way) -> None:
    others = [one for one in walk.made.ways if one is not way]
    if any(one.when is None for one in others):
        walk.lose("a choice that ink takes by itself when no other is open, since one always is here")
        walk.made.ways = others
    else:
        way.when = joined(way.when, *(negated(one.when) for one in others))
