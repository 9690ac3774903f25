"""Receipts of handed-in work: every one is kept, and none is lost to a damaged file or a full disk."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.server.conftest import write_course

from evenkeel.safefile import RecordError, damaged_files
from evenkeel.server import desk as module
from evenkeel.server.desk import Desk, Receipt, given
from evenkeel.server.exchange import Exchange
from evenkeel.server.identity import learner_id
from evenkeel.server.shelf import Shelf
from evenkeel.server.site import Site


class TakesAll:
    """An exchange that takes everything, so that these tests are about receipts alone."""

    def __init__(self, tray: Path) -> None:
        self.own = tray

    def released(self, _assignment: str) -> bool:
        return True

    def is_fetched(self, _assignment: str, _into: Path) -> bool:
        return False

    def has_new_feedback(self, _assignment: str, _into: Path) -> bool:
        return False

    def tray(self, _learner: str) -> Path:
        return self.own

    def in_time_first(self) -> bool:
        return False

    def released_notebooks(self, _assignment: str) -> list[Path]:
        return []

    def fetch(self, _assignment: str, _into: Path) -> None:
        """Nothing to fetch."""

    def submit(self, _assignment: str, _below: Path) -> str:
        return "2026-11-22T04:30:00.123456+00:00"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk for one learner with one answer saved."""
    root = write_course(tmp_path / "course")
    book = root / "_build/html"
    site = Site(root, book, tmp_path / "home", tmp_path, "evenkeel", "single", "/", Shelf(root, book))
    made = Desk(site, TakesAll(tmp_path))  # type: ignore[arg-type]  # the part of an exchange that is used
    made.answers("a-sheet", site.shelf.worksheet("a-sheet")).put({"fields": {"words": "Mine"}})
    return made


def test_receipts_are_kept_in_order(desk: Desk) -> None:
    first, second = desk.hand_in("a-sheet"), desk.hand_in("a-sheet")
    assert desk.receipts("a-sheet") == [first, second]


def test_a_damaged_file_of_receipts_is_set_aside_and_new_ones_are_kept(desk: Desk) -> None:
    desk.hand_in("a-sheet")
    folder = desk.site.home / "receipts"
    (folder / "a-sheet.json").write_text('{"receipts": [{"at"')
    assert desk.receipts("a-sheet") == []
    assert len(damaged_files(folder)) == 1
    receipt = desk.hand_in("a-sheet")
    assert desk.receipts("a-sheet") == [receipt]


def test_work_that_is_handed_in_is_not_reported_as_failed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_desk: Desk, _receipt: Receipt) -> None:
        raise RecordError("full", "There is no room left on the disk.")

    monkeypatch.setattr(module.Desk, "_keep", full)
    assert desk.hand_in("a-sheet").assignment == "a-sheet"


@pytest.mark.parametrize(("due", "late"), [("2026-11-22T04:30:01Z", False), ("2026-11-22T04:30:00Z", True)])
def test_a_due_date_in_the_tray_is_shown_and_says_what_is_late(
    desk: Desk, tmp_path: Path, due: str, late: bool
) -> None:
    dates = {"schema": 1, "assignments": {"a-sheet": {"due": due, "extended": True}}}
    (tmp_path / "dates.json").write_text(json.dumps(dates))
    desk.hand_in("a-sheet")
    [standing] = desk.assignments()
    assert (standing["due"], standing["extended"]) == (due.replace("Z", "+00:00"), True)
    assert [(one["late"], one["counts"]) for one in standing["handed_in"]] == [(late, True)]
    assert (standing["words"], standing["empty"]) == (1, ["Your pick"])


WITHOUT_NBGRADER = """
import sys
from pathlib import Path
from evenkeel.server.desk import Desk
from evenkeel.server.shelf import Shelf
from evenkeel.server.site import Site

root, exchange, home = map(Path, sys.argv[1:])
book = root / "_build/html"
site = Site(root, book, home, home, "evenkeel", "hub", "/", Shelf(root, book), exchange=exchange)
[found] = Desk(site).assignments(fetch=False)
print(found["released"], found["state"], "nbgrader" in sys.modules)
"""


def test_where_assignments_stand_is_told_without_loading_nbgrader(tmp_path: Path) -> None:
    root = write_course(tmp_path / "course")
    (tmp_path / "exchange/outbound/a-sheet").mkdir(parents=True)
    (tmp_path / "exchange/outbound/a-sheet/a-sheet.ipynb").write_text("{}")
    (tmp_path / "home").mkdir()
    places = [str(path) for path in (root, tmp_path / "exchange", tmp_path / "home")]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_NBGRADER, *places], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split() == ["True", "open", "False"]


def test_only_what_is_missing_or_newer_is_fetched(tmp_path: Path) -> None:
    exchange, home = Exchange(tmp_path / "exchange"), tmp_path / "home"
    released = tmp_path / "exchange/outbound/a-sheet/a-sheet.ipynb"
    feedback = exchange.tray(learner_id()) / "feedback/a-sheet/some time/a-sheet.html"
    for file in (released, released.with_name("responses.json"), feedback):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("{}")
    assert (exchange.is_fetched("a-sheet", home), exchange.has_new_feedback("a-sheet", home)) == (False, True)
    own = home / "a-sheet/feedback/some time/a-sheet.html"
    own.parent.mkdir(parents=True)
    own.write_text("{}")
    (home / "a-sheet/a-sheet.ipynb").write_text("{}")
    assert (exchange.is_fetched("a-sheet", home), exchange.has_new_feedback("a-sheet", home)) == (True, False)
    os.utime(feedback, (own.stat().st_mtime + 1,) * 2)
    assert exchange.has_new_feedback("a-sheet", home)


@pytest.mark.parametrize(
    ("answer", "is_given"),
    [
        ("", False),
        ("  \n", False),
        ("words", True),
        ([], False),
        (["a"], True),
        ({}, False),
        ({"a": "b"}, True),
        ([{"time": "18:44", "text": " "}], False),
        ([{"time": "", "text": "row"}], True),
        (None, False),
    ],
)
def test_blank_words_and_empty_rows_are_no_answer(answer: Any, is_given: bool) -> None:
    assert given(answer) is is_given
