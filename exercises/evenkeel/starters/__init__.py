"""Files to start from: one for each kind of exercise, with notes for its author."""

import re
from importlib.resources import files
from pathlib import Path

from evenkeel.course import FOLDERS, Course, bad_name
from evenkeel.problems import EvenkeelError

KINDS = {model.__name__.lower(): folder for folder, model in FOLDERS.items()}
"""The folder of each kind of exercise."""

_PLACE = re.compile(r"\{(name|title|module|requirement)\}")


class StartError(EvenkeelError):
    """A file that cannot be started, and why."""


def start(course: Course, kind: str, name: str, title: str | None = None, module: str | None = None) -> Path:
    """Write a file to start from and return it.

    ``title`` is made from the name when it is absent, ``module`` is the course's first. A requirement of the module
    is put in, since an item needs one.

    Raises:
        StartError: the name is no id or is taken, the course has no such module, or nothing can be written.
    """
    if wrong := bad_name(name):
        raise StartError(f"{name!r} {wrong}")
    module = _module(course, module)
    values = {"name": name, "title": _quoted(title or name.replace("-", " ").capitalize()), "module": module}
    values["requirement"] = _requirement(course, module)
    starter = (files("evenkeel") / "starters" / f"{kind}.yml").read_text(encoding="utf-8")
    text = _PLACE.sub(lambda place: values[place[1]], starter)
    file = course.root / "exercises" / KINDS[kind] / f"{name}.yml"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError:
        raise StartError(f"{file} is there already; choose another name, or remove it first") from None
    except OSError as error:
        raise StartError(f"cannot write {file}: {error.strerror}") from error
    return file


def _module(course: Course, wanted: str | None) -> str:
    if not course.modules:
        raise StartError("exercises/requirements.yml names no module yet; an exercise belongs to one")
    if wanted is not None and wanted not in course.modules:
        raise StartError(f"the course has no module {wanted!r}; it has {', '.join(course.modules)}")
    return wanted or next(iter(course.modules))


def _requirement(course: Course, module: str) -> str:
    own = [each.id for each in course.requirements.values() if each.module == module]
    if not own:
        raise StartError(f"exercises/requirements.yml has no requirement of {module!r} yet; an exercise practises one")
    return own[0]


def _quoted(title: str) -> str:
    """The title as YAML takes it whatever it holds."""
    return "'" + " ".join(title.split()).replace("'", "''") + "'"
