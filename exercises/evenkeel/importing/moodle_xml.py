"""Moodle XML: https://docs.moodle.org/en/Moodle_XML_format, as Moodle 1.9 to 5 write it.

Of the packages on PyPI, ``moodle-questions`` builds such files and reads back only what it wrote; so the XML is read
by defusedxml and its meaning here.
"""

import base64
import binascii
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import unquote

from evenkeel.exporting.extra import read_extra
from evenkeel.importing.categories import named, path_of
from evenkeel.importing.cloze import read_cloze, read_slots
from evenkeel.importing.neutral import (
    Answer,
    FlawError,
    Gap,
    ImportRefusedError,
    Number,
    Pair,
    Question,
    Section,
    Source,
)
from evenkeel.importing.safe_xml import parse
from evenkeel.importing.words import EMPTY, Picture, Words, from_html, from_markdown, from_plain

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HERE = "@@PLUGINFILE@@/"


def read(raw: bytes, title: str) -> Source:
    """The questions of a Moodle XML file, a section for each category."""
    root = parse(raw)
    if root.tag not in ("quiz", "question"):
        raise ImportRefusedError("is not Moodle XML: it does not start with <quiz>")
    files: dict[str, str] = {}
    source = Source("moodle-xml", [Section(title)], media=lambda name: _file(files.get(name)))
    section, number = source.sections[0], 0
    by_path: dict[tuple[str, ...], Section] = {}
    for element in root.findall("question") if root.tag == "quiz" else [root]:
        if element.get("type") == "category":
            section = _section(by_path, element)
            continue
        number += 1
        section.questions.append(read_question(element, number, files))
    source.sections += named(by_path)
    _other(root, source)
    if root.find(".//tags/tag") is not None or root.find(".//shuffleanswers") is not None:
        source.notes.append("tags, and settings of how Moodle asks (shuffling, numbering, penalties), stay behind")
    return source


def _other(root: "Element", source: Source) -> None:
    if root.tag == "question":
        return
    strange = sorted({str(child.tag)[:30] for child in root if child.tag != "question"})
    if strange:
        source.lost.append(("file", f"parts that are no questions: {', '.join(strange[:5])}"))


def _section(by_path: dict[tuple[str, ...], Section], element: "Element") -> Section:
    path = path_of(element.findtext("category/text") or "")
    if path not in by_path:
        intro = from_html(element.findtext("info/text") or "")
        by_path[path] = Section("", intro=intro, extra=read_extra(element.find("evenkeel")))
    return by_path[path]


def _file(content: str | None) -> bytes | None:
    if content is None:
        return None
    try:
        return base64.b64decode("".join(content.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def read_question(element: "Element", number: int, files: dict[str, str]) -> Question:
    """One question. Its files are added to ``files``, as ``number/name``."""
    return _Reader(element, number, files).question()


class _Reader:
    """Reads one question."""

    def __init__(self, element: "Element", number: int, files: dict[str, str]) -> None:
        self.element = element
        self.number = number
        self.files = files
        title = " ".join((element.findtext("name/text") or "").split())
        self.made = Question("none", f"question {number}", title)

    def question(self) -> Question:
        made, kind = self.made, (self.element.get("type") or "").strip()
        try:
            made.extra = read_extra(self.element.find("evenkeel"))
            made.stem = self.words(self.element.find("questiontext"))
            made.explanation = self.words(self.element.find("generalfeedback"))
            made.points = float(self.element.findtext("defaultgrade") or 1)
            self._around()
            reader = _KINDS.get(kind)
            if reader is None:
                made.unsupported = _UNSUPPORTED.get(kind, f"a question of the type {kind[:40]!r}")
            else:
                reader(self)
        except FlawError as flaw:
            made.flaws.append(str(flaw))
        except ValueError:
            made.flaws.append("has a number that cannot be read")
        return made

    def _around(self) -> None:
        """Hints and feedback on the whole answer."""
        self.made.hints = [hint for element in self.element.findall("hint") if (hint := self.words(element))]
        for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
            words = self.words(self.element.find(name))
            if words and not _is_usual(words.plain):
                self.made.lost.append(f"the feedback on the whole answer ({name}): {words.plain[:80]!r}")

    def words(self, element: "Element | None") -> Words:
        """The words of an element with ``<text>`` and files inside it."""
        if element is None:
            return EMPTY
        for file in element.findall("file"):
            name = (file.get("path") or "/").strip("/") + "/" + (file.get("name") or "")
            self.files[f"{self.number}/{name.strip('/')}"] = file.text or ""
        text = element.findtext("text")
        text = (element.text or "") if text is None else text
        made = _READ.get(element.get("format") or "html", from_html)(text)
        pictures = tuple(Picture(self._name(one.src), one.alt) for one in made.pictures)
        return Words(made.nodes, pictures, made.lost)

    def _name(self, source: str) -> str:
        return f"{self.number}/{unquote(source[len(_HERE) :].split('?')[0])}" if source.startswith(_HERE) else source

    def answers(self) -> list[Answer]:
        return [
            Answer(self.words(one), _fraction(one), self.words(one.find("feedback")))
            for one in self.element.findall("answer")
        ]

    def text(self, name: str) -> str:
        return (self.element.findtext(name) or "").strip().lower()

    def choice(self) -> None:
        made = self.made
        made.kind, made.answers = "choice", self.answers()
        made.several = self.text("single") in ("false", "0")
        made.weighted = made.several or any(answer.weight not in (0, 100) for answer in made.answers)

    def set_(self) -> None:
        """All or nothing: every right answer has the weight 100."""
        made = self.made
        made.kind, made.answers, made.several = "choice", self.answers(), True

    def true_false(self) -> None:
        made, found = self.made, {}
        for element in self.element.findall("answer"):
            name = (element.findtext("text") or element.text or "").strip().lower()
            found[name] = Answer(EMPTY, _fraction(element), self.words(element.find("feedback")))
        if set(found) != {"true", "false"}:
            raise FlawError("is true or false, but its answers are not `true` and `false`")
        made.kind, made.answers = "true-false", [found["true"], found["false"]]
        right = [name for name, answer in found.items() if answer.weight > 0]
        if len(right) != 1:
            raise FlawError("has no key" if not right else "has two keys: both true and false are right")
        made.key = right[0] == "true"

    def short(self) -> None:
        self.made.kind, self.made.answers = "short-text", self.answers()
        self.made.case_matters = self.text("usecase") in ("1", "true")

    def numerical(self) -> None:
        made = self.made
        made.kind = "numeric"
        made.weighted = any(answer.weight not in (0, 100) for answer in self.answers())
        for unit in self.element.findall("units/unit"):
            self._unit((unit.findtext("unit_name") or "").strip(), (unit.findtext("multiplier") or "1").strip())
        for element in self.element.findall("answer"):
            value = (element.findtext("text") or element.text or "").strip()
            feedback = self.words(element.find("feedback"))
            if value == "*":
                made.lost += ["the feedback on any other number"] if feedback else []
                continue
            around = abs(float(element.findtext("tolerance") or 0))
            middle = float(value.replace(",", "."))
            made.numbers.append(Number(middle - around, middle + around, _fraction(element), feedback))

    def _unit(self, name: str, times: str) -> None:
        """A unit that only names what is counted. One that would multiply the number has no place here."""
        if float(times) == 1 and name and not any(sign.isdigit() for sign in name):
            self.made.units.append(name)
        else:
            self.made.lost.append(f"the unit {name[:40]!r}, which counts as {times[:20]}")

    def matching(self) -> None:
        self.made.kind = "matching"
        for element in self.element.findall("subquestion"):
            right = from_html((element.findtext("answer/text") or "").strip())
            self.made.pairs.append(Pair(self.words(element), right))

    def ordering(self) -> None:
        found = self.answers()
        fractions = [answer.weight for answer in found]
        if len(set(fractions)) == len(fractions):
            found.sort(key=lambda answer: answer.weight)
        self.made.kind, self.made.answers = "ordering", found

    def cloze(self) -> None:
        made, element = self.made, self.element.find("questiontext")
        text = "" if element is None else element.findtext("text") or ""
        marked, made.gaps = read_cloze(text)
        made.kind, made.body, made.stem = "cloze", self._again(marked), EMPTY

    def _again(self, marked: str) -> Words:
        made = from_html(marked)
        return Words(made.nodes, tuple(Picture(self._name(one.src), one.alt) for one in made.pictures), made.lost)

    def drag_words(self) -> None:
        self._slots("dragbox")

    def select_words(self) -> None:
        self._slots("selectoption")

    def _slots(self, name: str) -> None:
        made, element = self.made, self.element.find("questiontext")
        text = "" if element is None else element.findtext("text") or ""
        boxes = [
            (from_html(box.findtext("text") or ""), (box.findtext("group") or "1").strip())
            for box in self.element.findall(name)
        ]
        marked, wanted = read_slots(text)
        made.gaps = [_slot(place, boxes) for place in wanted]
        made.kind, made.body, made.stem = "cloze", self._again(marked), EMPTY


def _slot(place: int, boxes: list[tuple[Words, str]]) -> Gap:
    if not 1 <= place <= len(boxes):
        raise FlawError(f"has the gap [[{place}]], but there is no choice {place}: its key names no option")
    group = boxes[place - 1][1]
    answers = [
        Answer(words, 100 if number == place else 0) for number, (words, own) in enumerate(boxes, 1) if own == group
    ]
    return Gap(answers, typed=False)


def _fraction(element: "Element") -> float:
    return float(element.get("fraction") or 0)


def _plain_text(text: str) -> Words:
    return from_plain(text)


def _auto(text: str) -> Words:
    return from_html(text.replace("\n", "<br>"))


_READ: dict[str, Callable[[str], Words]] = {
    "html": from_html, "moodle_auto_format": _auto, "plain_text": _plain_text, "markdown": from_markdown,
}  # fmt: skip

_KINDS: dict[str, Callable[[_Reader], None]] = {
    "multichoice": _Reader.choice, "multichoiceset": _Reader.set_, "truefalse": _Reader.true_false,
    "shortanswer": _Reader.short, "numerical": _Reader.numerical, "matching": _Reader.matching,
    "ddmatch": _Reader.matching, "ordering": _Reader.ordering, "cloze": _Reader.cloze,
    "multianswer": _Reader.cloze, "ddwtos": _Reader.drag_words, "gapselect": _Reader.select_words,
}  # fmt: skip

_UNSUPPORTED = {
    "essay": "an essay, which nobody can score here",
    "description": "a description, which asks nothing",
    "calculated": "a calculated question",
    "calculatedsimple": "a calculated question",
    "calculatedmulti": "a calculated question",
    "random": "a question drawn at random",
    "randomsamatch": "a matching drawn at random",
}

_USUAL = (
    "your answer is correct", "your answer is partially correct", "your answer is incorrect", "correct answer",
    "partially correct answer", "incorrect answer", "correct", "incorrect", "partially correct", "richtig", "falsch",
    "die antwort ist richtig", "die antwort ist teilweise richtig", "die antwort ist falsch",
    "votre reponse est correcte", "votre reponse est partiellement correcte", "votre reponse est incorrecte",
    "respuesta correcta", "respuesta incorrecta", "respuesta parcialmente correcta", "su respuesta es correcta",
    "su respuesta es parcialmente correcta", "su respuesta es incorrecta", "risposta corretta", "risposta errata",
)  # fmt: skip


def _is_usual(text: str) -> bool:
    """Whether this is what Moodle itself puts there: it says nothing of the question."""
    from evenkeel.typed import words

    return words(text) in _USUAL
