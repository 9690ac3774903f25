"""An assessed item and its key put together: the practice item they make is checked and scored as one."""

from typing import Any

from pydantic import TypeAdapter, ValidationError

from evenkeel.models.posed import AnyPosed
from evenkeel.models.quiz import AnyItem
from evenkeel_grading.rubric import ItemKey

_ITEM: TypeAdapter[AnyItem] = TypeAdapter(AnyItem)
EXPLAINED = ("options", "items", "left")
"""The lists of an item of which each entry may have a reason of its own."""


class KeyDoesNotFitError(Exception):
    """The key is not one that an item of this type can have."""


def keyed(item: AnyPosed, key: ItemKey) -> AnyItem:
    """The practice item that a posed item and its key make; raises :class:`KeyDoesNotFitError`.

    The reasons become feedback; where an entry has none of its own, the reason for the whole item stands in.
    """
    made: dict[str, Any] = item.model_dump() | key.model_dump(exclude={"whys", "why"}, exclude_unset=True)
    made["explanation"] = key.why
    if item.type == "true-false":
        made |= {f"feedback_{side}": key.whys.get(side, key.why) for side in ("true", "false")}
    for part in EXPLAINED:
        if part in made:
            made[part] = [{**entry, "feedback": key.whys.get(entry["id"], key.why)} for entry in made[part]]
    try:
        return _ITEM.validate_python(made)
    except ValidationError as error:
        raise KeyDoesNotFitError(item.type) from error
