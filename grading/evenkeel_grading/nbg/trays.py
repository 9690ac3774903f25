"""A tray a learner: the one folder of the exchange that this learner can write to, and nobody else can see into.

``exchange/<course>/inbound/<learner>/`` belongs to the learner's account, its group is that of the account that marks,
and its mode is 2770. Hand-ins go into it, and what the course has for this learner alone comes back through it:
released feedback in ``feedback/`` and ``dates.json``. The learner's account can do anything at all inside, so whatever
the course reads or writes there goes by open folders and follows no link.

Knows no nbgrader. The hub calls :func:`ensure_tray` before a learner's server starts, the class list when it is read.
"""

import os
import pwd
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from evenkeel_grading.nbg.places import Places

LEARNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}")
FEEDBACK = "feedback"
MOST_ENTRIES = 5000
"""No tray that holds more is looked through: nobody hands in so often."""
MODE = 0o2770

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class TrayError(Exception):
    """A tray cannot be made or used. ``str()`` says why, for whoever looks after the course."""


def ensure_tray(where: Places, learner: str, account: str | int | None = None) -> Path:
    """Make the learner's tray, or put its owner, group and mode right. Idempotent.

    ``account`` is the system account (name or user id) that the learner's server runs as; without it, the account of
    the learner's own name. Needs root for another account than one's own. Raises :class:`TrayError`: for a name that
    cannot be one, an account that does not exist, or a tray that belongs to somebody else (a name given away again:
    what lies in it is the earlier learner's).
    """
    return make_tray(where.inbound, learner, _user_id(learner if account is None else account))


def _user_id(account: str | int) -> int:
    if isinstance(account, int):
        return account
    try:
        return pwd.getpwnam(account).pw_uid
    except KeyError:
        raise TrayError(f"There is no account {account!r} on this machine.") from None


def make_tray(inbound: Path, learner: str, user: int) -> Path:
    """:func:`ensure_tray`, for the folder of trays at ``inbound`` and a user id."""
    if not LEARNER.fullmatch(learner):
        raise TrayError(f"{learner!r} cannot be the name of a tray: letters, digits and . _ @ + - only.")
    try:
        with _opened(inbound) as trays:
            group = os.fstat(trays).st_gid
            with suppress(FileExistsError):
                os.mkdir(learner, 0o700, dir_fd=trays)
            with _opened(learner, trays) as tray:
                _give(tray, learner, user, group)
    except OSError as error:
        raise TrayError(f"The tray {inbound / learner} cannot be made: {error.strerror}.") from error
    return inbound / learner


def _give(tray: int, learner: str, user: int, group: int) -> None:
    status = os.fstat(tray)
    # A tray that was made just now, or whose making was cut short, still belongs to whoever makes trays.
    if status.st_uid not in (user, os.geteuid()):
        raise TrayError(
            f"The tray of {learner} belongs to the user id {status.st_uid}, not to {user}. Should the name have been"
            " given to somebody else, move the old tray away first: what lies in it is not theirs."
        )
    if (status.st_uid, status.st_gid) != (user, group):
        os.fchown(tray, user, group)
    if status.st_mode & 0o7777 != MODE or status.st_uid != user:
        os.fchmod(tray, MODE)  # after the owner: a new owner takes the set-group bit away


def is_tray(entry: os.DirEntry[str]) -> bool:
    """Whether an entry of the folder of trays is one, by its name and since it is a folder and no link to one."""
    return entry.is_dir(follow_symlinks=False) and LEARNER.fullmatch(entry.name) is not None


def trays(inbound: Path) -> Iterator[Path]:
    """The trays in the folder of trays, by name; none where there is no such folder. What is no tray is passed over."""
    if inbound.is_dir():
        for entry in sorted(os.scandir(inbound), key=lambda entry: entry.name):
            if is_tray(entry):
                yield Path(entry.path)


def put(tray: Path, place: tuple[str, ...], data: bytes) -> None:
    """Write what the course has for one learner to ``tray/…place``, whole or not at all, over an earlier one.

    Folders on the way are made, and have to be the course's own: in a folder of the learner's, the file could be
    swapped. Raises :class:`TrayError`; nothing that lies in the tray can make it write anywhere else, or wait.
    """
    try:
        with _opened(tray) as folder:
            _put(folder, place, data)
    except OSError as error:
        named = "/".join(place)
        raise TrayError(f"{named} cannot be put into the tray of {tray.name}: {error.strerror}.") from error


def _put(folder: int, place: tuple[str, ...], data: bytes) -> None:
    if len(place) == 1:
        _replace(folder, place[0], data)
        return
    with suppress(FileExistsError):
        os.mkdir(place[0], 0o700, dir_fd=folder)
    with _opened(place[0], folder) as inner:
        if os.fstat(inner).st_uid != os.geteuid():
            raise TrayError(f"The tray holds a folder {place[0]} that the course did not make. It has to go first.")
        os.fchmod(inner, 0o755)  # the tray keeps others out; its learner is none of its group
        _put(inner, place[1:], data)


def _replace(folder: int, name: str, data: bytes) -> None:
    new = f".{secrets.token_hex(8)}.tmp"
    descriptor = os.open(new, _NEW_FILE, 0o600, dir_fd=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
        os.replace(new, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(OSError):
            os.unlink(new, dir_fd=folder)
        raise
    os.fsync(folder)


@contextmanager
def _opened(name: str | Path, folder: int | None = None) -> Iterator[int]:
    descriptor = os.open(name, _FOLDER, dir_fd=folder)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
