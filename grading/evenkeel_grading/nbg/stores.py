"""Opening the stores once for each file they are in."""

from collections.abc import Callable
from typing import TypeVar

from evenkeel_grading.nbg.engine import file_identity
from evenkeel_grading.private import PrivateStore
from evenkeel_grading.store import MarkingStore

Store = TypeVar("Store", MarkingStore, PrivateStore)
_open: dict[str, tuple[object, MarkingStore]] = {}
_open_private: dict[str, tuple[object, PrivateStore]] = {}


def open_store(url: str) -> MarkingStore:
    """The marking store at ``url``; made anew when its file was replaced."""
    return _kept(_open, url, MarkingStore)


def open_private_store(url: str) -> PrivateStore:
    """The private store at ``url``; made anew when its file was replaced. Raises ``PrivateStoreError``."""
    return _kept(_open_private, url, PrivateStore)


def _kept(known: dict[str, tuple[object, Store]], url: str, make: Callable[[str], Store]) -> Store:
    if url not in known or known[url][0] is None or known[url][0] != file_identity(url):
        store = make(url)
        known[url] = (file_identity(url), store)
    return known[url][1]
