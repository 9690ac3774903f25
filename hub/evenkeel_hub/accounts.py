"""System accounts of learners, on a machine where each learner's server runs as an account of its own."""

import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

_NAME = re.compile(r"[a-z_][a-z0-9_-]{0,31}")  # what Debian's useradd takes

FIRST_PERSON = 1000
"""Accounts below are the system's own (``UID_MIN`` of Debian, Ubuntu, Fedora and their kin)."""
MAKE_MARKER = "useradd --system --create-home --shell /usr/sbin/nologin {}"
"""What makes an account to mark with: nobody signs in as it."""


class AccountError(Exception):
    """An account cannot be made, used or removed. ``str()`` says why, for the administrator."""


def as_account(account: pwd.struct_passwd, act: Callable[[], bool]) -> bool:
    """Do it in a process of its own that is this account, for good; whether it was done. As root.

    In a folder that belongs to somebody else, root must not follow what lies there; the account itself may.
    """
    child = os.fork()
    if child == 0:
        done = False
        try:
            os.initgroups(account.pw_name, account.pw_gid)
            os.setgid(account.pw_gid)
            os.setuid(account.pw_uid)
            done = act()
        finally:  # whatever is raised, this process must not go on as its parent's double
            os._exit(0 if done else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


class Accounts:
    """The machine's accounts, through its own tools (``useradd``, ``usermod``, ``userdel``)."""

    def has(self, name: str) -> bool:
        """Whether there is such an account."""
        try:
            pwd.getpwnam(name)
        except KeyError:
            return False
        return True

    def home(self, name: str) -> Path | None:
        """The account's home, None without an account."""
        try:
            return Path(pwd.getpwnam(name).pw_dir)
        except KeyError:
            return None

    def make(self, name: str) -> bool:
        """Make a locked account without a password, with a home that only it can open. False when it is there."""
        if self.has(name):
            return False
        if not _NAME.fullmatch(name):
            raise AccountError(
                f"No account for {name}: this machine takes names of small letters, figures, _ and -, beginning with"
                " a letter, 32 at most."
            )
        self._run("useradd", "--create-home", "--shell", "/usr/sbin/nologin", "--user-group", name)
        pwd_home = self.home(name)
        if pwd_home is not None:
            pwd_home.chmod(0o700)
        return True

    def end(self, name: str) -> None:
        """End what the account may start: it expires, and its processes stop. Its files stay."""
        if self.has(name):
            self._run("usermod", "--expiredate", "1", name)

    def begin_again(self, name: str) -> None:
        """Take back :meth:`end`."""
        if self.has(name):
            self._run("usermod", "--expiredate", "", name)

    def remove(self, name: str) -> None:
        """Remove the account and its home."""
        if self.has(name):
            self._run("userdel", "--remove", name)

    def _run(self, *words: str) -> None:
        if os.geteuid() != 0:
            raise AccountError(f"Only root can run {words[0]} for {words[-1]}.")
        tool = shutil.which(words[0], path="/usr/sbin:/sbin:/usr/bin:/bin")
        if tool is None:
            raise AccountError(f"This machine has no {words[0]}.")
        # "--" is not taken by all of them; the name was checked, or is an account's.
        done = subprocess.run([tool, *words[1:]], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AccountError(f"{words[0]} {words[-1]}: {done.stderr.strip() or done.returncode}")
