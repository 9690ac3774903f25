"""What a foreign format has no place for, carried beside it so that reading back gives the same content.

An export is read again at once, the way an import would; whatever differs from the original is written down as a
*patch*: a mapping of the entries that differ, lists by their places (``{"0": {...}}``), ``null`` for an entry that
the original lacks. So the format's own fields stay the truth: what was changed in another program comes back
changed, and only what that program cannot know is put back.
"""

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LIST = "[]"
"""Marks a patch of a list. Its value is the length that the list must have for the patch to fit."""
MAX_EXTRA = 512 * 1024


def read_extra(element: "Element | None") -> dict[str, Any]:
    """The patch in an element of ours; empty where there is none that can be used."""
    if element is None or not element.text or len(element.text) > MAX_EXTRA:
        return {}
    return parse_extra(element.text)


def parse_extra(text: str) -> dict[str, Any]:
    """A patch from its JSON; empty where it is none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def overlay(data: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """The data with the patch put over it. What does not fit is left out."""
    made = _patched(data, patch) if patch else data
    return made if isinstance(made, dict) else data


def _patched(data: Any, patch: Any) -> Any:
    if not isinstance(patch, dict) or "=" in patch:
        return patch["="] if isinstance(patch, dict) else patch
    if _LIST in patch:
        if not isinstance(data, list) or patch[_LIST] != len(data):
            return data
        return [_patched(part, patch[str(at)]) if str(at) in patch else part for at, part in enumerate(data)]
    if not isinstance(data, dict):
        return data
    gone = {name for name, change in patch.items() if change is None}
    names = [*(name for name in data if name not in gone), *(name for name in patch if name not in data)]
    return {
        name: _patched(data.get(name), patch[name]) if name in patch else data[name]
        for name in names
        if name not in gone
    }


def difference(wanted: Any, found: Any) -> Any:
    """The patch that makes ``wanted`` of ``found``, or ``None`` where they are the same."""
    if wanted == found:
        return None
    if isinstance(wanted, dict) and isinstance(found, dict):
        patch: dict[str, Any] = {name: None for name in found if name not in wanted}
        for name, value in wanted.items():
            if name not in found:
                patch[name] = {"=": value}
            elif (change := difference(value, found[name])) is not None:
                patch[name] = change
        return patch
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        changes = {str(at): difference(a, b) for at, (a, b) in enumerate(zip(wanted, found, strict=True))}
        return {_LIST: len(wanted), **{at: change for at, change in changes.items() if change is not None}}
    return {"=": wanted}
