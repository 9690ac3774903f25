"""Getting at a file: its size, its encoding, its format. Nothing is believed that the bytes do not show."""

import codecs
import json
import re
from pathlib import Path
from typing import Any

from evenkeel.importing.neutral import ImportRefusedError

MAX_BYTES = 200 * 1024 * 1024
"""A package with its films. What is not a package may have ``MAX_TEXT``."""
MAX_TEXT = 32 * 1024 * 1024

FORMATS = ("gift", "moodle-xml", "jupyterquiz", "qti", "twee", "twine-html", "ink", "h5p")

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WIDE = re.compile(r"[\x80-\xff]{4,}")


def read_bytes(file: Path) -> bytes:
    """The file's bytes.

    Raises:
        ImportRefusedError: it cannot be opened, is no file, is empty or is too large.
    """
    try:
        if not file.is_file():
            raise ImportRefusedError(f"{file} is not a file")
        with file.open("rb") as opened:
            raw = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise ImportRefusedError(f"{file} cannot be opened: {error.strerror or error}") from error
    if len(raw) > MAX_BYTES:
        raise ImportRefusedError(f"{file} is larger than {MAX_BYTES >> 20} MiB")
    if not raw.strip(b"\x00 \t\r\n"):
        raise ImportRefusedError(f"{file} is empty")
    return raw


def decode(raw: bytes, encoding: str | None = None) -> tuple[str, str | None]:
    """The text of a file, and a word of warning when its encoding had to be inferred.

    Raises:
        ImportRefusedError: it is too long or no text, or its encoding cannot be told.
    """
    if len(raw) > MAX_TEXT:
        raise ImportRefusedError(f"is larger than {MAX_TEXT >> 20} MiB; divide it into several files")
    try:
        if encoding:
            return _checked(raw.decode(encoding)), None
        for mark, name in _MARKS:
            if raw.startswith(mark):
                return _checked(raw.decode(name)), None
        return _checked(raw.decode("utf-8")), None
    except LookupError as error:
        raise ImportRefusedError(f"there is no encoding {encoding!r}; try utf-8, cp1252 or utf-16") from error
    except UnicodeDecodeError as error:
        if encoding or raw.startswith(tuple(mark for mark, _ in _MARKS)):
            raise ImportRefusedError(
                f"is not {encoding or 'the encoding it says'}: byte {error.start} fits none"
            ) from error
        return _western(raw, error.start)


def _checked(text: str) -> str:
    text = text.removeprefix("\ufeff")
    if "\x00" in text[:4096]:
        raise ImportRefusedError("is not a text file, and no package that can be read")
    return text


def _western(raw: bytes, start: int) -> tuple[str, str]:
    """Read as Windows' Western encoding, when that is what the bytes look like."""
    text = raw.decode("cp1252", errors="replace")
    line = raw.count(b"\n", 0, start) + 1
    if b"\x00" in raw or _WIDE.search(raw.decode("latin-1")) or "\ufffd" in text:
        raise ImportRefusedError(
            f"is not UTF-8 (line {line}), and its encoding cannot be told; name it with --encoding, or save it as UTF-8"
        )
    return text, f"line {line}: is not UTF-8; read as Windows-1252. If letters are wrong, name the encoding: --encoding"


def read_json(text: str) -> Any:
    """The data of a JSON file.

    Raises:
        ImportRefusedError: it is not JSON, or nested too deep.
    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ImportRefusedError("is nested too deep to be read") from error
    except ValueError as error:
        raise ImportRefusedError(f"is not JSON that can be read: {error}") from error


def detect(file: Path, raw: bytes) -> str:
    """Which of :data:`FORMATS` a file is in.

    Raises:
        ImportRefusedError: it is none of them.
    """
    if raw.startswith(b"PK"):
        return "zip"
    if raw.startswith((b"\x1f\x8b", b"7z\xbc", b"Rar!", b"%PDF", b"\x89PNG", b"\xd0\xcf\x11\xe0")):
        raise ImportRefusedError(
            "is no file that can be read here; a Moodle backup has to be exported as Moodle XML first"
        )
    head = _head(raw)
    start = head.lstrip()
    if start.startswith(("{", "[")) and not re.match(r"\[(html|markdown|plain|moodle)\]", start):
        found = _of_json(start)
        if found:
            return found
    if start.startswith("<"):
        return _of_tags(head)
    return _of_words(file, head)


def _head(raw: bytes) -> str:
    for mark, name in _MARKS[1:]:
        if raw.startswith(mark):
            return raw[: 1 << 19].decode(name, "ignore").removeprefix("\ufeff")
    return raw[: 1 << 18].decode("utf-8", "ignore").removeprefix("\ufeff")


def _of_json(head: str) -> str | None:
    if head.startswith("{") and '"inkVersion"' in head[:400]:
        return "ink"
    if re.match(r'\{\s*("|\})|\[\s*(\{\s*"|\])', head):
        return "jupyterquiz"
    return None


def _of_tags(head: str) -> str:
    if re.search(r"<tw-(storydata|passagedata)\b", head):
        return "twine-html"
    root = re.search(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)", _without_comments(head))
    name = root[1].lower() if root else ""
    if name in ("quiz", "question"):
        return "moodle-xml"
    if re.fullmatch(r"(qti-)?assessment-?(item|test|section)", name) or name == "manifest":
        return "qti"
    if name == "questestinterop":
        raise ImportRefusedError("is QTI 1.2, which is not read; export it as QTI 2.1 or 3, or as Moodle XML")
    if name in ("p", "div", "span", "b", "strong") or re.search(r"^::", head, re.MULTILINE):
        return "gift"
    raise ImportRefusedError(f"is XML or HTML of a kind that is not read here (its first tag is <{name or '?'}>)")


def _without_comments(head: str) -> str:
    """The start of a document without the comments before its first tag."""
    for _ in range(100):
        start = head.find("<!--")
        tag = re.search(r"<[a-zA-Z]", head)
        end = head.find("-->", start)
        if start < 0 or end < 0 or (tag and tag.start() < start):
            break
        head = head[:start] + head[end + 3 :]
    return head


def _of_words(file: Path, head: str) -> str:
    if file.suffix.lower() in (".twee", ".tw", ".tw2"):
        return "twee"
    if file.suffix.lower() == ".ink":
        raise ImportRefusedError("is ink as it is written; save it as JSON first (in Inky: File, Export to JSON)")
    passages = re.search(r"^::[ \t]*[^:\s{][^:\n]*$", head, re.MULTILINE)
    if passages and (re.search(r"^::[ \t]*Story(Title|Data)\b", head, re.MULTILINE) or "[[" in head):
        return "twee"
    if (
        file.suffix.lower() == ".gift"
        or re.search(r"(?<!\\)\{", head)
        or head.lstrip().startswith(("//", "::", "$CAT"))
    ):
        return "gift"
    raise ImportRefusedError(f"is in no format that is read here; there is {', '.join(FORMATS)}")
