"""Evenkeel: exercises written once as plain data, run everywhere.

In a notebook::

    from evenkeel import quiz

    quiz("first-words")

The names below load what they need when they are first used, so that ``evenkeel check`` does not wait for Jupyter.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evenkeel.widgets import Quiz, Scenario, Worksheet, marked, quiz, scenario, worksheet

__version__ = "0.1.0"
__all__ = ["Quiz", "Scenario", "Worksheet", "__version__", "marked", "quiz", "scenario", "worksheet"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module("evenkeel.widgets"), name)
    raise AttributeError(f"module 'evenkeel' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
