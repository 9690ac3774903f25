"""Killing at random times: a real server under saves and hand-ins, a marking run, and its database."""

import contextlib
import hashlib
import json
import os
import random
import signal
import sys
import threading
import time
import urllib.error
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_server.serverapp import ServerApp
from klass import APPLIED, ROOT, Klass
from nbgrader.api import Gradebook
from tests.postgres import Postgres
from tests.server.serving import TOKEN, Served, Visitor

import evenkeel.server.routes  # noqa: F401  (so that what is forked need not load it)

SHEET = f"evenkeel/api/records/worksheet/{APPLIED}"
PRACTICE = "evenkeel/api/records/worksheet/pause-plan"
HAND_IN = f"evenkeel/api/assignments/{APPLIED}/hand-in"


def killed_after(seconds: float, act: Callable[[], Any]) -> bool:
    """Do it in a child that is killed after so long; whether it was still at work."""
    child = os.fork()
    if child == 0:
        quietly(act)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def database_killed_after(server: Postgres, seconds: float, act: Callable[[], Any]) -> bool:
    """Do it in a child; after so long the database is killed. The child ends by itself, the database comes back."""
    child = os.fork()
    if child == 0:
        quietly(act)
    time.sleep(seconds)
    at_work = os.waitpid(child, os.WNOHANG) == (0, 0)
    server.kill()
    if at_work:
        os.waitpid(child, 0)
    server.start()
    return at_work


def quietly(act: Callable[[], Any], log: Path = Path(os.devnull)) -> None:
    """In a child, to its end."""
    try:
        warnings.simplefilter("default")
        said = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.dup2(said, 1)
        os.dup2(said, 2)
        sys.stdout = sys.stderr = os.fdopen(said, "a", buffering=1)
        act()
    finally:
        os._exit(0)


class Lean(Served):
    """A learner's server as the hub starts it: with the exercises, and without what only programmers use.

    Forked from a process that has loaded Jupyter: most of a start is loading it, and a test starts it often.
    """

    def environment(self) -> dict[str, str]:
        settings = json.loads((ROOT / "hub" / "evenkeel_hub" / "learner" / "jupyter_server_config.json").read_text())
        del settings["ServerApp"]["jpserver_extensions"]["evenkeel_hub.notebooks"]  # there is no hub to ask
        folder = self.work / "jupyter" / "config"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "jupyter_server_config.json").write_text(json.dumps(settings))
        return super().environment()

    def start(self) -> "Lean":
        """As :meth:`Served.start`."""
        command = ["--no-browser", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1", "--allow-root"]
        command += [f"--ServerApp.port={self.port}", f"--IdentityProvider.token={TOKEN}"]
        command += [f"--ServerApp.root_dir={self.course}"]
        environment = self.environment()
        child = os.fork()
        if child == 0:
            os.environ.clear()
            os.environ.update(environment)
            os.chdir(self.course)
            quietly(lambda: ServerApp.launch_instance(command), self.work / "server.log")
        self.process = Child(child)  # type: ignore[assignment]
        self._wait()
        return self


class Child:
    """As much of a :class:`subprocess.Popen` as a server needs."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Whether it has ended, and how."""
        if self.returncode is None and (found := os.waitpid(self.pid, os.WNOHANG)) != (0, 0):
            self.returncode = os.waitstatus_to_exitcode(found[1])
        return self.returncode

    def kill(self) -> None:
        """SIGKILL."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> None:
        """For its end."""
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


# --- a learner at a server ------------------------------------------------------------------------------------


@dataclass
class Learner:
    """Saves and hands in without pause, and writes down what was sent and what the server said is kept."""

    server: Served
    sent: int = 0
    kept: int = 0
    receipts: list[dict[str, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Two browsers at once: one saves, one hands in."""
        self.ended.clear()
        threads = [threading.Thread(target=self._go, args=(act,)) for act in (self._save, self._hand_in)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.ended.set()
            for thread in threads:
                thread.join()

    def _go(self, act: Callable[[Visitor], None]) -> None:
        with contextlib.suppress(OSError, urllib.error.URLError, ValueError):
            visitor = self.server.visitor().sign_in()
            while not self.ended.is_set():
                act(visitor)

    def _save(self, visitor: Visitor) -> None:
        at = visitor.ask("GET", SHEET).json["saved_at"]
        self.sent += 1
        state = {"schema": 1, "fields": {"characteristics": f"save {self.sent}"}}
        answer = visitor.ask("PUT", SHEET, {"state": state, "saved_at": at})
        if answer.status == 200:
            self.kept = self.sent
        elif answer.status != 409:  # the hand-in writes the learner's name into the same file
            self.wrong.append(f"{answer.status} {answer.body!r}")

    def _hand_in(self, visitor: Visitor) -> None:
        answer = visitor.ask("POST", HAND_IN)
        if answer.status == 200:
            self.receipts.append(answer.json)
        elif answer.status != 409 or "Nothing is answered" not in answer.json["message"]:
            self.wrong.append(f"{answer.status} {answer.body!r}")

    def look(self) -> None:
        """After a kill and a new start: what was acknowledged is there, and what was handed in is whole."""
        visitor = self.server.visitor().sign_in()
        state = visitor.ask("GET", SHEET).json["state"]
        number = int(state.get("fields", {}).get("characteristics", "save 0").split()[1])
        assert self.kept <= number <= self.sent, f"saved {self.kept}, found {number}, sent {self.sent}"
        self.kept = number
        standing = next(one for one in visitor.ask("GET", "evenkeel/api/assignments").json if one["id"] == APPLIED)
        shown = {(one["at"], one["checksum"]) for one in standing["handed_in"]}
        assert {(one["at"], one["checksum"]) for one in self.receipts} <= shown
        handed_in = self.handed_in()
        assert sorted(handed_in) == sorted(set(handed_in))
        assert {(one["at"], one["checksum"]) for one in self.receipts} <= set(handed_in)

    def handed_in(self) -> list[tuple[str, str]]:
        """Time and checksum of all that could be collected."""
        return [facts(folder) for folder in self.server.work.glob("exchange/*/inbound/*/*+*")]


def facts(folder: Path) -> tuple[str, str]:
    """Time and checksum of a hand-in, which has to be whole."""
    names = {path.name for path in folder.iterdir()}
    assert names == {f"{APPLIED}.ipynb", "responses.json", "timestamp.txt", "submission_secret.txt"}, names
    data = (folder / "responses.json").read_bytes()
    assert json.loads(data)["fields"]
    stamp = (folder / "timestamp.txt").read_text().replace(" UTC", "+00:00").replace(" ", "T", 1)
    return stamp, hashlib.sha256(data).hexdigest()


def kill_servers(server: Served, kills: int, seed: int) -> Learner:
    """Start, use, kill, start again and look, so many times. Raises ``AssertionError`` for anything lost."""
    dice = random.Random(seed)
    learner = Learner(server)
    server.start()
    for _ in range(kills):
        with learner.at_work():
            time.sleep(dice.uniform(0.0, 1.2))
            server.stop()
        server.start()
        learner.look()
    assert learner.wrong == []
    return learner


# --- marking --------------------------------------------------------------------------------------------------

State = dict[str, dict[str, tuple[float | None, float | None, bool]]]


def gradebook_of(klass: Klass) -> Gradebook:
    """Wherever its rows are."""
    return Gradebook(klass.api.coursedir.db_url, "evenkeel")


def marks(klass: Klass) -> State:
    """Every learner's rows: the suggestion, the tutor's mark, and whether a tutor has still to look."""
    with gradebook_of(klass) as gradebook:
        found: State = {}
        for submission in gradebook.assignment_submissions(APPLIED):
            (notebook,) = submission.notebooks
            rows = [
                (grade.name, (grade.auto_score, grade.manual_score, grade.needs_manual_grade))
                for grade in notebook.grades
            ]
            assert len(dict(rows)) == len(rows)
            assert submission.student.id not in found
            found[submission.student.id] = dict(rows)
    return found


Kill = Callable[[float, Callable[[], Any]], bool]


def kill_marking(klass: Klass, learners: list[str], kills: int, seed: int, kill: Kill = killed_after) -> int:
    """Mark, killed at random times; returns how many kills met work. The marks come out the same.

    Every learner's first written mark was decided by a tutor before: that decision has to stay.
    """
    dice = random.Random(seed)
    assert klass.autograde()["success"]
    for learner in learners:
        decide_one(klass, learner)
    assert klass.autograde()["success"]
    before, met = marks(klass), 0
    assert sorted(before) == sorted(learners)
    began = time.monotonic()
    assert klass.autograde()["success"]
    whole = time.monotonic() - began
    for number in range(kills):
        force = dice.random() < 0.7
        met += kill(dice.uniform(0, whole), lambda force=force: klass.autograde(force=force))  # type: ignore[misc]
        if number % 8 == 7 or number == kills - 1:
            result = klass.autograde(force=False)
            assert result["success"], result
            assert marks(klass) == before
            for learner in learners:
                assert klass.marked(learner)["cells"]
    return met


def decide_one(klass: Klass, learner: str) -> None:
    with gradebook_of(klass) as gradebook:
        notebook = gradebook.find_submission_notebook(APPLIED, APPLIED, learner)
        grade = next(one for one in notebook.grades if one.needs_manual_grade)
        grade.manual_score = 1.5
        gradebook.db.commit()
