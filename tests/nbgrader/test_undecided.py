"""Marks of work that waits, or that newer work has replaced, go out by no way."""

from pathlib import Path

import pytest
from klass import APPLIED, Klass

LATER = "2026-11-21 10:00:00.000000 UTC"


def decided(klass: Klass) -> None:
    for learner in ("ada", "ben"):
        klass.hand_in(learner)
    assert klass.autograde()["success"]
    for learner in ("ada", "ben"):
        klass.decide(learner)


@pytest.mark.parametrize("exporter", ["nbgrader.plugins.CsvExportPlugin", "nbgrader.plugins.export.CsvExportPlugin"])
def test_no_other_exporter_writes_marks_that_are_open(klass: Klass, tmp_path: Path, exporter: str) -> None:
    klass.hand_in("ada")
    klass.autograde()
    words = ("export", f"--exporter={exporter}", "--to", str(tmp_path / "marks.csv"))
    done = klass.command(*words)
    assert done.returncode == 1
    assert "ada, difficult-applied: a tutor has still to decide analysis" in done.stderr
    assert not (tmp_path / "marks.csv").exists()
    klass.decide("ada")
    assert klass.command(*words).returncode == 0
    assert "ada" in (tmp_path / "marks.csv").read_text(encoding="utf-8")


def test_marks_of_work_that_newer_work_replaced_do_not_go_out(klass: Klass, tmp_path: Path) -> None:
    assert klass.api.release_assignment(APPLIED)["success"]
    klass.tray("ada", "ben")
    decided(klass)
    assert klass.api.generate_feedback(APPLIED, "ada")["success"]
    klass.hand_in("ada", stamp=LATER)
    for result in (klass.api.generate_feedback(APPLIED, force=True), klass.api.release_feedback(APPLIED)):
        assert not result["success"]
        assert "ada, difficult-applied: a tutor has still to decide the newer hand-in" in result["log"]
        assert "ben, difficult-applied" not in result["log"]
    assert [page.relative_to(klass.inbound).parts[0] for page in klass.inbound.glob("*/feedback/*/*/*.html")] == ["ben"]
    done = klass.command("export", "--to", str(tmp_path / "marks.csv"))
    assert done.returncode == 1
    assert not (tmp_path / "marks.csv").exists()
    klass.autograde(force=False)
    klass.decide("ada")
    assert klass.api.generate_feedback(APPLIED, force=True)["success"]
    assert klass.api.release_feedback(APPLIED)["success"]


def test_work_that_is_collected_and_never_marked_does_not_go_out_as_nothing(klass: Klass, tmp_path: Path) -> None:
    decided(klass)
    with klass.gradebook() as gradebook:
        gradebook.update_or_create_student("cleo")
    klass.hand_in("cleo")
    words = ("export", "--to", str(tmp_path / "marks.csv"))
    done = klass.command(*words)
    assert done.returncode == 1
    assert "cleo, difficult-applied: a tutor has still to decide the hand-in, which is collected" in done.stderr
    assert not (tmp_path / "marks.csv").exists()
    klass.autograde("cleo")
    klass.decide("cleo")
    assert klass.command(*words).returncode == 0
