"""Items of every type in one form, so that a rule need not know the types.

An item with options to choose from is one question; an item with several places to fill is a question for each.
What has no key, such as things to put in order, has options of which none is the key.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from evenkeel.course import Course, exercise_file
from evenkeel.models.quiz import (
    AnyItem,
    CategoriseItem,
    ChoiceGap,
    ClozeItem,
    FlashCardItem,
    HighlightItem,
    JudgementItem,
    MatchingItem,
    MultipleItem,
    NumericItem,
    OrderingItem,
    Quiz,
    SelfRatingItem,
    ShortTextItem,
    SingleItem,
    TrueFalseItem,
)
from evenkeel.problems import Where

Form = Literal["one", "many", "best", "judge", "parts"]
"""One key; one or more keys; a response that is the best of several; a statement to judge; parts without a key."""


class _Part(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Answer:
    """One option: where it stands, its words, whether it is a key, its feedback and where that is, and its id."""

    where: Where
    text: str
    key: bool = False
    feedback: str | None = None
    feedback_where: Where = ()
    name: str = ""


@dataclass(frozen=True)
class Asked:
    """One question. ``entry`` is the name of the entry that asks it."""

    file: Path
    where: Where
    form: Form
    stem: str
    answers: tuple[Answer, ...]
    entry: str = "stem"

    @property
    def stem_where(self) -> Where:
        """Where the question is asked."""
        return (*self.where, self.entry)

    @property
    def keys(self) -> list[Answer]:
        """The answers that are right."""
        return [answer for answer in self.answers if answer.key]

    @property
    def distractors(self) -> list[Answer]:
        """The answers that are not right."""
        return [answer for answer in self.answers if not answer.key]


def of_course(course: Course) -> list[Asked]:
    """Every question of every quiz."""
    return [asked for name, quiz in course.quizzes.items() for asked in of_quiz(quiz, exercise_file("quizzes", name))]


def of_quiz(quiz: Quiz, file: Path) -> Iterator[Asked]:
    """Every question of one quiz."""
    for index, item in enumerate(quiz.items):
        yield from of_item(item, file, ("items", index))


def of_item(item: AnyItem, file: Path, where: Where) -> Iterator[Asked]:
    """The questions that an item asks. A phrase to rewrite asks none of this kind."""
    if isinstance(item, SingleItem):
        yield _choosing(item, {item.key}, "one", file, where)
    elif isinstance(item, MultipleItem):
        yield _choosing(item, set(item.keys), "many", file, where)
    elif isinstance(item, TrueFalseItem):
        yield _judging(item, file, where)
    elif isinstance(item, JudgementItem):
        yield Asked(file, where, "best", item.stem, parts(item.responses, (*where, "responses"), _best(item)))
    elif isinstance(item, ClozeItem):
        for index, gap in enumerate(item.gaps):
            if isinstance(gap, ChoiceGap):
                yield Asked(file, where, "one", "", parts(gap.options, (*where, "gaps", index, "options"), {gap.key}))
    elif isinstance(item, NumericItem | ShortTextItem | FlashCardItem):
        yield Asked(file, where, "parts", item.stem, tuple(_told(item, where)))
    else:
        yield from _listing(item, file, where)


def _told(item: NumericItem | ShortTextItem | FlashCardItem, where: Where) -> Iterator[Answer]:
    """What is said to what was typed. Nothing of it is shown before, so only the feedback counts."""
    if isinstance(item, NumericItem):
        yield Answer(where, "", True, item.feedback, (*where, "feedback"), "feedback")
        for index, wrong in enumerate(item.wrong):
            yield Answer(where, "", False, wrong.feedback, (*where, "wrong", index, "feedback"))
    elif isinstance(item, ShortTextItem):
        for index, idea in enumerate(item.ideas):
            yield Answer(where, "", True, idea.feedback, (*where, "ideas", index, "feedback"), idea.id)
        for index, each in enumerate(item.unwanted):
            yield Answer(where, "", False, each.feedback, (*where, "unwanted", index, "feedback"), each.id)


def _listing(item: AnyItem, file: Path, where: Where) -> Iterator[Asked]:
    """Lists without a key in them. The stem goes with the first."""
    lists: dict[str, Sequence[_Part]] = {}
    if isinstance(item, OrderingItem):
        lists = {"items": item.items}
    elif isinstance(item, MatchingItem):
        lists = {"left": item.left, "right": item.right}
    elif isinstance(item, CategoriseItem):
        lists = {"things": item.things, "categories": item.categories}
    elif isinstance(item, SelfRatingItem):
        lists = {"scale": item.scale}
    elif isinstance(item, HighlightItem):
        lists = {"phrases": item.phrases, "categories": item.categories}
    for number, (name, listed) in enumerate(lists.items()):
        yield Asked(file, where, "parts", "" if number else item.stem, parts(listed, (*where, name)))


def _best(item: JudgementItem) -> set[str]:
    """The response that the panel puts above every other, if there is one."""
    best = (min if item.ask == "rank" else max)(response.panel for response in item.responses)
    found = {response.id for response in item.responses if response.panel == best}
    return found if len(found) == 1 else set()


def _choosing(item: SingleItem | MultipleItem, keys: Collection[str], form: Form, file: Path, where: Where) -> Asked:
    return Asked(file, where, form, item.stem, parts(item.options, (*where, "options"), keys))


def _judging(item: TrueFalseItem, file: Path, where: Where) -> Asked:
    answers = (
        Answer(where, "True", item.key, item.feedback_true, (*where, "feedback_true"), "true"),
        Answer(where, "False", not item.key, item.feedback_false, (*where, "feedback_false"), "false"),
    )
    return Asked(file, where, "judge", item.stem, answers)


def parts(listed: Sequence[_Part], where: Where, keys: Collection[str] = ()) -> tuple[Answer, ...]:
    """The entries of a list as answers. ``keys`` are the ids of those that are right."""
    return tuple(
        Answer(
            (*where, index, "text"),
            part.text,
            part.id in keys,
            getattr(part, "feedback", None),
            (*where, index, "feedback"),
            part.id,
        )
        for index, part in enumerate(listed)
    )
