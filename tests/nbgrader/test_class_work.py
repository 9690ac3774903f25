"""The class's figures from collected work: read as marking reads it, with everything a folder can hold."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from klass import APPLIED, ROOT, Klass, answers
from nbgrader.coursedir import CourseDirectory

from evenkeel_grading.__main__ import main
from evenkeel_grading.nbg.classwork import class_work


@pytest.fixture
def collected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Klass:
    """Six who handed in well, and every kind of damage. Nothing is released or marked: only folders are read."""
    klass = Klass(tmp_path)
    for learner in ("ada", "ben", "cara", "dev", "ella", "jo"):
        klass.hand_in(learner, fields=answers(learner))
    (klass.hand_in("damaged") / "responses.json").write_text('{"schema": 1, "fi')
    (klass.hand_in("binary") / "responses.json").write_bytes(b"\xff\xfe\x00" * 99)
    (klass.hand_in("huge") / "responses.json").write_bytes(b"[" * (2 << 20))
    klass.hand_in("other", learner="ada")
    klass.hand_in("shape", fields={"best-line": ["a", "b"]})
    (klass.hand_in("gone") / "responses.json").unlink()
    linked = klass.hand_in("linked") / "responses.json"
    linked.unlink()
    linked.symlink_to("/etc/passwd")
    piped = klass.hand_in("piped") / "responses.json"
    piped.unlink()
    os.mkfifo(piped)
    away = klass.hand_in("away")
    shutil.move(away, tmp_path / "elsewhere")
    away.symlink_to(tmp_path / "elsewhere")
    monkeypatch.setenv("EVENKEEL_WORK", str(tmp_path))
    monkeypatch.setenv("EVENKEEL_ROOT", str(ROOT))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(ROOT / "grading"))
    return klass


LOST = {"damaged", "binary", "huge", "other", "shape", "gone", "linked", "piped", "away"}


def test_damaged_work_is_told_and_stops_nothing(collected: Klass) -> None:
    assignment, works = class_work(CourseDirectory(config=collected.config), APPLIED)
    assert assignment.id == APPLIED
    assert {work.learner for work in works if work.trouble} == LOST
    assert all(bool(work.trouble) == (work.responses is None) for work in works)
    assert len(works) == 6 + len(LOST)


@pytest.mark.usefixtures("collected")
def test_the_command_names_damaged_work_to_the_tutor_and_nobody_in_what_may_be_passed_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, table = tmp_path / "class.html", tmp_path / "class.csv"
    where = ["--html", str(page), "--csv", str(table), "--json", "--course", str(ROOT)]
    assert main(["class", APPLIED, *where]) == 3
    out, err = capsys.readouterr()
    data = json.loads(out)
    assert (data["handed_in"], data["counted"]) == (6 + len(LOST), 6)
    assert {line.split(": ")[1] for line in err.splitlines()} == LOST
    for text in (out, page.read_text(), table.read_text()):
        assert not re.search(r"\b(cara|ella|jo|binary|piped)\b", text)
        # Nothing of what holds a mark, of written work, or of who may not be safe.
        assert not [word for word in ("human_review", "hold", "criterion", "technique") if f'"{word}"' in text]
    assert f"<strong>{len(LOST)} answer files could not be read or used.</strong>" in page.read_text()


@pytest.mark.usefixtures("collected")
def test_no_work_and_no_such_assignment_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    course = ["--course", str(ROOT)]
    assert main(["class", "difficult-reflective", *course]) == 2
    assert "is collected" in capsys.readouterr().err
    assert main(["class", "no-such", *course]) == 2
    assert "no-such" in capsys.readouterr().err
