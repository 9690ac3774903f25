"""A class on a server, for the tests of its administration."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
from tests.nbgrader.klass import APPLIED, Klass

from evenkeel_grading.private import Note
from evenkeel_hub.accounts import Accounts
from evenkeel_hub.enrolling import enrol
from evenkeel_hub.hosted import Hosted, open_hosted
from evenkeel_hub.roll import Person

ROOT = Path(__file__).parents[2]
WORDS = "The quokka of Zanzibar said so"


@pytest.fixture(scope="session")
def empty_class(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with nobody's work in it, to be copied: nbgrader takes seconds to make a gradebook."""
    work = tmp_path_factory.mktemp("class") / "work"
    with mock.patch.dict(os.environ), pytest.MonkeyPatch.context() as patch:
        _environment(patch, work)
        with open_hosted(ROOT).gradebook():
            pass
    return work


@pytest.fixture
def hosted(empty_class: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hosted:
    """A class with nobody in it yet."""
    shutil.copytree(empty_class, tmp_path / "work")
    _environment(monkeypatch, tmp_path / "work")
    return open_hosted(ROOT)


def _environment(patch: pytest.MonkeyPatch, work: Path) -> None:
    for name in ("EVENKEEL_TRIAL", "EVENKEEL_ROLL", "EVENKEEL_COURSE", "EVENKEEL_ROOT"):
        patch.delenv(name, raising=False)
    patch.setenv("EVENKEEL_WORK", str(work))
    patch.setenv("JUPYTER_CONFIG_PATH", str(ROOT / "grading"))


@pytest.fixture(scope="session")
def marked_class(empty_class: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A working folder in which the work of two learners is marked; and the first one's id, like no other word."""
    work = tmp_path_factory.mktemp("marked") / "work"
    shutil.copytree(empty_class, work)
    learner = f"ekt-quokka-{secrets.token_hex(3)}"
    with mock.patch.dict(os.environ), pytest.MonkeyPatch.context() as patch:
        _environment(patch, work)
        klass = Klass(work)
        assert klass.api.generate_assignment(APPLIED)["success"]
        for name in (learner, "ben"):
            folder = klass.hand_in(name)
            answers = (folder / "responses.json").read_text(encoding="utf-8")
            (folder / "responses.json").write_text(answers.replace("sorry", f"sorry. {WORDS}. I"), encoding="utf-8")
            assert klass.autograde(name)["success"]
    return work, learner


@dataclass
class Marked:
    """A class with work in it. ``learner`` has an account of their own; ``ben`` has none."""

    hosted: Hosted
    learner: str
    home: Path
    tray: Path


@pytest.fixture
def marked(marked_class: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Marked]:
    """Two learners' work in every place that holds any. Needs root, for the account of one of them."""
    work, learner = marked_class
    with tempfile.TemporaryDirectory(prefix="ekt-class-") as folder:  # pytest's own lets no other account in
        Path(folder).chmod(0o755)
        shutil.copytree(work, Path(folder, "work"))
        _environment(monkeypatch, Path(folder, "work"))
        hosted = open_hosted(ROOT)
        try:
            enrol(hosted, [Person(learner, "Quo Kka", "q@example.org")], make_accounts=True)
            enrol(hosted, [Person("ben", "Ben")])
            yield _filled(hosted, learner)
        finally:
            Accounts().remove(learner)


def _filled(hosted: Hosted, learner: str) -> Marked:
    home, account = Accounts().home(learner), pwd.getpwnam(learner)
    assert home is not None
    made = Marked(hosted, learner, home / "evenkeel", hosted.places.inbound / learner)
    for name in (learner, "ben"):
        page = hosted.course / "feedback" / name / APPLIED / f"{APPLIED}.html"
        page.parent.mkdir(parents=True)
        page.write_text(f"<p>{name}: {WORDS}</p>", encoding="utf-8")
        note = Note(
            secrets.token_hex(8), name, APPLIED, "at-risk", "today", "reply", WORDS, "2026-11-20T10:00:00+00:00"
        )
        hosted.private.add([note])
    for file in ("progress.json", f"{APPLIED}/responses.json", f"receipts/{APPLIED}.json"):
        put_as(account, made.home / file, f'{{"learner": "{learner}", "text": "{WORDS}"}}')
    put_as(account, made.tray / f"{learner}+{APPLIED}+2026-11-20 10:00:00.000000 UTC" / "responses.json", WORDS)
    return made


def put_as(account: pwd.struct_passwd, file: Path, text: str) -> None:
    """Write a file as its owner does."""
    script = 'mkdir -p "$(dirname "$1")" && printf %s "$2" > "$1"'
    run_as(account, "sh", "-c", script, "sh", str(file), text)


def run_as(account: pwd.struct_passwd, *words: str) -> None:
    """Run a command as that account."""
    subprocess.run(words, user=account.pw_uid, group=account.pw_gid, extra_groups=[], cwd="/", check=True)
