"""nbgrader's own commands and its list of assignments in JupyterLab, with trays in the exchange."""

import json
import os
import pwd
from pathlib import Path
from typing import Any

import pytest
from klass import APPLIED, Klass, answers
from nbgrader.server_extensions.assignment_list.handlers import AssignmentList

ME = pwd.getpwuid(os.getuid()).pw_name


def answer(home: Path) -> None:
    content = {"schema": 1, "assignment": APPLIED, "fields": answers()}
    (home / APPLIED / "responses.json").write_text(json.dumps(content), encoding="utf-8")


def mark(klass: Klass) -> None:
    """All that tutors do between a hand-in and its feedback."""
    assert klass.api.collect(APPLIED)["success"]
    assert klass.autograde(ME)["success"]
    klass.decide(ME)
    assert klass.api.generate_feedback(APPLIED)["success"]


def test_the_list_of_assignments_fetches_hands_in_and_brings_feedback(
    klass: Klass, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for name, value in klass.environment(EVENKEEL_TRIAL="1", JUPYTER_DATA_DIR=str(home / "data")).items():
        monkeypatch.setenv(name, value)
    assert klass.api.release_assignment(APPLIED)["success"]
    manager = AssignmentList()
    manager.root_dir = str(home)

    def listed(status: str) -> list[dict[str, Any]]:
        found = manager.list_assignments(course_id="evenkeel")
        assert found["success"], found
        return [one for one in found["value"] if one["status"] == status]

    assert [one["assignment_id"] for one in listed("released")] == [APPLIED]
    monkeypatch.chdir(home)
    assert manager.fetch_assignment("evenkeel", APPLIED)["success"]
    assert len(listed("fetched")) == 1
    answer(home)
    assert manager.submit_assignment("evenkeel", APPLIED)["success"]
    ((submission,),) = [one["submissions"] for one in listed("submitted")]
    assert (submission["has_exchange_feedback"], submission["has_local_feedback"]) == (False, False)
    mark(klass)
    assert klass.api.release_feedback(APPLIED)["success"]
    ((submission,),) = [one["submissions"] for one in listed("submitted")]
    assert (submission["has_exchange_feedback"], submission["has_local_feedback"]) == (True, False)
    assert manager.fetch_feedback("evenkeel", APPLIED)["success"]
    (page,) = (home / APPLIED / "feedback").glob("*/*.html")
    assert page.stem == APPLIED


@pytest.mark.slow
def test_every_command_of_the_exchange_works_with_trays(klass: Klass, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environment = {"EVENKEEL_TRIAL": "1", "JUPYTER_DATA_DIR": str(home / "data")}
    here = f"--Exchange.assignment_dir={home}"

    def told(*words: str) -> str:
        done = klass.command(*words, **environment)
        assert done.returncode == 0, done.stderr
        return done.stderr

    told("release_assignment", APPLIED)
    assert f"evenkeel {APPLIED}" in told("list", here)
    told("fetch_assignment", APPLIED, here)
    answer(home)
    told("submit", APPLIED, here)
    assert f"evenkeel {ME} {APPLIED}" in told("list", "--inbound")
    assert "no feedback available" in told("list", "--cached", here)
    told("collect", APPLIED)
    mark(klass)
    told("release_feedback", APPLIED)
    assert "ready to be fetched" in told("list", "--cached", here)
    told("fetch_feedback", APPLIED, here)
    assert list((home / APPLIED / "feedback").glob("*/*.html"))
    told("list", "--inbound", "--remove")
    assert list(klass.inbound.glob("*/*+*")) == []
    assert (klass.inbound / ME).is_dir()
