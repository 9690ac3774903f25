"""What one server serves, and for whom."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from traitlets import Bool, Bunch, Enum, Float, Integer, TraitError, Unicode, default, validate
from traitlets.config import LoggingConfigurable

from evenkeel.course import find_root
from evenkeel.languages import settle
from evenkeel.server.pace import Pace
from evenkeel.server.shelf import Shelf

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

Mode = Literal["trial", "hub", "single"]
_WAY = "Only shown as a way there: whoever serves it decides who may enter. Empty:"


@dataclass(frozen=True)
class Site:
    """``root`` is the course, ``book`` the built pages, ``home`` the learner's own folder.

    ``files`` is the folder the server's file browser shows, ``base_url`` where the server begins. ``tutor_home`` and
    ``class_home`` are the addresses of a tutor's and an administrator's own first pages, empty for everybody else.
    ``exchange`` is the course's folder in the exchange, ``None`` where only nbgrader's configuration names it.
    ``saving`` and ``handing_in`` say how often this server writes.
    """

    root: Path
    book: Path
    home: Path
    files: Path
    course: str
    mode: Mode
    base_url: str
    shelf: Shelf
    tutor_home: str = ""
    class_home: str = ""
    exchange: Path | None = None
    in_time_first: bool = False
    saving: Pace = field(default_factory=lambda: Pace(600, 30))
    handing_in: Pace = field(default_factory=lambda: Pace(30, 1 / 20))


def under_hub() -> bool:
    """Whether a JupyterHub started this process."""
    return any(name.startswith("JUPYTERHUB_") for name in os.environ)


class EvenkeelServer(LoggingConfigurable):
    """Settings of the server extension, as ``c.EvenkeelServer.home = …``."""

    course_root = Unicode("", help="The course's folder; empty: EVENKEEL_ROOT, then the nearest one above.").tag(
        config=True
    )
    book = Unicode("", help="The built book; empty: _build/html in the course's folder.").tag(config=True)
    home = Unicode("", help="The learner's folder; empty: EVENKEEL_HOME, then the server's folder.").tag(config=True)
    mode: Enum[Any] = Enum(["", "trial", "hub", "single"], "", help="Empty: hub under a JupyterHub, else single.").tag(
        config=True
    )
    tutor_home = Unicode(help=f"Address of the tutor's page, for a tutor. {_WAY} EVENKEEL_TUTOR_HOME.").tag(config=True)
    class_home = Unicode(help=f"Address of the class list, for an administrator. {_WAY} EVENKEEL_CLASS_HOME.").tag(
        config=True
    )

    saves = Integer(600, min=1, help="How many saves and erasures this server takes at once.").tag(config=True)
    saves_each_second = Float(30, min=0.001, help="How many a second after that.").tag(config=True)
    hand_ins = Integer(30, min=1, help="How many hand-ins this server takes at once: each is kept.").tag(config=True)
    hand_ins_each_second = Float(1 / 20, min=0.0001, help="How many a second after that.").tag(config=True)

    exchange = Unicode(help="The exchange. Empty: EVENKEEL_EXCHANGE, then what nbgrader's settings name.").tag(
        config=True
    )
    in_time_first = Bool(
        help="Where the exchange is named here: whether collecting (--before-duedate) takes the newest hand-in that is"
        " in time, so that learners are told so. By default whether EVENKEEL_IN_TIME_FIRST is 1."
    ).tag(config=True)

    @default("exchange")
    def _exchange(self) -> str:
        return os.environ.get("EVENKEEL_EXCHANGE", "")

    @default("in_time_first")
    def _in_time_first(self) -> bool:
        return os.environ.get("EVENKEEL_IN_TIME_FIRST") == "1"

    @default("tutor_home")
    def _tutor_home(self) -> str:
        return os.environ.get("EVENKEEL_TUTOR_HOME", "")

    @default("class_home")
    def _class_home(self) -> str:
        return os.environ.get("EVENKEEL_CLASS_HOME", "")

    @validate("tutor_home", "class_home")
    def _is_an_address(self, proposal: Bunch) -> str:
        if not re.fullmatch(r"(https?://[\w.-]+(:\d+)?)?(/[\w.~@%-]+)+/?|", proposal.value):
            raise TraitError(f"{proposal.trait.name} must be a path, such as /services/evenkeel/home, or its address")
        return str(proposal.value)

    def site(self, app: "ServerApp") -> Site:
        """Settle the settings. Kernels of this server find the same course and home through the environment."""
        files = Path(app.root_dir).resolve()
        root = find_root(Path(self.course_root) if self.course_root else None)
        settle(root)
        home = Path(self.home or os.environ.get("EVENKEEL_HOME") or files).resolve()
        mode: Mode = self.mode or ("hub" if under_hub() else "single")
        os.environ["EVENKEEL_ROOT"], os.environ["EVENKEEL_HOME"] = str(root), str(home)
        book = Path(self.book or root / "_build" / "html").resolve()
        course = os.environ.get("EVENKEEL_COURSE") or "evenkeel"
        return Site(
            root=root,
            book=book,
            home=home,
            files=files,
            course=course,
            mode=mode,
            base_url=app.base_url,
            shelf=Shelf(root, book),
            tutor_home=self.tutor_home,
            class_home=self.class_home,
            exchange=Path(self.exchange, course) if self.exchange else None,
            in_time_first=self.in_time_first,
            saving=Pace(self.saves, self.saves_each_second),
            handing_in=Pace(self.hand_ins, self.hand_ins_each_second),
        )
