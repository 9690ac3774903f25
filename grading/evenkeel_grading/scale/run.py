"""The command behind ``python -m evenkeel_grading autograde``: the course's configuration, a pool, and one run."""

import logging
from pathlib import Path
from typing import Protocol, TextIO

from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from evenkeel_grading.nbg.opening import course_of
from evenkeel_grading.scale.coordinator import MarkAtScale
from evenkeel_grading.scale.pools import PoolError, open_pool
from evenkeel_grading.scale.progress import Progress


class Options(Protocol):
    """What may be asked for. Neither ``workers`` nor ``scheduler``: marked in this process."""

    workers: int | None
    scheduler: str | None
    student: str
    force: bool


def autograde(root: Path, assignment: str, options: Options, out: TextIO) -> bool:
    """Mark the work collected for ``assignment`` in the course at ``root``. Whether all of it could be marked."""
    coursedir = course_of(root)
    # nbgrader tells of each piece of work that it looks at; here the progress does.
    coursedir.parent.log_level = logging.WARNING
    return mark_class(coursedir, assignment, options, out)


def mark_class(coursedir: CourseDirectory, assignment: str, options: Options, out: TextIO) -> bool:
    """The same for a class that is open."""
    coursedir.assignment_id, coursedir.student_id = assignment, options.student
    progress = Progress(out)
    try:
        with open_pool(options.scheduler, options.workers, progress.tell) as pool:
            converter = MarkAtScale(pool, progress, coursedir=coursedir, parent=coursedir.parent)
            converter.force = options.force
            converter.start()
    except PoolError as error:
        progress.tell(str(error))
        return False
    except NbGraderException:
        return False  # It has been said.
    return True
