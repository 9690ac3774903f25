"""Take your content elsewhere: quizzes as Moodle XML or QTI 3, scenarios as Twee 3.

Each export is read back at once, and what the format has no place for travels beside it (see :mod:`.extra`). What
cannot be carried at all is listed.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evenkeel.course import is_root
from evenkeel.exporting.native import Export, ExportError
from evenkeel.importing.neutral import ImportRefusedError
from evenkeel.importing.writing import write_all
from evenkeel.loading import read_yaml, validate
from evenkeel.models import Quiz, Scenario

__all__ = ["FORMATS", "ExportError", "Exported", "export_file"]

FORMATS = {"moodle-xml": ".xml", "qti3": ".zip", "twee3": ".twee"}
"""The formats and how their files end."""


@dataclass
class Exported:
    """The outcome: the file written, and what could not be carried."""

    file: Path
    lost: list[str] = field(default_factory=list)


def export_file(file: Path, format_: str, out: Path | None = None, force: bool = False) -> Exported:
    """Write one exercise in another format.

    Args:
        file: a quiz or scenario of ours.
        format_: one of :data:`FORMATS`.
        out: the file to write; by default the exercise's name in this folder.
        force: whether a file that is there may be replaced.

    Raises:
        ExportError: it cannot be read or written, or has no form in this format.
    """
    data = _data(file, format_)
    export = Export(file.stem, _book(file))
    raw = make(data, format_, export)
    if "items" in data and len(export.items_lost) == len(data["items"]):
        raise ExportError(f"{file} holds no item that {format_} can carry: {'; '.join(export.lost[:3])}")
    target = out or Path(f"{file.stem}{FORMATS[format_]}")
    try:
        write_all({target: raw}, force)
    except ImportRefusedError as refused:
        raise ExportError(str(refused)) from refused
    return Exported(target, export.lost)


def make(data: dict[str, Any], format_: str, export: Export) -> bytes:
    """The bytes of an exercise in a format."""
    from evenkeel.exporting.moodle_xml import write as moodle_xml
    from evenkeel.exporting.qti3 import write as qti3
    from evenkeel.exporting.twee3 import write as twee3

    return {"moodle-xml": moodle_xml, "qti3": qti3, "twee3": twee3}[format_](data, export)


def _data(file: Path, format_: str) -> dict[str, Any]:
    document = read_yaml(file)
    story = isinstance(document.data, dict) and "nodes" in document.data
    if document.readable and story != (format_ == "twee3"):
        what, other = ("scenario", "twee3") if story else ("quiz", "moodle-xml and qti3")
        raise ExportError(f"{file} is a {what}; it can be exported as {other}")
    _, problems = validate(document, Scenario if story else Quiz)
    if problems:
        raise ExportError("\n".join(str(problem) for problem in problems[:10]))
    return dict(document.data)


def _book(file: Path) -> Path:
    """The folder that pictures are named from: the course's, or one beside the exercises."""
    for folder in file.resolve().parents:
        if is_root(folder) or (folder / "book").is_dir():
            return folder / "book"
    return file.parent
