"""What every export shares: reading back what was just written, pictures, and a list of what cannot be carried."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evenkeel.exporting import extra
from evenkeel.importing.building import NO_MODULE, Defaults
from evenkeel.importing.items import build
from evenkeel.importing.naming import Names
from evenkeel.importing.neutral import FlawError, Question
from evenkeel.importing.pictures import Pictures
from evenkeel.problems import EvenkeelError


class ExportError(EvenkeelError):
    """A file cannot be exported. The message says why."""


class NoPlaceError(Exception):
    """An item that a format has no place for. The message says why."""


@dataclass
class Export:
    """One export: the id of the exercise, where its pictures lie, and what could not be carried."""

    name: str
    book: Path
    lost: list[str] = field(default_factory=list)
    items_lost: set[str] = field(default_factory=set)

    def leave_out(self, item: str, message: str) -> None:
        """Note an item that does not go along."""
        self.items_lost.add(item)
        self.lose(item, message)

    def lose(self, place: str, message: str) -> None:
        """Note what does not go along."""
        self.lost.append(f"{place}: {message}")

    def picture(self, place: str, src: str) -> bytes | None:
        """The bytes of a picture; nothing, and a note, when it cannot be read."""
        try:
            return (self.book / src).read_bytes()
        except OSError:
            self.lose(place, f"its picture book/{src} cannot be read")
            return None

    def head_extra(self, data: dict[str, Any]) -> str:
        """What the head of a quiz needs beyond its title and introduction."""
        head = {name: value for name, value in data.items() if name != "items"}
        read = {"schema": 1, "title": data["title"], "module": NO_MODULE}
        read |= {"intro": data["intro"]} if "intro" in data else {}
        return extra.written({**head, "id": self.name}, read)


def native_item(read: Callable[[], Question], item: dict[str, Any]) -> dict[str, Any]:
    """What reading back makes of an item, before anything of ours is put over it.

    Raises:
        NoPlaceError: it cannot be read back.
    """
    question = read()
    question.extra = {"as": item["type"]} if item["type"] == "categorise" else {}
    try:
        made, _ = build(question, Pictures("", lambda _: None), Defaults(), Names())
    except FlawError as flaw:
        raise NoPlaceError(f"cannot be read back: {flaw}") from flaw
    return {**made, **({"image": item["image"]} if "image" in item else {})}
