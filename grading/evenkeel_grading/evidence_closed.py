"""Closed fields as static HTML: what was chosen, what was right and why, and the number last."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any, Literal

from evenkeel import numbers, play
from evenkeel.fitting import fitting_answers
from evenkeel.markup import plain
from evenkeel.models import Scenario
from evenkeel.models.posed import (
    AnyPosed,
    PosedChoiceGap,
    PosedCloze,
    PosedJudgement,
    PosedNumeric,
    PosedRewrite,
    PosedShortText,
    PosedTypedGap,
)
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
    RewriteItem,
    SelfRatingItem,
    ShortTextItem,
    SingleItem,
    TrueFalseItem,
)
from evenkeel.models.scenario import Choice, Node
from evenkeel.models.worksheet import AnyField, QuizField, ScenarioField
from evenkeel.organisation import fill
from evenkeel.responses import Responses
from evenkeel.scoring import item_credit, phrase_groups
from evenkeel.spec import without_key
from evenkeel.typed import found as spoken
from evenkeel_grading.assignment import Assignment
from evenkeel_grading.html_text import BLOCK, typed
from evenkeel_grading.items import keyed
from evenkeel_grading.marks import ClosedMark, Marks
from evenkeel_grading.rubric import AnyKey, MatchingKey, OrderingKey, QuizKey, ScenarioKey

Audience = Literal["tutor", "learner"]
Name = Callable[[str], str]


_TYPED = PosedRewrite | RewriteItem | PosedNumeric | NumericItem | PosedShortText | ShortTextItem


def closed_block(assignment: Assignment, marks: Marks, responses: Responses, field_id: str, audience: Audience) -> str:
    """One closed field: the learner's answer in words, the key and its reasons, then the points.

    A learner who reads this after release sees the keys of a quiz and of a play, and of no other field: a single
    choice often comes again in the next course.
    """
    field = next(one for one in assignment.worksheet.fields if one.id == field_id)
    answer = fitting_answers(responses, assignment.worksheet).get(field_id)
    key = assignment.rubric.keys.get(field_id)
    mark = marks.closed[field_id]
    match field, key:
        case QuizField(), QuizKey():
            said = _quiz(field, key, answer or {}, mark)
        case ScenarioField(), ScenarioKey():
            said = _Played(assignment, assignment.scenarios[field.scenario], key).html(answer, mark, audience)
        case _:
            own = _key_words(field, key) if audience == "tutor" and key else ""
            said = _said(field, answer) + own
    points = f'<p class="ek-points">{mark.points:.4g} of {mark.max:g} points</p>'
    return f"{BLOCK}<h4>{escape(field.label)}</h4>{said}{points}</div>"


def _names(asked: AnyField | AnyPosed | AnyItem) -> Name:
    texts = {
        thing.id: escape(plain(thing.text))
        for part in (asked, *getattr(asked, "gaps", ()))
        for side in ("options", "items", "left", "right", "things", "categories", "responses", "phrases")
        for thing in getattr(part, side, ())
    }
    texts |= {rule.id: escape(plain(rule.name)) for rule in getattr(asked, "rules", ())}
    if getattr(asked, "type", "") == "true-false":
        texts = {"true": "True", "false": "False"}
    return lambda name: texts.get(name, "<em>(no such option)</em>")


def _said(asked: AnyField | AnyPosed, answer: Any) -> str:
    """An answer in words."""
    if not answer:
        return "<p><em>Not answered.</em></p>"
    name = _names(asked)
    if isinstance(answer, str):
        return f"<p>{typed(answer) if isinstance(asked, _TYPED) else name(answer)}</p>"
    if isinstance(asked, PosedCloze):
        return _list(_gap(gap, answer.get(gap.id, ""), name) for gap in asked.gaps)
    if isinstance(asked, PosedJudgement) and isinstance(answer, dict):
        points = {str(number): escape(words) for number, words in enumerate(asked.scale, 1)}
        return _list(f"{name(one)}: {points.get(point, typed(point))}" for one, point in answer.items())
    if isinstance(answer, dict):
        return _pairs(answer, name)
    listed = "ol" if {"ordering", "judgement"} & {getattr(asked, "kind", ""), getattr(asked, "type", "")} else "ul"
    return _list((name(one) for one in answer if isinstance(one, str)), listed)


def _gap(gap: PosedChoiceGap | PosedTypedGap, answer: str, name: Name) -> str:
    if not answer:
        return "<em>(left empty)</em>"
    return name(answer) if isinstance(gap, PosedChoiceGap) else typed(answer)


def _pairs(pairs: Mapping[str, Any], name: Name) -> str:
    return _list(f"{name(left)} &rarr; {name(right)}" for left, right in pairs.items() if isinstance(right, str))


def _list(rows: Iterable[str], tag: str = "ul") -> str:
    return f"<{tag}>{''.join(f'<li>{row}</li>' for row in rows)}</{tag}>"


def _key_words(field: AnyField, key: AnyKey) -> str:
    name = _names(field)
    body = _pairs(key.key, name) if isinstance(key, MatchingKey) else _list(map(name, _right(key)))
    return f"<p>Key:</p>{body}{_reasons(key, name)}"


def _right(key: AnyKey) -> Sequence[str]:
    if isinstance(key, OrderingKey):
        return key.order
    return getattr(key, "keys", None) or [getattr(key, "key", "")]


def _reasons(key: AnyKey, name: Name) -> str:
    if why := getattr(key, "why", None):
        return f"<p>Why: {escape(plain(why))}</p>"
    rows = [f"{name(one)}: {escape(plain(why))}" for one, why in getattr(key, "whys", {}).items()]
    return f"<p>Why:</p>{_list(rows)}" if rows else ""


def _quiz(field: QuizField, key: QuizKey, answer: Any, mark: ClosedMark) -> str:
    items = [
        _item(number, item, keyed(item, key.items[item.id]), key.items[item.id].whys, answer.get(item.id))
        + _worth(float(mark.credits[item.id]), item.points)
        for number, item in enumerate(field.items, 1)
    ]
    return "".join(f'<div class="ek-item">{item}</div>' for item in items)


def _item(number: int, item: AnyPosed, whole: AnyItem, whys: Mapping[str, str], answer: Any) -> str:
    name = _names(item)
    asked = f"<p><strong>{number}.</strong> {escape(plain(item.stem))}</p>"
    said = f"{asked}<p>Answer given:</p>{_said(item, answer)}{_seen(whole, answer)}"
    reasons = [f"{name(one)}: {escape(plain(why))}" for one, why in whys.items()]
    why = f"<p>Why: {escape(plain(whole.explanation))}</p>{_list(reasons) if reasons else ''}"
    return f"{said}<p>Right answer:</p>{_right_answer(whole, name)}{why}"


def _right_answer(item: AnyItem, name: Name) -> str:
    match item:
        case TrueFalseItem():
            return f"<p>{name(str(item.key).lower())}</p>"
        case SingleItem():
            return f"<p>{name(item.key)}</p>"
        case MultipleItem():
            return _list(map(name, item.keys))
        case OrderingItem():
            return _list(map(name, item.order), "ol")
        case MatchingItem():
            return _pairs(item.key, name)
        case CategoriseItem():
            return _pairs(item.key, name)
        case ClozeItem():
            return _list(name(gap.key) if isinstance(gap, ChoiceGap) else typed(gap.accept[0]) for gap in item.gaps)
        case JudgementItem() if item.ask == "rate":
            rows = [f"{name(one.id)}: {escape(item.scale[one.panel - 1])}" for one in item.responses]
            return _list(rows)
        case JudgementItem():
            return _list((name(one.id) for one in sorted(item.responses, key=lambda one: one.panel)), "ol")
        case RewriteItem():
            return f"{_list(escape(plain(rule.name)) for rule in item.rules)}<p>{escape(item.example)}</p>"
        case HighlightItem():
            return _pairs(item.key, name)
        case NumericItem():
            return f"<p>{_number(item)}</p>"
        case ShortTextItem():
            ideas = _list(f"{escape(plain(idea.name))}: {escape(', '.join(idea.accept))}" for idea in item.ideas)
            return f"{ideas}<p>{escape(item.example)}</p>"
        case SelfRatingItem() | FlashCardItem():
            return ""


def _number(item: NumericItem) -> str:
    near = f", {numbers.plain(item.tolerance)} more or less" if item.tolerance else ""
    return escape(" ".join([numbers.plain(item.key), *item.units[:1]]) + near)


def _seen(item: AnyItem, answer: Any) -> str:
    """Which ideas a short text was found to have, and what it should have left out."""
    if not isinstance(item, ShortTextItem):
        return ""
    ideas, unwanted = phrase_groups(item)
    found = spoken([*ideas, *unwanted], answer)
    rows = [
        f"{escape(plain(each.name))}: {'found' if had else 'missing'}"
        for each, had in zip(item.ideas, found, strict=False)
    ]
    out = zip(item.unwanted, found[len(ideas) :], strict=True)
    return _list([*rows, *(f"{escape(plain(each.name))}: better left out" for each, had in out if had)])


def _worth(credit: float, points: int) -> str:
    words = "Right" if credit >= 1 else "Partly right" if credit > 0 else "Not right"
    return f'<p class="ek-credit">{words}: {credit * points:.4g} of {points} points</p>'


class _Played:
    """A graded play as HTML, with the organisation's values in the scenario's words."""

    def __init__(self, assignment: Assignment, scenario: Scenario, key: ScenarioKey) -> None:
        self.values, self.scenario, self.key = assignment.values, scenario, key
        self.nodes = {node.id: node for node in scenario.nodes}

    def html(self, answer: Any, mark: ClosedMark, audience: Audience) -> str:
        """The ending, each decision with its reason and its credit, and how they count."""
        if not answer:
            return "<p><em>Not played.</em></p>"
        if mark.problem:
            return (
                f'<p class="ek-problem"><strong>A tutor decides.</strong> {typed(mark.problem)} The points are'
                " provisional.</p>"
            )
        steps = [self._decision(self.nodes[step["node"]], step) for step in answer["choices"]]
        end = play.replay(self.scenario, answer["choices"], answer.get("seed", 0))
        return f"<p>{self._ended(end, answer, audience)}</p>{_list(steps, 'ol')}{_counted(self.key, mark)}"

    def _ended(self, end: play.Play, answer: Mapping[str, Any], audience: Audience) -> str:
        ending = next((one for one in self.scenario.endings if one.id == end.ending), None)
        ended = f"Ending: {self._words(ending.title)}." if ending else "The play stopped before an ending."
        early = " It is an early one: the story could have gone on." if ending and ending.early else ""
        often = f" Begun {answer.get('plays', 1)} times; this is the last play." if answer.get("plays", 1) > 1 else ""
        return ended + early + (often if audience == "tutor" else "")

    def _decision(self, node: Node, step: Mapping[str, Any]) -> str:
        choices = {choice.id: choice for choice in node.choices}
        chosen, credits_of = choices[step["choice"]], self.key.nodes.get(node.id, {})
        said = f"<strong>{self._words(node.title)}</strong>{self._chosen(node, chosen, step)}"
        earned = credits_of.get(chosen.id, "unscored")
        if isinstance(earned, str):
            return f'{said}<p class="ek-credit">Does not count.</p>'
        best = [choices[one] for one, credit in credits_of.items() if credit == 1 and one != chosen.id and earned < 1]
        others = "".join(f"<p>Full credit: {self._words(one.text)}</p><p>{self._words(one.reason)}</p>" for one in best)
        why = f"<p>Why: {escape(plain(self.key.whys[node.id]))}</p>" if node.id in self.key.whys else ""
        counts = earned * item_credit(node.item, step.get("answer")) if node.item else earned
        return f'{said}{others}{why}<p class="ek-credit">Credit: {counts:.4g} of 1</p>'

    def _chosen(self, node: Node, chosen: Choice, step: Mapping[str, Any]) -> str:
        reason = f"<p>{self._words(chosen.reason)}</p>"
        if node.item is None:
            return f"<p>Chosen: {self._words(chosen.text)}</p>{reason}"
        asked = f"<p>{self._words(node.item.stem)}</p><p>Answer given:</p>"
        said = _said(without_key(node.item), step.get("answer"))
        return f"{asked}{said}<p>Right answer:</p>{_right_answer(node.item, _names(node.item))}{reason}"

    def _words(self, text: str) -> str:
        return escape(fill(plain(text), self.values))


def _counted(key: ScenarioKey, mark: ClosedMark) -> str:
    earned = sum(float(credit) for credit in mark.credits.values())
    return (
        f'<p class="ek-credit">{len(mark.credits)} decisions count, with {earned:.4g} credits together. They are'
        f" divided by their number: by at least {key.min_decisions}, and by {len(key.nodes)} for a play that reached"
        " no ending.</p>"
    )
