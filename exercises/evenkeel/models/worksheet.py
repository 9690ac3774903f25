"""Worksheets: the form of an assignment, or of a private practice sheet.

A worksheet holds what the learner sees. The keys, examples, evidence rules and human-review rules of an
assessed worksheet live on the tutor's side, and this model has no place for them.
"""

from typing import Annotated, Literal

from pydantic import Field

from evenkeel.models.advice import Advice
from evenkeel.models.base import Exercise, Id, Level, RequirementId, Strict, Text, Title
from evenkeel.models.posed import AnyPosed, Choosable


class WorksheetField(Strict):
    """What every field has."""

    id: Id
    label: Title
    guidance: Text


class TextField(WorksheetField):
    """Free writing. Word counts are a prompt, never a penalty. ``marked: false`` is never scored.

    ``anonymous: true`` is for what will be shared and must name nobody: the writer is told of names, numbers,
    addresses and dates in it.
    """

    kind: Literal["text"]
    min_words: Annotated[int, Field(ge=0, le=2000)] = 0
    max_words: Annotated[int, Field(ge=1, le=3000)] = 300
    marked: bool = True
    anonymous: bool = False


class ClosedField(WorksheetField):
    """A field with a key. ``points`` is 0 on a practice sheet."""

    points: Annotated[int, Field(ge=0, le=100)] = 0
    requirements: list[RequirementId] = []


class ChoiceField(ClosedField):
    """One option. The answer is its id."""

    kind: Literal["choice"]
    options: Annotated[list[Choosable], Field(min_length=2, max_length=12)]


class MultichoiceField(ClosedField):
    """Any number of options. The answer is a list of ids."""

    kind: Literal["multichoice"]
    options: Annotated[list[Choosable], Field(min_length=2, max_length=12)]


class OrderingField(ClosedField):
    """Items to put in order. The answer is a list of ids, first to last."""

    kind: Literal["ordering"]
    items: Annotated[list[Choosable], Field(min_length=2, max_length=12)]


class MatchingField(ClosedField):
    """Left sides to match with right sides. The answer maps left id to right id."""

    kind: Literal["matching"]
    left: Annotated[list[Choosable], Field(min_length=2, max_length=12)]
    right: Annotated[list[Choosable], Field(min_length=2, max_length=12)]
    reuse: bool = False


class LogField(WorksheetField):
    """A log. The answer is a list of rows ``{time, text}`` in the order shown."""

    kind: Literal["log"]
    min_rows: Annotated[int, Field(ge=0, le=50)] = 0
    max_rows: Annotated[int, Field(ge=1, le=50)] = 12
    max_words_per_row: Annotated[int, Field(ge=1, le=300)] = 50


class DateField(WorksheetField):
    """A date. The answer is ``YYYY-MM-DD``. It is never scored."""

    kind: Literal["date"]


class Labelled(Strict):
    """A row or a column of a table, by its label."""

    id: Id
    label: Title


class TableField(WorksheetField):
    """Fixed rows to write in. The answer maps row id to ``{column id: text}``."""

    kind: Literal["table"]
    rows: Annotated[list[Labelled], Field(min_length=1, max_length=20)]
    columns: Annotated[list[Labelled], Field(min_length=1, max_length=6)]


class Column(Labelled):
    """A column of repeating rows. A time is ``HH:MM``, a date ``YYYY-MM-DD``."""

    kind: Literal["text", "time", "date"] = "text"


class RowsField(WorksheetField):
    """Rows that the learner adds and removes. The answer is a list of ``{column id: text}`` in the order shown."""

    kind: Literal["rows"]
    columns: Annotated[list[Column], Field(min_length=1, max_length=6)]
    min_rows: Annotated[int, Field(ge=0, le=50)] = 0
    max_rows: Annotated[int, Field(ge=1, le=50)] = 12


class QuizField(ClosedField):
    """Assessed items. The answer maps item id to the item's answer. ``points`` is the sum of the items' points."""

    kind: Literal["quiz"]
    items: Annotated[list[AnyPosed], Field(min_length=1, max_length=50)]


class ScenarioField(ClosedField):
    """One graded play of a scenario of the course.

    ``guidance`` says what the learner needs to know: the scenario's own intro is not shown. The answer is
    ``{"choices": [{"node", "choice"}, …], "ending": id or null, "plays": number}``.
    """

    kind: Literal["scenario"]
    scenario: Id


AnyField = Annotated[
    TextField
    | ChoiceField
    | MultichoiceField
    | OrderingField
    | MatchingField
    | LogField
    | DateField
    | TableField
    | RowsField
    | QuizField
    | ScenarioField,
    Field(discriminator="kind"),
]

WRITTEN = ("text", "log", "table", "rows")
"""The kinds of field that hold a learner's own words, which a criterion can read."""


class Criterion(Strict):
    """What a marker looks for in ``fields``. ``levels`` are the four descriptors, level 0 first."""

    id: Id
    title: Title
    fields: Annotated[list[Id], Field(min_length=1)]
    requirements: Annotated[list[RequirementId], Field(min_length=1)]
    weight: Annotated[int, Field(ge=1, le=100)]
    levels: Annotated[list[Text], Field(min_length=4, max_length=4)]


class Worksheet(Exercise):
    """A worksheet: ``exercises/worksheets/<id>.yml``. ``practice`` stays with the learner; the others are handed in."""

    kind: Literal["applied", "reflective", "checkout", "practice"]
    level: Level
    scenario: Id | None = None
    scenario_alternatives: list[Id] = []
    brief: Text
    fields: Annotated[list[AnyField], Field(min_length=1, max_length=50)]
    criteria: list[Criterion] = []
    advice: Advice | None = None

    @property
    def assessed(self) -> bool:
        """Whether the worksheet is handed in and marked."""
        return self.kind != "practice"
