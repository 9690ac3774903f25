"""A Dask cluster as a pool: processes of this machine, or a scheduler that is already there."""

import atexit
import concurrent.futures
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import dask.config
from distributed import Client, Future, KilledWorker, LocalCluster, Security, get_worker, wait
from distributed.client import ClosedClientError

from evenkeel_grading.scale.bench import Bench
from evenkeel_grading.scale.folders import own_folder
from evenkeel_grading.scale.kit import OtherCodeError, unpack
from evenkeel_grading.scale.pools import PoolError, chunks
from evenkeel_grading.scale.work import Failed, Piece, Result

_GATEWAY = "gateway+"
_LOST = "The connection to the scheduler was lost."
_AT_LEAST = 2
_LOOK_AGAIN = 5.0
# Pages for a browser would tell any account of this machine who is being marked. Answers stay in memory, and what a
# long run leaves behind in the scheduler stays small. Nobody looks at profiles, which are taken every 10 ms.
_SETTINGS: dict[str, Any] = {
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.admin.tick.interval": "1s",
    "distributed.worker.multiprocessing-method": "forkserver",
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.target": False,
    "distributed.admin.low-level-log-length": 100,
    "distributed.admin.log-length": 100,
    "distributed.diagnostics.computations.max-history": 2,
}


@contextmanager
def connect(scheduler: str | None, workers: int | None) -> Iterator[Client]:
    """A client of the scheduler at an address, or of ``workers`` new processes here. Raises ``PoolError``."""
    if scheduler is None:
        with _local(workers or 1) as client:
            yield client
        return
    try:
        client = _of_gateway(scheduler) if scheduler.startswith(_GATEWAY) else Client(scheduler)
    except (OSError, ValueError, TypeError) as error:
        raise PoolError(f"No Dask scheduler answers at {scheduler}: {error}.") from None
    with client:
        yield client


def _of_gateway(address: str) -> Client:
    """``gateway+https://ADDRESS/CLUSTER``: a cluster that was started through a Dask Gateway. It is left running."""
    try:
        from dask_gateway import Gateway
    except ImportError:
        raise PoolError("A cluster of a Dask Gateway needs the package dask-gateway: pip install it.") from None
    place, _, name = address.removeprefix(_GATEWAY).rpartition("/")
    return Gateway(place).connect(name).get_client()


def begin(workers: int) -> None:
    """Start worker processes of this machine in the background: :func:`connect` takes these. Once in a process."""
    _begun.append(ThreadPoolExecutor(max_workers=1).submit(_start, workers))


_begun: list[concurrent.futures.Future[tuple[LocalCluster, ExitStack]]] = []


@atexit.register
def _end_begun() -> None:
    """Whoever began them and could not go on leaves none behind."""
    while _begun:
        with suppress(Exception):
            _begun.pop().result()[1].close()


@contextmanager
def _local(workers: int) -> Iterator[Client]:
    try:
        cluster, ends = _begun[-1].result() if _begun else _start(workers)
    except (RuntimeError, OSError) as error:
        raise PoolError(f"Worker processes could not be started here: {error}") from None
    finally:
        _begun.clear()
    # By way of the scheduler, which is in this process too, every result would be locked and unlocked twice.
    with ends, Client(cluster, direct_to_workers=True) as client:
        yield client


def _start(workers: int) -> tuple[LocalCluster, ExitStack]:
    """New worker processes, and what ends them."""
    with ExitStack() as stack:
        stack.enter_context(dask.config.set(_SETTINGS))
        # Whoever reaches a scheduler can run programs as this account, also from another account of this machine: so
        # with certificates that only these processes have. The folder is for this account alone.
        cluster = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            local_directory=stack.enter_context(own_folder()),
            protocol="tls",
            security=Security.temporary(),
            silence_logs="CRITICAL",
        )
        return stack.enter_context(cluster), stack.pop_all()


class Cluster:
    """Keeps just enough chunks under way for the workers that there are now."""

    def __init__(self, client: Client, tell: Callable[[str], None]) -> None:
        self._client = client
        self._tell = tell
        self._under_way: dict[Future[Any], list[Piece]] = {}
        self._looked = 0.0
        self._enough = _AT_LEAST

    def run(
        self, kit: Callable[[], bytes], bench: Callable[[], Bench], pieces: Iterable[Piece]
    ) -> Iterator[list[Result]]:
        """As :meth:`evenkeel_grading.scale.pools.Pool.run`."""
        del bench
        try:
            # A task of its own, so that the scheduler can give it to every worker that comes, and make it again.
            packed = self._submit(_carry, kit())
            self._hand_round(packed)
            left = chunks(pieces)
            while self._fill(packed, left):
                for future in self._finished():
                    yield self._results(packed, future)
        except (OSError, CancelledError, ClosedClientError):
            raise PoolError(_LOST) from None

    def _hand_round(self, packed: Future[Any]) -> None:
        """Give it to all workers before they are busy: one that marks is slow to pass it on, and the others wait.

        Only to begin sooner: what does not work here is told when a chunk needs it.
        """
        if self._client.nthreads():
            with suppress(Exception):
                self._client.replicate([packed], callback_timeout=_LOOK_AGAIN)

    def _submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        return self._client.submit(function, *arguments, key=f"evenkeel-{uuid4().hex}", pure=False)

    def _fill(self, packed: Future[Any], left: Iterator[list[Piece]]) -> bool:
        """Send out what there is room for. False when all is done."""
        room = self._room()
        while len(self._under_way) < room and (chunk := next(left, None)) is not None:
            self._send(packed, chunk)
        return bool(self._under_way)

    def _send(self, packed: Future[Any], chunk: list[Piece]) -> None:
        self._under_way[self._submit(mark_chunk, packed, chunk)] = chunk

    def _room(self) -> int:
        now = time.monotonic()
        if now - self._looked > _LOOK_AGAIN:
            threads = sum(self._client.nthreads().values())
            self._looked, self._enough = now, max(_AT_LEAST, 2 * threads + 1)
        return self._enough

    def _finished(self) -> list[Future[Any]]:
        try:
            done, _ = wait(list(self._under_way), timeout=_LOOK_AGAIN, return_when="FIRST_COMPLETED")
        except TimeoutError:
            if not self._client.nthreads():
                self._tell("No worker is there to mark. Waiting for one.")
            return []
        return list(done)

    def _results(self, packed: Future[Any], future: Future[Any]) -> list[Result]:
        chunk = self._under_way.pop(future)
        if future.status == "finished":
            results: list[Result] = future.result()
            return results
        if future.status != "error":
            raise PoolError(_LOST)
        error = future.exception()
        if not isinstance(error, KilledWorker):
            raise PoolError(f"A worker cannot mark: {_said(error)}.")
        if len(chunk) == 1:
            return [Failed(chunk[0].learner, "every worker that marked it was killed")]
        # One of them is too much for a worker. Apart, the others are marked.
        for piece in chunk:
            self._send(packed, [piece])
        return []


def _said(error: BaseException | None) -> str:
    if isinstance(error, OtherCodeError):
        return f"it {error}"
    if isinstance(error, ModuleNotFoundError):
        return f"it lacks the package {error.name}"
    return type(error).__name__


def _carry(kit: bytes) -> bytes:
    return kit


def mark_chunk(kit: bytes, pieces: list[Piece]) -> list[Result]:
    """What a worker does. It opens no file but those of the kit, and has no effect but what it returns."""
    return unpack(kit, _folder()).mark_all(pieces)


def _folder() -> str | None:
    folder = Path(get_worker().local_directory)
    return str(folder) if folder.is_dir() else None
