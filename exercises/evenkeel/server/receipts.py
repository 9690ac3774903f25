"""Receipts of what was handed in, kept in the learner's home, and which hand-in counts."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from evenkeel.responses import ResponsesError, read_bytes
from evenkeel.safefile import locked, set_aside, write_file
from evenkeel.server.dates import Due

_MOST_RECEIPTS = 2000
_NOT_OURS = (ResponsesError, ValueError, TypeError, KeyError, RecursionError)


@dataclass(frozen=True)
class Receipt:
    """``at``: nbgrader's time of the hand-in. ``checksum``: SHA-256 of the ``responses.json`` that was sent."""

    at: str
    checksum: str
    assignment: str
    learner: str


def read_receipts(path: Path) -> list[Receipt]:
    """Every receipt, oldest first. A damaged file is set aside, and then there are none."""
    try:
        return _parse(path)
    except _NOT_OURS:
        with locked(path.parent):
            return _readable(path)


def keep_receipt(path: Path, receipt: Receipt) -> None:
    """Add one. Raises ``RecordError``."""
    with locked(path.parent):
        every = [*_readable(path), receipt][-_MOST_RECEIPTS:]
        data = json.dumps({"schema": 1, "receipts": [asdict(one) for one in every]}, indent=1)
        write_file(path, data.encode("utf-8"))


def is_late(receipt: Receipt, due: Due | None) -> bool:
    """Whether it was handed in after the due date; never without one, or when the receipt's time cannot be read."""
    try:
        return due is not None and due.passed(datetime.fromisoformat(receipt.at))
    except (ValueError, TypeError):
        return False


def counting(receipts: Sequence[Receipt], due: Due | None, in_time_first: bool) -> Receipt | None:
    """The hand-in that collecting takes: the newest. Where the class has it so, the newest of those in time, if any."""
    in_time = [one for one in receipts if due is not None and not is_late(one, due)] if in_time_first else []
    chosen = in_time or receipts
    return chosen[-1] if chosen else None


def _parse(path: Path) -> list[Receipt]:
    """Raises whatever a file that is not ours can make: the two callers name it."""
    try:
        value = json.loads(read_bytes(path).decode("utf-8"))
    except ResponsesError as error:
        if error.code == "missing":
            return []
        raise
    return [Receipt(**one) for one in value["receipts"]]


def _readable(path: Path) -> list[Receipt]:
    """The receipts; a damaged file is set aside. The folder is locked."""
    try:
        return _parse(path)
    except _NOT_OURS:
        set_aside(path)
        return []
