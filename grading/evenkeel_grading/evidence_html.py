"""Evidence as static HTML for the formgrader and the feedback page: words first, numbers last.

Everything a learner typed is text: escaped, with control and direction signs made visible, and in a block that
MathJax leaves alone. No scripts, no ids, nothing from elsewhere. Each function returns one ``<div>`` or
``<section>`` to emit as ``text/html`` output data.
"""

from collections.abc import Iterable, Mapping
from html import escape

from evenkeel.fitting import FieldProblem
from evenkeel.markup import plain
from evenkeel.models.worksheet import ClosedField, Criterion
from evenkeel.responses import Responses, ResponsesError
from evenkeel_grading.assignment import Assignment
from evenkeel_grading.evidence_closed import Audience, closed_block
from evenkeel_grading.html_text import BLOCK, WORDS, typed
from evenkeel_grading.marks import TOP_LEVEL, CriterionMark, Evidence, Flag, Marks, is_private

_MARK = '<mark class="ek-span" style="background:#fff3b0;color:#111;text-decoration:underline">'
_NOTE = '<p class="ek-hold" style="border:2px solid #767676;padding:.5em .75em"><strong>'


def for_tutor(assignment: Assignment, marks: Marks, responses: Responses) -> str:
    """The whole response for the person who decides: every field and criterion, keys included."""
    return _whole(assignment, marks, responses, "tutor", {})


def for_learner(
    assignment: Assignment, marks: Marks, responses: Responses, *, levels: Mapping[str, int] | None = None
) -> str:
    """The whole response for its writer, after release: no keys, no review notes, no confidence.

    ``levels`` are the levels a tutor decided on, by criterion; where one differs from the suggestion, the
    tutor's stands and the next descriptor says what would lift it.
    """
    return _whole(assignment, marks, responses, "learner", levels or {})


def _whole(
    assignment: Assignment, marks: Marks, responses: Responses, audience: Audience, levels: Mapping[str, int]
) -> str:
    closed = [field for field in assignment.worksheet.fields if isinstance(field, ClosedField)]
    blocks = [notes_block(marks, audience)]
    blocks += [closed_block(assignment, marks, responses, field.id, audience) for field in closed]
    blocks += [
        criterion_block(assignment, marks, criterion.id, audience, level=levels.get(criterion.id))
        for criterion in assignment.worksheet.criteria
    ]
    if audience == "tutor" and not marks.hold:
        blocks.append(f'<p class="ek-total">Suggested total: {marks.total:g}</p>')
    return f'<section class="ek-response">{"".join(blocks)}</section>'


def unreadable_block(error: ResponsesError) -> str:
    """What a tutor sees in place of answers that cannot be read."""
    return trouble(error.message)


def trouble(message: str) -> str:
    """A plain message in place of answers, for a tutor."""
    return (
        f"{BLOCK}{_NOTE}These answers could not be marked.</strong> {typed(message)} Nothing was scored; the "
        "file was kept as it is. Ask the learner to hand in again, or mark by hand.</p></div>"
    )


def notes_block(marks: Marks, audience: Audience) -> str:
    """Holds and answers that did not fit, for a tutor. A learner sees nothing of them."""
    if audience == "learner":
        return ""
    lines = [_flag_line(flag) for flag in marks.flags if not is_private(flag)]
    if any(is_private(flag) and flag.holds for flag in marks.flags):
        lines.append(f"{_NOTE}Held: needs a person.</strong></p>")
    lines += [_problem_line(problem) for problem in marks.problems]
    return f"{BLOCK}{''.join(lines)}</div>" if lines else ""


def _flag_line(flag: Flag) -> str:
    head = "Held: needs a person." if flag.holds else "For a person to look at."
    return f"{_NOTE}{head}</strong> {escape(flag.message)}</p>"


def _problem_line(problem: FieldProblem) -> str:
    return f'<p class="ek-problem">{typed(problem.message)}</p>'


def criterion_block(
    assignment: Assignment, marks: Marks, criterion_id: str, audience: Audience, *, level: int | None = None
) -> str:
    """One criterion: the learner's words with what earned credit, what is missing, and the level last."""
    criterion = next(one for one in assignment.worksheet.criteria if one.id == criterion_id)
    mark = marks.criteria[criterion_id]
    decided = mark.level if level is None else level
    pieces = [f"<h4>{escape(criterion.title)}</h4>"]
    if audience == "tutor":
        pieces += [_flag_line(flag) for flag in marks.flags if criterion_id in flag.criteria and not is_private(flag)]
    pieces += [_field_words(assignment, marks, name, mark) for name in _shown_fields(criterion, mark)]
    pieces.append(_earned(mark, audience))
    if marks.hold and audience == "tutor":
        # What is missing would give the level away just as well.
        pieces.append('<p class="ek-level">Held: no level is suggested until a tutor has decided.</p>')
    else:
        pieces += [_lift(criterion, mark, decided, audience), _number(criterion, mark, decided, audience)]
    return f"{BLOCK}{''.join(pieces)}</div>"


def _shown_fields(criterion: Criterion, mark: CriterionMark) -> list[str]:
    cited = [item.field for item in (*mark.evidence, *mark.finding.against)]
    return list(dict.fromkeys([*criterion.fields, *cited]))


def _field_words(assignment: Assignment, marks: Marks, name: str, mark: CriterionMark) -> str:
    label = next((field.label for field in assignment.worksheet.fields if field.id == name), name)
    text = marks.texts.get(name, "")
    head = f"<p><strong>{escape(label)}</strong></p>"
    if not text.strip():
        return f"{head}<p><em>Left blank.</em></p>"
    spans = [(item.start, item.end) for item in mark.evidence if item.field == name]
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


def _earned(mark: CriterionMark, audience: Audience) -> str:
    lines = [_quote_line(item) for item in mark.evidence]
    pieces = [f"<p>What earned credit:</p><ul>{''.join(lines)}</ul>"] if lines else []
    if not lines:
        pieces.append("<p>No sentence was found that earns credit for this.</p>")
    against = [_quote_line(item) for item in mark.finding.against]
    if against and audience == "tutor":
        pieces.append(f"<p>What keeps it at level 0:</p><ul>{''.join(against)}</ul>")
    return "".join(pieces)


def _quote_line(item: Evidence) -> str:
    return f"<li><q>{typed(item.quote)}</q> ({escape(item.part)})</li>"


def _lift(criterion: Criterion, mark: CriterionMark, decided: int, audience: Audience) -> str:
    if decided >= TOP_LEVEL:
        return ""
    own = decided == mark.level and mark.missing
    said = mark.missing if own else f"The next level asks: {plain(criterion.levels[decided + 1])}"
    head = "Missing for the next level" if audience == "tutor" else "What would lift it"
    return f"<p>{head}: {escape(said)}</p>"


def _number(criterion: Criterion, mark: CriterionMark, decided: int, audience: Audience) -> str:
    points = mark.max * decided / TOP_LEVEL
    said = f"level {decided} of {TOP_LEVEL}, {points:.4g} of {mark.max:g} points"
    meaning = f"<p>{escape(plain(criterion.levels[decided]))}</p>"
    if audience == "learner":
        return f'{meaning}<p class="ek-level">{said.capitalize()}</p>'
    sure = f"; the rules are {_sureness(mark.confidence)}"
    return f'{meaning}<p class="ek-level">Suggested: {said}{sure}. A tutor decides.</p>'


def _sureness(confidence: float) -> str:
    if confidence >= 0.85:
        return "fairly sure"
    return "unsure" if confidence < 0.6 else "not quite sure"
