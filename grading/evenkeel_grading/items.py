"""An assessed item and its key put together: the practice item they make is checked and scored as one."""

from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from evenkeel.models.posed import AnyPosed
from evenkeel.models.quiz import AnyItem
from evenkeel_grading.rubric import ItemKey

_ITEM: TypeAdapter[AnyItem] = TypeAdapter(AnyItem, config=ConfigDict(defer_build=True))
EXPLAINED = ("options", "items", "left", "things", "responses", "rules", "gaps", "phrases")
"""The lists of an item of which each entry may have a reason of its own."""


class KeyDoesNotFitError(Exception):
    """The key is not one that an item of this type can have."""


def keyed(item: AnyPosed, key: ItemKey) -> AnyItem:
    """The practice item that a posed item and its key make; raises :class:`KeyDoesNotFitError`.

    The reasons become feedback; where an entry has none of its own, the reason for the whole item stands in.
    """
    made = item.model_dump()
    own = key.model_dump(exclude_unset=True, exclude={"whys", "why", "gaps", "panel", "rules"})
    for part in EXPLAINED:
        if part in made:
            made[part] = [_entry(part, entry, key) for entry in made[part]]
    if item.type == "true-false":
        own |= {f"feedback_{side}": key.whys.get(side, key.why) for side in ("true", "false")}
    if item.type == "numeric":
        own["feedback"] = key.why
    try:
        return _ITEM.validate_python(made | own | {"explanation": key.why})
    except ValidationError as error:
        raise KeyDoesNotFitError(item.type) from error


def _entry(part: str, entry: dict[str, Any], key: ItemKey) -> dict[str, Any]:
    """One entry of a list with its reason and what the key says of it."""
    name = entry["id"]
    why = {"feedback": key.whys.get(name, key.why)}
    if part == "responses":
        return entry | why | {"panel": key.panel.get(name)}
    if part == "rules":
        own = key.rules.get(name)
        return entry | why | (own.model_dump(exclude_unset=True) if own else {})
    if part == "gaps" and entry["kind"] == "choice":
        return entry | {
            "options": [_entry("options", each, key) for each in entry["options"]],
            "key": key.gaps.get(name),
        }
    return entry | why | ({"accept": key.gaps.get(name)} if part == "gaps" else {})
