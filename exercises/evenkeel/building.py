"""Building a document out of the events of the YAML parser.

Event by event, depth, tags, aliases and doubled names are seen before anything is built. A course has some hundred
thousand events, so what is done for each is kept short, and a path is only put together for a problem.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml

from evenkeel.document import Document, Spot
from evenkeel.problems import Problem, Where, path_text
from evenkeel.yamlwords import MAX_DEPTH, Stop

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


class Builder:
    """Builds one document's data and spots out of parser events.

    Raises:
        Stop: the file is empty, nested too deep, or has an entry whose name is no word.
        yaml.YAMLError: from the parser, for what is no YAML.
    """

    def __init__(self, document: Document, loader: Any) -> None:
        self.made = document
        self.events: Iterator[Any] = iter(loader.get_event, None)
        self.where: list[str | int] = []
        self.written: list[str] = []

    def document(self) -> None:
        """Build the data, the spots and the problems of the document."""
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise Stop("is empty", 1)
        self.made.data, self.made.spot = self._value(next(self.events))
        self.made.written = "\n".join(self.written)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._problem("holds a second document after `---`; keep one document in a file", _line(after))
        self.made.readable = True
        if self.made.data is None:
            raise Stop("is empty", 1)

    def _problem(self, message: str, line: int) -> None:
        self.made.problems.append(Problem(self.made.file, line, path_text(tuple(self.where)), message))

    def _spoil(self, message: str, line: int, inside: Where = ()) -> None:
        """Note a problem with a value, so that the model's own problem with it is not told as well."""
        where = (*self.where, *inside)
        self.made.problems.append(Problem(self.made.file, line, path_text(where), message))
        self.made.spoilt.add(where)

    def _value(self, event: Any) -> tuple[Any, Spot]:
        spot = Spot(event.start_mark.line + 1)
        if len(self.where) > MAX_DEPTH:
            raise Stop(f"is nested more than {MAX_DEPTH} levels deep", spot.line)
        kind = type(event)
        if event.anchor is not None:
            sign = "*" if kind is yaml.AliasEvent else "&"
            self._spoil(
                f"uses the YAML shorthand {sign}{event.anchor}; write the words out, or put them in quotes", spot.line
            )
        if kind is yaml.AliasEvent:
            return None, spot
        if event.tag is not None and event.tag != "!":
            self._spoil("uses a YAML tag (a word with `!`); leave it out, or use quotes", spot.line)
        if kind is yaml.ScalarEvent:
            spot.text = event.value
            self.written.append(event.value)
            return self._scalar(event, spot.line), spot
        return (self._mapping(spot) if kind is yaml.MappingStartEvent else self._list(spot)), spot

    def _list(self, spot: Spot) -> list[Any]:
        data: list[Any] = []
        inside: dict[str | int, Spot] = {}
        while type(event := next(self.events)) is not yaml.SequenceEndEvent:
            self.where.append(len(data))
            value, inside[len(data)] = self._value(event)
            self.where.pop()
            data.append(value)
        spot.inside = inside
        return data

    def _mapping(self, spot: Spot) -> dict[str, Any]:
        data: dict[str, Any] = {}
        inside: dict[str | int, Spot] = {}
        while type(event := next(self.events)) is not yaml.MappingEndEvent:
            name, line = self._name(event)
            self.where.append(name)
            value, found = self._value(next(self.events))
            self.where.pop()
            found.name_line = line
            if name in data:
                first = inside[name].name_line
                self._problem(f"has the entry `{name}` twice (first in line {first}); keep one", line)
            else:
                data[name], inside[name] = value, found
        spot.inside = inside
        return data

    def _name(self, event: Any) -> tuple[str, int]:
        line = _line(event)
        if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
            raise Stop("has an entry whose name is not plain words; write `name: value`", line)
        name: str = event.value
        if event.implicit[0] and name not in _PLAIN and len(name) <= _LONGEST and (meant := _other_meaning(name)):
            self._spoil(_advice(name, meant), line, (name,))
        return name, line

    def _scalar(self, event: Any, line: int) -> Any:
        value: str = event.value
        if event.style or not event.implicit[0]:
            return value
        if value in _PLAIN:
            return _PLAIN[value]
        if value[0] in "-0123456789":
            if _WHOLE.fullmatch(value):
                return int(value)
            if _DECIMAL.fullmatch(value):
                return float(value)
        if len(value) <= _LONGEST and (meant := _other_meaning(value)):
            self._spoil(_advice(value, meant), line)
        return value


def _advice(value: str, meant: str) -> str:
    return f"{value} without quotes means {meant} in YAML; write it in quotes"


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


@lru_cache(maxsize=4096)
def _other_meaning(value: str) -> str | None:
    """What the YAML 1.1 readers of the world take a plain word for, when that is not a word."""
    for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(value[:1], ()):
        if pattern.match(value) and not _WHOLE.fullmatch(value):
            return _MEANT.get(tag.rsplit(":", 1)[-1], "something else")
    return None
