"""Keys that fit the form of their fields."""

from collections.abc import Iterable, Iterator

from evenkeel.loading import Document
from evenkeel.models.worksheet import ChoiceField, ClosedField, MatchingField, MultichoiceField, OrderingField
from evenkeel.problems import Problem, Where
from evenkeel_grading.closed import kind_of
from evenkeel_grading.rubric import AnyKey, ChoiceKey, MatchingKey, MultichoiceKey, OrderingKey

_FORMS = {
    "choice": "`key: option`",
    "multichoice": "`keys: [option, ...]`",
    "ordering": "`order: [item, ...]`",
    "matching": "`key: {left: right, ...}`",
}


def check_key(field: ClosedField, key: AnyKey, document: Document) -> Iterator[Problem]:
    """Every problem of one key."""
    where = ("keys", field.id)
    match field, key:
        case ChoiceField(), ChoiceKey():
            options = [option.id for option in field.options]
            yield from _known(document, (*where, "key"), [key.key], options, "option")
            yield from _known(document, (*where, "whys"), key.whys, options, "option")
        case MultichoiceField(), MultichoiceKey():
            options = [option.id for option in field.options]
            yield from _known(document, (*where, "keys"), key.keys, options, "option")
            yield from _known(document, (*where, "whys"), key.whys, options, "option")
            yield from _twice(document, (*where, "keys"), key.keys)
        case OrderingField(), OrderingKey():
            yield from _check_order(field, key, document)
        case MatchingField(), MatchingKey():
            yield from _check_matching(field, key, document)
        case _:
            kind = getattr(field, "kind", "")
            said = f"is the key of a {kind_of(key)} field, but {field.id!r} is a {kind} field: write {_FORMS[kind]}"
            yield document.problem(where, said)


def _check_order(field: OrderingField, key: OrderingKey, document: Document) -> Iterator[Problem]:
    where = ("keys", field.id, "order")
    items = [item.id for item in field.items]
    yield from _known(document, where, key.order, items, "item")
    yield from _twice(document, where, key.order)
    yield from _lacking(document, where, items, key.order, "item")


def _check_matching(field: MatchingField, key: MatchingKey, document: Document) -> Iterator[Problem]:
    where = ("keys", field.id, "key")
    left, right = [side.id for side in field.left], [side.id for side in field.right]
    yield from _known(document, where, key.key, left, "left side")
    yield from _known(document, where, key.key.values(), right, "right side")
    yield from _lacking(document, where, left, key.key, "left side")
    if not field.reuse:
        yield from _twice(document, where, list(key.key.values()))


def _known(document: Document, where: Where, names: Iterable[str], known: list[str], what: str) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield document.problem(where, f"names the {what} {name!r}, which the field does not have")


def _lacking(document: Document, where: Where, names: list[str], given: Iterable[str], what: str) -> Iterator[Problem]:
    for name in names:
        if name not in list(given):
            yield document.problem(where, f"lacks the {what} {name!r}")


def _twice(document: Document, where: Where, names: list[str]) -> Iterator[Problem]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield document.problem(where, f"has {name!r} twice")
