"""Build the book: ``evenkeel-book``, or ``evenkeel-book path/to/course``. The pages are then in ``_build/html``."""

import os
import subprocess
import sys
from pathlib import Path

from evenkeel.course import find_root
from evenkeel.organisation import to_fill_in
from evenkeel.problems import CourseNotFoundError, EvenkeelError


class BookError(EvenkeelError):
    """The book did not build; ``str()`` holds what Sphinx said."""


def build(root: Path, output: Path | None = None, *, quiet: bool = False) -> Path:
    """Build the book of the course in ``root`` and return the folder of its pages.

    ``output`` is the folder that gets ``_build``; the course's own when absent. Warnings count as errors, after
    all of them have been shown. Jupyter Book leaves settings behind in its process, so it gets one of its own, and the
    cells of the book are told which course they stand in, whatever this process was told.

    Raises:
        BookError: the book has problems, or could not be built at all.
    """
    target = output or root
    named = {**os.environ, "EVENKEEL_ROOT": str(root.resolve())}
    done = subprocess.run(command(root, target), cwd=root, env=named, capture_output=quiet, text=True, check=False)
    if done.returncode:
        raise BookError(f"{done.stdout or ''}{done.stderr or ''}".strip() or "the book did not build; see above")
    return target / "_build" / "html"


# jsonschema builds large grammars from this module when it is imported, for a format that the book's settings do not
# have. That takes 3 seconds of every build; jsonschema does without when the module is not to be had.
PROGRAM = """\
import sys
sys.modules["rfc3987_syntax"] = None
from jupyter_book.cli.main import main
main()
"""


def command(root: Path, output: Path) -> list[str]:
    """The command that builds the book, as a list, so that no shell has to read it."""
    settings = ["--config", str(root / "_config.yml"), "--path-output", str(output)]
    return [sys.executable, "-c", PROGRAM, "build", str(root / "book"), *settings, "-W", "--keep-going", "-q"]


def main() -> None:
    """Build the book of the course given, or of the one this folder is in."""
    try:
        root = find_root(Path(sys.argv[1]) if sys.argv[1:] else None)
        pages = build(root)
    except (BookError, CourseNotFoundError) as error:
        raise SystemExit(f"evenkeel-book: {error}") from None
    if missing := to_fill_in(root):
        print(f"Before people learn with it, fill in organisation.yml: {missing}.")
    print(f"The book is in {pages}. Open {pages / 'index.html'} or run: make run")


if __name__ == "__main__":
    main()
