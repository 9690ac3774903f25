"""``private``: the notes that one named role reads. Only the account that may read the private store can use it."""

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from evenkeel.commandline import add_course
from evenkeel.course import find_root

if TYPE_CHECKING:
    from evenkeel_grading.nbg.settings import EvenkeelMarking
    from evenkeel_grading.private import PrivateStore

NAME = "private"
HELP = "for the one named role: read and close private notes"

WAITING = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One action each."""
    actions = parser.add_subparsers(dest="action", required=True)
    listing = actions.add_parser("list", help="show the open notes, those for today first")
    listing.add_argument("--all", action="store_true", help="show closed notes as well")
    actions.add_parser("check", help=f"say only how many wait for today; status {WAITING} when any does")
    close = actions.add_parser("close", help="close a note with what was done")
    close.add_argument("note", help="the note's number, as the list shows it")
    close.add_argument("done", help="what was done, in a few words")
    erase = actions.add_parser("erase", help="delete all notes on one learner")
    erase.add_argument("learner", help="the learner's id")
    for action in actions.choices.values():
        # So that it may stand at the end here too; left out, it takes nothing from what stood before.
        action.add_argument("--course", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    add_course(parser)


def run(given: argparse.Namespace) -> int:
    """0; 1 when it cannot be done; for ``check`` 4 when a note waits for today."""
    from evenkeel_grading.nbg.opening import course_of
    from evenkeel_grading.nbg.settings import EvenkeelMarking
    from evenkeel_grading.private import PrivateStore, PrivateStoreError

    coursedir = course_of(find_root(given.course))
    settings = EvenkeelMarking(parent=coursedir)
    if not settings.keeps_private_notes:
        print("Private notes are switched off in organisation.yml (marking: private_notes: nobody).", file=sys.stderr)
    try:
        store = PrivateStore(settings.private_at(coursedir.root))
        # Nothing is deleted behind its reader's back: only closed notes, and only when their reader looks.
        store.tidy(settings.private_days)
        return _ACTIONS[given.action](given, store, settings)
    except PrivateStoreError as error:
        print(error, file=sys.stderr)
        return 1


def _list(given: argparse.Namespace, store: "PrivateStore", settings: "EvenkeelMarking") -> int:
    from evenkeel_grading.private import said

    notes = store.notes(closed=given.all)
    organisation = settings.organisation
    reader = organisation.marking.private_notes.replace("_", " ") if organisation else "named person"
    print(f"For the {reader} only. Notes: {len(notes)}.")
    print("\n".join(said(notes)))
    return 0


def _check(_given: argparse.Namespace, store: "PrivateStore", _settings: "EvenkeelMarking") -> int:
    waiting = sum(note.urgency == "today" for note in store.notes())
    if waiting:
        print(f"Private notes that wait for today: {waiting}. Read them: python -m evenkeel_grading private list")
    return WAITING if waiting else 0


def _close(given: argparse.Namespace, store: "PrivateStore", _settings: "EvenkeelMarking") -> int:
    try:
        store.close(given.note, getpass.getuser(), given.done)
    except KeyError:
        print(f"There is no open note {given.note!r}, or more than one begins so.", file=sys.stderr)
        return 1
    print("Closed. The learner's words are deleted from it.")
    return 0


def _erase(given: argparse.Namespace, store: "PrivateStore", _settings: "EvenkeelMarking") -> int:
    print(f"Deleted {store.erase(given.learner)} notes on {given.learner}.")
    return 0


_ACTIONS: "dict[str, Callable[[argparse.Namespace, PrivateStore, EvenkeelMarking], int]]" = {
    "list": _list,
    "check": _check,
    "close": _close,
    "erase": _erase,
}
