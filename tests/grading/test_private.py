"""The private store: for this account alone, today first, closed with what was done, and gone when it is erased."""

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest

from evenkeel.models.organisation import PrivateNotes, Roles
from evenkeel_grading.findings import Evidence, Flag
from evenkeel_grading.private import LONGEST_QUOTE, PrivateStore, PrivateStoreError, notes_of, said

SAID = "I cannot face that desk again."
TODAY = Flag("own-distress", "human_review", "today", "…", holds=False, evidence=(Evidence("so", 0, 30, SAID, ""),))
LATER = Flag(
    "personal-data",
    "human_review",
    "before-release",
    "…",
    holds=True,
    evidence=(Evidence("what", 0, 9, "Mr Dunbar", ""),),
)
GUARD = Flag("keyword-list", "guard", "before-release", "…", holds=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / ".private" / "notes.db"


@pytest.fixture
def store(file: Path) -> PrivateStore:
    return PrivateStore(f"sqlite:///{file}")


def test_only_this_account_can_read_it(store: PrivateStore, file: Path) -> None:
    store.add(notes_of("a", "ada", [TODAY]))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    file.chmod(0o644)
    PrivateStore(f"sqlite:///{file}")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_link_in_its_place_is_refused(file: Path, tmp_path: Path) -> None:
    file.parent.mkdir()
    file.symlink_to(tmp_path / "elsewhere.db")
    with pytest.raises(PrivateStoreError, match="cannot be opened"):
        PrivateStore(f"sqlite:///{file}")
    assert not (tmp_path / "elsewhere.db").exists()


def test_a_note_has_the_words_only_where_the_same_day_counts_and_guards_make_none() -> None:
    today, later = notes_of("difficult-applied", "ada", [LATER, TODAY, GUARD])[::-1]
    assert (today.situation, today.urgency, today.fields, today.quote) == ("own-distress", "today", "so", SAID)
    assert (later.situation, later.fields, later.quote) == ("personal-data", "what", "")
    long = Flag("own-distress", "human_review", "today", "…", False, (), (Evidence("so", 0, 999, "x" * 999, ""),))
    assert len(notes_of("a", "ada", [long])[0].quote) == LONGEST_QUOTE


def test_those_for_today_come_first_and_apart(store: PrivateStore) -> None:
    store.add(notes_of("a", "ben", [LATER]))
    store.add(notes_of("a", "ada", [TODAY]))
    assert [note.learner for note in store.notes()] == ["ada", "ben"]
    lines = list(said(store.notes()))
    assert lines[0] == "For today:"
    assert lines.index("Before the mark goes out:") > next(at for at, line in enumerate(lines) if SAID in line)


def test_marking_the_same_words_again_makes_no_second_note_and_opens_none(store: PrivateStore) -> None:
    store.add(notes_of("a", "ada", [TODAY]))
    store.add(notes_of("a", "ada", [TODAY]))
    (note,) = store.notes()
    store.close(note.id[:8], "sam", "Rang; she has support.")
    store.add(notes_of("a", "ada", [TODAY]))
    assert store.notes() == []
    (closed,) = store.notes(closed=True)
    assert (closed.closed_by, closed.done, closed.quote) == ("sam", "Rang; she has support.", "")
    with pytest.raises(KeyError):
        store.close(note.id, "sam", "again")


def test_what_is_erased_is_not_left_in_the_file(store: PrivateStore, file: Path) -> None:
    store.add([*notes_of("a", "ada", [TODAY]), *notes_of("a", "ben", [LATER])])
    assert SAID.encode() in file.read_bytes()
    assert store.erase("ada") == 1
    assert SAID.encode() not in file.read_bytes()
    assert [note.learner for note in store.notes()] == ["ben"]


def test_closed_notes_go_after_their_time_and_open_ones_never(store: PrivateStore, file: Path) -> None:
    store.add([*notes_of("a", "ada", [TODAY]), *notes_of("a", "ben", [LATER])])
    store.close(store.notes()[0].id, "sam", "done")
    assert store.tidy(days=1) == 0
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE note SET closed_at = '2020-01-01' WHERE closed_at IS NOT NULL")
        database.execute("UPDATE note SET at = '2020-01-01'")
    assert store.tidy(days=1) == 1
    assert [note.learner for note in store.notes(closed=True)] == ["ben"]


def test_an_error_of_the_database_says_nothing_of_a_note(store: PrivateStore, file: Path) -> None:
    with closing(sqlite3.connect(file)) as database:
        database.execute("DROP TABLE note")
    with pytest.raises(PrivateStoreError) as caught:
        store.add(notes_of("a", "ada", [TODAY]))
    assert caught.value.__cause__ is None
    assert not [word for word in (SAID, "ada", "own-distress") if word in str(caught.value)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(PrivateStoreError):
        PrivateStore(f"sqlite:///{tmp_path / 'notes' / 'notes.db'}")


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("")
    with pytest.raises(PrivateStoreError):
        PrivateStore(f"sqlite:///{tmp_path / 'notes' / 'notes.db'}")


def test_every_role_of_an_organisation_may_be_the_reader() -> None:
    assert set(get_args(PrivateNotes)) == {*Roles.model_fields, "nobody"}
