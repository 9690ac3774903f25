"""Bringing a backup back: checked as a whole first, put in place at the end, nothing that was there thrown away."""

import contextlib
import hashlib
import json
import os
import pwd
import re
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from evenkeel.server.dates import FILE_NAME
from evenkeel_grading.nbg.places import open_exchange
from evenkeel_grading.nbg.trays import FEEDBACK, LEARNER, MODE, make_tray
from evenkeel_hub.accounts import as_account
from evenkeel_hub.backup import MANIFEST, OWN_TOOLS
from evenkeel_hub.erasing import RECEIPTS, erased_before
from evenkeel_hub.hosted import AdminError
from evenkeel_hub.spawning import FOLDER

_CHUNK = 1 << 20
_TOP = ("course", "exchange", "homes", "databases")
_COURSE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_PRIVATE = "notes.db"
_NAMED = ("course/*/*", "exchange/*/inbound/*", "homes/*")


@dataclass
class Restored:
    """What was brought back. ``aside``: where what was there before lies now. ``again``: erased before, and back."""

    into: Path
    files: int
    aside: Path | None = None
    again: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def check(file: Path) -> dict[str, Any]:
    """Read the whole backup and compare every checksum; returns its list. Raises :class:`AdminError`."""
    found: dict[str, dict[str, object]] = {}
    manifest: dict[str, Any] = {}
    try:
        with tarfile.open(file, "r:gz") as archive:
            for member in archive:
                _require_plain(member, found)
                stream = archive.extractfile(member)
                assert stream is not None
                if member.name == MANIFEST:
                    manifest = json.loads(stream.read(1 << 30))
                else:
                    found[member.name] = {"sha256": _sha256(stream), "size": member.size}
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:
        raise AdminError(f"{file} cannot be read to its end ({error}). It is cut short or damaged.") from error
    _compare(file, manifest, found)
    return manifest


def _require_plain(member: tarfile.TarInfo, found: dict[str, dict[str, object]]) -> None:
    path = PurePosixPath(member.name)
    odd = path.is_absolute() or ".." in path.parts or str(path) != member.name or "\0" in member.name
    if not member.isreg() or odd or (path.parts[0] not in _TOP and member.name != MANIFEST) or member.name in found:
        raise AdminError(f"This is no backup of ours: it holds {member.name!r}. Nothing was restored.")


def _sha256(stream: Any) -> str:
    digest = hashlib.sha256()
    while data := stream.read(_CHUNK):
        digest.update(data)
    return digest.hexdigest()


def _compare(file: Path, manifest: dict[str, Any], found: dict[str, dict[str, object]]) -> None:
    if manifest.get("schema") != 1 or not _COURSE.fullmatch(str(manifest.get("course"))):
        raise AdminError(f"{file} has no list of checksums at its end: it is cut short, or no backup of ours.")
    listed = manifest["files"]
    wrong = sorted(name for name in {*listed, *found} if listed.get(name) != found.get(name))
    if wrong:
        raise AdminError(f"{file} is damaged: {len(wrong)} files are not as they were, first {wrong[0]!r}.")


def restore(
    file: Path, into: Path, *, replace: bool = False, homes: bool = False, marker: str | None = None
) -> Restored:
    """Put a backup into the working folder ``into``: ``course`` and ``exchange``, and homes' answers under ``homes``.

    ``replace``: what lies there is moved aside. ``homes``: put answers into the accounts' homes too. ``marker``: as
    root, whom the class is given to (default: whoever owned it). Raises :class:`AdminError`; until everything has
    been unpacked, nothing that was there is touched.
    """
    manifest = check(file)
    there = [name for name in ("course", "exchange") if (into / name).exists() and any((into / name).iterdir())]
    if there and not replace:
        raise AdminError(f"{into} holds {' and '.join(there)} already. With --replace they are moved aside first.")
    into.mkdir(parents=True, exist_ok=True)
    owner = _owner(into / "course", marker)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=into) as folder:
        fresh = Path(folder)
        _unpack(file, fresh)
        _arrange(fresh, str(manifest["course"]), owner)
        made = Restored(
            into, len(manifest["files"]), notes=[f"Not in the backup: {one}" for one in manifest["left_out"]]
        )
        made.aside = _swap(fresh, into)
    if any(OWN_TOOLS in note for note in made.notes):
        made.notes.append("Bring these databases back with their own tools too, as they were just before the backup.")
    _keep_receipts(made.aside, into / "course")
    made.again = erased_before(into / "course", _learners(into))
    if homes:
        made.notes += list(_homes(into / "homes", replace))
    return made


def _owner(course: Path, marker: str | None) -> pwd.struct_passwd | None:
    """As root: the account that is to own the class; else None, and everything is one's own."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(marker) if marker else pwd.getpwuid(course.stat().st_uid if course.exists() else 0)
    except KeyError:
        raise AdminError(f"There is no account {marker or 'that owned the class'}. Name one with --marker.") from None


def _unpack(file: Path, fresh: Path) -> None:
    """By hand, since Pythons before 3.11.4 have no filter for what an archive may do."""
    seen: dict[str, dict[str, object]] = {}
    with tarfile.open(file, "r:gz") as archive:
        for member in archive:
            _require_plain(member, seen)
            seen[member.name] = {}
            if member.name != MANIFEST:
                _write(archive, member, fresh / member.name)


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    stream = archive.extractfile(member)
    assert stream is not None
    with place.open("xb") as file:
        shutil.copyfileobj(stream, file, _CHUNK)
    place.chmod(member.mode & 0o755 | 0o600)
    os.utime(place, (member.mtime, member.mtime))


def _arrange(fresh: Path, course_id: str, owner: pwd.struct_passwd | None) -> None:
    """From the archive's folders to a class's, each for whom it is for."""
    course, databases = fresh / "course", fresh / "databases"
    course.mkdir(mode=0o700, exist_ok=True)
    for database in sorted(databases.iterdir()) if databases.is_dir() else ():
        place = course / ".private" / database.name if database.name == _PRIVATE else course / database.name
        place.parent.mkdir(mode=0o700, exist_ok=True)
        database.replace(place)
        place.chmod(0o600)
    shutil.rmtree(databases, ignore_errors=True)
    course.chmod(0o700)
    exchange = fresh / "exchange"
    exchange.mkdir(mode=0o755, exist_ok=True)
    inner = fresh / "course-of-exchange"
    exchange.rename(inner)
    exchange.mkdir(mode=0o755)
    inner.rename(exchange / course_id)
    for folder in (course, exchange):
        _give(folder, owner)
    if (fresh / "homes").is_dir():
        (fresh / "homes").chmod(0o700)
    _open(exchange, course_id, owner)


def _open(exchange: Path, course_id: str, owner: pwd.struct_passwd | None) -> None:
    open_exchange(exchange, course_id)
    for folder in (exchange, exchange / course_id, *(exchange / course_id).iterdir()):
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        folder.chmod(0o711 if folder.name in ("inbound", "feedback") else 0o755)
    for place in (exchange / course_id / "outbound", exchange / course_id / "feedback"):
        for path in place.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
    for tray in sorted((exchange / course_id / "inbound").iterdir()):
        tray.chmod(MODE)
        with contextlib.suppress(KeyError):
            _tray(tray, pwd.getpwnam(tray.name) if owner else None)


def _tray(tray: Path, account: pwd.struct_passwd | None) -> None:
    """What the learner made is theirs again; what the course put there stays the course's."""
    if account is None or not LEARNER.fullmatch(tray.name):
        return
    group = tray.stat().st_gid
    for path in [tray, *tray.rglob("*")]:
        own = path == tray or path.relative_to(tray).parts[0] not in (FEEDBACK, FILE_NAME)
        if own:
            os.chown(path, account.pw_uid, group, follow_symlinks=False)
            path.chmod(0o2770 if path.is_dir() else 0o660)
        else:
            path.chmod(0o755 if path.is_dir() else 0o644)
    make_tray(tray.parent, tray.name, account.pw_uid)


def _give(folder: Path, owner: pwd.struct_passwd | None) -> None:
    for path in [folder, *folder.rglob("*")] if owner else []:
        assert owner is not None
        os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)


def _swap(fresh: Path, into: Path) -> Path | None:
    aside = into / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    for name in ("course", "exchange", "homes"):
        if (into / name).exists():
            aside.mkdir(mode=0o700, exist_ok=True)
            (into / name).rename(aside / name)
        if (fresh / name).exists():
            (fresh / name).rename(into / name)
    return aside if aside.exists() else None


def _keep_receipts(aside: Path | None, course: Path) -> None:
    """Bring the receipts of erasing along: by them it is seen who is back that should not be."""
    kept = aside / "course" / RECEIPTS if aside else None
    if kept is not None and kept.is_dir():
        status = course.stat()
        shutil.copytree(kept, course / RECEIPTS, dirs_exist_ok=True)
        for path in [course / RECEIPTS, *(course / RECEIPTS).iterdir()]:
            os.chown(path, status.st_uid, status.st_gid)


def _learners(into: Path) -> list[str]:
    """Who is back, by the databases and by the names of folders, for records that another database holds."""
    course = into / "course"
    found = {one.name for pattern in _NAMED for one in into.glob(pattern)}
    for name, query in (("gradebook.db", "select id from student"), ("roll.db", "select id from person")):
        if (course / name).is_file():
            with contextlib.closing(sqlite3.connect(course / name)) as database, contextlib.suppress(sqlite3.Error):
                found |= {str(row[0]) for row in database.execute(query)}
    return sorted(found)


def _homes(homes: Path, replace: bool) -> Iterator[str]:
    for home in sorted(homes.iterdir()) if homes.is_dir() else ():
        try:
            account = pwd.getpwnam(home.name)
        except KeyError:
            yield f"No account {home.name}: their answers stay in {home}."
            continue
        for path in [home, *home.rglob("*")]:
            os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
        home.chmod(0o700)
        homes.chmod(0o711)  # so that each can go through to their own
        if not as_account(account, partial(_put_back, home, Path(account.pw_dir, FOLDER), replace)):
            yield f"The answers of {home.name} could not be put into their home; they stay in {home}."


def _put_back(home: Path, target: Path, replace: bool) -> bool:
    """As the learner: in their home, links of theirs lead to nothing that they could not change themselves."""
    if os.path.lexists(target):
        if not replace:
            return False
        target.rename(target.with_name(f"{FOLDER}.before-restore-{os.getpid()}"))
    shutil.copytree(home, target, symlinks=True)
    target.chmod(0o700)
    return True
