"""What a conversation can hold, as a learner meets it: questions, scenes, clocks, notes, help, and the look back."""

import json
from pathlib import Path
from typing import Any

from harness import Check, Look, Open, press
from playwright.sync_api import Page, expect

CASES = json.loads((Path(__file__).parent.parent / "cases" / "play.json").read_text(encoding="utf-8"))
SPEC = CASES["rich"]["spec"]
WHOLE = CASES["rich"]["cases"][0]


def state(*choices: Any, **wishes: Any) -> dict[str, Any]:
    """A saved play: pairs of node and choice, or whole entries."""
    steps = [step if isinstance(step, dict) else {"node": step[0], "choice": step[1]} for step in choices]
    return {"schema": 1, "choices": steps, "ending": None, "plays": 1, "endings": [], "seed": 0, **wishes}


def taken(page: Page) -> list[dict[str, Any]]:
    return page.evaluate("model.data.state.choices")


def stand_still(page: Page) -> None:
    """From now on, time passes for the page only as the test says: a slow machine changes nothing."""
    page.clock.install(time="2026-11-22T10:00:00")
    page.clock.pause_at("2026-11-22T10:01:00")


def test_a_question_on_the_way_is_answered_recorded_and_explained_later(exercise: Open, axe: Check) -> None:
    page = exercise("scenario", spec=SPEC, state=state(("promise", "ring-back"), ("rounds", "phone")))
    press(page, "Answer")
    expect(page.get_by_text("Tick at least one answer first.").first).to_be_visible()
    for name in ("Call a", "Call b"):
        page.get_by_label(name).check()
    axe(page)
    press(page, "Answer")
    assert taken(page)[-1] == {"node": "sort", "choice": "sorted-some", "answer": ["a", "b"]}
    expect(page.get_by_text("Words of sorted-some.")).to_be_visible()
    expect(page.get_by_label("Words of phone.")).to_have_count(0)
    expect(page.get_by_label("Words of walk.")).to_be_visible()
    page.get_by_text("Why? Sort the calls").click()
    page.get_by_text("The question, your answer and what is right").click()
    expect(page.get_by_text("By harm.")).to_be_visible()


def test_a_hard_part_has_a_note_and_a_way_round_it(exercise: Open, axe: Check) -> None:
    page = exercise("scenario", spec=SPEC, state=state(("promise", "vague"), ("rounds", "desk")))
    expect(page.get_by_text("He speaks of a loss.")).to_be_visible()
    expect(page.get_by_text("She died.")).to_have_count(0)
    axe(page)
    press(page, "Go on with this part")
    expect(page.get_by_text("She died.")).to_be_visible()
    expect(page.get_by_label("Words of hand-over.")).to_have_count(0)
    press(page, "Go back one step")
    page.get_by_label("Words of desk.").check()
    press(page, "Go with this")
    press(page, "Go round this part")
    assert taken(page)[-1] == {"node": "hard", "choice": "hand-over"}
    page.get_by_text("Why? A hard part").click()
    expect(page.get_by_text("You went round this part")).to_be_visible()


def test_the_clock_is_off_until_it_is_wanted_and_can_always_be_stopped(exercise: Open, axe: Check) -> None:
    page = exercise("scenario", spec=SPEC, state=state())
    expect(page.get_by_text("seconds left")).to_have_count(0)
    stand_still(page)
    page.get_by_text("How you want to play").click()
    page.get_by_label("Timed decisions").check()
    expect(page.get_by_text("30 seconds left")).to_be_visible()
    page.clock.run_for(12_000)
    press(page, "More time")
    expect(page.get_by_text("48 seconds left")).to_be_visible()
    page.clock.resume()  # axe waits on timers of its own
    axe(page)
    press(page, "Stop the clock")
    page.clock.run_for(90_000)
    assert taken(page) == []


def test_when_time_runs_out_the_named_choice_is_taken_and_told_as_such(exercise: Open) -> None:
    page = exercise("scenario", spec=SPEC, state={})
    stand_still(page)
    page.get_by_text("How you want to play").click()
    page.get_by_label("Timed decisions").check()
    press(page, "Start")
    page.clock.run_for(31_000)
    assert taken(page) == [{"node": "promise", "choice": "say-nothing", "late": True}]
    page.get_by_text("Why? A promise").click()
    expect(page.get_by_text("Time ran out")).to_be_visible()


def test_help_fades_as_the_learner_wishes_and_is_remembered(exercise: Open) -> None:
    spec = json.loads(json.dumps(SPEC))
    coach = [{"t": "p", "c": [{"t": "text", "v": "Breathe out first."}]}]
    spec["nodes"][0]["lines"].append({"who": "coach", "text": coach, "when": None})
    page = exercise("scenario", spec=spec, state=state())
    advice, words = page.get_by_text("Breathe out first."), page.get_by_text("Words to try:")
    expect(advice).to_be_visible()
    expect(words).to_be_visible()
    page.get_by_text("How you want to play").click()
    for level, coached, scripted in (("Script", 0, 1), ("No help", 0, 0), ("Coach", 1, 1), ("No help", 0, 0)):
        page.get_by_label(level).check()
        expect(advice).to_have_count(coached)
        expect(words).to_have_count(scripted)
    assert page.evaluate("model.data.state.help") == "none"
    assert page.evaluate("localStorage.getItem('evenkeel-help')") == "none"


def test_the_look_back_shows_the_way_the_meters_and_the_goals_in_words_too(exercise: Open, axe: Check) -> None:
    choices = []
    for step, at in zip(WHOLE["choices"], WHOLE["steps"], strict=False):
        choices.append({"node": at["node"], **(step if isinstance(step, dict) else {"choice": step})})
    saved = state(*choices) | {"ending": "kept", "endings": ["kept"]}
    for look in (Look(1280, "light"), Look(360, "dark")):
        page = exercise("scenario", look, spec=SPEC, state=saved)
        expect(page.get_by_role("img", name="Map of your way")).to_be_visible()
        expect(page.get_by_role("img", name="Trust: 3, 5, 5, 6, 6, 6, 6, 6")).to_be_visible()
        expect(page.get_by_text("See the feeling 2 of 2")).to_be_visible()
        expect(page.get_by_text("Recover and learn 2 of 3")).to_be_visible()
        expect(page.get_by_text("Led to: Sort the calls")).to_be_visible()
        expect(page.get_by_text("What would you keep?")).to_be_visible()
        page.get_by_text("The same as a table").click()
        expect(page.get_by_role("row", name="2. Three things to do 5 4")).to_be_visible()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_text("Recover and learn: go back to “A hard part”")).to_be_visible()
    press(page, "Try it from there")
    assert [step["choice"] for step in taken(page)] == ["ring-back", "phone", "sorted-well", "desk"]


def test_an_ending_before_its_time_says_so(exercise: Open) -> None:
    play = state(("promise", "say-nothing"), ("rounds", "desk"), ("hard", "next-please"), seed=7)
    page = exercise("scenario", spec=SPEC, state=play | {"ending": "broken-off"})
    expect(page.get_by_text("This is an early ending")).to_be_visible()
