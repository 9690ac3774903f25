"""The review page of a built book: what was missed today comes back when its day comes, also from a file."""

from typing import Any

import pytest
from books import Book
from harness import Check, Sideways, press
from opening import again_until
from playwright.sync_api import Page, expect


def miss_the_first(page: Page) -> None:
    """Answer the first question of the quiz wrong, and the second not at all."""
    page.locator("evenkeel-exercise[ready]").wait_for()
    page.locator("input[value='explain']").check()
    press(page, "Check my answer")
    expect(page.locator(".ek-verdict")).to_contain_text("Not right yet")
    page.wait_for_timeout(400)


@pytest.mark.parametrize("opened", ["served", pytest.param("file", marks=pytest.mark.slow)])
def test_what_was_missed_comes_back_on_its_day(
    small: Book, pages: Any, axe: Check, sideways: Sideways, opened: str
) -> None:
    at = small.page if opened == "served" else small.file
    page = pages(at("review"), width=360)
    expect(page.get_by_text("There is nothing to come back to yet.")).to_be_visible()
    page.clock.set_fixed_time("2026-11-22T10:00:00")
    page.goto(at("part/quiz"))
    miss_the_first(page)
    page.goto(at("review"))
    again_until(page, "The next one comes back on 23 November 2026.")
    assert page.get_by_role("button", name="Start").count() == 0
    axe(page)
    page.clock.set_fixed_time("2026-11-23T08:00:00")
    page.reload()
    again_until(page, "1 question is waiting for you today.")
    page.get_by_role("button", name="Start").press("Enter")
    expect(page.get_by_role("heading", name="1 question left today")).to_be_focused()
    axe(page)
    press(page, "Check my answer")
    expect(page.locator(".ek-error")).to_contain_text("first")
    page.locator("input[value='listen']").press("Space")
    page.get_by_role("button", name="Check my answer").press("Enter")
    expect(page.locator(".ek-verdict")).to_be_focused()
    expect(page.get_by_text("It comes back on 26 November 2026.")).to_be_visible()
    page.get_by_role("button", name="I guessed").press("Enter")
    expect(page.get_by_text("Noted. It comes back on 24 November 2026.")).to_be_visible()
    axe(page)
    assert sideways(page) == 0
    page.get_by_role("button", name="Stop for today").press("Enter")
    expect(page.get_by_text("That was the last one for today.")).to_be_visible()
    page.locator("summary", has_text="by how long they wait").click()
    axe(page)
    page.wait_for_timeout(400)
    page.clock.set_fixed_time("2026-11-25T08:00:00")
    page.reload()
    again_until(page, "1 question is waiting for you today.")
    press(page, "Start")
    page.locator("input[value='explain']").check()
    press(page, "Check my answer")
    expect(page.get_by_text("It comes back on 26 November 2026.")).to_be_visible()
    press(page, "Stop for today")
    expect(page.get_by_text("The next one comes back on 26 November 2026.")).to_be_visible()


def test_what_is_missed_in_another_tab_is_told_at_once(small: Book, pages: Any) -> None:
    review = pages(small.page("review"))
    expect(review.get_by_text("There is nothing to come back to yet.")).to_be_visible()
    answers, quiz = review.context.new_page(), review.context.new_page()
    answers.goto(small.page("your-answers"))
    expect(answers.get_by_text("Nothing is kept yet.")).to_be_visible()
    quiz.goto(small.page("part/quiz"))
    miss_the_first(quiz)
    expect(review.get_by_text("The next one comes back on")).to_be_visible()
    expect(answers.get_by_role("row", name="Every kind")).to_be_visible()


def test_the_review_loads_only_the_quizzes_it_needs_and_forgets_what_is_gone(small: Book, pages: Any) -> None:
    page = pages(small.page("review"))
    record = {"answer": "x", "checked": True, "attempts": 1, "credit": 0, "missed": "2026-01-01"}
    items = {"pick-one": record, "gone": record}
    page.evaluate(
        """([prefix, items]) => {
          for (const quiz of ["every-kind", "no-such-quiz"])
            localStorage.setItem(`${prefix}quiz:${quiz}`, JSON.stringify(
              { state: { schema: 1, position: 0, items }, at: "2026-01-01T00:00:00Z" }));
        }""",
        [page.evaluate("'evenkeel:' + location.pathname.replace('review.html', '') + ':'"), items],
    )
    before = len(pages.requests)
    page.reload()
    expect(page.get_by_text("1 question is waiting for you today.")).to_be_visible()
    press(page, "Start")
    expect(page.locator("fieldset").first).to_be_visible()
    asked = {url.rsplit("/", 1)[-1] for url in pages.requests[before:] if "evenkeel-review/" in url}
    assert asked == {"index.js", "every-kind.js"}
