"""``evenkeel translate FILE --to cy``: start a translation of an exercise, or bring one up to date."""

import argparse
import sys
from pathlib import Path

from evenkeel.course import FOLDERS, exercise_file, find_root
from evenkeel.loading import load_model, read_yaml, validate
from evenkeel.models.base import Exercise
from evenkeel.problems import ContentError, EvenkeelError
from evenkeel.safefile import write_file
from evenkeel.translations import Translated, Translation, file_of, refreshed, written

NAME = "translate"
HELP = "start a translation of a quiz, scenario or worksheet, or bring one up to date"


class TranslateError(EvenkeelError):
    """The file is no exercise of the course, or the language is no language."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the exercise and the language."""
    parser.add_argument("file", type=Path, help="the exercise, such as exercises/quizzes/first-words.yml")
    parser.add_argument("--to", required=True, metavar="LANGUAGE", help="the language's tag, such as cy or es")


def run(arguments: argparse.Namespace) -> int:
    """Write the translation's file. 0 when it is written, 1 when the exercise or the translation has problems."""
    given = arguments.file.resolve()
    root = find_root(None if not given.is_file() else _root_of(given))
    exercise, folder = _exercise(root, given)
    file = file_of(_tag(arguments.to), folder, given.stem)
    earlier = _earlier(root, file)
    found = refreshed(exercise, earlier)
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    write_file(root / file, written(found).encode("utf-8"))
    _tell(file, found, earlier)
    return 0


def _tell(file: Path, found: dict[str, Translated], earlier: Translation | None) -> None:
    left = sum(1 for one in found.values() if not one.text)
    gone = [place for place, one in earlier.texts.items() if place not in found and one.text] if earlier else []
    print(f"{file}: {len(found)} texts, {left} to translate.")
    for place in gone:
        print(f"Taken out, since the exercise has no such text any more: {place}", file=sys.stderr)


def _root_of(file: Path) -> Path:
    """The course that a file lies in: two folders above its own, as ``exercises/quizzes/first-words.yml``."""
    return file.parents[2] if len(file.parents) > 2 else file.parent


def _exercise(root: Path, file: Path) -> tuple[Exercise, str]:
    folder = file.parent.name
    if folder not in FOLDERS or file != root / exercise_file(folder, file.stem) or not file.is_file():
        places = ", ".join(f"exercises/{name}" for name in FOLDERS)
        raise TranslateError(f"{file} is no exercise of this course; name a file in {places}")
    made, problems = load_model(file, FOLDERS[folder], root)
    if made is None:
        raise ContentError(problems)
    return made, folder


def _earlier(root: Path, file: Path) -> Translation | None:
    if not (root / file).is_file():
        return None
    made, problems = validate(read_yaml(root / file, root), Translation)
    if made is None:
        raise ContentError(problems)
    return made


def _tag(language: str) -> str:
    from babel import Locale, UnknownLocaleError

    tag = language.replace("_", "-")
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise TranslateError(f"{language} is no language that we know; write a tag such as cy, es or es-MX") from error
    return tag
