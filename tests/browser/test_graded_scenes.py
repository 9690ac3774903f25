"""A graded play with a question on the way, a hub and a part that one may go round: played, looked at and marked."""

from typing import Any

import harness
import pytest
from harness import LOOKS, Check, Look, Open, Sideways, press
from playwright.sync_api import Page, expect

from evenkeel.models import Scenario, Worksheet
from evenkeel.responses import check_responses
from evenkeel.spec import spec
from evenkeel_grading.assignment import Assignment
from evenkeel_grading.closed import mark_closed
from evenkeel_grading.marks import ClosedMark
from evenkeel_grading.rubric import Rubric

CALL = Scenario.model_validate(harness.read("long-call"))
SHEET = Worksheet.model_validate(harness.read("long-check-out"))
NODES = {
    "opening": {"hear": 1, "number": 0},
    "pad": {"noted": 1},
    "tears": {"wait": 1, "hurry": 0, "pass-on": "unscored"},
}
KEYS = {"play": {"nodes": NODES, "min_decisions": 3}}


def opened(exercise: Open, look: Look, fields: dict[str, Any] | None = None) -> Page:
    sheet = spec(SHEET, "long-check-out", lambda _: CALL)
    return exercise("check-out", look, spec=sheet, state={"schema": 1, "fields": fields or {}})


def say(page: Page, choice: str) -> None:
    page.locator(f"input[type=radio][value={choice}]").check()
    press(page, "Go with this")


def tick(page: Page, *facts: str) -> None:
    for fact in facts:
        page.get_by_role("checkbox", name=fact).check()
    press(page, "Answer")


def to_the_hub(page: Page) -> None:
    press(page, "Start")
    say(page, "hear")
    tick(page, "Off for a week", "A baby in the flat")


def to_the_note(page: Page) -> None:
    to_the_hub(page)
    say(page, "heater")
    say(page, "leave-off")
    say(page, "back")


def marked(page: Page) -> ClosedMark:
    """The play as it would be handed in, marked."""
    fields = page.evaluate("window.model.data.state.fields")
    responses = check_responses({"schema": 1, "assignment": "long-check-out", "fields": fields})
    rubric = Rubric.model_validate({"schema": 1, "keys": KEYS, "criteria": {"why": {"examples": ["", "a", "b", "c"]}}})
    one = Assignment("long-check-out", SHEET, rubric, {}, {"long-call": CALL})
    return mark_closed(one, {"play": responses.fields["play"]})["play"]


def test_a_whole_play_earns_all_its_points(exercise: Open) -> None:
    page = opened(exercise, LOOKS[0])
    to_the_note(page)
    press(page, "Go on with this part")
    expect(page.locator("input[value=pass-on]")).to_have_count(0)
    say(page, "wait")
    expect(page.get_by_text("Ending: A warm bed")).to_be_visible()
    mark = marked(page)
    assert not mark.problem
    assert mark.credits == {"opening": 1, "pad": 1, "tears": 1}
    assert mark.points == pytest.approx(40)


def test_a_question_on_the_way_earns_its_part(exercise: Open) -> None:
    page = opened(exercise, LOOKS[0])
    press(page, "Start")
    say(page, "hear")
    tick(page, "Off for a week")
    assert marked(page).credits["pad"] == pytest.approx(0.5)


def test_who_goes_round_a_hard_part_is_not_marked_down(exercise: Open) -> None:
    page = opened(exercise, LOOKS[0])
    to_the_note(page)
    press(page, "Go round this part")
    expect(page.get_by_text("Kwame takes over.")).to_be_visible()
    mark = marked(page)
    assert set(mark.credits) == {"opening", "pad"}
    assert mark.points == pytest.approx(40)


def test_a_scene_of_a_hub_is_offered_once_and_the_way_out_after_enough(exercise: Open) -> None:
    page = opened(exercise, LOOKS[0])
    to_the_hub(page)
    expect(page.locator("input[value=back]")).to_have_count(0)
    say(page, "heater")
    say(page, "leave-off")
    expect(page.locator("input[value=heater]")).to_have_count(0)
    expect(page.locator("input[value=back]")).to_be_visible()


def test_a_play_comes_back_at_the_note_and_at_the_question(exercise: Open) -> None:
    page = opened(exercise, LOOKS[0])
    to_the_note(page)
    kept = page.evaluate("window.model.data.state.fields")
    page = opened(exercise, LOOKS[0], kept)
    expect(page.get_by_role("button", name="Go round this part")).to_be_visible()
    kept["play"]["choices"] = kept["play"]["choices"][:1]
    page = opened(exercise, LOOKS[0], kept)
    expect(page.get_by_role("checkbox", name="A baby in the flat")).not_to_be_checked()


@pytest.mark.parametrize("look", [LOOKS[0], LOOKS[-1]], ids=lambda look: "-".join(map(str, look)))
def test_the_question_the_hub_and_the_note_are_accessible_and_fit(
    exercise: Open, axe: Check, sideways: Sideways, look: Look
) -> None:
    page = opened(exercise, look)
    press(page, "Start")
    say(page, "hear")
    axe(page)
    assert sideways(page) == 0
    tick(page, "Off for a week")
    axe(page)
    say(page, "heater")
    say(page, "leave-off")
    say(page, "back")
    axe(page)
    assert sideways(page) == 0
