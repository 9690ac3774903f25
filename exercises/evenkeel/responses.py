"""A learner's answers to one assignment: the file ``responses.json``, read without trusting it.

The file comes from a learner's account, so it may be anything: a link to another file, a pipe that never
ends, a gigabyte, half a save. :func:`read_responses` gives a :class:`Responses` or raises
:class:`ResponsesError`, whose message a tutor can read. It never follows a link, never waits, never reads
more than it was allowed, never changes the file.
"""

import errno
import json
import os
import re
import stat
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, ValidationError
from typing_extensions import TypedDict

from evenkeel.models.base import Id, Strict

FILE_NAME = "responses.json"
MAX_BYTES = 1 << 20
_MAX_DEPTH = 8

Code = Literal[
    "missing",
    "unreadable",
    "too-large",
    "link",
    "not-a-file",
    "not-utf-8",
    "damaged",
    "wrong-version",
    "wrong-shape",
    "wrong-assignment",
    "wrong-learner",
]


class ResponsesError(Exception):
    """The answers cannot be used. ``code`` is for programs, ``message`` is one sentence for a tutor."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def _no_repeats(ids: list[str]) -> list[str]:
    if len(set(ids)) != len(ids):
        raise ValueError("the same id stands there twice")
    return ids


TextAnswer = Annotated[str, StringConstraints(max_length=20_000)]
IdsAnswer = Annotated[list[Id], Field(max_length=50), AfterValidator(_no_repeats)]
RowAnswer = Annotated[dict[Id, Annotated[str, StringConstraints(max_length=2000)]], Field(max_length=50)]
"""Short texts or ids by id: one row of a log or a table, or left side to right side."""
RowsAnswer = Annotated[list[RowAnswer], Field(max_length=50)]
NestedAnswer = Annotated[dict[Id, TextAnswer | IdsAnswer | RowAnswer], Field(max_length=50)]
"""Left id to right id; rows of a table by row id; answers to the items of a quiz by item id."""
_Given = TextAnswer | IdsAnswer | RowAnswer


class _Decision(TypedDict, total=False):
    __pydantic_config__ = ConfigDict(strict=True, extra="forbid")  # type: ignore[misc]

    node: Id
    choice: Id
    answer: _Given
    late: Literal[True]


_Decisions = Annotated[list[_Decision], Field(max_length=200)]
_Plays = Annotated[int, Field(ge=1, le=9999)]
_Seed = Annotated[int, Field(ge=0, le=2**31 - 1)]
PlayAnswer = dict[Literal["choices", "ending", "plays", "seed"], _Decisions | Id | _Plays | _Seed | None]
"""A play of a scenario: its choices in order, with answers to items on the way, its ending when it reached one, how
often it was begun, and the seed of its variant."""
Answer = TextAnswer | IdsAnswer | RowsAnswer | PlayAnswer | NestedAnswer
"""The shapes that an answer can have, all plain JSON. Empty means not answered. Which shape belongs to which
field is in :mod:`evenkeel.fitting`."""

_SAVED_AT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})$"
LearnerId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}$")]


class Responses(Strict):
    """The content of ``responses.json``.

    ``learner`` is set at hand-in. ``saved_at`` is RFC 3339 with a time zone.
    """

    schema_: Literal[1] = Field(alias="schema")
    assignment: Id
    learner: LearnerId | None = None
    saved_at: Annotated[str, StringConstraints(pattern=_SAVED_AT, max_length=40)] | None = None
    fields: Annotated[dict[Id, Answer], Field(max_length=50)]


def read_responses(path: Path | str, *, dir_fd: int | None = None, max_bytes: int = MAX_BYTES) -> Responses:
    """Read and check one file of answers.

    With ``dir_fd``, ``path`` is a bare file name within that open folder, so that no part of the way can be
    swapped for a link meanwhile. Raises :class:`ResponsesError`, and nothing else, on any file whatever.
    """
    return parse_responses(read_bytes(path, dir_fd=dir_fd, max_bytes=max_bytes))


def read_bytes(path: Path | str, *, dir_fd: int | None = None, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a plain file of at most ``max_bytes``; raises :class:`ResponsesError`."""
    name = Path(path).name
    # O_NONBLOCK: opening a pipe that nobody writes to would otherwise wait for ever.
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags, dir_fd=dir_fd)
    except (OSError, ValueError) as error:
        _refuse_open(error, name)
    try:
        _require_plain(os.fstat(descriptor), name, max_bytes)
        with open(descriptor, "rb", closefd=False) as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        _refuse_open(error, name)
    finally:
        os.close(descriptor)
    if len(data) > max_bytes:
        _refuse_size(name, max_bytes)
    return data


def _refuse_open(error: OSError | ValueError, name: str) -> NoReturn:
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.ENOENT, errno.ENOTDIR):
        raise ResponsesError("missing", f"There is no {name}: nothing was handed in for this assignment.") from None
    if number == errno.ELOOP:
        _refuse_link(name)
    if number in (errno.ENXIO, errno.ENODEV, errno.EISDIR):
        _refuse_kind(name)
    reason = error.strerror if isinstance(error, OSError) else str(error)
    raise ResponsesError("unreadable", f"{name} cannot be opened: {reason}.") from None


def _require_plain(status: os.stat_result, name: str, max_bytes: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        _refuse_kind(name)
    # A second name for a file that may belong to somebody else. Our own saves never make one.
    if status.st_nlink > 1:
        _refuse_link(name)
    if status.st_size > max_bytes:
        _refuse_size(name, max_bytes)


def _refuse_link(name: str) -> NoReturn:
    raise ResponsesError("link", f"{name} is a link to another file; only a file of the learner's own counts.")


def _refuse_kind(name: str) -> NoReturn:
    raise ResponsesError("not-a-file", f"{name} is a folder, pipe or device, not a plain file.")


def _refuse_size(name: str, max_bytes: int) -> NoReturn:
    raise ResponsesError("too-large", f"{name} is larger than the {max_bytes // 1024} KiB an answer file may have.")


# A whole string, or to the end when it is never closed; possessive, so that no input makes it slow.
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+\\?"?|[\[\]{}]', re.DOTALL)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def parse_responses(data: bytes) -> Responses:
    """Check bytes as the content of ``responses.json``; raises :class:`ResponsesError`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ResponsesError(
            "not-utf-8", f"The answer file is not UTF-8 text (byte {error.start + 1} does not fit)."
        ) from None
    _require_shallow(text)
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except ValueError as error:
        raise ResponsesError("damaged", f"The answer file is damaged and cannot be read: {error}.") from None
    return check_responses(value)


def _require_shallow(text: str) -> None:
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(text):
        sign = match[0][0]
        depth += (sign in "[{") - (sign in "]}")
        if depth > _MAX_DEPTH:
            raise ResponsesError("wrong-shape", "The answer file is nested deeper than any answer can be.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the entry {key[:64]!r} stands there twice")
        found[_mended(key)] = _mended(value)
    return found


def _mended(value: Any) -> Any:
    """Replace halves of a character (an emoji cut in two on the way) that no file or page could hold."""
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_mended(item) for item in value]
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a value")


def check_responses(value: Any) -> Responses:
    """Check data as the content of ``responses.json``; raises :class:`ResponsesError`."""
    if not isinstance(value, dict):
        raise ResponsesError("wrong-shape", "The answer file does not hold a set of answers.")
    version = value.get("schema")
    if type(version) is not int or version != 1:
        said = json.dumps(version)[:40] if "schema" in value else "none"
        raise ResponsesError(
            "wrong-version", f"The answer file has format version {said}; this course reads version 1."
        )
    try:
        return Responses.model_validate(value)
    except ValidationError as error:
        raise ResponsesError("wrong-shape", _shape_message(error)) from None


def _shape_message(error: ValidationError) -> str:
    # A value that fits none of the shapes of an answer gives one error per shape: the first place is enough.
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(re.sub(r"[^a-z0-9_-]", "?", str(part))[:64] for part in first["loc"][:2])
    trouble = str(first["msg"])
    if first["loc"][:1] == ("fields",) and len(first["loc"]) > 2:
        trouble = "this is no kind of answer that a field can have"
    return f"The answer file is not in the expected form: {place}: {trouble}."


def require_belongs(responses: Responses, *, assignment: str, learner: str | None = None) -> None:
    """Raise :class:`ResponsesError` unless the answers are for ``assignment`` (and by ``learner``)."""
    if responses.assignment != assignment:
        raise ResponsesError(
            "wrong-assignment",
            f"These answers are for {responses.assignment!r}, but they were handed in for {assignment!r}.",
        )
    if learner is not None and responses.learner != learner:
        whose = f"carry the name {responses.learner!r}" if responses.learner else "carry no name"
        raise ResponsesError("wrong-learner", f"These answers {whose}, but {learner!r} handed them in.")
