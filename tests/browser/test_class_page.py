"""The tutor's page of a class in Chromium: the demo class four times over, with its questions and its graded play."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evenkeel.responses import parse_responses
from evenkeel_grading.analysis import analyse
from evenkeel_grading.analysis.saying import to_html
from evenkeel_grading.assignment import load_assignment
from evenkeel_grading.demo import works

ROOT = Path(__file__).parents[2]
CHECKOUT = "difficult-checkout"


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as a file, as ``class --html`` writes it."""
    assignment = load_assignment(ROOT, CHECKOUT)
    handed_in = [parse_responses(one.text.encode()) for one in works(ROOT) if one.assignment == CHECKOUT]
    file = tmp_path_factory.mktemp("class") / "class.html"
    file.write_text(to_html(analyse(assignment, handed_in * 4), assignment.scenarios), encoding="utf-8")
    return file


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (320, "dark")])
def test_it_can_be_read_by_everybody_with_its_map_and_the_same_in_tables(
    page_file: Path, pages: Any, axe: Callable[..., None], sideways: Callable[..., int], width: int, theme: str
) -> None:
    page = pages(page_file.as_uri(), width=width, theme=theme)
    axe(page)
    assert sideways(page) == 0
    # The map has been drawn, and is a picture with words beside it.
    assert page.locator("img[alt^='Map of the scenario']").evaluate("image => image.naturalHeight") > 500
    assert page.get_by_role("row", name="full credit").count() > 5
    page.get_by_role("link", name="1. mild-day").click()
    assert page.evaluate("document.querySelector(':target').textContent").startswith("1. At a library desk")
    assert [url for url in pages.requests if not url.startswith(("file:", "data:"))] == []


def test_it_can_be_read_in_colours_of_ones_own(page_file: Path, pages: Any, axe: Callable[..., None]) -> None:
    axe(pages(page_file.as_uri(), width=1280, forced_colors=True))
