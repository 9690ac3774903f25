"""``people``: bring a class list in, show who is in the class, change, withdraw and readmit people."""

import argparse
import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from evenkeel.commandline import add_course

if TYPE_CHECKING:
    from evenkeel_hub.hosted import Hosted

NAME = "people"
HELP = "import a class list; list, change, withdraw and readmit people"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One action each."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    taken = actions.add_parser("import", help="bring in a class list (CSV: learner id, name, email, group, role)")
    taken.add_argument("file", type=Path, help="the list, as a spreadsheet saves it")
    taken.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
    taken.add_argument("--skip-bad", action="store_true", help="leave out lines with a flaw, and take the others")
    taken.add_argument("--make-accounts", action="store_true", help="make locked system accounts too (as root)")
    shown = actions.add_parser("list", help="show who is in the class")
    shown.add_argument("--role", choices=("learner", "tutor", "administrator"))
    shown.add_argument("--group", help="only this group")
    shown.add_argument("--json", action="store_true", help="for programs")
    for name, words in (("withdraw", "end people's access; their work stays"), ("readmit", "let people in again")):
        actions.add_parser(name, help=words).add_argument("ids", nargs="+", metavar="ID")
    changed = actions.add_parser("set", help="change somebody, or add them")
    changed.add_argument("id", metavar="ID")
    for option in ("name", "email", "role", "groups"):
        changed.add_argument(f"--{option}")
    for action in actions.choices.values():
        add_course(action)


def run(given: argparse.Namespace) -> int:
    """0; 1 when the list has flaws or somebody is not known, and then nothing is changed."""
    from evenkeel_hub.hosted import AdminError, open_hosted

    hosted = open_hosted(given.course)
    try:
        return {"import": _import, "list": _list, "set": _set}.get(given.action, _access)(given, hosted)
    except AdminError as error:
        print(error, file=sys.stderr)
        return 1


def _import(given: argparse.Namespace, hosted: "Hosted") -> int:
    from evenkeel_hub.classlist import read_class_list

    try:
        data = given.file.read_bytes()
    except OSError as error:
        print(f"{given.file} cannot be read: {error.strerror}.", file=sys.stderr)
        return 1
    return _bring(given, hosted, read_class_list(data))


def _bring(given: argparse.Namespace, hosted: "Hosted", listed: object) -> int:
    from evenkeel_hub.classlist import ClassList
    from evenkeel_hub.enrolling import enrol, plan

    assert isinstance(listed, ClassList)
    made = plan(hosted.roll.people(), listed, [hosted.marker])
    print("\n".join(made.said()))
    if made.unusable or (made.flaws and not given.skip_bad):
        print("Nothing was changed. Put these lines right, or leave them out with --skip-bad.", file=sys.stderr)
        return 1
    if given.dry_run:
        print("A dry run: nothing was changed.")
        return 0
    notes = enrol(hosted, made.people, make_accounts=given.make_accounts)
    print("\n".join([*notes, f"The class now has {sum(one.active for one in hosted.roll.people())} people."]))
    return 0


def _list(given: argparse.Namespace, hosted: "Hosted") -> int:
    from evenkeel_hub.people import table

    people = [one for one in hosted.roll.people() if given.role in (None, one.role)]
    people = [one for one in people if given.group is None or given.group in one.groups]
    if given.json:
        print(json.dumps([dataclasses.asdict(one) for one in people], indent=1))
    else:
        print("\n".join(table(people)) if people else "Nobody yet. Bring a class list in: people import CLASS.csv")
    return 0


def _access(given: argparse.Namespace, hosted: "Hosted") -> int:
    from evenkeel_hub.people import readmit, withdraw

    notes = (withdraw if given.action == "withdraw" else readmit)(hosted, given.ids)
    what = (
        "withdrawn: signed out within ten minutes; their work stays" if given.action == "withdraw" else "in the class"
    )
    print("\n".join([*notes, f"{', '.join(given.ids)}: {what}."]))
    return 0


def _set(given: argparse.Namespace, hosted: "Hosted") -> int:
    """One line of a class list, given as options: the same checks, the same way in."""
    import csv
    import io

    from evenkeel_hub.classlist import read_class_list

    given.dry_run = given.skip_bad = given.make_accounts = False
    names = [option for option in ("name", "email", "role", "groups") if getattr(given, option) is not None]
    text = io.StringIO()
    csv.writer(text).writerows([["learner id", *names], [given.id, *(getattr(given, option) for option in names)]])
    return _bring(given, hosted, read_class_list(text.getvalue().encode()))
