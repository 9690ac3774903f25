"""``make run`` over a copy of the course, as its own process."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.server.serving import ROOT, Visitor, free_port

from evenkeel.server import prepare

LINK = re.compile(r"^ +(Learn|Hand in|Mark): +(http\S+)", re.MULTILINE)


def copy_course(target: Path, pages: Path | None = None) -> Path:
    """The real course without its pages: a stand-in book, noted as built, saves half a minute."""
    for name in ("exercises", "source", "grading", "_config.yml", "organisation.yml"):
        source, copy = ROOT / name, target / name
        if source.is_dir():
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__", "evenkeel", "evenkeel_grading"))
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, copy)
    book = target / "_build" / "html"
    if pages is not None:
        shutil.copytree(pages, book)
    else:
        book.mkdir(parents=True)
        for name in ("index", "home", "hand-in"):
            (book / f"{name}.html").write_text("<html><head></head><body>The book</body></html>")
    (target / "_run").mkdir()
    prepare._note(target / "_run", "book", prepare._book_stamp(target))
    return target


class Trial:
    """A started ``make run``. ``screen`` is all it printed."""

    def __init__(self, course: Path) -> None:
        self.course = course
        self.work = course / "_run"
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None

    def run(self, *more: str, **environ: str) -> "subprocess.CompletedProcess[str]":
        """Run it to its end."""
        command = [sys.executable, "-m", "evenkeel.run", str(self.course), *more]
        return subprocess.run(command, env=_environ(environ), capture_output=True, text=True, timeout=300, check=False)

    def start(self) -> "Trial":
        command = [sys.executable, "-m", "evenkeel.run", str(self.course), "--port", str(self.port)]
        screen = (self.course / "screen.txt").open("w")
        with screen:
            self.process = subprocess.Popen(command, env=_environ({}), stdout=screen, stderr=screen, text=True)
        for _ in range(3000):
            if "Ctrl+C" in self.screen:
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(f"make run did not start:\n{self.screen}\n{self.log}")

    @property
    def screen(self) -> str:
        return (self.course / "screen.txt").read_text()

    @property
    def log(self) -> str:
        path = self.work / "server.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""

    @property
    def links(self) -> dict[str, str]:
        return dict(LINK.findall(self.screen))

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        status = self.process.wait(60)
        self.process = None
        return status

    def visitor(self) -> Visitor:
        """Signed in through the printed link."""
        base, token = self.links["Learn"].split("evenkeel/home?token=")
        visitor = Visitor(base)
        assert visitor.ask("GET", f"evenkeel/home?token={token}").status == 302
        assert visitor.ask("GET", "evenkeel/book/index.html").status == 200
        return visitor


def _environ(more: dict[str, str]) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "EVENKEEL"))}
    return own | more
