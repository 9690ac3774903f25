"""Opening the marking store once for each file it is in."""

from evenkeel_grading.nbg.engine import file_identity
from evenkeel_grading.store import MarkingStore

_open: dict[str, tuple[object, MarkingStore]] = {}


def open_store(url: str) -> MarkingStore:
    """The store at ``url``; made anew when its file was replaced."""
    known = _open.get(url)
    if known is None or known[0] is None or known[0] != file_identity(url):
        store = MarkingStore(url)
        _open[url] = (file_identity(url), store)
    return _open[url][1]
