"""Reading content files, strictly: nothing changes its type in silence, and every problem knows its line.

The YAML is read event by event, so that depth, size, tags, aliases and doubled names are seen before anything is
built, and a hostile file costs no more than its length. Only the plain part of YAML is taken: mappings with words
as names, lists, and words, whole numbers, decimals, ``true``, ``false`` and nothing. Whatever another YAML reader
would turn into something else (``No``, ``18:44``, ``2026-01-31``, ``1_000``) must stand in quotes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from evenkeel.messages import problems_of
from evenkeel.problems import Problem, Where, path_text

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 40

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
_LONGEST = 64
"""No date, and no number that anyone writes, is longer than this."""
_PLAIN = {"true": True, "false": False, "null": None, "~": None, "": None}
_MEANT = {
    "bool": "true or false",
    "int": "a number",
    "float": "a number",
    "timestamp": "a date",
    "null": "nothing",
    "merge": "a merge of entries",
    "value": "a default value",
}
M = TypeVar("M", bound=BaseModel)


@dataclass
class Spot:
    """Where a value stands: its line, the line of its name, the text as typed, and the spots inside it."""

    line: int
    name_line: int | None = None
    text: str | None = None
    inside: dict[str | int, "Spot"] = field(default_factory=dict)


@dataclass
class Document:
    """One file as data. ``readable`` is false when there was nothing to build data from."""

    file: Path
    data: Any = None
    spot: Spot = field(default_factory=lambda: Spot(1))
    problems: list[Problem] = field(default_factory=list)
    readable: bool = False
    spoilt: set[Where] = field(default_factory=set)

    def spot_of(self, where: Where) -> tuple[Spot, bool]:
        """The nearest spot to a place, and whether it is the place itself."""
        spot = self.spot
        for part in where:
            if part not in spot.inside:
                return spot, False
            spot = spot.inside[part]
        return spot, True

    def line_of(self, where: Where) -> int:
        """The line of a value; of the mapping around it when there is no such value."""
        return self.spot_of(where)[0].line

    def problem(self, where: Where, message: str, line: int | None = None) -> Problem:
        """A problem at a place of this file."""
        return Problem(self.file, line or self.line_of(where), path_text(where), message)


def read_yaml(file: Path, root: Path | None = None) -> Document:
    """Read one file. What is wrong with it is in the document's ``problems``; nothing is raised.

    Args:
        file: the file to read.
        root: the course's folder; problems name the file from there, and a link that leaves it is refused.
    """
    document = Document(_inside(file, root))
    text = _read_text(file, root, document)
    if text is not None:
        _build(text, document)
    return document


def load_model(file: Path, model: type[M], root: Path) -> tuple[M | None, list[Problem]]:
    """Read one file as a model: the model, or ``None`` and every problem found.

    A model comes only from a file without any problem.
    """
    return validate(read_yaml(file, root), model)


def validate(document: Document, model: type[M]) -> tuple[M | None, list[Problem]]:
    """Make a model of a document, with the problems of both."""
    if not document.readable:
        return None, document.problems
    try:
        made = model.model_validate(document.data)
    except ValidationError as error:
        return None, [*document.problems, *problems_of(error, document, model)]
    return (None if document.problems else made), document.problems


def _inside(file: Path, root: Path | None) -> Path:
    return file.relative_to(root) if root and file.is_relative_to(root) else file


def _read_text(file: Path, root: Path | None, document: Document) -> str | None:
    try:
        return _decoded(_read_bytes(file, root))
    except _Stop as stop:
        document.problems.append(Problem(document.file, stop.line, "", stop.message))
        return None


def _read_bytes(file: Path, root: Path | None) -> bytes:
    try:
        if root and not file.resolve(strict=True).is_relative_to(root.resolve()):
            raise _Stop("is a link that leaves the course; put the file itself here")
        with file.open("rb") as opened:
            raw = opened.read(MAX_BYTES + 1)
    except (OSError, RuntimeError) as error:
        raise _Stop(f"cannot be opened: {getattr(error, 'strerror', None) or error}") from error
    if len(raw) > MAX_BYTES:
        raise _Stop("is larger than 1 MiB; divide it into several files")
    return raw


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        advice = f"is not UTF-8 text (byte 0x{raw[error.start]:02X}); save the file as UTF-8"
        raise _Stop(advice, line) from error


def _build(text: str, document: Document) -> None:
    loader = _Loader(text)
    try:
        _Builder(document, loader).document()
    except yaml.YAMLError as error:
        line, message = _syntax(error, text)
        document.problems = [Problem(document.file, line, "", message)]
        document.readable = False
    finally:
        loader.dispose()


class _Stop(yaml.YAMLError):
    """The file is not read any further. Carries the words for the author and the line."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class _Builder:
    """Builds one document's data and spots out of parser events."""

    def __init__(self, document: Document, loader: Any) -> None:
        self.made = document
        self.events: Iterator[Any] = iter(loader.get_event, None)

    def document(self) -> None:
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise _Stop("is empty", 1)
        self.made.data, self.made.spot = self._value(next(self.events), ())
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._problem((), "holds a second document after `---`; keep one document in a file", _line(after))
        self.made.readable = True
        if self.made.data is None:
            raise _Stop("is empty", 1)

    def _problem(self, where: Where, message: str, line: int) -> None:
        self.made.problems.append(Problem(self.made.file, line, path_text(where), message))

    def _spoil(self, where: Where, message: str, line: int) -> None:
        """Note a problem with a value, so that the model's own problem with it is not told as well."""
        self._problem(where, message, line)
        self.made.spoilt.add(where)

    def _value(self, event: Any, where: Where) -> tuple[Any, Spot]:
        spot = Spot(_line(event))
        if len(where) > MAX_DEPTH:
            raise _Stop(f"is nested more than {MAX_DEPTH} levels deep", spot.line)
        if event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            advice = f"uses the YAML shorthand {sign}{event.anchor}; write the words out, or put them in quotes"
            self._spoil(where, advice, spot.line)
        if isinstance(event, yaml.AliasEvent):
            return None, spot
        if event.tag is not None and event.tag != "!":
            self._spoil(where, "uses a YAML tag (a word with `!`); leave it out, or use quotes", spot.line)
        if isinstance(event, yaml.ScalarEvent):
            spot.text = event.value
            return self._scalar(event, where, spot.line), spot
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(where, spot), spot
        return self._list(where, spot), spot

    def _list(self, where: Where, spot: Spot) -> list[Any]:
        data: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            value, spot.inside[len(data)] = self._value(event, (*where, len(data)))
            data.append(value)
        return data

    def _mapping(self, where: Where, spot: Spot) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            name, line = self._name(event, where)
            value, inside = self._value(next(self.events), (*where, name))
            inside.name_line = line
            if name in data:
                first = spot.inside[name].name_line
                self._problem(where, f"has the entry `{name}` twice (first in line {first}); keep one", line)
            else:
                data[name], spot.inside[name] = value, inside
        return data

    def _name(self, event: Any, where: Where) -> tuple[str, int]:
        line = _line(event)
        if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
            raise _Stop("has an entry whose name is not plain words; write `name: value`", line)
        name = str(event.value)
        if event.implicit[0] and name not in _PLAIN:
            self._check_plain(name, (*where, name), line)
        return name, line

    def _scalar(self, event: Any, where: Where, line: int) -> Any:
        value = str(event.value)
        if not event.implicit[0] or event.style in ("'", '"', "|", ">"):
            return value
        if value in _PLAIN:
            return _PLAIN[value]
        if _WHOLE.fullmatch(value):
            return int(value)
        if _DECIMAL.fullmatch(value):
            return float(value)
        self._check_plain(value, where, line)
        return value

    def _check_plain(self, value: str, where: Where, line: int) -> None:
        if len(value) <= _LONGEST and (meant := _other_meaning(value)):
            self._spoil(where, f"{value} without quotes means {meant} in YAML; write it in quotes", line)


@lru_cache(maxsize=4096)
def _other_meaning(value: str) -> str | None:
    """What the YAML 1.1 readers of the world take a plain word for, when that is not a word."""
    for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(value[:1], ()):
        if pattern.match(value) and not _WHOLE.fullmatch(value):
            return _MEANT.get(tag.rsplit(":", 1)[-1], "something else")
    return None


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


_SYNTAX = {
    "cannot start any token": "has a sign here that YAML does not take: {sign}; put the words in quotes",
    "mapping values are not allowed": "has a colon inside words without quotes; put the words in quotes",
    "could not find expected ':'": "has a line that is neither a list line nor `name: value`; check its indent",
    "did not find expected key": "does not fit what stands above; check the indent and the quotes",
    "did not find expected '-' indicator": "does not fit the list above; check the indent",
    "did not find expected ',' or": "has a bracket that is not closed, or a comma missing before this",
    "unexpected end of stream": "has quotes that are not closed",
    "unexpected document": "has quotes that are not closed",
    "unknown escape character": "has a backslash inside double quotes; use single quotes",
    "exceeded max": f"is nested more than {MAX_DEPTH} levels deep",
    "control characters": "has an invisible control character; type the words again",
}


def _syntax(error: yaml.YAMLError, text: str) -> tuple[int | None, str]:
    """The line and the words for what the YAML parser said."""
    if isinstance(error, _Stop):
        return error.line, error.message
    said = " ".join(str(getattr(error, part, None) or "") for part in ("problem", "reason"))
    line = _mark_line(error, text)
    mark = getattr(error, "problem_mark", None)
    sign = text.split("\n")[mark.line][mark.column :][:1] if mark and "any token" in said else ""
    if sign == "\t":
        return line, "uses a tab; indent with spaces"
    for words, message in _SYNTAX.items():
        if words in said:
            return line, message.format(sign=sign)
    return line, f"cannot be read as YAML: {said.strip() or error}"


def _mark_line(error: yaml.YAMLError, text: str) -> int:
    if isinstance(error, yaml.reader.ReaderError):
        return text.encode()[: error.position].count(b"\n") + 1
    marks = [getattr(error, name, None) for name in ("context_mark", "problem_mark")]
    started = "quoted scalar" in str(getattr(error, "context", ""))
    mark = marks[0] if started and marks[0] else marks[1] or marks[0]
    return int(mark.line) + 1 if mark else 1
