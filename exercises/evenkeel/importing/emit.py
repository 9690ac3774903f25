"""Our YAML, written so that the strict loader reads back exactly what was meant.

A dumper of a YAML library may write `no` or `1:30` bare, or fold long lines; this one quotes whatever is not an id.
"""

import re
from typing import Any

_BARE = re.compile(r"[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*-?")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_SEEN = re.compile(
    "[\x20-\x7e\xa0-\u2027\u2030-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff\u200c\u200d\u2060]*"
)


def document(data: dict[str, Any], comments: list[str]) -> str:
    """A whole file: comments, then the entries."""
    return "".join(f"# {line}\n" for line in comments) + "".join(_entry(name, data[name], 0) for name in data)


def _entry(name: str, value: Any, depth: int) -> str:
    pad = " " * depth
    if isinstance(value, str) and "\n" in value and _fits_block(value):
        return f"{pad}{name}: {_block(value, depth + 2)}"
    if not isinstance(value, dict | list) or not value or _is_short(value):
        return f"{pad}{name}: {flow(value)}\n"
    if isinstance(value, dict):
        return f"{pad}{name}:\n" + "".join(_entry(inner, value[inner], depth + 2) for inner in value)
    return f"{pad}{name}:\n" + "".join(_line(part, depth + 2) for part in value)


def _line(part: Any, depth: int) -> str:
    """One line of a list, or the first of several."""
    if isinstance(part, dict) and not _is_flat(part):
        first = "".join(_entry(name, part[name], depth + 2) for name in part)
        return " " * depth + "- " + first[depth + 2 :] + ("\n" if "stem" in part else "")
    return " " * depth + f"- {flow(part)}\n"


def _is_flat(part: dict[str, Any]) -> bool:
    """Whether a mapping fits on one line, as options do."""
    return all(not isinstance(value, dict | list) and not _is_long(value) for value in part.values())


def _is_long(value: Any) -> bool:
    return isinstance(value, str) and "\n" in value and _fits_block(value)


def _is_short(value: dict[str, Any] | list[Any]) -> bool:
    parts = value.values() if isinstance(value, dict) else value
    return all(not isinstance(part, dict | list) and len(str(part)) < 40 for part in parts)


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(str(name))}: {flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(part) for part in value) + "]"
    return _scalar(value)


def _scalar(value: bool | int | float | str | None) -> str:
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _decimal(value)
    if _BARE.fullmatch(value) and value.lower() not in _WORDS and len(value) < 60:
        return value
    if _SEEN.fullmatch(value):
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(_escaped(sign) for sign in value) + '"'


def _decimal(value: float) -> str:
    """A decimal without an exponent, which our loader does not take."""
    return f"{value:.15f}".rstrip("0").rstrip(".") if value != int(value) else str(int(value))


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return "\\" + sign
    if sign == "\n":
        return "\\n"
    if _SEEN.fullmatch(sign):
        return sign
    code = ord(sign)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"


def _fits_block(value: str) -> bool:
    lines = value.rstrip("\n").split("\n")
    return (
        all(_SEEN.fullmatch(line) and line == line.rstrip() for line in lines)
        and not value.endswith("\n\n")
        and not lines[0].startswith(" ")
        and bool(lines[0])
    )


def _block(value: str, depth: int) -> str:
    mark = "|" if value.endswith("\n") else "|-"
    lines = value.rstrip("\n").split("\n")
    return mark + "\n" + "".join((" " * depth + line).rstrip() + "\n" for line in lines)
