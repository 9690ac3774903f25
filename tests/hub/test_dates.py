"""Due dates and extra time, from the command to what a learner's page reads."""

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from evenkeel.server.dates import read_dates
from evenkeel_grading.nbg.places import open_exchange
from evenkeel_grading.nbg.trays import make_tray
from evenkeel_hub import dates
from evenkeel_hub.__main__ import main
from evenkeel_hub.due import kept_dates
from evenkeel_hub.hosted import AdminError, Hosted
from evenkeel_hub.roll import Person

ROOT = Path(__file__).parents[2]
LONDON = ZoneInfo("Europe/London")
APPLIED = "difficult-applied"


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-12-01T17:00", datetime(2026, 12, 1, 17)),
        ("2026-07-01T17:00", datetime(2026, 7, 1, 16)),
        ("2026-07-01", datetime(2026, 7, 1, 22, 59)),
        ("2026-07-01T17:00+00:00", datetime(2026, 7, 1, 17)),
        ("2026-10-25T01:30", datetime(2026, 10, 25, 1, 30)),  # passes twice: the later one
    ],
)
def test_a_moment_is_taken_in_its_zone(text: str, utc: datetime) -> None:
    assert dates.moment(text, LONDON) == utc


@pytest.mark.parametrize(("text", "words"), [("2026-03-29T01:30", "goes forward"), ("soon", "no moment")])
def test_a_moment_that_is_none_is_refused(text: str, words: str) -> None:
    with pytest.raises(AdminError, match=words):
        dates.moment(text, LONDON)


def test_no_zone_of_that_name_is_told() -> None:
    with pytest.raises(AdminError, match="Europe/London"):
        dates.zone_of("../../etc/passwd")


def test_the_machines_own_zone_knows_summer_time_whatever_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/London")
    here = dates.zone_of(None)
    assert dates.moment("2026-07-01T17:00", here) == datetime(2026, 7, 1, 16)
    assert dates.moment("2026-12-01T17:00", here) == datetime(2026, 12, 1, 17)
    assert dates.field(datetime(2026, 7, 1, 16), here) == "2026-07-01T17:00"


@pytest.fixture
def trays(hosted: Hosted) -> Path:
    open_exchange(hosted.places.exchange, hosted.places.course_id)
    for name in ("ada", "ben"):
        make_tray(hosted.places.inbound, name, os.geteuid())
    hosted.roll.put([Person("ada"), Person("ben")])
    return hosted.places.inbound


def test_each_learner_reads_their_own_dates(hosted: Hosted, trays: Path, capsys: pytest.CaptureFixture[str]) -> None:
    course = ["--zone", "Europe/London", "--course", str(ROOT)]
    assert main(["dates", "set", APPLIED, "2026-07-01T17:00", *course]) == 0
    assert main(["dates", "extend", "ada", APPLIED, "2026-07-08T17:00", *course]) == 0
    assert capsys.readouterr().out.endswith(f"{APPLIED}: 2026-07-01 17:00 BST\n  ada: 2026-07-08 17:00 BST\n")
    ada, ben = (read_dates(trays / name)[APPLIED] for name in ("ada", "ben"))
    assert (ada.at, ada.extended) == (datetime(2026, 7, 8, 16, tzinfo=UTC), True)
    assert (ben.at, ben.extended) == (datetime(2026, 7, 1, 16, tzinfo=UTC), False)
    # Everybody gets longer than ada had: her own date no longer counts, and says so.
    dates.set_due(hosted, APPLIED, datetime(2026, 7, 9))
    assert read_dates(trays / "ada")[APPLIED].extended is False
    dates.set_due(hosted, APPLIED, None)
    assert read_dates(trays / "ada") == {}


def test_a_link_in_a_tray_is_never_written_through(hosted: Hosted, trays: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("whole", encoding="utf-8")
    (trays / "ada" / "dates.json").symlink_to(victim)
    (trays / "ben" / "dates.json").mkdir()
    notes = dates.set_due(hosted, APPLIED, datetime(2026, 7, 1))
    assert victim.read_text(encoding="utf-8") == "whole"
    assert read_dates(trays / "ada")[APPLIED].at == datetime(2026, 7, 1, tzinfo=UTC)
    assert len(notes) == 1
    assert "ben" in notes[0]


def test_what_cannot_be_is_refused_and_changes_nothing(hosted: Hosted, trays: Path) -> None:
    with pytest.raises(AdminError, match="no assignment"):
        dates.set_due(hosted, "no-such-thing", datetime(2026, 7, 1))
    with pytest.raises(AdminError, match="no due date"):
        dates.extend(hosted, "ada", APPLIED, datetime(2026, 7, 1))
    dates.set_due(hosted, APPLIED, datetime(2026, 7, 1))
    for learner, until, words in (("eve", 9, "not on the roll"), ("ada", 1, "not later")):
        with pytest.raises(AdminError, match=words):
            dates.extend(hosted, learner, APPLIED, datetime(2026, 7, until))
    assert [one.extended for one in dates.every(hosted)] == [{}]
    assert (trays / "ada" / "dates.json").exists()


def test_the_hub_reads_the_same_dates_without_nbgrader(hosted: Hosted, trays: Path) -> None:
    dates.set_due(hosted, APPLIED, datetime(2026, 7, 1, 16))
    dates.extend(hosted, "ada", APPLIED, datetime(2026, 7, 8, 16, 0, 30))
    assert kept_dates(hosted.course) == dates.every(hosted)
    assert kept_dates(hosted.course / "nowhere") == []
    assert (trays / "ada" / "dates.json").exists()
