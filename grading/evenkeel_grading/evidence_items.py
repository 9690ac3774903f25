"""One question as static HTML: what was asked, an answer in words, what was found in it, and what is right."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any, Literal

from evenkeel import numbers
from evenkeel.markup import plain
from evenkeel.models.posed import (
    AnyPosed,
    PosedChoiceGap,
    PosedCloze,
    PosedHighlight,
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
from evenkeel.models.worksheet import AnyField
from evenkeel.numbers import near, readings
from evenkeel.scoring import phrase_groups
from evenkeel.typed import found as spoken
from evenkeel.typed import rules_met
from evenkeel_grading.html_text import typed

Audience = Literal["tutor", "learner"]
Name = Callable[[str], str]
_GAP = re.compile(r"\[\[([^\]]+)\]\]")
_TYPED = PosedRewrite | RewriteItem | PosedNumeric | NumericItem | PosedShortText | ShortTextItem


def names(asked: AnyField | AnyPosed | AnyItem) -> Name:
    """From an id of an option, of a phrase or the like to its words as HTML."""
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


def about(asked: AnyPosed) -> str:
    """What an item asks about besides its stem: a picture in words, a text with gaps, a transcript, a sentence."""
    picture = f"<p>Picture: {escape(asked.image.alt)}</p>" if asked.image else ""
    match asked:
        case PosedCloze():
            return f"{picture}<p>{escape(_numbered(plain(asked.text), [gap.id for gap in asked.gaps]))}</p>"
        case PosedHighlight():
            phrases = {phrase.id: f"[{phrase.text}]" for phrase in asked.phrases}
            lines = [
                f"{line.who}: {_GAP.sub(lambda at: phrases.get(at[1], at[0]), plain(line.text))}"
                for line in asked.lines
            ]
            return picture + listed(map(escape, lines))
        case PosedRewrite():
            return f"{picture}<p><q>{escape(asked.original)}</q></p>"
        case _:
            return picture


def _numbered(text: str, gaps: Sequence[str]) -> str:
    """A text whose gaps are told by their numbers, as the answers are."""
    numbers_of = {gap: f"({number}) ____" for number, gap in enumerate(gaps, 1)}
    return _GAP.sub(lambda at: numbers_of.get(at[1], at[0]), text)


def said(asked: AnyField | AnyPosed, answer: Any) -> str:
    """An answer in words."""
    if not answer:
        return "<p><em>Not answered.</em></p>"
    name = names(asked)
    if isinstance(answer, str):
        return f"<p>{typed(answer) if isinstance(asked, _TYPED) else name(answer)}</p>"
    if isinstance(asked, PosedCloze):
        return listed((_gap(gap, answer.get(gap.id, ""), name) for gap in asked.gaps), "ol")
    if isinstance(asked, PosedJudgement) and isinstance(answer, dict):
        points = {str(number): escape(words) for number, words in enumerate(asked.scale, 1)}
        return listed(f"{name(one)}: {points.get(point, typed(point))}" for one, point in answer.items())
    if isinstance(answer, dict):
        return pairs(answer, name)
    tag = "ol" if {"ordering", "judgement"} & {getattr(asked, "kind", ""), getattr(asked, "type", "")} else "ul"
    return listed((name(one) for one in answer if isinstance(one, str)), tag)


def _gap(gap: PosedChoiceGap | PosedTypedGap, answer: str, name: Name) -> str:
    if not answer:
        return "<em>(left empty)</em>"
    return name(answer) if isinstance(gap, PosedChoiceGap) else typed(answer)


def pairs(chosen: Mapping[str, Any], name: Name) -> str:
    """Left sides with what each was matched with."""
    return listed(f"{name(left)} &rarr; {name(right)}" for left, right in chosen.items() if isinstance(right, str))


def listed(rows: Iterable[str], tag: str = "ul") -> str:
    """Rows of HTML as a list."""
    return f"<{tag}>{''.join(f'<li>{row}</li>' for row in rows)}</{tag}>"


def right_answer(item: AnyItem, name: Name) -> str:
    """The key of an item in words; nothing of one that has none."""
    match item:
        case TrueFalseItem():
            return f"<p>{name(str(item.key).lower())}</p>"
        case SingleItem():
            return f"<p>{name(item.key)}</p>"
        case MultipleItem():
            return listed(map(name, item.keys))
        case OrderingItem():
            return listed(map(name, item.order), "ol")
        case MatchingItem():
            return pairs(item.key, name)
        case CategoriseItem():
            return pairs(item.key, name)
        case ClozeItem():
            keys = (name(gap.key) if isinstance(gap, ChoiceGap) else escape(", ".join(gap.accept)) for gap in item.gaps)
            return listed(keys, "ol")
        case JudgementItem() if item.ask == "rate":
            rows = [f"{name(one.id)}: {escape(item.scale[one.panel - 1])}" for one in item.responses]
            return listed(rows)
        case JudgementItem():
            return listed((name(one.id) for one in sorted(item.responses, key=lambda one: one.panel)), "ol")
        case RewriteItem():
            return f"{listed(escape(plain(rule.name)) for rule in item.rules)}<p>{escape(item.example)}</p>"
        case HighlightItem():
            return pairs(item.key, name)
        case NumericItem():
            return f"<p>{_number(item)}</p>"
        case ShortTextItem():
            ideas = listed(f"{escape(plain(idea.name))}: {escape(', '.join(idea.accept))}" for idea in item.ideas)
            return f"{ideas}<p>{escape(item.example)}</p>"
        case SelfRatingItem() | FlashCardItem():
            return ""


def _number(item: NumericItem) -> str:
    near = f", {numbers.plain(item.tolerance)} more or less" if item.tolerance else ""
    return escape(" ".join([numbers.plain(item.key), *item.units[:1]]) + near)


def seen(item: AnyItem, answer: Any) -> str:
    """What was found in a typed answer: ideas and rules, and a wrong number that many come to."""
    match item:
        case ShortTextItem():
            return listed(_ideas(item, answer))
        case RewriteItem():
            met = rules_met(item.original, item.rules, answer)
            rows = zip(item.rules, met, strict=True)
            return listed(f"{escape(plain(rule.name))}: {'kept' if kept else 'not kept'}" for rule, kept in rows)
        case NumericItem():
            read = readings(answer, item.units)
            slips = (one for one in item.wrong if near(one.value, one.tolerance, read))
            return "".join(f"<p>{escape(plain(one.feedback))}</p>" for one in slips)
        case _:
            return ""


def _ideas(item: ShortTextItem, answer: Any) -> list[str]:
    """Which ideas a short text was found to have, and what it should have left out."""
    ideas, unwanted = phrase_groups(item)
    found = spoken([*ideas, *unwanted], answer)
    rows = [
        f"{escape(plain(each.name))}: {'found' if had else 'missing'}"
        for each, had in zip(item.ideas, found, strict=False)
    ]
    out = zip(item.unwanted, found[len(ideas) :], strict=True)
    return [*rows, *(f"{escape(plain(each.name))}: better left out" for each, had in out if had)]
