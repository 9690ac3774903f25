"""The addresses, all below ``<base_url>evenkeel/``."""

from jupyter_server.utils import url_path_join
from tornado.web import Application

from evenkeel.server.assignments import AssignmentsHandler, FeedbackHandler, HandInHandler
from evenkeel.server.book import BookHandler, HomeHandler
from evenkeel.server.desk import Desk
from evenkeel.server.drafts import DraftHandler, Drafts
from evenkeel.server.health import HealthHandler
from evenkeel.server.records import AllRecordsHandler, MeHandler, RecordHandler
from evenkeel.server.site import Site

# Ids here only keep rubbish out early; whether the course has the exercise is asked before anything is opened.
_ID = r"([a-z][a-z0-9-]{0,63})"


def add_routes(application: Application, site: Site) -> None:
    """Add everything to the running application."""
    kept = {"site": site}
    desk = {"site": site, "desk": Desk(site)}
    drafts = {"site": site, "drafts": Drafts(site)}
    api = url_path_join(site.base_url, "evenkeel", "api")
    application.add_handlers(
        ".*$",
        [
            (rf"{api}/health", HealthHandler, kept),
            (rf"{api}/me", MeHandler, kept),
            (rf"{api}/records", AllRecordsHandler, kept),
            (rf"{api}/records/(quiz|scenario|worksheet|review)/{_ID}", RecordHandler, kept),
            (rf"{api}/drafts/{_ID}/feedback", DraftHandler, drafts),
            (rf"{api}/assignments", AssignmentsHandler, desk),
            (rf"{api}/assignments/{_ID}/hand-in", HandInHandler, desk),
            (rf"{api}/assignments/{_ID}/feedback/", FeedbackHandler, desk),
            (url_path_join(site.base_url, "evenkeel", "home"), HomeHandler, kept),
            (url_path_join(site.base_url, "evenkeel", r"book(?:/(.*))?"), BookHandler, kept),
        ],
    )
