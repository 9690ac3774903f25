"""Feedback on drafts: what it answers, whom it refuses, and that nothing of a draft is left anywhere."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from tests.server.serving import ROOT, Served, Visitor

from evenkeel.course import FEEDBACK
from evenkeel.server import drafts

SHEET = "three-c-planner"
ASK = f"evenkeel/api/drafts/{SHEET}/feedback"
DRAFT = {"what-they-feel": "Afraid of the zebrafish letter.", "commit-mine": "I will ring on Tuesday."}


@pytest.fixture(scope="module", autouse=True)
def with_feedback(served: Served) -> Iterator[None]:
    """The served course has one of the real sheets with its feedback, and an assignment that claims some."""
    sheet = served.course / "exercises" / "worksheets" / f"{SHEET}.yml"
    shutil.copy(ROOT / "exercises" / "worksheets" / sheet.name, sheet)
    shutil.copytree(ROOT / FEEDBACK, served.course / FEEDBACK)
    shutil.copy(ROOT / FEEDBACK / f"{SHEET}.yml", served.course / FEEDBACK / "a-sheet.yml")
    shutil.copy(ROOT / "organisation.yml", served.course)
    yield
    sheet.unlink()
    shutil.rmtree(served.course / FEEDBACK)
    (served.course / "organisation.yml").unlink()


def everything(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file() and file.name != "server.log"}


def test_a_draft_gets_feedback_and_leaves_nothing_behind(served: Served, learner: Visitor) -> None:
    before = everything(served.work), everything(served.course)
    answer = learner.ask("POST", ASK, {"fields": DRAFT})
    assert answer.status == 200
    first = answer.json["aims"][0]
    assert first["well"] == [{"words": DRAFT["what-they-feel"], "shows": ["a feeling", "what may lie behind it"]}]
    assert answer.headers["Cache-Control"] == "no-store"
    assert (everything(served.work), everything(served.course)) == before
    assert "zebrafish" not in served.log()
    assert served.process is not None
    assert psutil.Process(served.process.pid).children(recursive=True) == []


def test_somebody_who_may_not_be_safe_gets_people_to_turn_to(learner: Visitor) -> None:
    answer = learner.ask("POST", ASK, {"fields": {"what-they-feel": "I can't cope any more. I don't want to wake up."}})
    assert set(answer.json) == {"support"}
    assert any("116 123" in contact["how"] for contact in answer.json["support"]["contacts"])


@pytest.mark.parametrize("sheet", ["a-sheet", "a-practice", "nowhere", "a-quiz"])
def test_what_has_no_feedback_says_so(learner: Visitor, sheet: str) -> None:
    answer = learner.ask("POST", f"evenkeel/api/drafts/{sheet}/feedback", {"fields": {}})
    assert (answer.status, answer.json["message"]) == (404, "There is no feedback on this sheet here.")


@pytest.mark.parametrize("body", [{}, {"fields": []}, {"fields": {}, "more": 1}, {"fields": {"what-they-feel": 7}}])
def test_what_is_no_draft_is_refused(learner: Visitor, body: object) -> None:
    assert learner.ask("POST", ASK, body).status == 400


def test_a_draft_that_is_too_long_is_refused(learner: Visitor) -> None:
    answer = learner.ask("POST", ASK, {"fields": {"what-they-feel": "x" * (1 << 17)}})
    assert (answer.status, answer.json["message"]) == (413, "This is too long to look through. Take a part of it.")


def test_whoever_asks_without_end_is_told_to_wait(learner: Visitor) -> None:
    answers = [learner.ask("POST", ASK, {}) for _ in range(30)]
    last = answers[-1]
    assert {answer.status for answer in answers} == {400, 429}
    assert last.json["message"] == "You have asked many times in a row. Wait a moment, then ask again."
    assert int(last.headers["Retry-After"]) >= 1


@pytest.mark.parametrize(("module", "status"), [("this", 500), ("evenkeel_nowhere", 500)])
def test_a_process_that_fails_says_nothing_of_the_draft(
    monkeypatch: pytest.MonkeyPatch, module: str, status: int
) -> None:
    monkeypatch.setattr(drafts, "entry_points", lambda **_: [SimpleNamespace(module=module)])
    with pytest.raises(drafts.NoFeedbackError) as caught:
        drafts._answered('{"fields": "zebrafish"}')
    assert caught.value.status == status
    assert caught.value.__cause__ is None
    assert "zebrafish" not in caught.value.said


def test_without_the_program_that_gives_it_there_is_no_feedback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "entry_points", lambda **_: [])
    assert drafts._answered("{}") == {"error": "no-feedback"}
