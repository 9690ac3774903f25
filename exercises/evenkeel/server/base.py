"""What the API's handlers share: who may ask, how much they may send, how a refusal is said."""

import asyncio
import functools
import json
import math
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, ParamSpec, TypeVar

from jupyter_server.base.handlers import APIHandler
from tornado import web

from evenkeel.problems import ContentError
from evenkeel.records import Answers, Kind, Progress
from evenkeel.safefile import RecordError
from evenkeel.server.pace import Pace
from evenkeel.server.site import Site
from evenkeel.words import N_, _

MAX_BODY = (1 << 20) + (1 << 16)
"""One assignment's answers and the JSON around them."""

_STATUS = {"busy": 503, "full": 507, "unwritable": 500, "unreadable": 500, "too-large": 413, "refused": 422}
WORDS = {
    403: N_("You are not signed in any more. Reload the page to sign in; answers that could not be saved stay on it."),
    404: N_("There is nothing at this address."),
    405: N_("This address cannot be used in that way."),
    413: N_("This is too long to save."),
    429: N_("Your answers are being saved from somewhere else. Try again."),
    500: N_("Something went wrong on the server. Your earlier answers are safe. Try again."),
}
P = ParamSpec("P")
T = TypeVar("T")


class Refusal(web.HTTPError):
    """An error whose words are ours and for the learner; a library's own words are for its log.

    ``later``: in how many seconds it is worth trying again.
    """

    def __init__(self, status: int, said: str, later: float = 0.0) -> None:
        super().__init__(status)
        self.said = said
        self.later = later


@web.stream_request_body
class ApiHandler(APIHandler):
    """JSON in and out. A body that is too long is thrown away while it arrives and never held in memory."""

    auth_resource = "evenkeel"
    most = MAX_BODY
    """How many bytes a request may have."""
    phrases: Mapping[int, str] = WORDS
    """What is said with a status when nothing else is."""

    def initialize(self, site: Site) -> None:
        """Tornado calls it with what the route carries."""
        self.site = site
        self._received = bytearray()
        self._too_long = False

    async def prepare(self) -> None:  # type: ignore[override]
        """Sign-in and XSRF as ever; then, of those who are let in, nobody writes without end."""
        await super().prepare()
        writes = self.current_user and self.request.method not in ("GET", "HEAD", "OPTIONS")
        if writes and (later := self.pace().take()):
            raise Refusal(429, _(self.phrases[429]), later)

    def pace(self) -> Pace:
        """How often this may be asked for."""
        return self.site.saving

    def data_received(self, chunk: bytes) -> None:
        """Keep what may be kept."""
        self._too_long = self._too_long or len(self._received) + len(chunk) > self.most
        if self._too_long:
            self._received.clear()
        else:
            self._received += chunk

    def set_default_headers(self) -> None:
        """Answers are private: nothing on the way keeps a copy."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "same-origin")

    def body_object(self) -> dict[str, Any]:
        """The body as a JSON object."""
        if self._too_long:
            self.refuse(413, _(self.phrases[413]))
        try:
            value = json.loads(self._received.decode("utf-8"), parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            self.refuse(400, _("What the page sent could not be understood. Reload the page and try again."))
        if not isinstance(value, dict):
            self.refuse(400, _("What the page sent could not be understood. Reload the page and try again."))
        return value

    def refuse(self, status: int, message: str) -> NoReturn:
        """End the request with words for the learner."""
        raise Refusal(status, message)

    async def in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do file work beside the server's loop, and turn its failures into answers."""
        call = functools.partial(work, *args, **kwargs)
        try:
            return await asyncio.get_running_loop().run_in_executor(None, call)
        except RecordError as error:
            if error.code in ("full", "unwritable", "unreadable"):
                self.log.error("Evenkeel: %s", error.__cause__ or error)
            self.refuse(_STATUS[error.code], error.message)
        except ContentError as error:
            self.log.error("Evenkeel: %s", error)
            self.refuse(500, _("This exercise has a fault that its author must put right. Please tell your tutor."))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """``{"message": plain words}``, never a traceback or a path."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        said = error.said if isinstance(error, Refusal) else None
        self.set_header("Content-Type", "application/json")
        if isinstance(error, Refusal) and error.later:
            self.set_header("Retry-After", str(math.ceil(error.later)))
        self.finish(json.dumps({"message": said or _(self.phrases.get(status_code, self.phrases[500]))}))

    # --- the learner's files ------------------------------------------------------------------------------

    @property
    def progress(self) -> Progress:
        """The learner's practice records."""
        return Progress(self.site.home)

    def require_exercise(self, kind: str, name: str) -> Kind:
        """The kind, when the course has such an exercise; else 404."""
        if not self.site.shelf.has(kind, name):
            raise web.HTTPError(404)
        return kind  # type: ignore[return-value]  # has() is true for these kinds only

    def record(self, kind: Kind, name: str) -> "Answers | PracticeRecord":
        """Where this exercise's answers belong."""
        if kind == "worksheet" and (worksheet := self.site.shelf.worksheet(name)).assessed:
            return Answers(self.site.home / name, name, worksheet, self.progress)
        return PracticeRecord(self.progress, kind, name)


class PracticeRecord:
    """One record of ``progress.json`` with the methods of :class:`evenkeel.records.Answers`."""

    def __init__(self, progress: Progress, kind: Kind, name: str) -> None:
        self.get = functools.partial(progress.get, kind, name)
        self.put = functools.partial(progress.put, kind, name)
        self.erase = functools.partial(progress.erase, kind, name)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
