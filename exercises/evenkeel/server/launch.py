"""Jupyter Server as `make run` starts it: for one person, on this machine's own address, in folders of its own."""

import json
import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from traitlets.config import Config

from evenkeel.safefile import write_file

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

_OFF = ("assignment_list", "course_list", "validate_assignment")
# Nobody makes assignments by hand here, and nbgrader's Validate would run a notebook that is marked as data. The
# news feed of JupyterLab would ask another server.
_LAB_OFF = [
    *(f"@jupyter/nbgrader:{name}" for name in ("assignment-list", "course-list", "create-assignment")),
    "@jupyter/nbgrader:validate-assignment",
    "@jupyterlab/apputils-extension:announcements",
]

# A hidden input still leaves its first line in view. Our learners are no programmers.
_NO_CODE = ".jp-Cell > .jp-Cell-inputWrapper:has(> .jp-InputPlaceholder) { display: none; }\n"


def set_environment(root: Path, work: Path) -> None:
    """Make everything this process starts use the course, its folders, and no settings of the person's own Jupyter."""
    jupyter = work / "jupyter"
    os.environ |= {
        # nbgrader runs alembic by its bare name.
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "JUPYTER_CONFIG_DIR": str(jupyter / "config"),
        "JUPYTER_DATA_DIR": str(jupyter / "data"),
        "JUPYTER_RUNTIME_DIR": str(jupyter / "runtime"),
        "JUPYTER_CONFIG_PATH": str(root / "grading"),
        "EVENKEEL_ROOT": str(root),
        "EVENKEEL_WORK": str(work),
        "EVENKEEL_HOME": str(work / "home"),
        "EVENKEEL_TRIAL": "1",
    }


def make_folders(work: Path) -> None:
    """The folders below ``_run``: all private but the exchange, whose mode nbgrader's layout sees to."""
    for name in ("home", "jupyter", "course"):
        (work / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    (work / "exchange").mkdir(parents=True, exist_ok=True)
    lab = work / "jupyter" / "config" / "labconfig"
    lab.mkdir(parents=True, exist_ok=True)
    write_file(lab / "page_config.json", json.dumps({"disabledExtensions": dict.fromkeys(_LAB_OFF, True)}).encode())
    style = work / "jupyter" / "config" / "custom"
    style.mkdir(parents=True, exist_ok=True)
    write_file(style / "custom.css", _NO_CODE.encode())


def server_config(root: Path, port: int | None = None) -> Config:
    """The settings. The course's folder is the server's: the formgrader needs the gradebook below it."""
    c = Config()
    c.ServerApp.ip = "127.0.0.1"
    c.ServerApp.port = port or 8888
    c.ServerApp.root_dir = str(root)
    c.ServerApp.default_url = "/evenkeel/home"
    c.ServerApp.open_browser = False
    c.ServerApp.answer_yes = True
    c.ServerApp.allow_root = True  # in a container one often is; the server still listens on 127.0.0.1 alone
    c.ServerApp.jpserver_extensions = {
        "evenkeel.server": True,
        "nbgrader.server_extensions.formgrader": True,
        **{f"nbgrader.server_extensions.{name}": False for name in _OFF},
        # Nobody programs here: no terminals, and no search for language servers.
        "jupyter_lsp": False,
        "jupyter_server_terminals": False,
    }
    c.IdentityProvider.token = secrets.token_hex(24)
    c.EvenkeelServer.mode = "trial"
    c.EvenkeelServer.tutor_home = "/formgrader/home"
    c.LabApp.custom_css = True
    c.JupyterNotebookApp.custom_css = True
    c.LabApp.news_url = None
    c.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
    return c


def make_server(config: Config) -> "ServerApp":
    """A server that listens and does not serve yet."""
    from jupyter_server.serverapp import ServerApp

    app = ServerApp.instance(config=config)
    app.initialize(argv=[])
    return app
