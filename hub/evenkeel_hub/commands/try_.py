"""``try``: start a hub on this machine with made-up people, to see how it is (``make hub``)."""

import argparse
import os
from pathlib import Path

from evenkeel.course import find_root

NAME = "try"
HELP = "start a hub on this machine with made-up people"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take a port, and whether to take it all away again."""
    parser.add_argument("--port", type=int, default=8000, help="where the hub listens on this machine (default: 8000)")
    parser.add_argument("--remove", action="store_true", help="take away the accounts, their homes and the class")


def run(arguments: argparse.Namespace) -> int:
    """Start it, and wait for Ctrl+C."""
    from evenkeel_hub import trying

    root = find_root(None)
    folder = Path(os.environ.get("EVENKEEL_WORK") or root / "_run" / "hub").resolve()
    trial = trying.Trial(root, folder, arguments.port)
    if not arguments.remove:
        return trying.start(trial)
    trying.remove(trial)
    print("The accounts, their homes and the class that was tried out are gone.")
    return 0
