"""Packages: zip files that are opened with suspicion.

Refused as a whole: a name that leads out of the package, a link, a password, too many files, too much in all, and
what grows too much when it is unpacked. Nothing is ever unpacked to the disk under a name from the package.
"""

import io
import posixpath
import stat
import zipfile
import zlib

from evenkeel.importing.neutral import ImportRefusedError

MAX_FILES = 5000
MAX_TOTAL = 600 * 1024 * 1024
MAX_ONE = 32 * 1024 * 1024
"""Of what is read: text and pictures. A film may be larger and stays where it is."""
MAX_RATIO = 250
_SMALL = 1024 * 1024


class Package:
    """A package that passed inspection. Reading it never yields more than its limits."""

    def __init__(self, raw: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
            self._infos = {info.filename: info for info in self._zip.infolist() if not info.is_dir()}
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, OverflowError) as error:
            raise ImportRefusedError(f"is a zip package that cannot be read: {error}") from error
        _inspect(self._zip.infolist())
        self._left = MAX_TOTAL

    @property
    def names(self) -> list[str]:
        """The files of the package, in its order."""
        return list(self._infos)

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return name in self._infos

    def read(self, name: str) -> bytes | None:
        """A file's bytes, or ``None`` where there is none.

        Raises:
            ImportRefusedError: it is damaged, or larger than it may be.
        """
        info = self._infos.get(name)
        if info is None:
            return None
        if info.file_size > MAX_ONE:
            raise ImportRefusedError(f"holds {name[:120]!r}, which is larger than {MAX_ONE >> 20} MiB")
        try:
            with self._zip.open(info) as opened:
                raw = opened.read(MAX_ONE + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            ValueError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise ImportRefusedError(f"holds {name[:120]!r}, which cannot be unpacked: {error}") from error
        self._left -= len(raw)
        if len(raw) > MAX_ONE or self._left < 0:
            raise ImportRefusedError("grows beyond all measure when it is unpacked")
        return raw

    def beside(self, name: str, reference: str) -> str | None:
        """The file that a reference in another file means, when the package has it."""
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(name), reference))
        return wanted if wanted in self._infos else None


def _inspect(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_FILES:
        raise ImportRefusedError(f"holds {len(infos)} files; at most {MAX_FILES} are read")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise ImportRefusedError(f"unpacks to more than {MAX_TOTAL >> 20} MiB")
    seen: set[str] = set()
    for info in infos:
        _inspect_one(info)
        if info.filename in seen:
            raise ImportRefusedError(f"holds {info.filename[:120]!r} twice")
        seen.add(info.filename)


def _inspect_one(info: zipfile.ZipInfo) -> None:
    name = info.filename
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or name.startswith(("/", "\\")) or name[1:2] == ":" or "\x00" in name:
        raise ImportRefusedError(f"holds a file whose name leads out of the package: {name[:120]!r}")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise ImportRefusedError(f"holds a link: {name[:120]!r}")
    if info.flag_bits & 1:
        raise ImportRefusedError("is locked with a password")
    if info.file_size > _SMALL and info.file_size > MAX_RATIO * max(1, info.compress_size):
        raise ImportRefusedError(f"holds {name[:120]!r}, which grows more than {MAX_RATIO} times when it is unpacked")
