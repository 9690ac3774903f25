"""Moodle's gaps: ``{1:MULTICHOICE:=right#why~wrong}`` in a cloze, ``[[1]]`` in texts to drag or select into."""

import re

from evenkeel.importing.neutral import Answer, FlawError, Gap
from evenkeel.importing.words import from_html

OPEN, CLOSE = "\ue000", "\ue001"
"""What stands around a gap's number in the words of a cloze."""

_TYPED = {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"}
_NUMERICAL = {"NUMERICAL", "NM"}
_CHOICE = {f"MULTICHOICE{tail}" for tail in ("", "_V", "_H", "_S", "_VS", "_HS")} | {
    "MC", "MCV", "MCH", "MCS", "MCVS", "MCHS",
}  # fmt: skip
# Possessive, and no gap within a gap: what opens and never closes is read once.
_GAP = re.compile(
    r"\{\s*+([0-9]*+)\s*+:\s*+([A-Z_]++)\s*+:((?:\\.|[^\\{}]|\{(?!\s*+[0-9]*+\s*+:)){0,2000}+)\}", re.DOTALL
)
_SLOT = re.compile(r"\[\[([0-9]{1,3})\]\]")
_WEIGHT = re.compile(r"^%(-?[0-9]*\.?[0-9]+)%")


def read_cloze(text: str) -> tuple[str, list[Gap]]:
    """The text with marks in place of its gaps, and the gaps.

    Raises:
        FlawError: a gap is of a kind that has no place here, or there is none.
    """
    gaps: list[Gap] = []

    def mark(found: "re.Match[str]") -> str:
        gaps.append(_gap(found[2], found[3], found[1]))
        return f"{OPEN}{len(gaps)}{CLOSE}"

    marked = _GAP.sub(mark, text)
    if not gaps:
        raise FlawError("is a cloze without a gap that can be read")
    return marked, gaps


def _gap(kind: str, body: str, weight: str) -> Gap:
    if kind not in _TYPED | _NUMERICAL | _CHOICE:
        raise FlawError(f"has a gap of the kind {kind[:30]}, which has no place here")
    parts = re.split(r"(?<!\\)~", body)
    answers = [_answer(part) for part in parts if part.strip()]
    return Gap(answers, kind not in _CHOICE, kind in _NUMERICAL, int(weight[:3] or 1))


def _answer(part: str) -> Answer:
    part = part.strip()
    weight = 0.0
    if part.startswith("="):
        weight, part = 100.0, part[1:]
    elif found := _WEIGHT.match(part):
        weight, part = float(found[1]), part[found.end() :]
    words, _, feedback = _first_hash(part)
    return Answer(from_html(_bare(words)), weight, from_html(_bare(feedback)))


def _first_hash(part: str) -> tuple[str, str, str]:
    """The words and the feedback, apart at the first # that is neither escaped nor part of an entity."""
    found = re.search(r"(?<![\\&])#", part)
    return (part[: found.start()], "#", part[found.end() :]) if found else (part, "", "")


def _bare(text: str) -> str:
    return re.sub(r"\\([~=#{}\"/\\])", r"\1", text)


def read_slots(text: str) -> tuple[str, list[int]]:
    """The text with marks in place of ``[[1]]``, and which choice belongs into each."""
    wanted: list[int] = []

    def mark(found: "re.Match[str]") -> str:
        wanted.append(int(found[1]))
        return f"{OPEN}{len(wanted)}{CLOSE}"

    marked = _SLOT.sub(mark, text)
    if not wanted:
        raise FlawError("is a text with gaps, but has no gap")
    return marked, wanted
