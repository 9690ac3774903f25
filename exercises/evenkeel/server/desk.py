"""The hand-in desk: where each assignment stands, handing in, receipts, feedback."""

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from evenkeel.merging import Record
from evenkeel.models import Worksheet
from evenkeel.records import Answers, Progress
from evenkeel.responses import FILE_NAME, ResponsesError, read_bytes
from evenkeel.safefile import RecordError, write_file
from evenkeel.server.dates import Due, due_facts, read_dates
from evenkeel.server.exchange import Exchange, ExchangeFailedError, NoTrayError
from evenkeel.server.identity import learner_id
from evenkeel.server.receipts import Receipt, counting, is_late, keep_receipt, read_receipts
from evenkeel.server.summary import given, summary
from evenkeel.words import N_, _

if TYPE_CHECKING:
    from evenkeel.server.site import Site


_log = logging.getLogger("evenkeel.desk")


class DeskError(Exception):
    """Not handed in. ``message`` is for the learner, ``detail`` for the log. ``status`` is the HTTP status."""

    def __init__(self, status: int, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.detail = detail


class Desk:
    """All of it for one learner's server. Slow (files, nbgrader): call it from a thread."""

    def __init__(self, site: "Site", exchange: Exchange | None = None) -> None:
        self.site = site
        self.exchange = exchange or Exchange(site.exchange, site.in_time_first)

    def assignments(self, fetch: bool = True) -> list[dict[str, Any]]:
        """Where every assignment stands, in the order of their ids. ``fetch``: bring released notebooks as well."""
        dues, in_time_first = self._rules()
        assessed = self.site.shelf.assessed()
        released = {name: self._prepare(name, fetch) for name in assessed}
        return [
            self._standing(name, sheet, dues.get(name), in_time_first) | {"released": released[name]}
            for name, sheet in assessed.items()
        ]

    def _rules(self) -> tuple[Mapping[str, Due], bool]:
        """Due dates, and whether a hand-in that is in time counts before a newer one."""
        try:
            return read_dates(self.exchange.tray(learner_id())), self.exchange.in_time_first()
        except ExchangeFailedError:
            _log.exception("Evenkeel: the exchange cannot be read")
            return {}, False

    def answers(self, name: str, sheet: Worksheet) -> Answers:
        """The answers of one assignment."""
        return Answers(self.site.home / name, name, sheet, Progress(self.site.home))

    def _standing(self, name: str, sheet: Worksheet, due: Due | None, in_time_first: bool) -> dict[str, Any]:
        found = self.answers(name, sheet).get()
        receipts = self.receipts(name)
        counts = counting(receipts, due, in_time_first)
        return {
            "id": name,
            "title": sheet.title,
            "state": self._state(name, found, counts),
            "saved_at": found.saved_at,
            "handed_in": [asdict(one) | {"late": is_late(one, due), "counts": one is counts} for one in receipts],
            "changed": bool(receipts) and found.state != {} and self._checksum(name) != receipts[-1].checksum,
            "feedback": self._feedback_address(name),
            "notebook": self._notebook_address(name),
            "page": self.site.shelf.page(name),
            "notice": found.notice,
            **summary(sheet, found.state.get("fields", {})),
            # The server's clock says what is late, not the browser's.
            **due_facts(due, datetime.now(UTC)),
            "in_time_first": in_time_first,
        }

    def _prepare(self, name: str, fetch: bool = True) -> bool:
        """Bring what tutors have put out into the learner's home. A broken exchange must not hide the answers."""
        released = False
        try:
            released = self.exchange.released(name)
            if not released:
                return False
            if fetch and not self.exchange.is_fetched(name, self.site.home):
                self.exchange.fetch(name, self.site.home)
            if self.exchange.has_new_feedback(name, self.site.home):
                self.exchange.fetch_feedback(name, self.site.home)
        except ExchangeFailedError:
            _log.exception("Evenkeel: the exchange cannot be read")
        return released

    def _state(self, name: str, found: Record, counts: Receipt | None) -> str:
        if counts:
            newest = max((page.parent.name for page in self._feedback_pages(name)), default="")
            return "feedback" if newest and _same_time(newest, counts.at) else "handed-in"
        return "saved" if any(given(answer) for answer in found.state.get("fields", {}).values()) else "open"

    def _checksum(self, name: str) -> str:
        try:
            return hashlib.sha256(read_bytes(self.site.home / name / FILE_NAME)).hexdigest()
        except ResponsesError:
            return ""

    def _notebook_address(self, name: str) -> str | None:
        notebooks = sorted((self.site.home / name).glob("*.ipynb"))
        if not notebooks or not notebooks[0].is_relative_to(self.site.files):
            return None
        return f"{self.site.base_url}lab/tree/{quote(notebooks[0].relative_to(self.site.files).as_posix())}"

    # --- handing in ---------------------------------------------------------------------------------------

    def hand_in(self, name: str) -> Receipt:
        """Hand in what is saved now of an assignment of the course.

        Raises :class:`DeskError`, ``RecordError`` or ``ContentError``; the answers stay in any case.
        """
        answers = self.answers(name, self.site.shelf.worksheet(name))
        self._require_answered(answers)
        learner = learner_id()
        try:
            if not self.exchange.released(name):
                raise DeskError(409, _("Your tutor has not opened this assignment yet. Your answers are saved."))
            if not self.exchange.is_fetched(name, self.site.home):
                self.exchange.fetch(name, self.site.home)
            data = answers.bind(learner)
            at = self._submit(name, data)
        except NoTrayError as error:
            raise DeskError(409, _(_NO_TRAY), str(error)) from error
        except ExchangeFailedError as error:
            raise DeskError(502, _(_NOT_HANDED_IN), str(error)) from error
        receipt = Receipt(at, hashlib.sha256(data).hexdigest(), name, learner)
        try:
            self._keep(receipt)
        except RecordError as error:
            # It is handed in, and the page shows this receipt: to report a failure now would be untrue.
            _log.error("Evenkeel: the receipt could not be kept: %s", error)
        return receipt

    def _require_answered(self, answers: Answers) -> None:
        found = answers.get()
        if any(given(answer) for answer in found.state.get("fields", {}).values()):
            return
        raise DeskError(409, found.notice or _("Nothing is answered yet, so there is nothing to hand in."))

    def _submit(self, name: str, data: bytes) -> str:
        """Send the notebook and exactly these bytes: a save in the next moment cannot slip in between."""
        with tempfile.TemporaryDirectory(prefix=".evenkeel-hand-in-", dir=self.site.home) as below:
            folder = Path(below) / name
            folder.mkdir()
            for released in self.exchange.released_notebooks(name):
                shutil.copyfile(self._own_notebook(name, released), folder / released.name)
            write_file(folder / FILE_NAME, data)
            return self.exchange.submit(name, Path(below))

    def _own_notebook(self, name: str, released: Path) -> Path:
        own = self.site.home / name / released.name
        return own if own.is_file() and not own.is_symlink() else released

    # --- receipts -----------------------------------------------------------------------------------------

    def receipts(self, name: str) -> list[Receipt]:
        """Every hand-in of this assignment, oldest first. A damaged file of receipts is set aside."""
        return read_receipts(self._receipts_path(name))

    def _keep(self, receipt: Receipt) -> None:
        keep_receipt(self._receipts_path(receipt.assignment), receipt)

    def _receipts_path(self, name: str) -> Path:
        return self.site.home / "receipts" / f"{name}.json"

    # --- feedback -----------------------------------------------------------------------------------------

    def feedback(self, name: str) -> Path | None:
        """The newest feedback page, after asking the exchange; ``None`` when there is none yet."""
        self._prepare(name)
        pages = self._feedback_pages(name)
        return pages[-1] if pages else None

    def _feedback_pages(self, name: str) -> list[Path]:
        """By the time of the hand-in that they are about: nbgrader's folder names sort that way."""
        pages = (self.site.home / name / "feedback").glob("*/*.html")
        return sorted(page for page in pages if page.is_file() and not page.is_symlink())

    def _feedback_address(self, name: str) -> str | None:
        if not self._feedback_pages(name):
            return None
        return f"{self.site.base_url}evenkeel/api/assignments/{name}/feedback/"


_NO_TRAY = N_(
    "This was not handed in: you are not on the class list of this course yet. Your answers are saved and nothing is "
    "lost. Ask your tutor or whoever looks after the course to add you, then hand in again."
)
_NOT_HANDED_IN = N_(
    "This was not handed in: the course's exchange folder did not take it. Your answers are saved and nothing is "
    "lost. Try again in a few minutes; if it fails again, tell your tutor or whoever looks after the course."
)


def _same_time(folder: str, at: str) -> bool:
    from evenkeel.server.exchange import rfc3339

    return rfc3339(folder) == at


__all__ = ["Desk", "DeskError", "Receipt", "RecordError", "given"]
