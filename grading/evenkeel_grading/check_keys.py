"""Keys that fit the form of their fields."""

from collections.abc import Iterable, Iterator

from evenkeel.checks.quiz import check_item
from evenkeel.checks.report import Report
from evenkeel.course import Course
from evenkeel.loading import Document
from evenkeel.models import Scenario
from evenkeel.models.posed import AnyPosed
from evenkeel.models.worksheet import (
    ChoiceField,
    ClosedField,
    MatchingField,
    MultichoiceField,
    OrderingField,
    QuizField,
    ScenarioField,
)
from evenkeel.problems import Problem, Where
from evenkeel_grading.closed import kind_of
from evenkeel_grading.items import EXPLAINED, KeyDoesNotFitError, keyed
from evenkeel_grading.rubric import (
    AnyKey,
    ChoiceKey,
    ItemKey,
    MatchingKey,
    MultichoiceKey,
    OrderingKey,
    QuizKey,
    ScenarioKey,
)

_FORMS = {
    "choice": "`key: option`",
    "multichoice": "`keys: [option, ...]`",
    "ordering": "`order: [item, ...]`",
    "matching": "`key: {left: right, ...}`",
    "quiz": "`items: {item: {...}}`",
    "scenario": "`nodes: {decision: {choice: credit}}`",
}
_ITEM_FORMS = {
    "single": "`key: option`",
    "multiple": "`keys: [option, ...]`",
    "true-false": "`key: true` or `key: false`",
    "ordering": "`order: [item, ...]`",
    "matching": "`key: {left: right, ...}`",
    "categorise": "`key: {thing: category, ...}`",
    "cloze": "`gaps: {gap: option, other-gap: [words, ...]}`",
    "judgement": "`panel: {response: 4, ...}`",
    "rewrite": "`rules: {rule: {kind: ..., phrases: [...]}}` and `example: ...`",
    "highlight": "`key: {phrase: category, ...}`",
    "numeric": "`key: 15`, with `tolerance: 1` if need be",
    "short-text": "`ideas: [{id: ..., name: ..., accept: [...], feedback: ...}]` and `example: ...`",
}
_OF_KEY = (
    "key",
    "keys",
    "order",
    "gaps",
    "responses",
    "rules",
    "example",
    "original",
    "text",
    "wrong",
    "ideas",
    "unwanted",
)


def check_key(field: ClosedField, key: AnyKey, document: Document, course: Course) -> Iterator[Problem]:
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
        case QuizField(), QuizKey():
            yield from _check_quiz(field, key, document, course)
        case ScenarioField(), ScenarioKey():
            scenario = course.scenarios.get(field.scenario)
            if scenario is not None:
                yield from _check_play(scenario, key, document, where)
        case _:
            kind = getattr(field, "kind", "")
            said = f"is the key of a {kind_of(key)} field, but {field.id!r} is a {kind} field: write {_FORMS[kind]}"
            yield document.problem(where, said)


class _KeyReport(Report):
    """Collects what the checks of a practice item say of its key; the rest is said of the worksheet already."""

    def __init__(self, course: Course, document: Document, where: Where) -> None:
        super().__init__(course, document.file)
        self.document, self.where = document, where

    def add(self, where: Where, message: str) -> None:
        if where and where[0] in _OF_KEY:
            self.problems.append(self.document.problem((*self.where, *where), message))


def _check_quiz(field: QuizField, key: QuizKey, document: Document, course: Course) -> Iterator[Problem]:
    where = ("keys", field.id, "items")
    items = {item.id: item for item in field.items}
    yield from _known(document, where, key.items, list(items), "item")
    yield from _lacking(document, where, list(items), key.items, "item")
    for name in items.keys() & key.items.keys():
        yield from _check_item_key(items[name], key.items[name], document, course, (*where, name))


def _check_item_key(
    item: AnyPosed, key: ItemKey, document: Document, course: Course, where: Where
) -> Iterator[Problem]:
    try:
        made = keyed(item, key)
    except KeyDoesNotFitError:
        said = f"is no key for an item of the type {item.type}: write {_ITEM_FORMS[item.type]}"
        yield document.problem(where, said)
        return
    report = _KeyReport(course, document, where)
    check_item(made, (), report)
    yield from report.problems
    names = list(_explained(item)) or ["true", "false"]
    yield from _known(document, (*where, "whys"), key.whys, names, "option")
    if item.type in ("single", "multiple", "true-false"):
        yield from _lacking(document, (*where, "whys"), names, key.whys, "option")
    if item.type == "ordering" and [entry.id for entry in item.items] == key.order:
        yield document.problem((*where, "order"), "is the order in which the worksheet shows them; mix them there")


def _explained(item: AnyPosed) -> Iterator[str]:
    for part in EXPLAINED:
        for entry in getattr(item, part, ()):
            yield entry.id
            yield from (option.id for option in getattr(entry, "options", ()))


def _check_play(scenario: Scenario, key: ScenarioKey, document: Document, where: Where) -> Iterator[Problem]:
    nodes = {node.id: node for node in scenario.nodes}
    yield from _known(document, (*where, "nodes"), key.nodes, list(nodes), "decision")
    yield from _known(document, (*where, "unscored"), key.unscored, list(nodes), "decision")
    yield from _known(document, (*where, "whys"), key.whys, list(key.nodes), "decision")
    for name in nodes.keys() - key.nodes.keys() - set(key.unscored):
        yield document.problem(where, f"says nothing of the decision {name!r}; key it, or list it as unscored")
    for name in [name for name in key.unscored if name in key.nodes]:
        yield document.problem((*where, "unscored"), f"lists {name!r}, which has a key as well")
    for name, earned in key.nodes.items():
        choices = [choice.id for choice in nodes[name].choices] if name in nodes else []
        if choices:
            yield from _known(document, (*where, "nodes", name), earned, choices, "choice")
            yield from _lacking(document, (*where, "nodes", name), choices, earned, "choice")
        if 1 not in earned.values():
            yield document.problem((*where, "nodes", name), "gives no choice full credit")
    if key.min_decisions > len(key.nodes):
        yield document.problem((*where, "min_decisions"), f"is more than the {len(key.nodes)} decisions with a key")


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
