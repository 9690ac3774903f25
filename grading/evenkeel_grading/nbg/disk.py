"""Whether the disk takes anything, asked before work begins: half a run leaves errors that nobody can read."""

import errno
import tempfile
from pathlib import Path

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_ROOM = 1 << 20


def disk_trouble(folder: Path) -> str | None:
    """Why nothing much can be written in ``folder``, as a sentence for whoever looks after the course."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(_ROOM))
            file.flush()
    except OSError as error:
        return trouble_of(error, folder)
    return None


def trouble_of(error: OSError, folder: Path) -> str:
    """What the system would not do, in words."""
    if error.errno in FULL:
        return f"There is no room left on the disk that holds {folder}."
    if error.errno == errno.EROFS:
        return f"The disk that holds {folder} can only be read, not written."
    return f"{folder} cannot be written to ({error.strerror})."


def of_the_disk(error: OSError) -> bool:
    """Whether the disk is at fault, and no file on it."""
    return error.errno in (*FULL, errno.EROFS, errno.EIO)
