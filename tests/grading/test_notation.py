"""The notation of cues, the forms and slips of words, and how far a "not" reaches."""

import pytest

from evenkeel_grading.marker.cues import finder
from evenkeel_grading.marker.forms import stem
from evenkeel_grading.marker.phrases import PhraseError, parse_phrase
from evenkeel_grading.marker.text import prose


def found(phrase: str, text: str, *, keep: bool = False, spellings: dict[str, str] | None = None) -> bool:
    made = finder({"cue": ([phrase], keep)}, spellings)
    return any(made.hits(sentence) for sentence in prose(text).sentences)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("next time", "Next  time I will."),
        ("he settles", "Then he settled a little."),
        ("he settles", "Then he settle a little."),
        ("tell~", "I told her."),
        ("apolog*", "My apologies."),
        ("check/look", "I look."),
        ("in the? morning", "in morning"),
        ("i will !be/try", "I will ring"),
        ("after _ call", "after each call"),
        ("he ... said", "he very quietly said"),
        ("in 9 minutes", "in twenty minutes"),
        ("in 9 minutes", "in 5 minutes"),
    ],
)
def test_a_phrase_finds_what_it_means(phrase: str, text: str) -> None:
    assert found(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("worked", "I work here."),
        ("i will !be/try", "I will try."),
        ("i will !be/try", "I will"),
        ("he ... said", "he went to the old shop and said"),
        ("news", "a new one"),
        ("evening", "even so"),
    ],
)
def test_a_phrase_finds_nothing_else(phrase: str, text: str) -> None:
    assert not found(phrase, text)


@pytest.mark.parametrize("phrase", ["... word", "word ...", "the? word", "!be word", "_ word", "a,b", "*", ""])
def test_a_phrase_out_of_the_notation_is_told(phrase: str) -> None:
    with pytest.raises(PhraseError):
        parse_phrase(phrase)


@pytest.mark.parametrize(
    "forms",
    [
        "settle settles settled settling",
        "stop stops stopped stopping",
        "carry carries carried carrying",
        "try tries tried trying",
        "tell tells told telling",
        "freeze freezes froze frozen freezing",
        "agree agrees agreed agreeing",
        "pass passes passed passing",
        "call calls called calling",
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms: str) -> None:
    assert len({stem(word) for word in forms.split()}) == 1


@pytest.mark.parametrize("typed", ["apologse", "aplogise", "apollogise", "paologise", "apologisse", "apolohise"])
@pytest.mark.parametrize("phrase", ["apologise", "i apologise", "apologis*"])
def test_a_slip_of_the_keys_costs_nothing(phrase: str, typed: str) -> None:
    assert found(phrase, f"I {typed}")


@pytest.mark.parametrize(("cue", "word"), [("wait", "waist"), ("calm", "clam"), ("form", "from"), ("log", "lag")])
def test_a_word_that_english_has_is_never_read_as_another(cue: str, word: str) -> None:
    assert not found(cue, f"the {word} here")


def test_another_spelling_is_read_as_the_word() -> None:
    assert found("because", "cos it rang", spellings={"cos": "because"})
    assert not found("because", "cos it rang")


@pytest.mark.parametrize(
    "text",
    [
        "I did not calm down",
        "he never really seemed to calm down",
        "not his sister, his father or his calm",
        "I do not think that she was calm",
        "nobody was calm",
    ],
)
def test_a_not_undoes_what_it_reaches(text: str) -> None:
    assert not found("calm", text)
    assert found("calm", text, keep=True)


@pytest.mark.parametrize(
    "text",
    [
        "I did not shout but was calm",
        "I did not shout. I was calm",
        "i did not sit down then i was calm",
        "i did not go to my usual place by the window on the left i was calm",
    ],
)
def test_a_not_reaches_no_further_than_its_clause(text: str) -> None:
    assert found("calm", text)


def test_saying_nothing_denies_nothing_after_it() -> None:
    assert found("worse", "our saying nothing made it worse")
    assert not found("worse", "nothing made it worse")


@pytest.mark.parametrize(("text", "is_one"), [("ill tell her", True), ("his father is ill", False), ("ill and", False)])
def test_ill_before_a_verb_is_i_will(text: str, is_one: bool) -> None:
    assert found("i'll", text) == is_one


def test_a_not_between_the_words_of_a_phrase_undoes_it() -> None:
    assert found("i ... rebooked", "I have rebooked it")
    assert not found("i ... rebooked", "I never rebooked it")
    assert found("i ... not ... rebooked", "I have not rebooked it")
