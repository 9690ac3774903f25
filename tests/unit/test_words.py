"""The interface's words: one catalogue, complete in each language, and put into pages and scripts."""

import re
from datetime import UTC, datetime

import pytest
from babel.messages import Catalog
from tests.words import TEMPLATE, WHERE, catalogues, gathered, read

from evenkeel import bundle, words
from evenkeel.pseudo import PSEUDO, stretched

LANGUAGES = sorted(catalogues())
_HOLE = re.compile(r"\{\w*\}")


@pytest.fixture(scope="module")
def template() -> Catalog:
    return gathered()


def phrases(catalogue: Catalog) -> set[tuple[str, ...]]:
    return {forms(message.id) for message in catalogue if message.id}


def forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text),)


def test_the_template_holds_just_the_phrases_of_the_code(template: Catalog) -> None:
    assert phrases(read(TEMPLATE)) == phrases(template), "run: make words"


def test_every_call_in_the_front_end_is_gathered(template: Catalog) -> None:
    known = {text for each in phrases(template) for text in each}
    found = set()
    for file in (WHERE[0] / "frontend").glob("*.js"):
        found |= set(re.findall(r'(?<![\w$.])_\("((?:[^"\\]|\\.)*)"\)', file.read_text(encoding="utf-8")))
    assert len(found) > 100
    assert found <= known


def test_there_are_welsh_and_spanish() -> None:
    assert {"cy", "es"} <= set(LANGUAGES)


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_language_has_every_phrase_with_its_holes_and_all_its_forms(name: str, template: Catalog) -> None:
    catalogue = read(catalogues()[name])
    assert phrases(catalogue) == phrases(template), "run: make words"
    for message in catalogue:
        if not message.id:
            continue
        said, asked = forms(message.string), forms(message.id)
        assert all(said), f"{name} has no words for {asked[0]!r}"
        assert not message.fuzzy, asked[0]
        assert len(said) == (catalogue.num_plurals if len(asked) > 1 else 1), asked[0]
        for one in said:
            assert sorted(_HOLE.findall(one)) == sorted(_HOLE.findall(asked[-1])), f"{one!r} for {asked[-1]!r}"
            assert one[:1].isspace() == asked[0][:1].isspace(), f"{one!r} for {asked[0]!r}"


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en-GB", 1, "1 word"),
        ("en-GB", 2, "2 words"),
        ("cy", 1, "1 gair"),
        ("cy", 2, "2 air"),
        ("cy", 3, "3 gair"),
        ("es", 1, "1 palabra"),
        ("es-MX", 4, "4 palabras"),
    ],
)
def test_the_form_follows_the_number_and_a_country_its_language(language: str, count: int, said: str) -> None:
    with words.speaking(language):
        assert words.ngettext("{n} word", "{n} words", count).format(n=count) == said


def test_dates_and_numbers_are_written_as_readers_do() -> None:
    at = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
    said = {}
    for language in ("en-GB", "cy", "es"):
        with words.speaking(language):
            said[language] = (words.moment(at), words.figure(12.5))
    assert said == {
        "en-GB": ("22 November 2026 at 09:05", "12.5"),
        "cy": ("22 Tachwedd 2026 am 09:05", "12.5"),
        "es": ("22 de noviembre de 2026 a las 09:05", "12,5"),
    }


def test_a_script_holds_the_words_of_one_language_and_no_catalogue() -> None:
    with words.speaking("cy"):
        text = bundle.module("worksheet")
    assert "Y sefyllfa" in text
    assert "The situation" not in text
    assert '"Tachwedd"' not in text  # no part of a worksheet shows a date
    assert 'LANGUAGE = ["cy", "en-GB"]' in text
    assert "n==2 ? 2" in text


def test_a_language_that_nobody_has_translated_stays_english() -> None:
    with words.speaking("tlh"):
        assert words._("Try again") == "Try again"
        assert words.direction() == "ltr"


def test_the_made_language_keeps_holes_and_edges_and_is_written_from_the_right() -> None:
    with words.speaking(PSEUDO):
        assert words.direction() == "rtl"
        said = words._(" (our view: {words})")
    assert said.startswith(" \N{RIGHT-TO-LEFT MARK}[")
    assert "{words}" in said
    assert len(said) > 1.3 * len(" (our view: {words})")
    assert stretched("") == ""


def test_a_plain_en_is_the_english_of_the_code() -> None:
    try:
        words.settle("en")
        assert words.language() == "en-GB"
        words.settle("es_MX")
        assert words.language() == "es-MX"
    finally:
        words.settle(words.SOURCE)
