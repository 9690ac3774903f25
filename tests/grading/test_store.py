"""The marking store: an older one opens with nothing lost, decisions are only added, and a blind level stands."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from evenkeel_grading.kept import Hold, Opinion
from evenkeel_grading.store import MarkingStore

LEVEL = {"level": 2, "points": 13.3, "confidence": 0.9, "evidence": []}
# As the first version made them.
OLDER = """
CREATE TABLE suggestion (assignment VARCHAR(64) NOT NULL, learner VARCHAR(128) NOT NULL, criterion VARCHAR(64) NOT NULL,
  level INTEGER NOT NULL, points FLOAT NOT NULL, confidence FLOAT NOT NULL, evidence JSON NOT NULL,
  digest VARCHAR(64) NOT NULL, at VARCHAR(32) NOT NULL, PRIMARY KEY (assignment, learner, criterion));
CREATE TABLE decision (id INTEGER NOT NULL PRIMARY KEY, assignment VARCHAR(64) NOT NULL, learner VARCHAR(128) NOT NULL,
  criterion VARCHAR(64) NOT NULL, who VARCHAR(128) NOT NULL, "before" FLOAT, "after" FLOAT, why TEXT NOT NULL,
  at VARCHAR(32) NOT NULL);
CREATE TABLE work (assignment VARCHAR(64) NOT NULL, learner VARCHAR(128) NOT NULL, digest VARCHAR(64) NOT NULL,
  at VARCHAR(32) NOT NULL, PRIMARY KEY (assignment, learner));
INSERT INTO suggestion VALUES ('a', 'ada', 'offer', 2, 13.3, 0.9, '[]', 'd', 'then');
INSERT INTO decision VALUES (1, 'a', 'ada', 'offer', 'amina', 13.3, 20.0, '', 'then');
INSERT INTO work VALUES ('a', 'ada', 'd', 'then');
"""


@pytest.fixture
def store(tmp_path: Path) -> MarkingStore:
    return MarkingStore(f"sqlite:///{tmp_path / 'marking.db'}")


def test_an_older_store_opens_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "marking.db")) as database, database:
        database.executescript(OLDER)
    store = MarkingStore(f"sqlite:///{tmp_path / 'marking.db'}")
    (work,) = store.works("a")
    assert (work.learner, work.digest, work.hold) == ("ada", "d", Hold())
    assert work.suggestions["offer"]["level"] == 2
    assert store.rule("a", "ada") is None
    assert [(one.who, one.after, one.why) for one in store.decisions("a", "ada")] == [("amina", 20.0, "")]
    store.decide("a", "ada", "offer", "bela", 20.0, 13.3, "too much")
    store.save("a", "ada", "e", "written", {"offer": LEVEL}, Hold("guard", ("Words out of order.",)))
    assert [one.why for one in store.decisions("a", "ada")] == ["", "too much"]
    assert store.works("a")[0].hold == Hold("guard", ("Words out of order.",))


def test_marks_set_past_the_store_are_recorded_once(store: MarkingStore) -> None:
    store.decide("a", "ada", "offer", "amina", 13.3, 20.0, "why")
    for _ in range(2):
        store.catch_up("a", "ada", {"offer": (13.3, 20.0), "cause": (4.0, 4.0)}, "bela")
    store.catch_up("a", "ada", {"offer": (13.3, 6.0)}, "bela")
    found = [(one.criterion, one.who, one.before, one.after, one.why) for one in store.decisions("a", "ada")]
    assert found == [
        ("offer", "amina", 13.3, 20.0, "why"),
        ("cause", "bela", 4.0, 4.0, ""),
        ("offer", "bela", 20.0, 6.0, ""),
    ]


def test_the_first_blind_level_stands_and_counts_for_the_work_it_was_given_for(store: MarkingStore) -> None:
    store.save("a", "ada", "d", "written", {"offer": LEVEL})
    first = Opinion("ada", "offer", "amina", "d", 1, 2)
    store.give("a", [first])
    store.give("a", [Opinion("ada", "offer", "amina", "d", 3, 2), Opinion("ada", "offer", "bela", "d", 0, 2)])
    assert [(one.who, one.level) for one in store.opinions("a")] == [("amina", 1), ("bela", 0)]
    assert store.opinions("a", "ben") == []
    store.save("a", "ada", "newer", "written", {"offer": LEVEL})
    assert store.opinions("a") == []


def test_asking_twice_for_moderation_asks_once(store: MarkingStore) -> None:
    store.moderate("a", ["ada"])
    store.moderate("a", ["ada", "ben"])
    assert store.moderated("a") == {"ada", "ben"}
    assert store.moderated("b") == set()
