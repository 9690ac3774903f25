"""Packages of nbgrader that load what is asked of them, and no more.

``import nbgrader`` loads the formgrader and, with it, all that marks: 1.3 s of a processor and 26 MB, at a learner's
first hand-in, in every learner's server at once before a deadline. Handing in needs a third of that. So the packages
named here give each name from the module that their ``__init__`` takes it from, when it is first asked for
(:pep:`562`). Whoever asks for anything else gets the package as it is: then its own ``__init__`` runs, as ever.
"""

import ast
import importlib
import sys
import threading
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType
from typing import Any

PACKAGES = frozenset({"nbgrader", "nbgrader.exchange", "nbgrader.exchange.default", "nbgrader.preprocessors"})
_wholly = threading.RLock()


def load_sparingly() -> None:
    """From now on. Changes nothing where nbgrader is loaded already. Doing it twice changes nothing."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


class _Finder(MetaPathFinder):
    def find_spec(self, name: str, path: Sequence[str] | None, _target: object = None) -> ModuleSpec | None:
        found = PathFinder.find_spec(name, path) if name in PACKAGES else None
        if found is None or not isinstance(found.loader, SourceFileLoader):
            return None
        found.loader = _Sparing(found.loader)
        return found


class _Sparing(Loader):
    """Reads where a package's ``__init__`` takes its names from, in place of running it."""

    def __init__(self, own: SourceFileLoader) -> None:
        self.own = own

    def exec_module(self, module: ModuleType) -> None:
        source = self.own.get_source(module.__name__) or ""
        imports = [line for line in ast.parse(source).body if isinstance(line, ast.ImportFrom)]
        names = {one.name: "." * line.level + (line.module or "") for line in imports for one in line.names}
        module.__dict__["_taken_from"] = names
        module.__class__ = _Package  # Python allows it for modules


class _Package(ModuleType):
    def __getattr__(self, name: str) -> Any:
        """Only asked for what is not there yet."""
        own = f"{self.__name__}.{name}"
        if self.__dict__["_taken_from"].get(name, ".") != ".":
            module = importlib.import_module(self.__dict__["_taken_from"][name], self.__name__)
            self.__dict__[name] = getattr(module, name)
        elif not name.startswith("__") and PathFinder.find_spec(own, self.__path__):
            self.__dict__[name] = importlib.import_module(own)
        else:
            self._load_wholly()
        return ModuleType.__getattribute__(self, name)

    def _load_wholly(self) -> None:
        with _wholly:
            loader = self.__loader__
            if isinstance(loader, _Sparing):
                self.__loader__ = loader.own
                loader.own.exec_module(self)
                self.__class__ = ModuleType  # type: ignore[assignment]
