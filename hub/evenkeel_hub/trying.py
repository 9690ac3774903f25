"""``make hub``: a whole class on this machine, to try out, with made-up people who are real system accounts."""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from evenkeel.problems import EvenkeelError
from evenkeel.server.prepare import PrepareError, build_book
from evenkeel_grading.nbg.places import Places
from evenkeel_hub.accounts import Accounts
from evenkeel_hub.config import Hosting
from evenkeel_hub.interpreter import python_for_all
from evenkeel_hub.preparing import prepare
from evenkeel_hub.roll import Person, Role, Roll, roll_url

MARKER = "evenkeel-try"
PEOPLE: dict[str, Role] = {
    "try-ana": "learner",
    "try-ben": "learner",
    "try-tom": "tutor",
    "try-ada": "administrator",
}
_CONTENT = ("_config.yml", "organisation.yml", "README.md", "LICENSE", "book", "exercises", "source", "grading")
_CODE = shutil.ignore_patterns("__pycache__", "evenkeel", "evenkeel_grading", ".ipynb_checkpoints")


class TryingError(EvenkeelError):
    """The trial cannot start; ``str()`` says what to do."""


@dataclass(frozen=True)
class Trial:
    """``folder`` holds all of it; ``root`` is the checkout it was started from."""

    root: Path
    folder: Path
    port: int

    @property
    def work(self) -> Path:
        """The class's folder."""
        return self.folder / "class"

    @property
    def course(self) -> Path:
        """A copy of the course that can be closed to learners, which a checkout should not be."""
        return self.folder / "course"


def require_root() -> None:
    """Raises :class:`TryingError` for anybody else, with what they can do."""
    if os.geteuid() != 0:
        raise TryingError(
            "A hub gives each person an account of their own, which only root can do. Run: sudo make hub\n"
            "Without that, everybody's server would run as you: each learner could read the others' answers and hand"
            " in under their names. To try the course as one person, you need no hub: make run"
        )


def start(trial: Trial) -> int:
    """Make everything, run the hub until Ctrl+C, and return the exit status. Raises :class:`EvenkeelError`."""
    require_root()
    trial.folder.mkdir(parents=True, exist_ok=True)
    made = [name for name in (MARKER, *PEOPLE) if Accounts().make(name)]
    if made:
        print(f"Made these accounts on this machine, without passwords: {', '.join(made)}.", flush=True)
    where = _hosting(trial)
    _say("The book", lambda: _book(trial))
    _say("The class", lambda: _class(trial, where))
    return _run(trial, where)


def remove(trial: Trial) -> None:
    """Take away the accounts, their homes and the class."""
    require_root()
    for name in (MARKER, *PEOPLE):
        if Accounts().has(name):
            subprocess.run(["userdel", "--remove", name], check=True, capture_output=True)
    if trial.folder.is_dir():
        shutil.rmtree(trial.folder)


def _hosting(trial: Trial) -> Hosting:
    python = python_for_all(trial.folder / "python", trial.root / "requirements.txt", MARKER)
    places = Places(trial.course, trial.work, "evenkeel")
    where = Hosting(places, trial.work / "learner", trial.work / "hub", MARKER, python, _free_port(), _free_port())
    account = pwd.getpwnam(MARKER)
    seen = subprocess.run(["/bin/ls", trial.folder], user=account.pw_uid, group=account.pw_gid, extra_groups=[],
                          capture_output=True, check=False)  # fmt: skip
    if seen.returncode:
        raise TryingError(f"Other accounts cannot reach {trial.folder}. Name a place they can: EVENKEEL_WORK=/srv/try")
    return where


def _book(trial: Trial) -> None:
    work = trial.root / "_run"
    work.mkdir(exist_ok=True)
    try:
        build_book(trial.root, work)
    except PrepareError as error:
        raise TryingError(str(error)) from error


def _class(trial: Trial, where: Hosting) -> None:
    if trial.course.exists():
        shutil.rmtree(trial.course)
    trial.course.mkdir()
    for name in _CONTENT:
        if (trial.root / name).is_dir():
            shutil.copytree(trial.root / name, trial.course / name, ignore=_CODE)
        else:
            shutil.copy(trial.root / name, trial.course)
    shutil.copytree(trial.root / "_build" / "html", trial.course / "_build" / "html")
    first = not (where.places.outbound).is_dir()
    prepare(where, sorted(folder.name for folder in (trial.course / "source").iterdir()) if first else ())
    roll = Roll(roll_url(where.places.course))
    roll.put([Person(name, name.removeprefix("try-").title(), role=role) for name, role in PEOPLE.items()])
    account = pwd.getpwnam(MARKER)
    os.chown(where.places.course / "roll.db", account.pw_uid, account.pw_gid)


def _run(trial: Trial, where: Hosting) -> int:
    password = secrets.token_hex(4)
    log = where.state / "hub.log"
    address = f"http://127.0.0.1:{trial.port}/"
    with log.open("ab") as out:
        hub = subprocess.Popen(
            _command(trial, password), env=_environment(trial, where), cwd=where.state, stdout=out, stderr=out
        )
    with _ended(hub):
        if not _answers(hub, f"{address}hub/api/"):
            raise TryingError(f"The hub did not start. What it said is in {log}.")
        print(_words(address, password, log), flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            return hub.wait()
    print("\nThe hub has stopped. Everything is kept; make hub starts it again.", flush=True)
    return 0


def _command(trial: Trial, password: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "jupyterhub",
        f"--config={trial.root / 'hub' / 'jupyterhub_config.py'}",
        f"--JupyterHub.bind_url=http://127.0.0.1:{trial.port}",
        f"--JupyterHub.hub_bind_url=http://127.0.0.1:{_free_port()}",
        f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{_free_port()}",
        "--JupyterHub.cleanup_servers=True",
        "--JupyterHub.authenticator_class=evenkeel_hub.signin.TryingOut",
        f"--DummyAuthenticator.password={password}",
    ]


def _environment(trial: Trial, where: Hosting) -> dict[str, str]:
    programs = [str(Path(sys.executable).parent), str(trial.root / "hub" / "node_modules" / ".bin")]
    return os.environ | {
        "PATH": os.pathsep.join([*programs, os.environ.get("PATH", os.defpath)]),
        "EVENKEEL_ROOT": str(where.places.root),
        "EVENKEEL_WORK": str(where.places.work),
        "EVENKEEL_COURSE": where.course_id,
        "EVENKEEL_MARKER": where.marker,
        "EVENKEEL_PYTHON": where.python,
        "EVENKEEL_FORMGRADER_PORT": str(where.formgrader_port),
        "EVENKEEL_CLASS_PORT": str(where.class_port),
    }


def _words(address: str, password: str, log: Path) -> str:
    people = "\n".join(f"  {name:<9} {role}" for name, role in PEOPLE.items())
    return f"""
The hub is running: {address}

{people}

All have the password {password}. FOR TRYING OUT ONLY: it proves nothing about who signs in, so the hub listens to this
machine alone. Each person's server runs as their own account; sign in as two people in two browsers.

The log is {log}. Press Ctrl+C to stop.
To take away the accounts and all they did: make hub-remove"""


@contextlib.contextmanager
def _ended(hub: "subprocess.Popen[bytes]") -> Iterator[None]:
    try:
        yield
    finally:
        if hub.poll() is None:
            hub.send_signal(signal.SIGTERM)
            hub.wait(60)


def _answers(hub: "subprocess.Popen[bytes]", address: str) -> bool:
    for _ in range(600):
        if hub.poll() is not None:
            return False
        with contextlib.suppress(OSError, urllib.error.URLError), urllib.request.urlopen(address, timeout=5):
            return True
        time.sleep(0.2)
    return False


def _say(what: str, work: Callable[[], None]) -> None:
    print(f"{what} … ", end="", flush=True)
    began = time.monotonic()
    work()
    print(f"ready ({time.monotonic() - began:.1f} s)", flush=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
