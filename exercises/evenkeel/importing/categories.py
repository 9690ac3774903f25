"""Moodle's categories: a path of names such as ``$course$/top/Week 1/Easy``. Each of them becomes a quiz."""

import re
from collections import Counter
from collections.abc import Mapping

from evenkeel.importing.neutral import Section

Path = tuple[str, ...]


def path_of(text: str) -> Path:
    """The names of a category without those that every path has. ``//`` stands for one ``/`` of a name."""
    names = [name.replace("//", "/").strip() for name in re.split(r"(?<!/)/(?!/)", text.strip())]
    return tuple(name for name in names if name and not re.fullmatch(r"\$\w+\$|top", name)) or ("Imported",)


def named(sections: Mapping[Path, Section]) -> list[Section]:
    """The quizzes with their titles: the last name, with those above it where two categories share that one."""
    for path, section in sections.items():
        section.title = next(
            (title for depth in range(1, len(path)) if _is_alone(title := _title(path, depth), sections, depth)),
            _title(path, len(path)),
        )
    return list(sections.values())


def _title(path: Path, depth: int) -> str:
    return ": ".join(path[-depth:])


def _is_alone(title: str, sections: Mapping[Path, Section], depth: int) -> bool:
    return Counter(_title(path, depth) for path in sections)[title] == 1
