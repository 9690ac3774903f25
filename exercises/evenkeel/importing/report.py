"""What an import has to say: what came over, what did not, and what an author still owes."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Grade = Literal["lost", "owed", "note"]
"""``lost``: something did not come over, so the exit status is 1. ``owed``: the source never had it."""


@dataclass(frozen=True)
class Finding:
    """One thing to know. ``place`` is a place of the source: a line, or the number of a question, with its title."""

    grade: Grade
    place: str
    message: str

    def __str__(self) -> str:
        words = {"lost": self.message, "owed": f"still to write: {self.message}", "note": f"note: {self.message}"}
        return f"{self.place}: {words[self.grade]}"


@dataclass
class Report:
    """The outcome. ``files`` are those written, by their path; ``items`` counts questions that came over, ``read``
    those of the source."""

    source: Path
    format: str = ""
    files: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    items: int = 0
    read: int = 0
    scenarios: int = 0

    def add(self, grade: Grade, place: str, message: str) -> None:
        """Note something about a place of the source."""
        self.findings.append(Finding(grade, f"{self.source.name}: {place}" if place else self.source.name, message))

    @property
    def lost(self) -> list[Finding]:
        """What did not come over."""
        return [finding for finding in self.findings if finding.grade == "lost"]

    @property
    def status(self) -> int:
        """0 when everything came over, 1 when something was lost on the way."""
        return 1 if self.lost else 0

    def lines(self) -> list[str]:
        """Everything found, what matters most last."""
        order: tuple[Grade, ...] = ("note", "owed", "lost")
        return [str(finding) for grade in order for finding in self.findings if finding.grade == grade]

    def summary(self) -> str:
        """One sentence of counts."""
        parts = [f"{self.items} of {self.read} questions"] if self.read or not self.scenarios else []
        parts += [f"{self.scenarios} scenario{'s' if self.scenarios != 1 else ''}"] if self.scenarios else []
        owed = sum(finding.grade == "owed" for finding in self.findings)
        tail = [f"{len(self.lost)} lost or flawed"] if self.lost else ["nothing was lost"]
        tail += [f"{owed} place{'s' if owed != 1 else ''} where an author still has words to write"] if owed else []
        written = f"{len(self.files)} file{'s' if len(self.files) != 1 else ''}"
        return f"{' and '.join(parts)} came over from {self.format} into {written}; {'; '.join(tail)}."

    def as_data(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "source": self.source.name, "format": self.format, "status": self.status,
            "files": [file.as_posix() for file in self.files], "questions_read": self.read,
            "questions_imported": self.items, "scenarios": self.scenarios,
            "findings": [{"grade": one.grade, "place": one.place, "message": one.message} for one in self.findings],
        }  # fmt: skip
