"""The command as a tutor types it: workers and coordinator killed, two at once, a scheduler started by hand."""

import json
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from klass import APPLIED, ROOT, Klass, answers
from scale_class import mark_at_scale, require_same, twin

pytestmark = pytest.mark.slow
NAMES = ("ada", "ben", "cara", "jo")
MANY = 96
# The command, which waits after each batch for as long as a file is there: whatever a test does to it, it does in the
# middle, however fast the machine is.
HELD = """
import sys, time
from pathlib import Path
from evenkeel_grading.scale.start import check_iris_late
check_iris_late()
from evenkeel_grading.scale.writing import Writer
hold, write = Path(sys.argv.pop(1)), Writer.write
def write_and_wait(self, batch):
    failed = write(self, batch)
    while hold.exists():
        time.sleep(0.05)
    return failed
Writer.write = write_and_wait
from evenkeel_grading.__main__ import main
sys.exit(main())
"""
AS_EVER = ("-m", "evenkeel_grading")


def hand_in_many(klass: Klass) -> None:
    for number in range(MANY):
        klass.hand_in(f"learner{number:03}", fields=answers(NAMES[number % len(NAMES)]))


def start(klass: Klass, *options: str, program: Sequence[str] = AS_EVER, **more: str) -> subprocess.Popen[str]:
    command = [sys.executable, *program, "autograde", APPLIED, *options]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=klass.environment(**more), stderr=pipe, stdout=pipe, text=True)


def start_and_hold(klass: Klass, *options: str, **more: str) -> subprocess.Popen[str]:
    """Returns when some is marked and written and more is to come."""
    hold(klass).touch()
    process = start(klass, *options, program=("-c", HELD, str(hold(klass))), **more)
    until(lambda: marked(klass) > 0, process)
    return process


def hold(klass: Klass) -> Path:
    """The file that holds the command. Without it, the command goes on."""
    return klass.work / "hold"


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
    """The copies of the process that is ready to mark."""
    own = psutil.Process(process.pid).children()
    return [one for ready in own if "forkserver import main" in " ".join(ready.cmdline()) for one in ready.children()]


@pytest.fixture
def many(klass: Klass) -> tuple[Klass, Klass]:
    """A class to be marked in an eventful way, and the same class marked without events."""
    hand_in_many(klass)
    other = twin(klass, "other")
    assert mark_at_scale(other).all_marked
    return klass, other


def test_a_killed_worker_loses_nothing_and_marks_nothing_twice(many: tuple[Klass, Klass]) -> None:
    klass, other = many
    process = start_and_hold(klass, "--workers", "2")
    workers_of(process)[0].kill()
    hold(klass).unlink()
    assert f"{MANY} of {MANY} marked (100%)" in finish(process)
    require_same(klass, other)


@pytest.mark.parametrize("options", [(), ("--workers", "1")])
def test_after_its_own_death_the_command_goes_on_and_leaves_no_process_behind(
    many: tuple[Klass, Klass], options: tuple[str, ...]
) -> None:
    klass, other = many
    process = start_and_hold(klass, *options)
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


def heard(port: int, context: ssl.SSLContext) -> bytes:
    """The first byte that a server says to whoever it takes: Dask's servers speak first."""
    try:
        with (
            socket.create_connection(("127.0.0.1", port), timeout=120) as plain,
            context.wrap_socket(plain) as secure,
        ):
            return secure.recv(1)
    except (ssl.SSLError, ConnectionError):
        return b""


def status(port: int) -> str:
    """What a server answers over HTTP, 000 when it is nothing of the kind."""
    whole = f"http://127.0.0.1:{port}/json/identity.json"
    command = ["curl", "-s", "-m", "120", "-o", "/dev/null", "-w", "%{http_code}", whole]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def stranger(folder: Path | None = None) -> ssl.SSLContext:
    """Somebody who takes any server, without a certificate or with one that they made."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if folder:
        certificates(folder)
        context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def test_nobody_else_on_the_machine_reaches_the_workers(many: tuple[Klass, Klass], tmp_path: Path) -> None:
    klass, _ = many
    process = start_and_hold(klass, "--workers", "1")
    whole = [psutil.Process(process.pid), *workers_of(process)]
    places = [here.laddr for one in whole for here in one.net_connections() if here.status == "LISTEN"]
    assert {place.ip for place in places} == {"127.0.0.1"}
    # Some answer over HTTP, and have no page. The scheduler, the worker and what watches it are Dask's own.
    own = [place.port for place in places if status(place.port) != "404"]
    assert len(own) >= 3
    for port in own:
        assert status(port) == "000"
        assert heard(port, stranger()) == heard(port, stranger(tmp_path)) == b""
    assert process.poll() is None
    process.kill()
    process.communicate()


def certificates(folder: Path) -> dict[str, Path]:
    """Files of a certificate for servers and clients alike, by what Dask's options call them."""
    from distributed import Security

    made = Security.temporary()
    texts = {"ca": made.tls_ca_file, "cert": made.tls_client_cert, "key": made.tls_client_key}
    files = {name: folder / f"{name}.pem" for name in texts}
    for name, file in files.items():
        file.write_text(str(texts[name]), encoding="utf-8")
    return files


@contextmanager
def by_hand(folder: Path) -> Iterator[tuple[str, dict[str, str], list[subprocess.Popen[bytes]]]]:
    """``dask scheduler`` and two ``dask worker``, with certificates; they get no environment of the course."""
    files = certificates(folder)
    tls = [f"--tls-{'ca-file' if name == 'ca' else name}={file}" for name, file in files.items()]
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
        client = "DASK_DISTRIBUTED__COMM__TLS__"
        env = {
            f"{client}CA_FILE": str(files["ca"]),
            f"{client}CLIENT__CERT": str(files["cert"]),
            f"{client}CLIENT__KEY": str(files["key"]),
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
        process = start_and_hold(klass, "--scheduler", address, **env)
        # The nanny starts another in its place.
        for worker in psutil.Process(started[1].pid).children(recursive=True):
            worker.kill()
        hold(klass).unlink()
        finish(process)
        require_same(klass, other)
        said = finish(start(klass, "--scheduler", address), status=1)
        assert "No Dask scheduler answers at" in said
    assert "Traceback" not in said


def test_a_scheduler_that_goes_away_is_told_and_nothing_is_lost(many: tuple[Klass, Klass], tmp_path: Path) -> None:
    klass, other = many
    with by_hand(tmp_path) as (address, env, started):
        process = start_and_hold(klass, "--scheduler", address, **env)
        started[0].kill()
        hold(klass).unlink()
        assert "The connection to the scheduler was lost. What was marked so far is kept" in finish(process, status=1)
    assert "are marked already." in finish(start(klass))
    require_same(klass, other)
