"""QTI's texts with gaps: inline choices, text entries, and words to put into gaps."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from evenkeel.importing.cloze import CLOSE, OPEN
from evenkeel.importing.neutral import Answer, FlawError, Gap
from evenkeel.importing.qti_tree import Response, attribute, every, first, name_of, no_interaction
from evenkeel.importing.words import EMPTY, from_plain, join

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from evenkeel.importing.qti import ItemReader


def typed(response: Response) -> list[Answer]:
    """The accepted answers of a text entry."""
    best = max(response.mapping.values(), default=0)
    found = dict.fromkeys(response.correct, 100.0)
    for value, worth in response.mapping.items():
        found.setdefault(value, 100 * worth / best if best > 0 else 0.0)
    return [Answer(from_plain(value), weight) for value, weight in found.items()]


def inline(reader: "ItemReader", found: "list[Element]") -> None:
    """A text with gaps to choose in or to type into."""
    gaps: list[Gap] = [_gap(reader, one) for one in found]
    numbers = {id(one): number for number, one in enumerate(found, 1)}
    _body(reader, lambda one: numbers.get(id(one)))
    reader.made.kind, reader.made.gaps = "cloze", gaps


def _body(reader: "ItemReader", number_of: "Callable[[Element], int | None]") -> None:
    def replace(element: "Element") -> str | None:
        number = number_of(element)
        return f"{OPEN}{number}{CLOSE}" if number else no_interaction(element)

    reader.made.body, reader.made.stem = reader.words(reader.body, replace), EMPTY


def _gap(reader: "ItemReader", interaction: "Element") -> Gap:
    response = reader.response(interaction)
    if name_of(interaction) == "textentryinteraction":
        reader.made.case_matters |= response.case_matters
        return Gap(typed(response), True, response.type in ("float", "integer"))
    answers = reader.choices(interaction, "inlinechoice", response)
    if not response.correct and response.mapping:
        best = max(response.mapping.values())
        for answer in answers:
            answer.weight = 100 * response.mapping.get(answer.name, 0) / best if best > 0 else 0
    return Gap(answers, False)


def gap_match(reader: "ItemReader", interaction: "Element", response: Response) -> None:
    """Words to put into the gaps of a text: every gap offers all of them."""
    words = {
        attribute(one, "identifier"): reader.words(one)
        for name in ("gaptext", "gapimg")
        for one in every(interaction, name)
    }
    places = [attribute(one, "identifier") for one in every(interaction, "gap")]
    wanted: dict[str, str] = {}
    for value in response.correct or [pair for pair, worth in response.mapping.items() if worth > 0]:
        word, _, gap = value.partition(" ")
        if word not in words or gap not in places:
            raise FlawError(f"has a key that names no option: {value[:40]!r}")
        wanted[gap] = word
    empty = [gap for gap in places if gap not in wanted]
    if empty:
        raise FlawError(f"has no key for the gap {empty[0][:40]!r}")
    reader.made.gaps = [
        Gap([Answer(text, 100.0 if wanted[gap] == name else 0.0, EMPTY, name) for name, text in words.items()], False)
        for gap in places
    ]
    _gap_body(reader, interaction, places)


def _gap_body(reader: "ItemReader", interaction: "Element", places: list[str]) -> None:
    def replace(element: "Element") -> str | None:
        name = name_of(element)
        if name == "gap":
            return f"{OPEN}{places.index(attribute(element, 'identifier')) + 1}{CLOSE}"
        return "" if name in ("gaptext", "gapimg") else no_interaction(element)

    prompt = first(interaction, "prompt")
    around = reader.words(reader.body)
    reader.made.stem = join(around, reader.words(prompt)) if prompt is not None else around
    reader.made.body, reader.made.kind = reader.words(interaction, replace), "cloze"
