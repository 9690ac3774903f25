"""Checks of how a quiz behaves: settings that fit each other and the items, pools that can be drawn from, links."""

from collections import Counter
from collections.abc import Sequence

from evenkeel.checks.report import Report
from evenkeel.markup import is_target, link_targets
from evenkeel.models.behaviour import Behaviour
from evenkeel.models.quiz import MultipleItem, Quiz, ScoredItem, SingleItem
from evenkeel.problems import Where

WHERE = ("behaviour",)
_TELLING = ("attempts", "confidence", "cost", "pass", "remedial")
"""The settings that would tell what is right."""


def check_behaviour(quiz: Quiz, report: Report) -> None:
    """Report what is wrong with the settings of a quiz, and with what its items say for them."""
    how = quiz.behaviour or Behaviour()
    _check_items(quiz, how, report)
    if quiz.behaviour is None:
        return
    if quiz.behaviour == Behaviour():
        report.add(WHERE, "says nothing that is not so without it; leave it out")
    _check_feedback(how, report)
    _check_attempts(how, quiz, report)
    _check_draw(how, quiz, report)
    report.repeats((*WHERE, "shuffle"), how.shuffle)
    for name, lines in how.remedial.items():
        _check_requirement(name, quiz, report)
        _check_links((*WHERE, "remedial", name), lines, report)


def _check_items(quiz: Quiz, how: Behaviour, report: Report) -> None:
    for index, item in enumerate(quiz.items):
        where = ("items", index)
        _check_links((*where, "remedial"), item.remedial or (), report)
        if item.pool is not None and item.pool not in how.pools:
            report.add((*where, "pool"), f"nothing is drawn from the pool {item.pool!r}; add it to `behaviour: pools`")
        if how.feedback == "hidden":
            for name in ("hints", "remedial"):
                if getattr(item, name):
                    report.add((*where, name), "cannot be shown: this quiz hides what is right; leave it out")
        if isinstance(item, SingleItem | MultipleItem):
            _check_fixed(item, where, report)


def _check_fixed(item: SingleItem | MultipleItem, where: Where, report: Report) -> None:
    report.repeats((*where, "fixed"), item.fixed)
    for index, name in enumerate(item.fixed):
        report.known((*where, "fixed", index), "option", name, [option.id for option in item.options])


def _check_links(where: Where, lines: Sequence[str], report: Report) -> None:
    for index, line in enumerate(lines):
        if not any(is_target(target) for target in link_targets(line)):
            report.add((*where, index), "has no link to a page; write it like [The two leaps](difficult/leaps)")


def _check_feedback(how: Behaviour, report: Report) -> None:
    said = how.model_dump(by_alias=True, exclude_defaults=True)
    if how.feedback == "hidden":
        for name in _TELLING:
            if name in said:
                report.add((*WHERE, name), "would tell what is right, and `feedback: hidden` never does; keep one")
    if how.feedback == "deferred" and how.attempts is not None:
        report.add(
            (*WHERE, "attempts"),
            "counts checks of one question, and with `feedback: deferred` the whole quiz is handed in at once; "
            "use `rounds` for how often",
        )


def _check_attempts(how: Behaviour, quiz: Quiz, report: Report) -> None:
    if how.cost.attempt and (how.feedback != "immediate" or how.attempts == 1):
        report.add((*WHERE, "cost", "attempt"), "is never taken off: a question is checked once only; leave it out")
    if how.cost.hint and not any(item.hints for item in quiz.items):
        report.add((*WHERE, "cost", "hint"), "is never taken off: no question has `hints`; add some, or leave it out")
    if how.confidence and how.feedback == "immediate" and how.attempts != 1:
        report.add(
            (*WHERE, "confidence"),
            "says little once the answer is known; add `attempts: 1` or `feedback: deferred`",
        )
    if how.pass_ is None:
        return
    if how.feedback == "immediate" and how.attempts is None:
        report.add(
            (*WHERE, "pass"),
            "everybody passes who tries long enough; add `attempts` or `feedback: deferred`",
        )
    if not any(isinstance(item, ScoredItem) for item in quiz.items):
        report.add((*WHERE, "pass"), "cannot be reached: no question has points")


def _check_draw(how: Behaviour, quiz: Quiz, report: Report) -> None:
    if how.draw is not None and how.pools:
        report.add((*WHERE, "draw"), "stands beside `pools`; keep one")
    if how.draw is not None and how.draw >= len(quiz.items):
        report.add((*WHERE, "draw"), f"must be less than the number of questions, which is {len(quiz.items)}")
    sizes = Counter(item.pool for item in quiz.items if item.pool is not None)
    for name, wanted in how.pools.items():
        where = (*WHERE, "pools", name)
        if report.known(where, "pool", name, sizes) and wanted > sizes[name]:
            report.add(where, f"draws {wanted}, and the pool has {sizes[name]}")


def _check_requirement(name: str, quiz: Quiz, report: Report) -> None:
    if not any(name in item.requirements for item in quiz.items):
        where = (*WHERE, "remedial", name)
        report.add(where, f"is read by nobody: no question of this quiz names {name}")
