"""A graded play as static HTML: what was chosen, what else there was, where it led, and how it counts."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from evenkeel import play
from evenkeel.checks.graph import targets
from evenkeel.markup import plain
from evenkeel.models import Scenario
from evenkeel.models.scenario import Choice, Node
from evenkeel.organisation import fill
from evenkeel.scoring import item_credit
from evenkeel.spec import without_key
from evenkeel_grading.assignment import Assignment
from evenkeel_grading.evidence_items import Audience, about, listed, names, right_answer, said, seen
from evenkeel_grading.html_text import typed
from evenkeel_grading.marks import ClosedMark
from evenkeel_grading.rubric import ScenarioKey


class Played:
    """A graded play as HTML, with the organisation's values in the scenario's words."""

    def __init__(self, assignment: Assignment, scenario: Scenario, key: ScenarioKey) -> None:
        self.values, self.scenario, self.key = assignment.values, scenario, key
        self.nodes = {node.id: node for node in scenario.nodes}
        self.titles = {node.id: node.title for node in scenario.nodes} | {end.id: end.title for end in scenario.endings}
        self.rules = play.Rules(scenario)

    def html(self, answer: Any, mark: ClosedMark, audience: Audience) -> str:
        """The ending, each decision with its reason and its credit, and how they count."""
        if not answer:
            return "<p><em>Not played.</em></p>"
        if mark.problem:
            return (
                f'<p class="ek-problem"><strong>A tutor decides.</strong> {typed(mark.problem)} The points are'
                " provisional.</p>"
            )
        moments = list(self._moments(answer))
        steps = [
            self._decision(before, step, after)
            for before, step, after in zip(moments, answer["choices"], moments[1:], strict=False)
        ]
        return f"<p>{self._ended(moments[-1], answer, audience)}</p>{listed(steps, 'ol')}{_counted(self.key, mark)}"

    def _moments(self, answer: Mapping[str, Any]) -> Iterator[play.Play]:
        """The play before its first choice and after each."""
        at = self.rules.start(answer.get("seed", 0))
        yield at
        for step in answer["choices"]:
            at = self.rules.step(at, step["choice"], step.get("answer"), step.get("late", False))
            yield at

    def _ended(self, end: play.Play, answer: Mapping[str, Any], audience: Audience) -> str:
        ending = next((one for one in self.scenario.endings if one.id == end.ending), None)
        ended = f"Ending: {self._words(ending.title)}." if ending else "The play stopped before an ending."
        early = " It is an early one: the story could have gone on." if ending and ending.early else ""
        often = f" Begun {answer.get('plays', 1)} times; this is the last play." if answer.get("plays", 1) > 1 else ""
        variant = f" Variant: {escape(end.variant)}." if end.variant else ""
        return ended + early + (variant + often if audience == "tutor" else "")

    def _decision(self, before: play.Play, step: Mapping[str, Any], after: play.Play) -> str:
        node = self.nodes[step["node"]]
        chosen = next(choice for choice in node.choices if choice.id == step["choice"])
        told = f"<strong>{self._words(node.title)}</strong>{self._chosen(node, chosen, step)}"
        led = f"<p>{self._led(chosen, after)}</p>"
        credits_of = self.key.nodes.get(node.id, {})
        earned = credits_of.get(chosen.id, "unscored")
        others = [one for one in self.rules.open(before, step.get("answer")) if one.id != chosen.id]
        if isinstance(earned, str):
            return f'{told}{self._others(others)}{led}<p class="ek-credit">Does not count.</p>'
        best = [one for one in node.choices if credits_of.get(one.id) == 1 and one.id != chosen.id and earned < 1]
        full = "".join(f"<p>Full credit: {self._words(one.text)}</p><p>{self._words(one.reason)}</p>" for one in best)
        why = f"<p>Why: {escape(plain(self.key.whys[node.id]))}</p>" if node.id in self.key.whys else ""
        counts = earned * item_credit(node.item, step.get("answer")) if node.item else earned
        rest = self._others([one for one in others if one not in best])
        return f'{told}{full}{rest}{led}{why}<p class="ek-credit">Credit: {counts:.4g} of 1</p>'

    def _others(self, others: list[Choice]) -> str:
        """What else could be chosen at that moment."""
        return f"<p>There was also:</p>{listed(self._words(one.text) for one in others)}" if others else ""

    def _led(self, chosen: Choice, after: play.Play) -> str:
        to = after.ending or after.node or ""
        forced = "" if to in targets(chosen) else " (what had built up led there, whatever was chosen)"
        return f"It led to: {self._words(self.titles[to])}{forced}."

    def _chosen(self, node: Node, chosen: Choice, step: Mapping[str, Any]) -> str:
        reason = f"<p>{self._words(chosen.reason)}</p>"
        if node.item is None:
            late = " (time ran out)" if step.get("late") else ""
            return f"<p>Chosen: {self._words(chosen.text)}{late}</p>{reason}"
        asked = f"<p>{self._words(node.item.stem)}</p>"
        posed, answer = without_key(node.item), step.get("answer")
        told = f"{about(posed)}<p>Answer given:</p>{said(posed, answer)}{seen(node.item, answer)}"
        return f"{asked}{told}<p>Right answer:</p>{right_answer(node.item, names(node.item))}{reason}"

    def _words(self, text: str) -> str:
        return escape(fill(plain(text), self.values))


def _counted(key: ScenarioKey, mark: ClosedMark) -> str:
    earned = sum(float(credit) for credit in mark.credits.values())
    return (
        f'<p class="ek-credit">{len(mark.credits)} decisions count, with {earned:.4g} credits together. They are'
        f" divided by their number: by at least {key.min_decisions}, and by {len(key.nodes)} for a play that reached"
        " no ending.</p>"
    )
