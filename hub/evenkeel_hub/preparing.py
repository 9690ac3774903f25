"""Make a class's folders on this machine, each for whom it is for, and the copy of the course that learners read."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from pathlib import Path

from evenkeel.learner_copy import learner_copy
from evenkeel.problems import EvenkeelError
from evenkeel_grading.nbg.places import open_exchange
from evenkeel_hub.accounts import MAKE_MARKER, as_account
from evenkeel_hub.config import Hosting


class PreparingError(EvenkeelError):
    """The class cannot be made ready; ``str()`` says what to do."""


def prepare(where: Hosting, releases: Sequence[str] = ()) -> None:
    """Make everything, as root, and hand out ``releases`` (ids of assignments). Safe to do again.

    Raises :class:`PreparingError`.
    """
    account = marker_account(where)
    make_folders(where, account)
    learner_copy(where.places.root, where.learner_root, built_book=True)
    if releases:
        release(where, account, releases)


def marker_account(where: Hosting) -> pwd.struct_passwd:
    """The account that marks. Raises :class:`PreparingError` when there is none."""
    if os.geteuid() != 0:
        raise PreparingError("This makes folders for other accounts, so it needs to run as root: try it with sudo.")
    try:
        return pwd.getpwnam(where.marker)
    except KeyError:
        raise PreparingError(
            f"There is no account {where.marker!r} to mark with. Make it: {MAKE_MARKER.format(where.marker)}"
        ) from None


def make_folders(where: Hosting, account: pwd.struct_passwd) -> None:
    """The class's folders. The top one is root's: nobody who marks can put another hub in the hub's place."""
    work = where.places.work
    work.mkdir(parents=True, exist_ok=True)
    work.chmod(0o755)
    where.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    for folder, mode in ((where.places.course, 0o700), (where.places.exchange, 0o755)):
        folder.mkdir(exist_ok=True)
        os.chown(folder, account.pw_uid, account.pw_gid)
        folder.chmod(mode)
    close_course(where.places.root, account)
    if not as_account(account, lambda: _exchange(where)):
        raise PreparingError(f"{account.pw_name} cannot make the folders of the exchange in {where.places.exchange}.")


def _exchange(where: Hosting) -> bool:
    open_exchange(where.places.exchange, where.course_id)
    return True


def close_course(root: Path, account: pwd.struct_passwd) -> None:
    """Shut what learners must not read: masters, keys, rubrics, and the history of the files, which holds both."""
    for name in ("source", "grading/rubrics", "grading/demo", "tests", ".git"):
        folder = root / name
        if folder.is_dir() and not folder.is_symlink():
            if folder.stat().st_uid != 0:
                raise PreparingError(f"{folder} does not belong to root, so whoever it belongs to could open it again."
                                     f" On a server the course is root's: chown -R root: {root}")  # fmt: skip
            os.chown(folder, 0, account.pw_gid)
            folder.chmod(0o750)


def release(where: Hosting, account: pwd.struct_passwd, names: Sequence[str]) -> None:
    """Make learners' versions of the assignments and put them into the exchange, as the account that marks."""
    done = subprocess.run(
        [where.python, "-m", "evenkeel.server.prepare", *names],
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
        cwd=where.places.course,
        env=marker_environment(where, account),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise PreparingError(f"These assignments could not be handed out: {', '.join(names)}.\n{done.stderr.strip()}")


def marker_environment(where: Hosting, account: pwd.struct_passwd) -> dict[str, str]:
    """What nbgrader needs to know when it runs as the account that marks."""
    return where.marker_environment | {"HOME": account.pw_dir, "USER": account.pw_name}
