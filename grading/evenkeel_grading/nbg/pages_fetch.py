"""The button "Fetch and mark": all new work of an assignment, collected and marked by a command of its own.

nbgrader's buttons mark one learner at a time, in the server's own loop. This starts ``autograde --collect`` beside it.
"""

import asyncio
import sys
from collections import deque
from typing import Any

from nbgrader.server_extensions.formgrader.base import check_notebook_dir
from tornado import web

from evenkeel_grading.nbg.openwork import is_ours
from evenkeel_grading.nbg.pages_desk import AssignmentPage
from evenkeel_grading.nbg.settings import EvenkeelMarking

PATIENCE = 20.0
"""Seconds that the answer waits for the command: a small class is done by then."""
_LINES, _LINE_BYTES = 20, 1 << 20


class Run:
    """One command for one assignment: what it said last, and how it ended (None: it is still at work)."""

    def __init__(self, root: str, assignment: str) -> None:
        self.said: deque[str] = deque(maxlen=_LINES)
        self.status: int | None = None
        self.task = asyncio.create_task(self._follow(root, assignment))

    async def _follow(self, root: str, assignment: str) -> None:
        try:
            self.status = await self._command(root, assignment)
        except (OSError, ValueError) as error:  # no process to be had, or a line without an end
            self.said.append(str(error))
            self.status = 1

    async def _command(self, root: str, assignment: str) -> int:
        words = ["-m", "evenkeel_grading", "autograde", "--collect", "--course", root, "--", assignment]
        out, err = asyncio.subprocess.PIPE, asyncio.subprocess.STDOUT
        process = await asyncio.create_subprocess_exec(
            sys.executable, *words, stdin=asyncio.subprocess.DEVNULL, stdout=out, stderr=err, limit=_LINE_BYTES
        )
        assert process.stdout is not None
        try:
            async for line in process.stdout:
                self.said.append(line.decode(errors="replace").rstrip())
            return await process.wait()
        finally:
            if process.returncode is None:
                process.kill()


RUNS: dict[str, Run] = {}
"""By assignment, what this server started last."""


class FetchPage(AssignmentPage):
    """``POST /formgrader/fetch/ASSIGNMENT``: start the command, unless it is at work; then back to what waits."""

    @web.authenticated
    @check_notebook_dir
    async def post(self, assignment: str) -> None:
        """404 for an assignment that the gradebook does not know, or that is not marked from answers."""
        self.require_known(assignment)
        if not is_ours(self.coursedir, assignment):
            raise web.HTTPError(404)
        run = RUNS.get(assignment)
        if run is None or run.status is not None:
            run = RUNS[assignment] = Run(EvenkeelMarking(parent=self.coursedir).root, assignment)
        await asyncio.wait({run.task}, timeout=PATIENCE)
        self.redirect(f"{self.base_url}/formgrader/home")


HANDLERS: list[Any] = [(r"/formgrader/fetch/([^/]+)/?", FetchPage)]
"""Our address and what answers it."""
