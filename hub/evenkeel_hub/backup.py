"""A backup of a class while it runs: one file with every record, and a list of checksums at its end.

Databases first, through SQLite's own online backup, so that each is whole; then files, which are only ever replaced
whole. So what the gradebook of a backup knows of, the backup has. What another database holds is named, not copied:
its own tools do that. Files of learners are read without following a link.
"""

import contextlib
import hashlib
import io
import json
import os
import pwd
import secrets
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

from sqlalchemy.engine import make_url

from evenkeel import __version__
from evenkeel_grading.nbg.trays import trays
from evenkeel_hub import tree
from evenkeel_hub.hosted import AdminError, Hosted
from evenkeel_hub.roll import now, roll_url
from evenkeel_hub.spawning import FOLDER

MANIFEST = "manifest.json"
OWN_TOOLS = "back it up with its own tools"
SUFFIX = ".tar.gz"
_PASSES = 4
_CHUNK = 1 << 20
_LEARNERS_FILE = 64 << 20


@dataclass
class Made:
    """What went into a backup. ``left_out``: what did not, and why."""

    file: Path
    files: dict[str, dict[str, object]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """A folder and its name in the archive. ``skip``: names at its top that are not taken.

    ``file_bytes``: the largest file that is. What a learner can write to may hold files that only look large, and
    would fill the backup's disk with nothing.
    """

    name: str
    base: Path
    parts: tuple[str, ...] = ()
    owner: int | None = None
    skip: frozenset[str] = frozenset()
    file_bytes: int = 1 << 40


def back_up(hosted: Hosted, to: Path) -> Made:
    """Write the backup to a new file, or into a folder under a name with the time. Raises :class:`AdminError`."""
    file = _new_name(hosted, to)
    made = Made(file)
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}.partial")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=6) as archive:
                _fill(hosted, archive, made)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(beside, file)  # refuses to take another file's place
    except (OSError, sqlite3.Error) as error:
        raise AdminError(f"No backup was made: {error}.") from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()
    return made


def _new_name(hosted: Hosted, to: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    file = to / f"evenkeel-{hosted.places.course_id}-{stamp}{SUFFIX}" if to.is_dir() else to
    file = file.parent.resolve() / file.name
    if not file.name.endswith(SUFFIX):
        raise AdminError(f"Name the backup …{SUFFIX}, or give a folder.")
    if file.exists():
        raise AdminError(f"{file} is there already. Nothing was written.")
    if any(file.is_relative_to(place) for place in (hosted.course, hosted.places.exchange)):
        raise AdminError("A backup must not lie inside what it backs up.")
    return file


def _fill(hosted: Hosted, archive: tarfile.TarFile, made: Made) -> None:
    databases = _databases(hosted)
    for name, url in databases.items():
        _database(archive, made, name, url)
    own = frozenset(Path(make_url(url).database or "").name for url in databases.values())
    sources = list(_sources(hosted, own))
    for _ in range(_PASSES):  # a folder may be replaced at the moment it is looked at
        before = len(made.files)
        made.left_out = [line for line in made.left_out if line.startswith("database ")]
        for source in sources:
            _folder(archive, made, source)
        if len(made.files) == before:
            break
    _list(hosted, archive, made)


def _databases(hosted: Hosted) -> dict[str, str]:
    course = str(hosted.course)
    return {
        "gradebook.db": hosted.coursedir.db_url,
        "marking.db": hosted.marking.store_at(course),
        "notes.db": hosted.marking.private_at(course),
        "roll.db": roll_url(hosted.course),
    }


def _database(archive: tarfile.TarFile, made: Made, name: str, url: str) -> None:
    where = make_url(url)
    if where.get_backend_name() != "sqlite":
        shown = where.render_as_string(hide_password=True)
        made.left_out.append(f"database {name} at {shown}: {OWN_TOOLS}, such as pg_dump")
        return
    if not where.database or not Path(where.database).is_file():
        made.left_out.append(f"database {name}: there is none yet")
        return
    with tempfile.TemporaryDirectory(prefix="evenkeel-backup-") as folder:
        copy = Path(folder, name)
        with (
            contextlib.closing(sqlite3.connect(where.database, timeout=60)) as live,
            contextlib.closing(sqlite3.connect(copy)) as target,
        ):
            live.backup(target)
        with copy.open("rb") as stream:
            _add(archive, made, f"databases/{name}", stream, copy.stat())


def _sources(hosted: Hosted, databases: frozenset[str]) -> Iterator[Source]:
    locks = {f"{name}{end}" for name in databases for end in ("", "-journal", "-wal", "-shm")}
    yield Source("course", hosted.course, skip=frozenset(locks | {".marking.lock", ".private"}))
    exchange = hosted.exchange
    for name in ("outbound", "feedback"):
        yield Source(f"exchange/{name}", exchange, (name,))
    for tray in trays(hosted.places.inbound):
        below = ("inbound", tray.name)
        yield Source(f"exchange/inbound/{tray.name}", exchange, below, file_bytes=_LEARNERS_FILE)
    for person in hosted.roll.people():
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(person.id)
            home, user = Path(account.pw_dir), account.pw_uid
            yield Source(f"homes/{person.id}", home, (FOLDER,), owner=user, file_bytes=_LEARNERS_FILE)


def _folder(archive: tarfile.TarFile, made: Made, source: Source) -> None:
    limits = tree.Limits(source.owner, file_bytes=source.file_bytes, files=1 << 30)
    try:
        for file in tree.plain_files(source.base, source.parts, limits):
            name = str(PurePosixPath(source.name) / file.name)
            if file.name.parts[0] not in source.skip and name not in made.files:
                with os.fdopen(os.dup(file.descriptor), "rb") as stream:
                    _add(archive, made, name, stream, file.status)
    except OSError as error:
        limits.left_out.append(str(error))
    made.left_out += [f"{source.name}/{line}" for line in limits.left_out]


def _add(archive: tarfile.TarFile, made: Made, name: str, stream: IO[bytes], status: os.stat_result) -> None:
    """Copied aside first: the size stands before the content, and a log may grow meanwhile."""
    digest = hashlib.sha256()
    with tempfile.SpooledTemporaryFile(max_size=8 << 20) as aside:
        while data := stream.read(_CHUNK):
            digest.update(data)
            aside.write(data)
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = aside.tell(), int(status.st_mtime), status.st_mode & 0o777
        aside.seek(0)
        archive.addfile(member, aside)
    made.files[name] = {"sha256": digest.hexdigest(), "size": member.size}


def _list(hosted: Hosted, archive: tarfile.TarFile, made: Made) -> None:
    told = {
        "schema": 1,
        "made": now(),
        "evenkeel": __version__,
        "course": hosted.places.course_id,
        "left_out": made.left_out,
        "files": made.files,
    }
    data = json.dumps(told, indent=1).encode()
    member = tarfile.TarInfo(MANIFEST)
    member.size, member.mode = len(data), 0o600
    archive.addfile(member, io.BytesIO(data))
