"""Translations of exercises: ``exercises/translations/<language>/<folder>/<id>.yml``.

A translation holds words only. Each text of the exercise has a place, made of ids, with the words it was made from
(``source``) and the words in the other language (``text``)::

    items.pulse-jumps.stem:
      source: 'A man shouts about a parking fine. What do you do first?'
      text: 'Mae dyn yn gweiddi am ddirwy barcio. Beth ydych chi'n ei wneud gyntaf?'

A text without ``text`` is missing; one whose ``source`` is no longer what the exercise says is stale. Both are shown
in the exercise's own words. Ids, keys and points always come from the exercise.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, Field, StringConstraints
from pydantic.fields import FieldInfo

from evenkeel import words
from evenkeel.loading import Document, read_yaml, validate
from evenkeel.markup import check_markup, check_plain
from evenkeel.models.base import Exercise, Strict
from evenkeel.problems import ContentError, Problem

FOLDER = Path("exercises", "translations")
_PROSE = (check_markup, check_plain)
E = TypeVar("E", bound=Exercise)
Change = Callable[[str, str], str]
"""From the place of a text and its words to the words to put there."""


class Translated(Strict):
    """One text. ``source`` is what it is made from."""

    source: Annotated[str, StringConstraints(max_length=8000)]
    text: Annotated[str | None, Field(description="The same in the other language; left empty, it is missing.")] = None
    earlier: Annotated[str | None, Field(description="What was said before the source changed. Not shown.")] = None


class Translation(Strict):
    """A translation of one exercise, its texts by their places."""

    schema_: Annotated[int, Field(alias="schema", ge=1, le=1)]
    texts: dict[str, Translated]


@dataclass(frozen=True)
class State:
    """How a translation stands: places of texts that are missing, stale, and not in the exercise."""

    missing: tuple[str, ...]
    stale: tuple[str, ...]
    unknown: tuple[str, ...]


def file_of(language: str, folder: str, exercise_id: str) -> Path:
    """The path of a translation from the course's root."""
    return FOLDER / language / folder / f"{exercise_id}.yml"


def texts(exercise: Exercise) -> dict[str, str]:
    """Every text of an exercise that a reader sees, by its place, in the order of the file."""
    found: dict[str, str] = {}

    def note(place: str, text: str) -> str:
        found[place] = text
        return text

    _rebuilt(exercise, "", note)
    return found


def state(exercise: Exercise, translation: Translation) -> State:
    """What is missing, stale and unknown in a translation."""
    own, said = texts(exercise), translation.texts
    stale = tuple(place for place, one in said.items() if place in own and one.text and one.source != own[place])
    missing = tuple(place for place in own if place not in said or not said[place].text)
    return State(missing, stale, tuple(place for place in said if place not in own))


def in_language(root: Path, folder: str, exercise_id: str, exercise: E) -> E:
    """An exercise in the course's language, where it has a translation.

    Raises:
        ContentError: the translation cannot be used.
    """
    for language in dict.fromkeys((words.language(), words.language().split("-")[0])):
        file = file_of(language, folder, exercise_id)
        if (root / file).is_file():
            made, problems = load(root, file, exercise)
            if made is None:
                raise ContentError(problems)
            return made
    return exercise


def load(root: Path, file: Path, exercise: E) -> tuple[E | None, list[Problem]]:
    """An exercise by its translation, or ``None`` and what is wrong with the translation."""
    document = read_yaml(root / file, root)
    translation, problems = validate(document, Translation)
    if translation is None:
        return None, problems
    made, wrong = validate(_spoken(document, exercise, translation), type(exercise))
    return made, wrong


def _spoken(document: Document, exercise: Exercise, translation: Translation) -> Document:
    """The translated exercise as a document, so that its problems are told with the translation's name."""

    def change(place: str, text: str) -> str:
        one = translation.texts.get(place)
        return one.text if one and one.text and one.source == text else text

    return Document(document.file, _rebuilt(exercise, "", change), readable=True)


# --- walking through an exercise --------------------------------------------------------------------------------


def _rebuilt(model: BaseModel, place: str, change: Change) -> dict[str, Any]:
    """The model as it stands in a file, with each text changed. A review is about the text and not for readers."""
    made: dict[str, Any] = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if field.exclude or value is None:
            continue
        made[field.alias or name] = _value(value, _is_prose(field), f"{place}.{name}".removeprefix("."), change)
    return made


def _value(value: Any, prose: bool, place: str, change: Change) -> Any:
    if isinstance(value, BaseModel):
        return _rebuilt(value, place, change)
    if isinstance(value, str):
        return change(place, value) if prose else value
    if isinstance(value, list):
        return [_value(each, prose, f"{place}.{_name(each, at)}", change) for at, each in enumerate(value)]
    if isinstance(value, dict):
        return {name: _value(each, prose, f"{place}.{name}", change) for name, each in value.items()}
    return value


def _name(part: Any, at: int) -> str:
    """What a part of a list is called: its id, else its number from 1."""
    return str(getattr(part, "id", None) or at + 1)


def _is_prose(field: FieldInfo) -> bool:
    """Whether a field holds words for readers: those are checked for their markup, and nothing else is."""
    return any(isinstance(each, AfterValidator) and each.func in _PROSE for each in (*field.metadata, *_marks(field)))


def _marks(field: FieldInfo) -> Iterator[Any]:
    """What stands beside the types inside a field's type, as in ``list[Title]`` and ``Text | None``."""
    left = [field.annotation]
    while left:
        inside = get_args(left.pop())
        left += inside
        yield from (each for each in inside if isinstance(each, AfterValidator))


# --- writing a translation --------------------------------------------------------------------------------------

_HEAD = """\
# yaml-language-server: $schema=../../../schemas/translation.schema.json
# Write the translation of each `source` into `text`. What stays empty is shown as in the source.
# Leave the places and the sources as they are: `evenkeel translate` keeps them up to date.
schema: 1
texts:
"""


def refreshed(exercise: Exercise, earlier: Translation | None) -> dict[str, Translated]:
    """The texts of a translation brought up to the exercise. Words for a source that has changed become ``earlier``."""
    before = earlier.texts if earlier else {}
    return {place: _fresh(text, before.get(place)) for place, text in texts(exercise).items()}


def _fresh(source: str, before: Translated | None) -> Translated:
    if before is None:
        return Translated(source=source)
    if before.source == source:
        return before.model_copy(update={"earlier": None}) if before.text else before
    return Translated(source=source, earlier=before.text or before.earlier)


def written(found: Mapping[str, Translated]) -> str:
    """A translation's file."""
    return _HEAD + "".join(_entry(place, one) for place, one in found.items())


def _entry(place: str, one: Translated) -> str:
    parts = [f"  {place}:", f"    source: {_yaml(one.source)}"]
    parts += [f"    earlier: {_yaml(one.earlier)}"] if one.earlier else []
    return "\n".join([*parts, f"    text: {_yaml(one.text or '')}"]) + "\n"


def _yaml(text: str) -> str:
    """Words as a translator can read and change them: in quotes, or as a block of lines."""
    if "\n" not in text:
        return "'" + text.replace("'", "''") + "'"
    if text != text.strip():
        return json.dumps(text, ensure_ascii=False)
    return "|-\n" + "\n".join(f"      {line}" if line else "" for line in text.split("\n"))
