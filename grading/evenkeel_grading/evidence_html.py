"""Evidence as static HTML for the formgrader and the feedback page: words first, numbers last.

Everything a learner typed is text: escaped, with control and direction signs made visible, and in a block that
MathJax leaves alone. No scripts, no ids, nothing from elsewhere. Each block is one ``<div>`` to emit as
``text/html`` output data. No block holds a level or points: the pages put these after it.
"""

from collections.abc import Iterable
from html import escape

from evenkeel.fitting import FieldProblem
from evenkeel.markup import plain
from evenkeel.models.worksheet import Criterion
from evenkeel.words import _
from evenkeel_grading.assignment import Assignment
from evenkeel_grading.html_text import BLOCK, WORDS, typed
from evenkeel_grading.marks import TOP_LEVEL, CriterionMark, Evidence, Flag, Marks, is_private

_MARK = '<mark class="ek-span" style="background:#fff3b0;color:#111;text-decoration:underline">'
NEEDS_A_PERSON = "Held: needs a person."
UNSURE = 0.6
"""A confidence below this sends the work to a person early."""
_NOTE = '<p class="ek-hold" style="border:2px solid #767676;padding:.5em .75em"><strong>'


def trouble(message: str) -> str:
    """A plain message in place of answers, for a tutor."""
    return (
        f"{BLOCK}{_NOTE}These answers could not be marked.</strong> {typed(message)} Nothing was scored; the "
        "file was kept as it is. Ask the learner to hand in again, or mark by hand.</p></div>"
    )


def notes_block(marks: Marks) -> str:
    """Holds and answers that did not fit, for a tutor. Of what is private it says at most that a person is needed."""
    lines = [_flag_line(flag) for flag in marks.flags if not is_private(flag)]
    if any(is_private(flag) and flag.holds for flag in marks.flags):
        lines.append(f"{_NOTE}{NEEDS_A_PERSON}</strong></p>")
    lines += [_problem_line(problem) for problem in marks.problems]
    return f"{BLOCK}{''.join(lines)}</div>" if lines else ""


def _flag_line(flag: Flag) -> str:
    head = NEEDS_A_PERSON if flag.holds else "For a person to look at."
    return f"{_NOTE}{head}</strong> {escape(flag.message)}</p>"


def _problem_line(problem: FieldProblem) -> str:
    return f'<p class="ek-problem">{typed(problem.message)}</p>'


def words_block(assignment: Assignment, marks: Marks, criterion: Criterion) -> str:
    """The learner's words for one criterion and nothing else, for somebody who gives a level of their own first."""
    words = [_field_words(assignment, marks, name, ()) for name in criterion.fields]
    return f"{BLOCK}{''.join(words)}</div>"


def evidence_block(assignment: Assignment, marks: Marks, criterion: Criterion) -> str:
    """One criterion for a tutor: what holds it, then the learner's words with what earned credit. No level."""
    mark = marks.criteria[criterion.id]
    pieces = [_flag_line(flag) for flag in marks.flags if criterion.id in flag.criteria and not is_private(flag)]
    pieces += [_field_words(assignment, marks, name, mark.evidence) for name in _shown_fields(criterion, mark)]
    pieces.append(_earned(mark))
    if mark.finding.against:
        pieces.append(f"<p>What keeps it at level 0:</p>{_quotes(mark.finding.against)}")
    return f"{BLOCK}{''.join(pieces)}</div>"


def learner_block(assignment: Assignment, marks: Marks, criterion: Criterion, level: int) -> str:
    """One criterion for its writer, after release: words, what earned credit, what was reached, what would lift it.

    ``level`` is the one a tutor decided on. Where it differs from the suggestion, the next descriptor says what would
    lift it.
    """
    mark = marks.criteria[criterion.id]
    pieces = [_field_words(assignment, marks, name, mark.evidence) for name in _shown_fields(criterion, mark)]
    pieces.append(_earned(mark))
    reached = _("What you reached: {words}").format(words=plain(criterion.levels[level]))
    pieces.append(f'<p class="ek-reached">{escape(reached)}</p>')
    if level < TOP_LEVEL:
        own = level == mark.level and mark.missing
        asked = _("The next level asks: {words}").format(words=plain(criterion.levels[level + 1]))
        lift = _("What would lift it: {words}").format(words=mark.missing if own else asked)
        pieces.append(f'<p class="ek-lift">{escape(lift)}</p>')
    return f"{BLOCK}{''.join(pieces)}</div>"


def _shown_fields(criterion: Criterion, mark: CriterionMark) -> list[str]:
    cited = [item.field for item in (*mark.evidence, *mark.finding.against)]
    return list(dict.fromkeys([*criterion.fields, *cited]))


def _field_words(assignment: Assignment, marks: Marks, name: str, evidence: Iterable[Evidence]) -> str:
    label = next((field.label for field in assignment.worksheet.fields if field.id == name), name)
    text = marks.texts.get(name, "")
    head = f"<p><strong>{escape(label)}</strong></p>"
    if not text.strip():
        blank = _("Left blank.")
        return f"{head}<p><em>{escape(blank)}</em></p>"
    spans = [(item.start, item.end) for item in evidence if item.field == name]
    return f"{head}{WORDS}{_marked(text, spans)}</blockquote>"


def _marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces, end = [], 0
    for start, stop in _merged(spans):
        pieces.append(f"{typed(text[end:start])}{_MARK}{typed(text[start:stop])}</mark>")
        end = stop
    return "".join(pieces) + typed(text[end:])


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _earned(mark: CriterionMark) -> str:
    said = _("What earned credit:") if mark.evidence else _("No sentence was found that earns credit for this.")
    return f"<p>{escape(said)}</p>{_quotes(mark.evidence) if mark.evidence else ''}"


def _quotes(items: Iterable[Evidence]) -> str:
    """Each sentence once, with every part it satisfies."""
    parts: dict[tuple[str, int, int, str], list[str]] = {}
    for item in items:
        parts.setdefault((item.field, item.start, item.end, item.quote), []).append(item.part)
    lines = (f"<li><q>{typed(key[-1])}</q> ({escape('; '.join(said))})</li>" for key, said in parts.items())
    return f"<ul>{''.join(lines)}</ul>"


def sureness(confidence: float) -> str:
    """A confidence from 0 to 1 in words, after “the rules are”."""
    if confidence >= 0.85:
        return "fairly sure"
    return "unsure" if confidence < UNSURE else "not quite sure"
