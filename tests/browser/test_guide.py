"""The author's step-by-step guide, followed to the letter in a fresh copy of the course."""

from pathlib import Path
from typing import Any

import pytest
from guide import GUIDE, ROOT, Reader, fresh_copy, steps, strays

BUILD = "## Build the book and look"
TEXT = (ROOT / GUIDE).read_text(encoding="utf-8")


def followed(folder: Path, pages: Any, until: str | None) -> Reader:
    """A reader who has done every step up to a heading."""
    reader = Reader(fresh_copy(folder), pages("about:blank"))
    try:
        for step in steps(TEXT, until):
            reader.follow(step)
    finally:
        if reader.preview:
            reader.stop()
    return reader


def test_each_step_of_the_guide_does_what_the_guide_says(tmp_path: Path, pages: Any) -> None:
    root = followed(tmp_path / "course", pages, BUILD).root
    assert (root / "exercises" / "scenarios" / "cold-flat.yml").is_file()


@pytest.mark.slow
def test_the_guide_ends_with_the_exercises_in_the_book(tmp_path: Path, pages: Any) -> None:
    reader = followed(tmp_path / "course", pages, None)
    assert reader.page.url.endswith("/difficult/first-calls.html")


def test_everything_in_the_guide_that_looks_like_a_step_is_followed() -> None:
    assert list(strays(TEXT)) == []
    kinds = {what for what, _, _ in steps(TEXT)}
    assert kinds >= {"Type", "Write", "You see", "Choose", "Press", "In the terminal, press", "Open"}
