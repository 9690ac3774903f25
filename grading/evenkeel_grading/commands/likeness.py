"""``likeness ASSIGNMENT``: which answers of a class share runs of words beyond the brief and the course."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from evenkeel.commandline import add_course
from evenkeel.course import find_root
from evenkeel.fitting import fitting_answers
from evenkeel.responses import FILE_NAME, Responses, ResponsesError, read_responses, require_belongs
from evenkeel_grading.assignment import Assignment, load_assignment
from evenkeel_grading.html_text import printable
from evenkeel_grading.likeness import Answer, Pair, given_runs, pairs
from evenkeel_grading.marker.rules import given_texts
from evenkeel_grading.marking import written_texts

NAME = "likeness"
HELP = "show which answers of a class share runs of words (for tutors only)"

SOME_UNREADABLE = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the assignment and answer files, and the form of the answer."""
    parser.add_argument("assignment", help="the assignment's id, such as difficult-applied")
    parser.add_argument("files", nargs="*", metavar="RESPONSE.json", help="answer files; without any, those collected")
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_course(parser)


def run(given: argparse.Namespace) -> int:
    """0, or 3 when some answers could not be read. Nothing is kept. Raises ``ContentError``."""
    root = find_root(given.course)
    assignment = load_assignment(root, given.assignment)
    files = [(Path(file).stem, Path(file)) for file in given.files] or list(_collected(root, assignment.id))
    answers, failed = _read(assignment, files)
    found = pairs(answers, assignment.course.runs | given_runs(given_texts(assignment)))
    if given.json:
        print(json.dumps([_as_json(pair, answers) for pair in found], indent=1))
    else:
        print("\n".join(_lines(found, answers)))
    return SOME_UNREADABLE if failed else 0


def _collected(root: Path, assignment: str) -> Iterator[tuple[str, Path]]:
    # Here, since nbgrader takes seconds to load and answer files need none of it.
    from evenkeel_grading.nbg.opening import course_of

    coursedir = course_of(root)
    for folder in sorted(Path(coursedir.root, coursedir.submitted_directory).glob(f"*/{assignment}")):
        if (folder / FILE_NAME).is_file():
            yield folder.parent.name, folder / FILE_NAME


def _read(assignment: Assignment, files: Sequence[tuple[str, Path]]) -> tuple[list[Answer], bool]:
    answers, failed = [], False
    for learner, file in files:
        try:
            responses = read_responses(file)
            require_belongs(responses, assignment=assignment.id)
        except ResponsesError as error:
            failed = True
            print(f"{printable(learner)}: {error}", file=sys.stderr)
        else:
            answers.append(_answer(assignment, learner, responses))
    return answers, failed


def _answer(assignment: Assignment, learner: str, responses: Responses) -> Answer:
    return Answer(learner, written_texts(assignment, fitting_answers(responses, assignment.worksheet)))


def _lines(found: Sequence[Pair], answers: Sequence[Answer]) -> Iterator[str]:
    texts = {answer.learner: answer.texts for answer in answers}
    yield f"{len(answers)} answers; {len(found)} pairs share runs of words beyond the brief and the course."
    yield "That is all it says: people learn together and quote the same sources. No mark and no hold depends on it."
    for pair in found:
        one, other = pair.learners
        yield f"\n{printable(one)} and {printable(other)}: {pair.words} words, {pair.share:.0%} of the shorter answer"
        for span in pair.shared:
            (start, end), _ = span.places
            yield f"  {span.fields[0]} and {span.fields[1]}: {printable(texts[one][span.fields[0]][start:end])}"


def _as_json(pair: Pair, answers: Sequence[Answer]) -> dict[str, object]:
    texts = {answer.learner: answer.texts for answer in answers}
    spans = [
        {
            "words": span.words,
            "in": [
                {
                    "learner": learner,
                    "field": field,
                    "start": start,
                    "end": end,
                    "quote": texts[learner][field][start:end],
                }
                for learner, field, (start, end) in zip(pair.learners, span.fields, span.places, strict=True)
            ],
        }
        for span in pair.shared
    ]
    return {"learners": list(pair.learners), "words": pair.words, "share": round(pair.share, 3), "shared": spans}
