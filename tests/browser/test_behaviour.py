"""How a quiz with settings behaves, by keyboard and to the end: rounds, hand-in, tries, hints, certainty, a pass."""

from typing import Any

import harness
import pytest
from harness import Check, Look, Open, Sideways, focused, press, settled
from playwright.sync_api import Page, expect

KEYS = {"call": "sorry", "pause": "true", "rule": "false"}


def state(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("structuredClone(model.data.state)")
    return found


def item_now(page: Page) -> str:
    saved = state(page)
    return str(saved["round"]["asked"][saved["position"]])


def answer(page: Page, right: bool = True) -> None:
    """Answer the item that is shown, by keyboard."""
    name = item_now(page)
    if name == "order":
        page.get_by_role("button", name="Keep this order").press("Enter")
        return
    wrong = {"call": "lines", "pause": "false", "rule": "true"}
    page.locator(f"input[value='{(KEYS if right else wrong)[name]}']").press("Space")


def go_on(page: Page) -> None:
    page.locator(".ek-main").press("Enter")


def test_a_deferred_quiz_is_open_until_it_is_handed_in_and_then_tells_all(
    stage: Open, axe: Check, sideways: Sideways
) -> None:
    page = stage("quiz", Look(360, "dark"), spec=settled(feedback="deferred", **{"pass": 0.5}))
    expect(page.get_by_text("You can change your answers until you hand in")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Start").press("Enter")
    assert focused(page) == "Question 1 of 4"
    answer(page, right=False)
    go_on(page)
    answer(page)
    page.get_by_role("button", name="Back").press("Enter")
    answer(page)  # changed
    assert page.locator(".ek-verdict").count() == 0
    for _ in range(3):
        go_on(page)
    go_on(page)
    expect(page.get_by_role("heading", name="Hand in this quiz")).to_be_focused()
    expect(page.get_by_text("2 questions have no answer yet.")).to_be_visible()
    press(page, "Hand in this quiz")
    axe(page)
    press(page, "Yes, hand in")
    expect(page.get_by_text("Passed. 2 of 4 points were needed.")).to_be_visible()
    axe(page)
    assert sideways(page) == 0
    press(page, "Question 1")
    expect(page.locator(".ek-verdict")).to_contain_text("Right")
    assert page.locator("fieldset input:enabled").count() == 0
    press(page, "Next question")
    press(page, "Next question")
    expect(page.get_by_text("You left this one open.")).to_be_visible()
    expect(page.get_by_text("Give the reason first.")).to_be_visible()
    axe(page)
    assert page.get_by_role("button", name="Try again").count() == 0


def test_tries_and_hints_cost_and_end(stage: Open, axe: Check) -> None:
    page = stage("quiz", spec=settled(attempts=2, cost={"hint": 0.1, "attempt": 0.25}))
    press(page, "Start")
    page.get_by_role("button", name="Show a hint").press("Enter")
    assert focused(page) == "He has told his story twice."
    page.get_by_role("button", name="Show another hint").press("Enter")
    assert page.get_by_role("button", name="Show").count() == 0
    answer(page, right=False)
    go_on(page)
    expect(page.get_by_text("You have 1 try left at this question.")).to_be_visible()
    assert page.get_by_text("The feeling first, then the task.").count() == 0
    axe(page)
    press(page, "Try again")
    answer(page)
    go_on(page)
    expect(page.get_by_text("The feeling first, then the task.")).to_be_visible()
    assert page.get_by_role("button", name="Try again").count() == 0
    press(page, "Next question")
    for _ in range(2):
        answer(page, right=False)
        go_on(page)
        if page.get_by_role("button", name="Try again").count():
            press(page, "Try again")
    expect(page.get_by_text("That was the last try at this question.")).to_be_visible()
    expect(page.get_by_text("A pause gives room.")).to_be_visible()
    page.locator(".ek-step").nth(3).press("Enter")
    press(page, "Skip for now")
    expect(page.get_by_text("0.6 of 4 points")).to_be_visible()  # 1 - 2 hints - 1 more try
    assert state(page)["items"]["call"]["hints"] == 2


def test_certainty_is_asked_for_scored_and_explained(stage: Open, axe: Check, sideways: Sideways) -> None:
    page = stage("quiz", Look(320, "light"), spec=settled(attempts=1, confidence=True))
    expect(page.get_by_text("Very sure: 3 if right, −6 if wrong")).to_be_visible()
    press(page, "Start")
    answer(page)
    go_on(page)
    expect(page.locator(".ek-error").last).to_contain_text("Say how sure you are first.")
    axe(page)
    for level, right in (("Very sure", True), ("Very sure", False), ("Very sure", False), ("Not sure", True)):
        answer(page, right)
        page.get_by_role("radio", name=level).press("Space")
        go_on(page)
        expect(page.locator(".ek-verdict")).to_be_focused()
        go_on(page)
    expect(page.get_by_text("Certainty score: −9 of at most 12.")).to_be_visible()  # 3 - 6 - 6, and 0 for no pair right
    expect(page.get_by_text("You were surer than you were right.")).to_be_visible()
    axe(page)
    assert sideways(page) == 0
    assert "missed" not in state(page)["items"]["call"]
    assert "missed" in state(page)["items"]["pause"]


def test_a_fail_leads_to_pages_and_to_other_questions_and_a_reload_resumes(exercise: Open, site: str) -> None:
    spec = settled(feedback="deferred", draw=2, rounds=2, shuffle=["items", "options"], **{"pass": 1})
    page = exercise("quiz", spec=spec)
    press(page, "Start")
    first = state(page)["round"]["asked"]
    answer(page, right=False)
    order = page.locator("fieldset").first.inner_text()
    harness.reload(page, site, {"exercise": "quiz", "theme": "light", "spec": spec, "state": state(page)})
    assert page.locator("fieldset").first.inner_text() == order
    go_on(page)
    answer(page, right=False)
    go_on(page)
    press(page, "Hand in this quiz")
    expect(page.get_by_text("Not yet. You need 2 of 2 points to pass.")).to_be_visible()
    link = page.get_by_role("link", name="First words")
    assert link.count() == (1 if "call" in first else 0)
    press(page, "Try again with other questions")
    assert set(state(page)["round"]["asked"]).isdisjoint(first)
    for _ in range(2):
        answer(page)
        go_on(page)
    press(page, "Hand in this quiz")
    expect(page.get_by_text("You have taken this quiz as often as it allows.")).to_be_visible()
    expect(page.get_by_text("Earlier: 0 of 2 points.")).to_be_visible()
    assert set(first) <= set(state(page)["items"])


def test_a_hidden_quiz_only_says_that_it_has_the_answers(stage: Open, axe: Check) -> None:
    spec = settled(feedback="hidden", shuffle=["options"])
    assert "feedback" not in str(spec["items"])
    page = stage("quiz", Look(360, "light"), spec=spec)
    press(page, "Start")
    for _ in range(4):
        answer(page)
        go_on(page)
    press(page, "Hand in this quiz")
    expect(page.get_by_role("heading", name="Received")).to_be_focused()
    axe(page)
    press(page, "Question 1")
    assert page.locator("fieldset input:enabled").count() == 0
    assert page.get_by_text("Right").count() == 0
    assert not any(item["checked"] for item in state(page)["items"].values())


@pytest.mark.parametrize("kept", [{}, {"round": {"n": 0}}])
def test_a_quiz_that_was_answered_before_it_had_settings_goes_on_and_loses_nothing(
    stage: Open, kept: dict[str, Any]
) -> None:
    before = harness.quiz_state(1, call="lines", order=["hear", "ask", "act"])
    asked = {} if kept else {"draw": 2}  # without a draw, the new round asks the answered one again for certain
    page = stage("quiz", spec=settled(attempts=1, **asked), state={**before, **kept})
    damaged = page.get_by_text("could not be read").count()
    assert damaged == len(kept)
    if not damaged:
        expect(page.get_by_text("Question 2 of 4")).to_be_visible()
    press(page, "Start") if damaged else press(page, "Skip for now")
    records = [state(page), *state(page).get("kept", [])]
    assert any(record["items"]["call"].get("answer") == "lines" for record in records)
