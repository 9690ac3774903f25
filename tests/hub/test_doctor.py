"""``evenkeel doctor``: each fault of an installation is found, named and given its cure; a sound part says nothing."""

import argparse
import json
import os
import pwd
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.hub.conftest import ROOT

from evenkeel_grading.nbg.places import open_exchange
from evenkeel_grading.nbg.trays import make_tray
from evenkeel_hub import doctor_folders, doctor_setup
from evenkeel_hub.backup import back_up
from evenkeel_hub.commands import doctor as command
from evenkeel_hub.config import hosting
from evenkeel_hub.doctor import Check, Finding, Patient, examine, lines
from evenkeel_hub.hosted import Hosted
from evenkeel_hub.roll import Person
from evenkeel_hub.settings import EvenkeelClass

ME = pwd.getpwuid(os.geteuid()).pw_name


@pytest.fixture
def patient(hosted: Hosted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Patient:
    """A sound class. Its course is a small copy, so that its modes can be changed."""
    root = tmp_path / "course"
    for name in ("source", "grading/rubrics", "hub", "exercises"):
        (root / name).mkdir(parents=True)
    for name in ("_config.yml", "requirements.txt"):
        (root / name).write_text("", encoding="utf-8")
    book = hosted.places.work / "learner" / "_build" / "html"
    book.mkdir(parents=True)
    (book / "index.html").write_text("", encoding="utf-8")
    open_exchange(hosted.places.exchange, hosted.places.course_id)
    make_tray(hosted.places.inbound, ME, os.geteuid())
    hosted.roll.put([Person(ME, role="tutor")])
    (tmp_path / "backups").mkdir()
    hosted.coursedir.config.EvenkeelClass.backup_folder = str(tmp_path / "backups")
    back_up(hosted, tmp_path / "backups")
    monkeypatch.setenv("EVENKEEL_ROOT", str(root))
    monkeypatch.setenv("EVENKEEL_MARKER", ME)
    where = hosting()
    assert where.places.work == hosted.places.work
    return Patient(where, hosted)


def names(findings: list[Finding]) -> set[str]:
    assert all(one.what and one.cure for one in findings)
    return {one.name for one in findings}


def test_sound_folders_give_no_finding(patient: Patient) -> None:
    assert examine(patient, doctor_folders.CHECKS) == []


def _exchange(patient: Patient) -> Path:
    return patient.hosting.places.exchange


FAULTS: dict[str, tuple[Check, Callable[[Patient], object]]] = {
    "course-mode": (doctor_folders.course_folder, lambda p: p.hosted.course.chmod(0o750)),
    "private-notes": (
        doctor_folders.course_folder,
        lambda p: (p.hosted.private, (p.hosted.course / ".private" / "notes.db").chmod(0o640)),
    ),
    "exchange-mode": (doctor_folders.exchange, lambda p: _exchange(p).chmod(0o777)),
    "exchange-missing": (doctor_folders.exchange, lambda p: shutil.rmtree(_exchange(p))),
    "exchange-listed": (doctor_folders.exchange, lambda p: p.hosting.places.inbound.chmod(0o755)),
    "trays": (doctor_folders.trays, lambda p: (p.hosting.places.inbound / ME).chmod(0o2777)),
    "masters-copied": (doctor_folders.masters, lambda p: (p.hosting.learner_root / "source").mkdir()),
    "book-missing": (doctor_folders.masters, lambda p: shutil.rmtree(p.hosting.learner_root)),
    "old-backup": (doctor_folders.backups, lambda p: [os.utime(file, (0, 0)) for file in _backups(p)]),
    "open-backup": (doctor_folders.backups, lambda p: [file.chmod(0o644) for file in _backups(p)]),
    "versions": (
        doctor_setup.versions,
        lambda p: (p.hosting.places.root / "requirements.txt").write_text("jupyterhub==0.1\n", encoding="utf-8"),
    ),
    "no-tutor": (doctor_setup.accounts, lambda p: p.hosted.roll.put([Person(ME)])),
    "nobody": (doctor_setup.accounts, lambda p: p.hosted.roll.remove(ME)),
    "no-account": (doctor_setup.accounts, lambda p: p.hosted.roll.put([Person("ekt-nobody-here")])),
    "erasing": (doctor_setup.accounts, lambda p: p.hosted.roll.put([Person("ben", erase_asked="2026-01-01")])),
    "damaged-database": (doctor_setup.gradebook, lambda p: _damage(p.hosted.course / "marking.db")),
    "gradebook-version": (doctor_setup.gradebook, lambda p: _age(p.hosted.course / "gradebook.db")),
    "sign-in": (doctor_setup.sign_in, lambda p: _hub(p, "evenkeel_hub.signin.TryingOut", "http://127.0.0.1:8000")),
    "no-tls": (doctor_setup.sign_in, lambda p: _hub(p, "evenkeel_hub.signin.Pam", "http://0.0.0.0:8000")),
    "learners-settings": (doctor_setup.learners_servers, lambda p: _hub(p, "x", "http://127.0.0.1:8000")),
}


def _backups(patient: Patient) -> list[Path]:
    folder = EvenkeelClass(parent=patient.hosted.coursedir).backup_folder
    assert folder, "without a setting this would be the folder that the tests run in"
    return list(Path(folder).iterdir())


def _damage(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096:8192] = b"\xff" * 4096
    file.write_bytes(data)


def _age(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("update alembic_version set version_num = 'older'")
    database.close()


def _hub(patient: Patient, sign_in: str, bind: str) -> None:
    text = f"c = get_config()\nc.JupyterHub.authenticator_class = {sign_in!r}\nc.JupyterHub.bind_url = {bind!r}\n"
    (patient.hosting.places.root / "hub" / "jupyterhub_config.py").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found(patient: Patient, name: str) -> None:
    check, spoil = FAULTS[name]
    assert name not in names(examine(patient, [check]))
    spoil(patient)
    assert name in names(examine(patient, [check]))


def test_masters_that_every_account_can_read_are_found(patient: Patient) -> None:
    # pytest's own folder shuts everybody out, so that a folder below it is open to nobody.
    assert "masters-open" not in names(examine(patient, [doctor_folders.masters]))
    assert doctor_folders._open_to_all(Path("/usr/lib"))
    assert not doctor_folders._open_to_all(Path("/usr/lib/no-such-folder"))


def test_another_owner_is_found(patient: Patient) -> None:
    other = replace(patient, hosting=replace(patient.hosting, marker="daemon"))
    assert "course-owner" in names(examine(other, [doctor_folders.course_folder]))
    assert "marker-signs-in" not in names(examine(other, [doctor_setup.accounts]))
    nobody = replace(patient, hosting=replace(patient.hosting, marker="no-such-account"))
    assert "no-marker" in names(examine(nobody, [doctor_setup.accounts]))


def test_the_trial_mode_and_a_full_disk_are_found(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert examine(patient, [doctor_setup.trial_mode, doctor_folders.disk_space]) == []
    monkeypatch.setenv("EVENKEEL_TRIAL", "1")
    monkeypatch.setattr(doctor_folders, "_LEAST_FREE", 1 << 60)
    assert names(examine(patient, [doctor_setup.trial_mode, doctor_folders.disk_space])) == {"trial", "disk-space"}


def test_a_part_that_cannot_be_looked_at_hides_no_other(patient: Patient) -> None:
    _hub(patient, "x", "x")
    (patient.hosting.places.root / "hub" / "jupyterhub_config.py").write_text("1/0\n", encoding="utf-8")
    found = examine(patient, [doctor_setup.sign_in, doctor_setup.organisation])
    assert "could not be looked at: division by zero" in lines(found)[1]


def test_a_course_that_is_named_is_examined_by_its_own_settings_whatever_the_environment_names(
    patient: Patient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    named = patient.hosting.places.root
    ours = (ROOT / "grading" / "nbgrader_config.py").read_text(encoding="utf-8")
    config = f"{ours}\nc.EvenkeelMarking.private_days = 7\n"
    (named / "grading" / "nbgrader_config.py").write_text(config, encoding="utf-8")
    hub = f"import os\nassert os.environ['EVENKEEL_ROOT'] == {str(named)!r}\n"
    (named / "hub" / "jupyterhub_config.py").write_text(hub, encoding="utf-8")
    monkeypatch.setenv("EVENKEEL_ROOT", str(ROOT))
    found: list[Patient] = []
    monkeypatch.setattr(doctor_setup, "CHECKS", (doctor_setup.sign_in,))
    monkeypatch.setattr(doctor_folders, "CHECKS", (lambda one: found.append(one) or iter(()),))
    before = dict(os.environ)
    command.run(argparse.Namespace(course=named, json=False))
    assert "could not be looked at" not in capsys.readouterr().out
    assert dict(os.environ) == before
    (seen,) = found
    assert seen.hosting.places.root == named
    assert (seen.hosted.marking.root, seen.hosted.marking.private_days) == (str(named), 7)


def test_the_command_ends_by_what_it_found(
    patient: Patient, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from evenkeel.__main__ import parser

    monkeypatch.setattr(doctor_setup, "CHECKS", ())
    given = parser().parse_args(["doctor", "--json", "--course", str(patient.hosting.places.root)])
    assert command.run(given) == 0
    assert [one["name"] for one in json.loads(capsys.readouterr().out)] == ["no-backups"]  # a warning
    patient.hosted.course.chmod(0o755)
    assert command.run(given) == 1
    assert json.loads(capsys.readouterr().out)[0]["name"] == "course-mode"
