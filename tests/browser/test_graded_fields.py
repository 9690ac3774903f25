"""Dates, tables, rows, assessed items and a graded play in a worksheet: every state, by mouse and by keyboard alone."""

import itertools
from typing import Any

import pytest
from harness import LOOKS, Check, Look, Open, Sideways, focused, press, reload
from playwright.sync_api import Page, expect

STATES = ["untouched", "filled", "playing", "again", "ended"]
FIELDS: dict[str, Any] = {
    "questions": {
        "first-line": "sorry",
        "helps": ["hear"],
        "rings": "true",
        "steps": ["listen", "ask"],
        "causes": {"noise": "place"},
        "gaps": {"act": "ring you"},
        "rated": {"hear-it": "5"},
    },
    "day": "2026-11-22",
    "plan": {"say": {"when": "Before the shift", "who": "Kwame"}},
    "steps-taken": [
        {"at": "10:40", "day": "2026-11-20", "what": "Rang back."},
        {"at": "", "day": "", "what": "Wrote."},
    ],
}
PLAYING = {"choices": [{"node": "opening", "choice": "calm"}], "ending": None, "plays": 1}
VERDICTS = ("Right", "Not right", "Helped", "Made it harder", "Why?", "Correct", "points of")


def arrange(exercise: Open, state: str, look: Look) -> Page:
    fields = {} if state == "untouched" else FIELDS
    page = exercise("check-out", look, state={"schema": 1, "fields": fields})
    if state in ("playing", "again", "ended"):
        press(page, "Start")
        page.locator("input[type=radio][value=calm]").check()
        press(page, "Go with this")
    if state == "again":
        press(page, "Start again")
    if state == "ended":
        for choice in ("limit", "offer"):
            page.locator(f"input[type=radio][value={choice}]").check()
            press(page, "Go with this")
    return page


# Each state meets each width and each theme at least once; the product would say little more.
PAIRS = [(state, LOOKS[(3 * i + n) % len(LOOKS)]) for i, state in enumerate(STATES) for n in range(3)]


@pytest.mark.parametrize(
    ("state", "look"), PAIRS, ids=lambda part: part if isinstance(part, str) else "-".join(map(str, part))
)
def test_every_state_is_accessible_and_fits_the_width(
    exercise: Open, axe: Check, sideways: Sideways, state: str, look: Look
) -> None:
    page = arrange(exercise, state, look)
    expect(page.get_by_text("Question 1 of 10")).to_be_visible()
    axe(page)
    assert sideways(page) == 0


@pytest.mark.parametrize("state", STATES)
def test_nothing_says_what_is_right(exercise: Open, state: str) -> None:
    page = arrange(exercise, state, LOOKS[0])
    shown = page.locator(".ek").inner_text()
    for words in VERDICTS:
        assert words not in shown


def test_answers_come_back_as_they_were(exercise: Open) -> None:
    page = exercise("check-out", state={"schema": 1, "fields": FIELDS | {"play": PLAYING}})
    expect(page.locator("input[value=sorry]")).to_be_checked()
    expect(page.get_by_role("group", name="What I will say").get_by_label("With whom")).to_have_value("Kwame")
    expect(page.get_by_label("Row 1 At")).to_have_value("10:40")
    expect(page.get_by_label("When you will look again")).to_have_value("2026-11-22")
    expect(page.get_by_text("Calm down, please.")).to_be_visible()


def saved(page: Page) -> dict[str, Any]:
    page.wait_for_function("model.writes.length > 0")
    page.wait_for_timeout(900)
    fields: dict[str, Any] = page.evaluate("model.data.state.fields")
    return fields


def test_rows_are_added_filled_and_removed_by_keyboard_alone(exercise: Open) -> None:
    page = exercise("check-out")
    page.get_by_role("button", name="Add a row").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.type") == "time"
    page.keyboard.type("1040AM")
    page.get_by_label("Row 1 What").focus()
    page.keyboard.type("Rang back.")
    page.get_by_role("button", name="Add a row").focus()
    page.keyboard.press("Enter")
    assert saved(page)["steps-taken"] == [{"at": "10:40", "day": "", "what": "Rang back."}]
    page.get_by_role("button", name="Remove row 1").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.type") == "time"
    page.get_by_role("button", name="Remove row 1").focus()
    page.keyboard.press("Enter")
    assert focused(page) == "Add a row"
    assert "steps-taken" not in saved(page)


def test_a_play_goes_by_keyboard_and_a_new_beginning_is_counted(exercise: Open) -> None:
    page = exercise("check-out")
    page.get_by_role("button", name="Start", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Go with this").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Choose what to say or do first.").first).to_be_visible()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Go with this").focus()
    page.keyboard.press("Enter")
    assert saved(page)["play"]["plays"] == 1
    assert len(saved(page)["play"]["choices"]) == 1
    page.get_by_role("button", name="Start again").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Yes, start again").focus()
    page.keyboard.press("Enter")
    assert saved(page)["play"] == {"choices": [], "ending": None, "plays": 2}


def test_a_play_that_no_longer_fits_is_put_aside_and_told(exercise: Open, site: str) -> None:
    page = exercise("check-out")
    broken = PLAYING | {"choices": [{"node": "opening", "choice": "gone"}]}
    reload(page, site, {"exercise": "check-out", "theme": "light", "state": {"schema": 1, "fields": {"play": broken}}})
    expect(page.get_by_text("Part of your saved record could not be read here")).to_be_visible()
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()


def test_the_states_and_looks_cover_every_width_and_theme() -> None:
    met = {(look.width, look.theme) for _, look in PAIRS}
    assert met == set(itertools.product({look.width for look in LOOKS}, {look.theme for look in LOOKS}))
