"""The command behind ``python -m evenkeel_grading autograde``: the course's configuration, a pool, and one run."""

import logging
from functools import partial
from pathlib import Path
from typing import Protocol, TextIO

from nbgrader.auth import Authenticator
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory

from evenkeel_grading.nbg.opening import course_of
from evenkeel_grading.scale.coordinator import MarkAtScale
from evenkeel_grading.scale.pools import open_pool
from evenkeel_grading.scale.progress import Progress


class Options(Protocol):
    """What may be asked for. Neither ``workers`` nor ``scheduler``: marked in this process."""

    workers: int | None
    scheduler: str | None
    student: str
    force: bool
    collect: bool


def autograde(root: Path, assignment: str, options: Options, out: TextIO) -> bool:
    """Mark the work collected for ``assignment`` in the course at ``root``. Whether all of it could be marked."""
    coursedir = course_of(root)
    # nbgrader tells of each piece of work that it looks at; here the progress does.
    coursedir.parent.log_level = logging.WARNING
    collected = collect(coursedir, assignment, options.student) if options.collect else True
    return mark_class(coursedir, assignment, options, out) and collected


def collect(coursedir: CourseDirectory, assignment: str, student: str) -> bool:
    """Collect what is newer than what is there, as the formgrader's button does. Whether all of it could be."""
    coursedir.assignment_id, coursedir.student_id = assignment, student
    app = coursedir.parent
    collecting = ExchangeFactory(parent=app).Collect(
        coursedir=coursedir, authenticator=Authenticator(parent=app), parent=app
    )
    collecting.update = True
    try:
        collecting.start()
    except ExchangeError:
        return False  # It has been said, and stops nothing else.
    return True


def mark_class(coursedir: CourseDirectory, assignment: str, options: Options, out: TextIO) -> bool:
    """The same for a class that is open."""
    coursedir.assignment_id, coursedir.student_id = assignment, options.student
    progress = Progress(out)
    pool = partial(open_pool, options.scheduler, options.workers, progress.tell)
    converter = MarkAtScale(pool, progress, coursedir=coursedir, parent=coursedir.parent)
    converter.force = options.force
    try:
        converter.start()
    except NbGraderException:
        return False  # It has been said.
    return True
