"""What the models refuse, said in words an author can act on."""

import difflib
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from evenkeel.problems import Problem, Where

if TYPE_CHECKING:
    from evenkeel.loading import Document

Details = Any
"""One entry of ``ValidationError.errors()``."""

_DID_YOU_MEAN = "; did you mean "
_TELLS = ("type", "kind")
"""The entries that tell the kinds of items and fields apart."""


def problems_of(error: ValidationError, document: "Document", model: type[BaseModel]) -> list[Problem]:
    """One problem for each thing that the model refused, unless the reader has told it already."""
    found = []
    for details in error.errors(include_url=False):
        where, is_name = _where(details, document.data)
        if any(where[: len(spoilt)] == spoilt for spoilt in document.spoilt):
            continue
        message = _message(details, where, document, model)
        shown = where[:-1] if details["type"] in ("missing", "extra_forbidden") else where
        found.append(document.problem(shown, message, _line(details, where, document, is_name)))
    return _without_echoes(found)


def _without_echoes(found: list[Problem]) -> list[Problem]:
    """Leave out that an entry is missing where it is there, misspelt."""
    meant = {(p.path, p.message.partition(_DID_YOU_MEAN)[2]) for p in found if _DID_YOU_MEAN in p.message}
    echoes = {(path, f"needs an entry {name.removesuffix('?')}") for path, name in meant}
    return [problem for problem in found if (problem.path, problem.message) not in echoes]


def _where(details: Details, data: Any) -> tuple[Where, bool]:
    """The place in the file, without the names of alternatives that pydantic puts between; whether a name is meant."""
    where: list[str | int] = []
    loc = details["loc"]
    for index, part in enumerate(loc):
        last = index == len(loc) - 1
        if part == "[key]" and last:
            return tuple(where), True
        if _is_alternative(part, data, last):
            continue
        known = _holds(data, part)
        if known or (last and details["type"] == "missing"):
            where.append(part)
            data = data[part] if known else None
    return tuple(where), False


def _holds(data: Any, part: str | int) -> bool:
    if isinstance(data, list):
        return isinstance(part, int) and part < len(data)
    return isinstance(data, dict) and part in data


def _is_alternative(part: str | int, data: Any, last: bool) -> bool:
    return not last and isinstance(data, dict) and any(data.get(tell) == part for tell in _TELLS)


def _line(details: Details, where: Where, document: "Document", is_name: bool) -> int:
    if is_name or details["type"] == "extra_forbidden":
        return document.spot_of(where)[0].name_line or document.line_of(where)
    return document.line_of(where)


def _message(details: Details, where: Where, document: "Document", model: type[BaseModel]) -> str:
    kind, context, given = details["type"], details.get("ctx", {}), details["input"]
    if kind == "missing":
        return f"needs an entry `{where[-1]}`"
    if kind == "extra_forbidden":
        return _unknown(str(where[-1]), names_at(model, where[:-1], document.data))
    if kind == "union_tag_not_found":
        return f"needs an entry `{context['discriminator'].strip(chr(39))}`: {_one_of(_tags(model, where, document))}"
    if kind == "union_tag_invalid":
        return f"does not know the {context['discriminator'].strip(chr(39))} {context['tag']!r}; " + _one_of(
            context["expected_tags"].replace("'", "").split(", ")
        )
    if given is None and kind.endswith("_type"):
        return "is empty; write something or leave the entry out"
    if kind in _WORDS:
        return _WORDS[kind](context, document.spot_of(where)[0].text)
    return str(details["msg"][0].lower() + details["msg"][1:])


def _one_of(values: list[str]) -> str:
    return "must be " + ("one of " if len(values) > 1 else "") + ", ".join(values)


def _unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return f"does not know the entry `{name}`{_DID_YOU_MEAN}`{near[0]}`?"
    return f"does not know the entry `{name}`" + (f"; it takes {', '.join(known)}" if known else "")


def _wants_words(_: Details, text: str | None) -> str:
    return "must be words" if text is None else f'must be words; write it in quotes: "{text}"'


_PATTERNS = {
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": "an id: small letters, figures and single hyphens, such as first-words",
    r"^[A-Z]+[0-9]*-[A-Z]*[0-9]*$": "the id of a requirement, such as DC-S5",
    r"^[^\n]*$": "on one line",
    r"^[a-z][a-z_]*$": "the name of a state variable: small letters and underscores",
    r"^[A-Z]{2}$": "two capitals, such as UK",
    r"^(tel|sms|mailto):[A-Za-z0-9.+@_-]+$": "tel:, sms: or mailto:, then what to dial or write to, without spaces",
    r"^[A-Za-z0-9_][A-Za-z0-9_/.-]*\.(svg|png|jpg|webp)$": "a picture below book/, ending in .svg, .png, .jpg or .webp",
}

_WORDS: dict[str, Callable[[Details, str | None], str]] = {
    "literal_error": lambda c, _: _one_of(c["expected"].replace("'", "").replace(" or ", ", ").split(", ")),
    "string_type": _wants_words,
    "int_type": lambda _, text: "must be a whole number" + (", without quotes" if str(text).isdecimal() else ""),
    "int_from_float": lambda *_: "must be a whole number",
    "float_type": lambda *_: "must be a number, without quotes",
    "bool_type": lambda *_: "must be true or false, without quotes",
    "list_type": lambda *_: "must be a list, each line starting with `- `",
    "dict_type": lambda *_: "must hold entries, written `name: value`",
    "model_type": lambda *_: "must hold entries, written `name: value`",
    "model_attributes_type": lambda *_: "must hold entries, written `name: value`",
    "string_pattern_mismatch": lambda c, _: "must be " + _PATTERNS.get(c["pattern"], f"like {c['pattern']}"),
    "string_too_short": lambda *_: "is empty; write something or leave the entry out",
    "string_too_long": lambda c, _: f"is too long; it may have at most {c['max_length']} characters",
    "too_short": lambda c, _: f"needs at least {c['min_length']} entries; it has {c['actual_length']}",
    "too_long": lambda c, _: f"takes at most {c['max_length']} entries",
    "greater_than_equal": lambda c, _: f"must be {c['ge']} or more",
    "greater_than": lambda c, _: f"must be more than {c['gt']}",
    "less_than_equal": lambda c, _: f"must be {c['le']} or less",
    "less_than": lambda c, _: f"must be less than {c['lt']}",
    "value_error": lambda c, _: str(c["error"]),
}


@lru_cache(maxsize=64)
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


def _follow(whole: dict[str, Any], schema: dict[str, Any], data: Any) -> dict[str, Any]:
    """Resolve references and pick the alternative that the data's own ``type`` or ``kind`` names."""
    while True:
        mapping = schema.get("discriminator", {}).get("mapping", {})
        told = next((mapping[data[t]] for t in _TELLS if isinstance(data, dict) and _in(data.get(t), mapping)), None)
        reference = schema.get("$ref") or told
        if reference:
            schema = whole["$defs"][reference.rsplit("/", 1)[-1]]
        elif any_of := schema.get("anyOf") or schema.get("oneOf"):
            wanted = "array" if isinstance(data, list) else "object"
            fitting = [one for one in any_of if "$ref" in one or one.get("type") == wanted]
            if mapping or not fitting:
                return schema
            schema = fitting[0]
        else:
            return schema


def _in(value: Any, mapping: dict[str, Any]) -> bool:
    return isinstance(value, str) and value in mapping


def _schema_at(model: type[BaseModel], where: Where, data: Any) -> dict[str, Any]:
    whole = _schema(model)
    schema = _follow(whole, whole, data)
    for part in where:
        data = data[part] if _holds(data, part) else None
        inner = schema.get("items") if isinstance(part, int) else schema.get("properties", {}).get(part)
        inner = inner or schema.get("additionalProperties")
        if not isinstance(inner, dict):
            return {}
        schema = _follow(whole, inner, data)
    return schema


def names_at(model: type[BaseModel], where: Where, data: Any) -> list[str]:
    """The entries that the model knows at a place of the file, in the model's order."""
    return list(_schema_at(model, where, data).get("properties", {}))


def _tags(model: type[BaseModel], where: Where, document: "Document") -> list[str]:
    return list(_schema_at(model, where, document.data).get("discriminator", {}).get("mapping", {}))
