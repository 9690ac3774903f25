"""Pages that Jupyter serves: answers go to the learner's home, failures are seen and mended, work is handed in."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from books import Book
from nbgrader.utils import get_username
from playwright.sync_api import Locator, Page, Route, expect
from tests.server.serving import ROOT, TOKEN, Served
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
    card.get_by_text(re.compile("^Your receipts")).click()
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
    button = page.get_by_role("button", name=re.compile("^Hand in"))
    expect(button).to_be_visible(timeout=20_000)
    inbound = trial.work / "exchange/evenkeel/inbound"
    inbound.rename(inbound.with_name("away"))
    inbound.write_text("")  # where folders have to be
    try:
        button.click()
        page.get_by_role("button", name="Yes, hand in").click()
        expect(page.get_by_role("alert")).to_contain_text("Your answers are saved and nothing is lost")
        axe(page)
    finally:
        inbound.unlink()
        inbound.with_name("away").rename(inbound)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("group", name="Handed in.")).to_be_focused(timeout=60_000)


def tray(work: Path) -> Path:
    """The learner's own folder of the exchange."""
    return work / "exchange/evenkeel/inbound" / get_username()


def due(work: Path, **dates: str) -> None:
    """Give assignments a due date, as whoever marks does."""
    tray(work).mkdir(parents=True, exist_ok=True)
    entries = {name.replace("_", "-"): {"due": date, "extended": False} for name, date in dates.items()}
    (tray(work) / "dates.json").write_text(json.dumps({"schema": 1, "assignments": entries}))


def done(quiz: str) -> dict[str, Any]:
    """A record of a quiz with every question checked."""
    items = [item["id"] for item in yaml.safe_load((ROOT / f"exercises/quizzes/{quiz}.yml").read_text())["items"]]
    state = {"schema": 1, "position": 0, "items": {name: {"checked": True, "credit": 1} for name in items}}
    return {"saved_at": "2026-11-20T10:00:00+00:00", "state": state}


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (360, "dark")])
def test_the_first_page_says_what_comes_next_what_is_due_and_how_far_one_is(
    served: Served, pages: Any, axe: Check, sideways: Callable[[Page], int], width: int, theme: str
) -> None:
    page: Page = pages(f"{served.base}evenkeel/home?token={TOKEN}", width=width, theme=theme, timezone_id="Asia/Tokyo")
    home = page.locator("evenkeel-home")
    expect(page).to_have_url(re.compile(r"/evenkeel/book/home\.html$"))
    expect(home).to_contain_text("You have not begun yet")
    expect(home).to_contain_text("0 of 14 exercises done")
    axe(page)
    due(served.work, difficult_applied="2020-03-02T20:00:00Z", incidents_applied="2090-03-02T20:00:00Z")
    served.home.mkdir(exist_ok=True)
    records = {"schema": 1, "records": {"quiz": {"steady": done("steady")}}}
    (served.home / "progress.json").write_text(json.dumps(records))
    page.reload()
    expect(home).to_contain_text("1 of 14 exercises done")
    late = home.locator("li", has_text="Passport")
    expect(late).to_contain_text("Late, not started")
    expect(late).to_contain_text("It was due 3 March 2020 at 05:00. You can still hand it in.")
    expect(home.locator("li", has_text="Wall down")).to_contain_text("Hand in by 3 March 2090 at 05:00.")
    expect(home).to_contain_text("Times are those of your device (Asia/Tokyo)")
    axe(page)
    assert sideways(page) == 0
    way = home.get_by_role("link", name=re.compile("^Next: "))
    way.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("It is not about you")


def test_both_ways_in_are_on_the_first_page_of_a_trial(trial: Trial, pages: Any, axe: Check) -> None:
    page: Page = pages(trial.links["Learn"], width=360)
    page.get_by_role("link", name=re.compile("^Marking")).click()
    expect(page.locator("h1")).to_have_text("What waits for a tutor")
    expect(page.get_by_role("link", name="Submissions: The lobby: a Gibbs account")).to_be_visible()
    axe(page)
    assert trial.links["Mark"].split("?")[0] == page.url


def write_and_press(trial: Trial, page: Page, words: str) -> Locator:
    """Write in an assignment and press its button at once; gives the question that comes."""
    page.goto(trial.links["Learn"])
    page.goto(page.url.replace("home.html", "difficult/reflective.html"))
    boxes = page.locator("evenkeel-exercise textarea")
    boxes.nth(0).fill(f"I was on the desk. {words}")
    expect(saved_line(page)).to_contain_text("Saved")
    boxes.nth(1).fill(words)
    page.locator("evenkeel-exercise").get_by_role("link", name="Hand in").press("Enter")
    return page.get_by_role("group", name="Hand in “The lobby: a Gibbs account”?")


def test_the_button_on_the_assignment_saves_asks_once_sends_and_gives_a_receipt(
    trial: Trial, pages: Any, axe: Check
) -> None:
    page: Page = pages()
    ask = write_and_press(trial, page, "Five words were not saved.")
    expect(ask).to_be_focused()
    expect(ask).to_contain_text("Your answers to 2 of ")
    expect(ask).to_contain_text("You have written 15 words.")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.includes('unsent'))") == []
    axe(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    receipt = page.get_by_role("group", name="Handed in.")
    expect(receipt).to_be_focused(timeout=60_000)
    newest = sorted(tray(trial.work).glob("*+difficult-reflective+*"))[-1]
    assert "Five words were not saved." in (newest / "responses.json").read_text()
    page.evaluate(
        "() => { window.print = () => { window.printed = document.querySelector('.evk-print').textContent; }; }"
    )
    receipt.get_by_role("button", name="Print receipt").click()
    assert receipt.locator("code").inner_text() in page.evaluate("window.printed")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Hand in", exact=True)).to_be_hidden()
    expect(page.locator(".evk-print")).to_be_visible()
    page.goto(trial.links["Learn"])
    expect(page.locator("evenkeel-home li", has_text="The lobby")).to_contain_text("You have a receipt.")


def test_a_hand_in_whose_answer_was_lost_is_found_again_and_not_sent_twice(
    trial: Trial, pages: Any, axe: Check
) -> None:
    page: Page = pages()
    ask = write_and_press(trial, page, "Sent, and the line went dead.")
    before = len(list(tray(trial.work).glob("*+difficult-reflective+*")))

    def cut(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/hand-in", cut)
    ask.get_by_role("button", name="Yes, hand in").click()
    expect(page.get_by_role("alert")).to_contain_text("Your answers are kept, and nothing is lost.", timeout=60_000)
    axe(page)
    page.unroute("**/hand-in")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("group", name="Handed in.")).to_be_focused(timeout=60_000)
    assert len(list(tray(trial.work).glob("*+difficult-reflective+*"))) == before + 1


def test_late_is_said_before_and_after_and_the_work_is_taken(trial: Trial, pages: Any, axe: Check) -> None:
    due(trial.work, difficult_reflective="2020-03-02T20:00:00Z")
    page: Page = pages(timezone_id="Europe/London")
    try:
        ask = write_and_press(trial, page, "Late, and taken all the same.")
        expect(ask).to_contain_text("It was due 2 March 2020 at 20:00, so it comes in late.")
        ask.get_by_role("button", name="Yes, hand in").click()
        receipt = page.get_by_role("group", name="Handed in.")
        expect(receipt).to_contain_text("This came after the due date.", timeout=60_000)
        card = page.get_by_role("article", name=re.compile("The lobby"))
        expect(card).to_contain_text("Handed in late")
        card.get_by_text(re.compile("^Your receipts")).click()
        expect(card.locator("li").first).to_contain_text("Late. This one counts.")
        axe(page)
    finally:
        (tray(trial.work) / "dates.json").unlink()


def test_without_a_server_the_first_page_goes_by_what_the_browser_keeps(course: Book, pages: Any, axe: Check) -> None:
    page: Page = pages(course.page("home"))
    expect(page.locator("evenkeel-home")).to_contain_text("Begin with")
    page.goto(course.page("difficult/barriers"))
    page.locator(OPTION).first.check()
    expect(saved_line(page)).to_contain_text("Saved")
    page.goto(course.page("home"))
    expect(page.locator("evenkeel-home")).to_contain_text("You left off here.")
    expect(page.locator("evenkeel-home")).to_contain_text("kept in this browser only")
    axe(page)


def test_without_a_server_the_hand_in_page_says_what_to_do(course: Book, pages: Any, axe: Check) -> None:
    page: Page = pages(course.page("hand-in"))
    part = page.locator("evenkeel-handin")
    expect(part).to_contain_text("nothing can be handed in from here")
    axe(page)
    with page.expect_download() as download:
        part.get_by_role("button", name="Download my answers").click()
    assert json.loads(Path(download.value.path()).read_text())["schema"] == 1
