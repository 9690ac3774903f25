"""Sentences, syllables and grades."""

from pathlib import Path

import pytest

from evenkeel.lint.page import parse
from evenkeel.lint.words import content_words, grade, own_words, sentences, syllables

SYLLABLES = {
    1: "the cat called please through watched stage rules phone closed names wait world league asked",
    2: "people table little business wanted ended quiet minute angry being police reason science question trying react",
    3: "customer family officer example remember important together period suicide created realise various idea area",
    4: "information situation material responsible experience immediately",
}


def test_syllables_are_counted_as_they_are_spoken():
    wrong = [
        (word, count, syllables(word))
        for count, listed in SYLLABLES.items()
        for word in listed.split()
        if syllables(word) != count
    ]
    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He nods. She waits.", 2),
        ('"Are you there?" she asks. "Yes."', 2),
        ("At 16.30, e.g. on Mondays, Mr Hughes rings.", 1),
        ("The wait was long (very long). It ended", 2),
        ("He shouts. (technique) I wait.", 2),
        ("*(hand up)*", 1),
        ("...", 0),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, count):
    assert len(sentences(text)) == count


def test_the_grade_is_that_of_the_formula():
    # 6 words, 6 syllables, one sentence: 0.39 * 6 + 11.8 * 1 - 15.59
    assert grade(["The cat sat on the mat."]) == pytest.approx(-1.45)
    assert grade([]) == 0


def test_words_in_quotation_marks_are_not_ours():
    assert own_words('She says, "never again", and waits.') == "She says, , and waits."


def test_content_words_leave_out_what_carries_no_meaning():
    assert content_words("What should the caller do about her payments?") == content_words("payment")


def test_a_page_is_read_without_code_tables_rules_and_names_of_speakers():
    table = "| A | B |\n|---|---|\n| one. | two |"
    text = f'# Title\n\n**Mo:** *(nods)* "Yes."\n\n{table}\n\n```python\ncode()\n```\n\n- [a link](x.md)\n'
    blocks = parse(Path("book/page.md"), text).blocks
    assert [(block.kind, block.line, block.text) for block in blocks] == [
        ("heading", 1, "Title"),
        ("text", 3, '(nods) "Yes."'),
        ("cell", 5, "A"),
        ("cell", 5, "B"),
        ("cell", 7, "one."),
        ("cell", 7, "two"),
        ("text", 13, "a link"),
    ]
