"""A real Jupyter server with the formgrader, on a free port of this machine, for one class."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from klass import Klass

TOKEN = "a-token-for-tests"


class TutorByHeader(IdentityProvider):
    """A sign-in that knows people by name, as a hub's does: the test says who asks."""

    def get_user(self, handler: Any) -> User:
        return User(username=handler.request.headers.get("X-Tutor", "amina"))


class Server:
    """What a tutor's browser does, by plain HTTP."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def ask(self, path: str, method: str = "GET", body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/{path}", data=data, method=method)
        request.add_header("Authorization", f"token {TOKEN}")
        with urllib.request.urlopen(request, timeout=120) as answer:
            text = answer.read().decode()
        return json.loads(text) if text[:1] in "[{" else text


@contextlib.contextmanager
def serving(klass: Klass, *, named: bool = False) -> Iterator[Server]:
    """Start it, wait until it answers, and stop it however the test ends. ``named``: it knows tutors by name."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "jupyter", "server", "--no-browser", "--allow-root", f"--port={port}"]
    command += ["--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={klass.work}", f"--IdentityProvider.token={TOKEN}"]
    command += ["--ServerApp.port_retries=0"]
    if named:
        command += ["--ServerApp.identity_provider_class=formgrader_server.TutorByHeader"]
    private = {name: str(klass.work / "jupyter" / name) for name in ("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR")}
    private["PYTHONPATH"] = os.pathsep.join(filter(None, [str(Path(__file__).parent), os.environ.get("PYTHONPATH")]))
    with (klass.work / "server.log").open("w") as log:
        process = subprocess.Popen(
            command, env=klass.environment(**private), cwd=klass.work, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait(process, port, klass.work / "server.log")
            yield Server(port)
        finally:
            process.terminate()
            process.wait(30)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=5).close()
            return
        time.sleep(0.2)
    raise AssertionError(f"the server did not start (pid {os.getpid()}): {log.read_text()[-2000:]}")
