"""Foreign conditions and changes of variables, as our conditions: one small parser for the Twine formats.

A condition is in the parsed form of :mod:`evenkeel.conditions`. Whatever our language cannot say raises
:class:`UnmappedError`, and the caller lists it.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from evenkeel.importing.neutral import Effect

Parsed = dict[str, Any]

_TOKEN = re.compile(
    r"\s*(?:(?P<number>-?[0-9]+(?![0-9.\w]))|(?P<string>\"[^\"]*\"|'[^']*')|(?P<visited>(?:visited|hasVisited)\s*\()"
    r"|(?P<history>\(history:\s*\)\s*contains\b)|(?P<op>===|!==|==|!=|<=|>=|&&|\|\||[<>()!])"
    r"|(?P<name>[$_]?[A-Za-z_][\w.]*)|(?P<bad>\S))"
)
_COMPARE = {
    "is": "==", "eq": "==", "==": "==", "===": "==", "isnot": "!=", "neq": "!=", "ne": "!=", "!=": "!=", "!==": "!=",
    "gt": ">", ">": ">", "gte": ">=", ">=": ">=", "lt": "<", "<": "<", "lte": "<=", "<=": "<=",
}  # fmt: skip
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
_TRUTH = {"true": 1, "false": 0}
MAX_DEPTH = 40


class UnmappedError(Exception):
    """Something that our conditions or effects cannot say."""


def parse(text: str) -> Parsed:
    """A foreign condition as ours."""
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [(str(found.lastgroup), found[found.lastgroup or 0]) for found in _TOKEN.finditer(text.strip())]
        self.at = 0
        self.depth = 0

    def whole(self) -> Parsed:
        found = self.either()
        if self.at < len(self.tokens):
            raise UnmappedError(self.text)
        return found

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self) -> tuple[str, str]:
        found = self.peek()
        self.at += 1
        return found

    def accept(self, *values: str) -> bool:
        if self.peek()[1] in values and self.peek()[0] in ("op", "name"):
            self.at += 1
            return True
        return False

    def either(self) -> Parsed:
        parts = [self.both()]
        while self.accept("or", "||"):
            parts.append(self.both())
        return {"any": parts} if len(parts) > 1 else parts[0]

    def both(self) -> Parsed:
        parts = [self.inverted()]
        while self.accept("and", "&&"):
            parts.append(self.inverted())
        return {"all": parts} if len(parts) > 1 else parts[0]

    def inverted(self) -> Parsed:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UnmappedError(self.text)
        try:
            if self.accept("not", "!"):
                return opposite(self.inverted())
            return self.compared()
        finally:
            self.depth -= 1

    def compared(self) -> Parsed:
        kind, value = self.take()
        if kind in ("visited", "history"):
            return self.been(kind)
        if value == "(" and kind == "op":
            found = self.either()
            if self.take()[1] != ")":
                raise UnmappedError(self.text)
            return found
        sign = self.sign()
        if sign is None:
            return self.bare(kind, value)
        return self.pair((kind, value), sign, self.take())

    def been(self, kind: str) -> Parsed:
        found = self.take()
        if found[0] != "string" or (kind == "visited" and self.take()[1] != ")"):
            raise UnmappedError(self.text)
        if self.peek()[1] in _COMPARE:
            raise UnmappedError(self.text)
        return {"visited": found[1][1:-1]}

    def sign(self) -> str | None:
        word = self.peek()[1]
        if word not in _COMPARE or self.peek()[0] not in ("op", "name"):
            return None
        self.at += 1
        if word == "is" and self.accept("not"):
            return "!="
        return _COMPARE[word]

    def bare(self, kind: str, value: str) -> Parsed:
        if kind != "name" or value in _TRUTH:
            raise UnmappedError(self.text)
        return {"var": self.name(value), "op": "!=", "value": 0}

    def pair(self, left: tuple[str, str], sign: str, right: tuple[str, str]) -> Parsed:
        if left[0] == "number" or left[1] in _TRUTH:
            left, right, sign = right, left, _TURNED[sign]
        if left[0] != "name" or left[1] in _TRUTH:
            raise UnmappedError(self.text)
        return {"var": self.name(left[1]), "op": sign, "value": self.number(right)}

    def number(self, token: tuple[str, str]) -> int:
        if token[0] == "number" and len(token[1]) < 10:
            return int(token[1])
        if token[1] in _TRUTH:
            return _TRUTH[token[1]]
        raise UnmappedError(self.text)

    def name(self, value: str) -> str:
        if "." in value:
            raise UnmappedError(self.text)
        return value.lstrip("$_")


def negated(condition: Parsed | None) -> Parsed | None:
    """The opposite; of nothing, nothing."""
    return None if condition is None else opposite(condition)


def opposite(condition: Parsed) -> Parsed:
    """What holds when a condition does not."""
    inner: Parsed = condition.get("not") or {"not": condition}
    return inner


def joined(*conditions: Parsed | None) -> Parsed | None:
    """All of them."""
    parts = [one for one in conditions if one is not None]
    return None if not parts else parts[0] if len(parts) == 1 else {"all": parts}


def names_in(condition: Parsed | None) -> set[str]:
    """The variables that a condition looks at."""
    if condition is None:
        return set()
    if "var" in condition:
        return {condition["var"]}
    parts = [condition["not"]] if "not" in condition else condition.get("all") or condition.get("any") or []
    return set().union(*(names_in(part) for part in parts)) if parts else set()


def written(condition: Parsed, variables: Mapping[str, str], been: Callable[[str], str | None]) -> str:
    """A condition in our language, with our names. ``been`` gives the test for a visit.

    Raises:
        UnmappedError: it asks for a name that we do not have.
    """
    if "var" in condition:
        if condition["var"] not in variables:
            raise UnmappedError(condition["var"])
        return f"{variables[condition['var']]} {condition['op']} {condition['value']}"
    if "visited" in condition:
        test = been(condition["visited"])
        if test is None:
            raise UnmappedError(f"visited {condition['visited']}")
        return test
    if "not" in condition:
        return (
            f"not ({written(condition['not'], variables, been)})"
            if _is_joined(condition["not"])
            else (f"not {written(condition['not'], variables, been)}")
        )
    word = " and " if "all" in condition else " or "
    parts = [(one, written(one, variables, been)) for one in condition.get("all") or condition["any"]]
    return word.join(f"({text})" if _is_joined(one) else text for one, text in parts)


def _is_joined(condition: Parsed) -> bool:
    return "all" in condition or "any" in condition


_NAME = r"[$_]?[A-Za-z_]\w*"
_VALUE = r"(?:-?[0-9]{1,9}|true|false)"
_ASSIGN = (
    (re.compile(rf"({_NAME})\s*(?:\+\+)"), "add", 1),
    (re.compile(rf"({_NAME})\s*(?:--)"), "add", -1),
    (re.compile(rf"({_NAME})\s*\+=\s*({_VALUE})"), "add", 1),
    (re.compile(rf"({_NAME})\s*-=\s*({_VALUE})"), "add", -1),
    (re.compile(rf"({_NAME})\s*(?:=|to|:)\s*Math\.clamp\(\s*\1\s*\+\s*({_VALUE})\s*,[^)]*\)"), "add", 1),
    (re.compile(rf"({_NAME})\s*(?:=|to|:)\s*Math\.clamp\(\s*\1\s*-\s*({_VALUE})\s*,[^)]*\)"), "add", -1),
    (re.compile(rf"({_NAME})\s*(?:=|to|:)\s*(?:\1|it)\s*\+\s*({_VALUE})"), "add", 1),
    (re.compile(rf"({_NAME})\s*(?:=|to|:)\s*(?:\1|it)\s*-\s*({_VALUE})"), "add", -1),
    (re.compile(rf"({_NAME})\s*(?:=|to|:)\s*({_VALUE})"), "set", 1),
)
_PUT = re.compile(rf"({_VALUE})\s+into\s+({_NAME})")


def effect(text: str) -> Effect:
    """One assignment as an effect. Raises :class:`UnmappedError`."""
    text = text.strip()
    if found := _PUT.fullmatch(text):
        return Effect(found[2].lstrip("$_"), "set", _value(found[1]))
    for pattern, how, sign in _ASSIGN:
        if found := pattern.fullmatch(text):
            value = _value(found[2]) if pattern.groups > 1 else 1
            return Effect(found[1].lstrip("$_"), how, sign * value)  # type: ignore[arg-type]
    raise UnmappedError(text)


def _value(text: str) -> int:
    return _TRUTH[text] if text in _TRUTH else int(text)
