"""The course's own check-outs: what the rubric calls right earns every mark, and a good way through ends well."""

from typing import Any

import pytest
from known import ROOT, assignment_of

from evenkeel.course import load_scenario
from evenkeel.models.posed import AnyPosed
from evenkeel.models.worksheet import QuizField, ScenarioField
from evenkeel.play import Rules
from evenkeel_grading.closed import mark_closed
from evenkeel_grading.items import keyed
from evenkeel_grading.rubric import ItemKey, QuizKey, ScenarioKey

CHECKOUTS = sorted(file.stem for file in ROOT.glob("grading/rubrics/*-checkout.yml"))


def right_answer(posed: AnyPosed, key: ItemKey) -> Any:
    """The answer that the key calls right, as a learner's page would hand it in."""
    item = keyed(posed, key)
    if item.type == "judgement":
        if item.ask == "rate":
            return {one.id: str(one.panel) for one in item.responses}
        return [one.id for one in sorted(item.responses, key=lambda one: one.panel)]
    if item.type == "cloze":
        return {gap.id: gap.key if gap.kind == "choice" else gap.accept[0] for gap in item.gaps}
    if item.type == "rewrite":
        return item.example
    right = key.order or key.keys or key.key
    return str(right).lower() if isinstance(right, bool) else right


def good_play(name: str, key: ScenarioKey) -> dict[str, Any]:
    """The transcript of a play that takes what earns most at every decision."""
    rules = Rules(load_scenario(ROOT, name))
    at = rules.start()
    while at.node:
        earned = key.nodes.get(at.node, {})
        best = max(rules.open(at), key=lambda one: float(earned.get(one.id, 0) != "unscored" and earned.get(one.id, 0)))
        at = rules.step(at, best.id)
    return {"choices": at.choices, "ending": at.ending, "plays": 1}


@pytest.mark.parametrize("name", CHECKOUTS)
def test_what_is_right_earns_every_mark(name: str) -> None:
    one = assignment_of(name)
    answers: dict[str, Any] = {}
    for field in one.worksheet.fields:
        key = one.rubric.keys.get(field.id)
        if isinstance(field, QuizField) and isinstance(key, QuizKey):
            answers[field.id] = {item.id: right_answer(item, key.items[item.id]) for item in field.items}
        if isinstance(field, ScenarioField) and isinstance(key, ScenarioKey):
            answers[field.id] = good_play(field.scenario, key)
    marks = mark_closed(one, answers)
    assert len(marks) == len(answers) >= 2
    for field_id, mark in marks.items():
        assert not mark.problem
        assert mark.points == pytest.approx(mark.max), field_id


@pytest.mark.parametrize("name", CHECKOUTS)
def test_a_play_that_earns_most_ends_well(name: str) -> None:
    one = assignment_of(name)
    for field in one.worksheet.fields:
        key = one.rubric.keys.get(field.id)
        if isinstance(field, ScenarioField) and isinstance(key, ScenarioKey):
            ending = good_play(field.scenario, key)["ending"]
            assert [end.outcome for end in load_scenario(ROOT, field.scenario).endings if end.id == ending] == [
                "strong"
            ]
