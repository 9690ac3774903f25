"""A class list from a CSV file, as spreadsheets write them. Every flaw is told with its line; nothing is guessed.

Takes UTF-8 (with its mark or without), UTF-16 with its mark and Windows-1252; commas, semicolons or tabs; columns in
any order. What a cell holds is text: a cell that a spreadsheet would take for a formula is refused.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from evenkeel_hub.names import small
from evenkeel_hub.roll import Role, bad_group, bad_id

MAX_BYTES = 16 << 20
MAX_PEOPLE = 100_000
_MOST_FLAWS = 1000
_LONGEST = {"name": 200, "email": 254}

_COLUMNS = {
    "id": ("learner id", "id", "account", "account name", "user name", "username", "user", "student id", "login"),
    "name": ("name", "full name", "display name"),
    "first": ("first name", "given name", "forename"),
    "last": ("last name", "family name", "surname"),
    "email": ("email", "e mail", "email address", "e mail address", "mail"),
    "groups": ("group", "groups", "group(s)"),
    "role": ("role",),
}
_ROLES: dict[str, Role] = {
    **dict.fromkeys(("", "learner", "student"), "learner"),
    **dict.fromkeys(("tutor", "teacher"), "tutor"),
    **dict.fromkeys(("administrator", "admin"), "administrator"),
}
_EMAIL = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s,;<>()\"]+")


@dataclass(frozen=True)
class Flaw:
    """One thing to put right. ``line`` counts from 1; 0 is the file as a whole."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.message}" if self.line else self.message


@dataclass(frozen=True)
class Listed:
    """One sound line. Empty: the list says nothing of it. ``role`` is None without a column for it."""

    line: int
    id: str
    name: str = ""
    email: str = ""
    groups: tuple[str, ...] | None = None
    role: Role | None = None


@dataclass
class ClassList:
    """What a file holds. ``unusable``: the file as a whole cannot be read, so that no line of it counts."""

    people: list[Listed] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unusable: bool = False


def read_class_list(data: bytes) -> ClassList:
    """Read the file's bytes. Never raises: what is wrong is in ``flaws``."""
    found = ClassList()
    try:
        text = _text(data)
        header, rows = _rows(text)
        columns = _columns(header, found)
        _read(columns, len(header), rows, found)
        _doubtful(data, found)
    except _UnusableError as error:
        return ClassList(flaws=[*found.flaws, Flaw(error.line, str(error))], unusable=True)
    return found


def _doubtful(data: bytes, found: ClassList) -> None:
    """Bytes that are not UTF-8 are some older way to save letters, most often Windows-1252, but nothing says which."""
    if _encoding(data) == "cp1252" and (names := [one.name for one in found.people if not one.name.isascii()]):
        some = ", ".join(names[:5])
        why = "The file was read as Windows-1252. If these names look wrong, save it as “CSV UTF-8”: "
        found.notes.append(why + some)


class _UnusableError(Exception):
    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _UnusableError(f"The file is larger than {MAX_BYTES >> 20} MB. A class list of text is far smaller.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _UnusableError("This is a spreadsheet file. Save it as CSV (“CSV UTF-8”), then import that.")
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError:
        raise _UnusableError("The file is not text in UTF-8 or Windows-1252. Save it as “CSV UTF-8”.") from None
    if "\0" in text:
        raise _UnusableError("The file holds signs that no text has. Save the list as “CSV UTF-8”.")
    if not text.strip():
        raise _UnusableError("The file is empty.")
    return text


def _encoding(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _rows(text: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The first row, and an iterator over the others with the line each begins in."""
    lines = text.splitlines(keepends=True)
    hint = re.fullmatch(r"sep=(.)\s*", lines[0], re.IGNORECASE)
    before = 1 if hint else 0
    if len(lines) <= before:
        raise _UnusableError("The file is empty.")
    mark = hint[1] if hint else max(",;\t", key=lambda one: _known(lines[0], one))
    # Only real line ends: splitlines would break a name at a sign such as U+2028.
    reader = csv.reader(io.StringIO("".join(lines[before:]), newline=""), delimiter=mark, strict=True)
    rows = _numbered(reader, before)
    return next(rows)[1], rows


def _known(line: str, mark: str) -> int:
    return sum(_meaning(cell.strip(' "')) is not None for cell in line.rstrip("\r\n").split(mark))


def _numbered(reader: Any, before: int) -> Iterator[tuple[int, list[str]]]:
    while True:
        line = reader.line_num + 1 + before
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _UnusableError(
                f"From here on the file is no CSV ({error}). A quotation mark may be missing.", line
            ) from None
        if any(cell.strip() for cell in row):
            yield line, row


def _meaning(cell: str) -> str | None:
    plain = re.sub(r"[\s_-]+", " ", cell.strip().lower())
    return next((name for name, words in _COLUMNS.items() if plain in words), None)


def _columns(header: list[str], found: ClassList) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = _meaning(cell)
        if name is None and cell.strip():
            found.notes.append(f"The column {shown(cell)} is not used.")
        elif name is not None and columns.setdefault(name, place) != place:
            raise _UnusableError(f"Two columns stand for the same ({shown(header[columns[name]])}, {shown(cell)}).", 1)
    if "id" not in columns:
        named = ", ".join(shown(cell) for cell in header[:10] if cell.strip())
        raise _UnusableError(f"There is no column “learner id”. The first line names the columns; it says {named}.", 1)
    return columns


def _read(columns: Mapping[str, int], width: int, rows: Iterator[tuple[int, list[str]]], found: ClassList) -> None:
    seen: dict[str, int] = {}
    for count, (line, row) in enumerate(rows):
        if count >= MAX_PEOPLE:
            raise _UnusableError(f"The list holds more than {MAX_PEOPLE} people.", line)
        made, flaws = _listed(line, row, width, columns)
        if made and made.id in seen:
            flaws.append(f"{made.id} stands in line {seen[made.id]} already.")
        if made and not flaws:
            found.people.append(made)
            seen[made.id] = line
        found.flaws += [Flaw(line, text) for text in flaws]
        if len(found.flaws) > _MOST_FLAWS:
            raise _UnusableError(f"There are more than {_MOST_FLAWS} flaws; the rest was not looked at.", line)
    if not found.people and not found.flaws:
        raise _UnusableError("The list names nobody.")


def _listed(line: int, row: list[str], width: int, columns: Mapping[str, int]) -> tuple[Listed | None, list[str]]:
    if any(cell.strip() for cell in row[width:]):
        return None, [f"has {len(row)} cells; the first line names {width} columns."]
    cells = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
    if not cells["id"]:
        return None, ["names no learner id."]
    if "@" in cells["id"]:  # an address: spreadsheets and people write capital letters, which do not count
        cells["id"] = small(cells["id"])
    flaws = [f"{shown(cells['id'])} {wrong}." for wrong in [bad_id(cells["id"])] if wrong]
    name = cells.get("name") or " ".join(filter(None, (cells.get("first"), cells.get("last"))))
    flaws += _flaws_of("name", name) + _flaws_of("email", cells.get("email", ""))
    if cells.get("email") and not _EMAIL.fullmatch(cells["email"]):
        flaws.append(f"{shown(cells['email'])} is no e-mail address.")
    groups, wrong_groups = _groups(cells.get("groups"))
    role = _ROLES.get(cells["role"].lower()) if "role" in cells else None
    if "role" in cells and role is None:
        flaws.append(f"The role {shown(cells['role'])} is none; it is learner, tutor or administrator.")
    return Listed(line, cells["id"], name, cells.get("email", ""), groups, role), flaws + wrong_groups


def _flaws_of(column: str, text: str) -> list[str]:
    if len(text) > _LONGEST[column]:
        return [f"The {column} has more than {_LONGEST[column]} signs."]
    if text[:1] in tuple("=+-@|%"):
        return [f"The {column} {shown(text)} begins as a formula does; a spreadsheet could run it."]
    # Cc: control signs and line ends; Cf: signs that hide or turn others; Cs, Co, Cn: no signs at all.
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for sign in text):
        return [f"The {column} {shown(text)} holds signs that cannot be seen."]
    return []


def _groups(cell: str | None) -> tuple[tuple[str, ...] | None, list[str]]:
    if cell is None:
        return None, []
    names = [re.sub(r"\s+", "-", part.strip().lower()) for part in re.split(r"[,;|/]", cell) if part.strip()]
    flaws = [f"{shown(name)} {wrong}." for name in names for wrong in [bad_group(name)] if wrong]
    return tuple(dict.fromkeys(names)), flaws


def shown(text: str) -> str:
    """A cell for a terminal or a page: short, in quotes, without signs that do something."""
    short = text if len(text) <= 60 else text[:59] + "…"
    return "“" + "".join(sign if sign.isprintable() else f"[U+{ord(sign):04X}]" for sign in short) + "”"
