"""The tutor's side of an assignment: ``grading/rubrics/<assignment>.yml`` and the shared cues, as strict models.

A rubric holds keys, examples, evidence rules and human-review rules. It is found as content on a tutor's
installation; neither a learner's copy of the course nor the wheel has one.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag

from evenkeel.models.base import Id, Line, Strict, Text, Title
from evenkeel.models.quiz import Idea, Unwanted, WrongNumber
from evenkeel.models.quiz import Phrase as TypedPhrase

LevelName = Literal["1", "2", "3"]
Phrase = Annotated[str, StringConstraints(pattern=r"^[^\s].{0,398}[^\s]$|^[^\s]$")]
"""A cue as a subject expert writes it; see :mod:`evenkeel_grading.marker.cues` for the small notation."""


Spelling = Annotated[str, StringConstraints(pattern=r"^[a-z]+('[a-z]+)*$", max_length=40)]


class ChoiceKey(Strict):
    """The right option of a choice, and why each option is or is not."""

    key: Id
    whys: dict[Id, Text] = {}


class MultichoiceKey(Strict):
    """The right options of a multichoice, and why each option is or is not."""

    keys: Annotated[list[Id], Field(min_length=1)]
    whys: dict[Id, Text] = {}


class OrderingKey(Strict):
    """All items in the right order."""

    order: Annotated[list[Id], Field(min_length=2)]
    why: Text | None = None


class MatchingKey(Strict):
    """The right partner of each left side."""

    key: dict[Id, Id]
    why: Text | None = None


class RuleKey(Strict):
    """How a rule for a rewritten sentence is checked: phrases, or for ``length`` the numbers of words."""

    kind: Literal["contains", "without", "starts-with", "length"]
    phrases: list[TypedPhrase] = []
    min_words: int = 1
    max_words: int = 300


class ItemKey(Strict):
    """The key of one item of a quiz field, in the entries that a practice item of its type has, and the reasons.

    ``why`` is the explanation, ``whys`` says of each option why it is or is not right. ``gaps`` has an option or a
    list of phrases for each gap, ``panel`` a rating or a place for each response. A number's ``key`` may have a
    ``tolerance``; ``wrong`` names wrong numbers. ``ideas`` and ``unwanted`` are those of a short text.
    """

    key: bool | float | Id | dict[Id, Id] = ""
    keys: list[Id] = []
    order: list[Id] = []
    gaps: dict[Id, Id | list[TypedPhrase]] = {}
    panel: dict[Id, int] = {}
    rules: dict[Id, RuleKey] = {}
    example: Title = ""
    tolerance: float = 0.0
    wrong: list[WrongNumber] = []
    ideas: list[Idea] = []
    unwanted: list[Unwanted] = []
    whys: dict[Id, Text] = {}
    why: Text


class QuizKey(Strict):
    """The keys of a quiz field, by item."""

    items: dict[Id, ItemKey]


Credit = Annotated[float, Field(ge=0, le=1)]


class ScenarioKey(Strict):
    """What each choice of a graded play earns: a credit from 0 to 1, or ``unscored`` for one that never counts.

    ``unscored`` are the decisions that do not count at all. ``min_decisions`` is the number of keyed decisions
    that a play is at least divided by, so that stopping early is no way to a high mark. ``whys`` says of a
    decision why its choices earn what they earn; the scenario's own reasons are shown with it.
    """

    nodes: Annotated[dict[Id, dict[Id, Credit | Literal["unscored"]]], Field(min_length=1)]
    unscored: list[Id] = []
    min_decisions: Annotated[int, Field(ge=1, le=50)]
    whys: dict[Id, Text] = {}


def _kind_of_key(value: Any) -> str:
    given = value if isinstance(value, Mapping) else getattr(value, "__dict__", {})
    if "items" in given:
        return "quiz"
    if "nodes" in given:
        return "scenario"
    if "order" in given:
        return "ordering"
    if "keys" in given:
        return "multichoice"
    return "matching" if isinstance(given.get("key"), Mapping) else "choice"


AnyKey = Annotated[
    Annotated[ChoiceKey, Tag("choice")]
    | Annotated[MultichoiceKey, Tag("multichoice")]
    | Annotated[OrderingKey, Tag("ordering")]
    | Annotated[MatchingKey, Tag("matching")]
    | Annotated[QuizKey, Tag("quiz")]
    | Annotated[ScenarioKey, Tag("scenario")],
    Discriminator(_kind_of_key),
]


class CueClass(Strict):
    """Words and phrases that mean one thing. With ``negated: keep`` they count after a "not" as well."""

    phrases: Annotated[list[Phrase], Field(min_length=1)]
    negated: Literal["refuse", "keep"] = "refuse"


class Frame(Strict):
    """How a thing is seen: every slot needs one of its cue classes, in neighbouring sentences.

    ``families`` is a slot whose cue classes stand for different kinds, so that a level can ask for different ones.
    ``none`` are classes that undo a find; ``before`` are classes that must not come earlier in the fields.
    ``window`` is the number of neighbouring sentences; with ``group: items`` a find is looked for within one bullet
    or one described thing, such as a behaviour in a list of behaviours; with ``group: lines`` within one line, such
    as one of a log. ``timed: running`` asks that the line begins with a clock time no earlier than the line before;
    ``broken`` that it does not. ``words`` is the least number of words, of the fields, of the described thing or of
    the line; with nothing else it is all that is asked.
    """

    slots: list[Annotated[list[Id], Field(min_length=1)]] = []
    families: dict[Title, Annotated[list[Id], Field(min_length=1)]] = {}
    none: list[Id] = []
    before: list[Id] = []
    window: Annotated[int, Field(ge=1, le=4)] = 1
    ordered: bool = False
    group: Literal["sentences", "items", "lines"] = "sentences"
    timed: Literal["any", "running", "broken"] = "any"
    quoted: Literal["any", "refuse"] = "any"
    words: Annotated[int, Field(ge=0, le=500)] = 0


class Part(Frame):
    """One thing to find, by a frame of its own or, with ``like``, by a shared one; what it says itself goes before.

    ``shows`` names the part of the descriptor it satisfies; ``missing`` tells a learner what to add. ``fields``
    are those it is looked for in, when not all of the criterion's.
    """

    shows: Line
    missing: Line | None = None
    fields: list[Id] = []
    like: Id | None = None

    def filled(self, frames: Mapping[str, Frame]) -> "Part":
        """The part with what the shared frame says, where it says nothing itself; raises ``KeyError``."""
        if self.like is None:
            return self
        said = {name: getattr(self, name) for name in self.model_fields_set}
        return Part.model_validate({**frames[self.like].model_dump(exclude_unset=True), **said})


class Need(Strict):
    """What must be found: ``all`` of these parts, ``at_least`` so many ``of`` those, and no part of ``none``.

    ``families`` asks for so many different kinds of a part, ``times`` for so many separate finds of it.
    """

    all: list[Id] = []
    at_least: Annotated[int, Field(ge=0, le=50)] = 0
    of: list[Id] = []
    families: dict[Id, Annotated[int, Field(ge=1, le=50)]] = {}
    times: dict[Id, Annotated[int, Field(ge=1, le=50)]] = {}
    none: list[Id] = []


class LevelRule(Strict):
    """A level is reached when any of ``needs`` is met and every lower level is. ``lift`` tells a learner how."""

    needs: Annotated[list[Need], Field(min_length=1)]
    lift: Line


class EvidenceRules(Strict):
    """How a criterion's levels are seen in the writing. ``zero`` are needs that put it at level 0.

    ``notes`` is for a report in parts, a message or a log, where facts of the brief have to be passed on as they
    were given: a short line then counts in the given words, and is no list of keywords.
    """

    parts: Annotated[dict[Id, Part], Field(min_length=1)]
    zero: list[Need] = []
    notes: bool = False
    levels: dict[LevelName, LevelRule]


class Count(Strict):
    """A criterion that counts complete, different things."""

    unit: Line
    at_least: dict[LevelName, int]
    kinds: list[Title] = []


class CriterionRubric(Strict):
    """The tutor's side of one criterion. ``examples`` has one entry per level; level 0 may be empty."""

    examples: Annotated[list[str], Field(min_length=4, max_length=4)]
    count: Count | None = None
    evidence: EvidenceRules | None = None


class Sign(Strict):
    """How a situation shows, in ``window`` neighbouring sentences of one field, outside quotation marks.

    Every slot needs one of its cue classes; ``least`` different classes of ``of`` are needed besides; with a class of
    ``none`` there, it is no sign.
    """

    slots: list[Annotated[list[Id], Field(min_length=1)]] = []
    least: Annotated[int, Field(ge=0, le=10)] = 0
    of: list[Id] = []
    none: list[Id] = []
    window: Annotated[int, Field(ge=1, le=6)] = 1


class Situation(Strict):
    """A situation is seen by any of its ``signs``, in fields without a class of ``never``."""

    signs: Annotated[list[Sign], Field(min_length=1)]
    never: list[Id] = []


class HumanReview(Strict):
    """A situation that a person has to look at.

    It is looked for by the shared situation of its id, or of the id ``like`` names, and by ``signs`` of its own, in
    all written fields or in ``fields`` alone. With none of these nothing is looked for, and tutors keep an eye open.
    """

    id: Id
    when: Line
    action: Line
    urgency: Literal["today", "before-release"]
    mark: Literal["unaffected", "hold"]
    like: Id | None = None
    signs: list[Sign] = []
    fields: list[Id] = []


class Rubric(Strict):
    """A rubric: ``grading/rubrics/<assignment>.yml``. ``cues`` are classes of this assignment's own."""

    schema_: Literal[1] = Field(alias="schema")
    keys: dict[Id, AnyKey] = {}
    cues: dict[Id, CueClass] = {}
    criteria: dict[Id, CriterionRubric] = {}
    human_review: list[HumanReview] = []


class SharedCues(Strict):
    """What every rubric may use: ``grading/rubrics/shared/cues.yml``.

    ``cues`` are classes of words, ``frames`` are ways of seeing a thing, and ``spellings`` are other spellings of a
    word, as people type them.
    """

    schema_: Literal[1] = Field(alias="schema")
    cues: dict[Id, CueClass]
    frames: dict[Id, Frame] = {}
    spellings: dict[Spelling, Spelling] = {}


class Situations(Strict):
    """What a person has to look at in every assignment: ``grading/rubrics/shared/situations.yml``."""

    schema_: Literal[1] = Field(alias="schema")
    cues: dict[Id, CueClass] = {}
    situations: dict[Id, Situation] = {}
