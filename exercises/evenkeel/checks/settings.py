"""The check of ``_config.yml``: the book's settings can be read and have a title. The rest of it is Jupyter Book's."""

from pathlib import Path

import yaml

from evenkeel.course import Course
from evenkeel.problems import Problem

NAME = Path("_config.yml")


def check_settings(course: Course) -> list[Problem]:
    """What is wrong with the book's settings."""
    try:
        settings = yaml.safe_load((course.root / NAME).read_bytes())
    except (OSError, UnicodeDecodeError, ValueError, RecursionError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        return [Problem(NAME, mark.line + 1 if mark else None, "", "cannot be read as YAML; look at this place")]
    title = settings.get("title") if isinstance(settings, dict) else None
    if not isinstance(title, str) or not title.strip():
        return [Problem(NAME, None, "", "has no title; the book needs `title:` with the name of the course")]
    return []
