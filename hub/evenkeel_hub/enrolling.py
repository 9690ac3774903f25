"""Bringing a class list into the class: what would change, then the roll, the gradebook, accounts and trays."""

import os
import pwd
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from nbgrader.api import Student

from evenkeel_grading.nbg.trays import TrayError, ensure_tray
from evenkeel_hub.accounts import FIRST_PERSON, AccountError, Accounts
from evenkeel_hub.classlist import ClassList, Flaw, Listed
from evenkeel_hub.dates import publish
from evenkeel_hub.hosted import Hosted, as_owner
from evenkeel_hub.names import account_name, small
from evenkeel_hub.roll import Person

_EXAMPLES = 5


@dataclass
class Plan:
    """What importing would do. ``back``: withdrawn before, on the list now."""

    added: list[Person] = field(default_factory=list)
    changed: list[Person] = field(default_factory=list)
    back: list[Person] = field(default_factory=list)
    same: list[Person] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unusable: bool = False

    @property
    def people(self) -> list[Person]:
        """Everybody of the list, as they would be."""
        return [*self.added, *self.changed, *self.back, *self.same]

    def said(self) -> list[str]:
        """The plan in lines for a terminal or a page."""
        counts = {"New": self.added, "Changed": self.changed, "Back in the class": self.back, "As before": self.same}
        lines = [f"{words}: {len(people)}" for words, people in counts.items() if people]
        return [*map(str, self.flaws), *self.notes, *lines]


def plan(known: Iterable[Person], listed: ClassList, reserved: Sequence[str] = ()) -> Plan:
    """Compare a list with the roll. Who is not on the list stays as they are. ``reserved``: names nobody may have."""
    roll = {person.id: person for person in known}
    made = Plan(flaws=list(listed.flaws), notes=list(listed.notes), unusable=listed.unusable)
    for line in _signing_in(listed.people, made.notes):
        if wrong := _reserved(line.id, reserved):
            made.flaws.append(Flaw(line.line, wrong))
            continue
        before = roll.get(line.id)
        after = _person(line, before)
        if before is None:
            made.added.append(after)
        elif not before.active:
            made.back.append(replace(after, withdrawn=None, erase_asked=None))
        else:
            (made.same if after == before else made.changed).append(after)
    made.flaws.sort(key=lambda flaw: flaw.line)
    made.notes += _shared([*(roll | {one.id: one for one in made.people}).values()])
    return made


def _shared(people: Sequence[Person]) -> list[str]:
    """Addresses that several have: whoever signs in by one is nobody (:mod:`evenkeel_hub.signin`)."""
    known: dict[str, list[str]] = {}
    for person in people:
        if person.active and person.email:
            known.setdefault(small(person.email), []).append(person.id)
    several = [f"{email} ({', '.join(ids[:_EXAMPLES])})" for email, ids in known.items() if len(ids) > 1]
    if not several:
        return []
    more = f" and {len(several) - _EXAMPLES} more" if len(several) > _EXAMPLES else ""
    return [
        f"Several people have the same address, so nobody can sign in by it: {'; '.join(several[:_EXAMPLES])}{more}."
    ]


def _signing_in(people: Sequence[Listed], notes: list[str]) -> list[Listed]:
    """Who is listed by a name from outside, such as an e-mail address, by the account that the hub makes of it."""
    made = [replace(one, id=one.id if Accounts().has(one.id) else account_name(one.id)) for one in people]
    pairs = [(old.id, new.id) for old, new in zip(people, made, strict=True) if old.id != new.id]
    notes += [f"{old} signs in as the account {new}." for old, new in pairs[:_EXAMPLES]]
    if len(pairs) > _EXAMPLES:
        notes.append(f"So do {len(pairs) - _EXAMPLES} more; `people list` shows them all.")
    return made


def _reserved(name: str, reserved: Sequence[str]) -> str | None:
    """Whoever signs in under such a name would get the machine's own account."""
    if name in reserved:
        return f"“{name}” is the account that marks; nobody signs in as it."
    try:
        known = pwd.getpwnam(name)
    except KeyError:
        return None
    if known.pw_uid < FIRST_PERSON:
        return f"“{name}” is an account of the machine itself; nobody signs in as it."
    return None


def _person(line: Listed, before: Person | None) -> Person:
    person = before or Person(line.id)
    return replace(
        person,
        name=line.name or person.name,
        email=line.email or person.email,
        groups=person.groups if line.groups is None else line.groups,
        role=line.role or person.role,
    )


def enrol(hosted: Hosted, people: Sequence[Person], *, make_accounts: bool = False) -> list[str]:
    """Write these people into the roll and the gradebook; make accounts (when asked) and trays. Returns what to tell.

    Doing it again changes nothing more. Accounts come first: where one cannot be made, its person is still on the
    roll, and the note says what is missing.
    """
    notes: list[str] = []
    if make_accounts:
        people = [_with_account(person, notes) for person in people]
    with as_owner(hosted.course):
        hosted.roll.put(people)
        to_gradebook(hosted, people)
    return notes + _trays(hosted, people) + publish(hosted)


def _with_account(person: Person, notes: list[str]) -> Person:
    try:
        return replace(person, account_made=Accounts().make(person.id) or person.account_made)
    except AccountError as error:
        notes.append(str(error))
        return person


def to_gradebook(hosted: Hosted, people: Sequence[Person]) -> None:
    """Write learners' names and addresses into nbgrader's gradebook, in one transaction."""
    with hosted.gradebook() as gradebook:
        known = {student.id: student for student in gradebook.students}
        for person in people:
            if person.role == "learner" or person.id in known:
                student = known.get(person.id) or Student(id=person.id)
                student.first_name, student.last_name = split_name(person.name)
                student.email = person.email or None
                gradebook.db.add(student)
        gradebook.db.commit()


def split_name(name: str) -> tuple[str | None, str | None]:
    """First and last name for the gradebook, which keeps two. Names differ; it only has to read well in a list."""
    first, _, last = name.rpartition(" ")
    return (first, last) if first else (last or None, None)


def _may_make_tray(name: str) -> bool:
    """Whether the account is there, and its tray ours to give: root's, or one's own."""
    try:
        return os.geteuid() in (0, pwd.getpwnam(name).pw_uid)
    except KeyError:
        return False


def _trays(hosted: Hosted, people: Sequence[Person]) -> list[str]:
    from evenkeel_grading.nbg.places import open_exchange

    notes: list[str] = []
    later = 0
    with as_owner(hosted.course):
        open_exchange(hosted.places.exchange, hosted.places.course_id)
    for person in people:
        if not _may_make_tray(person.id):
            later += 1
            continue
        try:
            ensure_tray(hosted.places, person.id)
        except TrayError as error:
            notes.append(str(error))
    if later:
        notes.append(
            f"The trays of {later} people are made when their server first starts, or when root imports the list."
        )
    return notes
