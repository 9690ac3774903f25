"""What `make run` does before the server starts: build the book, hand assignments out. Each only when it must.

Run as a program (``python -m evenkeel.server.prepare ASSIGNMENT…``) it hands assignments out. That is a process of
its own because nbgrader changes folders and keeps global state.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import evenkeel
from evenkeel.safefile import write_file


class PrepareError(Exception):
    """The course cannot be started; ``str()`` says what to do."""


# --- the book -------------------------------------------------------------------------------------------------


def build_book(root: Path, work: Path) -> str:
    """Build the book unless nothing that goes into it has changed. Returns in words what was done."""
    stamp, page = _book_stamp(root), root / "_build" / "html" / "index.html"
    if page.is_file() and _notes(work).get("book") == stamp:
        return "as it was"
    from evenkeel.book.build import BookError, build  # loads Sphinx: seconds that an unchanged book does without

    try:
        build(root, quiet=True)
    except BookError as error:
        said = _short(str(error), work / "book.log")
        if not page.is_file():
            raise PrepareError(f"The book could not be built, so the course is not started.\n{said}") from error
        # An author's slip on one page should not keep learners out of the others.
        return f"has faults for its author to put right:\n{said}\n"
    _note(work, "book", stamp)
    return "built"


def _short(report: str, log: Path) -> str:
    """The lines that name a fault; the whole report goes into a file."""
    log.write_text(report + "\n", encoding="utf-8")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", report)
    faults = [
        line
        for line in plain.splitlines()
        if "IPKernelApp" not in line and re.search(r"\b(WARNING|ERROR|CRITICAL|[A-Z]\w*Error)\b", line)
    ]
    return "\n".join([*(f"  {line}" for line in faults[:20]), f"  The whole report is in {log}"])


def _book_stamp(root: Path) -> str:
    """Changes when a page, a figure, an exercise, a setting or our own code does. By size and time: fast."""
    folders = [root / "book", root / "exercises", Path(evenkeel.__file__).parent]
    files = [root / "_config.yml", root / "organisation.yml", *_files(folders)]
    facts = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files if file.is_file()]
    return hashlib.sha256(repr(sorted(set(facts))).encode()).hexdigest()


def _files(folders: Iterable[Path]) -> Iterable[Path]:
    for folder in folders:
        for below, names, files in os.walk(folder):
            names[:] = [name for name in names if name not in ("__pycache__", ".ipynb_checkpoints")]
            yield from (Path(below, file) for file in files)


# --- assignments ----------------------------------------------------------------------------------------------


def release(root: Path, work: Path) -> list[str]:
    """Hand out every master of ``source/`` that is new or has changed. Returns their ids."""
    masters = {folder.name: _content(folder) for folder in sorted((root / "source").glob("*")) if folder.is_dir()}
    known = _notes(work)
    changed = [name for name, digest in masters.items() if known.get(f"released:{name}") != digest]
    if not changed:
        return []
    command = [sys.executable, "-m", "evenkeel.server.prepare", *changed]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PrepareError(f"These assignments could not be handed out: {', '.join(changed)}.\n{done.stderr.strip()}")
    for name in changed:
        _note(work, f"released:{name}", masters[name])
    return changed


def _content(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(_files([folder])):
        digest.update(f"{file.relative_to(folder)}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def main(names: list[str]) -> int:
    """Make the learners' version of each assignment and put it into the exchange, over an earlier one."""
    from nbgrader.apps import NbGrader, NbGraderAPI

    app = NbGrader(raise_config_file_errors=True)
    app.load_config_file()
    app.config.ExchangeReleaseAssignment.force = True
    api = NbGraderAPI(config=app.config)
    for name in names:
        for act in (api.generate_assignment, api.release_assignment):
            result = act(name)
            if not result["success"]:
                print(result.get("log") or "", result.get("error") or "", file=sys.stderr)
                return 1
    return 0


# --- what is already done -------------------------------------------------------------------------------------


def _notes(work: Path) -> dict[str, str]:
    try:
        found = json.loads((work / "prepared.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # then all is done again, which is always right
    return found if isinstance(found, dict) else {}


def _note(work: Path, key: str, value: str) -> None:
    write_file(work / "prepared.json", json.dumps(_notes(work) | {key: value}, indent=1).encode())


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
