"""The commands of ``python -m evenkeel_hub``: every module beside this file is one.

They are as :mod:`evenkeel.commandline` says. What the entry points ``evenkeel.commands`` in ``pyproject.toml`` name is
a command of ``evenkeel`` as well: ``evenkeel doctor``.
"""

import importlib
import pkgutil
from types import ModuleType


def all_commands() -> list[ModuleType]:
    """Every command's module, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return [importlib.import_module(f"{__name__}.{name}") for name in names]
