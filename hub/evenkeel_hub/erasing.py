"""Erasing one learner: every copy, in an order in which a stop in between only means doing it again.

Access ends first, so that nothing new is saved. The roll comes last: while somebody is on it with ``erase_asked``, the
erasing is not done. What is kept is a receipt that names nobody. It holds a keyed digest of the id, by which a restored
backup is seen to hold somebody who was erased.
"""

import contextlib
import getpass
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from nbgrader.api import MissingEntry
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from evenkeel.safefile import locked, write_file
from evenkeel_grading.nbg.lock import CourseBusyError, course_lock
from evenkeel_grading.private import PrivateStoreError
from evenkeel_grading.wiping import is_file, write_anew
from evenkeel_hub import hubapi, tree
from evenkeel_hub.accounts import AccountError, Accounts
from evenkeel_hub.holdings import counts, feedback_pages, folders, require_learner
from evenkeel_hub.hosted import AdminError, Hosted, as_owner
from evenkeel_hub.roll import Person, now
from evenkeel_hub.settings import EvenkeelClass

RECEIPTS = ".erasures"
_KEY = "key"


@dataclass
class Receipt:
    """What was erased, without saying whose or what it said. ``left``: what this could not erase, in words."""

    number: str
    at: str
    by: str
    removed: dict[str, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    digest: str = ""

    def lines(self, learner: str) -> list[str]:
        """For the administrator, and for the learner if they ask."""
        done = [f"  {place}: {number}" for place, number in self.removed.items()]
        todo = ["Still to do, and outside this command:", *(f"  {words}" for words in self.left)]
        return [f"Erased: {learner}. Receipt {self.number}, {self.at}.", *done, *(todo if self.left else [])]


def erase(hosted: Hosted, learner: str) -> Receipt:
    """Erase everything on one learner. Doing it again is safe.

    Raises:
        AdminError: nobody is known by this id, or a part cannot be erased; then it can be run again.
    """
    require_learner(learner)
    person = hosted.roll.find(learner)
    removed = counts(hosted, learner)
    if not removed and person is None:
        raise AdminError(f"Nothing is held on {learner!r}.")
    _mark(hosted, person)
    receipt = Receipt(secrets.token_hex(4), now(), getpass.getuser(), removed, digest=_digest(hosted, learner))
    try:
        _files(hosted, learner, person, receipt)
        with as_owner(hosted.course):
            _records(hosted, learner, receipt)
    except (OSError, AccountError, CourseBusyError) as error:
        raise AdminError(f"Not everything on {learner} is erased yet: {error}. Run it again.") from error
    return _finish(hosted, learner, receipt)


def _mark(hosted: Hosted, person: Person | None) -> None:
    """From now on there is no way in, and what is left to do can be seen."""
    if person is not None:
        with as_owner(hosted.course):
            hosted.roll.put([replace(person, withdrawn=person.withdrawn or now(), erase_asked=now())])


def _files(hosted: Hosted, learner: str, person: Person | None, receipt: Receipt) -> None:
    work, otherwise = hosted.places.work, "Its server may still run. Stop it, then run this again"
    _tell_hub(lambda: hubapi.stop_server(work, learner), otherwise, receipt)
    pages = feedback_pages(hosted, learner)  # found by secrets that lie in the folders
    for page in pages:
        page.unlink(missing_ok=True)
    with as_owner(hosted.course), course_lock(hosted.course, hosted.marking.lock_wait_button, lambda _: None):
        pass  # a marking run under way would write some of it again; a later one finds nothing to mark
    for folder in folders(hosted, learner):
        tree.remove(folder.base, *folder.parts)
    if person is not None and person.account_made:
        Accounts().remove(learner)


def _tell_hub(say: Callable[[], None], otherwise: str, receipt: Receipt) -> None:
    try:
        say()
    except hubapi.HubError as error:
        receipt.left.append(f"{otherwise} ({error}).")


def _records(hosted: Hosted, learner: str, receipt: Receipt) -> None:
    with hosted.gradebook() as gradebook, contextlib.suppress(MissingEntry):
        gradebook.remove_student(learner)
    write_anew(_gradebook(hosted))
    hosted.store.erase(learner)
    try:
        hosted.private.erase(learner)
    except PrivateStoreError:
        command = "python -m evenkeel_grading private erase LEARNER"
        receipt.left.append(f"Whoever may read the private notes runs, whether or not there are any: {command}")


def _gradebook(hosted: Hosted) -> Engine:
    return create_engine(hosted.coursedir.db_url, poolclass=NullPool)


def _finish(hosted: Hosted, learner: str, receipt: Receipt) -> Receipt:
    otherwise = "The hub still knows the name. Delete it on the hub's admin page"
    _tell_hub(lambda: hubapi.forget(hosted.places.work, learner), otherwise, receipt)
    receipt.left += _outside(hosted)
    with as_owner(hosted.course):
        if left := {place: number for place, number in counts(hosted, learner).items() if place != "roll"}:
            raise AdminError(f"Not everything on {learner} is erased: {left}. Run it again.")
        _keep(hosted, receipt)
        hosted.roll.remove(learner)
        hosted.roll.vacuum()
    return receipt


def _outside(hosted: Hosted) -> list[str]:
    """What no command here reaches."""
    folder = EvenkeelClass(parent=hosted.coursedir).backup_folder
    backups = sorted(path.name for path in Path(folder).glob("*.tar.gz")) if folder else []
    held = f": {', '.join(backups[-5:])}" if backups else ""
    databases = [] if is_file(_gradebook(hosted)) else ["The database server keeps its own logs and backups."]
    return [f"Backups made before now still hold it until they are deleted{held}.", *_restored(hosted), *databases]


def _restored(hosted: Hosted) -> list[str]:
    """Folders that lie in the class since a backup was brought back; they hold everybody's work."""
    work = hosted.places.work
    found = [*sorted(work.glob("before-restore-*")), *(folder for folder in [work / "homes"] if folder.is_dir())]
    return [f"{folder}, from bringing a backup back, may hold it until you delete that folder." for folder in found]


# ---- receipts ----


def _keep(hosted: Hosted, receipt: Receipt) -> None:
    folder = hosted.course / RECEIPTS
    with locked(folder):
        write_file(folder / f"{receipt.at[:10]}-{receipt.number}.json", json.dumps(receipt.__dict__, indent=1).encode())


def receipts(course: Path) -> list[Receipt]:
    """All receipts that are kept in a course folder, oldest first."""
    found = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((course / RECEIPTS).glob("*.json"))]
    return [Receipt(**one) for one in found]


def _digest(hosted: Hosted, learner: str) -> str:
    with as_owner(hosted.course):
        return digest(hosted.course, learner)


def digest(course: Path, learner: str) -> str:
    """A keyed digest of an id: tells whether an id was erased here, and is no use to find one."""
    file = course / RECEIPTS / _KEY
    if not file.is_file():
        with locked(file.parent):
            write_file(file, secrets.token_bytes(32))
    return hmac.new(file.read_bytes(), learner.encode(), hashlib.sha256).hexdigest()


def erased_before(course: Path, learners: Iterable[str]) -> list[str]:
    """Which of these ids have a receipt here."""
    known = {one.digest for one in receipts(course)}
    return [learner for learner in learners if digest(course, learner) in known] if known else []


def tidy_receipts(course: Path, before: str) -> list[Path]:
    """Receipts older than a moment (RFC 3339)."""
    return [file for file in sorted((course / RECEIPTS).glob("*.json")) if file.name[:10] < before[:10]]


def asked(people: Iterable[Person]) -> list[str]:
    """Whose erasing was asked for and is not done."""
    return [person.id for person in people if person.erase_asked]


def told(found: dict[str, int]) -> list[str]:
    """What would be erased, in lines."""
    return [f"  {place}: {number}" for place, number in found.items()]
