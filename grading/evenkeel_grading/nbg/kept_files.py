"""What lies in the folder of a marked work: two small files that nbgrader reads again later, and whole notebooks."""

import datetime
import secrets
from dataclasses import dataclass
from pathlib import Path

from evenkeel.responses import ResponsesError, read_bytes
from evenkeel_grading.nbg.stamps import parse_stamp

# When it was handed in, and what makes the name of the feedback file hard to guess.
_STAMP, _SECRET = "timestamp.txt", "submission_secret.txt"
_MOST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Kept:
    """What they held; nothing of what nbgrader could not read.

    nbgrader reads them for all learners in one go and stops at the first it cannot read. Feedback goes into the
    learner's own tray, so the secret opens nothing here; nbgrader's commands still want one.
    """

    stamp: str
    secret: str

    @classmethod
    def of(cls, folder: Path) -> "Kept":
        """From a folder, following no link. Never raises."""
        stamp = _plain(folder / _STAMP)
        return cls(stamp if _moment(stamp) else "", _plain(folder / _SECRET))

    @property
    def handed_in(self) -> datetime.datetime | None:
        """The moment in UTC without a zone, None when it does not say."""
        return _moment(self.stamp)

    def write(self, folder: Path) -> None:
        """Put them into ``folder``, making it, with a fresh secret where the learner's own was of no use."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in ((_STAMP, self.stamp), (_SECRET, self.secret or secrets.token_hex(64))):
            (folder / name).unlink(missing_ok=True)
            (folder / name).write_text(text, encoding="utf-8", newline="")


def write_whole(file: Path, text: str) -> None:
    """Write a file that is there whole or not at all: a notebook that is there says that the work is marked."""
    write_part(file, text).replace(file)


def write_part(file: Path, text: str) -> Path:
    """Write it under the name that is returned, which is to be replaced by the file's own."""
    part = file.with_name(f".{file.name}.part")
    part.write_text(text, encoding="utf-8", newline="")
    return part


def is_whole(file: Path) -> bool:
    """Whether it is there. An empty one is what a file system can leave behind when the power fails."""
    return file.is_file() and file.stat().st_size > 0


def _moment(stamp: str) -> datetime.datetime | None:
    try:
        return parse_stamp(stamp.strip())
    except ValueError:
        return None


def _plain(file: Path) -> str:
    """The text of a small file in ASCII, as nbgrader writes it; nothing when it is anything else."""
    try:
        return read_bytes(file, max_bytes=_MOST_BYTES).decode("ascii")
    except (ResponsesError, UnicodeDecodeError):
        return ""
