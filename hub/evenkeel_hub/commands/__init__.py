"""The commands of ``python -m evenkeel_hub``: every module beside this file is one.

A module has ``NAME``, ``HELP``, ``add_arguments(parser)`` and ``run(arguments) -> int`` (the exit status), as the
modules of ``evenkeel.commands`` do, and loads what is heavy inside ``run``. With ``EVENKEEL = True`` it is a command
of ``evenkeel`` as well, such as ``evenkeel doctor``.
"""

import importlib
import pkgutil
from types import ModuleType


def all_commands() -> list[ModuleType]:
    """Every command's module, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return [importlib.import_module(f"{__name__}.{name}") for name in names]


def evenkeel_commands() -> list[ModuleType]:
    """Those that ``evenkeel`` offers too: the entry point ``evenkeel.commands``."""
    return [command for command in all_commands() if getattr(command, "EVENKEEL", False)]
