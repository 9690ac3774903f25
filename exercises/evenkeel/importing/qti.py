"""QTI 2.0 to 3.0: https://www.1edtech.org/standards/qti. One item; packages are in ``qti_package``.

There is no maintained reader on PyPI: ``pyqti`` reads 2.1 tests of one vendor, ``timeback-qti`` talks to a service.
Read here: choice, order, match, associate (in pairs), gap match, inline choice and text entry. What response
processing of its own would compute is not followed; the declared correct response is the key.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from evenkeel.importing import qti_gaps, qti_pairs
from evenkeel.importing.neutral import Answer, FlawError, ImportRefusedError, Number, Question, Section, Source
from evenkeel.importing.qti_tree import (
    FEEDBACK,
    Response,
    as_html,
    attribute,
    every,
    first,
    name_of,
    no_interaction,
    responses,
    words_of,
)
from evenkeel.importing.safe_xml import parse
from evenkeel.importing.words import EMPTY, Picture, Words, from_html, join

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def read_item(raw: bytes, title: str) -> Source:
    """One item file."""
    root = parse(raw)
    if name_of(root) != "assessmentitem":
        raise ImportRefusedError("only refers to items, which stand in other files; import the whole package (zip)")
    return Source("qti", [Section(title, [read_question(root, 1, lambda name: name)])])


def read_question(root: "Element", number: int, place: Callable[[str], str]) -> Question:
    """One item; ``place`` gives the name of a picture in the package for the name in the item."""
    made = Question("none", f"question {number}", " ".join(attribute(root, "title").split()))
    try:
        ItemReader(root, made, place).read()
    except FlawError as flaw:
        made.flaws.append(str(flaw))
    except ValueError:
        made.flaws.append("has a number that cannot be read")
    return made


class ItemReader:
    """Reads one item."""

    def __init__(self, root: "Element", made: Question, place: Callable[[str], str]) -> None:
        self.root = root
        self.made = made
        self.place = place
        body = first(root, "itembody")
        if body is None:
            raise FlawError("has no body")
        self.body = body
        self.used: set[str] = set()
        self.responses = responses(root)
        self.feedback = {
            attribute(one, "identifier"): self.words(one) for one in root if name_of(one) == "modalfeedback"
        }

    def words(self, element: "Element", replace: "Callable[[Element], str | None] | None" = None) -> Words:
        """The words inside an element. Parts of QTI that are no words are left out."""
        made = from_html(as_html(element, replace or no_interaction))
        pictures = tuple(Picture(self.place(one.src), one.alt) for one in made.pictures)
        return Words(made.nodes, pictures, made.lost)

    def read(self) -> None:
        if first(self.root, "templatedeclaration") is not None:
            raise FlawError("is made anew by a template each time, which has no place here")
        found = [one for one in self.body.iter() if name_of(one).endswith("interaction")]
        kinds = {name_of(one) for one in found}
        self._losses()
        if (
            kinds
            and kinds <= {"inlinechoiceinteraction", "textentryinteraction"}
            and (len(found) > 1 or "inlinechoiceinteraction" in kinds)
        ):
            qti_gaps.inline(self, found)
        elif len(found) != 1:
            self.made.stem = self.words(self.body)
            self.made.unsupported = f"an item with {len(found)} interactions" if found else "an item that asks nothing"
        else:
            self._one(found[0])
        self._general()

    def _losses(self) -> None:
        if attribute(self.root, "adaptive") == "true":
            self.made.lost.append("that it is adaptive, with several steps")
        for name, what in (("rubricblock", "a rubric or instruction"), ("assessmentstimulusref", "a shared text")):
            blocks = list(every(self.root, name))
            words = " ".join(words_of(one) for one in blocks)
            self.made.lost += [f"{what}: {words[:80]!r}" if words else what] if blocks else []

    def _one(self, interaction: "Element") -> None:
        prompt = first(interaction, "prompt")
        around = self.words(self.body)
        self.made.stem = join(around, self.words(prompt)) if prompt is not None else around
        reader = _INTERACTIONS.get(name_of(interaction))
        if reader is None:
            self.made.unsupported = f"an item of the kind {name_of(interaction)[:40]}"
            return
        reader(self, interaction, self.response(interaction))

    def response(self, interaction: "Element") -> Response:
        name = attribute(interaction, "responseidentifier")
        if name not in self.responses:
            raise FlawError(f"has no declaration of the response {name[:40]!r}, so it has no key")
        return self.responses[name]

    def _general(self) -> None:
        """Feedback that belongs to no option: to the answer as a whole, or to a right or wrong one."""
        used = {answer.name for answer in self.made.answers} | self.used
        for name, words in self.feedback.items():
            if name in used or not words:
                continue
            if name.lower() in ("explanation", "general", "general_fb", "solution") and not self.made.explanation:
                self.made.explanation = words
            else:
                self.made.lost.append(f"the feedback {name[:40]!r}: {words.plain[:80]!r}")
        for block in every(self.body, "feedbackblock"):
            words = self.words(block)
            self.made.lost += [f"feedback in the text: {words.plain[:80]!r}"] if words else []

    def choices(self, parent: "Element", name: str, response: Response) -> list[Answer]:
        """The options with their weights and feedback. A key that names none of them is a flaw."""
        found = [self._choice(one) for one in every(parent, name)]
        names = [answer.name for answer in found]
        strange = [one for one in response.correct if one not in names]
        if strange:
            raise FlawError(f"has a key that names no option: {strange[0][:40]!r}")
        if len(set(names)) < len(names):
            raise FlawError("has two options with the same identifier")
        for answer in found:
            answer.weight = 100.0 if answer.name in response.correct else 0.0
        return found

    def _choice(self, element: "Element") -> Answer:
        name = attribute(element, "identifier")
        inside = [self.words(one) for one in element.iter() if name_of(one) in FEEDBACK]
        feedback = join(self.feedback.get(name, EMPTY), *inside)
        return Answer(self.words(element), 0.0, feedback, name)

    def choice(self, interaction: "Element", response: Response) -> None:
        made = self.made
        made.kind, made.several = "choice", response.several
        made.answers = self.choices(interaction, "simplechoice", response)
        if self._is_mapped() and response.mapping:
            _weigh(made, response)
        ids = [answer.name.lower() for answer in made.answers]
        plain = [answer.text.plain.lower() for answer in made.answers]
        if sorted(ids) == ["false", "true"] and ids == plain and not made.several:
            self._truth(made)

    def _truth(self, made: Question) -> None:
        by_name = {answer.name.lower(): answer for answer in made.answers}
        right = [name for name, answer in by_name.items() if answer.weight >= 99.9]
        if len(right) != 1:
            raise FlawError("has no key" if not right else "has two keys: both true and false are right")
        made.kind, made.key = "true-false", right[0] == "true"
        made.answers = [by_name["true"], by_name["false"]]

    def _is_mapped(self) -> bool:
        processing = first(self.root, "responseprocessing")
        if processing is None:
            return False
        return "map_response" in attribute(processing, "template") or first(processing, "mapresponse") is not None

    def order(self, interaction: "Element", response: Response) -> None:
        answers = {answer.name: answer for answer in self.choices(interaction, "simplechoice", response)}
        missing = [name for name in answers if name not in response.correct]
        if missing or not response.correct:
            raise FlawError("has no key" if not response.correct else f"has a key that leaves out {missing[0][:40]!r}")
        self.made.kind, self.made.answers = "ordering", [answers[name] for name in response.correct]

    def text_entry(self, interaction: "Element", response: Response) -> None:
        made = self.made
        made.stem = self.words(self.body, lambda one: " _____ " if one is interaction else no_interaction(one))
        if response.type in ("float", "integer"):
            made.kind = "numeric"
            around = _tolerance(self.root)
            if around is None:
                raise FlawError("compares its number with a tolerance that is not absolute")
            made.numbers = [Number(float(one) - around, float(one) + around) for one in response.correct]
        else:
            made.kind, made.case_matters = "short-text", response.case_matters
            made.answers = qti_gaps.typed(response)


def _tolerance(root: "Element") -> float | None:
    """How far a number may be off, as its processing says; nothing when that is not an absolute number."""
    equal = first(root, "equal")
    if equal is None or attribute(equal, "tolerancemode", "exact") == "exact":
        return 0.0
    parts = attribute(equal, "tolerance").split()
    return float(parts[0]) if attribute(equal, "tolerancemode") == "absolute" and parts else None


def _weigh(made: Question, response: Response) -> None:
    """Credit by the mapping, in percent of the most that can be earned."""
    gains = [worth for worth in response.mapping.values() if worth > 0]
    most = (sum(gains) if made.several else max(gains, default=0)) or 1
    made.weighted = True
    for answer in made.answers:
        answer.weight = 100 * response.mapping.get(answer.name, response.otherwise) / most


_INTERACTIONS: "dict[str, Callable[[ItemReader, Element, Response], None]]" = {
    "choiceinteraction": ItemReader.choice, "orderinteraction": ItemReader.order, "matchinteraction": qti_pairs.match,
    "associateinteraction": qti_pairs.associate, "textentryinteraction": ItemReader.text_entry,
    "gapmatchinteraction": qti_gaps.gap_match,
}  # fmt: skip
