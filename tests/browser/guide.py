"""The step-by-step guide as its reader follows it: what it says to type, to write into a file, to press and to see.

The guide's own rules: a ``console`` block has commands after ``$``, each with its answer, in which ``...`` stands for
any words. A block with a caption is a file, or a change in one. A line ``- You see **words**`` is a step of its own.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

from playwright.sync_api import Page, expect

ROOT = Path(__file__).parents[2]
GUIDE = Path("book", "guides", "first-exercise.md")
FIRST = "## Start a quiz"
_FENCE = re.compile(r"(`{3,})(?:\{code-block\} )?(\w+)\n(?::caption: ([^\n]+)\n)?(.*?)\n\1$", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"^- ([A-Z][^*\n]*?) \*\*(.+?)\*\*.*$", re.MULTILINE)
_COMMAND = re.compile(r"^\$ (.+)$", re.MULTILINE)
_LEFT_OUT = (".git", ".venv", "node_modules", "_build", "_run", "tests", "__pycache__", ".*_cache")

Step = tuple[str, str, str]
"""What to do, with what, and the words of a block."""


def steps(text: str, until: str | None = None) -> list[Step]:
    """The guide's steps in order, from the first that changes anything; ``until`` is a heading to stop at."""
    text = text[text.index(FIRST) : text.index(until) if until else None]
    found = [(block.start(), step) for block in _FENCE.finditer(text) for step in _of_block(block)]
    bare = _FENCE.sub(lambda block: "\n" * len(block[0]), text)
    found += [(line.start(), (line[1], line[2], "")) for line in _LINE.finditer(bare)]
    return [step for _, step in sorted(found, key=lambda one: one[0])]


def _of_block(block: re.Match[str]) -> list[Step]:
    _, language, caption, body = block.groups()
    if language != "console":
        return [("Write", caption, body + "\n")]
    commands = list(_COMMAND.finditer(body))
    ends = [after.start() for after in commands[1:]] + [len(body)]
    return [("Type", it[1], body[it.end() : end].strip()) for it, end in zip(commands, ends, strict=True)]


def fresh_copy(folder: Path) -> Path:
    """A copy of the course with what a first ``make setup`` leaves: the present Python, linked."""
    copytree(ROOT, folder, ignore=ignore_patterns(*_LEFT_OUT))
    (folder / ".venv").mkdir()
    for part in Path(sys.prefix).iterdir():
        if part.name != "set-up":
            (folder / ".venv" / part.name).symlink_to(part)
    (folder / ".venv" / "set-up").touch()
    return folder


class Reader:
    """Somebody who does what the guide says, and nothing else. ``page`` is the browser's one tab."""

    def __init__(self, root: Path, page: Page) -> None:
        self.root, self.page = root, page
        self.preview: subprocess.Popen[str] | None = None
        self.sought: tuple[str, str] | None = None

    def follow(self, step: Step) -> None:
        """Do one step. Fails when what the guide promises does not happen."""
        what, with_, words = step
        do: dict[str, Any] = {
            "Type": lambda: self._type(with_, words),
            "Write": lambda: self._write(with_, words),
            "You see": lambda: self._see(with_),
            "On the page you see": lambda: self._see(with_),
            "You no longer see": lambda: expect(self.page.get_by_text(with_)).to_have_count(0),
            "Choose": lambda: self.page.get_by_role("radio", name=with_).check(),
            "Press": lambda: self._press(with_),
            "In the terminal, press": self.stop,
            "Open": lambda: self.page.goto((self.root / with_).as_uri()),
        }
        do[what]()

    def _see(self, words: str) -> None:
        expect(self.page.get_by_text(words).filter(visible=True).first).to_be_visible()

    def _press(self, words: str) -> None:
        summary = self.page.locator("summary", has_text=words)
        self.page.get_by_role("button", name=words, exact=True).or_(summary).first.click()

    def _type(self, command: str, answer: str) -> None:
        if command.startswith("evenkeel preview"):
            said = self._start(command, len(answer.splitlines()))
        else:
            done = subprocess.run(command, **self._terminal(), stdout=subprocess.PIPE, timeout=600)
            said = done.stdout
            assert done.returncode == 0, (command, said)
        assert re.fullmatch(_pattern(answer), said.strip(), re.DOTALL), f"$ {command}\n{said}\nbut the guide:\n{answer}"

    def _start(self, command: str, lines: int) -> str:
        assert self.preview is None, "the guide starts a preview in a terminal where one is still running"
        self.preview = subprocess.Popen(f"exec {command}", **self._terminal(), stdout=subprocess.PIPE)
        assert self.preview.stdout
        said = "".join(self.preview.stdout.readline() for _ in range(lines))
        self.page.goto(said.split()[1])
        return said

    def _terminal(self) -> dict[str, Any]:
        gone = ("EVENKEEL_ROOT", "MAKEFLAGS", "MAKELEVEL")
        environment = {name: value for name, value in os.environ.items() if name not in gone}
        bin_ = self.root / ".venv" / "bin"
        environment |= {"PATH": f"{bin_}{os.pathsep}{environment['PATH']}", "BROWSER": "true"}
        return {"cwd": self.root, "env": environment, "shell": True, "text": True}

    def stop(self) -> None:
        """Ctrl+C in the terminal of the preview."""
        assert self.preview
        assert self.preview.stdout
        self.preview.send_signal(signal.SIGINT)
        assert self.preview.wait(20) == 0
        self.preview.stdout.close()
        self.preview = None

    def _write(self, caption: str, words: str) -> None:
        order, _, name = caption.rpartition(" in ")
        file = self.root / name
        if order == "Find this":
            assert file.read_text(encoding="utf-8").count(words) == 1, f"{name} does not have it once: {words}"
            self.sought = (name, words)
        elif order == "Make it this":
            assert self.sought
            assert self.sought[0] == name
            text = file.read_text(encoding="utf-8").replace(self.sought[1], words)
            file.write_text(text, encoding="utf-8")
        else:
            assert order == ""
            file.write_text(words, encoding="utf-8")


def _pattern(answer: str) -> str:
    return ".*".join(re.escape(part) for part in answer.split("..."))


def strays(text: str) -> Iterator[str]:
    """Blocks and lines after the first step that look like steps and are none that can be followed."""
    text = text[text.index(FIRST) :]
    followed = {block[3] for block in _FENCE.finditer(text) if block[3]}
    yield from set(re.findall(r"^:caption: (.+)$", text, re.MULTILINE)) - followed
    known = ("You see", "On the page you see", "You no longer see", "Choose", "Press", "In the terminal, press", "Open")
    yield from (line[0] for line in _LINE.finditer(text) if line[1] not in known)
