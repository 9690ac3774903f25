"""``restore``: bring a backup back, or only check that it could be."""

import argparse
import sys
from pathlib import Path

NAME = "restore"
HELP = "check a backup, and bring it back"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take which and where to."""
    parser.add_argument("file", type=Path, help="the backup")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="the class's working folder (EVENKEEL_WORK)")
    parser.add_argument("--check", action="store_true", help="only read it whole and compare every checksum")
    parser.add_argument("--replace", action="store_true", help="move what lies there aside")
    parser.add_argument("--homes", action="store_true", help="put answers back into the accounts' homes too (as root)")
    parser.add_argument("--marker", help="the account that marks, when the folder is new (as root)")


def run(given: argparse.Namespace) -> int:
    """0; 1 when it is damaged or cannot be brought back; 3 when somebody who had been erased is back."""
    from evenkeel_hub.hosted import AdminError
    from evenkeel_hub.restore import check, restore

    try:
        if given.check or given.into is None:
            manifest = check(given.file)
            print(f"{given.file} is whole: {len(manifest['files'])} files, made {manifest['made']}.")
            return 0
        options = {"replace": given.replace, "homes": given.homes, "marker": given.marker}
        made = restore(given.file, given.into.resolve(), **options)
    except AdminError as error:
        print(error, file=sys.stderr)
        return 1
    aside = [f"What was there before lies in {made.aside}."] if made.aside else []
    again = [f"Erased before, and back now: {', '.join(made.again)}. Erase them again."] if made.again else []
    print("\n".join([f"{made.files} files are back in {made.into}.", *made.notes, *aside, *again]))
    return 3 if made.again else 0
