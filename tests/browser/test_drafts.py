"""Feedback on a draft of a private sheet, through ``make run``: asked for and read by keyboard, and kept nowhere."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from books import Book
from playwright.sync_api import Locator, Page, expect
from tests.server.trial import Trial

PAGE = "difficult/three-cs"
ASK = "See feedback on my draft"
LONG = 60_000


def sheet_of(page: Page) -> Locator:
    return page.locator("evenkeel-exercise[name=three-c-planner]")


def opened(trial: Trial, pages: Any, **look: Any) -> Page:
    base, token = trial.links["Learn"].split("evenkeel/home?token=")
    page: Page = pages(f"{base}evenkeel/book/{PAGE}.html?token={token}", **look)
    expect(sheet_of(page)).to_have_attribute("ready", "")
    return page


@pytest.mark.parametrize(
    ("width", "theme", "forced"),
    [(1280, "light", False), (320, "dark", False), pytest.param(320, "light", True, marks=pytest.mark.slow)],
)
def test_a_draft_gets_feedback_by_keyboard_and_nothing_of_it_is_kept(
    trial: Trial,
    pages: Any,
    axe: Callable[..., None],
    sideways: Callable[[Page], int],
    width: int,
    theme: str,
    forced: bool,
) -> None:
    page = opened(trial, pages, width=width, theme=theme, forced_colors=forced)
    sheet = sheet_of(page)
    feeling, step = (sheet.get_by_label(words) for words in ("What might this person", "Commit: my next step"))
    feeling.fill("<b>Scared</b> of the letter, I think.")
    step.fill("I will ring her.")
    sheet.get_by_role("button", name=ASK).focus()
    page.keyboard.press("Enter")
    heading = sheet.get_by_role("heading", name="Feedback on your draft")
    expect(heading).to_be_focused(timeout=LONG)
    expect(sheet.locator("mark").first).to_have_text("<b>Scared</b> of the letter, I think.")
    expect(sheet.locator(".ek-aim")).to_have_count(5)
    expect(sheet.locator(".ek-aim", has_text="Your own next step")).to_contain_text(
        "Say by when you will have done it."
    )
    expect(sheet.get_by_role("status").filter(has_text="It stands below this button.")).to_have_count(1)
    assert not {"level", "points", "score", "%"} & set(
        " ".join(sheet.locator(".ek-aim").all_inner_texts()).lower().split()
    )
    axe(page)
    assert sideways(page) == 0
    step.press_sequentially(" On Tuesday.")
    expect(sheet.get_by_text("You have changed your draft since then.")).to_be_visible()
    expect(sheet.locator(".ek-save")).to_contain_text("Saved")
    kept = json.loads((trial.work / "home" / "progress.json").read_text(encoding="utf-8"))
    assert set(kept["records"]["worksheet"]["three-c-planner"]["state"]) == {"schema", "fields"}
    page.reload()
    expect(sheet_of(page).get_by_role("button", name=ASK)).to_be_visible()
    expect(sheet_of(page).locator(".ek-aim")).to_have_count(0)


def test_somebody_who_may_not_be_safe_is_shown_people_and_told_the_truth(
    trial: Trial, pages: Any, axe: Callable[..., None]
) -> None:
    page = opened(trial, pages)
    sheet = sheet_of(page)
    sheet.get_by_label("What might this person").fill("I can't cope any more. Nobody would miss me.")
    sheet.get_by_role("button", name=ASK).click()
    expect(sheet.get_by_role("heading", name="First, you")).to_be_focused(timeout=LONG)
    expect(sheet.get_by_role("heading", name="People to turn to")).to_be_visible()
    expect(sheet.get_by_role("link", name="116 123")).to_have_attribute("href", "tel:116123")
    expect(sheet).to_contain_text("It has told nobody, and it keeps nothing of what you wrote.")
    expect(sheet.locator(".ek-aim")).to_have_count(0)
    axe(page)


def test_an_empty_sheet_asks_for_words_and_a_server_that_is_away_is_told(trial: Trial, pages: Any) -> None:
    page = opened(trial, pages)
    sheet = sheet_of(page)
    for box in sheet.locator("textarea").all():
        box.fill("")
    button = sheet.get_by_role("button", name=ASK)
    button.click()
    expect(sheet.get_by_role("status").filter(has_text="Write something first.")).to_have_count(1)
    sheet.get_by_label("What might this person").fill("Worried.")
    page.route("**/drafts/**", lambda route: route.abort())
    button.click()
    expect(sheet.get_by_role("status").filter(has_text="The course's server cannot be reached.")).to_have_count(1)
    expect(button).to_be_focused()


def test_a_book_without_a_server_says_so_and_has_no_button(course: Book, pages: Any) -> None:
    page: Page = pages(course.page(PAGE))
    expect(sheet_of(page)).to_have_attribute("ready", "")
    expect(sheet_of(page)).to_contain_text("when you open the book from your course's server")
    expect(sheet_of(page).get_by_role("button", name=ASK)).to_have_count(0)
