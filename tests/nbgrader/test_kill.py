"""SIGKILL at random times, with a fixed seed: nothing acknowledged is lost, no mark doubled, always starts again."""

import shutil
import sys
from functools import partial
from pathlib import Path

import pytest
from killing import Lean, database_killed_after, kill_marking, kill_servers, killed_after
from klass import APPLIED, ROOT, Klass, answers
from nbgrader.utils import get_username
from tests.accounts import needs_root
from tests.postgres import needs_postgres, postgres

LEARNERS = ["ada", "ben", "cara", "dev", "ella", "farid"]


@pytest.fixture
def handed_in(klass: Klass) -> Klass:
    for learner in LEARNERS:
        klass.hand_in(learner, fields=answers(learner))
    return klass


def served(released: Path, folder: Path) -> Lean:
    """A learner's server over the course, with the assignment handed out."""
    shutil.copytree(released, folder / "work")
    assert Klass(folder / "work").api.release_assignment(APPLIED)["success"]
    return Lean(ROOT, folder / "work")


def test_marking_that_is_killed_a_few_times_comes_out_the_same(handed_in: Klass) -> None:
    assert kill_marking(handed_in, LEARNERS, kills=4, seed=6) > 0


@pytest.mark.slow
def test_a_server_killed_ninety_times_under_saves_and_hand_ins_loses_nothing(
    released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = served(released, tmp_path)
    try:
        learner = kill_servers(server, kills=90, seed=1)
    finally:
        server.stop()
    assert len(learner.receipts) > 30
    assert learner.kept > 60
    print(f"90 kills, {learner.sent} saves sent, {len(learner.receipts)} receipts", file=sys.stderr)
    monkeypatch.setenv("EVENKEEL_TRIAL", "1")
    klass = Klass(tmp_path / "work")
    assert klass.api.collect(APPLIED)["success"]
    newest = max(learner.handed_in())
    collected = (klass.folder(get_username()) / "timestamp.txt").read_text()
    assert newest[0] == collected.replace(" UTC", "+00:00").replace(" ", "T", 1)


@pytest.mark.slow
def test_marking_killed_eighty_times_comes_out_the_same(handed_in: Klass) -> None:
    met = kill_marking(handed_in, LEARNERS, kills=80, seed=2)
    print(f"80 kills, {met} while it worked", file=sys.stderr)
    assert met > 40


@pytest.mark.slow
def test_collecting_killed_twenty_times_leaves_every_learner_one_whole_hand_in(
    klass: Klass, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENKEEL_TRIAL", "1")
    assert klass.api.release_assignment(APPLIED)["success"]
    for number in range(20):
        for learner in LEARNERS:
            klass.tray(learner)
            stamp = f"2026-11-20 10:{number:02}:00.000000 UTC"
            shutil.rmtree(klass.folder(learner, step="made"), ignore_errors=True)
            folder = klass.hand_in(learner, stamp=stamp).rename(klass.work / "made")
            folder.rename(klass.inbound / learner / f"{learner}+{APPLIED}+{stamp}+{number}")
        killed_after(0.01 * number, lambda: klass.api.collect(APPLIED))
        for learner in LEARNERS:
            if (folder := klass.folder(learner)).exists():
                assert {path.name for path in folder.iterdir()} == {
                    "responses.json",
                    "timestamp.txt",
                    "submission_secret.txt",
                }
        assert klass.api.collect(APPLIED)["success"]
        assert {(klass.folder(learner) / "timestamp.txt").read_text() for learner in LEARNERS} == {stamp}


@pytest.mark.slow
@needs_root
@needs_postgres
def test_a_database_killed_thirty_times_under_marking_loses_and_doubles_nothing(handed_in: Klass) -> None:
    with postgres() as database:
        handed_in.config.CourseDirectory.db_url = database.url
        assert handed_in.api.generate_assignment(APPLIED)["success"]

        met = kill_marking(handed_in, LEARNERS, kills=30, seed=3, kill=partial(database_killed_after, database))
        print(f"30 kills of PostgreSQL, {met} while it marked", file=sys.stderr)
