"""The tree of a compiled ink story, as inkle's compiler and inkjs write it, and what its values can mean for us.

https://github.com/inkle/ink/blob/master/Documentation/ink_JSON_runtime_format.md
"""

from typing import Any

from evenkeel.importing.neutral import ImportRefusedError

MAX_DEPTH = 150
Value = tuple[Any, ...]
UNKNOWN: Value = ("unknown",)
Condition = dict[str, Any] | None
Place = tuple["Container", int]
"""A container, and where in its list."""


class Container:
    """A list of content, with named content beside it. ``at``: its place in its parent's list, if it has one."""

    def __init__(self, data: list[Any], parent: "Container | None", at: int | None, name: str, depth: int = 0) -> None:
        if depth > MAX_DEPTH:
            raise ImportRefusedError("is nested too deep to be read")
        self.parent, self.at, self.name = parent, at, name
        last = data[-1] if data and isinstance(data[-1], dict) else {}
        self.name = str(last.get("#n") or name)
        self.content: list[Any] = [
            Container(one, self, index, "", depth + 1) if isinstance(one, list) else one
            for index, one in enumerate(data[:-1])
        ]
        self.named = {
            key: Container(one, self, None, key, depth + 1) for key, one in last.items() if isinstance(one, list)
        }
        for one in self.content:
            if isinstance(one, Container) and one.name:
                self.named.setdefault(one.name, one)

    @property
    def path(self) -> str:
        """Where it stands, for people."""
        own = self.name or str(self.at)
        above = self.parent.path if self.parent is not None and self.parent.parent is not None else ""
        return f"{above} {own}".strip()

    def find(self, path: str) -> "tuple[Container, int] | None":
        """The place that a path means, seen from an object inside this container."""
        here: Any = self
        parts = path.split(".")
        if not path.startswith("."):
            while here.parent is not None:
                here = here.parent
        elif parts[:2] == ["", "^"]:
            parts = parts[2:]
        return _follow(here, [part for part in parts if part])


def _follow(here: Container, parts: list[str]) -> "tuple[Container, int] | None":
    for number, part in enumerate(parts):
        if part == "^":
            if here.parent is None:
                return None
            here = here.parent
        elif part.isdecimal() and part not in here.named:
            index = int(part)
            inner = here.content[index] if index < len(here.content) else None
            if not isinstance(inner, Container):
                return (here, index) if number == len(parts) - 1 else None
            here = inner
        elif part in here.named:
            here = here.named[part]
        else:
            return None
    return here, 0


_SIGNS = {"==", "!=", ">", "<", ">=", "<="}
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


def combine(sign: str, left: Value, right: Value) -> Value:
    """What two values make with a sign between them, as far as we can say it."""
    if sign in ("&&", "||"):
        a, b = condition(left), condition(right)
        return UNKNOWN if a is None or b is None else ("if", {"all" if sign == "&&" else "any": [a, b]})
    if left[0] == "number" and right[0] != "number" and sign in _TURNED:
        left, right, sign = right, left, _TURNED[sign]
    if right[0] != "number":
        return UNKNOWN
    if sign in _SIGNS and left[0] == "var":
        return ("if", {"var": left[1], "op": sign, "value": right[1]})
    if sign in _SIGNS and left[0] == "visited":
        return _times(left, sign, right[1])
    if sign in ("+", "-") and left[0] == "var":
        return ("sum", left[1], right[1] if sign == "+" else -right[1])
    return UNKNOWN


def _times(left: Value, sign: str, number: int) -> Value:
    been = {"visited": left[1]}
    if (sign, number) in ((">", 0), (">=", 1), ("!=", 0)):
        return ("if", been)
    return ("if", {"not": been}) if (sign, number) in (("==", 0), ("<", 1), ("<=", 0)) else UNKNOWN


def condition(value: Value) -> dict[str, Any] | None:
    """A value as a condition, or ``None`` where we cannot say it."""
    if value[0] == "if":
        return dict(value[1])
    if value[0] == "var":
        return {"var": value[1], "op": "!=", "value": 0}
    return {"visited": value[1]} if value[0] == "visited" else None
