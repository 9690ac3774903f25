"""The language of a course: ``sphinx: {config: {language: cy}}`` in ``_config.yml``, the one that Sphinx reads."""

from pathlib import Path
from typing import Any

import yaml

from evenkeel import words
from evenkeel.course import find_root
from evenkeel.problems import CourseNotFoundError


def language_of(root: Path) -> str:
    """The tag of a course's language, such as ``cy``; :data:`evenkeel.words.SOURCE` where none is set or readable.

    Nothing is raised: a file that cannot be read is for ``evenkeel check`` to report.
    """
    try:
        found: Any = yaml.safe_load((root / "_config.yml").read_bytes())
        for name in ("sphinx", "config", "language"):
            found = found[name]
    except (OSError, ValueError, RecursionError, yaml.YAMLError, LookupError, TypeError):
        return words.SOURCE
    return found.replace("_", "-") if isinstance(found, str) and found else words.SOURCE


def settle(root: Path | None = None) -> None:
    """Speak the language of this course, else of the one found from here, in the whole process."""
    try:
        words.settle(language_of(root or find_root()))
    except CourseNotFoundError:
        words.settle(words.SOURCE)
