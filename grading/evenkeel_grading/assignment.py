"""An assignment as a marker needs it: what the learner saw, and the tutor's rubric."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from evenkeel.course import FEEDBACK, load_scenario, load_worksheet
from evenkeel.loading import load_model
from evenkeel.models import Scenario, Worksheet
from evenkeel.models.worksheet import ScenarioField
from evenkeel.organisation import values_of
from evenkeel.problems import ContentError, Problem
from evenkeel_grading.course_text import NO_TEXT, CourseText, course_text
from evenkeel_grading.human_review import Watch, compile_watch
from evenkeel_grading.marker.phrases import PhraseError
from evenkeel_grading.marker.rules import Rules, UnknownFrameError, compile_rules
from evenkeel_grading.rubric import CueClass, Frame, Rubric, SharedCues, Situations

RUBRICS = Path("grading", "rubrics")
SHARED_CUES = RUBRICS / "shared" / "cues.yml"
SITUATIONS = RUBRICS / "shared" / "situations.yml"
OPEN = FEEDBACK
"""Feedback on drafts of private sheets, and what graded work shares with it. Learners' copies of the course have it."""
OPEN_CUES = OPEN / "shared" / "cues.yml"
OPEN_SITUATIONS = OPEN / "shared" / "situations.yml"


@dataclass(frozen=True)
class Assignment:
    """One assessed worksheet with its rubric.

    ``cues``, ``frames`` and ``spellings`` are the shared ones, ``scenarios`` those that the worksheet has played, by
    id. ``values`` are the organisation's own, for what a person reads; no mark depends on them. ``root`` is the
    course's folder, ``situations`` are the shared ones that a person has to look at.
    """

    id: str
    worksheet: Worksheet
    rubric: Rubric
    cues: dict[str, CueClass] = field(default_factory=dict)
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    frames: dict[str, Frame] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    root: Path | None = None
    situations: Situations = field(default_factory=lambda: Situations(schema=1))

    @cached_property
    def course(self) -> CourseText:
        """The text of the course it belongs to, which the guards compare with; none when it came without a course."""
        return course_text(self.root) if self.root else NO_TEXT

    @cached_property
    def watch(self) -> Watch:
        """The situations that a person has to look at, ready to be looked for."""
        return compile_watch(self.rubric.human_review, self.situations, self.rubric.cues, self.spellings)

    @cached_property
    def rules(self) -> Rules:
        """The evidence rules made ready for the marker, once."""
        return compile_rules(self)


def load_assignment(root: Path, assignment_id: str) -> Assignment:
    """Load one assignment of the course at ``root``.

    Raises:
        ContentError: the worksheet, its scenario, the rubric or the shared cues are missing, have problems, or
            hold a phrase that is not in the notation.
    """
    worksheet = load_worksheet(root, assignment_id)
    rubric, problems = load_model(root / RUBRICS / f"{assignment_id}.yml", Rubric, root)
    shared, more = load_shared(root)
    situations, trouble = load_situations(root)
    more = more + trouble
    if rubric is None or more:
        raise ContentError(problems + more)
    scenarios = {name: load_scenario(root, name) for name in played(worksheet)}
    made = Assignment(
        assignment_id,
        worksheet,
        rubric,
        shared.cues,
        scenarios,
        shared.frames,
        shared.spellings,
        values_of(root),
        root,
        situations,
    )
    try:
        # Now, so that a rule that cannot be used is told before anything is marked.
        _ = made.rules, made.watch
    except (PhraseError, UnknownFrameError) as error:
        raise ContentError([Problem(RUBRICS / f"{assignment_id}.yml", None, "cues", str(error))]) from error
    return made


def played(worksheet: Worksheet) -> list[str]:
    """The scenarios of which a worksheet has a graded play."""
    return [field.scenario for field in worksheet.fields if isinstance(field, ScenarioField)]


def load_shared(root: Path) -> tuple[SharedCues, list[Problem]]:
    """What every rubric may use, nothing when the course has no such file, and the problems found.

    The spellings of :data:`OPEN_CUES` are read as well, and nothing else of that file.
    """
    own, problems = load_cues(root, SHARED_CUES)
    given, more = load_cues(root, OPEN_CUES)
    return own.model_copy(update={"spellings": {**given.spellings, **own.spellings}}), [*problems, *more]


def load_cues(root: Path, file: Path) -> tuple[SharedCues, list[Problem]]:
    """One file of cues, nothing when the course has no such file, and the file's problems."""
    nothing = SharedCues(schema=1, cues={})
    if not (root / file).exists():
        return nothing, []
    shared, problems = load_model(root / file, SharedCues, root)
    return shared or nothing, problems


def load_situations(root: Path) -> tuple[Situations, list[Problem]]:
    """What a person has to look at in every assignment, nothing when the course has no such file, and all problems."""
    both = [load_signs(root, file) for file in (OPEN_SITUATIONS, SITUATIONS)]
    return together(*(made for made, _ in both)), [problem for _, problems in both for problem in problems]


def load_signs(root: Path, file: Path) -> tuple[Situations, list[Problem]]:
    """One file of situations, nothing when the course has no such file, and the file's problems."""
    nothing = Situations(schema=1)
    if not (root / file).exists():
        return nothing, []
    situations, problems = load_model(root / file, Situations, root)
    return situations or nothing, problems


def together(*parts: Situations) -> Situations:
    """Several files of situations as one; of two with the same name the later counts."""
    cues = {name: cue for part in parts for name, cue in part.cues.items()}
    situations = {name: one for part in parts for name, one in part.situations.items()}
    return Situations(schema=1, cues=cues, situations=situations)
