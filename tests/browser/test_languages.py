"""Pages in other languages: the made one, written from right to left, over the main screens; Spanish as proof.

The made language (:mod:`evenkeel.pseudo`) is longer than English and accented, so that what does not fit, what stands
on the wrong side and what is not in the catalogue can be seen.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import harness
import pytest
from books import Book, built, small_course
from harness import ANSWERS, END, ITEMS, MOVES, PARTLY, Check, Sideways, play_state, quiz_state
from playwright.sync_api import Page, expect

from evenkeel import words
from evenkeel.pseudo import PSEUDO

SAVED = {"status": "saved", "at": "2026-11-22T14:02:00Z", "message": ""}
Screen = tuple[str, dict[str, Any]]
ANSWERED: list[Screen] = [("quiz", {"state": quiz_state(at, **{item: PARTLY[item]})}) for at, item in enumerate(ITEMS)]
SCREENS: list[Screen] = [
    ("quiz", {"state": quiz_state(0)}),
    ("quiz", {"state": quiz_state(len(ITEMS), **PARTLY), "save": SAVED}),
    ("scenario", {}),
    ("scenario", {"state": play_state(MOVES)}),
    ("scenario", {"state": play_state(END, "strong")}),
    ("worksheet", {"state": {"schema": 1, "fields": ANSWERS}, "save": SAVED}),
]
OUTSIDE = """() => [...document.querySelectorAll(".ek *")].filter((node) => {
  const box = node.getBoundingClientRect();
  return box.width > 1 && !node.closest(".ek-sr") && (box.left < -1 || box.right > innerWidth + 1)
    && getComputedStyle(node.parentElement).overflowX === "visible";
}).map((node) => node.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """The page with one exercise, in the made language."""
    folder = tmp_path_factory.mktemp("mirrored")
    with words.speaking(PSEUDO):
        harness.write_site(folder)
        tag = f'<html lang="{words.language()}" dir="{words.direction()}"'
    index = folder / "index.html"
    index.write_text(index.read_text(encoding="utf-8").replace('<html lang="en"', tag), encoding="utf-8")
    return serve(folder)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_main_screens_stand_from_right_to_left(
    width: int, mirrored: str, pages: Any, axe: Check, sideways: Sideways
) -> None:
    page: Page = pages(width=width)
    harness.reload(page, mirrored, {"exercise": "worksheet", "theme": "light"})
    for kind, wanted in [*SCREENS, *(ANSWERED if width == 360 else [])]:
        harness.swap(page, {"exercise": kind, "theme": "light", **wanted})
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert page.evaluate("document.documentElement.dir") == "rtl"
        assert sideways(page) == 0, (kind, wanted)
        assert page.evaluate(OUTSIDE) == [], (kind, wanted)
        plain = [label for label in page.locator(".ek-button").all_inner_texts() if "[" not in label]
        assert plain == [], (kind, wanted)
        if width == 360 and (kind, wanted) in SCREENS:
            axe(page)


def test_a_day_is_written_in_welsh_though_the_browser_knows_no_welsh(
    tmp_path: Path, serve: Callable[[Path], str], pages: Any
) -> None:
    from evenkeel import bundle

    with words.speaking("cy"):
        (tmp_path / "dates.js").write_text(bundle.module("dates"), encoding="utf-8")
    (tmp_path / "index.html").write_text("<!doctype html><title>A day</title>", encoding="utf-8")
    page = pages(f"{serve(tmp_path)}/index.html", timezone_id="UTC")
    said = page.evaluate("import('./dates.js').then((dates) => dates.moment('2026-11-22T09:05:00Z'))")
    assert said == "22 Tachwedd 2026 am 09:05"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> Callable[[str], Book]:
    """``book("es")`` builds the small course's book in a language."""

    def build_in(language: str) -> Book:
        root = small_course(tmp_path_factory.mktemp(language))
        settings = root / "_config.yml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace("language: en_GB", f"language: {language}"), encoding="utf-8")
        html = built(root, root)
        return Book(root, html, serve(html))

    return build_in


@pytest.mark.slow
def test_a_book_speaks_its_language(book: Callable[[str], Book], pages: Any, axe: Check) -> None:
    spanish = book("es")
    page = pages(spanish.page("index"))
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("heading", name="Si necesitas ayuda ahora")).to_be_visible()
    axe(page)


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1280])
def test_a_book_from_right_to_left_has_no_side_to_slip_off(
    width: int, book: Callable[[str], Book], pages: Any, axe: Check, sideways: Sideways
) -> None:
    made = book(PSEUDO)
    for name in ("index", *[page.stem for page in sorted(made.html.glob("*.html"))][:4]):
        page = pages(made.page(name), width=width)
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        assert sideways(page) == 0, name
        axe(page)
