"""The book as a real Jupyter Server serves it: answers go to the learner's folder, and none is lost on the way."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from books import Book
from playwright.sync_api import Page, expect
from tests.asking import until
from tests.server.serving import TOKEN, Served

WORDS = "The caller was cross."
OTHER = "Then she laughed."


@pytest.fixture(scope="module")
def running(small: Book, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over the small course."""
    served = Served(small.root, tmp_path_factory.mktemp("work") / "run")
    yield served
    served.stop()


@pytest.fixture
def server(running: Served) -> Served:
    """The server, running, for a learner who has answered nothing yet."""
    if running.process is None:
        running.start()
    (running.home / "progress.json").unlink(missing_ok=True)
    return running


def opened(pages: Any, server: Served, name: str) -> Page:
    """A page of the book for someone who has followed the printed link."""
    page: Page = pages(f"{server.base}evenkeel/book/index.html?token={TOKEN}")
    page.goto(f"{server.base}evenkeel/book/{name}.html")
    return page


def kept(server: Served) -> Any:
    """The fields of the private sheet in the learner's folder."""
    file = server.home / "progress.json"
    records = json.loads(file.read_text(encoding="utf-8"))["records"] if file.is_file() else {}
    return records.get("worksheet", {}).get("my-notes", {}).get("state", {}).get("fields")


def test_answers_are_saved_in_the_learners_folder_and_come_back_in_another_browser(pages: Any, server: Served) -> None:
    page = opened(pages, server, "part/sheet")
    page.get_by_role("textbox").fill(WORDS)
    expect(page.locator(".ek-save")).to_contain_text("Saved at")
    assert kept(server) == {"what-happened": WORDS}
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('evenkeel'))") == []
    other = opened(pages, server, "part/sheet")
    expect(other.get_by_role("textbox")).to_have_value(WORDS)


def test_the_last_words_before_leaving_are_saved(pages: Any, server: Served) -> None:
    page = opened(pages, server, "part/sheet")
    page.get_by_role("textbox").fill(WORDS)
    page.goto(f"{server.base}evenkeel/book/index.html")
    page.goto(f"{server.base}evenkeel/book/part/sheet.html")
    expect(page.get_by_role("textbox")).to_have_value(WORDS)


def test_a_failed_save_is_said_survives_a_closed_page_and_is_sent_from_any_other(pages: Any, server: Served) -> None:
    page = opened(pages, server, "part/sheet")
    expect(page.get_by_role("textbox")).to_be_visible()
    server.stop()
    page.get_by_role("textbox").fill(WORDS)
    expect(page.locator(".ek-failed")).to_contain_text("cannot be reached")
    expect(page.locator(".ek-failed")).to_contain_text("kept in this browser and will be sent later")
    page.goto("about:blank")
    assert kept(server) is None
    server.start()
    page.goto(f"{server.base}evenkeel/book/part/quiz.html")
    expect(page.get_by_role("radio", name="Listen")).to_be_visible()
    until(page, "!Object.keys(localStorage).some(key => key.includes('unsent'))")
    assert kept(server) == {"what-happened": WORDS}


def test_a_save_is_tried_again_when_the_server_is_back(pages: Any, server: Served) -> None:
    page = opened(pages, server, "part/sheet")
    expect(page.get_by_role("textbox")).to_be_visible()
    server.stop()
    page.get_by_role("textbox").fill(WORDS)
    expect(page.locator(".ek-failed")).to_be_visible()
    server.start()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".ek-save")).to_contain_text("Saved at")
    assert kept(server) == {"what-happened": WORDS}


def test_someone_signed_out_is_told_to_sign_in_and_loses_nothing(pages: Any, server: Served) -> None:
    page = opened(pages, server, "part/sheet")
    expect(page.get_by_role("textbox")).to_be_visible()
    page.context.clear_cookies()
    page.get_by_role("textbox").fill(WORDS)
    expect(page.locator(".ek-failed")).to_contain_text("Sign in again in another tab")
    tab = page.context.new_page()
    tab.goto(f"{server.base}evenkeel/book/index.html?token={TOKEN}")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".ek-save")).to_contain_text("Saved at")
    assert kept(server) == {"what-happened": WORDS}


def test_two_devices_answering_different_questions_keep_both(pages: Any, server: Served) -> None:
    first = opened(pages, server, "part/sheet")
    second = opened(pages, server, "part/sheet")
    expect(second.get_by_role("textbox")).to_be_visible()
    first.get_by_role("textbox").fill(WORDS)
    expect(first.locator(".ek-save")).to_contain_text("Saved at")
    second.get_by_role("radio", name="Hard").check()
    expect(second.locator(".ek-save")).to_contain_text("Saved at")
    expect(second.get_by_role("textbox")).to_have_value(WORDS)
    assert kept(server) == {"what-happened": WORDS, "how-it-felt": "hard"}


def test_answers_are_listed_and_erased(pages: Any, server: Served, axe: Any) -> None:
    page = opened(pages, server, "part/sheet")
    page.get_by_role("textbox").fill(WORDS)
    expect(page.locator(".ek-save")).to_contain_text("Saved at")
    page.goto(f"{server.base}evenkeel/book/your-answers.html")
    expect(page.get_by_role("rowheader")).to_have_text(["My notes"])
    axe(page)
    page.get_by_role("button", name="Erase all").click()
    page.get_by_role("button", name="Yes, erase").click()
    expect(page.get_by_text("Your answers are erased.")).to_be_visible()
    assert kept(server) is None
