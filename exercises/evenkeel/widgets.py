"""Exercises in a notebook: ``from evenkeel import quiz, scenario, worksheet, marked``.

The answers are in the kernel (``.answers``) and in the learner's files, as they are on a served page of the book:
practice in ``progress.json`` in the learner's home, an assignment's answers in ``responses.json`` beside the
notebook.
"""

import asyncio
import os
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, NoReturn

import anywidget
import traitlets

from evenkeel import bundle, outline
from evenkeel.course import find_root, load_quiz, load_scenario, load_worksheet
from evenkeel.languages import settle
from evenkeel.merging import Record, Saved, State, merge
from evenkeel.models import Quiz as Asked
from evenkeel.models.base import Exercise
from evenkeel.organisation import values_of
from evenkeel.problems import ContentError, CourseNotFoundError
from evenkeel.records import Answers, Kind, Progress, home_folder
from evenkeel.rounds import Result, result
from evenkeel.safefile import RecordError
from evenkeel.spec import spec as spec_of
from evenkeel.words import language

MIME = "application/vnd.evenkeel.v1+json"
_FIRST_WAIT, _LONGEST_WAIT = 2.0, 60.0
_CSS = bundle.css()


@cache
def _module(name: str, _language: str) -> str:
    """The front end's module in the present language."""
    return bundle.module(name)


class _PlainError(Exception):
    """An error of which a notebook shows the words and not the traceback: the reader is no programmer."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class ExerciseNotShownError(_PlainError):
    """The exercise cannot be shown: it does not exist here, or its file has a fault."""


class RunByNbgraderError(_PlainError, RuntimeError):
    """nbgrader is executing the notebook. Going on would give full marks for nothing."""


class _Exercise(anywidget.AnyWidget):
    """What the three kinds share. ``state`` is the learner's record; each change of it is saved at once."""

    spec = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    host = traitlets.Dict({"root": None, "where": "kernel", "handin": None}).tag(sync=True)
    save = traitlets.Dict({"status": "idle", "at": None, "message": ""}).tag(sync=True)

    def __init__(
        self,
        spec: dict[str, Any],
        load: Callable[[], Record] | None = None,
        keep: Callable[[State], Saved] | None = None,
    ) -> None:
        self._load = load
        self._keep = keep
        self._base: State = {}
        self._wait = _FIRST_WAIT
        self._again: asyncio.TimerHandle | None = None
        self._esm = _module(type(self).__name__.lower(), language())
        super().__init__(spec=spec)
        if load is not None:
            self._restore(load)
        self._base = dict(self.state)
        self.observe(self._changed, "state")
        self.on_msg(self._message)

    @property
    def answers(self) -> dict[str, Any]:
        """The answers as they are now, by item or field."""
        return dict(self.state.get("fields", {}))

    def _restore(self, load: Callable[[], Record]) -> None:
        try:
            found = load()
        except RecordError as error:
            self.save = {"status": "failed", "at": None, "message": error.message}
            return
        self.state = found.state
        if found.state or found.notice:
            self.save = {"status": "saved", "at": found.saved_at, "message": found.notice}

    def _changed(self, _change: object) -> None:
        self._wait = _FIRST_WAIT
        self._store()

    def _message(self, _widget: object, content: object, _buffers: object) -> None:
        if isinstance(content, dict) and content.get("type") == "retry":
            self._changed(None)

    def _store(self) -> None:
        if self._again is not None:
            self._again.cancel()
        if self._keep is None:
            return
        self.save = {**self.save, "status": "saving", "message": ""}
        try:
            self._take_in_others()
            saved = self._keep(dict(self.state))
        except RecordError as error:
            self.save = {**self.save, "status": "failed", "message": error.message}
            self._later()
        else:
            self._base = dict(self.state)
            self.save = {"status": "saved", "at": saved.at, "message": saved.notice}

    def _take_in_others(self) -> None:
        """A page of the book may have saved answers since this widget last looked: they are not written over."""
        if self._load is not None and (merged := merge(self._base, dict(self.state), self._load().state)) != self.state:
            self.unobserve(self._changed, "state")
            try:
                self.state = merged
            finally:
                self.observe(self._changed, "state")

    def _later(self) -> None:
        """Try again by itself, after ever longer waits, where the kernel has a loop to do it in."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self._again = loop.call_later(self._wait, self._store)
        self._wait = min(self._wait * 2, _LONGEST_WAIT)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        shown = super()._repr_mimebundle_(**kwargs)
        data, metadata = shown if isinstance(shown, tuple) else (shown or {}, {})
        name = {key: self.spec[key] for key in ("exercise", "id")}
        still = {
            "text/plain": outline.text(self.spec, self.answers),
            "text/html": outline.page(self.spec, self.answers),
            MIME: {**name, "spec": self.spec},
        }
        return {**data, **still}, metadata


class Quiz(_Exercise):
    """A quiz. ``answers`` is ``{item id: answer}``."""

    _esm = bundle.module("quiz")
    _css = _CSS
    asked: Asked | None = None

    @property
    def result(self) -> Result | None:
        """What the answers come to in the present round; ``None`` where the quiz hides what is right."""
        how = self.asked and self.asked.behaviour
        return result(self.asked, self.state) if self.asked and not (how and how.feedback == "hidden") else None

    @property
    def answers(self) -> dict[str, Any]:
        """The answers as they are now, by item."""
        items = self.state.get("items", {})
        return {name: item["answer"] for name, item in items.items() if "answer" in item}


class Scenario(_Exercise):
    """A scenario. ``answers`` is ``{"choices": [{"node", "choice"}, …], "ending": id or None}``."""

    _esm = bundle.module("scenario")
    _css = _CSS

    @property
    def answers(self) -> dict[str, Any]:
        """The choices of the present play, in order, and its ending."""
        return {"choices": list(self.state.get("choices", [])), "ending": self.state.get("ending")}


class Worksheet(_Exercise):
    """A worksheet. ``answers`` is ``{field id: answer}``."""

    _esm = bundle.module("worksheet")
    _css = _CSS


def quiz(exercise_id: str) -> Quiz:
    """Show a quiz and keep the answers in the learner's home."""
    found, spec = _find(load_quiz, "quiz", exercise_id)
    shown = Quiz(spec, *_practice("quiz", exercise_id))
    shown.asked = found
    return shown


def scenario(exercise_id: str) -> Scenario:
    """Show a scenario and keep the play in the learner's home."""
    return Scenario(_find(load_scenario, "scenario", exercise_id)[1], *_practice("scenario", exercise_id))


def worksheet(exercise_id: str) -> Worksheet:
    """Show a worksheet. An assignment's answers are kept beside the notebook, practice in the learner's home."""
    found, spec = _find(load_worksheet, "worksheet", exercise_id)
    if not found.assessed:
        return Worksheet(spec, *_practice("worksheet", exercise_id))
    answers = Answers(Path.cwd(), exercise_id, found, Progress(home_folder()))
    return Worksheet(spec, answers.get, answers.put)


class marked:  # noqa: N801 - it is used like a function in a cell
    """The line in place of a mark, in a cell that is marked from the answers: ``marked("criterion-technique")``."""

    def __init__(self, grade_id: str) -> None:
        _refuse_nbgrader()
        self.grade_id = grade_id

    def __repr__(self) -> str:
        return "Marked after you hand in."


def _find(load: Callable[[Path, str], Any], kind: str, exercise_id: str) -> tuple[Any, dict[str, Any]]:
    _refuse_nbgrader()
    try:
        root = find_root()
        settle(root)
        found: Exercise = load(root, exercise_id)
        return found, spec_of(found, exercise_id, partial(load_scenario, root), values_of(root))  # type: ignore[arg-type]
    except CourseNotFoundError as error:
        _not_shown(str(error))
    except ContentError as error:
        _not_shown(f"{kind} {exercise_id!r}: {error}")


def _not_shown(fact: str) -> NoReturn:
    words = "This exercise cannot be shown here. That is not your fault: please tell your tutor."
    raise ExerciseNotShownError(f"{words}\n\nFor the author: {fact}") from None


def _practice(kind: Kind, name: str) -> tuple[Callable[[], Record], Callable[[State], Saved]]:
    progress = Progress(home_folder())
    return lambda: progress.get(kind, name), lambda state: progress.put(kind, name, state)


def _refuse_nbgrader() -> None:
    # nbgrader gives full marks for a cell that shows anything but a number; an error gives none.
    if os.environ.get("NBGRADER_EXECUTION"):
        raise RunByNbgraderError(
            "This notebook is being run by nbgrader. Evenkeel marks the saved answers and never runs the notebook: "
            "use the course's own nbgrader_config.py."
        )
