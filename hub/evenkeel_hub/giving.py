"""Everything held on one learner, as a ZIP file that a person can read: for the learner, who may ask for it.

Private notes are for one named role. Without ``private`` nothing of them is in the file, not even whether there are
any.
"""

import contextlib
import json
import os
import pwd
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry

from evenkeel.responses import read_bytes
from evenkeel_hub import tree
from evenkeel_hub.backup import Source
from evenkeel_hub.holdings import feedback_pages, folders, require_learner
from evenkeel_hub.hosted import AdminError, Hosted, as_owner
from evenkeel_hub.roll import now

_ABOUT = """What the course holds on {learner}, as of {at}.

person.json      the line of the class list
marks.json       hand-ins, marks and comments in the gradebook
marking.json     suggestions with their evidence, what tutors decided and why, extra time
files/           hand-ins, collected and marked work, feedback, and the answers in the home folder
{private}
Not in it: the server's logs, and backups, which hold earlier states of the same.
{left_out}"""
_NOTES = "private.json     notes for the one role that reads private notes\n"
_NO_NOTES = "Private notes, should there be any, are kept by one named role. Ask there.\n"


def give_out(hosted: Hosted, learner: str, file: Path, *, private: bool = False) -> int:
    """Write the new file ``file`` and return how many files of the learner's are in it. Raises :class:`AdminError`."""
    require_learner(learner)
    records = _records(hosted, learner, private=private)
    sources, pages = list(_sources(hosted, learner)), feedback_pages(hosted, learner)
    if not sources and not any(records.values()):
        raise AdminError(f"Nothing is held on {learner!r}.")
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            return _write(zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED), learner, records, sources, pages)
    except FileExistsError:
        raise AdminError(f"{file} is there already. Nothing was written.") from None
    except OSError as error:
        with contextlib.suppress(OSError):
            file.unlink()
        raise AdminError(f"{file} could not be written: {error}.") from error


def _records(hosted: Hosted, learner: str, *, private: bool) -> dict[str, Any]:
    person = hosted.roll.find(learner)
    with as_owner(hosted.course):
        found = {
            "person.json": asdict(person) if person else {},
            "marks.json": _marks(hosted, learner),
            "marking.json": {name: rows for name, rows in hosted.store.everything_on(learner).items() if rows},
        }
    if private:
        found["private.json"] = [asdict(note) for note in hosted.private.notes_on(learner)]
    return found


def _marks(hosted: Hosted, learner: str) -> list[dict[str, Any]]:
    with hosted.gradebook() as gradebook:
        try:
            student = gradebook.find_student(learner)
        except MissingEntry:
            return []
        return [_submission(one) for one in student.submissions]


def _submission(submission: Any) -> dict[str, Any]:
    parts = [part for notebook in submission.notebooks for part in notebook.grades]
    comments = [part for notebook in submission.notebooks for part in notebook.comments]
    return {
        "assignment": submission.assignment.name,
        "handed_in": submission.timestamp,
        "due": submission.duedate if submission.assignment.duedate else None,
        "score": submission.score,
        "of": submission.max_score,
        "marks": [
            {"part": one.name, "suggested": one.auto_score, "decided": one.manual_score, "of": one.max_score}
            for one in parts
        ],
        "comments": [{"part": part.name, "comment": part.comment} for part in comments if part.comment],
    }


def _sources(hosted: Hosted, learner: str) -> Iterator[Source]:
    for folder in folders(hosted, learner):
        owner = pwd.getpwnam(learner).pw_uid if folder.place == "home" else None
        yield Source("/".join(("files", folder.place, *folder.parts[-1:])), folder.base, folder.parts, owner)


def _write(
    archive: zipfile.ZipFile, learner: str, records: dict[str, Any], sources: list[Source], pages: list[Path]
) -> int:
    limits = tree.Limits()
    count = 0
    with archive:
        for name, value in records.items():
            archive.writestr(name, json.dumps(value, indent=1, ensure_ascii=False, default=str))
        for page in pages:
            archive.writestr(f"files/feedback-pages/{page.name}", read_bytes(page, max_bytes=1 << 26))
        for source in sources:
            limits.owner = source.owner
            for found in tree.plain_files(source.base, source.parts, limits):
                with os.fdopen(os.dup(found.descriptor), "rb") as stream:
                    archive.writestr(f"{source.name}/{_safe(str(found.name))}", stream.read(limits.file_bytes))
                count += 1
        left_out = "\n".join(["Left out:", *limits.left_out]) if limits.left_out else ""
        private = _NOTES if "private.json" in records else _NO_NOTES
        about = _ABOUT.format(learner=learner, at=now(), private=private, left_out=left_out)
        archive.writestr("read-me.txt", about)
    return count


def _safe(name: str) -> str:
    """A name that every program unpacks to where it says: no signs that do something, no other system's separators."""
    return "".join(sign if sign.isprintable() and sign not in '\\:*?"<>|' else "_" for sign in name)
