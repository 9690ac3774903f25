"""A class whose records are all in PostgreSQL: erasing one learner, and a backup beside the database's own dump."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.accounts import needs_root
from tests.hub.conftest import ROOT, WORDS
from tests.nbgrader.klass import APPLIED, Klass
from tests.postgres import Postgres, needs_postgres, postgres

from evenkeel_grading.nbg.trays import make_tray
from evenkeel_grading.private import Note
from evenkeel_hub.__main__ import main
from evenkeel_hub.enrolling import enrol
from evenkeel_hub.erasing import receipts
from evenkeel_hub.holdings import counts
from evenkeel_hub.hosted import Hosted, open_hosted
from evenkeel_hub.roll import Person

pytestmark = [pytest.mark.slow, needs_root, needs_postgres]
LEARNER = "quokka-of-nowhere"
COURSE = ("--course", str(ROOT))
SETTINGS = """
import os
from pathlib import Path
from evenkeel_grading.nbg.layout import configure
c = get_config()
configure(c, Path(os.environ["EVENKEEL_ROOT"]))
c.CourseDirectory.db_url = c.EvenkeelMarking.store_url = c.EvenkeelMarking.private_url = {url!r}
"""


@pytest.fixture(scope="module")
def database() -> Iterator[Postgres]:
    with postgres() as server:
        yield server


@pytest.fixture
def hosted(database: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hosted:
    """Two learners, marked; gradebook, marking store, private notes and roll in the database."""
    (settings := tmp_path / "settings").mkdir()
    (settings / "nbgrader_config.py").write_text(SETTINGS.format(url=database.url), encoding="utf-8")
    for name in ("EVENKEEL_TRIAL", "EVENKEEL_COURSE", "EVENKEEL_ROOT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EVENKEEL_WORK", str(tmp_path / "work"))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(settings))
    monkeypatch.setenv("EVENKEEL_ROLL", database.url)
    klass = Klass(tmp_path / "work")
    for part, trait in (
        ("CourseDirectory", "db_url"),
        ("EvenkeelMarking", "store_url"),
        ("EvenkeelMarking", "private_url"),
    ):
        klass.config[part][trait] = database.url
    assert klass.api.generate_assignment(APPLIED)["success"]
    hosted = open_hosted(ROOT)
    for learner in (LEARNER, "ben"):
        enrol(hosted, [Person(learner, learner.title())])
        _work_of(klass, hosted, learner)
    assert not (hosted.course / "gradebook.db").exists()
    return hosted


def _work_of(klass: Klass, hosted: Hosted, learner: str) -> None:
    answers = klass.hand_in(learner) / "responses.json"
    text = answers.read_text(encoding="utf-8").replace("sorry", f"sorry. {WORDS}, {learner}. I")
    answers.write_text(text, encoding="utf-8")
    assert klass.autograde(learner)["success"]
    tray = make_tray(hosted.places.inbound, learner, os.geteuid())
    (tray / "kept.txt").write_text(learner, encoding="utf-8")
    note = Note(learner, learner, APPLIED, "at-risk", "today", "reply", WORDS, "2026-11-20T10:00:00+00:00")
    hosted.private.add([note])


def test_erasing_leaves_no_row_of_the_learner_in_the_database_and_every_other(
    hosted: Hosted, database: Postgres, capsys: pytest.CaptureFixture[str]
) -> None:
    before = counts(hosted, "ben")
    assert LEARNER.encode() in database.dump()
    assert main(["erase", LEARNER, "--yes", *COURSE]) == 0
    assert LEARNER.encode() not in database.dump()
    assert counts(hosted, LEARNER) == {}
    assert counts(hosted, "ben") == before
    assert [note.learner for note in hosted.private.notes()] == ["ben"]
    (receipt,) = receipts(hosted.course)
    assert {"gradebook", "marking store", "submitted", "autograded", "exchange", "roll"} <= set(receipt.removed)
    assert "The database server keeps its own logs and backups." in capsys.readouterr().out


def test_a_backup_and_a_dump_bring_the_class_back_and_each_says_what_the_other_is_for(
    hosted: Hosted, database: Postgres, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, work = tmp_path / "backup.tar.gz", hosted.places.work
    before = {learner: counts(hosted, learner) for learner in (LEARNER, "ben")}
    dump = database.dump()
    assert main(["backup", "--to", str(file), *COURSE]) == 3
    said = capsys.readouterr().out
    for name in ("gradebook.db", "marking.db", "notes.db", "roll.db"):
        assert f"Not in it: database {name} at postgresql+psycopg://" in said
    assert main(["erase", LEARNER, "--yes", *COURSE]) == 0
    assert main(["erase", "ben", "--yes", *COURSE]) == 0
    capsys.readouterr()

    database.load(dump)
    assert main(["restore", str(file), "--into", str(work), "--replace"]) == 3
    said = capsys.readouterr().out
    assert "pg_dump" in said
    # Whom the database holds again is seen by the files that came back with them.
    assert f"Erased before, and back now: ben, {LEARNER}." in said
    again = open_hosted(ROOT)
    assert {learner: counts(again, learner) for learner in (LEARNER, "ben")} == before
    assert len(again.private.notes()) == 2
