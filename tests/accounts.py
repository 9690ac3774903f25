"""System accounts for tests, and doing things as one of them. Needs root; all are called ``ekt-…`` and are removed."""

import contextlib
import os
import pickle
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pytest

P = ParamSpec("P")
T = TypeVar("T")
_TRIES = 20

needs_root = pytest.mark.skipif(os.geteuid() != 0 and "CI" not in os.environ, reason="only root can make accounts")
"""For tests that act as several accounts. On CI they fail without root: there they must not be skipped unseen."""


class AsUserError(Exception):
    """What was done as another account raised. ``kind`` is the class's name."""

    def __init__(self, kind: str, said: str) -> None:
        super().__init__(f"{kind}: {said}")
        self.kind = kind


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that every account can go through; pytest's own lie in one that only root can."""
    folder = Path(tempfile.mkdtemp(prefix="ekt-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def accounts(folder: Path, names: Sequence[str]) -> Iterator[dict[str, pwd.struct_passwd]]:
    """Accounts, each with a group and a home (below ``folder``) of its own. By the short names."""
    tag = f"ekt-{secrets.token_hex(2)}"
    homes = folder / "homes"
    homes.mkdir(exist_ok=True)
    made: list[str] = []
    try:
        for name in names:
            account = f"{tag}-{name}"
            _tool("useradd", "--user-group", "--no-create-home", "--home-dir", str(homes / name), account)
            made.append(account)
            (homes / name).mkdir(mode=0o700)
            found = pwd.getpwnam(account)
            os.chown(homes / name, found.pw_uid, found.pw_gid)
        yield {name: pwd.getpwnam(f"{tag}-{name}") for name in names}
    finally:
        for account in made:
            _end_processes(pwd.getpwnam(account).pw_uid)
            _tool("userdel", account)


def _tool(*words: str) -> None:
    """Run a tool that changes the machine's accounts; another test may be changing them just now."""
    for left in reversed(range(_TRIES)):
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode == 0 or "lock" not in done.stderr or not left:
            break
        time.sleep(0.5)
    assert done.returncode == 0, f"{words}: {done.stderr}"


def _end_processes(user: int) -> None:
    """Those of an account that this test made, and no other."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if process.stat().st_uid == user:
                os.kill(int(process.name), signal.SIGKILL)


def become(account: pwd.struct_passwd) -> None:
    """From now on this process is the account's, for good."""
    os.initgroups(account.pw_name, account.pw_gid)
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    os.umask(0o022)
    os.environ |= {"HOME": account.pw_dir, "USER": account.pw_name}
    os.chdir(account.pw_dir)


def as_user(account: pwd.struct_passwd, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do it in a child that is this account; returns what it returns. Raises :class:`AsUserError` for what it raises.

    The child has what this process has loaded: the system's Python may lie where the account cannot read.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(account, writing, lambda: act(*args, **kwargs))
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    good, value = pickle.loads(data) if data else (False, ("Died", "the child said nothing"))
    if not good:
        raise AsUserError(*value)
    result: T = value
    return result


def _child(account: pwd.struct_passwd, writing: int, act: Callable[[], Any]) -> None:
    try:
        become(account)
        said = pickle.dumps((True, act()))
    except BaseException as error:
        said = pickle.dumps((False, (type(error).__name__, str(error))))
    try:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(said)
    finally:
        os._exit(0)
