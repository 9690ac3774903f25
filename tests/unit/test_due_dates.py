"""Due dates in a learner's tray, late hand-ins, which one counts, and what is told before handing in."""

import json
import logging
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.server.conftest import SHEET
from yaml import safe_load

from evenkeel.models import Worksheet
from evenkeel.server.dates import Due, due_facts, read_dates
from evenkeel.server.receipts import Receipt, counting, is_late
from evenkeel.server.summary import given, summary

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
DUE = Due(NOON)


def write(tray: Path, assignments: object) -> Path:
    (tray / "dates.json").write_text(json.dumps({"schema": 1, "assignments": assignments}))
    return tray


def receipt(at: datetime | str) -> Receipt:
    return Receipt(at if isinstance(at, str) else at.isoformat(), "", "a-sheet", "ada")


EARLY, LATE, LATER = receipt(NOON), receipt(NOON + timedelta(seconds=1)), receipt(NOON + timedelta(hours=1))


def test_dates_are_read_in_utc_whatever_zone_they_were_written_in(tmp_path: Path) -> None:
    entries = {
        "a-sheet": {"due": "2026-11-27T12:00:00Z", "extended": False},
        "b-sheet": {"due": "2026-11-27T13:00:00+01:00", "extended": True},
        "c-sheet": {"due": None, "extended": False},
    }
    assert read_dates(write(tmp_path, entries)) == {"a-sheet": DUE, "b-sheet": Due(NOON, extended=True)}


def test_no_file_is_no_date_and_no_complaint(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert read_dates(tmp_path / "no such tray") == {}
    assert caplog.records == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"schema": 2, "assignments": {}}',
        '{"schema": 1}',
        '{"schema": 1, "assignments": []}',
        '{"schema": 1, "assignments": 3}',
        "[" * 100_000,
        '{"schema": 1, "assignments": {' + ",".join(f'"a{n}": {{"due": null}}' for n in range(1001)) + "}}",
        " " * 300_000,
        b"\xff\xfe",
    ],
)
def test_a_damaged_or_huge_file_gives_no_dates_and_a_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, text: str | bytes
) -> None:
    (tmp_path / "dates.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    with caplog.at_level(logging.WARNING):
        assert read_dates(tmp_path) == {}
    assert [record.getMessage() for record in caplog.records] != []


def test_a_link_and_a_pipe_are_not_followed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    write(elsewhere, {"a-sheet": {"due": "2026-11-27T12:00:00Z"}})
    (tmp_path / "dates.json").symlink_to(elsewhere / "dates.json")
    assert read_dates(tmp_path) == {}
    (tmp_path / "dates.json").unlink()
    os.mkfifo(tmp_path / "dates.json")
    assert read_dates(tmp_path) == {}
    assert len(caplog.records) == 2


@pytest.mark.parametrize(
    "entry",
    [
        None,
        3,
        [],
        {},
        {"due": 3},
        {"due": "soon"},
        {"due": "2026-11-27T12:00:00"},
        {"due": "0001-01-01T00:00:00+23:00"},
    ],
)
def test_one_bad_entry_costs_only_itself(tmp_path: Path, entry: object) -> None:
    entries = {"bad": entry, "a-sheet": {"due": "2026-11-27T12:00:00Z"}}
    assert read_dates(write(tmp_path, entries)) == {"a-sheet": DUE}


def test_the_moment_itself_is_in_time_and_the_next_is_late() -> None:
    assert due_facts(DUE, NOON) == {"due": "2026-11-27T12:00:00+00:00", "extended": False, "overdue": False}
    assert due_facts(DUE, NOON + timedelta(microseconds=1))["overdue"] is True
    assert due_facts(None, NOON) == {"due": None, "extended": False, "overdue": False}
    assert [is_late(one, DUE) for one in (EARLY, LATE, receipt("no time"))] == [False, True, False]
    assert not is_late(LATER, None)


@pytest.mark.parametrize(
    ("handed_in", "in_time_first", "counts"),
    [
        ([], True, None),
        ([EARLY, LATE, LATER], False, LATER),
        ([EARLY, LATE, LATER], True, EARLY),
        ([LATE, LATER], True, LATER),
    ],
)
def test_the_newest_counts_or_where_set_the_newest_in_time(
    handed_in: list[Receipt], in_time_first: bool, counts: Receipt | None
) -> None:
    assert counting(handed_in, DUE, in_time_first) is counts
    assert counting(handed_in, None, in_time_first) is (handed_in[-1] if handed_in else None)


@pytest.mark.parametrize(
    ("answer", "is_given"),
    [
        ([{"why": " ", "what": ""}], False),
        ([{"why": " ", "what": "Rang back."}], True),
        ({"morning": {"what": ""}}, False),
        ({"morning": {"what": "Rang back."}}, True),
        ({"choices": [], "ending": None, "plays": 1}, False),
        ({"choices": [{"node": "a", "choice": "b"}], "ending": None, "plays": 1}, True),
    ],
)
def test_empty_tables_and_a_play_without_a_choice_are_no_answer(answer: Any, is_given: bool) -> None:
    assert given(answer) is is_given


EVERY_FIELD = """
  - {id: log, kind: log, label: Log, guidance: Some.}
  - {id: table, kind: table, label: Table, guidance: Some., rows: [{id: r, label: R}], columns: [{id: c, label: C}]}
  - id: rows
    kind: rows
    label: Rows
    guidance: Some.
    columns: [{id: when, label: When, kind: date}, {id: what, label: What}]
"""


def test_a_summary_counts_answers_and_the_words_that_were_written() -> None:
    sheet = Worksheet.model_validate(safe_load(SHEET + EVERY_FIELD.lstrip("\n")))
    fields = {
        "words": "Two words, - and a dash.",
        "pick": "one",
        "log": [{"time": "10:00", "text": "Rang back."}],
        "table": {"r": {"c": "One"}},
        "rows": [{"when": "2026-11-27", "what": "Wrote it down."}],
    }
    assert summary(sheet, fields) == {"fields": 5, "empty": [], "words": 5 + 2 + 1 + 3}
    assert summary(sheet, {"words": " "}) == {
        "fields": 5,
        "empty": ["Your words", "Your pick", "Log", "Table", "Rows"],
        "words": 0,
    }
