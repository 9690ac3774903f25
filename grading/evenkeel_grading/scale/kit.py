"""What a worker needs to mark an assignment, as one piece of bytes: it has no course folder and no gradebook.

In it are the course's files that marking reads (pages, exercises, rubrics: what the guards compare with and the keys),
the released notebooks after the sanitising steps, and the settings of the later steps. A worker lays the files down in
a folder of its own, which only its account can read, and marks by them as the coordinator would.
"""

import hashlib
import importlib.metadata
import io
import pickle
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from traitlets.config import Config

import evenkeel
import evenkeel_grading
from evenkeel_grading.nbg.scoring import Scorer
from evenkeel_grading.scale.bench import LATER_STEPS, Bench

_PARTS = ("book/**/*.md", "exercises/*/*.yml", "exercises/*.yml", "grading/rubrics/**/*.yml", "*.yml")
_DEPENDENCIES = ("nbgrader", "nbformat", "nbconvert", "pydantic", "markdown-it-py")


class OtherCodeError(Exception):
    """The worker has another release of this program, or of what it marks with: its marks may differ."""


@dataclass(frozen=True)
class Kit:
    """See the module. ``version`` is the scorer's, ``code`` the :func:`fingerprint` of whoever packed it."""

    assignment: str
    version: str
    code: str
    files: bytes
    masters: Mapping[str, str]
    settings: Mapping[str, Any]


def pack(root: Path, assignment: str, scorer: Scorer, masters: Mapping[str, str], config: Config) -> bytes:
    """The kit for the course at ``root``."""
    return pickle.dumps(
        Kit(assignment, scorer.version, fingerprint(), _files(root), masters, later_settings(config)), protocol=5
    )


def later_settings(config: Config) -> dict[str, Any]:
    """The settings of the steps after scoring, and of what they inherit from."""
    names = {base.__name__ for step in LATER_STEPS for base in step.__mro__}
    return {name: dict(config[name]) for name in sorted(names) if name in config}


def _files(root: Path) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=5) as archive:
        for pattern in _PARTS:
            for file in sorted(root.glob(pattern)):
                archive.add(file, str(file.relative_to(root)), recursive=False)
    return packed.getvalue()


@lru_cache(maxsize=4)
def unpack(kit: bytes, folder: str | None) -> Bench:
    """The bench of a kit; made once in a process and kept. ``folder`` is where the worker may lay files down.

    The kit comes from the coordinator, whose programs this worker runs: nothing of it is a learner's.

    Raises:
        OtherCodeError: this worker would mark by another program or another rubric than the coordinator's.
    """
    content: Kit = pickle.loads(kit)
    if content.code != fingerprint():
        raise OtherCodeError("has another release of evenkeel, or of the packages it marks with")
    # Kept as long as this process: marking reads a page of the course when a guard first asks for it.
    root = tempfile.TemporaryDirectory(prefix="evenkeel-kit-", dir=folder)
    _laid_down.append(root)
    with tarfile.open(fileobj=io.BytesIO(content.files)) as archive:
        _lay_down(archive, Path(root.name))
    scorer = Scorer.of(root.name, content.assignment)
    if scorer.version != content.version:
        raise OtherCodeError("got other files of the course than the coordinator has")
    return Bench(scorer, content.masters, Config(content.settings))


def _lay_down(archive: tarfile.TarFile, folder: Path) -> None:
    """Write its files. By hand, since Pythons before 3.11.4 have no filter for what an archive may do."""
    for member in archive:
        stream, place = archive.extractfile(member), folder / member.name
        if stream is None or ".." in place.parts or not place.is_relative_to(folder):
            raise OtherCodeError(f"got {member.name!r}, which is no file of a course")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(stream.read())


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
