"""H5P packages: https://h5p.org/documentation/developers/h5p-specification. A zip with ``content/content.json``.

No reader on PyPI. Read here: Question Set, Multiple Choice, True/False, Single Choice Set, Fill in the Blanks, Drag
the Words and Branching Scenario; also questions that lie inside a column, a course presentation, a book or a video.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any

from evenkeel.importing import h5p_branching
from evenkeel.importing.archives import Package
from evenkeel.importing.cloze import CLOSE, OPEN
from evenkeel.importing.neutral import Answer, FlawError, Gap, ImportRefusedError, Question, Section, Source
from evenkeel.importing.reading import decode, read_json
from evenkeel.importing.words import EMPTY, Picture, Words, from_html, join

Data = dict[str, Any]

MAX_DEPTH = 30
_HOLDERS = {
    "H5P.Column", "H5P.CoursePresentation", "H5P.InteractiveBook", "H5P.InteractiveVideo", "H5P.Accordion",
    "H5P.QuestionSet", "H5P.Row", "H5P.RowColumn",
}  # fmt: skip
_SILENT = {"H5P.AdvancedText", "H5P.Image", "H5P.Link", "H5P.Video", "H5P.Audio", "H5P.Nil", "H5P.Shape", "H5P.Table"}


def read(package: Package, title: str) -> Source:
    """What an H5P package holds."""
    head = _json(package, "h5p.json")
    content = _json(package, "content/content.json")
    if not isinstance(head, dict) or not isinstance(content, dict):
        raise ImportRefusedError("is an H5P package without content that can be read")
    library = str(head.get("mainLibrary") or "")
    name = _plain(head.get("title")) or title
    source = Source("h5p", media=_media(package))
    if library == "H5P.BranchingScenario":
        source.story = h5p_branching.read(content, name, source)
        return source
    section = Section(name, intro=_intro(library, content))
    source.sections.append(section)
    for number, (kind, params) in enumerate(_found(library, content, source, 0), 1):
        section.questions.append(_question(kind, params, number))
    if not section.questions:
        raise ImportRefusedError(f"is an H5P package of the kind {library[:60] or '?'}, which has no place here")
    return source


def _json(package: Package, name: str) -> Any:
    raw = package.read(name)
    if raw is None:
        raise ImportRefusedError(f"is an H5P package without {name}")
    return read_json(decode(raw)[0])


def _media(package: Package) -> Callable[[str], bytes | None]:
    def media(name: str) -> bytes | None:
        path = posixpath.normpath(posixpath.join("content", name))
        return package.read(path) if path.startswith("content/") else None

    return media


def _intro(library: str, content: Data) -> Words:
    page = content.get("introPage")
    if library != "H5P.QuestionSet" or not isinstance(page, dict) or not page.get("showIntroPage"):
        return EMPTY
    return from_html(str(page.get("introduction") or ""))


def _plain(value: Any) -> str:
    return from_html(value).plain if isinstance(value, str) else ""


def library_of(value: Any) -> str:
    """The name of a library without its version."""
    return str(value.get("library") or "").split(" ")[0] if isinstance(value, dict) else ""


def _found(library: str, params: Any, source: Source, depth: int) -> Iterator[tuple[str, Data]]:
    """The questions in a content, and a note of what else there is."""
    if depth > MAX_DEPTH:
        raise ImportRefusedError("is nested too deep to be read")
    if library in _KINDS:
        yield library, params if isinstance(params, dict) else {}
    elif library == "H5P.SingleChoiceSet":
        for choice in params.get("choices") or [] if isinstance(params, dict) else []:
            yield "H5P.MultiChoice", _as_multiple(choice) if isinstance(choice, dict) else {}
    elif library in _HOLDERS or (not library and isinstance(params, dict | list)):
        for part in params.values() if isinstance(params, dict) else params:
            if isinstance(part, dict) and isinstance(part.get("library"), str):
                yield from _found(library_of(part), part.get("params"), source, depth + 1)
            elif isinstance(part, dict | list):
                yield from _found("", part, source, depth + 1)
    elif library in _SILENT:
        words = _plain(params.get("text")) if isinstance(params, dict) else ""
        what = f"a text: {words[:80]!r}" if words else f"content of the kind {library}"
        source.lost.append(("content", f"{what}, which is no question"))
    elif library:
        yield library, params if isinstance(params, dict) else {}


def _question(library: str, params: Data, number: int) -> Question:
    made = Question("none", f"question {number}")
    reader = _KINDS.get(library)
    try:
        made.stem = join(_words(params.get("question") or params.get("taskDescription") or ""), _medium(params, made))
        if reader is None:
            made.unsupported = f"a question of the kind {library[:60]}"
        else:
            reader(made, params)
    except FlawError as flaw:
        made.flaws.append(str(flaw))
    return made


def _words(value: Any) -> Words:
    if not isinstance(value, str | int | float):
        raise FlawError("has words that are no text")
    return from_html(str(value))


def _medium(params: Data, made: Question) -> Words:
    """The picture of a question. Sound and film do not come over."""
    medium = params.get("media")
    medium = medium if isinstance(medium, dict) else {}
    medium = medium["type"] if isinstance(medium.get("type"), dict) else medium
    library = library_of(medium)
    if library == "H5P.Image":
        return image_of(medium.get("params"))
    if library:
        made.lost.append(f"its medium of the kind {library[:60]}")
    return EMPTY


def image_of(params: Any) -> Words:
    """The picture of an H5P.Image."""
    path = (
        params.get("file", {}).get("path")
        if isinstance(params, dict) and isinstance(params.get("file"), dict)
        else None
    )
    if not isinstance(path, str):
        return EMPTY
    return Words((), (Picture(path, " ".join(str(params.get("alt") or "").split())),))


def _list(params: Data, name: str) -> list[Data]:
    found = params.get(name)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise FlawError(f"has no list of {name}")
    return found


def _multiple(made: Question, params: Data) -> None:
    made.kind = "choice"
    for answer in _list(params, "answers"):
        notes = answer.get("tipsAndFeedback")
        notes = notes if isinstance(notes, dict) else {}
        weight = 100.0 if answer.get("correct") is True else 0.0
        chosen = _words(notes.get("chosenFeedback") or "")
        made.answers.append(Answer(_words(answer.get("text") or ""), weight, chosen))
        for name, what in (
            ("tip", "a tip on an option"),
            ("notChosenFeedback", "feedback on an option that is not chosen"),
        ):
            words = _plain(notes.get(name))
            made.lost += [f"{what}: {words[:80]!r}"] if words else []
    behaviour = params.get("behaviour")
    kind = behaviour.get("type", "auto") if isinstance(behaviour, dict) else "auto"
    keys = sum(answer.weight > 0 for answer in made.answers)
    made.several = kind == "multi" or (kind == "auto" and keys > 1)
    _overall(made, params)


def _overall(made: Question, params: Data) -> None:
    ranges = params.get("overallFeedback")
    for entry in ranges if isinstance(ranges, list) else []:
        words = _plain(entry.get("feedback")) if isinstance(entry, dict) else ""
        made.lost += [f"the feedback on the whole answer: {words[:80]!r}"] if words else []


def _true_false(made: Question, params: Data) -> None:
    key = str(params.get("correct")).lower()
    if key not in ("true", "false"):
        raise FlawError("has no key")
    made.kind, made.key = "true-false", key == "true"
    behaviour = params.get("behaviour")
    behaviour = behaviour if isinstance(behaviour, dict) else {}
    right = _words(behaviour.get("feedbackOnCorrect") or "")
    wrong = _words(behaviour.get("feedbackOnWrong") or "")
    made.answers = [Answer(EMPTY, 0, right if made.key is truth else wrong) for truth in (True, False)]


def _gaps(made: Question, text: str, typed: bool, pool: list[str]) -> Words:
    """Text with ``*word/other:tip*`` for its gaps."""

    def mark(found: "re.Match[str]") -> str:
        body, _, tip = found[1].partition(":")
        if tip.strip():
            made.lost.append(f"the tip on a gap: {_plain(tip)[:80]!r}")
        words = [one.strip() for one in body.split("/")] if typed else [body.strip()]
        answers = [Answer(from_html(one), 100.0) for one in words if one]
        answers += [] if typed else [Answer(from_html(one)) for one in pool if one != words[0]]
        made.gaps.append(Gap(answers, typed))
        return f"{OPEN}{len(made.gaps)}{CLOSE}"

    return from_html(re.sub(r"\*([^*\n]+)\*", mark, text))


def _blanks(made: Question, params: Data) -> None:
    texts = params.get("questions")
    if not isinstance(texts, list) or not texts:
        raise FlawError("has no text with gaps")
    made.stem = join(_words(params.get("text") or ""), _medium(params, made))
    made.kind, made.body = "cloze", join(*(_gaps(made, str(text), True, []) for text in texts))
    behaviour = params.get("behaviour")
    made.case_matters = isinstance(behaviour, dict) and behaviour.get("caseSensitive") is True
    _overall(made, params)


def _drag_words(made: Question, params: Data) -> None:
    text = str(params.get("textField") or "")
    words = [found.partition(":")[0].strip() for found in re.findall(r"\*([^*\n]+)\*", text)]
    spare = [one.strip() for one in re.findall(r"\*([^*\n]+)\*", str(params.get("distractors") or ""))]
    body = _gaps(made, text, False, list(dict.fromkeys([*words, *spare])))
    made.kind, made.body = "cloze", Words(body.nodes, body.pictures, body.lost)


def _as_multiple(choice: Data) -> Data:
    """A question of a Single Choice Set as a Multiple Choice: the first answer is the right one."""
    answers = choice.get("answers")
    made = [{"text": text, "correct": at == 0} for at, text in enumerate(answers if isinstance(answers, list) else [])]
    return {"question": choice.get("question") or "", "answers": made, "behaviour": {"type": "single"}}


_KINDS: dict[str, Callable[[Question, Data], None]] = {
    "H5P.MultiChoice": _multiple, "H5P.TrueFalse": _true_false, "H5P.Blanks": _blanks, "H5P.DragText": _drag_words,
}  # fmt: skip
