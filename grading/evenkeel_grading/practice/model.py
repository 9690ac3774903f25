"""The form of ``exercises/feedback/<worksheet>.yml``: what to look for in a draft of a private sheet."""

from typing import Annotated, Literal

from pydantic import Field

from evenkeel.models.base import Id, Strict, Title
from evenkeel_grading.rubric import CueClass, EvidenceRules, LevelName, LevelRule, Need, Part


class Aim(Strict):
    """One thing that a draft is looked through for, in ``fields``. ``parts`` are asked for in their order.

    With ``notes: true`` short lines near the sheet's own words count, as in a table or a log.
    """

    title: Title
    fields: Annotated[list[Id], Field(min_length=1)]
    parts: Annotated[dict[Id, Part], Field(min_length=1, max_length=6)]
    notes: bool = False

    def rules(self) -> EvidenceRules:
        """As the marker takes them: the more parts are found, the higher; with all of them, level 3."""
        names = list(self.parts)
        last = next((part.missing for part in reversed(self.parts.values()) if part.missing), "Write on.")

        def rule(least: int) -> LevelRule:
            return LevelRule(needs=[Need(at_least=least, of=names)], lift=last)

        asked: dict[LevelName, int] = {"1": 1, "2": (len(names) + 1) // 2, "3": len(names)}
        levels = {name: rule(least) for name, least in asked.items()}
        return EvidenceRules(parts=self.parts, notes=self.notes, levels=levels)


class Practice(Strict):
    """Feedback on drafts of one private sheet. ``cues`` are classes of its own; see the guide on rubrics."""

    schema_: Literal[1] = Field(alias="schema")
    cues: dict[Id, CueClass] = {}
    aims: Annotated[dict[Id, Aim], Field(min_length=1)]
