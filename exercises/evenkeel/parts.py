"""Which parts of the front end an exercise needs, so that a page's script holds no more than its exercises use.

To add a part: write ``frontend/<part>.js`` that registers itself (a kind of item calls ``register`` of
``kinds.js``), and give it an entry in :data:`PARTS` that says which exercises need it. That is all: the book then
makes one script for each set of parts that stands on some page, and a notebook's widget always has them all.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Spec = Mapping[str, Any]


def _items(*types: str) -> Callable[[Spec], bool]:
    """Whether an exercise holds an item of one of these types, wherever it stands."""
    return lambda spec: any(entry.get("type") in types for entry in _entries(spec))


def _entry(*names: str) -> Callable[[Spec], bool]:
    """Whether an exercise has something in an entry of one of these names, wherever it stands."""
    return lambda spec: any(entry.get(name) for entry in _entries(spec) for name in names)


def _entries(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every mapping within a value, at any depth."""
    if isinstance(value, Mapping):
        yield value
        for inner in value.values():
            yield from _entries(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _entries(inner)


PARTS: dict[str, Callable[[Spec], bool]] = {
    "choosing": _items("single", "multiple", "true-false", "self-rating"),
    "sorting": _items("ordering", "matching", "categorise", "judgement"),
    "writing": _items("cloze", "rewrite"),
    "behaviour": _entry("behaviour", "hints", "remedial"),
    "highlight": _items("highlight"),
    "numeric": _items("numeric"),
    "shorttext": _items("short-text"),
    "flashcard": _items("flash-card"),
    "drafts": lambda spec: spec.get("exercise") == "worksheet" and bool(spec.get("feedback")),
}
"""Each part's file, and whether an exercise needs it. ``spec`` is what :func:`evenkeel.spec.spec` gives."""


def parts_of(spec: Spec) -> list[str]:
    """The parts that an exercise needs, in the order of :data:`PARTS`."""
    if spec.get("exercise") == "review":  # it may show an item of any kind, and asks by its own rules
        return [part for part in PARTS if part not in ("behaviour", "drafts")]
    return [part for part, needs in PARTS.items() if needs(spec)]
