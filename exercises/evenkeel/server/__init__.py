"""The Jupyter Server extension: serves the built book, keeps answers in the learner's home, hands in.

Switched on by ``c.ServerApp.jpserver_extensions = {"evenkeel.server": True}`` (``evenkeel.run`` does, and a hub's
configuration). Settings are those of :class:`evenkeel.server.site.EvenkeelServer`.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

__all__ = ["_jupyter_server_extension_points", "_load_jupyter_server_extension"]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "evenkeel.server"}]


def _load_jupyter_server_extension(app: "ServerApp") -> None:
    from evenkeel.server.routes import add_routes
    from evenkeel.server.site import EvenkeelServer

    site = EvenkeelServer(parent=app).site(app)
    add_routes(app.web_app, site)
    app.log.info("Evenkeel serves %s with answers in %s", site.book, site.home)
