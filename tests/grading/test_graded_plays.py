"""Graded plays with all that a scenario can hold: items on the way, variants, the organisation's words."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from evenkeel.course import load_scenario, load_worksheet
from evenkeel.fitting import fitting_answers
from evenkeel.models import Scenario
from evenkeel.play import Rules
from evenkeel.responses import ResponsesError, check_responses
from evenkeel_grading.assignment import Assignment
from evenkeel_grading.closed import mark_closed
from evenkeel_grading.evidence_closed import closed_block
from evenkeel_grading.rubric import Rubric

GOOD = Path(__file__).parent.parent / "examples" / "good"
ITEM = {
    "id": "tick", "type": "multiple", "level": "foundation", "requirements": ["OWN-1"], "stem": "What helps?",
    "options": [{"id": name, "text": f"Way {name}.", "feedback": "So."} for name in "abc"], "keys": ["a", "b"],
    "explanation": "Both do.",
}  # fmt: skip
KEYS = {"play": {"nodes": {"opening": {"kind": 1, "cold": 0}, "boundary": {"on": 1}}, "min_decisions": 1}}


def scenario() -> Scenario:
    """The short call with an item at its boundary, two variants, and the organisation's number in a reason."""
    data = load_scenario(GOOD, "short-call").model_dump(by_alias=True)
    opening, boundary = data["nodes"]
    opening["choices"][1]["goto"] = "boundary"
    opening["choices"][1]["reason"] = "Ring {{ org.emergency }} first."
    opening["choices"][0]["goto"] = [{"to": "agreed", "when": "variant('tense')"}, {"to": "mended"}]
    boundary["item"] = ITEM
    boundary["choices"] = [{**boundary["choices"][0], "id": "on", "when": None}]
    data["variants"] = [{"id": "calm", "start": {}}, {"id": "tense", "start": {"tension": 8}}]
    return Scenario.model_validate(data)


def given(answer: Any = None, seed: int = 0) -> dict[str, Any]:
    rules = Rules(scenario())
    play = rules.step(rules.start(seed), "cold")
    play = rules.step(rules.step(play, "on", answer), "kind")
    return {"choices": play.choices, "ending": play.ending, "plays": 1, "seed": seed}


def marked(answer: dict[str, Any]) -> tuple[Any, str]:
    sheet = load_worksheet(GOOD, "check-out")
    rubric = Rubric.model_validate({"schema": 1, "keys": KEYS, "criteria": {"why": {"examples": ["", "a", "b", "c"]}}})
    one = Assignment("check-out", sheet, rubric, {}, {"short-call": scenario()}, values={"emergency": "<999>"})
    responses = check_responses({"schema": 1, "assignment": "check-out", "fields": {"play": answer}})
    play = {"play": fitting_answers(responses, sheet)["play"]}
    field = next(each for each in sheet.fields if each.id == "play")
    alone = sheet.model_copy(update={"fields": [field]})
    closed = mark_closed(Assignment(**{**vars(one), "worksheet": alone}), play)
    html = closed_block(one, SimpleNamespace(closed=closed), responses, "play", "tutor")  # type: ignore[arg-type]
    return closed["play"], html


@pytest.mark.parametrize(("answer", "credit"), [(["a", "b"], 1), (["a"], 0.5), (["c"], 0), (None, 0)])
def test_an_item_on_the_way_earns_its_own_credit(answer, credit):
    mark_of_play, html = marked(given(answer))
    assert mark_of_play.credits["boundary"] == credit
    assert mark_of_play.points == pytest.approx(40 * (credit + 0.5) / 2)
    assert "Right answer:" in html
    assert f"Credit: {credit:.4g} of 1" in html


def test_the_tutor_reads_the_organisations_own_words_as_text():
    _, html = marked(given(["a"]))
    assert "Ring &lt;999&gt; first." in html
    assert "{{" not in html


def test_a_play_is_replayed_with_its_seed():
    tense = given(["a"], seed=1)
    assert not marked(tense)[0].problem
    assert "but its choices lead to 'mended'" in marked(tense | {"seed": 0})[0].problem


def test_a_record_of_today_without_a_seed_is_marked_as_before():
    old = given(["a", "b"])
    del old["seed"]
    assert marked(old)[0].points == pytest.approx(30)


@pytest.mark.parametrize("step", [{"answer": {"a": ["b"]}}, {"late": False}, {"mood": "calm"}, {"node": 7}])
def test_a_step_of_an_odd_shape_is_put_aside_or_refused(step):
    odd = given(["a"])
    odd["choices"][1] = {**odd["choices"][1], **step}
    with pytest.raises((ResponsesError, KeyError)):
        marked(odd)
