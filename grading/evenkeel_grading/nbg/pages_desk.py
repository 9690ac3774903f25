"""The queue and the moderation page, in the formgrader's neighbourhood and behind its sign-in."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from nbgrader.api import MissingEntry
from nbgrader.server_extensions.formgrader.base import BaseHandler, check_notebook_dir, check_xsrf
from tornado import web

from evenkeel_grading.agreement_report import compare, disagreements
from evenkeel_grading.nbg.desk import Desk
from evenkeel_grading.nbg.tutor import tutor_of
from evenkeel_grading.queue import first_of

_FOLDER = Path(__file__).parent / "templates"
TEMPLATES = Environment(loader=FileSystemLoader([str(_FOLDER / "desk")]), autoescape=True, trim_blocks=True)
MODERATED_SHARE = 0.1


class AssignmentPage(BaseHandler):  # type: ignore[misc]
    """A page of ours about one assignment."""

    def require_known(self, assignment: str) -> None:
        """404 for an assignment that the gradebook does not know."""
        self.gradebook.db.expire_all()
        try:
            self.gradebook.find_assignment(assignment)
        except MissingEntry:
            raise web.HTTPError(404) from None


class _DeskPage(AssignmentPage):
    def _desk(self, assignment: str) -> Desk:
        self.require_known(assignment)
        return Desk(self.coursedir, self.gradebook, assignment)

    def _show(self, name: str, desk: Desk, **more: Any) -> None:
        links = {
            learner: f"{self.base_url}/formgrader/submissions/{key}/" for learner, key in desk.submissions().items()
        }
        page = TEMPLATES.get_template(name)
        self.set_header("Cache-Control", "no-store")
        self.write(
            page.render(
                base_url=self.base_url, assignment=desk.assignment, links=links, xsrf=self.xsrf_token.decode(), **more
            )
        )


class QueuePage(_DeskPage):
    """``/formgrader/queue/ASSIGNMENT``: what needs a person first."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, assignment: str) -> None:
        desk = self._desk(assignment)
        entries = [(entry, desk.left(entry)) for entry in desk.queue()]
        self._show(
            "queue.html.j2",
            desk,
            waiting=[(entry, left) for entry, left in entries if left],
            done=[entry for entry, left in entries if not left],
            to_moderate=desk.to_moderate(tutor_of(self)),
        )


class ModerationPage(_DeskPage):
    """``/formgrader/moderation/ASSIGNMENT``: agreement, what to talk about, and asking for blind marking."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, assignment: str) -> None:
        desk = self._desk(assignment)
        # What nobody is to be swayed by stays hidden until both have given their levels.
        hidden = {name for name in desk.moderated if desk.blind(name, tutor_of(self))}
        seen = [one for one in desk.opinions if one.learner not in hidden]
        self._show(
            "moderation.html.j2",
            desk,
            compared=compare(seen),
            different=disagreements(seen),
            moderated=sorted(desk.moderated),
            to_moderate=desk.to_moderate(tutor_of(self)),
        )

    @web.authenticated
    @check_notebook_dir
    def post(self, assignment: str) -> None:
        """Ask for two blind markings of a tenth of the work, chosen by the draw."""
        desk = self._desk(assignment)
        rest = [learner for learner in desk.works if learner not in desk.moderated]
        share = MODERATED_SHARE * len(desk.works) / len(rest) if rest else 0.0
        desk.store.moderate(assignment, first_of(assignment, rest, min(share, 1.0)))
        self.redirect(f"{self.base_url}/formgrader/moderation/{assignment}")


def with_ours(folders: list[str]) -> FileSystemLoader:
    """The formgrader's templates, with a link to the queue where a tutor chooses what to mark."""
    return FileSystemLoader([str(_FOLDER / "formgrader"), *folders])


HANDLERS: list[Any] = [
    (r"/formgrader/queue/([^/]+)/?", QueuePage),
    (r"/formgrader/moderation/([^/]+)/?", ModerationPage),
]
