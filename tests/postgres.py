"""A PostgreSQL server for tests: Debian's, on a socket, with data of its own. Needs root and ``postgresql`` 15."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

POSTGRES = Path("/usr/lib/postgresql/15/bin")
needs_postgres = pytest.mark.skipif(not POSTGRES.is_dir(), reason="needs Debian's PostgreSQL 15")


class Postgres:
    """PostgreSQL of Debian's package, on a socket in a folder of its own, with its data forced to the disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.account = pwd.getpwnam("postgres")
        folder.mkdir()
        os.chown(folder, self.account.pw_uid, self.account.pw_gid)
        self._run("initdb", "-D", str(folder / "data"), "-A", "trust", "-E", "UTF8", "--locale=C")

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@/postgres?host={self.folder}"

    def dump(self) -> bytes:
        """Everything in it, as an administrator takes it with ``pg_dump``."""
        return self._client("pg_dump", "--clean", "--if-exists", f"--dbname={self._address}")

    def load(self, dump: bytes) -> None:
        """Put a dump in place of what is there."""
        self._client("psql", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={self._address}", given=dump)

    @property
    def _address(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def _client(self, program: str, *words: str, given: bytes = b"") -> bytes:
        done = subprocess.run([POSTGRES / program, *words], input=given, capture_output=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}'"
        self._run(
            "pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", str(self.folder / "log"), "-o", options, "start"
        )

    def kill(self) -> None:
        """All its processes at once, as a power cut would: its children go on a moment when only the first goes."""
        first = psutil.Process(int((self.folder / "data" / "postmaster.pid").read_text().split()[0]))
        every = [first, *first.children(recursive=True)]
        for process in every:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(every, timeout=10)

    def _run(self, *words: str) -> None:
        done = subprocess.run(
            [str(POSTGRES / words[0]), *words[1:]],
            user=self.account.pw_uid,
            group=self.account.pw_gid,
            extra_groups=[],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if words[0] == "initdb" else subprocess.DEVNULL,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, (
            words,
            done.stderr,
            (self.folder / "log").exists() and (self.folder / "log").read_text(),
        )


@contextlib.contextmanager
def postgres() -> Iterator[Postgres]:
    """One that runs. It and its data go at the end."""
    top = Path(tempfile.mkdtemp(prefix="ekt-"))
    top.chmod(0o755)
    server = Postgres(top / "pg")
    server.start()
    try:
        yield server
    finally:
        server.kill()
        shutil.rmtree(top)
