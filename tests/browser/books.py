"""Built books for the browser tests: the course itself, and a small course with one of everything."""

import fcntl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import copy, copytree

from evenkeel.book.build import build

ROOT = Path(__file__).resolve().parents[2]
SMALL = Path(__file__).parent / "course"


@dataclass(frozen=True)
class Book:
    """A built book: its source, its pages, and the address they are served at, some folders below the top."""

    root: Path
    html: Path
    url: str

    def page(self, name: str) -> str:
        """The address of a page."""
        return f"{self.url}/{name}.html"

    def file(self, name: str) -> str:
        """The address of a page on the disk."""
        return (self.html / f"{name}.html").as_uri()


def small_course(folder: Path) -> Path:
    """Write the small course, with the settings of the real one."""
    copytree(SMALL, folder, dirs_exist_ok=True)
    for name in ("_config.yml", "organisation.yml"):
        copy(ROOT / name, folder)
    return folder


def page_names(root: Path) -> list[str]:
    """The pages of a course's book, and the one Sphinx adds."""
    book = root / "book"
    written = [path.relative_to(book).with_suffix("").as_posix() for path in book.rglob("*.md")]
    return [*sorted(written), "search"]


def built(root: Path, output: Path) -> Path:
    """Build a book without words; fails with Sphinx's own when there is anything to complain about."""
    return build(root, output, quiet=True)


def once(folder: Path, make: Callable[[Path], Path]) -> Path:
    """What ``make(folder)`` gives, made by the first of the processes that share the run and used by the others.

    ``folder`` lies in the run's own temporary folder. When the making fails, the next process tries, and fails, too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = folder / "made"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.is_file():
            told.write_text(str(make(folder)), encoding="utf-8")
    return Path(told.read_text(encoding="utf-8"))
