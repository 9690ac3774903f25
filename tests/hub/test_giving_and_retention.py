"""Giving out all that is held on a learner, and keeping nothing longer than the settings say."""

import json
import os
import pwd
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.hub.conftest import APPLIED, ROOT, WORDS, Marked, put_as, run_as

from evenkeel_hub.__main__ import main
from evenkeel_hub.backup import back_up
from evenkeel_hub.giving import give_out
from evenkeel_hub.holdings import counts
from evenkeel_hub.hosted import AdminError, Hosted
from evenkeel_hub.retention import due
from evenkeel_hub.roll import Person

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def test_all_that_is_held_is_in_the_file_and_nothing_of_anybody_else(marked: Marked, tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    assert main(["export-learner", marked.learner, "--to", str(file), "--course", str(ROOT)]) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(file) as archive:
        content = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    assert json.loads(content["person.json"])["name"] == "Quo Kka"
    (work,) = json.loads(content["marks.json"])
    assert work["assignment"] == APPLIED
    assert work["marks"]
    assert json.loads(content["marking.json"])["suggestion"]
    files = {name.split("/")[1] for name in content if name.startswith("files/")}
    assert files == {"home", "exchange", "submitted", "autograded", "feedback"}
    assert '"ben"' not in "".join(content.values())
    # Not even whether there are private notes.
    assert "private.json" not in content
    assert "at-risk" not in "".join(content.values())


def test_the_named_role_gets_the_private_notes_too(marked: Marked, tmp_path: Path) -> None:
    give_out(marked.hosted, marked.learner, tmp_path / "all.zip", private=True)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert [note["quote"] for note in json.loads(archive.read("private.json"))] == [WORDS]


def test_links_and_odd_names_do_no_harm(marked: Marked, tmp_path: Path) -> None:
    account = pwd.getpwnam(marked.learner)
    run_as(account, "ln", "-s", "/etc/shadow", str(marked.home / "shadow"))
    put_as(account, marked.home / "..\\..\\evil\n.txt", "odd")
    give_out(marked.hosted, marked.learner, tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        names = archive.namelist()
        assert "shadow: a link" in archive.read("read-me.txt").decode()
    assert "files/home/evenkeel/.._.._evil_.txt" in names
    assert not any(name.endswith("shadow") for name in names)
    with pytest.raises(AdminError, match="is there already"):
        give_out(marked.hosted, marked.learner, tmp_path / "all.zip")
    for odd in ("../ben", "eve"):
        with pytest.raises(AdminError):
            give_out(marked.hosted, odd, tmp_path / "other.zip")
    assert not (tmp_path / "other.zip").exists()


def whats(hosted: Hosted, moment: datetime = NOW) -> str:
    return "\n".join(step.what for step in due(hosted, moment))


def test_who_was_withdrawn_long_enough_ago_is_erased_and_only_when_asked_to(
    marked: Marked, capsys: pytest.CaptureFixture[str]
) -> None:
    hosted = marked.hosted
    long_ago = (datetime.now(UTC) - timedelta(days=366)).isoformat()
    hosted.roll.put([Person(marked.learner, withdrawn=long_ago, account_made=True)])
    assert main(["retention", "--course", str(ROOT)]) == 0
    assert f"Erase {marked.learner}: withdrawn" in capsys.readouterr().out
    assert counts(hosted, marked.learner)
    assert main(["retention", "--apply", "--course", str(ROOT)]) == 0
    assert counts(hosted, marked.learner) == {}
    assert counts(hosted, "ben")


def test_each_kind_of_data_has_its_own_time(marked: Marked) -> None:
    hosted, settings = marked.hosted, marked.hosted.coursedir.config.EvenkeelClass
    assert whats(hosted).count("\n") == 0  # private notes only
    hosted.roll.put([Person("ben", withdrawn=(NOW - timedelta(days=364)).isoformat())])
    assert "ben" not in whats(hosted)
    assert "ben" in whats(hosted, NOW + timedelta(days=2))
    settings.withdrawn_days = 0
    assert "ben" not in whats(hosted, NOW + timedelta(days=9999))
    # Nothing handed in: from the day of enrolment; else from the last hand-in, here 20 November.
    settings.inactive_days = 30
    hosted.roll.put(
        [Person("ben", added="2026-01-01T00:00:00+00:00"), Person("cat", added="2026-01-01T00:00:00+00:00")]
    )
    assert "Erase cat: nothing handed in for 30 days." in whats(hosted)
    assert "ben" not in whats(hosted)
    assert "ben" in whats(hosted, NOW + timedelta(days=30))
    hosted.roll.put([Person("cat", erase_asked="2026-01-01T00:00:00+00:00")])
    assert "Erase cat: erasing was asked for" in whats(hosted)


def test_old_backups_go_and_the_last_one_stays(hosted: Hosted, tmp_path: Path) -> None:
    hosted.coursedir.config.EvenkeelClass.backup_folder = str(tmp_path / "backups")
    (tmp_path / "backups").mkdir()
    for day in ("20260901", "20260902", "20260903"):
        file = back_up(hosted, tmp_path / "backups" / f"evenkeel-evenkeel-{day}-030000.tar.gz").file
        os.utime(file, (1.7e9, 1.7e9))
    for step in due(hosted, NOW):
        step.do()
    assert [file.name[18:26] for file in (tmp_path / "backups").iterdir()] == ["20260903"]


def test_a_home_that_leads_elsewhere_is_not_gone_into(marked: Marked, tmp_path: Path) -> None:
    account = pwd.getpwnam(marked.learner)
    elsewhere = marked.home.parent / "elsewhere"
    put_as(account, elsewhere / "diary", "theirs, but not what the folder is for")
    run_as(account, "rm", "-r", str(marked.home))
    run_as(account, "ln", "-s", str(elsewhere), str(marked.home))
    give_out(marked.hosted, marked.learner, tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert not any("diary" in name for name in archive.namelist())
        assert "evenkeel: " in archive.read("read-me.txt").decode()
