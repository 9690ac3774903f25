"""``dates``: when assignments are due, and more time for one learner."""

import argparse
import sys
from typing import TYPE_CHECKING

from evenkeel.commandline import add_course

if TYPE_CHECKING:
    from evenkeel_hub.hosted import Hosted

NAME = "dates"
HELP = "set due dates, give a learner more time, show both"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One action each."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    when = "as in 2026-12-01T17:00; a day alone means its last minute; “none” takes it back"
    one = actions.add_parser("set", help="set when an assignment is due")
    one.add_argument("assignment")
    one.add_argument("when", help=when)
    longer = actions.add_parser("extend", help="give one learner longer")
    for name in ("learner", "assignment"):
        longer.add_argument(name)
    longer.add_argument("when", help=when)
    actions.add_parser("show", help="show all due dates")
    actions.add_parser("publish", help="write the dates into learners' trays again, after a change in the formgrader")
    for action in actions.choices.values():
        action.add_argument("--zone", help="the time zone, as in Europe/London (default: this machine's)")
        add_course(action)


def run(given: argparse.Namespace) -> int:
    """0; 1 when it cannot be done, or some learner could not be told."""
    from evenkeel_hub import dates
    from evenkeel_hub.hosted import AdminError, open_hosted

    hosted = open_hosted(given.course)
    try:
        notes = _do(given, hosted)
        print("\n".join(dates.table(dates.every(hosted), dates.zone_of(given.zone))))
    except AdminError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(notes), end="\n" if notes else "", file=sys.stderr)
    return 1 if notes else 0


def _do(given: argparse.Namespace, hosted: "Hosted") -> list[str]:
    from evenkeel_hub import dates

    zone = dates.zone_of(given.zone)
    if given.action == "show":
        return []
    if given.action == "publish":
        return dates.publish(hosted)
    when = None if given.when == "none" else dates.moment(given.when, zone)
    if given.action == "set":
        return dates.set_due(hosted, given.assignment, when)
    return dates.extend(hosted, given.learner, given.assignment, when)
