"""The API of the learner's records: read, save, erase, download."""

import json
from dataclasses import dataclass
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from evenkeel.merging import Record, State, join
from evenkeel.records import Answers
from evenkeel.safefile import damaged_files, now
from evenkeel.server.base import ApiHandler
from evenkeel.server.identity import learner_id
from evenkeel.words import _


class MeHandler(ApiHandler):
    """Who the learner is here, and which course this is."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer and, for the page, set the XSRF cookie that saving needs."""
        self.xsrf_token  # noqa: B018 -- asking for it sets the cookie
        site = self.site
        ways = {"tutor_home": site.tutor_home, "class_home": site.class_home}
        me = {"learner": learner_id(), "course": site.course, "mode": site.mode, **ways}
        self.finish(json.dumps(me))


class ConflictError(Exception):
    """Another tab, device or notebook has saved since the sender last looked."""

    def __init__(self, present: Record) -> None:
        super().__init__()
        self.present = present


@dataclass(frozen=True)
class Sent:
    """What a page sent. ``saved_at`` is that of the record it last saw; a sender that saw none leaves it out.

    A page that is about to go (``leaving``) cannot bring two records together: the server then does, with care.
    """

    state: State
    saved_at: str | None = None
    leaving: bool = False
    looked: bool = False

    @classmethod
    def of(cls, body: State) -> "Sent | None":
        """None when the body is not understood."""
        if not {"state"} <= set(body) <= {"state", "saved_at", "leaving"}:
            return None
        sent = cls(looked="saved_at" in body, **body)
        kinds = isinstance(sent.state, dict), isinstance(sent.saved_at, str | None), isinstance(sent.leaving, bool)
        return sent if all(kinds) and isinstance(sent.state.get("kept", []), list) else None

    def bring(self, present: Record) -> State:
        """What to write over ``present``; raises :class:`ConflictError`."""
        if self.looked and self.saved_at == present.saved_at:
            return self.state
        if self.looked and not self.leaving:
            raise ConflictError(present)
        return join(self.state, present.state)


class RecordHandler(ApiHandler):
    """One exercise's record."""

    @web.authenticated
    @authorized
    async def get(self, kind: str, name: str) -> None:
        """The record, and a notice when an earlier file had to be set aside."""
        record = self.record(self.require_exercise(kind, name), name)
        found = await self.in_thread(record.get)
        self.finish(json.dumps({"state": found.state, "saved_at": found.saved_at, "notice": found.notice}))

    @web.authenticated
    @authorized
    async def put(self, kind: str, name: str) -> None:
        """Save: when this answers, the record is on the disk. 409 and the present record when the page's is older."""
        checked = self.require_exercise(kind, name)
        sent = Sent.of(self.body_object())
        if sent is None:
            self.refuse(400, _("What the page sent could not be understood. Reload the page and try again."))
        try:
            saved = await self.in_thread(self.record(checked, name).put, sent.state, sent.bring)
        except ConflictError as error:
            self.set_status(409)
            message = _("These answers were changed somewhere else meanwhile. Reload the page to see them.")
            found = {"state": error.present.state, "saved_at": error.present.saved_at}
            self.finish(json.dumps({"message": message, **found}))
        else:
            merged = saved.state != sent.state
            self.finish(json.dumps({"saved_at": saved.at, "notice": saved.notice, "merged": merged}))

    @web.authenticated
    @authorized
    async def delete(self, kind: str, name: str) -> None:
        """Erase the record."""
        await self.in_thread(self.record(self.require_exercise(kind, name), name).erase)
        self.finish(json.dumps({"erased": True}))


class AllRecordsHandler(ApiHandler):
    """Everything that is kept for the learner."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """A file to download."""
        everything = await self.in_thread(self._everything)
        self.set_attachment_header("evenkeel-answers.json")
        self.finish(json.dumps(everything, ensure_ascii=False, indent=1))

    @web.authenticated
    @authorized
    async def delete(self) -> None:
        """Erase practice; assignments' answers too with ``?assignments=1``. Handed-in work stays with the tutor."""
        everything = self.get_query_argument("assignments", "") == "1"
        await self.in_thread(self._erase, everything)
        self.finish(json.dumps({"erased": True}))

    def _answers(self) -> dict[str, Answers]:
        home, assessed = self.site.home, self.site.shelf.assessed()
        return {name: Answers(home / name, name, sheet, self.progress) for name, sheet in assessed.items()}

    def _everything(self) -> dict[str, Any]:
        assignments = {name: answers.get() for name, answers in self._answers().items()}
        return {
            "schema": 1,
            "learner": learner_id(),
            "course": self.site.course,
            "exported_at": now(),
            "progress": self.progress.everything(),
            "assignments": {
                name: {"saved_at": found.saved_at, "state": found.state}
                for name, found in assignments.items()
                if found.state
            },
            "set_aside": [path.name for path in damaged_files(self.site.home)],
        }

    def _erase(self, assignments: bool) -> None:
        if assignments:
            for answers in self._answers().values():
                answers.erase()
        self.progress.erase_all()
