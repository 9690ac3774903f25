"""Checks of the items whose key is more than an id: gaps, ratings, rules, marked phrases, numbers, ideas."""

from collections import Counter
from collections.abc import Sequence

from evenkeel import numbers, typed
from evenkeel.checks.report import Report, ids_of
from evenkeel.markup import gap_ids
from evenkeel.models.posed import PosedHighlight, PosedNumeric
from evenkeel.models.quiz import (
    ChoiceGap,
    ClozeItem,
    HighlightItem,
    JudgementItem,
    LengthRule,
    NumericItem,
    RewriteItem,
    ShortTextItem,
    TypedGap,
)
from evenkeel.problems import Where


def check_cloze(item: ClozeItem, where: Where, report: Report) -> None:
    """Each gap stands once in the text, and each has a key that can be right."""
    report.repeats((*where, "gaps"), ids_of(item.gaps), "gap", ("id",))
    places = Counter(gap_ids(item.text))
    for name, times in places.items():
        report.known((*where, "text"), "gap", name, ids_of(item.gaps))
        if times > 1:
            report.add((*where, "text"), f"has the gap [[{name}]] {times} times; give each place a gap of its own")
    for index, gap in enumerate(item.gaps):
        place = (*where, "gaps", index)
        if gap.id not in places:
            report.add((*place, "id"), f"is a gap that the text does not have; write [[{gap.id}]] where it belongs")
        _check_gap(gap, place, report)


def _check_gap(gap: ChoiceGap | TypedGap, where: Where, report: Report) -> None:
    if isinstance(gap, ChoiceGap):
        report.parts((*where, "options"), gap.options, "option")
        report.known((*where, "key"), "option", gap.key, ids_of(gap.options))
    else:
        _check_phrases(gap.accept, (*where, "accept"), report)


def _check_phrases(phrases: list[str], where: Where, report: Report) -> None:
    first: dict[str, int] = {}
    for index, phrase in enumerate(phrases):
        before = first.setdefault(typed.words(phrase), index)
        if before != index:
            report.add((*where, index), f"is read as the same words as entry {before + 1}; one is enough")


def check_highlight(item: HighlightItem, where: Where, report: Report) -> None:
    """The transcript holds each phrase once; the key names phrases and categories that there are."""
    check_transcript(item, where, report)
    for name, category in item.key.items():
        report.known((*where, "key", name), "phrase", name, ids_of(item.phrases))
        report.known((*where, "key", name), "category", category, ids_of(item.categories))
    if len(item.key) >= len(item.phrases) and len(set(item.key.values())) == 1:
        report.add(
            (*where, "key"), "marks every phrase alike, so there is nothing to tell apart; add some that are not"
        )
    for category in ids_of(item.categories):
        if category not in item.key.values() and {*item.key.values()} <= {*ids_of(item.categories)}:
            report.add((*where, "categories"), f"has {category!r}, which no phrase of the key is marked with")


def check_transcript(item: HighlightItem | PosedHighlight, where: Where, report: Report) -> None:
    """The parts of a transcript: each phrase stands in it, once."""
    report.parts((*where, "categories"), item.categories, "category")
    report.repeats((*where, "phrases"), ids_of(item.phrases), "phrase", ("id",))
    first: dict[str, int] = {}
    for index, line in enumerate(item.lines):
        for name in gap_ids(line.text):
            report.known((*where, "lines", index, "text"), "phrase", name, ids_of(item.phrases))
            if first.setdefault(name, index) != index or gap_ids(line.text).count(name) > 1:
                report.add(
                    (*where, "lines", index, "text"), f"has [[{name}]] again; give each place a phrase of its own"
                )
    for index, name in enumerate(ids_of(item.phrases)):
        if name not in first:
            said = f"is a phrase that no line has; write [[{name}]] where it belongs"
            report.add((*where, "phrases", index, "id"), said)


def check_numeric(item: NumericItem, where: Where, report: Report) -> None:
    """Units have no figures, and a wrong number is neither right nor told twice."""
    check_units(item, where, report)
    for index, wrong in enumerate(item.wrong):
        place = (*where, "wrong", index, "value")
        if numbers.near(item.key, item.tolerance, [wrong.value]):
            report.add(place, "lies within the tolerance of `key`, so it counts as right")
        elif any(numbers.near(one.value, one.tolerance, [wrong.value]) for one in item.wrong[:index]):
            report.add(place, "is covered by an entry before it, whose feedback is shown")


def check_units(item: NumericItem | PosedNumeric, where: Where, report: Report) -> None:
    """A unit has no figure: it would be taken for the number."""
    for index, unit in enumerate(item.units):
        if any(sign.isdigit() for sign in unit):
            report.add((*where, "units", index), "has a figure in it, which would be read as the answer; write it out")


def check_short_text(item: ShortTextItem, where: Where, report: Report) -> None:
    """The example has every idea and nothing that is unwanted; no phrase stands for two things."""
    parts = [("ideas", index, "accept", idea.accept) for index, idea in enumerate(item.ideas)]
    parts += [("unwanted", index, "phrases", each.phrases) for index, each in enumerate(item.unwanted)]
    report.repeats((*where, "ideas"), ids_of(item.ideas), "idea", ("id",))
    report.repeats((*where, "unwanted"), ids_of(item.unwanted), "entry", ("id",))
    owners: dict[str, tuple[str, int]] = {}
    for part, index, name, phrases in parts:
        _check_phrases(phrases, (*where, part, index, name), report)
        _check_owners(phrases, (part, index), owners, (*where, part, index, name), report)
    found = typed.found([phrases for *_, phrases in parts], item.example)
    for (part, index, _, _), said in zip(parts, found, strict=True):
        if said == (part == "unwanted"):
            what = f"unwanted entry {index + 1}" if said else f"nothing of idea {index + 1}"
            report.add((*where, "example"), f"has {what}; it must have every idea and nothing unwanted")


def _check_owners(
    phrases: Sequence[str],
    mine: tuple[str, int],
    owners: dict[str, tuple[str, int]],
    where: Where,
    report: Report,
) -> None:
    for index, phrase in enumerate(phrases):
        part, other = owners.setdefault(typed.words(phrase), mine)
        if (part, other) != mine:
            report.add((*where, index), f"stands in `{part}` {other + 1} as well; one phrase means one thing")


def check_judgement(item: JudgementItem, where: Where, report: Report) -> None:
    """Ratings lie on the scale; places go from 1 to the number of responses, each once."""
    report.parts((*where, "responses"), item.responses, "response")
    for index, response in enumerate(item.responses):
        most = len(item.scale) if item.ask == "rate" else len(item.responses)
        if response.panel > most:
            what = f"the scale has {most} points" if item.ask == "rate" else f"there are {most} responses"
            report.add((*where, "responses", index, "panel"), f"is {response.panel}, but {what}")
    if item.ask == "rank":
        _check_places([response.panel for response in item.responses], (*where, "responses"), report)


def _check_places(places: list[int], where: Where, report: Report) -> None:
    first: dict[int, int] = {}
    for index, place in enumerate(places):
        before = first.setdefault(place, index)
        if before != index:
            report.add(
                (*where, index, "panel"), f"is place {place} again, after response {before + 1}; rank without ties"
            )


def check_rewrite(item: RewriteItem, where: Where, report: Report) -> None:
    """The example meets every rule; the original does not, or there would be nothing to do."""
    report.repeats((*where, "rules"), ids_of(item.rules), "rule", ("id",))
    for index, rule in enumerate(item.rules):
        if isinstance(rule, LengthRule) and rule.min_words > rule.max_words:
            report.add((*where, "rules", index, "min_words"), "is more than `max_words`")
        elif not isinstance(rule, LengthRule):
            _check_phrases(rule.phrases, (*where, "rules", index, "phrases"), report)
    met = typed.rules_met(item.original, item.rules, item.example)
    broken = [rule.id for rule, kept in zip(item.rules, met, strict=True) if not kept]
    if broken:
        report.add((*where, "example"), f"does not meet {', '.join(broken)}; it must meet every rule")
    if all(typed.rules_met(item.example, item.rules, item.original)):
        report.add((*where, "original"), "meets every rule as it stands, so there is nothing to rewrite")
