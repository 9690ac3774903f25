"""Handing in and collecting: no link followed, no name believed, one bad folder stops nobody."""

import json
import os
import pwd
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from klass import APPLIED, STAMP, Klass, answers
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError
from tests.accounts import needs_root

from evenkeel_grading.nbg.layout import nbgrader_config
from evenkeel_grading.nbg.settings import TrialUnderHubError, require_trial_is_safe
from evenkeel_grading.nbg.submitting import Submit

ME = pwd.getpwuid(os.getuid()).pw_name


@pytest.fixture
def open_course(klass: Klass) -> Klass:
    """A course whose assignment is in the exchange."""
    assert klass.api.release_assignment(APPLIED)["success"]
    return klass


def put(klass: Klass, learner: str, stamp: str = STAMP, name: str | None = None) -> Path:
    """A hand-made folder in a learner's tray, where its learner can make anything."""
    folder = klass.inbound / learner / (name or f"{learner}+{APPLIED}+{stamp}+abc")
    folder.mkdir(parents=True)
    content = {"schema": 1, "assignment": APPLIED, "learner": learner, "fields": answers()}
    (folder / "responses.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def collect(klass: Klass) -> dict[str, Any]:
    result: dict[str, Any] = klass.api.collect(APPLIED)
    return result


def submit(klass: Klass, learner: str, folder: Path) -> None:
    klass.tray(learner)
    coursedir = CourseDirectory(config=klass.config)
    coursedir.assignment_id, coursedir.student_id = APPLIED, learner
    Submit(
        coursedir=coursedir,
        authenticator=Authenticator(config=klass.config),
        config=klass.config,
        assignment_dir=str(folder.parent),
        cache=str(klass.work / "cache" / learner),
    ).start()


def link(folder: Path) -> None:
    (folder / "responses.json").unlink()
    (folder / "responses.json").symlink_to("/etc/passwd")


def hard_link(folder: Path) -> None:
    (folder / "secret").write_text("mine")
    os.link(folder / "secret", folder / "responses-too.json")


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe")


def oversize(folder: Path) -> None:
    (folder / "responses.json").write_bytes(b" " * ((1 << 20) + 1))


def many(folder: Path) -> None:
    for number in range(1001):
        (folder / f"{number}").touch()


def too_deep(folder: Path) -> None:
    (folder / "/".join("abcdefghijk")).mkdir(parents=True)


def large_in_all(folder: Path) -> None:
    for number in range(3):
        (folder / f"{number}").write_bytes(b" " * (3 << 20))


def folder_for_the_time(folder: Path) -> None:
    (folder / "timestamp.txt").mkdir()


@pytest.mark.parametrize("spoil", [folder_for_the_time, link, hard_link, pipe, oversize, many, too_deep, large_in_all])
def test_a_bad_folder_is_refused_by_name_and_the_others_are_collected(
    open_course: Klass, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None]
) -> None:
    monkeypatch.setenv("EVENKEEL_TRIAL", "1")
    spoil(put(open_course, "ada"))
    put(open_course, "ben")
    result = collect(open_course)
    assert not result["success"]
    assert f"Not collected: ada+{APPLIED}" in result["log"]
    assert open_course.folder("ben").is_dir()
    assert not open_course.folder("ada").exists()


@pytest.mark.parametrize(
    "name",
    [
        f"+{APPLIED}+{STAMP}",
        f"..+{APPLIED}+{STAMP}",
        f"ada+{APPLIED}+yesterdayish",
        f"ada+{APPLIED}+2026-11-20 10:00:00 ..",
        f"a b+{APPLIED}+{STAMP}",
    ],
)
def test_a_bad_name_is_refused_and_the_others_are_collected(
    open_course: Klass, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("EVENKEEL_TRIAL", "1")
    put(open_course, "ada", name=name)
    put(open_course, "ben")
    result = collect(open_course)
    assert not result["success"]
    assert name in result["log"]
    assert [path.name for path in (open_course.course / "submitted").iterdir()] == ["ben"]


def test_a_folder_of_another_account_is_refused_and_does_not_hide_the_learners_own(open_course: Klass) -> None:
    own = put(open_course, ME)
    put(open_course, "ada")
    assert own.is_dir()
    result = collect(open_course)
    assert not result["success"]
    assert f"ada: it is named after ada and belongs to {ME}" in result["log"]
    assert open_course.folder(ME).is_dir()
    assert not open_course.folder("ada").exists()


@needs_root
def test_a_file_that_another_account_put_into_a_learners_folder_is_refused(open_course: Klass) -> None:
    folder = put(open_course, ME)
    os.chown(folder / "responses.json", 65534, 65534)
    result = collect(open_course)
    assert "responses.json belongs to another account" in result["log"]
    assert not open_course.folder(ME).exists()


def test_a_forged_newer_folder_does_not_take_the_place_of_what_was_collected(open_course: Klass) -> None:
    put(open_course, ME)
    assert collect(open_course)["success"]
    link(put(open_course, ME, "2026-11-21 10:00:00.000000 UTC"))
    assert not collect(open_course)["success"]
    assert (open_course.folder(ME) / "responses.json").is_file()
    assert not (open_course.folder(ME) / "responses.json").is_symlink()


def test_the_latest_hand_in_is_the_one_collected(open_course: Klass) -> None:
    put(open_course, ME)
    later = put(open_course, ME, "2026-11-21 10:00:00.000000 UTC")
    (later / "responses.json").write_text("{}")
    assert collect(open_course)["success"]
    assert (open_course.folder(ME) / "responses.json").read_text() == "{}"
    assert (open_course.folder(ME) / "timestamp.txt").read_text() == "2026-11-21 10:00:00.000000 UTC"


def test_the_trial_mode_refuses_to_start_under_a_hub(
    klass: Klass, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EVENKEEL_TRIAL", "1")
    monkeypatch.setenv("JUPYTERHUB_USER", "ada")
    with pytest.raises(TrialUnderHubError):
        nbgrader_config(klass.root, tmp_path / "other")
    assert not collect(klass)["success"]
    require_trial_is_safe(trial=False)


def test_an_assignment_with_somebodys_answers_in_it_is_not_released(klass: Klass) -> None:
    answers_file = klass.course / "release" / APPLIED / "responses.json"
    answers_file.write_text("{}", encoding="utf-8")
    result = klass.api.release_assignment(APPLIED)
    assert not result["success"]
    assert "holds somebody's answers" in result["log"]
    assert not (klass.work / "exchange" / "evenkeel" / "outbound" / APPLIED).exists()
    answers_file.unlink()
    assert klass.api.release_assignment(APPLIED)["success"]


def test_handing_in_binds_learner_and_assignment_into_the_copy_alone(open_course: Klass, tmp_path: Path) -> None:
    folder = tmp_path / "home" / APPLIED
    shutil.copytree(open_course.work / "exchange" / "evenkeel" / "outbound" / APPLIED, folder)
    mine = json.dumps({"schema": 1, "assignment": APPLIED, "fields": answers()})
    (folder / "responses.json").write_text(mine, encoding="utf-8")
    submit(open_course, "ada", folder)
    copy = next(open_course.inbound.glob("ada/ada+*")) / "responses.json"
    assert json.loads(copy.read_text(encoding="utf-8")) == json.loads(mine) | {"learner": "ada"}
    assert (folder / "responses.json").read_text(encoding="utf-8") == mine


def test_handing_in_refuses_links_and_answers_to_another_assignment(open_course: Klass, tmp_path: Path) -> None:
    folder = tmp_path / "home" / APPLIED
    folder.mkdir(parents=True)
    (folder / "more").symlink_to("/etc/passwd")
    with pytest.raises(ExchangeError, match="link"):
        submit(open_course, "ada", folder)
    (folder / "more").unlink()
    other = {"schema": 1, "assignment": "difficult-reflective", "fields": {}}
    (folder / "responses.json").write_text(json.dumps(other), encoding="utf-8")
    with pytest.raises(ExchangeError, match="difficult-reflective"):
        submit(open_course, "ada", folder)
    assert not list(open_course.inbound.glob("ada/*"))


def test_damaged_answers_are_handed_in_as_they_are(open_course: Klass, tmp_path: Path) -> None:
    folder = tmp_path / "home" / APPLIED
    folder.mkdir(parents=True)
    (folder / "responses.json").write_bytes(b"\xff half a file")
    submit(open_course, "ada", folder)
    assert (next(open_course.inbound.glob("ada/ada+*")) / "responses.json").read_bytes() == b"\xff half a file"
