"""A varied class, and all that marking leaves of it, in a form that two ways of marking can be compared by."""

import argparse
import io
import logging
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from klass import APPLIED, STAMP, Klass, answers
from nbgrader.apps import NbGrader
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import MetaData, NullPool, create_engine, select
from test_autograde import KINDS, damage

from evenkeel_grading import private, store_tables
from evenkeel_grading.scale.run import mark_class
from evenkeel_grading.store import MarkingStore
from nbgrader import api

DUE = datetime(2026, 11, 20, 9, 0, 0)
LATER = "2026-11-21 10:00:00.000000 UTC"
# With a sign that PostgreSQL takes in no text.
NOTED = "I cannot cope any more. I want to end my life\0 and nobody would miss me."


@dataclass
class Said:
    """What a run said, and whether all could be marked."""

    all_marked: bool
    words: str


def mark_at_scale(klass: Klass, assignment: str = APPLIED, **options: Any) -> Said:
    """What the command does, on the class's own settings."""
    app = NbGrader(config=klass.config)
    out = io.StringIO()
    app.log.addHandler(logging.StreamHandler(out))
    given = {"workers": None, "scheduler": None, "student": "*", "force": False} | options
    done = mark_class(CourseDirectory(parent=app), assignment, argparse.Namespace(**given), out)
    return Said(done, out.getvalue())


def twin(klass: Klass, name: str) -> Klass:
    """The same class once more, before anything was handed in."""
    made = Klass(Path(shutil.copytree(klass.work, klass.work.parent / name)))
    made.config.LateSubmissionPlugin = klass.config.LateSubmissionPlugin
    return made


class OnDatabase(Klass):
    """A class whose gradebook and stores are on a database server."""

    def gradebook(self) -> api.Gradebook:
        return api.Gradebook(gradebook_url(self), "evenkeel")


def on_database(klass: Klass, name: str, url: str) -> Klass:
    """A class with the same work folder, which keeps all its rows at ``url``."""
    made = OnDatabase(Path(shutil.copytree(klass.work, klass.work.parent / name)))
    made.config.CourseDirectory.db_url = url
    made.config.EvenkeelMarking.store_url = url
    made.config.EvenkeelMarking.private_url = url
    return made


def prepare(klass: Klass) -> None:
    """A due date and a penalty, as a course may have them."""
    klass.config.LateSubmissionPlugin.penalty_method = "zero"
    with klass.gradebook() as gradebook:
        gradebook.update_or_create_assignment(APPLIED, duedate=DUE)
    MarkingStore(store_url(klass)).extend(APPLIED, "extended", DUE + timedelta(days=9))


def hand_in_all(klass: Klass) -> None:
    """Everything that a class can send."""
    for learner in ("ada", "ben", "cara", "jo"):
        klass.hand_in(learner, fields=answers(learner))
    klass.hand_in("early", stamp="2026-11-20 08:59:59.000000 UTC")
    klass.hand_in("extended")
    klass.hand_in("noted", fields=answers() | {"reply-1": NOTED})
    klass.hand_in("listed", fields=answers() | {"characteristics": " ".join(["aggressive confused withdrawn"] * 60)})
    (klass.hand_in("timeless") / "timestamp.txt").unlink()
    (klass.hand_in("secretless") / "submission_secret.txt").unlink()
    (klass.hand_in("hostile") / f"{APPLIED}.ipynb").write_text("raise SystemExit", encoding="utf-8")
    klass.folder("linked").parent.mkdir(parents=True)
    klass.folder("linked").symlink_to(klass.folder("ada"))
    for number, kind in enumerate(KINDS):
        damage(kind, klass.hand_in(f"bad{number}"), klass.folder("ada"))


def go_on(klass: Klass) -> None:
    """What happens between two runs: tutors decide, learners hand in again, somebody is new, the time is changed."""
    klass.decide("ada", criterion_analysis=7.5)
    klass.decide("cara")
    klass.hand_in("ada", fields=answers("ben"), stamp=LATER)
    klass.decide("jo", criterion_analysis=1.5)
    with klass.gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook(APPLIED, APPLIED, "ada")
        notebook.comments[0].manual_comment = "Well argued."
        notebook.grades[0].extra_credit = 1.0
        gradebook.db.commit()
    klass.hand_in("new", fields=answers("dev"), stamp=STAMP)


def left_by(klass: Klass) -> dict[str, Any]:
    """All rows and files, less what is random or the time of marking. The same whatever the databases are."""
    return {
        "gradebook": gradebook_rows(gradebook_url(klass)),
        "store": rows_of(store_url(klass), store_tables.metadata, without=("at", "id")),
        "notes": rows_of(private_url(klass), private._metadata, without=("at",)),
        "files": files_of(klass.course / "autograded"),
    }


def require_same(one: Klass, other: Klass) -> None:
    """Fail with the first table or folder in which they differ."""
    first, second = left_by(one), left_by(other)
    for part in first:
        assert set(second[part]) == set(first[part]), part
        for name in first[part]:
            assert second[part][name] == first[part][name], (part, name)


def gradebook_url(klass: Klass) -> str:
    return str(klass.config.CourseDirectory.get("db_url", f"sqlite:///{klass.course / 'gradebook.db'}"))


def store_url(klass: Klass) -> str:
    return str(klass.config.EvenkeelMarking.get("store_url", f"sqlite:///{klass.course / 'marking.db'}"))


def private_url(klass: Klass) -> str:
    return str(klass.config.EvenkeelMarking.get("private_url", f"sqlite:///{klass.course / '.private' / 'notes.db'}"))


def rows_of(url: str, tables: MetaData, without: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    """The rows of every table, in an order of their own."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return {
            name: sorted(
                (
                    {key: row[key] for key in row if key not in without}
                    for row in connection.execute(select(table)).mappings()
                ),
                key=str,
            )
            for name, table in tables.tables.items()
        }


def gradebook_rows(url: str) -> dict[str, list[Any]]:
    """The same for a gradebook, with ids that are made up by chance replaced by what they stand for."""
    rows = rows_of(url, api.Base.metadata)
    meant: dict[Any, str] = {}
    for table in ("assignment", "notebook", "base_cell"):
        meant |= {row["id"]: row["name"] for row in rows[table]}
    meant |= {row["id"]: f"submission of {row['student_id']}" for row in rows["submitted_assignment"]}
    meant |= {row["id"]: f"notebook in the {meant[row['assignment_id']]}" for row in rows["submitted_notebook"]}
    return {table: sorted((_named(row, meant) for row in found), key=str) for table, found in rows.items()}


def _named(row: dict[str, Any], meant: dict[Any, str]) -> dict[str, Any]:
    # Students and courses have ids that people give them.
    random = isinstance(row.get("id"), str) and len(row["id"]) == 32
    return {key: meant.get(value, value) for key, value in row.items() if not (random and key == "id")}


def files_of(folder: Path) -> dict[str, Any]:
    """Mode and content of every file; of a secret that was made up, only its length."""
    found: dict[str, Any] = {}
    for path in sorted(folder.rglob("*")):
        content: Any = path.read_bytes() if path.is_file() else None
        if path.name == "submission_secret.txt" and content != b"5" * 64:
            content = len(content)
        found[str(path.relative_to(folder))] = (oct(path.stat().st_mode), content)
    return found
