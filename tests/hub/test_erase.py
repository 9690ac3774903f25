"""Erasing one learner: nothing of theirs is left anywhere, everything of everybody else's is."""

import contextlib
import json
import pwd
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.hub.conftest import ROOT, WORDS, Marked, put_as, run_as

from evenkeel_hub import erasing
from evenkeel_hub.__main__ import main
from evenkeel_hub.accounts import Accounts
from evenkeel_hub.erasing import erase, erased_before, receipts
from evenkeel_hub.holdings import counts
from evenkeel_hub.hosted import AdminError, Hosted


def holding(folder: Path, text: str) -> Iterator[str]:
    """The files and names below a folder in which a text occurs."""
    for path in sorted(folder.rglob("*")):
        if text in path.name:
            yield f"named {path}"
        if path.is_file() and not path.is_symlink() and text.encode() in path.read_bytes():
            yield str(path)


def test_no_byte_of_the_learner_is_left_and_all_of_the_other_is(
    marked: Marked, capsys: pytest.CaptureFixture[str]
) -> None:
    work, learner = marked.hosted.places.work, marked.learner
    before = counts(marked.hosted, "ben")
    held = set(holding(work, learner))
    assert {Path(one).name for one in held} >= {"gradebook.db", "marking.db", "notes.db", "roll.db"}
    assert main(["erase", learner, "--yes", "--course", str(ROOT)]) == 0
    said = capsys.readouterr().out
    assert list(holding(work, learner)) == []
    assert not Accounts().has(learner)
    assert not marked.home.exists()
    # Of the words, only the other learner's are left.
    assert counts(marked.hosted, "ben") == before
    assert any("ben" in one for one in holding(work, WORDS))
    assert [note.learner for note in marked.hosted.private.notes()] == ["ben"]
    # The receipt says how much, and what is still to do, and names nobody.
    (receipt,) = receipts(marked.hosted.course)
    assert receipt.number in said
    assert {"gradebook", "marking store", "exchange", "submitted", "autograded", "feedback"} <= set(receipt.removed)
    assert any("Backups" in words for words in receipt.left)
    assert learner not in json.dumps(receipt.__dict__)
    assert "private" not in json.dumps(receipt.removed)
    assert erased_before(marked.hosted.course, [learner, "ben"]) == [learner]


def test_words_of_the_erased_alone_leave_every_database(marked: Marked) -> None:
    for name in ("ben", marked.learner):
        erase(marked.hosted, name)
    assert list(holding(marked.hosted.places.work, WORDS)) == []
    with pytest.raises(AdminError, match="Nothing is held"):
        erase(marked.hosted, "ben")


def test_links_that_a_learner_left_are_removed_and_never_followed(marked: Marked, tmp_path: Path) -> None:
    account = pwd.getpwnam(marked.learner)
    (victim := tmp_path / "victim" / "evenkeel").mkdir(parents=True)
    (victim / "whole").write_text("whole", encoding="utf-8")
    run_as(account, "ln", "-s", str(victim), str(marked.tray / "there"))
    run_as(account, "rm", "-r", str(marked.home))
    run_as(account, "ln", "-s", str(victim), str(marked.home))
    run_as(account, "mkdir", "-p", str(marked.tray / "/".join(["d"] * 1500)))
    put_as(account, marked.tray / "a\nb", "x")
    erase(marked.hosted, marked.learner)
    assert (victim / "whole").read_text(encoding="utf-8") == "whole"
    assert not marked.tray.exists()


def test_what_a_backup_brought_back_is_told(hosted: Hosted) -> None:
    assert not erasing._restored(hosted)
    for name in ("homes", "before-restore-20261122-183411"):
        (hosted.places.work / name).mkdir()
    first, second = erasing._restored(hosted)
    assert "before-restore-20261122-183411, from bringing a backup back" in first
    assert f"{hosted.places.work}/homes, from" in second


@pytest.mark.parametrize("odd", ["../ben", "", ".", "*", "a/b", "ben\n", "%", "'; drop table student; --"])
def test_an_odd_id_erases_nothing(hosted: Hosted, odd: str) -> None:
    with pytest.raises(AdminError):
        erase(hosted, odd)


def test_a_stop_in_between_is_made_good_by_doing_it_again(marked: Marked, monkeypatch: pytest.MonkeyPatch) -> None:
    class StopError(BaseException):
        pass

    def stop(*_: object) -> None:
        raise StopError

    for step in ("_records", "write_anew", "_finish", "_keep"):
        with monkeypatch.context() as patch:
            patch.setattr(erasing, step, stop)
            with contextlib.suppress(StopError):
                erase(marked.hosted, marked.learner)
        person = marked.hosted.roll.find(marked.learner)
        assert person is not None
        assert not person.active
        assert erasing.asked(marked.hosted.roll.people()) == [marked.learner]
    erase(marked.hosted, marked.learner)
    assert list(holding(marked.hosted.places.work, marked.learner)) == []


def test_without_the_id_typed_nothing_is_erased(
    marked: Marked, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = counts(marked.hosted, marked.learner)
    monkeypatch.setattr("builtins.input", lambda _: "yes")
    assert main(["erase", marked.learner, "--course", str(ROOT)]) == 1
    assert "Nothing was erased" in capsys.readouterr().err
    assert counts(marked.hosted, marked.learner) == before


def test_a_marking_run_under_way_stops_the_erasing(marked: Marked) -> None:
    from evenkeel_grading.nbg.lock import course_lock

    marked.hosted.marking.lock_wait_button = 0
    with course_lock(marked.hosted.course, 0, print), pytest.raises(AdminError, match="Run it again"):
        erase(marked.hosted, marked.learner)
    with sqlite3.connect(marked.hosted.course / "gradebook.db") as gradebook:
        assert gradebook.execute("select count(*) from student where id = ?", [marked.learner]).fetchone() == (1,)
    gradebook.close()
