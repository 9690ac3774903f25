"""A backup while work goes on, and bringing it back."""

import contextlib
import io
import json
import pwd
import sqlite3
import tarfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.hub.conftest import ROOT, WORDS, Marked, put_as, run_as

from evenkeel.safefile import locked, write_file
from evenkeel_hub.__main__ import main
from evenkeel_hub.backup import MANIFEST, back_up
from evenkeel_hub.erasing import erase
from evenkeel_hub.hosted import AdminError
from evenkeel_hub.restore import check, restore


class Saving:
    """Saves that go on: each raises a number, and ``acknowledged`` is the last that was said to be saved."""

    def __init__(self, save: Callable[[int], None]) -> None:
        self.acknowledged = 0
        self._save = save
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        while not self._enough.is_set():
            self._save(self.acknowledged + 1)
            self.acknowledged += 1

    @contextlib.contextmanager
    def going_on(self) -> Iterator[None]:
        self._thread.start()
        while not self.acknowledged:
            self._enough.wait(0.001)
        try:
            yield
        finally:
            self._enough.set()
            self._thread.join()


def answer_saver(file: Path) -> Callable[[int], None]:
    def save(number: int) -> None:
        with locked(file.parent):
            write_file(file, str(number).encode())

    return save


def mark_saver(gradebook: Path) -> Callable[[int], None]:
    def save(number: int) -> None:
        with contextlib.closing(sqlite3.connect(gradebook, timeout=60)) as database:
            database.execute("update grade set manual_score = ?", [number])
            database.commit()

    return save


def mark_in(gradebook: Path) -> float:
    with contextlib.closing(sqlite3.connect(gradebook)) as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        found: set[float] = {row[0] for row in database.execute("select manual_score from grade")}
    assert len(found) == 1  # all marks of one save, or of another
    return found.pop()


def test_what_was_acknowledged_before_a_backup_is_there_after_restoring_it(marked: Marked, tmp_path: Path) -> None:
    course = marked.hosted.course
    answers = Saving(answer_saver(course / "submitted" / "ben" / "counted.json"))
    marks = Saving(mark_saver(course / "gradebook.db"))
    with answers.going_on(), marks.going_on():
        before = answers.acknowledged, marks.acknowledged
        made = back_up(marked.hosted, tmp_path)
    restore(made.file, tmp_path / "new")
    there = tmp_path / "new" / "course"
    assert int((there / "submitted" / "ben" / "counted.json").read_text(encoding="utf-8")) >= before[0]
    assert mark_in(there / "gradebook.db") >= before[1]


def test_every_file_and_record_comes_back_as_it_was(marked: Marked, tmp_path: Path) -> None:
    made = back_up(marked.hosted, tmp_path)
    assert made.file.stat().st_mode & 0o777 == 0o600
    restore(made.file, new := tmp_path / "new")
    exchange = new / "exchange" / "evenkeel"
    pairs = [(marked.hosted.course / "submitted", new / "course" / "submitted")]
    pairs += [(marked.tray, exchange / "inbound" / marked.learner), (marked.home, new / "homes" / marked.learner)]
    for old, back in pairs:
        files = {path.relative_to(old): path.read_bytes() for path in old.rglob("*") if path.is_file()}
        assert files
        assert {path.relative_to(back): path.read_bytes() for path in back.rglob("*") if path.is_file()} == files
    for name in ("gradebook.db", "marking.db", ".private/notes.db", "roll.db"):
        assert dump(new / "course" / name) == dump(marked.hosted.course / name)
        assert (new / "course" / name).stat().st_mode & 0o777 == 0o600
    assert (new / "course").stat().st_mode & 0o777 == 0o700
    tray = exchange / "inbound" / marked.learner
    assert tray.stat().st_mode & 0o7777 == 0o2770
    assert tray.owner() == marked.learner
    assert (exchange / "inbound").stat().st_mode & 0o777 == 0o711


def dump(database: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(database)) as opened:
        return list(opened.iterdump())


def test_a_learners_links_pipes_and_files_full_of_holes_are_left_out_and_named(marked: Marked, tmp_path: Path) -> None:
    account = pwd.getpwnam(marked.learner)
    run_as(account, "ln", "-s", "/etc/shadow", str(marked.home / "shadow"))
    run_as(account, "mkfifo", str(marked.tray / "pipe"))
    for folder in (marked.tray, marked.home):
        run_as(account, "truncate", "--size=1T", str(folder / "holes"))
    made = back_up(marked.hosted, tmp_path)
    assert len([line for line in made.left_out if line.endswith("/holes: too large")]) == 2
    assert not any("shadow" in name for name in made.files)
    assert [line for line in made.left_out if "shadow" in line] == [f"homes/{marked.learner}/shadow: a link"]
    assert any("pipe" in line for line in made.left_out)


def test_nothing_is_overwritten_unless_asked_and_then_it_is_kept_aside(
    marked: Marked, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup, work = tmp_path / "one.tar.gz", marked.hosted.places.work
    assert main(["backup", "--to", str(backup), "--course", str(ROOT)]) == 0
    with pytest.raises(AdminError, match="is there already"):
        back_up(marked.hosted, backup)
    with pytest.raises(AdminError, match="inside what"):
        back_up(marked.hosted, marked.hosted.course / "two.tar.gz")
    assert main(["restore", str(backup), "--check"]) == 0
    assert main(["restore", str(backup), "--into", str(work)]) == 1
    erase(marked.hosted, "ben")
    put_as(pwd.getpwnam(marked.learner), marked.home / "progress.json", "newer")
    capsys.readouterr()
    # Who was erased since is back, and that is said.
    assert main(["restore", str(backup), "--into", str(work), "--replace", "--homes"]) == 3
    assert "Erased before, and back now: ben." in capsys.readouterr().out
    (aside,) = work.glob("before-restore-*")
    assert (aside / "course" / "gradebook.db").exists()
    assert WORDS in (marked.home / "progress.json").read_text(encoding="utf-8")
    assert (marked.home / "progress.json").owner() == marked.learner
    (kept,) = marked.home.parent.glob("evenkeel.before-restore-*/progress.json")
    assert kept.read_text(encoding="utf-8") == "newer"


def written(file: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(file, "w:gz") as archive:
        for member, data in members:
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return file


def listed(*names: str, course: str = "evenkeel") -> tuple[tarfile.TarInfo, bytes]:
    empty = {"sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "size": 0}
    told = {"schema": 1, "course": course, "left_out": [], "files": dict.fromkeys(names, empty), "made": ""}
    return tarfile.TarInfo(MANIFEST), json.dumps(told).encode()


def link(name: str) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = tarfile.SYMTYPE, "/etc"
    return member


@pytest.mark.parametrize(
    ("member", "words"),
    [
        (tarfile.TarInfo("../out"), "no backup of ours"),
        (tarfile.TarInfo("/etc/evenkeel"), "no backup of ours"),
        (tarfile.TarInfo("course/../../out"), "no backup of ours"),
        (tarfile.TarInfo("elsewhere/file"), "no backup of ours"),
        (link("course/link"), "no backup of ours"),
        (tarfile.TarInfo("course/unlisted"), "damaged"),
    ],
)
def test_an_archive_with_tricks_restores_nothing(tmp_path: Path, member: tarfile.TarInfo, words: str) -> None:
    names = [] if "unlisted" in member.name else [member.name]
    file = written(tmp_path / "odd.tar.gz", (member, b""), listed(*names))
    with pytest.raises(AdminError, match=words):
        restore(file, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_course_id_with_a_path_in_it_restores_nothing(tmp_path: Path) -> None:
    with pytest.raises(AdminError, match="no backup of ours"):
        restore(written(tmp_path / "odd.tar.gz", listed(course="../x")), tmp_path / "new")


def test_a_backup_cut_short_or_changed_is_refused(tmp_path: Path) -> None:
    whole = written(tmp_path / "whole.tar.gz", (tarfile.TarInfo("course/file"), b""), listed("course/file"))
    assert check(whole)["files"]
    data = whole.read_bytes()
    (cut := tmp_path / "cut.tar.gz").write_bytes(data[: len(data) // 2])
    with pytest.raises(AdminError, match="cut short"):
        check(cut)
    changed = written(tmp_path / "changed.tar.gz", (tarfile.TarInfo("course/file"), b"x"), listed("course/file"))
    with pytest.raises(AdminError, match="damaged"):
        check(changed)
    with pytest.raises(AdminError, match="no list of checksums"):
        check(written(tmp_path / "none.tar.gz", (tarfile.TarInfo("course/file"), b"")))
