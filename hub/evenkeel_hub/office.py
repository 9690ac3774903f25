"""What the administrators' page does, without the page. Loads nbgrader, so it is loaded when it is first needed."""

import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from evenkeel_hub import dates, people
from evenkeel_hub.classlist import read_class_list
from evenkeel_hub.enrolling import Plan, enrol, plan
from evenkeel_hub.giving import give_out
from evenkeel_hub.hosted import AdminError, open_hosted
from evenkeel_hub.roll import Person, now

_MOST_SHOWN = 200


@dataclass(frozen=True)
class ShownDate:
    """A due date in words and as a form's field holds it; both empty where there is none.

    ``longer``: it is one person's, and later than the class's.
    """

    assignment: str
    said: str
    field: str
    longer: bool = False


@dataclass(frozen=True)
class Shown:
    """What the first page shows: some people, how many more fit, how many there are, and each due date."""

    people: list[Person]
    more: int
    total: int
    dates: list[ShownDate]
    zone: str


@dataclass(frozen=True)
class ShownPerson:
    """What a person's page shows."""

    person: Person
    dates: list[ShownDate]
    zone: str


class Office:
    """One class. Its methods take seconds; they raise :class:`AdminError` with words for the page."""

    def __init__(self) -> None:
        self._hosted = open_hosted(None)
        self._zone = dates.zone_of(None)

    def show(self, find: str) -> Shown:
        """The people that fit what is looked for, and all due dates."""
        roll = self._hosted.roll.people()
        fit = [one for one in roll if find in f"{one.id} {one.name} {' '.join(one.groups)} {one.role}".lower()]
        due = [self._date(one.assignment, one.due) for one in dates.every(self._hosted)]
        more = max(0, len(fit) - _MOST_SHOWN)
        return Shown(fit[:_MOST_SHOWN], more, len(roll), due, self._zone_name())

    def person(self, name: str) -> ShownPerson | None:
        """One person; None when nobody has this id."""
        person = self._hosted.roll.find(name)
        if person is None:
            return None
        own = [self._date(one.assignment, *one.of(name)) for one in dates.every(self._hosted)]
        return ShownPerson(person, own, self._zone_name())

    def _date(self, assignment: str, due: datetime | None, longer: bool = False) -> ShownDate:
        if due is None:
            return ShownDate(assignment, "", "")
        return ShownDate(assignment, dates.said(due, self._zone), dates.field(due, self._zone), longer)

    def _zone_name(self) -> str:
        return " or ".join(dict.fromkeys(self._names())) or "the machine's own time"

    def _names(self) -> list[str]:
        """The zone's names over the year, the one of today first."""
        today = datetime.now(self._zone)
        year = [datetime(today.year, month, 1, tzinfo=self._zone) for month in (1, 7)]
        return [name for name in (one.tzname() for one in [today, *year]) if name]

    def look(self, data: bytes) -> Plan:
        """What a class list would change."""
        return plan(self._hosted.roll.people(), read_class_list(data), [self._hosted.marker])

    def bring(self, data: bytes) -> list[str]:
        """Bring a class list in; returns what to tell."""
        made = self.look(data)
        if made.flaws:
            return [*map(str, made.flaws), "Nothing was changed."]
        return [*enrol(self._hosted, made.people), f"Brought in: {len(made.people)} people."]

    def set_due(self, assignment: str, when: str) -> list[str]:
        """Set a due date; empty takes it back."""
        notes = dates.set_due(self._hosted, assignment, dates.moment(when, self._zone) if when else None)
        return [*notes, "The due date is changed."]

    def extend(self, name: str, assignment: str, when: str) -> list[str]:
        """Give one person longer; empty takes it back."""
        notes = dates.extend(self._hosted, name, assignment, dates.moment(when, self._zone) if when else None)
        return [*notes, "The date is changed for this person."]

    def withdraw(self, name: str) -> list[str]:
        """End somebody's access."""
        return [*people.withdraw(self._hosted, [name]), "Access has ended. All work stays."]

    def readmit(self, name: str) -> list[str]:
        """Let somebody in again."""
        return [*people.readmit(self._hosted, [name]), "In the class again."]

    def erase(self, name: str, typed: str) -> list[str]:
        """Access ends now; what needs root's rights is done by ``retention``, each night."""
        if typed.strip() != name:
            raise AdminError("Nothing was erased: what you typed is not the id.")
        people.withdraw(self._hosted, [name])
        (person,) = people.found(self._hosted, [name])
        people.change(self._hosted, [replace(person, erase_asked=now())])
        command = f"python -m evenkeel_hub erase {name}"
        return [f"Access has ended. Everything is erased by the nightly run, or at once by: {command}"]

    def export(self, name: str) -> bytes:
        """The ZIP file, without private notes and without what only the person's own account can read."""
        with tempfile.TemporaryDirectory(prefix="evenkeel-export-") as folder:
            give_out(self._hosted, name, Path(folder, "all.zip"))
            return Path(folder, "all.zip").read_bytes()
