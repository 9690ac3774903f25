"""Checks of quizzes: ids and words that stand once, keys that fit their type, pictures that exist."""

from collections.abc import Iterable, Sequence

from evenkeel.checks.report import Report
from evenkeel.models.quiz import (
    AnyItem,
    LeftSide,
    MatchingItem,
    MultipleItem,
    Option,
    OrderingItem,
    Quiz,
    RightSide,
    SingleItem,
)
from evenkeel.problems import Where


def check_quiz(quiz: Quiz, report: Report) -> None:
    """Report what is wrong with a quiz."""
    report.head(quiz)
    report.repeats(("items",), [item.id for item in quiz.items], "item", ("id",))
    report.same_words(("items",), "item", [item.stem for item in quiz.items], ("stem",))
    for index, item in enumerate(quiz.items):
        where = ("items", index)
        report.requirements((*where, "requirements"), item.requirements)
        report.image((*where, "image"), item.image)
        check_item(item, where, report)


def check_item(item: AnyItem, where: Where, report: Report) -> None:
    """Report what is wrong with the parts and the key of one item."""
    if isinstance(item, SingleItem):
        _parts((*where, "options"), item.options, "option", report)
        report.known((*where, "key"), "option", item.key, _ids(item.options))
    elif isinstance(item, MultipleItem):
        _check_multiple(item, where, report)
    elif isinstance(item, OrderingItem):
        _check_ordering(item, where, report)
    elif isinstance(item, MatchingItem):
        _check_matching(item, where, report)


def _parts(where: Where, parts: Sequence[Option | LeftSide | RightSide], what: str, report: Report) -> None:
    report.repeats(where, _ids(parts), what, ("id",))
    report.same_words(where, what, [part.text for part in parts])


def _ids(parts: Iterable[Option | LeftSide | RightSide]) -> list[str]:
    return [part.id for part in parts]


def _check_multiple(item: MultipleItem, where: Where, report: Report) -> None:
    _parts((*where, "options"), item.options, "option", report)
    ids = _ids(item.options)
    for index, key in enumerate(item.keys):
        report.known((*where, "keys", index), "option", key, ids)
    report.repeats((*where, "keys"), item.keys)
    if set(item.keys) == set(ids):
        report.add((*where, "keys"), "makes every option right; leave at least one that is wrong")


def _check_ordering(item: OrderingItem, where: Where, report: Report) -> None:
    _parts((*where, "items"), item.items, "item", report)
    ids = _ids(item.items)
    for index, name in enumerate(item.order):
        report.known((*where, "order", index), "item", name, ids)
    report.repeats((*where, "order"), item.order)
    missing = [name for name in ids if name not in item.order]
    if missing:
        report.add((*where, "order"), f"leaves out {', '.join(missing)}; put every item in the order")


def _check_matching(item: MatchingItem, where: Where, report: Report) -> None:
    _parts((*where, "left"), item.left, "left side", report)
    _parts((*where, "right"), item.right, "right side", report)
    used: dict[str, str] = {}
    for left, right in item.key.items():
        place = (*where, "key", left)
        report.known(place, "left side", left, _ids(item.left))
        report.known(place, "right side", right, _ids(item.right))
        before = used.setdefault(right, left)
        if before != left and not item.reuse:
            report.add(place, f"uses {right!r} again, after {before!r}; say `reuse: true` if that is meant")
    missing = [name for name in _ids(item.left) if name not in item.key]
    if missing:
        report.add((*where, "key"), f"has no partner for {', '.join(missing)}")
