"""Checks of the items whose key is more than an id: gaps, a panel's ratings, rules for a rewritten sentence."""

from collections import Counter

from evenkeel import typed
from evenkeel.checks.report import Report, ids_of
from evenkeel.markup import gap_ids
from evenkeel.models.quiz import ChoiceGap, ClozeItem, JudgementItem, LengthRule, RewriteItem, TypedGap
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
