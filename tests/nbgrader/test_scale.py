"""Marking a large class at once: the same rows and files as nbgrader's way leaves, whatever learners sent."""

import errno
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from klass import APPLIED, REFLECTIVE, Klass
from scale_class import go_on, hand_in_all, left_by, mark_at_scale, on_database, prepare, require_same, twin
from tests.accounts import needs_root
from tests.postgres import needs_postgres, postgres
from traitlets.config import Config

from evenkeel_grading import scale
from evenkeel_grading.nbg.lock import course_lock
from evenkeel_grading.nbg.scoring import Scorer, Taken, take
from evenkeel_grading.scale import cluster, kit, pools
from evenkeel_grading.scale.bench import Bench
from evenkeel_grading.scale.progress import Progress, span
from evenkeel_grading.scale.work import Failed, Piece
from evenkeel_grading.scale.writing import Writer


def compare_both_ways(klass: Klass, other: Klass, **options: Any) -> None:
    hand_in_all(klass)
    hand_in_all(other)
    assert not klass.autograde(force=False)["success"]
    assert not mark_at_scale(other, **options).all_marked
    require_same(klass, other)
    for one in (klass, other):
        go_on(one)
    assert klass.autograde(force=False)["success"] == mark_at_scale(other, **options).all_marked
    require_same(klass, other)
    # What one way has marked the other marks again to the same, too.
    assert other.autograde("[a-e]*")["success"] == mark_at_scale(klass, student="[a-e]*", force=True).all_marked
    require_same(klass, other)
    made = left_by(other)
    assert any(row["late_submission_penalty"] for row in made["gradebook"]["submitted_notebook"])
    assert any(row["manual_score"] for row in made["gradebook"]["grade"])
    assert any(row["kind"] for row in made["store"]["hold"])
    assert made["notes"]["note"]


def test_the_rows_and_files_are_those_of_nbgrader_autograde(klass: Klass) -> None:
    prepare(klass)
    compare_both_ways(klass, twin(klass, "other"))


@pytest.mark.slow
def test_worker_processes_leave_the_same(klass: Klass) -> None:
    prepare(klass)
    compare_both_ways(klass, twin(klass, "other"), workers=2)


@pytest.mark.slow
@needs_root
@needs_postgres
def test_postgresql_holds_the_same_and_nbgraders_own_commands_go_on(klass: Klass) -> None:
    prepare(klass)
    with postgres() as server:
        other = on_database(klass, "other", server.url)
        for assignment in (APPLIED, REFLECTIVE):
            assert other.api.generate_assignment(assignment, force=True)["success"]
        prepare(other)
        compare_both_ways(klass, other)
        settings = [f"--CourseDirectory.db_url={server.url}", f"--EvenkeelMarking.store_url={server.url}"]
        for learner in left_by(other)["files"]:
            if "/" not in learner:
                other.decide(learner)
        done = other.command("generate_feedback", APPLIED, "--student=ada", *settings)
        assert done.returncode == 0, done.stderr
        done = other.command("db", "student", "list", settings[0])
        assert "ada" in done.stdout + done.stderr


def test_what_is_marked_and_unchanged_is_left_alone(klass: Klass) -> None:
    klass.hand_in("ada")
    assert mark_at_scale(klass).all_marked
    before = left_by(klass), klass.folder("ada", step="autograded").stat().st_mtime_ns
    said = mark_at_scale(klass)
    assert "0 to mark. 1 are marked already." in said.words
    assert (left_by(klass), klass.folder("ada", step="autograded").stat().st_mtime_ns) == before
    assert mark_at_scale(klass, force=True).words.splitlines()[0] == "1 to mark."


def test_dask_is_not_loaded_where_nobody_asked_for_it(klass: Klass, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(scale, "cluster", raising=False)
    monkeypatch.setitem(sys.modules, "evenkeel_grading.scale.cluster", None)
    klass.hand_in("ada")
    assert mark_at_scale(klass).all_marked
    said = mark_at_scale(klass, workers=2, force=True)
    assert not said.all_marked
    assert "pip install 'evenkeel[scale]'" in said.words


def test_another_run_of_the_course_is_waited_for_and_then_left_to_it(klass: Klass) -> None:
    klass.hand_in("ada")
    klass.config.EvenkeelMarking.lock_wait = 0
    with course_lock(klass.course, 0, print):
        said = mark_at_scale(klass)
    assert not said.all_marked
    assert "Another marking run of this course is under way" in said.words
    assert not klass.folder("ada", step="autograded").exists()


def test_a_conventional_assignment_is_left_to_nbgrader(klass: Klass) -> None:
    folder = klass.folder("ada", "ps1")
    folder.mkdir(parents=True)
    (folder / "ps1.ipynb").write_text("{}", encoding="utf-8")
    assert "is a conventional nbgrader assignment" in mark_at_scale(klass, "ps1").words
    klass.config.EvenkeelMarking.execute_conventional = True
    assert "mark it with `nbgrader autograde`" in mark_at_scale(klass, "ps1").words
    assert not klass.folder("ada", "ps1", "autograded").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("autograde_preprocessors", ["nbgrader.preprocessors.SaveAutoGrades"]), ("post_convert_hook", print)],
)
def test_steps_of_an_administrators_own_are_refused(klass: Klass, name: str, value: Any) -> None:
    klass.hand_in("ada")
    klass.config.Autograde[name] = value
    assert f"changes c.Autograde.{name}" in mark_at_scale(klass).words
    assert not klass.folder("ada", step="autograded").exists()


def test_one_work_that_cannot_be_written_stops_no_other(klass: Klass, monkeypatch: pytest.MonkeyPatch) -> None:
    for learner in ("ada", "ben", "cara"):
        klass.hand_in(learner)
    write = Writer._file

    def fail(self: Writer, marked: Any, kept: Any) -> None:
        if marked.learner == "ben":
            raise ValueError("the words of an answer")
        write(self, marked, kept)

    monkeypatch.setattr(Writer, "_file", fail)
    said = mark_at_scale(klass)
    assert not said.all_marked
    assert "ben could not be marked: writing it failed: ValueError" in said.words
    assert "the words of an answer" not in said.words
    monkeypatch.undo()
    assert not klass.folder("ben", step="autograded").exists()
    assert "1 to mark. 2 are marked already." in mark_at_scale(klass).words


def test_a_full_disk_stops_the_run_and_the_next_one_goes_on(klass: Klass, monkeypatch: pytest.MonkeyPatch) -> None:
    klass.hand_in("ada")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Writer, "_file", full)
    said = mark_at_scale(klass)
    assert not said.all_marked
    assert "Nothing can be written: No space left on device." in said.words
    assert "run the command again to go on" in said.words
    monkeypatch.undo()
    assert mark_at_scale(klass).all_marked


def test_a_learner_whom_the_gradebook_has_to_know_and_does_not_is_named(klass: Klass) -> None:
    klass.config.Autograde.create_student = False
    klass.hand_in("ada")
    klass.hand_in("ben")
    with klass.gradebook() as gradebook:
        gradebook.add_student("ben")
    said = mark_at_scale(klass)
    assert not said.all_marked
    assert "ada could not be marked: The gradebook does not know it: No such student: ada" in said.words
    assert klass.scores("ben")


def test_newer_work_that_comes_while_the_older_is_marked_is_marked_next_time(klass: Klass) -> None:
    klass.hand_in("ada")

    class Slow(pools.InProcess):
        def run(self, kit: Any, bench: Any, pieces: Any) -> Iterator[Any]:
            for piece in pieces:
                klass.hand_in("ada", fields={}, stamp="2026-11-22 10:00:00.000000 UTC")
                yield from super().run(kit, bench, [piece])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pools, "InProcess", Slow)
        assert mark_at_scale(klass).all_marked
    assert sum(points or 0 for points in klass.scores("ada").values()) > 0
    assert mark_at_scale(klass).all_marked
    assert set(klass.scores("ada").values()) == {0.0}


def test_a_worker_with_other_code_or_other_files_does_not_mark(klass: Klass, monkeypatch: pytest.MonkeyPatch) -> None:
    scorer = Scorer.of(str(klass.root), APPLIED)
    packed = kit.pack(klass.root, APPLIED, scorer, {}, Config())
    kit.unpack(packed, None)
    kit.unpack.cache_clear()
    monkeypatch.setattr(kit, "fingerprint", lambda: "another")
    with pytest.raises(kit.OtherCodeError, match="has another release"):
        kit.unpack(packed, None)
    monkeypatch.undo()
    monkeypatch.setattr(kit, "_PARTS", ("exercises/*/*.yml", "exercises/*.yml", f"grading/rubrics/{APPLIED}.yml"))
    with pytest.raises(kit.OtherCodeError, match="other files of the course"):
        kit.unpack(kit.pack(klass.root, APPLIED, scorer, {}, Config()), None)


def test_what_goes_wrong_in_marking_is_told_without_an_answer(klass: Klass, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("the words of an answer")

    monkeypatch.setattr(Scorer, "mark", fail)
    piece = Piece("ada", take(klass.hand_in("ada")))
    (result,) = Bench(Scorer.of(str(klass.root), APPLIED), {}, Config()).mark_all([piece])
    assert result == Failed("ada", "marking it failed with ValueError")


def test_chunks_are_small_in_number_and_in_bytes() -> None:
    def piece(size: int) -> Piece:
        return Piece("ada", Taken(b"x" * size, "", ""))

    assert [len(chunk) for chunk in pools.chunks(piece(10) for _ in range(40))] == [16, 16, 8]
    assert [len(chunk) for chunk in pools.chunks(piece(600_000) for _ in range(5))] == [2, 2, 1]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_says_rate_and_time_left() -> None:
    now = iter([0.0, 0.0, 20.0, 30.0, 30.0])
    out = io.StringIO()
    progress = Progress(out, lambda: next(now))
    progress.start(1000, 200)
    progress.add(400)
    progress.add(600)
    progress.end()
    progress.end()
    assert out.getvalue().splitlines() == [
        "1,000 to mark. 200 are marked already.",
        "400 of 1,000 marked (40%), 20.0 a second, about 30 s left",
        "1,000 of 1,000 marked (100%), 33.3 a second, 30 s in all",
    ]
    now = iter([0.0, 0.0, 4.0, 4.0])
    out = Terminal()
    progress = Progress(out, lambda: next(now))
    progress.start(4, 0)
    progress.add(1)
    assert out.getvalue().endswith("\r\x1b[K[#####...............] 1 of 4 marked (25%), 0.2 a second, about 12 s left")
    assert [span(59.7), span(100), span(7500)] == ["1 min 0 s", "1 min 40 s", "2 h 5 min"]


def test_a_worker_needs_no_folder_of_the_course(klass: Klass, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same notebook, to the letter, from what travels alone."""
    scorer = Scorer.of(str(klass.root), APPLIED)
    master = (klass.course / "release" / APPLIED / f"{APPLIED}.ipynb").read_text(encoding="utf-8")
    piece = Piece("ada", take(klass.hand_in("ada")))
    packed = kit.pack(klass.root, APPLIED, scorer, {APPLIED: master}, Config())
    (tmp_path / "of-a-worker").mkdir()
    monkeypatch.setattr(cluster, "_folder", lambda: str(tmp_path / "of-a-worker"))
    monkeypatch.delenv("EVENKEEL_ROOT", raising=False)
    assert cluster.mark_chunk(packed, [piece]) == Bench(scorer, {APPLIED: master}, Config()).mark_all([piece])
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "of-a-worker").iterdir()] == [0o700]
