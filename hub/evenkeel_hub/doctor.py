"""Examining an installation: each finding says what is wrong, why it matters and what cures it.

It changes nothing. A part that cannot be looked at is a finding of its own and hides no other.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from evenkeel_hub.config import Hosting
from evenkeel_hub.hosted import Hosted

Level = Literal["problem", "warning"]


@dataclass(frozen=True)
class Finding:
    """``name`` is for programs. ``problem``: learners or their data are at risk, or something does not work."""

    level: Level
    name: str
    what: str
    cure: str


@dataclass(frozen=True)
class Patient:
    """What is examined."""

    hosting: Hosting
    hosted: Hosted


Check = Callable[[Patient], Iterator[Finding]]


def examine(patient: Patient, checks: Sequence[Check]) -> list[Finding]:
    """All findings, problems first."""
    found = [finding for check in checks for finding in _safely(check, patient)]
    return sorted(found, key=lambda finding: finding.level != "problem")


def _safely(check: Check, patient: Patient) -> Iterator[Finding]:
    name = check.__name__.replace("_", "-")
    try:
        yield from check(patient)
    except Exception as error:  # whatever is broken here is what the administrator came to hear
        yield Finding("problem", name, f"This could not be looked at: {error}", "Put that right, then ask again.")


def lines(findings: Sequence[Finding]) -> list[str]:
    """The findings for a terminal."""
    shown = []
    for one in findings:
        shown += [f"{one.level.upper()}  {one.name}", f"  {one.what}", f"  Cure: {one.cure}", ""]
    problems = sum(one.level == "problem" for one in findings)
    return [*shown, f"{problems} problems, {len(findings) - problems} warnings."]
