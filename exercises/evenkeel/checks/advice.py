"""Checks of advice on a private sheet: routes that its answers can lead to."""

from evenkeel.checks.report import Report
from evenkeel.models.advice import Advice, Route
from evenkeel.models.worksheet import ChoiceField, Worksheet
from evenkeel.problems import Where


def check_advice(sheet: Worksheet, report: Report) -> None:
    """Report what is wrong with a worksheet's advice. A sheet that is handed in gives none."""
    advice = sheet.advice
    if advice is None:
        return
    if sheet.assessed:
        report.add(("advice",), "belongs on a practice sheet; this one is handed in and marked")
    choices = {field.id: field for field in sheet.fields if isinstance(field, ChoiceField)}
    for index, route in enumerate(advice.routes):
        _check_route(route, advice, choices, ("advice", "routes", index), report)


def _check_route(route: Route, advice: Advice, choices: dict[str, ChoiceField], where: Where, report: Report) -> None:
    report.repeats((*where, "fields"), route.fields)
    if route.least > len(set(route.fields)):
        report.add((*where, "least"), f"is {route.least}, but the route has only {len(set(route.fields))} fields")
    for place, name in enumerate(route.fields):
        if report.known((*where, "fields", place), "choice", name, choices):
            options = [option.id for option in choices[name].options]
            for low in advice.low:
                if low not in options:
                    report.add((*where, "fields", place), f"has no option {low!r}, which `low` names")
