"""A full disk and one that can only be read: said in plain words, nothing damaged, and afterwards all goes on."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from disks import Disk, can_mount, disk
from killing import HAND_IN, SHEET, Lean, decide_one, facts, marks
from klass import APPLIED, ROOT, Klass, answers
from tests.server.serving import Visitor

pytestmark = pytest.mark.slow
STATES = [Disk.fill, Disk.read_only]
SAYS = {"fill": "no room left on the disk", "read_only": "only be read"}


class OnDisks(Lean):
    """A learner's server with the learner's home on one disk and the class on another; its own log on neither."""

    home_disk: Path
    class_disk: Path

    def environment(self) -> dict[str, str]:
        places = {"EVENKEEL_WORK": str(self.class_disk), "EVENKEEL_HOME": str(self.home_disk / "home")}
        return super().environment() | places


@pytest.fixture
def disks() -> Iterator[tuple[Disk, Disk]]:
    if not can_mount():
        pytest.skip("may not mount a disk here")
    with disk() as home, disk() as work:
        yield home, work


@pytest.fixture
def server(released: Path, tmp_path: Path, disks: tuple[Disk, Disk]) -> Iterator[OnDisks]:
    home, work = disks
    shutil.copytree(released, work.path, dirs_exist_ok=True)
    assert Klass(work.path).api.release_assignment(APPLIED)["success"]
    server = OnDisks(ROOT, tmp_path / "server")
    server.home_disk, server.class_disk = home.path, work.path
    server.start()
    yield server
    server.stop()


def save(visitor: Visitor, words: str) -> int:
    at = visitor.ask("GET", SHEET).json["saved_at"]
    state = {"schema": 1, "fields": {"characteristics": words}}
    answer = visitor.ask("PUT", SHEET, {"state": state, "saved_at": at})
    assert answer.status == 200 or "Your earlier answers are safe" in answer.json["message"]
    return answer.status


def saved(visitor: Visitor) -> str:
    words: str = visitor.ask("GET", SHEET).json["state"]["fields"]["characteristics"]
    return words


def handed_in(server: OnDisks) -> list[Path]:
    return sorted(server.class_disk.glob("exchange/*/inbound/*/*+*"))


@pytest.mark.parametrize("spoil", STATES)
def test_a_learner_is_told_keeps_what_was_saved_and_goes_on_afterwards(
    server: OnDisks, disks: tuple[Disk, Disk], spoil: Callable[[Disk], None]
) -> None:
    home, work = disks
    visitor = server.visitor().sign_in()
    assert save(visitor, "first") == 200
    assert visitor.ask("POST", HAND_IN).status == 200
    before = handed_in(server)
    spoil(home)
    assert save(visitor, "second") == (507 if spoil is Disk.fill else 500)
    assert saved(visitor) == "first"
    refused = visitor.ask("POST", HAND_IN)
    assert refused.status in (500, 507)
    assert "Your earlier answers are safe" in refused.json["message"]
    home.mend()
    assert save(visitor, "third") == 200
    spoil(work)
    assert save(visitor, "fourth") == 200
    refused = visitor.ask("POST", HAND_IN)
    assert refused.status == 502
    assert "Your answers are saved and nothing is lost" in refused.json["message"]
    assert SAYS[spoil.__name__] in server.log(), [line for line in server.log().splitlines() if "venkeel" in line][-5:]
    work.mend()
    assert handed_in(server) == before
    assert list(work.path.glob("exchange/*/inbound/*/.*")) == []
    assert saved(visitor) == "fourth"
    receipt = visitor.ask("POST", HAND_IN).json
    (new,) = set(handed_in(server)) - set(before)
    assert facts(new) == (receipt["at"], receipt["checksum"])
    assert list(home.path.glob("home/*/*damaged*")) == []


def put(klass: Klass, learner: str, number: int) -> None:
    stamp = f"2026-11-20 10:{number:02}:00.000000 UTC"
    folder = klass.inbound / learner / f"{learner}+{APPLIED}+{stamp}+abc"
    folder.mkdir()
    content = {"schema": 1, "assignment": APPLIED, "learner": learner, "fields": answers(learner)}
    (folder / "responses.json").write_text(json.dumps(content), encoding="utf-8")
    (folder / "submission_secret.txt").write_text("5" * 64, encoding="utf-8")


def whole(klass: Klass) -> bool:
    with sqlite3.connect(klass.course / "gradebook.db") as database:
        found = database.execute("PRAGMA integrity_check").fetchone()
    database.close()
    return found == ("ok",)


@pytest.mark.parametrize("spoil", STATES)
def test_the_marker_is_told_no_mark_changes_and_afterwards_all_are_marked(
    released: Path, disks: tuple[Disk, Disk], monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Disk], None]
) -> None:
    monkeypatch.setenv("EVENKEEL_TRIAL", "1")
    _, work = disks
    shutil.copytree(released, work.path, dirs_exist_ok=True)
    klass = Klass(work.path)
    assert klass.api.release_assignment(APPLIED)["success"]
    klass.tray("ada", "ben")
    put(klass, "ada", 1)
    assert klass.api.collect(APPLIED)["success"]
    assert klass.autograde()["success"]
    decide_one(klass, "ada")
    before = marks(klass)
    put(klass, "ada", 2)
    put(klass, "ben", 1)
    spoil(work)
    for act in (
        lambda: klass.api.collect(APPLIED),
        lambda: klass.autograde(),
        lambda: klass.api.generate_feedback(APPLIED),
        lambda: klass.api.release_assignment(APPLIED),
    ):
        result = act()
        assert not result["success"]
        assert SAYS[spoil.__name__] in result["log"]
        assert marks(klass) == before
    work.mend()
    assert whole(klass)
    assert (klass.folder("ada") / "timestamp.txt").read_text() == "2026-11-20 10:01:00.000000 UTC"
    assert klass.api.collect(APPLIED)["success"]
    assert klass.autograde(force=False)["success"]
    after = marks(klass)
    assert sorted(after) == ["ada", "ben"]
    assert {row[1] for row in after["ada"].values()} == {row[1] for row in before["ada"].values()}


def test_a_disk_that_fills_up_while_marking_goes_on_leaves_every_mark_right(
    released: Path, disks: tuple[Disk, Disk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENKEEL_TRIAL", "1")
    from evenkeel_grading.nbg import converter

    _, work = disks
    shutil.copytree(released, work.path, dirs_exist_ok=True)
    klass = Klass(work.path)
    for learner in ("ada", "ben", "cara"):
        klass.hand_in(learner, fields=answers(learner))
    asked = iter([None])

    def full_after_it_was_asked(folder: Path) -> str | None:
        if next(asked, "again") is None:
            work.fill()
            return None
        return trouble(folder)

    trouble = converter.disk_trouble
    monkeypatch.setattr(converter, "disk_trouble", full_after_it_was_asked)
    result = klass.autograde()
    assert not result["success"]
    assert "no room left on the disk" in result["log"]
    assert "Not everything was marked" in result["log"]
    work.mend()
    assert whole(klass)
    assert klass.autograde(force=False)["success"]
    found = marks(klass)
    assert sorted(found) == ["ada", "ben", "cara"]
    assert klass.autograde()["success"]
    assert marks(klass) == found
