"""Graded plays over a class: what was chosen at each decision, where plays ended, and which ways are common.

A learner counts once at a decision, however often the play came back to it, and once for each choice taken there. So
the shares of a decision that plays come back to can be more than the whole together.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenkeel.markup import plain
from evenkeel.models import Scenario
from evenkeel.models.scenario import Choice, Node
from evenkeel.models.worksheet import ScenarioField
from evenkeel.organisation import fill
from evenkeel.scoring import item_credit
from evenkeel_grading.analysis import theory
from evenkeel_grading.analysis.figures import SMALL, Counted, Decision, Option, PlayFigures, Question
from evenkeel_grading.analysis.questions import Posed, question_of
from evenkeel_grading.analysis.tally import parts_of
from evenkeel_grading.assignment import Assignment
from evenkeel_grading.closed import NoKeyError, mark_closed
from evenkeel_grading.marks import ClosedMark
from evenkeel_grading.rubric import ScenarioKey

COMMON = 5
"""How many ways and openings are told; of ways that one learner alone took, none is."""
FIRST = 3
NO_ENDING = "Stopped before an ending"


@dataclass(frozen=True)
class _Played:
    """One learner's play, which can have happened."""

    answer: Mapping[str, Any]
    mark: ClosedMark

    @property
    def steps(self) -> list[tuple[str, str]]:
        return [(step["node"], step["choice"]) for step in self.answer["choices"]]

    @property
    def taken(self) -> set[tuple[str, str]]:
        return set(self.steps)


def plays(assignment: Assignment, works: Sequence[Mapping[str, Any]]) -> list[PlayFigures]:
    """The figures of each play of the worksheet; raises :class:`NoKeyError`."""
    fields = [field for field in assignment.worksheet.fields if isinstance(field, ScenarioField)]
    return [_Play(assignment, field).figures(works) for field in fields]


class _Play:
    def __init__(self, assignment: Assignment, field: ScenarioField) -> None:
        key = assignment.rubric.keys.get(field.id)
        if not isinstance(key, ScenarioKey):
            raise NoKeyError(f"The rubric of {assignment.id!r} has no fitting key for the field {field.id!r}.")
        self.key, self.field, self.values = key, field, assignment.values
        self.scenario: Scenario = assignment.scenarios[field.scenario]
        self.nodes = {node.id: node for node in self.scenario.nodes}
        sheet = assignment.worksheet.model_copy(update={"fields": [field]})
        self.alone = Assignment(assignment.id, sheet, assignment.rubric, scenarios=assignment.scenarios)

    def figures(self, works: Sequence[Mapping[str, Any]]) -> PlayFigures:
        """Everything that is told of this play."""
        given = [answer for work in works if (answer := work.get(self.field.id))]
        marked = [_Played(answer, mark_closed(self.alone, {self.field.id: answer})[self.field.id]) for answer in given]
        played = [one for one in marked if not one.mark.problem]
        ways = Counter(tuple(one.steps) for one in played)
        most = float(self.field.points) or 1.0
        facility = theory.mean([one.mark.points / most for one in played])
        return PlayFigures(
            self.field.id,
            self._words(self.field.label),
            self.field.scenario,
            len(played),
            len(works) - len(given),
            len(marked) - len(played),
            sum(one.answer.get("plays", 1) > 1 for one in played),
            facility if len(played) >= SMALL else None,
            tuple(self._decision(node, played) for node in self.scenario.nodes),
            self._endings(played),
            self._common(ways),
            len(ways),
            self._common(Counter(tuple(one.steps[:FIRST]) for one in played)),
            self._shares(played),
        )

    def _decision(self, node: Node, played: Sequence[_Played]) -> Decision:
        met = [one for one in played if any(name == node.id for name, _ in one.steps)]
        earned = [float(one.mark.credits[node.id]) for one in met if node.id in one.mark.credits]
        return Decision(
            node.id,
            self._words(node.title),
            len(met),
            theory.mean(earned) if len(earned) >= SMALL else None,
            tuple(self._choice(node, choice, met) for choice in node.choices),
            self._asked(node, met),
        )

    def _choice(self, node: Node, choice: Choice, met: Iterable[_Played]) -> Option:
        full = self.key.nodes.get(node.id, {}).get(choice.id) == 1
        took = sum((node.id, choice.id) in one.taken for one in met)
        return Option(choice.id, self._words(choice.text), full, took)

    def _asked(self, node: Node, met: Sequence[_Played]) -> Question | None:
        item = node.item
        if item is None:
            return None
        answers = [next(step.get("answer") for step in one.answer["choices"] if step["node"] == node.id) for one in met]
        posed = Posed(
            self.field.id,
            node.id,
            self._words(item.stem),
            item.type,
            1.0,
            parts_of(item),
            lambda answer: item_credit(item, answer),
            lambda _: None,
        )
        return question_of(posed, answers, self.values)

    def _endings(self, played: Sequence[_Played]) -> tuple[Counted, ...]:
        reached = Counter(one.answer.get("ending") for one in played)
        titles = [(end.id, f"{end.title}{' (early)' if end.early else ''}") for end in self.scenario.endings]
        found = [Counted(self._words(title), reached[name]) for name, title in titles]
        return (*found, *([Counted(NO_ENDING, reached[None])] if reached[None] else []))

    def _common(self, ways: Mapping[tuple[tuple[str, str], ...], int]) -> tuple[Counted, ...]:
        shared = [(way, n) for way, n in Counter(ways).most_common(COMMON) if n > 1 and way]
        return tuple(Counted(" → ".join(self._step(*step) for step in way), n) for way, n in shared)

    def _step(self, node: str, choice: str) -> str:
        return f"{self._words(self.nodes[node].title)}: {choice}"

    def _shares(self, played: Sequence[_Played]) -> dict[tuple[str, str], float]:
        met = Counter(node for one in played for node in {name for name, _ in one.steps})
        took = Counter(step for one in played for step in one.taken)
        return {step: n / met[step[0]] for step, n in took.items()}

    def _words(self, text: str) -> str:
        words: str = fill(plain(text), self.values)
        return words
