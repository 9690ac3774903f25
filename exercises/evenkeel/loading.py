"""Reading content files, strictly: nothing changes its type in silence, and every problem knows its line.

The YAML is read event by event, so that a hostile file costs no more than its length. Only the plain part of YAML is
taken: mappings with words as names, lists, and words, whole numbers, decimals, ``true``, ``false`` and nothing.
Whatever another YAML reader would turn into something else (``No``, ``18:44``, ``2026-01-31``, ``1_000``) must stand
in quotes.
"""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from evenkeel.building import Builder
from evenkeel.document import Document
from evenkeel.messages import problems_of
from evenkeel.problems import Problem
from evenkeel.yamlwords import Stop, syntax

__all__ = ["MAX_BYTES", "Document", "load_model", "read_yaml", "validate"]

MAX_BYTES = 1024 * 1024

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
M = TypeVar("M", bound=BaseModel)


def read_yaml(file: Path, root: Path | None = None) -> Document:
    """Read one file. What is wrong with it is in the document's ``problems``; nothing is raised.

    Args:
        file: the file to read.
        root: the course's folder; problems name the file from there, and a link that leaves it is refused.
    """
    document = Document(_inside(file, root))
    text = _read_text(file, root, document)
    if text is not None:
        _build(text, document)
    return document


def load_model(file: Path, model: type[M], root: Path) -> tuple[M | None, list[Problem]]:
    """Read one file as a model: the model, or ``None`` and every problem found.

    A model comes only from a file without any problem.
    """
    return validate(read_yaml(file, root), model)


def validate(document: Document, model: type[M]) -> tuple[M | None, list[Problem]]:
    """Make a model of a document, with the problems of both."""
    if not document.readable:
        return None, document.problems
    try:
        made = model.model_validate(document.data)
    except ValidationError as error:
        return None, [*document.problems, *problems_of(error, document, model)]
    return (None if document.problems else made), document.problems


def _inside(file: Path, root: Path | None) -> Path:
    return file.relative_to(root) if root and file.is_relative_to(root) else file


def _read_text(file: Path, root: Path | None, document: Document) -> str | None:
    try:
        return _decoded(_read_bytes(file, root))
    except Stop as stop:
        document.problems.append(Problem(document.file, stop.line, "", stop.message))
        return None


def _read_bytes(file: Path, root: Path | None) -> bytes:
    try:
        if root and not file.resolve(strict=True).is_relative_to(root.resolve()):
            raise Stop("is a link that leaves the course; put the file itself here")
        with file.open("rb") as opened:
            raw = opened.read(MAX_BYTES + 1)
    except (OSError, RuntimeError) as error:
        raise Stop(f"cannot be opened: {getattr(error, 'strerror', None) or error}") from error
    if len(raw) > MAX_BYTES:
        raise Stop("is larger than 1 MiB; divide it into several files")
    return raw


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        advice = f"is not UTF-8 text (byte 0x{raw[error.start]:02X}); save the file as UTF-8"
        raise Stop(advice, line) from error


def _build(text: str, document: Document) -> None:
    loader = _Loader(text)
    try:
        Builder(document, loader).document()
    except yaml.YAMLError as error:
        line, message = syntax(error, text)
        document.problems = [Problem(document.file, line, "", message)]
        document.readable = False
    finally:
        loader.dispose()
