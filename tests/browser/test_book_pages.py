"""The built book in Chromium: every page of the course, and a small course for what exercises do on a page."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from books import ROOT, Book, built, page_names, small_course
from harness import Look
from opening import again_until, dress
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from evenkeel.lint.links import check_book

Check = Callable[[Page], None]
BUDGET = 60_000
"""Bytes of our own scripts and styles on a page with a quiz, as they lie on the disk."""
FILL = """
for (let size = 1 << 20; size; ) {
  try { localStorage.setItem(`fill ${size} ${Math.random()}`, "x".repeat(size)); } catch { size >>= 1; }
}
"""


class Reader:
    """One reader who goes through the whole book in one window, and what the window complained about on the way."""

    def __init__(self, pages: Any) -> None:
        self.page: Page = pages()
        self.asked: list[str] = pages.requests
        self.wrong: list[str] = pages.errors
        self.page.on("console", self._heard)

    def _heard(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.wrong.append(f"{self.page.url}: {said.text}")

    def turn_to(self, address: str) -> Page:
        """Open a page in a wide, light window."""
        self.asked.clear()
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.goto(address)
        return self.page

    def complaints(self) -> list[str]:
        """Script errors and what else went to the console since they were last asked for."""
        found = self.wrong.copy()
        self.wrong.clear()
        return found


@pytest.fixture(scope="module")
def reader(open_pages: Any) -> Reader:
    """The reader of every page of the course."""
    return Reader(open_pages)


LOOKS = [Look(1280, "light"), Look(1280, "dark"), Look(360, "light")]
NAMES = page_names(ROOT)


def read(reader: Reader, address: str) -> Page:
    """Turn to a page and wait until its exercises are there."""
    page = reader.turn_to(address)
    for exercise in page.locator("evenkeel-exercise").all():
        expect(exercise).to_have_attribute("ready", "")
    return page


@pytest.mark.parametrize(("name", "look"), [(name, LOOKS[place % 3]) for place, name in enumerate(NAMES)])
def test_every_page_is_accessible_and_keeps_to_its_own_site(
    course: Book, name: str, look: Look, reader: Reader, axe: Check, sideways: Callable[[Page], int]
) -> None:
    page = read(reader, course.page(name))
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")
    dress(page, look)
    axe(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert sideways(page) == 0
    assert {urlsplit(address).netloc for address in reader.asked} == {urlsplit(course.url).netloc}
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('evenkeel'))") == []
    assert reader.complaints() == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_accessible_in_every_look(course: Book, name: str, reader: Reader, axe: Check) -> None:
    page = read(reader, course.page(name))
    for look in LOOKS:
        dress(page, look)
        axe(page)


def test_every_link_of_the_book_leads_somewhere(course: Book) -> None:
    assert [str(problem) for problem in check_book(course.html, course.root)] == []


def test_no_page_names_another_site(course: Book) -> None:
    found = {
        address
        for file in course.html.rglob("*.html")
        for address in re.findall(r"(?:src|href|action)=[\"'](?:https?:)?//[^\"']+", file.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_a_quiz_page_keeps_within_its_budget(small: Book) -> None:
    html = (small.html / "part" / "quiz.html").read_text(encoding="utf-8")
    ours = set(re.findall(r"_static/(evenkeel-[a-z-]+\.(?:js|css))", html))
    scripts = {name for name in ours if name.endswith(".js")}
    assert {re.sub("-quiz-[a-z-]+", "-quiz", name) for name in scripts} == {"evenkeel-quiz.js"}
    assert ours - scripts == {"evenkeel-book.css", "evenkeel-exercises.css"}
    assert sum((small.html / "_static" / name).stat().st_size for name in ours) <= BUDGET


def test_pages_without_exercises_load_no_script_of_ours(small: Book) -> None:
    html = (small.html / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"evenkeel-[a-z-]+\.js", html) == []


def test_the_job_aid_prints_on_one_sheet(course: Book, pages: Any) -> None:
    for theme in ("light", "dark"):
        page = pages(course.page("difficult/job-aid"), theme=theme)
        sheet = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page[^s]", sheet)) == 1
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation").first).to_be_hidden()


def said(page: Page, words: str) -> Locator:
    """The message about a failed save. It is also in the live region, a moment later."""
    return page.locator(".ek-failed", has_text=words)


def answer_first(page: Page) -> None:
    page.get_by_role("radio", name="Listen").check()
    page.get_by_role("button", name="Check my answer").click()
    expect(page.get_by_text("Yes: people calm down when they are heard.")).to_be_visible()


def expect_answered(page: Page) -> None:
    expect(page.get_by_role("radio", name="Listen")).to_be_checked()
    expect(page.get_by_text("Yes: people calm down when they are heard.")).to_be_visible()


def test_a_quiz_comes_back_as_it_was_left(small: Book, pages: Any) -> None:
    page = pages(small.page("part/quiz"))
    answer_first(page)
    page.reload()
    expect_answered(page)


def test_a_quiz_on_a_page_opened_from_a_file_works_and_comes_back(small: Book, pages: Any) -> None:
    page = pages(small.file("part/quiz"))
    answer_first(page)
    page.reload()
    again_until(page, "Yes: people calm down when they are heard.")
    expect_answered(page)
    page.get_by_role("link", name="the other page").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("worksheet")


def test_the_last_words_typed_before_leaving_are_kept(small: Book, pages: Any) -> None:
    page = pages(small.page("part/sheet"))
    page.get_by_role("textbox").fill("The caller was cross.")
    page.goto(small.page("index"))
    page.goto(small.page("part/sheet"))
    expect(page.get_by_role("textbox")).to_have_value("The caller was cross.")


def test_another_tab_shows_what_this_one_saves(small: Book, pages: Any) -> None:
    page = pages(small.page("part/sheet"))
    other = page.context.new_page()
    other.goto(small.page("part/sheet"))
    expect(other.get_by_role("textbox")).to_be_visible()
    page.get_by_role("textbox").fill("From the first tab.")
    expect(other.get_by_role("textbox")).to_have_value("From the first tab.")


def test_full_storage_is_said_and_saving_goes_on_when_there_is_room(small: Book, pages: Any) -> None:
    page = pages(small.page("part/sheet"))
    page.evaluate(f"() => {{{FILL}}}")
    page.get_by_role("textbox").fill("Words that find no room. " * 20)
    expect(said(page, "no room left")).to_be_visible()
    page.evaluate("localStorage.clear()")
    page.get_by_role("button", name="Try again").click()
    expect(said(page, "no room left")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value(re.compile("find no room"))


def test_saving_is_tried_again_without_being_asked(small: Book, pages: Any) -> None:
    page = pages(small.page("part/sheet"))
    page.evaluate(f"() => {{{FILL}}}")
    page.get_by_role("textbox").fill("Words that find no room. " * 20)
    expect(said(page, "no room left")).to_be_visible()
    page.evaluate("localStorage.clear()")
    expect(said(page, "no room left")).to_be_hidden(timeout=8_000)


def test_a_browser_that_keeps_nothing_says_so_and_still_works(small: Book, pages: Any, axe: Check) -> None:
    page = pages()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    page.goto(small.page("part/quiz"))
    expect(said(page, "This browser is set to keep nothing")).to_be_visible()
    answer_first(page)
    axe(page)
    pages.errors.clear()  # the theme's own scripts expect storage


def test_an_unreadable_record_is_kept_and_the_quiz_starts_afresh(small: Book, pages: Any) -> None:
    page = pages(small.page("part/quiz"))
    answer_first(page)
    page.goto(small.page("index"))
    page.evaluate("for (const key of Object.keys(localStorage)) if (key.includes(':quiz:')) localStorage[key] = '{oh'")
    page.goto(small.page("part/quiz"))
    expect(said(page, "could not be read")).to_be_visible()
    answer_first(page)
    page.goto(small.page("your-answers"))
    expect(page.get_by_role("rowheader")).to_have_count(2)
    expect(page.get_by_role("rowheader", name="put aside")).to_be_visible()


@pytest.fixture
def without_javascript(browser: Browser, small: Book) -> Iterator[Callable[[str], Page]]:
    context: BrowserContext = browser.new_context(java_script_enabled=False)

    def opened(name: str) -> Page:
        page = context.new_page()
        page.goto(small.page(name))
        return page

    yield opened
    context.close()


def test_a_quiz_can_be_read_without_javascript(without_javascript: Callable[[str], Page]) -> None:
    page = without_javascript("part/quiz")
    expect(page.get_by_text("What comes first?")).to_be_visible()
    expect(page.get_by_text("Explain the rule")).to_be_visible()
    expect(page.get_by_text("Listening comes before everything else.")).to_be_hidden()
    page.locator("summary").first.click()
    expect(page.get_by_text("Listening comes before everything else.")).to_be_visible()
    expect(page.get_by_alt_text("An ear")).to_be_visible()
    page.get_by_role("link", name="the other page").click()
    expect(page.get_by_text("Think of a call.")).to_be_visible()


def test_conversations_and_lists_say_that_they_need_javascript(without_javascript: Callable[[str], Page]) -> None:
    page = without_javascript("part/play")
    expect(page.get_by_text("It rains!")).to_be_visible()
    expect(page.get_by_text("The conversation itself needs JavaScript.")).to_be_visible()
    expect(without_javascript("your-answers").get_by_text("It needs JavaScript.")).to_be_visible()


def test_an_executed_cell_shows_the_quiz_and_no_code(small: Book, pages: Any, axe: Check) -> None:
    page = pages(small.page("part/cell"))
    page.get_by_role("radio", name="True").check()
    page.get_by_role("button", name="Check my answer").click()
    expect(page.get_by_text("Yes, it is.")).to_be_visible()
    expect(page.get_by_text("from evenkeel import")).to_have_count(0)
    axe(page)
    html = (small.html / "part" / "cell.html").read_text(encoding="utf-8")
    for unwanted in ("widget-state", "require.js", "html-manager", "thebe"):
        assert unwanted not in html


def test_the_same_quiz_on_two_pages_has_one_record(small: Book, pages: Any) -> None:
    page = pages(small.page("part/cell"))
    page.get_by_role("radio", name="True").check()
    page.get_by_role("button", name="Check my answer").click()
    expect(page.get_by_text("Yes, it is.")).to_be_visible()
    page.goto(small.page("part/play"))
    expect(page.get_by_text("Yes, it is.")).to_be_visible()


def test_answers_are_listed_downloaded_and_erased(small: Book, pages: Any, axe: Check) -> None:
    page = pages(small.page("your-answers"))
    expect(page.get_by_text("Nothing is kept yet.")).to_be_visible()
    page.goto(small.page("part/quiz"))
    answer_first(page)
    page.goto(small.page("part/sheet"))
    page.get_by_role("textbox").fill("The caller was cross.")
    page.goto(small.page("your-answers"))
    expect(page.get_by_role("rowheader")).to_have_text(["Every kind", "My notes"])
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all").click()
    records = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["records"]
    assert records[1]["state"]["fields"] == {"what-happened": "The caller was cross."}
    page.get_by_role("button", name="Erase all").click()
    axe(page)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("rowheader")).to_have_count(2)
    page.get_by_role("button", name="Erase all").click()
    page.get_by_role("button", name="Yes, erase").click()
    expect(page.get_by_text("Your answers are erased.")).to_be_focused()
    axe(page)
    page.goto(small.page("part/quiz"))
    expect(page.get_by_role("radio", name="Listen")).not_to_be_checked()


def test_the_hand_in_page_without_a_server_offers_the_answers_as_a_file(course: Book, pages: Any) -> None:
    page = pages(course.page("hand-in"))
    with page.expect_download() as download:
        page.locator("evenkeel-handin").get_by_role("button").click()
    assert json.loads(Path(download.value.path()).read_text(encoding="utf-8")) == {"schema": 1, "records": []}


def test_help_is_on_every_page(course: Book) -> None:
    for file in course.html.rglob("*.html"):
        if "_static" not in file.parts:
            assert "tel:116123" in file.read_text(encoding="utf-8"), file


def test_search_finds_words_of_a_quiz(small: Book, pages: Any) -> None:
    page = pages(small.page("search") + "?q=cheese")
    expect(page.get_by_role("link", name="A page with a quiz").last).to_be_visible()


def test_editing_an_exercise_changes_its_page_and_only_the_cells_that_changed_run(tmp_path: Path) -> None:
    root = small_course(tmp_path / "course")
    html = built(root, root)
    file = root / "exercises" / "quizzes" / "one-more.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("Tea is a drink.", "Coffee is a drink."), encoding="utf-8")
    cache = {path: path.stat().st_mtime_ns for path in (root / "_build" / ".jupyter_cache").rglob("base.ipynb")}
    assert cache
    built(root, root)
    for name in ("play", "cell"):
        text = (html / "part" / f"{name}.html").read_text(encoding="utf-8")
        assert "Coffee is a drink." in text
        assert "Tea is a drink." not in text
    again = {path: path.stat().st_mtime_ns for path in (root / "_build" / ".jupyter_cache").rglob("base.ipynb")}
    assert again == cache
