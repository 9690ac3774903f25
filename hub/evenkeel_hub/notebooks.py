"""JupyterLab and Notebook on a learner's server, loaded when somebody first opens them.

The course needs neither, and both together are a third of a stock server's memory.
"""

from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

_PACKAGES = ("notebook_shim", "jupyterlab", "notebook")


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "evenkeel_hub.notebooks"}]


def _load_jupyter_server_extension(app: Any) -> None:
    address = url_path_join(app.base_url, r"(?:lab|tree|notebooks|edit|consoles|doc)(?:/.*)?")
    app.web_app.add_handlers(".*$", [(address, FirstVisit, {"app": app})])


class FirstVisit(JupyterHandler):
    """Loads them and asks the browser to come again."""

    auth_resource = "contents"

    def initialize(self, app: Any) -> None:
        """Tornado calls it with what the route carries."""
        self._app = app

    @web.authenticated
    async def get(self) -> None:
        """Only a visit by whoever the server belongs to loads anything."""
        forget_first_visit(self._app.web_app)
        for name in _PACKAGES:
            load(self._app, name)
        self.redirect(self.request.uri or self._app.base_url)


def forget_first_visit(application: web.Application) -> None:
    """Take :class:`FirstVisit` out of the way of the pages that it stands for."""
    rules = application.default_router.rules
    rules[:] = [rule for rule in rules if not any(_stands(one) for one in getattr(rule.target, "rules", ()))]


def _stands(rule: Any) -> bool:
    return rule.target is FirstVisit


def load(app: Any, name: str) -> None:
    """Load a server extension into a server that runs."""
    manager = app.extension_manager
    manager.add_extension(name, enabled=True)
    manager.link_extension(name)
    manager.load_extension(name)
