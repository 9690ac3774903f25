"""A real Jupyter Server with the Evenkeel extension, in its own process, on a free port, with its own folders."""

import http.cookiejar
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TOKEN = "a-token-for-tests"
ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Answered:
    """An HTTP answer. ``json`` is the parsed body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any) -> None:
        """Show redirects to the test."""


@dataclass
class Visitor:
    """A browser without a screen: keeps cookies. ``token`` signs single requests in, as a script would.

    ``patience``: how many seconds it waits for an answer.
    """

    base: str
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)
    patience: float = 60

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        raw: bytes | None = None,
        headers: dict[str, str] | None = None,
        xsrf: bool = True,
    ) -> Answered:
        data = raw if raw is not None else (json.dumps(body).encode() if body is not None else None)
        request = urllib.request.Request(self.base + path, data=data, method=method, headers=headers or {})
        if xsrf and (cookie := self.cookie("_xsrf")):
            request.add_header("X-XSRFToken", cookie)
        opener = urllib.request.build_opener(_Stay, urllib.request.HTTPCookieProcessor(self.jar))
        try:
            with opener.open(request, timeout=self.patience) as answer:
                return Answered(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answered(error.code, dict(error.headers), error.read())

    def cookie(self, name: str) -> str | None:
        return next((cookie.value for cookie in self.jar if cookie.name == name), None)

    def sign_in(self) -> "Visitor":
        """As the printed link does: the token once, then cookies."""
        assert self.ask("GET", f"evenkeel/api/me?token={TOKEN}").status == 200
        return self


class Served:
    """A server over a course. ``stop`` and ``start`` keep the port, the folders and the cookies."""

    def __init__(self, course: Path, work: Path, base_url: str = "/", lab: bool = False) -> None:
        self.course, self.work, self.base_url = course, work, base_url
        self.extensions = {"evenkeel.server": True, **({"jupyterlab": True} if lab else {})}
        self.home = work / "home"
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.base_url}"

    def environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "EVENKEEL"))}
        folders = {name: str(self.work / "jupyter" / name) for name in ("config", "data", "runtime")}
        return own | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "JUPYTER_CONFIG_DIR": folders["config"],
            "JUPYTER_DATA_DIR": folders["data"],
            "JUPYTER_RUNTIME_DIR": folders["runtime"],
            "JUPYTER_CONFIG_PATH": str(ROOT / "grading"),
            "EVENKEEL_ROOT": str(self.course),
            "EVENKEEL_WORK": str(self.work),
            "EVENKEEL_HOME": str(self.home),
            "EVENKEEL_TRIAL": "1",
        }

    def start(self) -> "Served":
        self.work.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "jupyter", "server", "--no-browser", "--ServerApp.port_retries=0"]
        command += [f"--ServerApp.port={self.port}", f"--IdentityProvider.token={TOKEN}", "--allow-root"]
        command += [f"--ServerApp.jpserver_extensions={self.extensions}", "--ServerApp.ip=127.0.0.1"]
        command += [f"--ServerApp.root_dir={self.course}", f"--ServerApp.base_url={self.base_url}"]
        with (self.work / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.course, env=self.environment(), stdout=log, stderr=log)
        self._wait()
        return self

    def _wait(self) -> None:
        assert self.process is not None
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.base}api", timeout=5):
                    return
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
        raise AssertionError(f"the server did not start:\n{self.log()}")

    def stop(self) -> None:
        """Stop it at once, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def log(self) -> str:
        return (self.work / "server.log").read_text(encoding="utf-8", errors="replace")

    def visitor(self) -> Visitor:
        return Visitor(self.base)
