"""An assignment as a marker needs it: what the learner saw, and the tutor's rubric."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from evenkeel.course import load_scenario, load_worksheet
from evenkeel.loading import load_model
from evenkeel.models import Scenario, Worksheet
from evenkeel.models.worksheet import ScenarioField
from evenkeel.problems import ContentError, Problem
from evenkeel_grading.marker.cues import PhraseError
from evenkeel_grading.marker.rules import Rules, compile_rules
from evenkeel_grading.rubric import CueClass, Rubric, SharedCues

RUBRICS = Path("grading", "rubrics")
SHARED_CUES = RUBRICS / "shared" / "cues.yml"


@dataclass(frozen=True)
class Assignment:
    """One assessed worksheet with its rubric.

    ``cues`` are the shared cue classes, ``scenarios`` those that the worksheet has played, by id.
    """

    id: str
    worksheet: Worksheet
    rubric: Rubric
    cues: dict[str, CueClass] = field(default_factory=dict)
    scenarios: dict[str, Scenario] = field(default_factory=dict)

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
    cues, more = load_shared_cues(root)
    if rubric is None or more:
        raise ContentError(problems + more)
    scenarios = {name: load_scenario(root, name) for name in played(worksheet)}
    made = Assignment(assignment_id, worksheet, rubric, cues, scenarios)
    try:
        # Now, so that a rule that cannot be used is told before anything is marked.
        _ = made.rules
    except PhraseError as error:
        raise ContentError([Problem(RUBRICS / f"{assignment_id}.yml", None, "cues", str(error))]) from error
    return made


def played(worksheet: Worksheet) -> list[str]:
    """The scenarios of which a worksheet has a graded play."""
    return [field.scenario for field in worksheet.fields if isinstance(field, ScenarioField)]


def load_shared_cues(root: Path) -> tuple[dict[str, CueClass], list[Problem]]:
    """The shared cue classes, none when the course has no such file, and the file's problems."""
    if not (root / SHARED_CUES).exists():
        return {}, []
    shared, problems = load_model(root / SHARED_CUES, SharedCues, root)
    return (dict(shared.cues) if shared else {}), problems
