"""Checks of quizzes: ids and words that stand once, keys that fit their type, pictures that exist."""

from collections.abc import Callable, Sequence
from typing import Any

from evenkeel.checks import judged
from evenkeel.checks.behaviour import check_behaviour
from evenkeel.checks.report import Report, ids_of
from evenkeel.models.quiz import (
    AnyItem,
    CategoriseItem,
    ClozeItem,
    HighlightItem,
    JudgementItem,
    MatchingItem,
    MultipleItem,
    NumericItem,
    OrderingItem,
    Quiz,
    RewriteItem,
    SelfRatingItem,
    ShortTextItem,
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
    check_behaviour(quiz, report)


def check_item(item: AnyItem, where: Where, report: Report) -> None:
    """Report what is wrong with the parts and the key of one item."""
    check = _CHECKS.get(type(item))
    if check is not None:
        check(item, where, report)


def _check_single(item: SingleItem, where: Where, report: Report) -> None:
    report.parts((*where, "options"), item.options, "option")
    report.known((*where, "key"), "option", item.key, ids_of(item.options))


def _check_self_rating(item: SelfRatingItem, where: Where, report: Report) -> None:
    report.parts((*where, "scale"), item.scale, "point")


def _check_multiple(item: MultipleItem, where: Where, report: Report) -> None:
    report.parts((*where, "options"), item.options, "option")
    ids = ids_of(item.options)
    for index, key in enumerate(item.keys):
        report.known((*where, "keys", index), "option", key, ids)
    report.repeats((*where, "keys"), item.keys)
    if set(item.keys) == set(ids):
        report.add((*where, "keys"), "makes every option right; leave at least one that is wrong")


def _check_ordering(item: OrderingItem, where: Where, report: Report) -> None:
    report.parts((*where, "items"), item.items, "item")
    ids = ids_of(item.items)
    for index, name in enumerate(item.order):
        report.known((*where, "order", index), "item", name, ids)
    report.repeats((*where, "order"), item.order)
    missing = [name for name in ids if name not in item.order]
    if missing:
        report.add((*where, "order"), f"leaves out {', '.join(missing)}; put every item in the order")


def _check_matching(item: MatchingItem, where: Where, report: Report) -> None:
    report.parts((*where, "left"), item.left, "left side")
    report.parts((*where, "right"), item.right, "right side")
    _check_pairs(item.key, where, report, ("left side", ids_of(item.left)), ("right side", ids_of(item.right)))
    used: dict[str, str] = {}
    for left, right in item.key.items():
        before = used.setdefault(right, left)
        if before != left and not item.reuse:
            report.add(
                (*where, "key", left), f"uses {right!r} again, after {before!r}; say `reuse: true` if that is meant"
            )
    _check_whole(item.key, where, report, ids_of(item.left), "partner")


def _check_categorise(item: CategoriseItem, where: Where, report: Report) -> None:
    report.parts((*where, "things"), item.things, "thing")
    report.parts((*where, "categories"), item.categories, "category")
    _check_pairs(item.key, where, report, ("thing", ids_of(item.things)), ("category", ids_of(item.categories)))
    _check_whole(item.key, where, report, ids_of(item.things), "category")
    if len(item.key) > 1 and len(set(item.key.values())) == 1:
        report.add((*where, "key"), "puts everything into one category, so there is nothing to tell apart")


def _check_pairs(
    key: dict[str, str], where: Where, report: Report, left: tuple[str, Sequence[str]], right: tuple[str, Sequence[str]]
) -> None:
    for name, partner in key.items():
        place = (*where, "key", name)
        report.known(place, left[0], name, left[1])
        report.known(place, right[0], partner, right[1])


def _check_whole(key: dict[str, str], where: Where, report: Report, names: Sequence[str], what: str) -> None:
    missing = [name for name in names if name not in key]
    if missing:
        report.add((*where, "key"), f"has no {what} for {', '.join(missing)}")


_CHECKS: dict[type, Callable[[Any, Where, Report], None]] = {
    SingleItem: _check_single,
    MultipleItem: _check_multiple,
    OrderingItem: _check_ordering,
    MatchingItem: _check_matching,
    CategoriseItem: _check_categorise,
    ClozeItem: judged.check_cloze,
    JudgementItem: judged.check_judgement,
    RewriteItem: judged.check_rewrite,
    SelfRatingItem: _check_self_rating,
    HighlightItem: judged.check_highlight,
    NumericItem: judged.check_numeric,
    ShortTextItem: judged.check_short_text,
}
"""True or false and a flash card have nothing to check that their models do not."""
