"""Conditions in scenarios: a small language read with Python's own parser and never evaluated as code.

``tension >= 9``, ``trust < 4 and tension > 6``, ``not visited('apology')``, with ``and``, ``or``, ``not`` and
brackets. The parsed form is JSON, so that the page follows it without a parser of its own:
``{"var": str, "op": str, "value": int}``, ``{"visited": str}``, ``{"all": [...]}``, ``{"any": [...]}``,
``{"not": ...}``.
"""

import ast
import operator
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any

Parsed = dict[str, Any]

_ALLOWED = re.compile(r"[A-Za-z0-9_ ()<>=!'\".,-]*")
_RUN_ON = re.compile(r"(?<![\w'\"-])[0-9]+[A-Za-z_]")
_OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
COMPARE: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


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
        case ast.Call(func=ast.Name(id="visited"), args=[ast.Constant(value=str(name))], keywords=[]):
            return {"visited": name}
    raise ValueError(f"has a part that is not a condition: {ast.unparse(node)!r}; write it like: trust < 4")


def _number(node: ast.expr) -> int:
    match node:
        case ast.Constant(value=int(number)) if not isinstance(node.value, bool):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(number))):
            return -number
    raise ValueError(f"compares with {ast.unparse(node)!r}; use a whole number")


def holds(condition: Parsed, state: Mapping[str, int], visited: Collection[str]) -> bool:
    """Whether a parsed condition is true of a play."""
    if "var" in condition:
        return COMPARE[condition["op"]](state[condition["var"]], condition["value"])
    if "visited" in condition:
        return condition["visited"] in visited
    if "not" in condition:
        return not holds(condition["not"], state, visited)
    if "all" in condition:
        return all(holds(part, state, visited) for part in condition["all"])
    return any(holds(part, state, visited) for part in condition["any"])


def names(condition: Parsed) -> Iterator[tuple[str, str]]:
    """Every name used, as ``("var", name)`` or ``("visited", node id)``."""
    if "var" in condition:
        yield "var", condition["var"]
    elif "visited" in condition:
        yield "visited", condition["visited"]
    else:
        parts = [condition["not"]] if "not" in condition else condition.get("all") or condition["any"]
        for part in parts:
            yield from names(part)
