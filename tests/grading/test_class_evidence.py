"""One learner's closed answers for a tutor: each kind with what it asked, and a play with what else there was."""

from typing import Any

import pytest
import test_graded as graded
import test_graded_kinds as kinds
import test_graded_plays as plays

from evenkeel.responses import check_responses
from evenkeel_grading.evidence_closed import closed_block
from evenkeel_grading.marking import mark


def quiz(made: Any, answers: dict[str, Any]) -> str:
    responses = check_responses({"schema": 1, "assignment": "check-out", "fields": {"questions": answers}})
    return closed_block(made, mark(made, responses), responses, "questions", "tutor")


@pytest.mark.parametrize(
    "words",
    [
        "I am (1) ____ that you waited. I will (2) ____.",
        "</li><li>run &lt;away&gt;</li></ol>",
        "ring you back, call you back",
        "Without the word but: not kept",
    ],
)
def test_gaps_and_rewritten_sentences_are_shown_with_what_they_were_asked_about(words: str) -> None:
    answers = {"gaps": {"feeling": "regret", "act": "run <away>"}, "anew": "I see, but no."}
    assert words in quiz(graded.assignment(), graded.RIGHT | answers)


@pytest.mark.parametrize("words", ["Ada: [Calm down], please. [I hear you], and [I am Ada].", "That is lunch."])
def test_a_transcript_and_a_known_slip_are_shown(words: str) -> None:
    assert words in quiz(kinds.assignment(), kinds.RIGHT | {"break": "60"})


def play(*choices: str) -> str:
    made = graded.assignment()
    answers = {"play": graded.transcript(*choices)}
    responses = check_responses({"schema": 1, "assignment": "check-out", "fields": answers})
    return closed_block(made, mark(made, responses), responses, "play", "tutor")


def test_a_play_shows_what_else_there_was_and_where_each_choice_led() -> None:
    html = play("cold", "cold", "help")
    assert "There was also:</p><ul><li>I want to help, without shouting.</li></ul>" in html
    assert "It led to: The opening." in html
    assert "It led to: A boundary (what had built up led there, whatever was chosen)." in html
    assert "It led to: Paused." in html


def test_what_has_full_credit_is_told_once() -> None:
    assert play("cold", "kind").count("I am sorry you waited.") == 2


def test_a_play_with_an_item_and_variants_says_which() -> None:
    _, html = plays.marked(plays.given(["a"], seed=1))
    assert "Variant: tense." in html
    assert "It led to: A boundary." in html
