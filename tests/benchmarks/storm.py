"""The last minute before a deadline: a whole class hands in, each as an account of their own, on a real hub.

Run ``python -m tests.benchmarks.storm`` as root. Some learners hand in through their own live servers behind the
hub's proxy; the others by the same code (:class:`evenkeel.server.desk.Desk`) in a process that is their account,
forked from one that has loaded it, since loading it 300 times measures Python. All write into their own trays, with
every file forced to the disk. Then the account that marks collects, and each receipt is held against what it found.
"""

import argparse
import hashlib
import json
import os
import pwd
import random
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.accounts import accounts, become, open_folder
from tests.hub.running import Guest, RunningHub

from evenkeel.server.desk import Desk
from evenkeel.server.exchange import rfc3339
from evenkeel.server.shelf import Shelf
from evenkeel.server.site import Site
from evenkeel_grading.nbg.trays import ensure_tray

ASSIGNMENT = "difficult-applied"
SHEET = f"evenkeel/api/records/worksheet/{ASSIGNMENT}"
HAND_IN = f"evenkeel/api/assignments/{ASSIGNMENT}/hand-in"
CONFIG = """\
import os
from pathlib import Path
from evenkeel_grading.nbg.exchanging import configure_exchange
configure_exchange(get_config(), Path(os.environ["EVENKEEL_EXCHANGE"]), os.environ["EVENKEEL_COURSE"])
"""
"""As a learner's server on the hub has it, less the question to the hub whether the learner is of the class."""


@dataclass
class Storm:
    """What came of it. Times in seconds, by learner's account."""

    live: dict[str, float] = field(default_factory=dict)
    forked: dict[str, float] = field(default_factory=dict)
    receipts: dict[str, dict[str, str]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    latest_start: float = 0.0
    collected: int = 0
    untrue: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    @property
    def times(self) -> list[float]:
        """All, in order."""
        return sorted([*self.live.values(), *self.forked.values()])

    def take(self, kind: dict[str, float], account: str, seconds: float, receipt: dict[str, str], error: str) -> None:
        """Note one hand-in."""
        if error:
            self.failed[account] = error
        else:
            kind[account], self.receipts[account] = seconds, receipt

    def report(self) -> str:
        """The figures."""
        lines = [f"{len(self.receipts)} receipts, {len(self.failed)} failures, {self.collected} collected, "]
        lines[0] += f"{len(self.untrue)} untrue, {len(self.doubled)} doubled; begun within {self.latest_start:.1f} s"
        for name, times in (
            ("all", self.times),
            ("live servers", [*self.live.values()]),
            ("own account", [*self.forked.values()]),
        ):
            if len(times) > 1:
                p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
                middle = statistics.median(times)
                lines.append(f"{name}: n {len(times)}, p50 {middle:.2f} s, p95 {p95:.2f} s, max {max(times):.2f} s")
        return "\n".join([*lines, *(f"failed: {name}: {why}" for name, why in [*self.failed.items()][:5])])


def words(account: str) -> dict[str, Any]:
    """Answers that only this learner gives."""
    return {"schema": 1, "fields": {"characteristics": f"What {account} wrote before the deadline. " * 40}}


# --- those whose servers do not run ---------------------------------------------------------------------------


class Forked:
    """One learner in a process of their own: has saved, waits for the moment, hands in, says how long it took."""

    def __init__(self, account: pwd.struct_passwd, site: Callable[[Path], Site], at: float) -> None:
        self.account = account
        reading, writing = os.pipe()
        ready, self._ready = os.pipe()
        self.child = os.fork()
        if self.child == 0:
            os.close(reading)
            self._be(site, at, ready, writing)
        os.close(writing)
        os.close(ready)
        self._reading = reading

    def _be(self, site: Callable[[Path], Site], at: float, ready: int, writing: int) -> None:
        said: dict[str, Any] = {"error": "it ended without a word"}
        try:
            os.close(self._ready)
            become(self.account)
            desk = Desk(site(Path(self.account.pw_dir)))
            desk.answers(ASSIGNMENT, desk.site.shelf.worksheet(ASSIGNMENT)).put(words(self.account.pw_name))
            os.write(writing, b" ")
            began = float(os.read(ready, 100)) + at  # the common start, once everybody is there
            time.sleep(max(0.0, began - time.monotonic()))
            receipt = desk.hand_in(ASSIGNMENT)
            said = {"seconds": time.monotonic() - began, "receipt": {"at": receipt.at, "checksum": receipt.checksum}}
        except BaseException as error:
            said = {"error": f"{type(error).__name__}: {error} {getattr(error, 'detail', '')}"}
        finally:
            os.write(writing, json.dumps(said).encode())
            os._exit(0)

    def wait(self) -> None:
        """Until the answers are saved: what is measured is handing in."""
        os.read(self._reading, 1)

    def go(self, start: float) -> None:
        """Tell when the minute begins, on the clock that all processes share."""
        os.write(self._ready, repr(start).encode())
        os.close(self._ready)

    def result(self, storm: Storm) -> None:
        """Wait for it."""
        with os.fdopen(self._reading, "rb") as pipe:
            said = json.loads(pipe.read() or b'{"error": "killed"}')
        os.waitpid(self.child, 0)
        name = self.account.pw_name
        storm.take(storm.forked, name, said.get("seconds", 0), said.get("receipt", {}), said.get("error", ""))


@contextmanager
def environment(hub: RunningHub) -> Iterator[Callable[[Path], Site]]:
    """What the hub tells a learner's server, for this process and those it forks; gives how a site is made."""
    root = hub.hosting.learner_root
    shelf = Shelf(root, root / "_build" / "html")
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="ekt-config-") as config:
        Path(config).chmod(0o755)
        Path(config, "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
        os.environ |= {
            "JUPYTER_CONFIG_PATH": config,
            "EVENKEEL_ROOT": str(root),
            "EVENKEEL_EXCHANGE": str(hub.places.exchange),
            "EVENKEEL_COURSE": hub.places.course_id,
        }

        def site(home: Path) -> Site:
            folder = home / "evenkeel"
            folder.mkdir(mode=0o700, exist_ok=True)
            return Site(root, root / "_build" / "html", folder, home, hub.places.course_id, "hub", "/", shelf)

        try:
            yield site
        finally:
            os.environ.clear()
            os.environ.update(before)


def load_all(hub: RunningHub, site: Callable[[Path], Site]) -> None:
    """Hand in once as root, so that the children need load nothing; then take it away."""
    me = pwd.getpwuid(os.getuid())
    tray = ensure_tray(hub.places, me.pw_name)
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = home
        desk = Desk(site(Path(home)))
        desk.answers(ASSIGNMENT, desk.site.shelf.worksheet(ASSIGNMENT)).put(words("root"))
        desk.hand_in(ASSIGNMENT)
    shutil.rmtree(tray)


# --- those at live servers ------------------------------------------------------------------------------------


def hand_in_live(visitor: Guest, at: float, storm: Storm) -> None:
    """As the page's button does, at this moment of the clock."""
    time.sleep(max(0.0, at - time.monotonic()))
    try:
        answer = visitor.send("POST", visitor.own(HAND_IN))
        good = answer.status == 200
        storm.take(
            storm.live, visitor.name, time.monotonic() - at, answer.json if good else {}, "" if good else str(answer)
        )
    except OSError as error:
        storm.take(storm.live, visitor.name, 0, {}, str(error))


def open_live(hub: RunningHub, name: str) -> Guest:
    """Sign in, open one's own server, and save."""
    visitor = hub.visitor(name)
    visitor.patience = 600  # how long it took is measured, not decided here
    hub.open_server(visitor)
    visitor.go(visitor.own("evenkeel/api/me"))
    answer = visitor.send("PUT", visitor.own(SHEET), {"state": words(visitor.name)})
    assert answer.status == 200, answer
    return visitor


# --- the storm ------------------------------------------------------------------------------------------------


def rage(people: int = 300, servers: int = 20, seconds: float = 60, seed: int = 7) -> Storm:
    """Do it. The moments are drawn evenly over ``seconds``, the same for the same ``seed``."""
    dice = random.Random(seed)
    moments = [dice.uniform(0, seconds) for _ in range(people)]
    storm = Storm(latest_start=max(moments))
    live = [f"live{number}" for number in range(servers)]
    names = [f"{number:03}" for number in range(people - servers)]
    with (
        RunningHub.started(learners=live, tutors=[]) as hub,
        open_folder() as folder,
        accounts(folder, names) as others,
        environment(hub) as site,
    ):
        for account in others.values():
            ensure_tray(hub.places, account.pw_name)
        load_all(hub, site)
        visitors = [open_live(hub, name) for name in live]
        children = [Forked(account, site, at) for account, at in zip(others.values(), moments[servers:], strict=True)]
        for child in children:
            child.wait()
        start = time.monotonic() + 2
        for child in children:
            child.go(start)
        threads = [
            threading.Thread(target=hand_in_live, args=(visitor, start + at, storm))
            for visitor, at in zip(visitors, moments, strict=False)
        ]
        for thread in threads:
            thread.start()
        for child in children:
            child.result(storm)
        for thread in threads:
            thread.join()
        judge(hub, storm)
    return storm


def judge(hub: RunningHub, storm: Storm) -> None:
    """Collect as the account that marks, and hold every receipt against what was collected."""
    done = hub.as_person("marker", [hub.hosting.python, "-m", "nbgrader", "collect", ASSIGNMENT])
    assert done.returncode == 0, done.stderr[-3000:]
    submitted = hub.places.course / "submitted"
    storm.collected = len(list(submitted.iterdir()))
    for account, receipt in storm.receipts.items():
        folder = submitted / account / ASSIGNMENT
        data = (folder / "responses.json").read_bytes() if folder.is_dir() else b""
        at = rfc3339((folder / "timestamp.txt").read_text()) if folder.is_dir() else ""
        if (at, hashlib.sha256(data).hexdigest()) != (
            receipt["at"],
            receipt["checksum"],
        ) or account not in data.decode():
            storm.untrue.append(account)
        if len(list((hub.places.inbound / account).glob("*+*"))) != 1:
            storm.doubled.append(account)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--servers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    chosen = parser.parse_args()
    print(rage(chosen.people, chosen.servers, chosen.seconds).report())


if __name__ == "__main__":
    main()
