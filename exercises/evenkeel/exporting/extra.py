"""What a foreign format has no place for, carried beside it so that reading back gives the same content.

An export is read again at once, the way an import would; whatever differs from the original is written down as a
*patch*. So the format's own fields stay the truth: what was changed in another program comes back changed, and only
what that program cannot know is put back. A patch is JSON:

- ``{"=": value}`` puts a value there; with ``"was"``, only where the value found still is what it was (a checksum);
- ``{"[]": n, "0": patch, ...}`` is for a list, and fits only while the list has ``n`` parts;
- any other mapping is for the entries of a mapping; ``null`` takes one out.

The whole is ``{"as": kind, "patch": patch}``; ``as`` names our kind of item where the format has only one like it.
"""

import json
import zlib
from typing import TYPE_CHECKING, Any

from evenkeel.markup import blocks

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_EXTRA = 1024 * 1024
_LIST = "[]"


def read_extra(element: "Element | None") -> dict[str, Any]:
    """What an element of ours holds; empty where there is none that can be used."""
    return {} if element is None else parse_extra(element.text or "")


def parse_extra(text: str) -> dict[str, Any]:
    """The same from its JSON."""
    try:
        data = json.loads(text) if len(text) <= MAX_EXTRA else None
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def written(wanted: Any, found: Any, kind: str | None = None) -> str:
    """The JSON that makes ``wanted`` of ``found`` when it is read back; empty when nothing is needed."""
    patch = difference(wanted, found)
    whole = {**({"as": kind} if kind else {}), **({"patch": patch} if patch else {})}
    return json.dumps(whole, ensure_ascii=False) if whole else ""


def overlay(data: dict[str, Any], extra: dict[str, Any]) -> dict[str, Any]:
    """The data with the patch put over it. What does not fit is left as it is."""
    try:
        made = _patched(data, extra.get("patch"))
    except (RecursionError, TypeError):
        return data
    return made if isinstance(made, dict) else data


def _patched(data: Any, patch: Any) -> Any:
    if not isinstance(patch, dict):
        return data
    if "=" in patch:
        return data if "was" in patch and patch["was"] != _sum(data) else patch["="]
    if _LIST in patch:
        if not isinstance(data, list) or patch[_LIST] != len(data):
            return data
        return [_patched(part, patch.get(str(at))) for at, part in enumerate(data)]
    if not isinstance(data, dict):
        return data
    return _entries(data, patch)


def _entries(data: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    gone = {name for name, change in patch.items() if change is None}
    names = [*(name for name in data if name not in gone), *(name for name in patch if name not in data)]
    return {
        name: _patched(data.get(name), patch[name]) if name in patch else data[name]
        for name in names
        if name not in gone
    }


def difference(wanted: Any, found: Any) -> Any:
    """The patch that makes ``wanted`` of ``found``, or ``None`` where they say the same."""
    if wanted == found or _read_alike(wanted, found):
        return None
    if isinstance(wanted, dict) and isinstance(found, dict):
        patch: dict[str, Any] = {name: None for name in found if name not in wanted}
        for name, value in wanted.items():
            change = {"=": value} if name not in found else difference(value, found[name])
            patch |= {} if change is None else {name: change}
        return patch or None
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        changes = {str(at): difference(a, b) for at, (a, b) in enumerate(zip(wanted, found, strict=True))}
        kept = {at: change for at, change in changes.items() if change is not None}
        return {_LIST: len(wanted), **kept} if kept else None
    return {"=": wanted, "was": _sum(found)}


def _sum(value: Any) -> int:
    return zlib.crc32(json.dumps(value, ensure_ascii=True, sort_keys=True).encode())


def _read_alike(wanted: Any, found: Any) -> bool:
    """Whether two texts become the same on a page, however their lines are broken."""
    return isinstance(wanted, str) and isinstance(found, str) and blocks(wanted) == blocks(found)
