"""Moodle's GIFT: https://docs.moodle.org/en/GIFT_format.

Of the parsers on PyPI none serves: ``pygiftparser`` leaves out lists of numbers and has not moved for years,
``pygiftparserrgmf`` knows no categories, formats or weights, and all of them stop at the first flawed question. The
rules here are those of Moodle's own ``question/format/gift``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from evenkeel.importing.categories import named, path_of
from evenkeel.importing.cloze import read_cloze
from evenkeel.importing.neutral import Answer, FlawError, Number, Pair, Question, Section, Source
from evenkeel.importing.words import EMPTY, Words, from_html, from_markdown, from_plain, join

MOST_LINES = 300
"""Lines that a question may have whose braces are open across blank lines."""
MAX_QUESTION = 200_000
_BASE = 0xF0000
_SIGNS = "~=#{}:\\n"
_KEPT = {chr(_BASE + at): "\n" if sign == "n" else sign for at, sign in enumerate(_SIGNS)}
_ESCAPE = re.compile(r"\\([~=#{}:\\n])")
_FORMAT = re.compile(r"^\s*\[(html|markdown|plain|moodle)\]", re.I)
_WEIGHT = re.compile(r"^\s*%\s*(-?[0-9]*[.,]?[0-9]+)\s*%")
_CLOZE = re.compile(r"\{\s*[0-9]*\s*:\s*[A-Z_]{2,20}\s*:")
_NUMBER = re.compile(r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]+)?")
_TAGGED = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#][a-zA-Z0-9]{1,8};")
_TRUE = re.compile(r"^\s*(TRUE|T|FALSE|F)\s*(#.*)?$", re.DOTALL)


@dataclass
class _Block:
    """Lines that belong together, and where they start."""

    line: int
    lines: list[str]


def read(text: str, title: str) -> Source:
    """The questions of a GIFT file, a section for each category."""
    source = Source("gift")
    section = Section(title)
    source.sections = [section]
    by_path: dict[tuple[str, ...], Section] = {}
    for block in _blocks(text):
        if category := _category(block):
            section = by_path.setdefault(category, Section(""))
        elif any(line.strip() for line in block.lines):
            section.questions.append(_question(block))
    source.sections += named(by_path)
    return source


def _category(block: _Block) -> tuple[str, ...] | None:
    line = block.lines[0].strip()
    return path_of(line[len("$CATEGORY:") :]) if line.upper().startswith("$CATEGORY:") else None


def _blocks(text: str) -> Iterator[_Block]:
    """Questions end at a blank line; one whose braces are still open goes on, unless another begins."""
    pending: _Block | None = None
    for block in _apart(text):
        if pending and len(pending.lines) < MOST_LINES and not _begins(block):
            pending.lines += ["", *block.lines]
            block = pending
        elif pending:
            yield pending
        pending = block if _open(block) else None
        if pending is None:
            yield block
    if pending:
        yield pending


def _apart(text: str) -> Iterator[_Block]:
    found: _Block | None = None
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        line = raw.strip()
        if line.startswith("//"):
            continue
        if line.upper().startswith("$CATEGORY:") or not line:
            if found:
                yield found
            found = None
            if line:
                yield _Block(number, [line])
        elif found:
            found.lines.append(line)
        else:
            found = _Block(number, [line])
    if found:
        yield found


def _open(block: _Block) -> bool:
    bare = _ESCAPE.sub("", "\n".join(block.lines))
    return bare.count("{") > bare.count("}")


def _begins(block: _Block) -> bool:
    """Whether a block starts a question of its own, though the one before was not closed."""
    bare = _ESCAPE.sub("", "\n".join(block.lines))
    brace, closing = bare.find("{"), bare.find("}")
    return bare.startswith(("::", "$")) or (brace >= 0 and (closing < 0 or brace < closing))


def _question(block: _Block) -> Question:
    whole = "\n".join(block.lines)
    if len(whole) > MAX_QUESTION:
        return Question("none", f"line {block.line}", flaws=["is too long to be a question"])
    text = "".join(sign for sign in whole if sign not in _KEPT)
    text = _ESCAPE.sub(lambda found: chr(_BASE + _SIGNS.index(found[1])), text)
    question = Question("none", f"line {block.line}")
    try:
        _fill(question, text)
    except FlawError as flaw:
        question.flaws.append(str(flaw))
    return question


def _fill(question: Question, text: str) -> None:
    text = _titled(question, text)
    format_, text = _format(text, "moodle")
    if _CLOZE.search(text):
        _cloze(question, text)
        return
    start, end = text.find("{"), text.find("}")
    if start < 0:
        question.stem = _words(text, format_)
        if end >= 0:
            raise FlawError("has a closing brace without an opening one")
        question.unsupported = "a description, which asks nothing"
        return
    if end < start:
        question.stem = _words(text[:start], format_)
        raise FlawError("has braces that are never closed" if end < 0 else "has braces in the wrong order")
    after = text[end + 1 :].strip()
    question.stem = _stem(text[:start], after, format_)
    if "{" in after or "}" in after:
        raise FlawError("has a second pair of braces; a blank line may be missing between two questions")
    if "{" in text[start + 1 : end]:
        raise FlawError("has a brace inside the answers; write \\{ for the sign itself")
    _answers(question, text[start + 1 : end].strip(), format_)


def _cloze(question: Question, text: str) -> None:
    """Gaps as Moodle's cloze has them, which some banks write into GIFT."""
    marked, question.gaps = read_cloze(_restore(text).replace("\n", "<br>"))
    question.kind, question.body = "cloze", from_html(marked)


def _titled(question: Question, text: str) -> str:
    found = re.match(r"\s*::(.*?)::", text, re.DOTALL)
    if not found:
        return text
    question.title = " ".join(_restore(found[1]).split())
    return text[found.end() :]


def _stem(before: str, after: str, format_: str) -> Words:
    if not after:
        return _words(before, format_)
    gap = "" if re.match(r"[.?!]?$", after) else " "
    return _words(before.rstrip() + " _____" + (after if after[:1] in ".,;:?!)" else gap + after), format_)


def _format(text: str, default: str) -> tuple[str, str]:
    found = _FORMAT.match(text)
    return (found[1].lower(), text[found.end() :]) if found else (default, text)


def _restore(text: str) -> str:
    return "".join(_KEPT.get(sign, sign) for sign in text)


def _words(text: str, format_: str) -> Words:
    own, text = _format(text, format_)
    text = _restore(text).strip()
    if own == "markdown":
        return from_markdown(text)
    if own == "html" or (own == "moodle" and _TAGGED.search(text)):
        return from_html(text if own == "html" else text.replace("\n", "<br>"))
    return from_plain(text)


def _answers(question: Question, text: str, format_: str) -> None:
    text, hashes, general = text.partition("####")
    if hashes:
        question.explanation = _words(general, format_)
    text = text.strip()
    if not text:
        question.unsupported = "an essay, which nobody can score here"
    elif truth := _TRUE.match(text):
        _true_false(question, truth, format_)
    elif text.startswith("#"):
        _numbers(question, text[1:].strip(), format_)
    elif text[0] not in "=~":
        _lone(question, text, format_)
    else:
        _listed(question, _split(text), format_)


def _lone(question: Question, text: str, format_: str) -> None:
    """One answer with no sign before it is a right short answer for Moodle; of several nobody can say."""
    if any(sign in text for sign in "=~"):
        raise FlawError("has an answer without = or ~ before it, so whether it is right is not said")
    question.lost.append(f"no sign before its only answer {text[:40]!r}: taken as right, as Moodle takes it")
    _listed(question, _split(f"={text}"), format_)


def _true_false(question: Question, found: "re.Match[str]", format_: str) -> None:
    question.kind, question.key = "true-false", found[1].startswith("T")
    notes = [_words(part, format_) for part in (found[2] or "").split("#")[1:3]]
    wrong, right = [*notes, EMPTY, EMPTY][:2]
    question.answers = [
        Answer(EMPTY, 100 if question.key is truth else 0, right if question.key is truth else wrong)
        for truth in (True, False)
    ]


def _split(text: str) -> list[tuple[str, str]]:
    """The answers with their sign, ``=`` or ``~``."""
    places = [found.start() for found in re.finditer(r"[=~]", text)]
    ends = [*places[1:], len(text)]
    return [(text[at], text[at + 1 : end].strip()) for at, end in zip(places, ends, strict=True)]


def _listed(question: Question, parts: list[tuple[str, str]], format_: str) -> None:
    if any(sign == "=" and "->" in body for sign, body in parts):
        _matching(question, parts, format_)
        return
    if any(not body and sign == "~" and after[0] == "=" for (sign, body), after in pairwise(parts)):
        question.lost.append("an empty answer before a right one: ~= is read as =")
        parts = [part for part, after in zip(parts, [*parts[1:], ("", "")], strict=True) if part[1] or after[0] != "="]
    question.answers = [_answer(sign, body, format_) for sign, body in parts]
    if all(sign == "=" for sign, _ in parts):
        question.kind = "short-text"
        return
    question.kind = "choice"
    question.several = all(sign == "~" for sign, _ in parts)
    question.weighted = any(_WEIGHT.match(body) for _, body in parts)


def _weight(body: str, default: float) -> tuple[float, str]:
    found = _WEIGHT.match(body)
    if found:
        return float(found[1].replace(",", ".")), body[found.end() :]
    if re.match(r"^\s*%[^%\n]{0,12}%", body):
        raise FlawError(f"has a weight that is no number: {body[:20]!r}")
    return default, body


def _answer(sign: str, body: str, format_: str) -> Answer:
    weight, body = _weight(body, 100 if sign == "=" else 0)
    words, _, feedback = body.partition("#")
    own, _ = _format(words, format_)
    return Answer(_words(words, format_), weight, _words(feedback, own))


def _matching(question: Question, parts: list[tuple[str, str]], format_: str) -> None:
    question.kind = "matching"
    for sign, body in parts:
        left, arrow, right = body.partition("->")
        if sign != "=" or not arrow:
            raise FlawError("has a line in its matching that is not written =this -> that")
        right, _, feedback = right.partition("#")
        question.pairs.append(Pair(_words(left, format_), _words(right, "plain"), _words(feedback, format_)))


def _numbers(question: Question, text: str, format_: str) -> None:
    question.kind = "numeric"
    parts = _split(text) if text[:1] in ("=", "~") else [("=", text)]
    question.weighted = any(_WEIGHT.match(body) for _, body in parts)
    for sign, body in parts:
        weight, body = _weight(body, 100 if sign == "=" else 0)
        value, _, feedback = body.partition("#")
        if not value.strip() and sign == "~":
            question.explanation = join(question.explanation, _words(feedback, format_))
            question.lost.append("the feedback on any other number stands in the explanation now")
            continue
        low, high = _range(_restore(value))
        question.numbers.append(Number(low, high, weight, _words(feedback, format_)))


def _range(text: str) -> tuple[float, float]:
    low, dots, high = text.strip().partition("..")
    if dots:
        return _number(low), _number(high)
    value, _, tolerance = text.strip().partition(":")
    middle, around = _number(value), abs(_number(tolerance)) if tolerance.strip() else 0.0
    return middle - around, middle + around


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text.strip()):
        raise FlawError(f"has an answer that is no number: {text.strip()[:30]!r}")
    return float(text.strip().replace(",", "."))
