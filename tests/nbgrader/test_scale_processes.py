"""The command as a tutor types it: workers and coordinator killed, two at once, a scheduler started by hand."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from klass import APPLIED, ROOT, Klass, answers
from scale_class import mark_at_scale, require_same, twin

pytestmark = pytest.mark.slow
NAMES = ("ada", "ben", "cara", "jo")
MANY = 72


def hand_in_many(klass: Klass) -> None:
    for number in range(MANY):
        klass.hand_in(f"learner{number:03}", fields=answers(NAMES[number % len(NAMES)]))


def start(klass: Klass, *options: str, **more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "evenkeel_grading", "autograde", APPLIED, *options]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=klass.environment(**more), stderr=pipe, stdout=pipe, text=True)


def finish(process: subprocess.Popen[str], status: int = 0) -> str:
    _, said = process.communicate(timeout=900)
    assert process.returncode == status, said
    return said


def until(true: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    while not true():
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)


def marked(klass: Klass) -> int:
    return len(list((klass.course / "autograded").glob("*/*/*.ipynb")))


def workers_of(process: subprocess.Popen[str]) -> list[psutil.Process]:
    every = psutil.Process(process.pid).children(recursive=True)
    return [one for one in every if "spawn_main" in " ".join(one.cmdline())]


@pytest.fixture
def many(klass: Klass) -> tuple[Klass, Klass]:
    """A class to be marked in an eventful way, and the same class marked without events."""
    hand_in_many(klass)
    other = twin(klass, "other")
    assert mark_at_scale(other).all_marked
    return klass, other


def test_a_killed_worker_loses_nothing_and_marks_nothing_twice(many: tuple[Klass, Klass]) -> None:
    klass, other = many
    process = start(klass, "--workers", "2")
    until(lambda: marked(klass) > 0, process)
    workers_of(process)[0].kill()
    assert f"{MANY} of {MANY} marked (100%)" in finish(process)
    require_same(klass, other)


@pytest.mark.parametrize("options", [(), ("--workers", "1")])
def test_after_its_own_death_the_command_goes_on_and_leaves_no_process_behind(
    many: tuple[Klass, Klass], options: tuple[str, ...]
) -> None:
    klass, other = many
    process = start(klass, *options)
    until(lambda: marked(klass) > 0, process)
    workers = workers_of(process)
    assert len(workers) == (1 if options else 0)
    process.kill()
    process.communicate()
    before = marked(klass)
    assert before < MANY
    assert psutil.wait_procs(workers, timeout=60)[1] == []
    assert f"{MANY - before} to mark. {before} are marked already." in finish(start(klass, *options))
    require_same(klass, other)


def test_two_runs_at_the_same_time_mark_everything_once(many: tuple[Klass, Klass]) -> None:
    klass, other = many
    said = [finish(process) for process in [start(klass), start(klass)]]
    assert sorted(f"{MANY} of {MANY} marked" in one for one in said) == [False, True]
    assert sorted(f"0 to mark. {MANY} are marked already." in one for one in said) == [False, True]
    require_same(klass, other)


def test_nobody_else_on_the_machine_reaches_the_workers(many: tuple[Klass, Klass]) -> None:
    from distributed import Client, Security

    klass, _ = many
    process = start(klass, "--workers", "1")
    until(lambda: marked(klass) > 0, process)
    whole = [psutil.Process(process.pid), *workers_of(process)]
    places = [here.laddr for one in whole for here in one.net_connections() if here.status == "LISTEN"]
    assert len(places) >= 3
    assert {place.ip for place in places} == {"127.0.0.1"}
    scheduler = next(here.laddr.port for here in whole[0].net_connections() if here.status == "LISTEN")
    for address, security in (
        (f"tcp://127.0.0.1:{scheduler}", None),
        (f"tls://127.0.0.1:{scheduler}", Security.temporary()),
    ):
        with pytest.raises(OSError, match=r".*"):
            Client(address, security=security, timeout=5)
    for place in places:
        done = subprocess.run(
            [
                "curl",
                "-s",
                "-m",
                "5",
                "-o",
                "/dev/null",
                "-w",
                "%{http_code}",
                f"http://127.0.0.1:{place.port}/json/identity.json",
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout in ("000", "404"), done.stdout
    process.kill()
    process.communicate()


@contextmanager
def by_hand(folder: Path) -> Iterator[tuple[str, dict[str, str], list[subprocess.Popen[bytes]]]]:
    """``dask scheduler`` and two ``dask worker``, with certificates; they get no environment of the course."""
    from distributed import Security

    made = Security.temporary()
    files = {"ca": made.tls_ca_file, "cert": made.tls_client_cert, "key": made.tls_client_key}
    for name, text in files.items():
        (folder / f"{name}.pem").write_text(text, encoding="utf-8")
    tls = [f"--tls-{'ca-file' if name == 'ca' else name}={folder / name}.pem" for name in files]
    dask, found = str(Path(sys.executable).parent / "dask"), folder / "scheduler.json"
    bare = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ} | {"HOME": str(folder)}
    common = [f"--scheduler-file={found}", "--no-dashboard", *tls]

    def begin(*words: str) -> subprocess.Popen[bytes]:
        with (folder / f"{words[0]}.log").open("ab") as log:
            return subprocess.Popen([dask, *words, *common], cwd=folder, env=bare, stdout=log, stderr=log)

    started = [begin("scheduler", "--port=0", "--host=127.0.0.1", "--protocol=tls")]
    try:
        while not found.exists():
            assert started[0].poll() is None, (folder / "scheduler.log").read_text()
            time.sleep(0.1)
        started += [begin("worker", "--nthreads=1", f"--local-directory={folder}") for _ in range(2)]
        import json

        client = "DASK_DISTRIBUTED__COMM__TLS__"
        env = {
            f"{client}CA_FILE": f"{folder}/ca.pem",
            f"{client}CLIENT__CERT": f"{folder}/cert.pem",
            f"{client}CLIENT__KEY": f"{folder}/key.pem",
        }
        yield json.loads(found.read_text())["address"], env, started
    finally:
        for one in started:
            one.terminate()
        for one in started:
            one.wait(timeout=60)


def test_a_scheduler_and_workers_started_by_hand_do_the_same(many: tuple[Klass, Klass], tmp_path: Path) -> None:
    klass, other = many
    with by_hand(tmp_path) as (address, env, started):
        assert address.startswith("tls://")
        process = start(klass, "--scheduler", address, **env)
        until(lambda: marked(klass) > 0, process)
        # The nanny starts another in its place.
        for worker in psutil.Process(started[1].pid).children(recursive=True):
            worker.kill()
        finish(process)
        require_same(klass, other)
        said = finish(start(klass, "--scheduler", address), status=1)
        assert "No Dask scheduler answers at" in said
    assert "Traceback" not in said


def test_a_scheduler_that_goes_away_is_told_and_nothing_is_lost(many: tuple[Klass, Klass], tmp_path: Path) -> None:
    klass, other = many
    with by_hand(tmp_path) as (address, env, started):
        process = start(klass, "--scheduler", address, **env)
        until(lambda: marked(klass) > 0, process)
        started[0].kill()
        assert "The connection to the scheduler was lost. What was marked so far is kept" in finish(process, status=1)
    assert "are marked already." in finish(start(klass))
    require_same(klass, other)
