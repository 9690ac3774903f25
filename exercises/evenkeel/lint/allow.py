"""Named exceptions: ``lint: allow RULE: reason`` in a comment of the file.

In an exercise the comment is ``# lint: allow …`` and stands at the end of the line that it is for, or on a line of
its own above it. On a page it is ``% lint: allow …`` on a line of its own above the paragraph. For a finding about
the file as a whole it may stand anywhere in it. There is no way to switch a rule off.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from evenkeel.lint.rules import RULES, Finding
from evenkeel.problems import Problem

_SAYS = r"\s*lint:\s*allow\b\s*([\w-]*)\s*:?\s*(.*?)\s*$"
_COMMENT = {".md": re.compile(rf"^%{_SAYS}"), ".yml": re.compile(rf"(?:(?<=\s)|^)#{_SAYS}")}
_ALONE = re.compile(r"^\s*[#%]")


@dataclass
class Allowed:
    """One comment: where it stands, the line it covers, its rule and its reason."""

    file: Path
    line: int
    covers: int
    rule: str
    reason: str
    used: bool = field(default=False, compare=False)


def exceptions(file: Path, lines: list[str]) -> list[Allowed]:
    """The exceptions that a file names."""
    form = _COMMENT.get(file.suffix, _COMMENT[".yml"])
    return [
        Allowed(file, number, _covered(lines, number), comment[1], comment[2])
        for number, line in enumerate(lines, 1)
        if (comment := form.search(line))
    ]


def _covered(lines: list[str], number: int) -> int:
    """The line itself, or the next one that says something, when the comment stands alone."""
    at = number
    while at <= len(lines) and (_ALONE.match(lines[at - 1]) or not lines[at - 1].strip()):
        at += 1
    return at


def apply(findings: Iterable[Finding], named: list[Allowed]) -> Iterator[Finding]:
    """The findings, each with the reason that allows it, if any; and what is wrong with the exceptions themselves."""
    for finding in findings:
        cover = next((one for one in named if _covers(one, finding)), None)
        if cover is None:
            yield finding
        else:
            cover.used = True
            yield replace(finding, reason=cover.reason)
    for one in named:
        if message := _wrong(one):
            yield Finding("allow", Problem(one.file, one.line, "", message))


def _covers(one: Allowed, finding: Finding) -> bool:
    place = finding.problem
    whole = place.line is None
    return (
        bool(one.reason) and (one.file, one.rule) == (place.file, finding.rule) and (whole or place.line == one.covers)
    )


def _wrong(one: Allowed) -> str | None:
    if one.rule not in RULES:
        return f"allows {one.rule!r}, which is no rule; `evenkeel lint --rules` lists them"
    if not one.reason:
        return "needs a reason after a colon, for the next author"
    return None if one.used else f"allows {one.rule!r}, but nothing is found there; take it out"
