"""A style sheet without the rules that no page can need.

A rule goes when each of its selectors names a class, an id or an element that is neither in the pages nor in the text
of a script. What a selector says in brackets is not looked at, so a rule stays in doubt: ``:not(.a)``, ``[class^=b]``.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import tinycss2

NESTING = {"media", "supports", "layer", "container"}


class Names(NamedTuple):
    """The names that pages and scripts hold, in small letters for elements."""

    classes: frozenset[str]
    ids: frozenset[str]
    elements: frozenset[str]


def purge(css: str, names: Names) -> str:
    """The style sheet without the rules that nothing among ``names`` can meet, without comments."""
    rules = list(_kept(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), names))
    text = "\n".join(tinycss2.serialize([rule]) for rule in rules if not _is(rule, "keyframes", "font-face"))
    return "\n".join([text, *(tinycss2.serialize([rule]) for rule in rules if _is_named_in(rule, text))])


def _is(rule: Any, *keywords: str) -> bool:
    return rule.type == "at-rule" and rule.lower_at_keyword.removeprefix("-webkit-") in keywords


def _is_named_in(rule: Any, text: str) -> bool:
    """Whether it is a font, or a movement that some rule uses."""
    return _is(rule, "font-face") or (_is(rule, "keyframes") and tinycss2.serialize(rule.prelude).strip() in text)


def _kept(rules: Iterable[Any], names: Names) -> Iterator[Any]:
    """The rules that stay, those within conditions too."""
    for rule in rules:
        if rule.type == "qualified-rule":
            if prelude := _selectors(rule.prelude, names):
                rule.prelude = prelude
                yield rule
        elif _is(rule, *NESTING) and rule.content is not None:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if content := list(_kept(inner, names)):
                rule.content = content
                yield rule
        elif rule.type == "at-rule" and not _is(rule, "charset"):
            yield rule


def _selectors(prelude: list[Any], names: Names) -> list[Any]:
    """Those selectors of a rule that something can meet, with the commas between them."""
    groups: list[list[Any]] = [[]]
    for token in prelude:
        if token == ",":
            groups.append([token])
        else:
            groups[-1].append(token)
    kept = [token for group in groups if _is_met([each for each in group if each != ","], names) for token in group]
    return kept[1:] if kept and kept[0] == "," else kept


def _is_met(selector: list[Any], names: Names) -> bool:
    """Whether every class, id and element of a selector is among the names."""
    before = None
    for token in selector:
        if token.type == "hash" and token.value not in names.ids:
            return False
        if token.type == "ident" and before == "." and token.value not in names.classes:
            return False
        if token.type == "ident" and before not in (".", ":") and token.lower_value not in names.elements:
            return False
        before = token.value if token.type == "literal" else None
    return True
