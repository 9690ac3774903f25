"""Who marks: this process, worker processes of this machine, or a Dask cluster. Only the last two load Dask.

A pool takes chunks of work one at a time and gives results in whatever order they come, so that only what is under way
is in memory. A worker that is killed loses nothing: the scheduler gives its chunk to another, and marking has no effect
but its result.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

from evenkeel_grading.scale.bench import Bench
from evenkeel_grading.scale.work import Piece, Result

_PLAIN = (
    "Careful: a tcp:// address has no lock. Whoever reaches that scheduler can read the answers and run programs as the"
    " account that marks. Use tls:// but for a trial."
)
CHUNK_PIECES, CHUNK_BYTES = 16, 1 << 20


class PoolError(Exception):
    """Marking cannot go on. The message says why."""


class Pool(Protocol):
    """See the module."""

    def run(
        self, kit: Callable[[], bytes], bench: Callable[[], Bench], pieces: Iterable[Piece]
    ) -> Iterator[list[Result]]:
        """Results for all pieces, some at a time. ``kit`` is for other processes, ``bench`` for this one.

        Raises:
            PoolError: the workers cannot be used.
        """


class InProcess:
    """One after the other, here."""

    def run(
        self, kit: Callable[[], bytes], bench: Callable[[], Bench], pieces: Iterable[Piece]
    ) -> Iterator[list[Result]]:
        del kit
        here = bench()
        for piece in pieces:
            yield here.mark_all([piece])


def begin(workers: int) -> None:
    """Start worker processes of this machine while the command loads its own. ``open_pool`` tells what went wrong."""
    with suppress(ImportError):
        from evenkeel_grading.scale import cluster

        cluster.begin(workers)


@contextmanager
def open_pool(scheduler: str | None, workers: int | None, tell: Callable[[str], None]) -> Iterator[Pool]:
    """The pool for the options of the command. ``tell`` is told when there is nobody to mark.

    Raises:
        PoolError: it cannot be had.
    """
    if scheduler is None and workers is None:
        yield InProcess()
        return
    try:
        from evenkeel_grading.scale import cluster
    except ImportError as error:
        raise PoolError(
            f"Marking with --workers or --scheduler needs the package {error.name}. Install it: pip install"
            " 'evenkeel[scale]'. Without these options, marking runs in one process."
        ) from None
    if scheduler is not None and scheduler.startswith("tcp:"):
        tell(_PLAIN)
    with cluster.connect(scheduler, workers) as client:
        yield cluster.Cluster(client, tell)


def chunks(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces in handfuls: few messages for many small ones, and never much at once."""
    chunk: list[Piece] = []
    for piece in pieces:
        chunk.append(piece)
        if len(chunk) >= CHUNK_PIECES or sum(one.size for one in chunk) >= CHUNK_BYTES:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
