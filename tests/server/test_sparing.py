"""What a learner's first hand-in loads of nbgrader, and that the rest is there for whoever asks."""

import subprocess
import sys

LOADING = """
import sys
from evenkeel.server.sparing import PACKAGES, load_sparingly
load_sparingly()
import evenkeel_grading.nbg.fetching, evenkeel_grading.nbg.submitting, nbgrader.auth, nbgrader.coursedir
from nbgrader.exchange import ExchangeError
heavy = ("nbconvert", "nbgrader.apps", "nbgrader.api", "nbgrader.server_extensions", "sqlalchemy")
assert not [name for name in heavy if name in sys.modules]
"""
AS_EVER = """
import importlib
from nbgrader.exchange.default.submit import ExchangeSubmit
from nbgrader.exchange.abc.exchange import ExchangeError as own
import nbgrader.apps
assert ExchangeError is own
for name in PACKAGES:
    package = importlib.import_module(name)
    assert package.__spec__.name == name
    for one in getattr(package, "__all__", ()):
        getattr(package, one)
assert nbgrader.exchange.default.ExchangeSubmit is ExchangeSubmit
assert nbgrader._jupyter_server_extension_points() == [{"module": "nbgrader"}]
assert nbgrader.load_formgrader and nbgrader.__version__
assert not hasattr(nbgrader, "something_else") and not hasattr(nbgrader.exchange, "__something__")
"""


def run(script: str) -> None:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_handing_in_loads_nothing_that_marks() -> None:
    run(LOADING)


def test_whoever_asks_for_more_gets_nbgrader_as_it_is() -> None:
    run(LOADING + AS_EVER)
