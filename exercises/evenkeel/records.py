"""The learner's own files: ``progress.json`` (practice) and ``responses.json`` (one assignment's answers).

Nothing here knows a server or a kernel; both save through this module, perhaps at the same moment. How the
files stay whole is in :mod:`evenkeel.safefile`. Every failure is a ``RecordError`` whose message is for the learner.
"""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NoReturn

from evenkeel.fitting import fit
from evenkeel.merging import Bring, Record, Saved, State
from evenkeel.models.worksheet import Worksheet
from evenkeel.responses import FILE_NAME, MAX_BYTES, Responses, ResponsesError, parse_responses, read_bytes
from evenkeel.safefile import (
    RecordError,
    damaged_files,
    dump,
    kept_notice,
    locked,
    now,
    remove,
    save_time,
    set_aside,
    write_file,
)
from evenkeel.words import _

Kind = Literal["quiz", "scenario", "worksheet", "review"]

PROGRESS_NAME = "progress.json"
MAX_PROGRESS_BYTES = 16 * MAX_BYTES
"""Practice for a whole course in one file; one record in it is as small as one assignment's answers."""

# These say that the file is there and ours to read, but holds no answers: it is set aside.
_DAMAGED = ("damaged", "not-utf-8", "wrong-shape", "too-large", "link", "not-a-file")


def _bytes_of(path: Path, limit: int) -> bytes | None:
    try:
        return read_bytes(path, max_bytes=limit)
    except ResponsesError as error:
        if error.code == "missing":
            return None
        raise


class Progress:
    """Practice records in ``progress.json``: the learner's own, never handed in."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / PROGRESS_NAME

    def get(self, kind: Kind, name: str) -> Record:
        """One record."""
        entry, notice = self._entry(kind, name)
        if entry is None and not notice:
            notice = kept_notice(kept[-1]) if (kept := damaged_files(self.path.parent)) else ""
        state = entry["state"] if entry else {}
        return Record(state, entry["saved_at"] if entry else None, notice)

    def _entry(self, kind: Kind, name: str) -> tuple[State | None, str]:
        # Reading needs no lock (a file is replaced whole), but setting a damaged one aside does.
        try:
            records, notice = _parse_progress(_bytes_of(self.path, MAX_PROGRESS_BYTES)), ""
        except (ResponsesError, ValueError):
            with locked(self.path.parent):
                records, notice = self._load()
        return records.get(kind, {}).get(name), notice

    def put(self, kind: Kind, name: str, state: State, bring: Bring | None = None) -> Saved:
        """Save one record, or what ``bring`` makes of it; the others stay as they are."""
        entry: State = {}

        def change(records: State) -> None:
            earlier = records.setdefault(kind, {}).get(name, {"saved_at": None, "state": {}})
            written = bring(Record(earlier["state"], earlier["saved_at"])) if bring else state
            dump(written, MAX_BYTES)
            entry.update(saved_at=save_time(earlier["saved_at"]), state=written)
            records[kind][name] = entry

        notice = self._change(change)
        return Saved(entry["saved_at"], notice, entry["state"])

    def erase(self, kind: Kind, name: str) -> None:
        """Remove one record."""
        self._change(lambda records: records.get(kind, {}).pop(name, None))

    def erase_all(self) -> None:
        """Remove every practice record, damaged files included: the learner asked for it."""
        with locked(self.path.parent):
            for path in [self.path, *self.path.parent.glob("progress.damaged-*.json")]:
                remove(path)

    def everything(self) -> State:
        """All records, as ``{kind: {id: {"saved_at", "state"}}}``."""
        with locked(self.path.parent):
            return self._load()[0]

    def _change(self, change: Callable[[State], object]) -> str:
        with locked(self.path.parent):
            records, notice = self._load()
            change(records)
            write_file(self.path, dump({"schema": 1, "records": records}, MAX_PROGRESS_BYTES))
        return notice

    def _load(self) -> tuple[State, str]:
        try:
            return _parse_progress(_bytes_of(self.path, MAX_PROGRESS_BYTES)), ""
        except _NewerError as error:
            raise RecordError("unreadable", str(error)) from None
        except ResponsesError as error:
            if error.code not in _DAMAGED:
                raise RecordError("unreadable", error.message) from None
        except ValueError:
            pass
        return {}, set_aside(self.path)


class _NewerError(ValueError):
    """Good answers in a format of the future: not ours to move or write over."""


def _parse_progress(data: bytes | None) -> State:
    """Raises ``ValueError`` on anything but a progress file of version 1 (UnicodeDecodeError is one)."""
    if data is None:
        return {}
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("nested too deep") from None
    if isinstance(value, dict) and isinstance(value.get("schema"), int) and value["schema"] > 1:
        raise _NewerError(
            _("Your answers were saved by a newer Evenkeel. Ask whoever looks after the course to update.")
        )
    if not isinstance(value, dict) or value.get("schema") != 1 or not isinstance(value.get("records"), dict):
        raise ValueError("not a progress file")
    for entries in value["records"].values():
        if not isinstance(entries, dict) or not all(_is_entry(entry) for entry in entries.values()):
            raise ValueError("not a progress file")
    records: State = value["records"]
    return records


def _refuse_constant(name: str) -> NoReturn:
    # Read, it would be in the way of every later save: our files are JSON, which has no NaN.
    raise ValueError(f"{name} is not JSON")


def _is_entry(entry: object) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("state"), dict) and "saved_at" in entry


class Answers:
    """One assignment's ``responses.json`` in ``folder``, beside the assignment's notebook."""

    def __init__(self, folder: Path, name: str, worksheet: Worksheet, progress: Progress | None = None) -> None:
        self.path = folder / FILE_NAME
        self.name = name
        self.worksheet = worksheet
        self.progress = progress

    def get(self) -> Record:
        """The answers as a worksheet's state: ``{"schema": 1, "fields": …}``."""
        try:
            found, notice = self._parsed(), ""
        except ResponsesError:
            with locked(self.path.parent):
                found, notice = self._load()
        if found is None:
            kept = damaged_files(self.path.parent)
            return Record({}, None, notice or (kept_notice(kept[-1]) if kept else ""))
        return self._record(found, notice)

    def _record(self, found: Responses | None, notice: str = "") -> Record:
        if found is None:
            return Record({}, None, notice)
        return Record({"schema": 1, "fields": _fields(found), **self._kept()}, found.saved_at, notice)

    def put(self, state: State, bring: Bring | None = None) -> Saved:
        """Save the answers. Answers that do not fit the worksheet are refused and the earlier file stays."""
        self._keep(state)
        with locked(self.path.parent):
            earlier, notice = self._load()
            if bring is not None and (brought := bring(self._record(earlier))) != state:
                self._keep(state := brought)
            at = save_time(earlier.saved_at if earlier else None)
            content = {"schema": 1, "assignment": self.name, "saved_at": at, "fields": state.get("fields", {})}
            if earlier is not None and earlier.learner is not None:
                content["learner"] = earlier.learner
            data = dump(content, MAX_BYTES)
            self._require_fit(data)
            write_file(self.path, data)
        return Saved(at, notice, state)

    def _keep(self, state: State) -> None:
        """Answers to fields that the worksheet no longer has (``kept``) are the learner's, and not handed in."""
        if unknown := sorted(set(state) - {"schema", "fields", "kept"}):
            words = _("This was not saved: a worksheet's answers have no {entry}.")
            raise RecordError("refused", words.format(entry=repr(unknown[0])))
        before = self._kept().get("kept", [])
        if new := [entry for entry in state.get("kept", []) if entry not in before]:
            if self.progress is None:
                words = _("This was not saved: there is no place for answers to earlier questions.")
                raise RecordError("refused", words)
            self.progress.put("worksheet", self.name, {"kept": [*before, *new]})

    def _kept(self) -> State:
        return self.progress.get("worksheet", self.name).state if self.progress else {}

    def bind(self, learner: str) -> bytes:
        """Write the learner's id into the saved answers and return the file's bytes, ready to hand in."""
        with locked(self.path.parent):
            found, notice = self._load()
            if found is None:
                raise RecordError("refused", notice or _("Nothing is saved for this assignment yet."))
            content = {
                "schema": 1,
                "assignment": self.name,
                "learner": learner,
                "saved_at": found.saved_at or now(),
                "fields": self._present_fields(found),
            }
            data = dump(content, MAX_BYTES)
            self._require_fit(data)
            write_file(self.path, data)
        return data

    def _present_fields(self, found: Responses) -> State:
        """The answers without those to fields that the worksheet no longer has, which are put aside."""
        known, fields = {field.id for field in self.worksheet.fields}, _fields(found)
        gone = {name: answer for name, answer in fields.items() if name not in known}
        if gone:
            self._keep({"kept": [{"schema": 1, "fields": gone}]})
        return {name: answer for name, answer in fields.items() if name in known}

    def erase(self) -> None:
        """Remove the answers kept here, damaged files included. What was handed in stays handed in."""
        with locked(self.path.parent):
            for path in [self.path, *damaged_files(self.path.parent)]:
                remove(path)
        if self.progress is not None and self._kept():
            self.progress.erase("worksheet", self.name)

    def _load(self) -> tuple[Responses | None, str]:
        try:
            return self._parsed(), ""
        except ResponsesError as error:
            if error.code in _DAMAGED:
                return None, set_aside(self.path)
            raise RecordError("unreadable", error.message) from None

    def _parsed(self) -> Responses | None:
        data = _bytes_of(self.path, MAX_BYTES)
        found = parse_responses(data) if data is not None else None
        if found is not None and found.assignment != self.name:
            # Another assignment's answers are good answers: they are not to be moved or written over.
            words = _(
                "This folder holds answers for {other}, so answers for {name} "
                "cannot be kept here. Open the worksheet in its own folder."
            )
            said = words.format(other=repr(found.assignment), name=repr(self.name))
            raise ResponsesError("wrong-assignment", said)
        return found

    def _require_fit(self, data: bytes) -> None:
        try:
            problems = fit(parse_responses(data), self.worksheet)
        except ResponsesError as error:
            words = _("This was not saved. {reason}")
            raise RecordError("refused", words.format(reason=error.message)) from None
        if problems:
            said = " ".join(problem.message for problem in problems[:3])
            words = _("This was not saved: it does not fit the worksheet. {reason}")
            raise RecordError("refused", words.format(reason=said))


def _fields(found: Responses) -> State:
    fields: State = found.model_dump(mode="json", by_alias=True)["fields"]
    return fields


_PLAIN_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def is_id(text: str) -> bool:
    """Whether the text is an id, and so safe as part of a path."""
    return len(text) <= 64 and _PLAIN_ID.fullmatch(text) is not None


def home_folder() -> Path:
    """Where the learner's own files live: ``EVENKEEL_HOME``, which the server sets, or the present folder."""
    return Path(os.environ.get("EVENKEEL_HOME") or Path.cwd())
