"""A real hub for tests: JupyterHub, configurable-http-proxy, nbgrader's exchange, and system accounts of its own.

Needs root. Use it so::

    with RunningHub.started(learners=["ana", "ben"], tutors=["tom"]) as hub:
        ana = hub.visitor("ana")                # signed in; cookies as a browser keeps them
        ana.ask("GET", ana.own("evenkeel/api/me"))
        hub.home("ana")                         # a Path: what ana's server keeps
        hub.tray("ana"); hub.places; hub.log()
        hub.as_person("ana", ["ls", "/"])       # a command as that account

Accounts are called ``ekt-<number>-<name>`` (``hub.account("ana")``); they, their homes and all processes go when the
block ends. The course is a copy of this repository's with one stand-in page, or with ``pages`` (a built book).
``release`` names the assignments that are handed out, ``config`` is an organisation's own settings (``hub.py``).
The hub listens on free ports of 127.0.0.1. It signs people in by one password (``TryingOut``); with
``sign_in="evenkeel_hub.signin.Pam"`` by the accounts' own, which are the same word; with ``sign_in=""``, as ``config``
says.
"""

import contextlib
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.server.serving import ROOT, Answered, Visitor, free_port
from tests.server.trial import copy_course

from evenkeel_grading.nbg.places import Places
from evenkeel_hub.config import Hosting
from evenkeel_hub.interpreter import python_for_all
from evenkeel_hub.preparing import marker_environment, prepare
from evenkeel_hub.roll import Person, Role, Roll, roll_url

COURSE = "evenkeel"
PASSWORD = "eleven quiet herons"
_XSRF = re.compile(r'name="_xsrf"[^>]*value="([^"]+)"')


@dataclass
class Guest(Visitor):
    """A visitor of the hub under one name. ``base`` is the hub's address and ends in a slash."""

    name: str = ""

    def own(self, path: str) -> str:
        """The address of something on this person's own server."""
        return f"user/{self.name}/{path}"

    def go(self, path: str, method: str = "GET", most: int = 20) -> tuple[str, Answered]:
        """Follow redirects, as a browser does; returns the last address, from the hub's, and the answer."""
        for _ in range(most):
            answer = self.ask(method, path.removeprefix("/"))
            if answer.status not in (301, 302, 303):
                return path, answer
            location = {key.lower(): value for key, value in answer.headers.items()}["location"]
            path = urllib.parse.urljoin("/" + path.removeprefix("/"), location)
            path, method = path.removeprefix(self.base.rstrip("/")), "GET"
        raise AssertionError(f"too many redirects, the last to {path}")

    def cookie_for(self, path: str, name: str = "_xsrf") -> str | None:
        """The cookie that a browser would send to this address: the one of the longest path."""
        fitting = [one for one in self.jar if one.name == name and f"/{path}".startswith(one.path)]
        return max(fitting, key=lambda one: len(one.path)).value if fitting else None

    def send(self, method: str, path: str, body: object = None, **more: object) -> Answered:
        """As the page's own scripts do: with the XSRF token of that server in a header."""
        headers = {"X-XSRFToken": self.cookie_for(path) or ""}
        return self.ask(method, path, body, headers=headers, xsrf=False, **more)  # type: ignore[arg-type]


@dataclass
class RunningHub:
    """A hub that runs. Make it with :meth:`started`."""

    hosting: Hosting
    port: int
    people: dict[str, Role]
    tag: str
    folder: Path
    sign_in: str
    config: str = ""
    scheme: str = "http"
    hub_port: int = field(default_factory=free_port)  # the same when it starts again: people's servers know it
    process: subprocess.Popen[bytes] | None = None
    made: list[str] = field(default_factory=list)

    @classmethod
    @contextlib.contextmanager
    def started(
        cls,
        learners: Sequence[str] = ("ana", "ben"),
        tutors: Sequence[str] = ("tom",),
        administrators: Sequence[str] = (),
        pages: Path | None = None,
        release: Sequence[str] = ("difficult-applied",),
        sign_in: str = "evenkeel_hub.signin.TryingOut",
        config: str = "",
        begin: bool = True,
    ) -> Iterator["RunningHub"]:
        """The whole life of a hub, from its accounts to their removal. It runs already, if it shall ``begin`` so."""
        assert os.geteuid() == 0, "a hub gives each person a system account: these tests need root"
        people: dict[str, Role] = dict.fromkeys(learners, "learner")
        people |= dict.fromkeys(tutors, "tutor") | dict.fromkeys(administrators, "administrator")
        folder = Path(tempfile.mkdtemp(prefix="ekt-hub-"))
        folder.chmod(0o755)
        tag = f"ekt-{secrets.token_hex(2)}"
        hub = cls(_hosting(folder, tag), free_port(), people, tag, folder, sign_in, config)
        try:
            hub._make_accounts()
            copy_course(hub.places.root, pages)
            prepare(hub.hosting, release)
            hub._enrol()
            yield hub.start() if begin else hub
        finally:
            hub._remove()

    @property
    def places(self) -> Places:
        """Where the class lies."""
        return self.hosting.places

    @property
    def base(self) -> str:
        """The hub's address, with a slash at its end."""
        return f"{self.scheme}://127.0.0.1:{self.port}/"

    def account(self, name: str) -> str:
        """The system account of a person, which is also who they are at the hub."""
        return f"{self.tag}-{name}"

    def home(self, name: str) -> Path:
        """The folder that a person's server keeps answers in."""
        return Path(pwd.getpwnam(self.account(name)).pw_dir, "evenkeel")

    def tray(self, name: str) -> Path:
        """A learner's own folder of the exchange."""
        return self.places.inbound / self.account(name)

    def as_person(self, name: str, command: Sequence[str], **more: object) -> "subprocess.CompletedProcess[str]":
        """Run a command as somebody's account; ``name`` may be ``marker``, for the one that marks."""
        account = pwd.getpwnam(self.hosting.marker if name == "marker" else self.account(name))
        environment = {"PATH": self.hosting.path, "HOME": account.pw_dir, "USER": account.pw_name}
        if name == "marker":
            environment = marker_environment(self.hosting, account)
        return subprocess.run(
            command,
            user=account.pw_uid,
            group=account.pw_gid,
            extra_groups=[],
            env=environment,
            cwd=account.pw_dir,
            text=True,
            capture_output=True,
            check=False,
            **more,  # type: ignore[call-overload]
        )

    # --- starting and stopping ----------------------------------------------------------------------------

    def start(self) -> "RunningHub":
        """Start the hub and its proxy, and wait until both answer."""
        proxy_port = free_port()
        command = [sys.executable, "-m", "jupyterhub", "-f", str(ROOT / "hub" / "jupyterhub_config.py")]
        command += [f"--JupyterHub.bind_url={self.base.rstrip('/')}"]
        command += [f"--JupyterHub.hub_bind_url=http://127.0.0.1:{self.hub_port}"]
        command += [f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{proxy_port}"]
        if self.sign_in:
            command += [f"--JupyterHub.authenticator_class={self.sign_in}", f"--DummyAuthenticator.password={PASSWORD}"]
        with (self.folder / "hub.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, env=self._environment(), stdout=log, stderr=log)
        for _ in range(3000):  # a busy machine takes minutes to load three services
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError):
                if self.visitor().ask("GET", "hub/api/").status == 200:
                    return self
            time.sleep(0.1)
        raise AssertionError(f"the hub did not start:\n{self.log()}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop the hub. With SIGTERM it stops its proxy; people's servers go on."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(300)  # a busy machine takes minutes
        self.process = None

    def log(self) -> str:
        """What the hub, its proxy and people's servers said."""
        return (self.folder / "hub.log").read_text(encoding="utf-8", errors="replace")

    def visitor(self, name: str = "") -> Guest:
        """Somebody with a browser of their own; signed in, with a name."""
        visitor = Guest(self.base, name=self.account(name) if name else "")
        if name:
            assert self.sign_in_as(visitor, visitor.name).status == 302
        return visitor

    def sign_in_as(self, visitor: Guest, account: str, password: str = PASSWORD) -> Answered:
        """Fill in the hub's form."""
        page = visitor.ask("GET", "hub/login")
        match = _XSRF.search(page.body.decode())
        assert match, page.body
        form = urllib.parse.urlencode({"username": account, "password": password, "_xsrf": match[1]})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return visitor.ask("POST", "hub/login", raw=form.encode(), headers=kind, xsrf=False)

    def open_server(self, visitor: Guest) -> Answered:
        """Go to the hub's front door until one's own server shows its first page."""
        for _ in range(240):
            place, answer = visitor.go("hub/spawn")
            if place.startswith(f"/user/{visitor.name}/") and answer.status == 200:
                return answer
            time.sleep(0.25)
        raise AssertionError(f"the server of {visitor.name} did not start:\n{self.log()[-6000:]}")

    def _environment(self) -> dict[str, str]:
        settings = self.folder / "hub.py"
        settings.write_text(self.config or "c = get_config()\n", encoding="utf-8")
        own = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "EVENKEEL"))}
        programs = [str(Path(sys.executable).parent), str(ROOT / "hub" / "node_modules" / ".bin"), own["PATH"]]
        return own | {
            "PATH": os.pathsep.join(programs),
            "EVENKEEL_ROOT": str(self.places.root),
            "EVENKEEL_WORK": str(self.places.work),
            "EVENKEEL_COURSE": COURSE,
            "EVENKEEL_HUB_CONFIG": str(settings),
            "EVENKEEL_MARKER": self.hosting.marker,
            "EVENKEEL_PYTHON": self.hosting.python,
            "EVENKEEL_FORMGRADER_PORT": str(self.hosting.formgrader_port),
            "EVENKEEL_CLASS_PORT": str(self.hosting.class_port),
        }

    # --- accounts -----------------------------------------------------------------------------------------

    def _make_accounts(self) -> None:
        homes = self.folder / "homes"
        homes.mkdir(mode=0o755)
        for account in (self.hosting.marker, *(self.account(name) for name in self.people)):
            home = homes / account
            subprocess.run(["useradd", "--create-home", "--home-dir", home, account], check=True, capture_output=True)
            self.made.append(account)
            home.chmod(0o755 if account != self.hosting.marker else 0o700)  # as many systems make them
        passwords = "".join(f"{self.account(name)}:{PASSWORD}\n" for name in self.people)
        subprocess.run(["chpasswd"], input=passwords, text=True, check=True)

    def _enrol(self) -> None:
        """Write the roll, and leave it to the account that marks."""
        roll = Roll(roll_url(self.places.course))
        roll.put([Person(self.account(name), name.title(), role=role) for name, role in self.people.items()])
        account = pwd.getpwnam(self.hosting.marker)
        os.chown(self.places.course / "roll.db", account.pw_uid, account.pw_gid)

    def _remove(self) -> None:
        self.stop()
        with contextlib.suppress(OSError, ValueError):  # a hub that was killed leaves its proxy
            os.kill(int((self.hosting.state / "proxy.pid").read_text()), signal.SIGKILL)
        for account in self.made:
            _end_processes(pwd.getpwnam(account).pw_uid)
        for account in self.made:
            subprocess.run(["userdel", "--force", account], check=False, capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)


def _hosting(folder: Path, tag: str) -> Hosting:
    work = folder / "work"
    python = python_for_all(folder / "python", ROOT / "requirements.txt")
    places = Places(folder / "course", work, COURSE)
    return Hosting(places, work / "learner", work / "hub", f"{tag}-marker", python, free_port(), free_port())


def _end_processes(user: int) -> None:
    """End what one of our own accounts still runs: it has nothing but these tests' processes."""
    import psutil

    for process in psutil.process_iter(["uids"]):
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.info["uids"] and process.info["uids"].real == user:
                process.kill()
