"""A quick start: no parser that nobody needs, and workers that come from one process which is ready to mark.

Loading nbgrader, Dask and a rubric takes seconds of a processor. So one process (Python's fork server) loads them while
the command still loads its own, marks something made up so that all is compiled, and each worker is a copy of it.
"""

import importlib
import json
import multiprocessing
import os
import sys
from multiprocessing import forkserver
from pathlib import Path
from types import ModuleType

_LATE = "rfc3987_syntax"
_READY = "evenkeel_grading.scale.ready"
_WHAT = "EVENKEEL_MARKS"


def check_iris_late() -> None:
    """Load the parser of addresses in all scripts when one is first checked. Marking checks none.

    ``jsonschema``, which nbformat and Jupyter's parts load, would else build it at once: most of a start's time.
    """
    if _LATE not in sys.modules:
        stands_in = ModuleType(_LATE)
        vars(stands_in)["is_valid_syntax"] = _is_valid_syntax
        sys.modules[_LATE] = stands_in


def _is_valid_syntax(term: str, value: str) -> bool:
    if not hasattr(sys.modules[_LATE], "__path__"):
        del sys.modules[_LATE]
    valid: bool = importlib.import_module(_LATE).is_valid_syntax(term, value)
    return valid


def prepare_workers(course: Path | None, assignment: str) -> None:
    """Begin to load what workers of this machine need; returns at once. Doing it twice changes nothing.

    What comes from the process is right for other courses and assignments too, but not as quick.
    """
    os.environ[_WHAT] = json.dumps([str(course) if course else None, assignment])
    multiprocessing.set_forkserver_preload([_READY])
    forkserver.ensure_running()


def to_prepare() -> tuple[Path | None, str]:
    """In that process: for what. The course is as :func:`evenkeel.course.find_root` takes it."""
    course, assignment = json.loads(os.environ[_WHAT])
    return Path(course) if course else None, assignment
