"""What a worker needs to mark an assignment, as one piece of bytes: it has no course folder and no gradebook.

In it are the course's files that marking reads (pages, exercises, rubrics: what the guards compare with and the keys),
the released notebooks after the sanitising steps, and the settings of the later steps. A worker lays the files down in
a folder of its own, which only its account can read, and marks by them as the coordinator would.
"""

import hashlib
import importlib.metadata
import pickle
import sys
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from traitlets.config import Config

import evenkeel
import evenkeel_grading
from evenkeel.models.worksheet import WRITTEN
from evenkeel.responses import check_responses
from evenkeel_grading.nbg.scoring import Scorer
from evenkeel_grading.scale.bench import LATER_STEPS, Bench

_PARTS = (
    "book/**/*.md",
    *("exercises/*.yml", "exercises/*/*.yml", "exercises/feedback/*/*.yml"),
    "grading/rubrics/**/*.yml",
    "*.yml",
)
_DEPENDENCIES = ("nbgrader", "nbformat", "nbconvert", "pydantic", "markdown-it-py")


class OtherCodeError(Exception):
    """The worker has another release of this program, or of what it marks with: its marks may differ."""


@dataclass(frozen=True)
class Kit:
    """See the module. ``version`` is the scorer's, ``code`` the :func:`fingerprint` of whoever packed it.

    ``files`` are those of the course by their place in it.
    """

    assignment: str
    version: str
    code: str
    files: Mapping[str, bytes]
    masters: Mapping[str, str]
    settings: Mapping[str, Any]


def pack(root: Path, assignment: str, scorer: Scorer, masters: Mapping[str, str], config: Config) -> bytes:
    """The kit for the course at ``root``."""
    kit = Kit(assignment, scorer.version, fingerprint(), _files(root), masters, later_settings(config))
    return zlib.compress(pickle.dumps(kit, protocol=5), level=1)


def later_settings(config: Config) -> dict[str, Any]:
    """The settings of the steps after scoring, and of what they inherit from."""
    names = {base.__name__ for step in LATER_STEPS for base in step.__mro__}
    return {name: dict(config[name]) for name in sorted(names) if name in config}


def _files(root: Path) -> dict[str, bytes]:
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for pattern in _PARTS
        for file in sorted(root.glob(pattern))
        if file.is_file()
    }


@lru_cache(maxsize=4)
def unpack(kit: bytes, folder: str | None) -> Bench:
    """The bench of a kit; made once in a process and kept. ``folder`` is where the worker may lay files down.

    The kit comes from the coordinator, whose programs this worker runs: nothing of it is a learner's.

    Raises:
        OtherCodeError: this worker would mark by another program or another rubric than the coordinator's.
    """
    content: Kit = pickle.loads(zlib.decompress(kit))
    if content.code != fingerprint():
        raise OtherCodeError("has another release of evenkeel, or of the packages it marks with")
    known = _ready.get((content.assignment, _digest(content.files)))
    scorer = known or Scorer.of(_lay_down(content.files, folder), content.assignment)
    if scorer.version != content.version:
        raise OtherCodeError("got other files of the course than the coordinator has")
    return Bench(scorer, content.masters, Config(content.settings))


def make_ready(root: Path, assignment: str) -> None:
    """Make :func:`unpack` quick in this process and its copies, for a kit with just these files of the course.

    Something made up is marked, since much is read and compiled when the first answer needs it.
    """
    fingerprint()
    files = _files(root)
    scorer = Scorer.of(str(root), assignment)
    fields = [field.id for field in scorer.assignment.worksheet.fields if field.kind in WRITTEN]
    scorer.mark(check_responses({"schema": 1, "assignment": assignment, "fields": dict.fromkeys(fields, _MADE_UP)}))
    _ready[assignment, _digest(files)] = scorer


_MADE_UP = "The caller was angry because nobody had told him. Next time I will say so first, and I felt calmer then."
_ready: dict[tuple[str, str], Scorer] = {}


def _digest(files: Mapping[str, bytes]) -> str:
    known = hashlib.sha256()
    for name, content in files.items():
        known.update(f"{name}\0{len(content)}\0".encode() + content)
    return known.hexdigest()


def _lay_down(files: Mapping[str, bytes], parent: str | None) -> str:
    """Write them into a folder of their own, whose name is returned.

    Kept as long as this process: marking reads a page of the course when a guard first asks for it.
    """
    root = tempfile.TemporaryDirectory(prefix="evenkeel-kit-", dir=parent)
    _laid_down.append(root)
    for name, content in files.items():
        place = Path(root.name, name)
        if ".." in place.parts or not place.is_relative_to(root.name):
            raise OtherCodeError(f"got {name!r}, which is no file of a course")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return root.name


_laid_down: list[tempfile.TemporaryDirectory[str]] = []


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """The same for the same code: ours, and that of the packages which a mark or a marked notebook depends on."""
    known = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for package in (evenkeel, evenkeel_grading):
        for file in _sources(Path(str(package.__file__)).parent):
            known.update(file.read_bytes())
    for name in _DEPENDENCIES:
        known.update(importlib.metadata.version(name).encode())
    return known.hexdigest()


def _sources(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.suffix in (".py", ".mo", ".yml"))
