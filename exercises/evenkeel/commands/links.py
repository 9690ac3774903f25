"""``evenkeel links``: follow every link of the built book, on the disk."""

import argparse
import sys
from pathlib import Path

from evenkeel.course import find_root

NAME = "links"
HELP = "follow every link of the built book, without a network"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the built book and the course's folder."""
    parser.add_argument("book", nargs="?", type=Path, help="the built book (default: _build/html of the course)")
    parser.add_argument("--root", type=Path, help="the course's folder (default: found from here)")


def run(arguments: argparse.Namespace) -> int:
    """Print the links that lead nowhere. 0 when there are none, 1 otherwise, 2 when there is no book."""
    from evenkeel.lint.links import check_book

    root = find_root(arguments.root)
    book = arguments.book or root / "_build" / "html"
    if not (book / "index.html").is_file():
        print(f"evenkeel: there is no built book in {book}; run `make book` first", file=sys.stderr)
        return 2
    found = check_book(book, root)
    print("\n".join(map(str, found)) if found else "Every link leads somewhere.")
    return 1 if found else 0
