"""Conditions in scenarios: a small language read with Python's own parser and never evaluated as code.

``tension >= 9``, ``trust < 4 and tension > 6``, ``not visited('apology')``, ``chose('promise.ring-back')``,
``credit('sort-calls') >= 50``, ``variant('wet-night')``, with ``and``, ``or``, ``not`` and brackets. The parsed form is
JSON, so that the page follows it without a parser of its own: ``{"var": str, "op": str, "value": int}``,
``{"credit": str, "op": str, "value": int}``, ``{"visited": str}``, ``{"chose": str}``, ``{"variant": str}``,
``{"all": [...]}``, ``{"any": [...]}``, ``{"not": ...}``.

- ``visited('apology')``: the play has been at that node.
- ``chose('promise.ring-back')``: at the node ``promise`` the choice ``ring-back`` was taken, at any time before.
- ``credit('sort-calls')``: what the last answer to the item of that node earned, in whole per cent; 0 before it.
- ``variant('wet-night')``: the play is that variant of the scenario.
"""

import ast
import operator
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any, Protocol

Parsed = dict[str, Any]

_ALLOWED = re.compile(r"[A-Za-z0-9_ ()<>=!'\".,-]*")
_RUN_ON = re.compile(r"(?<![\w'\"-])[0-9]+[A-Za-z_]")
_OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
COMPARE: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
CALLS = ("visited", "chose", "variant")
"""What may be asked about a name in brackets, and is true or not. ``credit`` is compared with a number."""


class Moment(Protocol):
    """What conditions look at. ``chosen`` holds choices as ``node.choice``, ``credits`` whole per cents by node."""

    @property
    def state(self) -> Mapping[str, int]: ...
    @property
    def visited(self) -> Collection[str]: ...
    @property
    def chosen(self) -> Collection[str]: ...
    @property
    def credits(self) -> Mapping[str, int]: ...
    @property
    def variant(self) -> str | None: ...


def check_condition(text: str) -> str:
    """Return the condition unchanged, or raise ``ValueError`` with words an author can act on."""
    parsed(text)
    return text


def parse(text: str) -> Parsed:
    """Parse a condition; raise ``ValueError`` for anything outside the language."""
    if not _ALLOWED.fullmatch(text):
        raise ValueError(f"has a sign that no condition has: {text!r}; write it like: trust < 4 and tension > 6")
    if _RUN_ON.search(text):
        raise ValueError(f"has a number that runs into a word: {text!r}; put a space between")
    try:
        return _convert(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise ValueError(
            f"cannot be read as a condition: {text!r}; write it like: trust < 4 and tension > 6"
        ) from error


@lru_cache(maxsize=4096)
def parsed(text: str) -> Parsed:
    """The same as :func:`parse`, from memory when it was read before. Not to be changed by those who get it."""
    return parse(text)


def _convert(node: ast.expr) -> Parsed:
    match node:
        case ast.BoolOp(op=ast.And()):
            return {"all": [_convert(value) for value in node.values]}
        case ast.BoolOp():
            return {"any": [_convert(value) for value in node.values]}
        case ast.UnaryOp(op=ast.Not()):
            return {"not": _convert(node.operand)}
        case ast.Compare(left=ast.Name(id=name), ops=[op], comparators=[value]) if type(op) in _OPERATORS:
            return {"var": name, "op": _OPERATORS[type(op)], "value": _number(value)}
        case ast.Compare(left=ast.Call() as call, ops=[op], comparators=[value]) if type(op) in _OPERATORS:
            return {"credit": _named(call, ("credit",)), "op": _OPERATORS[type(op)], "value": _number(value)}
        case ast.Call(func=ast.Name(id=asked)):
            return {asked: _named(node, CALLS)}
    raise ValueError(f"has a part that is not a condition: {ast.unparse(node)!r}; write it like: trust < 4")


def _named(call: ast.Call, asked: tuple[str, ...]) -> str:
    match call:
        case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(given))], keywords=[]) if name in asked:
            return given
    raise ValueError(f"has a part that is not a condition: {ast.unparse(call)!r}; write it like: trust < 4")


def _number(node: ast.expr) -> int:
    match node:
        case ast.Constant(value=int(number)) if not isinstance(node.value, bool):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(number))):
            return -number
    raise ValueError(f"compares with {ast.unparse(node)!r}; use a whole number")


def holds(condition: Parsed, at: Moment) -> bool:
    """Whether a parsed condition is true at a moment of a play."""
    if "var" in condition:
        return COMPARE[condition["op"]](at.state[condition["var"]], condition["value"])
    if "visited" in condition:
        return condition["visited"] in at.visited
    if "chose" in condition:
        return condition["chose"] in at.chosen
    if "variant" in condition:
        return bool(condition["variant"] == at.variant)
    if "credit" in condition:
        return COMPARE[condition["op"]](at.credits.get(condition["credit"], 0), condition["value"])
    if "not" in condition:
        return not holds(condition["not"], at)
    if "all" in condition:
        return all(holds(part, at) for part in condition["all"])
    return any(holds(part, at) for part in condition["any"])


def names(condition: Parsed) -> Iterator[tuple[str, str]]:
    """Every name used, as ``("var", name)``, ``("visited", node)``, ``("chose", node.choice)``, …"""
    for kind in ("var", "credit", *CALLS):
        if kind in condition:
            yield kind, condition[kind]
            return
    parts = [condition["not"]] if "not" in condition else condition.get("all") or condition["any"]
    for part in parts:
        yield from names(part)


def bounds(condition: Parsed) -> Iterator[tuple[str, int]]:
    """Every node whose credit is asked for, with the number that it is compared with."""
    if "credit" in condition:
        yield condition["credit"], condition["value"]
    for part in (condition.get("not"), *condition.get("all", ()), *condition.get("any", ())):
        yield from bounds(part) if part else ()
