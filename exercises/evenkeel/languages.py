"""The language of a course: ``sphinx: {config: {language: cy}}`` in ``_config.yml``, the one that Sphinx reads."""

from pathlib import Path
from typing import Any

import yaml

from evenkeel import words


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


def settle(root: Path) -> None:
    """Speak the language of this course in the whole process."""
    words.settle(language_of(root))
