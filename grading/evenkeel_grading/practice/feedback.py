"""From a draft to what its writer is told. A pure function: nothing is kept, and nothing is sent."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from evenkeel.fitting import fitting_answers
from evenkeel.organisation import load_settings
from evenkeel.responses import check_responses
from evenkeel.words import N_, _
from evenkeel_grading.findings import CriterionFinding, Evidence, Finding
from evenkeel_grading.human_review import look
from evenkeel_grading.marker import mark_written
from evenkeel_grading.marker.written import Written
from evenkeel_grading.marking import written_texts
from evenkeel_grading.practice.loading import PracticeSheet

_COPIED = N_("This looks like words of the sheet or of its page. Write it in your own words to get feedback.")
_LIST = N_("This looks like a list of single words. Write it in sentences of your own to get feedback.")
_AGAIN = N_(
    "This looks like the same words again and again. Write each thing once, in your own words, to get feedback."
)
_SIGNS = N_("This looks like signs or code that the program cannot read. Write it in plain words to get feedback.")
_LANGUAGE = N_("This looks like a language that the program does not know. So there is no feedback on it.")
_LOOKS_LIKE = {
    "matches-the-brief": _COPIED,
    "matches-the-course": _COPIED,
    "keyword-list": _LIST,
    "word-order": _LIST,
    "repeated": _AGAIN,
    "another-topic": N_("This looks like something else than the sheet asks about. So there is no feedback on it."),
    "words-to-the-marker": N_("This looks like words to the program. Write about your work to get feedback."),
    "unusual-characters": _SIGNS,
    "page-code": _SIGNS,
    "other-language": _LANGUAGE,
    "a-foreign-sentence": _LANGUAGE,
}
"""What is said of writing that the rules cannot follow. Other guards are for marks, and no reason to say less here."""


def feedback(sheet: PracticeSheet, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Feedback on a draft: ``{"aims": […]}``, or ``{"support": …}`` and nothing on the writing.

    An aim is ``{"title", "well": [{"words", "shows": […]}], "lift", "held"}``: the writer's own sentences with what
    each shows, the one sentence that would lift it (empty when all is there), and why there is no feedback (or empty).

    Raises:
        ResponsesError: the fields are not of the shape that answers have.
    """
    responses = check_responses({"schema": 1, "assignment": sheet.id, "fields": dict(fields)})
    texts = Written(written_texts(sheet, fitting_answers(responses, sheet.worksheet)))
    seen = {flag.id for flag in look(sheet.watch, texts)}
    if seen:
        return {"support": support(sheet.root, own="own-distress" in seen)}
    finding = mark_written(sheet, texts)
    return {"aims": [_aim(sheet, finding, one.id, one.title) for one in sheet.worksheet.criteria]}


def _aim(sheet: PracticeSheet, finding: Finding, name: str, title: str) -> dict[str, Any]:
    found = finding.criteria[name]
    held = _held(finding, name)
    if held:
        return {"title": title, "well": [], "lift": "", "held": held}
    return {"title": title, "well": _well(found.evidence), "lift": _lift(sheet, found, name), "held": ""}


def _held(finding: Finding, name: str) -> str:
    tripped = (flag.id for flag in finding.flags if flag.kind == "guard" and name in flag.criteria)
    return next((_(_LOOKS_LIKE[guard]) for guard in tripped if guard in _LOOKS_LIKE), "")


def _lift(sheet: PracticeSheet, found: CriterionFinding, name: str) -> str:
    """The sentence of the first part that is not there; of a blank field, of the first part."""
    evidence = sheet.rubric.criteria[name].evidence
    first = next(iter(evidence.parts.values())).missing if evidence else ""
    return found.missing if found.evidence else found.missing and (first or found.missing)


def _well(evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
    """Each sentence once, with everything it shows."""
    shown: dict[tuple[str, int], dict[str, Any]] = {}
    for item in evidence:
        one = shown.setdefault((item.field, item.start), {"words": item.quote, "shows": []})
        if item.part not in one["shows"]:
            one["shows"].append(item.part)
    return list(shown.values())


def support(root: Path | None, *, own: bool) -> dict[str, Any]:
    """Warm words and people to turn to, as ``{"lines": […], "contacts": [{"who", "how", "link", "note"}], "honest"}``.

    ``own`` is for the writer's own distress, else somebody may be at risk now. Help and hope, and no method.
    """
    settings = load_settings(root) if root else None
    values = settings.values() if settings else {}
    danger = (
        _("If somebody is in danger now, call {emergency}.").format(emergency=values["emergency"]) if values else ""
    )
    lines = _own_words() if own else _risk_words(values.get("duty_manager", ""))
    return {
        "lines": [line for line in (*lines, danger.format(**values) if values else "") if line],
        "contacts": settings.help_box() if settings else [],
        "honest": _(
            "This is a program that looks for certain words, and it can be wrong. It has told nobody, and it keeps"
            " nothing of what you wrote. So nobody comes because of it: please reach out to a person yourself. There is"
            " no feedback on your writing this time."
        ),
    }


def _own_words() -> tuple[str, ...]:
    return (
        _("What you wrote sounds as if things are hard for you. Thank you for putting it into words."),
        _("You need not carry it alone, and it can get better with help. Please talk to a person today."),
    )


def _risk_words(duty_manager: str) -> tuple[str, ...]:
    tell = _("Please tell a person now: {who}. Follow your own procedure.")
    return (
        _("What you wrote sounds as if somebody may be at risk now."),
        tell.format(who=duty_manager) if duty_manager else "",
    )
