"""From page to mark: one person walks the whole path on a running server, as the learner and as the tutor."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect
from tests.asking import until
from tests.server.trial import Trial

Check = Callable[[Page], None]
REPLIES = (
    "Five weeks and five calls, and nobody told you why. That would wear anyone out.",
    "You have heard sorry enough. So your birth date was typed wrong and nobody wrote. Have I got that right?",
    "It is hard to have no answer for her. What would help you most right now?",
    "I will check your file today and ring you by 16:00. Please keep this phone on. I cannot promise Thursday.",
)
MARKUP = "<script>document.title = 'taken'</script> I said <b>nothing</b> about the time."

LOADED = "window.formgrader?.grades?.loaded && window.formgrader.comments?.loaded"


class Walk:
    """One browser page and the three ways in."""

    def __init__(self, trial: Trial, page: Page) -> None:
        self.trial = trial
        self.page = page
        self.base, _ = trial.links["Learn"].split("evenkeel/home")

    def read(self, path: str) -> Page:
        self.page.goto(f"{self.base}evenkeel/book/{path}.html")
        return self.page

    def tutor(self, path: str) -> Page:
        self.page.goto(f"{self.base}formgrader/{path}")
        return self.page

    def press(self, row: str, action: str) -> None:
        """Press one of the formgrader's buttons, which are bare icons in a table, and close its report."""
        self.page.locator("tr", has_text=row).locator(f"td.{action} a").click()
        report = self.page.locator(".modal:visible")
        expect(report).to_contain_text("Success", timeout=60_000)
        report.get_by_role("button", name="OK").click()


def saved(page: Page) -> None:
    expect(page.locator("evenkeel-exercise .ek-save").first).to_contain_text("Saved")


def do_a_quiz(page: Page) -> None:
    card = page.locator("evenkeel-exercise[exercise=quiz]")
    card.get_by_role("radio").first.check()
    card.get_by_role("button", name="Check my answer").click()
    expect(card).to_contain_text("Why")
    saved(page)


def play_to_an_ending(page: Page) -> None:
    """Take the first thing to say at each moment until the call is over."""
    card = page.locator("evenkeel-exercise[exercise=scenario]")
    card.get_by_role("button", name=re.compile("^Start")).click()
    ended = card.get_by_role("button", name=re.compile("^Play again"))
    for _ in range(20):
        if ended.count():
            break
        card.get_by_role("radio").first.check()
        card.get_by_role("button", name="Go with this").click()
    expect(ended).to_be_visible()
    saved(page)


def fill(page: Page, words: Callable[[int], str]) -> None:
    boxes = page.locator("evenkeel-exercise textarea")
    expect(boxes.first).to_be_visible()
    for place, box in enumerate(boxes.all()):
        box.fill(words(place))
    saved(page)


def hand_in(page: Page, title: str) -> None:
    card = page.get_by_role("article", name=re.compile(title))
    card.get_by_role("button", name=re.compile("^Hand in")).click()
    card.get_by_role("button", name="Yes, hand in").click()
    expect(card.get_by_role("group", name="Handed in.")).to_be_visible(timeout=60_000)


def decide(form: Locator, level: int | None = None) -> None:
    """Confirm what is suggested, or choose a level; the page then comes anew. Blind, it is the tutor's own level.

    By keyboard: nbgrader's page stretches its boxes when it has loaded, and a click then meets nothing.
    """
    status = form.get_by_role("status")
    awaited = re.compile("ecided") if "Not given" in status.inner_text() else re.compile("Decided")
    if level is None and form.get_by_role("button", name="Confirm").count():
        form.get_by_role("button", name="Confirm").press("Enter")
    else:
        radio = form.locator(f"input[value='{1 if level is None else level}']")
        radio.press("Space")
        expect(radio).to_be_checked()
        if form.locator("textarea").is_visible():
            form.locator("textarea").fill("The link is there.")
        form.get_by_role("button", name="Save this level").press("Enter")
    expect(status).to_contain_text(awaited, timeout=20_000)
    until(form.page, "document.readyState === 'complete' && window.formgrader?.loaded")


def confirm_all(page: Page) -> None:
    """Decide every part that waits; where work is held there is nothing to confirm, so choose a level."""
    waiting = page.locator("form.evk-decide", has_text=re.compile("Not (decided|given) yet"))
    while waiting.count():
        name = waiting.first.get_attribute("id")
        decide(page.locator(f"#{name}"))


def test_from_the_first_page_to_the_feedback(trial: Trial, pages: Any, axe: Check) -> None:
    walk = Walk(trial, pages(trial.links["Learn"]))
    do_a_quiz(walk.read("difficult/feelings-first"))
    play_to_an_ending(walk.read("difficult/passport-wedding-thursday"))
    fill(walk.read("difficult/applied"), lambda place: REPLIES[place % 4])
    fill(walk.read("difficult/reflective"), lambda place: MARKUP if place == 0 else REPLIES[place % 4])
    for title in ("Passport", "The lobby"):
        hand_in(walk.read("hand-in"), title)

    walk.tutor("home")
    axe(walk.page)
    walk.page.get_by_role("button", name="Fetch and mark: The lobby").click()
    expect(walk.page.get_by_role("status")).to_have_text("Fetched and marked.", timeout=60_000)

    for assignment in ("difficult-applied", "difficult-reflective"):
        if assignment == "difficult-applied":  # and one by nbgrader's own buttons
            walk.tutor("manage_assignments")
            walk.press(assignment, "collect")
            walk.tutor(f"manage_submissions/{assignment}")
            walk.press("needs autograding", "autograde")
        walk.tutor(f"gradebook/{assignment}/{assignment}")
        walk.page.locator("#main-table a").first.click()
        until(walk.page, LOADED)
        assert walk.page.title() != "taken"
        confirm_all(walk.page)
        if assignment == "difficult-applied":
            decide(walk.page.locator("#decide-analysis"), level=2)
            until(walk.page, LOADED)  # a comment typed before that is not saved, and nobody told
            comment = walk.page.locator("textarea.comment").first
            with walk.page.expect_response(re.compile("/api/comment/")):
                comment.fill("You were warm and exact.")
                comment.press("Tab")
        walk.tutor(f"manage_submissions/{assignment}")
        walk.press("graded", "autograde")  # again: what the tutor decided must survive it
        walk.press("graded", "generate-feedback")
        walk.press("graded", "release-feedback")

    card = walk.read("hand-in").get_by_role("article", name=re.compile("Passport"))
    axe(walk.page)
    card.get_by_role("link", name=re.compile("feedback", re.IGNORECASE)).click()
    # The page is served without leave to run scripts, axe's own included: tests/nbgrader checks it as a file.
    words = walk.page.locator("body")
    expect(words).to_contain_text("10.7 of 16")
    expect(words).to_contain_text("You were warm and exact.")
    expect(words).to_contain_text("nobody told you why")
    card = walk.read("hand-in").get_by_role("article", name=re.compile("The lobby"))
    card.get_by_role("link", name=re.compile("feedback", re.IGNORECASE)).click()
    expect(walk.page.locator("body")).to_contain_text("<script>document.title = 'taken'</script>")
    assert walk.page.title() != "taken"
    origins = {request.split("/")[2] for request in pages.requests if request.startswith("http")}
    assert origins == {walk.base.split("/")[2]}
