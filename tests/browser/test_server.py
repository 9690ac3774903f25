"""Pages that Jupyter serves: answers go to the learner's home, failures are seen and mended, work is handed in."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from books import Book
from playwright.sync_api import Page, expect
from tests.server.serving import TOKEN, Served
from tests.server.trial import Trial

Check = Callable[[Page], None]
QUIZ = "evenkeel/book/difficult/barriers.html"
OPTION = "evenkeel-exercise[exercise=quiz] input:is([type=radio], [type=checkbox])"
SHEET = "evenkeel/book/difficult/applied.html"


@pytest.fixture
def served(tmp_path: Path, trial: Trial) -> Iterator[Served]:
    """A server that a test may stop and start, below a path as on a hub, with a home of its own."""
    server = Served(trial.course, tmp_path / "work", base_url="/user/ada/").start()
    yield server
    server.stop()


def enter(page: Page, served: Served, path: str) -> Page:
    page.goto(f"{served.base}{path}?token={TOKEN}")
    expect(page.locator("evenkeel-exercise").first).to_have_attribute("ready", "")
    return page


def kept(served: Served) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((served.home / "progress.json").read_text())["records"]
    return found


def saved_line(page: Page) -> Any:
    return page.locator("evenkeel-exercise .ek-save").first


def test_an_answer_goes_to_the_home_and_comes_back_after_a_reload(served: Served, pages: Any, axe: Check) -> None:
    refused: list[str] = []
    page = pages()
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    enter(page, served, QUIZ)
    first = page.locator(OPTION).first
    first.check()
    first_value = first.get_attribute("value")
    expect(saved_line(page)).to_contain_text("Saved")
    record = kept(served)["quiz"]["barriers"]["state"]
    assert first_value in next(iter(record["items"].values()))["answer"]
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('evenkeel:')).length") == 0
    page.reload()
    expect(page.locator(OPTION).first).to_be_checked()
    axe(page)
    assert "token" not in page.url
    assert refused == []
    assert {request.split("/")[2] for request in pages.requests if request.startswith("http")} == {
        served.base.split("/")[2]
    }


def test_a_failed_save_is_seen_and_mends_itself_when_the_server_is_back(served: Served, pages: Any, axe: Check) -> None:
    page = enter(pages(), served, SHEET)
    words = page.locator("evenkeel-exercise textarea").first
    words.fill("Before.")
    expect(saved_line(page)).to_contain_text("Saved")
    served.stop()
    words.fill("While the server was away.")
    expect(page.get_by_role("button", name="Try again").first).to_be_visible()
    expect(page.locator("evenkeel-exercise .ek-failed").first).to_contain_text(
        re.compile("Not saved|cannot be reached")
    )
    axe(page)
    served.start()
    page.get_by_role("button", name="Try again").first.click()
    expect(saved_line(page)).to_contain_text("Saved", timeout=20_000)
    answers = json.loads((served.home / "difficult-applied/responses.json").read_text())
    assert "While the server was away." in answers["fields"].values()
    page.reload()
    expect(page.locator("evenkeel-exercise textarea").first).to_have_value("While the server was away.")


def test_a_file_that_was_set_aside_is_said_on_the_page(served: Served, pages: Any) -> None:
    served.home.mkdir(parents=True)
    (served.home / "progress.json").write_text("{ half")
    page = enter(pages(), served, QUIZ)
    expect(page.locator("evenkeel-exercise").first).to_contain_text("progress.damaged-")


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (360, "dark")])
def test_work_is_handed_in_from_the_page_by_keyboard(
    trial: Trial, pages: Any, axe: Check, sideways: Callable[[Page], int], width: int, theme: str
) -> None:
    page: Page = pages(trial.links["Hand in"], width=width, theme=theme)
    card = page.get_by_role("article", name=re.compile("Passport"))
    card.get_by_role("link", name=re.compile("^Open the assignment")).click()
    page.locator("evenkeel-exercise textarea").first.fill(f"Typed at {width}.")
    expect(saved_line(page)).to_contain_text("Saved")
    page.go_back()
    expect(card).to_contain_text("1 of 13 questions answered")
    axe(page)
    card.get_by_role("button", name=re.compile("^Hand in")).focus()
    page.keyboard.press("Enter")
    ask = card.get_by_role("group", name=re.compile("^Hand in"))
    expect(ask).to_be_focused()
    expect(ask).to_contain_text("Not answered:")
    expect(ask).to_contain_text("Sort the causes")
    axe(page)
    page.keyboard.press("Tab")
    expect(card.get_by_role("button", name="Yes, hand in")).to_be_focused()
    page.keyboard.press("Enter")
    receipt = card.get_by_role("group", name="Handed in.")
    expect(receipt).to_be_focused(timeout=60_000)
    axe(page)
    with page.expect_download() as download:
        card.get_by_role("button", name="Download receipt").click()
    text = Path(download.value.path()).read_text()
    inbound = trial.work / "exchange/evenkeel/inbound"
    newest = sorted(inbound.glob("*/*+difficult-applied+*"))[-1]
    assert f"Typed at {width}." in (newest / "responses.json").read_text()
    checksum = receipt.locator("code").inner_text()
    assert checksum in text
    page.set_viewport_size({"width": 320, "height": 800})
    assert sideways(page) == 0
    page.reload()
    expect(card).to_contain_text("Handed in")
    card.get_by_text(re.compile("^Receipts")).click()
    expect(card).to_contain_text(checksum)
    axe(page)


def test_not_yet_sends_nothing_and_goes_back_to_the_button(trial: Trial, pages: Any) -> None:
    page: Page = pages(trial.links["Learn"])
    page.goto(page.url.replace("home.html", "difficult/applied.html"))
    page.locator("evenkeel-exercise textarea").first.fill("Thinking.")
    expect(saved_line(page)).to_contain_text("Saved")
    page.goto(trial.links["Hand in"])
    inbound = trial.work / "exchange/evenkeel/inbound"
    before = len(list(inbound.glob("*/*")))
    button = page.get_by_role("button", name=re.compile("^Hand in"))
    button.click()
    page.get_by_role("button", name="Not yet").click()
    expect(button).to_be_focused()
    assert len(list(inbound.glob("*/*"))) == before


def test_a_failed_hand_in_is_said_and_can_be_tried_again(trial: Trial, pages: Any, axe: Check) -> None:
    page: Page = pages(trial.links["Learn"])
    page.goto(page.url.replace("home.html", "difficult/applied.html"))
    page.locator("evenkeel-exercise textarea").first.fill("Sent at the second try.")
    expect(saved_line(page)).to_contain_text("Saved")
    page.goto(trial.links["Hand in"])
    inbound = trial.work / "exchange/evenkeel/inbound"
    inbound.rename(inbound.with_name("away"))
    try:
        page.get_by_role("button", name=re.compile("^Hand in")).click()
        page.get_by_role("button", name="Yes, hand in").click()
        expect(page.get_by_role("alert")).to_contain_text("Your answers are saved and nothing is lost")
        axe(page)
    finally:
        inbound.with_name("away").rename(inbound)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("group", name="Handed in.")).to_be_focused(timeout=60_000)


def test_without_a_server_the_hand_in_page_says_what_to_do(course: Book, pages: Any, axe: Check) -> None:
    page: Page = pages(course.page("hand-in"))
    part = page.locator("evenkeel-handin")
    expect(part).to_contain_text("nothing can be handed in from here")
    axe(page)
    with page.expect_download() as download:
        part.get_by_role("button", name="Download my answers").click()
    assert json.loads(Path(download.value.path()).read_text())["schema"] == 1
