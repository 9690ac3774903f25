"""``make run``: the whole course on this machine, for one person who is learner and tutor.

Prints three links. Everything it keeps lies in ``_run/`` in the course's folder, so stopping loses nothing.
"""

import argparse
import contextlib
import fcntl
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from evenkeel.course import find_root
from evenkeel.organisation import to_fill_in
from evenkeel.problems import CourseNotFoundError
from evenkeel.safefile import RecordError, write_file


@dataclass(frozen=True)
class Running:
    """A server that is up. ``base`` ends in a slash."""

    pid: int
    base: str
    token: str

    def links(self) -> str:
        """The three ways in, one line each."""
        ways = {
            "Learn": ("evenkeel/home", "see where you are, read the book, do the exercises"),
            "Hand in": ("evenkeel/book/hand-in.html", "send your assignments, read your feedback"),
            "Mark": ("formgrader/home", "be the tutor: collect, mark, give feedback"),
        }
        lines = [
            f"  {name + ':':<9}{self.base}{path}?token={self.token}  ({what})" for name, (path, what) in ways.items()
        ]
        return "\n".join(lines)


class AlreadyRunningError(Exception):
    """A server of this course runs; ``running`` is ``None`` while it is still starting."""

    def __init__(self, running: Running | None) -> None:
        super().__init__("running")
        self.running = running


@contextlib.contextmanager
def only_one(work: Path) -> Iterator[None]:
    """Hold the course. The system lets go of it when this process ends, so a crash leaves nothing to clear up."""
    work.mkdir(parents=True, exist_ok=True)
    with (work / ".run.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(_read_running(work)) from None
        _running_file(work).unlink(missing_ok=True)  # left by a server that was killed
        try:
            yield
        finally:
            _running_file(work).unlink(missing_ok=True)


def _running_file(work: Path) -> Path:
    return work / "running.json"


def _read_running(work: Path) -> Running | None:
    try:
        return Running(**json.loads(_running_file(work).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def refuse_hub() -> None:
    """Trial mode makes one person learner and tutor: on a shared server everybody could hand in as anybody."""
    if hub := sorted(name for name in os.environ if name.startswith("JUPYTERHUB_")):
        raise SystemExit(
            f"make run is for one person on their own machine, but a JupyterHub started this ({hub[0]} is set). "
            "On a hub, the hub itself starts everybody's server."
        )


def main(argv: list[str] | None = None) -> int:
    """Start the course; returns the exit status."""
    refuse_hub()
    parser = argparse.ArgumentParser(prog="python -m evenkeel.run", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("course", nargs="?", type=Path, help="the course's folder (default: the nearest one above)")
    parser.add_argument("--port", type=int, help="a port to try first (default: 8888)")
    chosen = parser.parse_args(argv)
    try:
        root = find_root(chosen.course)
        work = Path(os.environ.get("EVENKEEL_WORK") or root / "_run").resolve()
        with only_one(work):
            return start(root, work, chosen.port)
    except AlreadyRunningError as error:
        return _say_already_running(error.running)
    except (CourseNotFoundError, RecordError) as error:
        print(f"make run: {error}", file=sys.stderr)
        return 1


def _say_already_running(running: Running | None) -> int:
    if running is None:
        print("Evenkeel is just being started in another window. Wait a moment, then try again.", file=sys.stderr)
        return 1
    print(f"Evenkeel is already running here (process {running.pid}):\n\n{running.links()}\n")
    print("Stop it with Ctrl+C in its own window.")
    return 0


def start(root: Path, work: Path, port: int | None = None) -> int:
    """Prepare, then serve until it is told to stop."""
    from evenkeel.server import launch, prepare

    launch.set_environment(root, work)
    launch.make_folders(work)
    try:
        _tell("The book", lambda: prepare.build_book(root, work))
        _tell("The assignments", lambda: ", ".join(prepare.release(root, work)) or "as they were")
    except prepare.PrepareError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    if missing := to_fill_in(root):
        print(f"Before people learn with it, fill in organisation.yml: {missing}.", flush=True)
    with _log_to(work / "server.log") as screen:
        return _serve(launch.server_config(root, port), work, screen)


def _tell(what: str, work: Callable[[], str]) -> None:
    began = time.monotonic()
    print(f"{what} … ", end="", flush=True)
    print(f"{work()} ({time.monotonic() - began:.1f} s)", flush=True)


def _serve(config: object, work: Path, screen: IO[str]) -> int:
    from evenkeel.server import launch

    try:
        app = launch.make_server(config)  # type: ignore[arg-type]
    except SystemExit as error:
        print(f"The server could not start. What it said is in {work / 'server.log'}.", file=screen)
        return int(error.code or 1) if isinstance(error.code, int) else 1
    running = Running(os.getpid(), f"http://127.0.0.1:{app.port}{app.base_url}", app.identity_provider.token)
    write_file(_running_file(work), json.dumps(asdict(running)).encode())

    def ready() -> None:
        print(f"\nEvenkeel is running:\n\n{running.links()}\n\nPress Ctrl+C to stop.", file=screen, flush=True)

    app.io_loop.add_callback(ready)
    app.start()
    print("\nEvenkeel has stopped. Everything is kept; make run starts it again.", file=screen, flush=True)
    return 0


@contextlib.contextmanager
def _log_to(path: Path) -> Iterator[IO[str]]:
    """Send what the server and its kernels say to a file; gives the screen for our own words."""
    if path.exists():
        path.replace(path.with_suffix(".log.1"))
    screen = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with screen, path.open("ab") as log:
        sys.stdout.flush()
        sys.stderr.flush()
        for stream in (1, 2):
            os.dup2(log.fileno(), stream)
        yield screen


if __name__ == "__main__":
    raise SystemExit(main())
