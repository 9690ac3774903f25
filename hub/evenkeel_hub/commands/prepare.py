"""``prepare``: make a class's folders for the accounts they are for, and the copy of the course that learners read.

As root, at the first start and whenever the course has changed. Nothing that people did is touched.
"""

import argparse

NAME = "prepare"
HELP = "make a class's folders and the learners' copy of the course; hand assignments out"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the assignments to hand out."""
    parser.add_argument("--release", nargs="+", default=[], metavar="ASSIGNMENT", help="hand these out, or: all")


def run(arguments: argparse.Namespace) -> int:
    """Do it, and say where things are."""
    from evenkeel_hub.config import hosting
    from evenkeel_hub.preparing import prepare

    where = hosting()
    masters = sorted(folder.name for folder in (where.places.root / "source").iterdir() if folder.is_dir())
    releases = masters if arguments.release == ["all"] else arguments.release
    prepare(where, releases)
    print(f"{where.learner_root}: the course as learners' servers read it.")
    print(f"{where.places.course}: gradebook and marks, for {where.marker} alone.")
    print(f"{where.places.exchange}: the exchange.")
    print(f"Handed out: {', '.join(releases) or 'nothing new'}.")
    return 0
