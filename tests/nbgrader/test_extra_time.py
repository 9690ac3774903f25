"""A learner who was given more time: known before there is any work, minded by collecting and by marking."""

import datetime
import os
import pwd

from klass import APPLIED, Klass

from evenkeel_grading.store import MarkingStore, extra_time

ME = pwd.getpwuid(os.getuid()).pw_name
DUE = datetime.datetime(2026, 11, 19, 17)
LATER = datetime.datetime(2026, 11, 21, 17)


def set_due(klass: Klass, extended: dict[str, datetime.datetime]) -> None:
    with klass.gradebook() as gradebook:
        gradebook.update_or_create_assignment(APPLIED, duedate=str(DUE))
    store = MarkingStore(f"sqlite:///{klass.course / 'marking.db'}")
    for learner, due in extended.items():
        store.extend(APPLIED, learner, due)


def seconds_late(klass: Klass, learner: str) -> float:
    with klass.gradebook() as gradebook:
        late: float = gradebook.find_submission(APPLIED, learner).total_seconds_late
    return late


def test_work_within_a_learners_extra_time_is_not_late(klass: Klass) -> None:
    set_due(klass, {"ada": LATER})
    for learner in ("ada", "ben"):
        klass.hand_in(learner)  # on 20 November at 10:00
        assert klass.autograde(learner)["success"]
    assert seconds_late(klass, "ada") == 0
    assert seconds_late(klass, "ben") == 17 * 3600
    set_due(klass, {"ada": DUE - datetime.timedelta(days=3)})  # less than everybody has: no extension
    assert klass.autograde("ada")["success"]
    assert seconds_late(klass, "ada") == 17 * 3600


def test_collecting_what_came_in_time_minds_each_learners_own_time(klass: Klass) -> None:
    assert klass.api.release_assignment(APPLIED)["success"]
    inbound = klass.work / "exchange" / "evenkeel" / "inbound"
    for day in (18, 20, 22):
        folder = inbound / ME / f"{ME}+{APPLIED}+2026-11-{day} 10:00:00.000000 UTC+abc"
        folder.mkdir(parents=True)
        (folder / "responses.json").write_text("{}", encoding="utf-8")
    klass.config.ExchangeCollect.before_duedate = True
    stamps = []
    for extended in ({}, {ME: LATER}):
        set_due(klass, extended)
        assert klass.api.collect(APPLIED)["success"]
        stamps.append((klass.folder(ME) / "timestamp.txt").read_text(encoding="utf-8")[:10])
    assert stamps == ["2026-11-18", "2026-11-20"]


def test_an_extension_is_what_lies_beyond_the_due_date() -> None:
    assert extra_time(DUE, LATER) == datetime.timedelta(days=2)
    assert extra_time(DUE, DUE) is None
    assert extra_time(None, LATER) is None
    assert extra_time(DUE, None) is None
