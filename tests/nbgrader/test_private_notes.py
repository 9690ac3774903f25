"""Private notes stay private: nothing of them is in what a tutor, a learner, an export or a log gets."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from klass import APPLIED, ROOT, Klass, answers
from traitlets.config import Config

from evenkeel_grading.__main__ import main
from evenkeel_grading.findings import Evidence, Flag
from evenkeel_grading.marks import Marks
from evenkeel_grading.nbg.deciding import page_state
from evenkeel_grading.nbg.desk import Desk
from evenkeel_grading.nbg.pages import FormgraderPage
from evenkeel_grading.nbg.scoring import Scorer
from evenkeel_grading.nbg.stores import open_store
from evenkeel_grading.private import PrivateStore
from evenkeel_grading.queue import Class

WHEN = "The learner discloses a heron at the window."
OTHER = "The plan names a real lighthouse."
WORDS = ("own-distress", "personal-data", "heron", "lighthouse", "human_review")


@pytest.fixture
def noted(klass: Klass, monkeypatch: pytest.MonkeyPatch) -> Klass:
    """A class in which ada's answer gives rise to two notes: one that changes nothing, one that holds the mark."""
    stock = Scorer.mark

    def with_notes(self: Scorer, responses: Any) -> Marks:
        marks = stock(self, responses)
        if responses.learner != "ada":
            return marks
        found = Evidence("causes", 0, 13, marks.texts["causes"][:13], "")
        flags = (
            Flag("own-distress", "human_review", "today", WHEN, holds=False, evidence=(found,)),
            Flag("personal-data", "human_review", "before-release", OTHER, holds=True, evidence=(found,)),
        )
        return replace(marks, flags=flags)

    monkeypatch.setattr(Scorer, "mark", with_notes)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(ROOT / "grading"))
    monkeypatch.setenv("EVENKEEL_WORK", str(klass.work))
    monkeypatch.setenv("EVENKEEL_ROOT", str(ROOT))
    return klass


def everything_but_the_private_store(klass: Klass) -> str:
    files = [path for path in klass.work.rglob("*") if path.is_file() and ".private" not in path.parts]
    ours = [path for path in files if "release" not in path.parts and "outbound" not in path.parts]
    return "\n".join(f"{path.name}: {path.read_bytes().decode('latin-1')}" for path in ours)


def notes_of(klass: Klass) -> PrivateStore:
    return PrivateStore(f"sqlite:///{klass.course / '.private' / 'notes.db'}")


def test_nothing_of_a_note_is_anywhere_but_in_the_private_store(
    noted: Klass, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    for learner in ("ada", "ben"):
        noted.hand_in(learner)
    result = noted.autograde()
    assert result["success"]
    rows = {learner: noted.scores(learner) for learner in ("ada", "ben")}
    assert rows["ada"] == rows["ben"]
    noted.decide("ada")
    noted.decide("ben")
    assert noted.api.generate_feedback(APPLIED)["success"]
    done = noted.command("export", "--to", str(noted.work / "marks.csv"))
    assert done.returncode == 0, done.stderr
    printed = capfd.readouterr()
    kept = everything_but_the_private_store(noted)
    kept += json.dumps(result) + caplog.text + printed.out + printed.err + done.stdout + done.stderr
    assert "marks.csv" in kept
    assert "difficult-applied.html" in kept
    assert [word for word in WORDS if word in kept] == []
    with noted.gradebook() as gradebook:
        desk = Desk(noted.api.coursedir, gradebook, APPLIED)
        names = {"student": "ada", "assignment_id": APPLIED, "notebook_id": APPLIED, "index": 0, "total": 2}
        names |= {"evenkeel": page_state(desk, "ada", "amina"), "base_url": "", "submission_id": "x"}
    file = noted.folder("ada", step="autograded") / f"{APPLIED}.ipynb"
    page, _ = FormgraderPage(config=Config({"HTMLExporter": {"template_name": "formgrade"}})).from_filename(
        str(file), resources=names
    )
    assert "Held: needs a person." in page
    assert [word for word in WORDS if word in page] == []
    first = desk.queue()[0]
    assert (first.learner, first.reasons) == ("ada", ("Held: needs a person.",))
    assert {note.situation for note in notes_of(noted).notes()} == {"own-distress", "personal-data"}


def test_the_named_role_reads_and_closes_them_on_the_command_line(
    noted: Klass, capsys: pytest.CaptureFixture[str]
) -> None:
    noted.hand_in("ada")
    noted.autograde()
    course = ["--course", str(ROOT)]
    capsys.readouterr()
    assert main(["private", "check", *course]) == 4
    assert capsys.readouterr().out.startswith("Private notes that wait for today: 1.")
    assert main(["private", "list", *course]) == 0
    shown = capsys.readouterr().out
    assert shown.index("ada, difficult-applied, own-distress") < shown.index("ada, difficult-applied, personal-data")
    number = next(line.split()[0] for line in shown.splitlines() if "own-distress" in line)
    assert main(["private", "close", number, "Rang her.", *course]) == 0
    assert main(["private", "close", "nothing", "x", *course]) == 1
    assert main(["private", "check", *course]) == 0
    assert main(["private", "erase", "ada", *course]) == 0
    assert notes_of(noted).notes(closed=True) == []


def test_an_organisation_can_switch_the_notes_off_and_holds_stay(noted: Klass, tmp_path: Path) -> None:
    course = tmp_path / "course"
    for folder in ("exercises/worksheets", "exercises/scenarios", "grading/rubrics"):
        shutil.copytree(ROOT / folder, course / folder)
    shutil.copy(ROOT / "exercises" / "requirements.yml", course / "exercises" / "requirements.yml")
    text = (ROOT / "organisation.yml").read_text(encoding="utf-8")
    (course / "organisation.yml").write_text(
        text.replace("private_notes: safeguarding_lead", "private_notes: nobody"), encoding="utf-8"
    )
    noted.config.EvenkeelMarking.root = str(course)
    noted.hand_in("ada")
    assert noted.autograde()["success"]
    assert not (noted.course / ".private").exists()
    assert noted.marked("ada")["metadata"]["evenkeel"]["hold"] is True


def test_marking_stops_for_everybody_when_notes_cannot_be_kept(noted: Klass) -> None:
    noted.config.EvenkeelMarking.private_url = f"sqlite:///{noted.work}"
    noted.hand_in("ben")
    result = noted.autograde()
    assert not result["success"]
    assert "The private notes at" in result["log"]


def test_the_queue_asks_for_what_need_not_be_confirmed_too(klass: Klass) -> None:
    klass.config.EvenkeelMarking.confirm = "held"
    klass.hand_in("ivan", fields=answers("ivan"))
    klass.autograde()

    def left() -> int:
        with klass.gradebook() as gradebook:
            desk = Desk(klass.api.coursedir, gradebook, APPLIED)
            (entry,) = desk.queue()
            assert entry.place in (Class.UNSURE, Class.FAIL)
            return desk.left(entry)

    assert klass.open_cells("ivan") == set()
    assert left() == 5
    store = open_store(f"sqlite:///{klass.course / 'marking.db'}")
    store.decide(APPLIED, "ivan", "analysis", "amina", 5.3, 0.0, "why")
    assert left() == 4
