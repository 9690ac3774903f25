"""Guards: they look for writing of which rules cannot tell what it is worth, and send it to a person.

A guard reports what it saw, as a likeness or an oddity, and never accuses. Each holds the suggestion until a tutor has
looked. What the learner was given earns nothing when it is copied (:mod:`.copied`), and a list of words or words out of
order (:mod:`.order`) earn level 1 at most; no other guard changes a level.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import TYPE_CHECKING

from evenkeel_grading.marker.guards.aimed import is_aimed_at_marker
from evenkeel_grading.marker.guards.copied import from_course, is_copied, is_note, mostly_copied, shingles
from evenkeel_grading.marker.guards.lettering import (
    Plain,
    has_foreign_sentence,
    has_markup,
    has_odd_signs,
    is_unreadable,
    plain,
)
from evenkeel_grading.marker.guards.mixed import Mixture, mixture
from evenkeel_grading.marker.guards.order import has_list, has_scrambled_patch, is_noisy, is_scrambled, is_word_list
from evenkeel_grading.marker.guards.places import is_misplaced
from evenkeel_grading.marker.guards.repeated import is_padded, is_repeated
from evenkeel_grading.marker.guards.reworded import from_course_cut, is_reworded
from evenkeel_grading.marker.guards.stock import is_chained, is_denial, is_moulded, is_praise, is_quoted, opens_alike
from evenkeel_grading.marker.guards.topic import is_of_another, is_off_topic, said_in

if TYPE_CHECKING:
    from evenkeel_grading.assignment import Assignment
    from evenkeel_grading.marker.text import Prose

__all__ = [
    "CAPPING",
    "MESSAGES",
    "Mixture",
    "Plain",
    "from_course",
    "is_copied",
    "is_note",
    "is_scrambled",
    "is_word_list",
    "mixture",
    "mostly_copied",
    "of_the_whole",
    "plain",
    "shingles",
]

MESSAGES = {
    "matches-the-brief": "Much of this text matches the brief, the guidance or the options.",
    "matches-the-course": "Much of this text matches pages or exercises of the course.",
    "keyword-list": "This reads as a list of words, so the rules cannot tell what is meant.",
    "word-order": "Words stand in an unusual order, so the rules cannot tell what is meant.",
    "repeated": "Much of this text says the same again.",
    "mostly-quoted": "Most of this stands in quotation marks, so the rules cannot tell whose words they are.",
    "stock-words": "Openings, links, adverbs or praise come again and again, so a person has to see what they say.",
    "mostly-denied": "Nearly all of this text says what was not, so the rules cannot tell what was.",
    "much-longer": "A field holds far more than it asks for, so a person has to see which part counts.",
    "another-topic": "Little of this text is about the assignment or about work with the public.",
    "another-assignment": "This text is closer to another assignment of the course than to this one.",
    "another-heading": "What stands under these headings fits others of the same assignment better.",
    "words-to-the-marker": "Some of this text speaks to whoever marks it, and not about the case.",
    "unusual-characters": "Some characters look like others or cannot be seen. They were read as what they look like.",
    "page-code": "This text holds the code of a web page, so the rules cannot tell what its reader would see.",
    "a-foreign-sentence": "A sentence is not in words that the rules know, so a person has to read it.",
    "other-language": "Much of this text is not in words that the rules know, so it cannot be judged by them.",
}
CAPPING = frozenset({"keyword-list", "word-order", "other-language"})
"""Guards of text that has no sentences the rules could follow: level 1 is the most it can show."""


def of_the_whole(
    assignment: Assignment, texts: Mapping[str, str], read: Mapping[str, Plain], cut: Mapping[str, Prose]
) -> list[str]:
    """The guards that trip on a whole answer. ``texts`` are as they came, ``read`` and ``cut`` as they are read."""
    proses = list(cut.values())
    tripped = {
        "word-order": is_scrambled(proses, whole=True) or has_scrambled_patch(proses),
        "keyword-list": has_list(proses) or is_moulded(proses) or is_noisy(one.text for one in proses),
        "other-language": is_unreadable(proses),
        "a-foreign-sentence": has_foreign_sentence(proses),
        "unusual-characters": has_odd_signs(read.values()),
        "page-code": has_markup(texts.values()),
        "words-to-the-marker": is_aimed_at_marker(proses),
        "repeated": is_repeated(proses),
        "stock-words": opens_alike(proses) or is_praise(proses) or is_chained(proses),
        "mostly-quoted": is_quoted(proses),
        "mostly-denied": is_denial(proses),
        "much-longer": is_padded(cut, _asked(assignment)),
        "matches-the-course": from_course(proses, assignment.course.runs),
    }
    return list(dict.fromkeys([*(name for name, trips in tripped.items() if trips), *_of_what(assignment, cut)]))


def _of_what(assignment: Assignment, cut: Mapping[str, Prose]) -> list[str]:
    """The guards that go by what the words say, each read once for all of them."""
    said = {field: said_in(text) for field, text in cut.items()}
    sentences = list(chain.from_iterable(said.values()))
    fields = {field: list(chain.from_iterable(rows)) for field, rows in said.items()}
    words = list(chain.from_iterable(sentences))
    course = assignment.course
    own: Mapping[str, int] = course.topics.get(assignment.id, {})
    tripped = {
        "matches-the-brief": is_reworded(sentences, assignment.rules.passages),
        "matches-the-course": from_course_cut(sentences, course.pairs),
        "another-topic": bool(own) and is_off_topic(words, own),
        "another-heading": is_misplaced(fields, assignment.rules.asked),
        "another-assignment": is_of_another(words, assignment.id, course.likelihoods),
    }
    return [name for name, trips in tripped.items() if trips]


def _asked(assignment: Assignment) -> dict[str, int]:
    return {field.id: getattr(field, "max_words", None) or 0 for field in assignment.worksheet.fields}
