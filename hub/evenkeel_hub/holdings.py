"""Everything that is held on one learner, place by place: to count it, to give it out, to erase it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import MissingEntry, Student
from nbgrader.utils import notebook_hash

from evenkeel.responses import ResponsesError, read_bytes
from evenkeel_grading.nbg.trays import LEARNER
from evenkeel_hub.accounts import Accounts
from evenkeel_hub.hosted import AdminError, Hosted
from evenkeel_hub.spawning import FOLDER

_KEPT = ("source", "release")  # the course's own; no learner's work is ever below


@dataclass(frozen=True)
class Folder:
    """A folder that is all one learner's: ``base`` is trusted, of the parts below none may be a link."""

    place: str
    base: Path
    parts: tuple[str, ...]

    @property
    def there(self) -> bool:
        """Whether it is there, be it a link."""
        return Path(self.base, *self.parts).is_symlink() or Path(self.base, *self.parts).exists()


def require_learner(learner: str) -> None:
    """Raises :class:`AdminError` for what cannot be a learner's id, such as a path."""
    if not LEARNER.fullmatch(learner):
        raise AdminError(f"{learner!r} cannot be a learner's id.")


def folders(hosted: Hosted, learner: str) -> list[Folder]:
    """The learner's folders that are there, those of the learner's own account first."""
    found = [Folder("home", home, (FOLDER,))] if (home := Accounts().home(learner)) else []
    found.append(Folder("exchange", hosted.exchange, ("inbound", learner)))
    # A folder for hand-ins as stock nbgrader names them, from before there were trays.
    found += [Folder("exchange", hosted.exchange, ("inbound", name)) for name in _old_hand_ins(hosted, learner)]
    found += [Folder(step, hosted.course, (step, learner)) for step in _steps(hosted.course)]
    return [one for one in found if one.there]


def _steps(course: Path) -> list[str]:
    """The folders of nbgrader's steps, whatever they are called: submitted, autograded, feedback."""
    names = [entry.name for entry in sorted(course.iterdir()) if entry.is_dir() and not entry.is_symlink()]
    return [name for name in names if name not in _KEPT and not name.startswith(".")]


def _old_hand_ins(hosted: Hosted, learner: str) -> list[str]:
    inbound = hosted.places.inbound
    names = [entry.name for entry in inbound.iterdir()] if inbound.is_dir() else []
    # Learner, assignment, time, secret: an id may itself hold a plus sign.
    return sorted(name for name in names if "+" in name and name.rsplit("+", 3)[0] == learner)


def feedback_pages(hosted: Hosted, learner: str) -> list[Path]:
    """Pages that stock nbgrader put where every account can read them, by a name made from the learner's secret."""
    released = hosted.exchange / "feedback"
    if not released.is_dir():
        return []
    names = [path.stem for path in hosted.course.glob("release/*/*.ipynb")]
    hashes = {notebook_hash(secret=secret, notebook_id=name) for secret in _secrets(hosted, learner) for name in names}
    return [page for one in sorted(hashes) if (page := released / f"{one}.html").is_file()]


def _secrets(hosted: Hosted, learner: str) -> Iterator[str]:
    for step in _steps(hosted.course):
        for file in sorted((hosted.course / step / learner).glob("*/submission_secret.txt")):
            try:
                yield read_bytes(file, max_bytes=4096).decode("ascii")
            except (ResponsesError, UnicodeDecodeError):
                continue


def counts(hosted: Hosted, learner: str) -> dict[str, int]:
    """How much is held where, without what: rows of each database, folders of each kind.

    Private notes are not counted: that there are any is for their reader alone.
    """
    found: dict[str, int] = {}
    for folder in folders(hosted, learner):
        found[folder.place] = found.get(folder.place, 0) + 1
    found["feedback pages"] = len(feedback_pages(hosted, learner))
    found["gradebook"] = _gradebook_rows(hosted, learner)
    found["marking store"] = sum(map(len, hosted.store.everything_on(learner).values()))
    found["roll"] = int(hosted.roll.find(learner) is not None)
    return {place: number for place, number in found.items() if number}


def _gradebook_rows(hosted: Hosted, learner: str) -> int:
    with hosted.gradebook() as gradebook:
        try:
            student: Student = gradebook.find_student(learner)
        except MissingEntry:
            return 0
        return 1 + len(student.submissions)
