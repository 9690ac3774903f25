"""What travels between the coordinator and those who mark: plain data, and no path of one machine on another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evenkeel_grading.nbg.scoring import Taken
from evenkeel_grading.nbg.settling import Suggested
from evenkeel_grading.private import Note


@dataclass(frozen=True, slots=True)
class Piece:
    """One learner's work as it goes out: at most :data:`evenkeel.responses.MAX_BYTES` of answers."""

    learner: str
    taken: Taken

    @property
    def size(self) -> int:
        """Bytes of answers."""
        return len(self.taken.data or b"")


@dataclass(frozen=True, slots=True)
class MarkedNotebook:
    """The notebook's text as its file will hold it, and the suggestion of each scored cell by name."""

    text: str
    cells: Mapping[str, Suggested]


@dataclass(frozen=True, slots=True)
class Marked:
    """One learner's marked work: notebooks by name, what the stores keep, and notes for one named person alone."""

    learner: str
    notebooks: Mapping[str, MarkedNotebook]
    outcome: Mapping[str, Any]
    notes: tuple[Note, ...]

    @property
    def size(self) -> int:
        """Characters of notebooks: most of what it takes in memory."""
        return sum(len(one.text) for one in self.notebooks.values())


@dataclass(frozen=True, slots=True)
class Failed:
    """Work that could not be marked for a reason that is no learner's: ``why`` holds nothing of an answer."""

    learner: str
    why: str


Result = Marked | Failed
