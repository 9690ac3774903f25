"""What each learner chose in a question, sorted by its parts and options. One rule for each kind of question.

A question is unfolded into parts with options, as a tutor thinks of it: a left side with the right sides, a phrase with
the categories or no mark, a thing with the places it can be put at, a rule with met and not met.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenkeel import numbers
from evenkeel.markup import plain
from evenkeel.models.quiz import (
    AnyItem,
    CategoriseItem,
    ChoiceGap,
    ClozeItem,
    HighlightItem,
    JudgementItem,
    MatchingItem,
    MultipleItem,
    NumericItem,
    OrderingItem,
    RewriteItem,
    ShortTextItem,
    SingleItem,
    TrueFalseItem,
)
from evenkeel.models.worksheet import AnyField
from evenkeel.numbers import near, readings
from evenkeel.scoring import phrase_groups
from evenkeel.typed import found, gap_right, rules_met
from evenkeel_grading.rubric import AnyKey, ChoiceKey, MatchingKey, MultichoiceKey, OrderingKey

Took = Callable[[Any], Iterable[str]]
"""From an answer that is not empty to the ids of what it chose in a part; nothing when it left the part empty."""
YES, NO, NONE = "yes", "no", "none"


@dataclass(frozen=True)
class Asked:
    """A part of a question: its words, its options as id and words, which of them are right, and how to read it."""

    text: str
    options: Sequence[tuple[str, str]]
    keys: frozenset[str]
    took: Took


def parts_of(item: AnyItem) -> list[Asked]:
    """The parts of a question that has a key."""
    match item:
        case SingleItem():
            return [Asked("", _words(item.options), frozenset([item.key]), _one)]
        case TrueFalseItem():
            sides = [("true", "True"), ("false", "False")]
            return [Asked("", sides, frozenset([str(item.key).lower()]), _one)]
        case MultipleItem():
            return [Asked("", _words(item.options), frozenset(item.keys), _many)]
        case OrderingItem():
            return _places(dict(_words(item.items)), item.order)
        case MatchingItem():
            return _pairs(_words(item.left), _words(item.right), item.key)
        case CategoriseItem():
            return _pairs(_words(item.things), _words(item.categories), item.key)
        case HighlightItem():
            return list(_marks(item))
        case JudgementItem():
            return _judged(item)
        case _:
            return _typed(item)


def _typed(item: AnyItem) -> list[Asked]:
    match item:
        case ClozeItem():
            return list(_gaps(item))
        case NumericItem():
            return [_number(item)]
        case RewriteItem():
            return [
                _whether(plain(rule.name), lambda answer, at=at: rules_met(item.original, item.rules, answer)[at])  # type: ignore[misc]
                for at, rule in enumerate(item.rules)
            ]
        case ShortTextItem():
            return list(_ideas(item))
        case _:
            # A self-rating and a flash card: nobody can assess them, so no field has one.
            return []


def _words(entries: Iterable[Any]) -> list[tuple[str, str]]:
    return [(entry.id, plain(entry.text)) for entry in entries]


def _one(answer: Any) -> Iterable[str]:
    return [answer] if isinstance(answer, str) else []


def _many(answer: Any) -> Iterable[str]:
    return dict.fromkeys(one for one in answer if isinstance(one, str)) if isinstance(answer, list) else []


def _at(name: str) -> Took:
    def took(answer: Any) -> Iterable[str]:
        given = answer.get(name) if isinstance(answer, Mapping) else None
        return [given] if isinstance(given, str) and given else []

    return took


def _pairs(left: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]], key: Mapping[str, str]) -> list[Asked]:
    return [Asked(text, right, frozenset([key[name]]), _at(name)) for name, text in left]


def _places(texts: Mapping[str, str], order: Sequence[str]) -> list[Asked]:
    """Each thing, in the right order, with the places it can be put at."""
    places = [(str(number), f"Place {number}") for number, _ in enumerate(order, 1)]

    def put(name: str) -> Took:
        return lambda answer: [str(place) for place, one in enumerate(_many(answer), 1) if one == name]

    return [Asked(texts[name], places, frozenset([str(place)]), put(name)) for place, name in enumerate(order, 1)]


def _judged(item: JudgementItem) -> list[Asked]:
    if item.ask == "rank":
        order = [one.id for one in sorted(item.responses, key=lambda one: one.panel)]
        return _places(dict(_words(item.responses)), order)
    scale = [(str(point), words) for point, words in enumerate(item.scale, 1)]
    return [Asked(plain(one.text), scale, frozenset([str(one.panel)]), _at(one.id)) for one in item.responses]


def _marks(item: HighlightItem) -> Iterator[Asked]:
    options = [*_words(item.categories), (NONE, "Not marked")]
    for phrase in item.phrases:
        at = _at(phrase.id)
        key = frozenset([item.key.get(phrase.id, NONE)])
        yield Asked(plain(phrase.text), options, key, lambda answer, at=at: at(answer) or [NONE])  # type: ignore[misc]


def _gaps(item: ClozeItem) -> Iterator[Asked]:
    for number, gap in enumerate(item.gaps, 1):
        at = _at(gap.id)
        if isinstance(gap, ChoiceGap):
            yield Asked(f"Gap {number}", _words(gap.options), frozenset([gap.key]), at)
        else:
            others = [words for other in item.gaps if other is not gap for words in getattr(other, "accept", ())]

            def took(answer: Any, at: Took = at, accept: Any = gap.accept, others: Any = others) -> Iterable[str]:
                return [YES if gap_right(given, accept, others) else NO for given in at(answer)]

            options = [(YES, f"Accepted: {gap.accept[0]}, or the like"), (NO, "Something else")]
            yield Asked(f"Gap {number}", options, frozenset([YES]), took)


def _number(item: NumericItem) -> Asked:
    wrong = [(f"wrong-{at}", one) for at, one in enumerate(item.wrong)]

    def took(answer: Any) -> Iterable[str]:
        read = readings(answer, item.units)
        if near(item.key, item.tolerance, read):
            return [YES]
        return [next((name for name, one in wrong if near(one.value, one.tolerance, read)), NO)]

    known = [(name, numbers.plain(one.value)) for name, one in wrong]
    return Asked("", [(YES, numbers.plain(item.key)), *known, (NO, "Something else")], frozenset([YES]), took)


def _whether(text: str, met: Callable[[Any], bool], *, wanted: bool = True) -> Asked:
    options = [(YES, "Yes"), (NO, "No")]
    return Asked(text, options, frozenset([YES if wanted else NO]), lambda answer: [YES if met(answer) else NO])


def _ideas(item: ShortTextItem) -> Iterator[Asked]:
    ideas, unwanted = phrase_groups(item)
    names = [one.name for one in item.ideas] + [one.name for one in item.unwanted]
    for at, name in enumerate(names):
        yield _whether(
            plain(name),
            lambda answer, at=at: found([*ideas, *unwanted], answer)[at],  # type: ignore[misc]
            wanted=at < len(ideas),
        )


def parts_of_field(field: AnyField, key: AnyKey) -> list[Asked]:
    """The parts of a closed field of its own; none of a quiz or a play."""
    match key:
        case ChoiceKey():
            return [Asked("", _words(getattr(field, "options", ())), frozenset([key.key]), _one)]
        case MultichoiceKey():
            return [Asked("", _words(getattr(field, "options", ())), frozenset(key.keys), _many)]
        case OrderingKey():
            return _places(dict(_words(getattr(field, "items", ()))), key.order)
        case MatchingKey():
            return _pairs(_words(getattr(field, "left", ())), _words(getattr(field, "right", ())), key.key)
        case _:
            return []
