"""People of the class, one at a time: change them, end their access, let them in again, list them."""

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from evenkeel_hub import hubapi
from evenkeel_hub.accounts import AccountError, Accounts
from evenkeel_hub.enrolling import to_gradebook
from evenkeel_hub.hosted import AdminError, Hosted, as_owner
from evenkeel_hub.roll import Person, now


def found(hosted: Hosted, names: Iterable[str]) -> list[Person]:
    """These people. Raises :class:`AdminError` naming who is not on the roll; then nothing is done for anybody."""
    people = [(name, hosted.roll.find(name)) for name in dict.fromkeys(names)]
    missing = ", ".join(repr(name) for name, person in people if person is None)
    if missing:
        raise AdminError(f"Not on the roll: {missing}. Nothing was changed.")
    return [person for _, person in people if person is not None]


def withdraw(hosted: Hosted, names: Sequence[str]) -> list[str]:
    """End their access: at the next look at the roll, and at once where the hub can be told. Returns what to tell.

    Their work and marks stay.
    """
    notes = _access(hosted, [replace(person, withdrawn=person.withdrawn or now()) for person in found(hosted, names)])
    for name in names:
        with contextlib.suppress(hubapi.HubError):
            hubapi.stop_server(hosted.places.work, name)
    return notes


def readmit(hosted: Hosted, names: Sequence[str]) -> list[str]:
    """Let them in again, with everything as it was. Returns what to tell."""
    return _access(hosted, [replace(one, withdrawn=None, erase_asked=None) for one in found(hosted, names)])


def _access(hosted: Hosted, people: Sequence[Person]) -> list[str]:
    with as_owner(hosted.course):
        hosted.roll.put(people)
    notes: list[str] = []
    for person in people:
        if person.account_made:
            notes += _account(person)
    return notes


def _account(person: Person) -> list[str]:
    try:
        (Accounts().begin_again if person.active else Accounts().end)(person.id)
    except AccountError as error:
        return [str(error)]
    return []


def change(hosted: Hosted, people: Sequence[Person]) -> None:
    """Put changed people in place, in the roll and in the gradebook."""
    with as_owner(hosted.course):
        hosted.roll.put(people)
        to_gradebook(hosted, people)


def table(people: Iterable[Person]) -> list[str]:
    """The people as lines of columns."""
    rows = [("id", "name", "role", "groups", "state"), *map(_row, people)]
    widths = [max(len(row[place]) for row in rows) for place in range(5)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _row(person: Person) -> tuple[str, str, str, str, str]:
    state = "in the class" if person.active else f"withdrawn {str(person.withdrawn)[:10]}"
    asked = ", to be erased" if person.erase_asked else ""
    return (person.id, person.name, person.role, " ".join(person.groups), state + asked)
