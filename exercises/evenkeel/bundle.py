"""Put the front end's files together: one self-contained ES module for a widget, one classic script for the book.

anywidget loads a module from a Blob URL, where ``import "./ui.js"`` cannot work, and a page opened from a file may
not load module scripts at all. So imports between our own files are resolved here, in plain text. Only the few
forms of ``import`` and ``export`` that our files use are known; anything else is refused, since a bundle that is
wrong in silence is worse than a build that stops.

What not every exercise needs is a part of its own, such as a kind of item: see :mod:`evenkeel.parts`.
"""

import json
import re
from collections.abc import Sequence
from importlib.resources import files

from evenkeel import words
from evenkeel.parts import PARTS
from evenkeel.words import _

_IMPORT = re.compile(r'import \{ (?P<names>\w+(?:, \w+)*) \} from "\./(?P<file>[a-z]+)\.js";')
_EXPORT = re.compile(r"export (?P<what>(?:async )?function|const|let|class) (?P<name>\w+)")
_DEFAULT = re.compile(r"export default ")
_TEXT = r'"(?:[^"\\]|\\.)*"'
_PHRASE = re.compile(rf"(?<![\w$.])_\((?P<text>{_TEXT})\)")
_PLURAL = re.compile(rf"(?<![\w$.])plural\((?P<one>{_TEXT}), (?P<many>{_TEXT})\)")
_OF_LANGUAGE = re.compile(r"(?P<name>(?:export )?const (?:LANGUAGE|MONTHS|rule)) = .*;")
_WORDS = "words"
_WIDGETS = ("quiz", "scenario", "worksheet")
_REGISTRY = "kinds"


class BundleError(ValueError):
    """A front-end file holds a form of ``import`` or ``export`` that the bundler does not know."""


class _Source:
    """One front-end file, read into its imports, its exported names and its code."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.imports: dict[str, list[str]] = {}
        self.exports: list[str] = []
        self.lines = [self._line(line) for line in _read(name).splitlines()]

    def _line(self, line: str) -> str:
        if found := _IMPORT.fullmatch(line):
            if found["file"] == _WORDS:  # the phrases themselves are put in below: one language, no catalogue
                return ""
            self.imports.setdefault(found["file"], []).extend(found["names"].split(", "))
            return ""
        if found := _EXPORT.match(line):
            self.exports.append(found["name"])
        elif _DEFAULT.match(line):
            self.exports.append("default")
        elif re.match(r"(import|export)\b", line):
            raise BundleError(f"{self.name}.js: write imports and exports in the simple forms, not: {line.strip()}")
        return _in_language(line)

    def code(self) -> str:
        """The code with its exports as they are, without its imports."""
        return "\n".join(self.lines).strip()

    def wrapped(self) -> str:
        """The code as a closed scope that gives an object of its exports."""
        code = re.sub(r"^export default ", "const _default = ", self.code(), flags=re.MULTILINE)
        code = re.sub(r"^export ", "", code, flags=re.MULTILINE)
        given = ", ".join("default: _default" if name == "default" else name for name in self.exports)
        return f"const ${self.name} = (() => {{\n{self.bindings()}{code}\nreturn {{ {given} }};\n}})();\n"

    def bindings(self) -> str:
        """The imported names, taken from the objects of the files they come from: ``$ui`` for ``ui.js``."""
        return "".join(f"const {{ {', '.join(names)} }} = ${file};\n" for file, names in self.imports.items())


def _in_language(line: str) -> str:
    """A line with the phrases, the plurals and the ways of the present language in it."""
    line = _PHRASE.sub(lambda call: _script(_(json.loads(call["text"]))), line)
    line = _PLURAL.sub(lambda call: _script(words.forms(json.loads(call["one"]), json.loads(call["many"]))), line)
    ways = _OF_LANGUAGE.fullmatch(line)
    return f"{ways['name']} = {_ways()[ways['name'].split()[-1]]};" if ways else line


def _ways() -> dict[str, str]:
    tags = list(dict.fromkeys((words.language(), words.SOURCE)))
    return {"LANGUAGE": _script(tags), "MONTHS": _script(words.months()), "rule": f"(n) => {words.rule()}"}


def _script(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def module(name: str) -> str:
    """One ES module without imports, for anywidget's ``_esm``. Its own exports stay; those of the others go.

    It holds every part: a notebook loads it once for all its exercises.

    Raises:
        BundleError: a file holds a form of import or export that is not known.
    """
    *others, main = _needed([*(_parts([name]) if name in _WIDGETS else ()), name])
    return "".join(part.wrapped() for part in others) + main.bindings() + main.code() + "\n"


def has(name: str) -> bool:
    """Whether the front end has this file."""
    return (files("evenkeel") / "frontend" / f"{name}.js").is_file()


def script(names: Sequence[str] = _WIDGETS, host: str = "host", parts: Sequence[str] | None = None) -> str:
    """One classic script for the book: the shared files once, the exercises, and the host that mounts them.

    ``host`` is the file whose ``install`` gets the modules. ``parts`` are those of :data:`evenkeel.parts.PARTS`
    that the page needs; without it, all.

    Raises:
        BundleError: a file holds a form of import or export that is not known.
    """
    chosen = _parts([*names, host]) if parts is None else parts
    sources = "".join(source.wrapped() for source in _needed([*chosen, *names, host]))
    modules = ", ".join(f"{name}: ${name}" for name in names)
    return f'(() => {{\n"use strict";\n{sources}${host}.install({{ {modules} }});\n}})();\n'


def css() -> str:
    """The style sheet of all exercises."""
    return _read("evenkeel", "css")


def _parts(names: list[str]) -> list[str]:
    """All parts, where these files have a use for them: where they know of the registry that parts enter."""
    return list(PARTS) if any(source.name == _REGISTRY for source in _needed(names)) else []


def _needed(names: list[str]) -> list[_Source]:
    """The files and all that they import, each once, before the files that import it."""
    found: dict[str, _Source] = {}

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise BundleError(f"{name}.js imports itself, by way of {' and '.join(above)}")
        if name in found:
            return
        source = _Source(name)
        for imported, wanted in source.imports.items():
            visit(imported, (*above, name))
            missing = set(wanted) - set(found[imported].exports)
            if missing:
                raise BundleError(f"{name}.js imports what {imported}.js does not export: {', '.join(sorted(missing))}")
        found[name] = source

    for name in names:
        visit(name, ())
    return list(found.values())


def _read(name: str, suffix: str = "js") -> str:
    return (files("evenkeel") / "frontend" / f"{name}.{suffix}").read_text(encoding="utf-8")
