"""Assessed quizzes and graded plays: points by the course's rules, keys that fit, and nothing paid for by accident."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from evenkeel.course import load_scenario, load_worksheet
from evenkeel.fitting import fit, fitting_answers
from evenkeel.loading import read_yaml
from evenkeel.play import Rules
from evenkeel.responses import ResponsesError, check_responses
from evenkeel_grading.assignment import Assignment
from evenkeel_grading.checks import check_rubric
from evenkeel_grading.closed import NoKeyError, decisions, mark_closed
from evenkeel_grading.evidence_closed import closed_block
from evenkeel_grading.marking import mark
from evenkeel_grading.rubric import Rubric, ScenarioKey, SharedCues

GOOD = Path(__file__).parent.parent / "examples" / "good"
KEYS: dict[str, Any] = {
    "questions": {
        "items": {
            "first-line": {"key": "sorry", "whys": {"sorry": "A feeling.", "rule": "A wall."}, "why": "Feeling first."},
            "helps": {"keys": ["hear"], "whys": {"hear": "It hears.", "calm": "It orders."}, "why": "Hear him."},
            "rings": {"key": True, "whys": {"true": "Kept or broken.", "false": "It is one."}, "why": "He waits."},
            "steps": {"order": ["listen", "ask"], "why": "Ears before mouth."},
            "causes": {"key": {"noise": "place", "form": "us"}, "why": "Two kinds."},
            "sorted": {"key": {"shout": "strain", "threat": "danger"}, "why": "A threat is meant for you."},
            "gaps": {
                "gaps": {"feeling": "regret", "act": ["ring you back", "call you back"]},
                "whys": {"regret": "It is yours.", "surprise": "It is about you."},
                "why": "A feeling, then a step.",
            },
            "rated": {"panel": {"hear-it": 5, "not-me": 1}, "why": "Hear him first."},
            "ranked": {"panel": {"rules": 2, "name": 1}, "why": "Rules come last."},
            "anew": {
                "rules": {
                    "no-but": {"kind": "without", "phrases": ["but"]},
                    "brief": {"kind": "length", "max_words": 10},
                },
                "example": "I understand, and it is the rule.",
                "why": "And keeps both halves.",
            },
        }
    },
    "play": {
        "nodes": {"opening": {"kind": 1, "cold": 0}, "boundary": {"set": 1, "help": "unscored"}},
        "min_decisions": 1,
        "whys": {"opening": "She waited."},
    },
}
RIGHT = {
    "first-line": "sorry",
    "helps": ["hear"],
    "rings": "true",
    "steps": ["listen", "ask"],
    "causes": {"noise": "place", "form": "us"},
    "sorted": {"shout": "strain", "threat": "danger"},
    "gaps": {"feeling": "regret", "act": "Ring you bakc"},
    "rated": {"hear-it": "5", "not-me": "1"},
    "ranked": ["name", "rules"],
    "anew": "I understand, and this is the rule.",
}


def assignment(keys: Mapping[str, Any] = KEYS) -> Assignment:
    rubric = Rubric.model_validate({"schema": 1, "keys": keys, "criteria": {"why": {"examples": ["", "a", "b", "c"]}}})
    scenarios = {"short-call": load_scenario(GOOD, "short-call")}
    return Assignment("check-out", load_worksheet(GOOD, "check-out"), rubric, {}, scenarios)


def marked(**fields: Any) -> Any:
    responses = check_responses({"schema": 1, "assignment": "check-out", "fields": fields})
    one = assignment()
    return mark_closed(one, fitting_answers(responses, one.worksheet))


def transcript(*choices: str, **changes: Any) -> dict[str, Any]:
    rules = Rules(load_scenario(GOOD, "short-call"))
    at = rules.start()
    for choice in choices:
        at = rules.step(at, choice)
    return {"choices": at.choices, "ending": at.ending, "plays": 1} | changes


def test_every_item_earns_by_the_rule_of_its_type() -> None:
    assert marked(questions=RIGHT)["questions"].points == 20
    half = RIGHT | {"causes": {"noise": "place"}, "rings": "false", "rated": {"hear-it": "5"}}
    assert marked(questions=half)["questions"].points == 16
    assert marked(questions=half)["questions"].credits["causes"] == 0.5


@pytest.mark.parametrize("answer", [{}, {"first-line": ""}, {"first-line": "other"}, {"helps": ["hear", "calm"]}])
def test_what_is_not_right_earns_nothing(answer: dict[str, Any]) -> None:
    assert marked(questions=answer)["questions"].points == 0


@pytest.mark.parametrize(
    ("choices", "points"),
    [
        (["kind"], 40),
        (["cold", "kind"], 20),
        (["cold", "cold", "set", "kind"], Fraction(40) * (Fraction(1, 3) + 1) / 2),
        (["cold", "cold", "help"], 0),
        ([], 0),
    ],
)
def test_a_play_earns_the_mean_of_the_decisions_it_met(choices: list[str], points: Fraction) -> None:
    assert marked(play=transcript(*choices))["play"].points == pytest.approx(float(points))


def test_a_short_play_is_divided_by_the_least_number_of_decisions() -> None:
    key = KEYS | {"play": KEYS["play"] | {"min_decisions": 2}}
    marks = mark_closed(assignment(key), {"play": transcript("kind")})
    assert marks["play"].points == 20


def test_a_time_out_never_costs() -> None:
    key = ScenarioKey.model_validate(KEYS["play"] | {"min_decisions": 2})
    steps = [{"node": "boundary", "choice": "help"}, {"node": "opening", "choice": "kind"}]
    assert decisions(key, steps) == ({"opening": 1}, 1)
    both = [{"node": "boundary", "choice": "help"}, {"node": "boundary", "choice": "set"}]
    assert decisions(key, both) == ({"boundary": 1}, 0)


@pytest.mark.parametrize(
    "answer",
    [
        {"choices": [{"node": "opening", "choice": "fly"}], "ending": None},
        {"choices": [{"node": "boundary", "choice": "set"}], "ending": None},
        transcript("kind", ending="paused"),
        transcript("kind") | {"choices": [*transcript("kind")["choices"], {"node": "opening", "choice": "kind"}]},
    ],
)
def test_an_impossible_play_earns_nothing_and_waits_for_a_tutor(answer: dict[str, Any]) -> None:
    mark = marked(play=answer)["play"]
    assert mark.points == 0
    assert mark.problem.startswith("This play ")


@pytest.mark.parametrize(("choices", "points"), [([], 0), (["cold", "cold"], 0), (["kind"], 0)])
def test_a_transcript_that_leaves_out_its_ending_is_marked_as_one_that_has_none(
    choices: list[str], points: float
) -> None:
    whole = transcript(*choices)
    mark = marked(play={"choices": whole["choices"]})["play"]
    assert mark.points == points
    assert bool(mark.problem) == (whole["ending"] is not None)


PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 9), st.text(max_size=5), st.sampled_from(["sorry", "opening"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["choices", "ending", "plays", "helps", "node", "choice"]), inner, max_size=4),
    ),
    max_leaves=12,
)


@given(st.fixed_dictionaries(dict.fromkeys(("questions", "play", "day", "plan", "steps-taken"), PLAIN)))
def test_any_answer_whatever_is_refused_in_words_or_marked_within_bounds(fields: dict[str, Any]) -> None:
    try:
        responses = check_responses({"schema": 1, "assignment": "check-out", "fields": fields})
    except ResponsesError:
        return
    one = assignment()
    fit(responses, one.worksheet)
    for found in mark_closed(one, fitting_answers(responses, one.worksheet)).values():
        assert 0 <= found.points <= found.max
    marks = mark(one, responses)
    for name in ("questions", "play"):
        assert closed_block(one, marks, responses, name, "tutor")


@pytest.mark.parametrize(
    ("field", "answer", "code"),
    [
        ("questions", {"first-line": ["sorry"]}, "wrong-type"),
        ("questions", {"first-line": "no"}, "unknown-option"),
        ("questions", {"nothing": "no"}, "unknown-option"),
        ("questions", {"rings": "maybe"}, "unknown-option"),
        ("questions", {"gaps": {"feeling": "regret", "act": "anything at all"}}, None),
        ("questions", {"gaps": {"feeling": "rage"}}, "unknown-option"),
        ("questions", {"gaps": {"other": "regret"}}, "unknown-option"),
        ("questions", {"rated": {"hear-it": "9"}}, "unknown-option"),
        ("questions", {"rated": ["hear-it"]}, "wrong-type"),
        ("questions", {"ranked": ["name", "rules"]}, None),
        ("questions", {"ranked": ["name", "pause"]}, "unknown-option"),
        ("questions", {"sorted": {"shout": "danger", "threat": "danger"}}, None),
        ("questions", {"anew": "Anything."}, None),
        ("play", {"choices": []}, None),
        ("play", {"ending": "agreed"}, "wrong-type"),
        ("play", "agreed", "wrong-type"),
        ("day", "2026-02-30", "wrong-type"),
        ("day", "2026-02-28", None),
        ("plan", {"say": {"when": "Now"}}, None),
        ("plan", {"say": {"why": "Now"}}, "unknown-option"),
        ("plan", {"think": {"when": "Now"}}, "unknown-option"),
        ("plan", {"say": "Now"}, "wrong-type"),
        ("steps-taken", [{"at": "10:40", "what": "Rang"}], None),
        ("steps-taken", [{"where": "Here"}], "unknown-option"),
        ("steps-taken", ["rang"], "wrong-type"),
    ],
)
def test_an_answer_fits_its_field_or_is_told(field: str, answer: Any, code: str | None) -> None:
    responses = check_responses({"schema": 1, "assignment": "check-out", "fields": {field: answer}})
    assert [problem.code for problem in fit(responses, assignment().worksheet)] == ([code] if code else [])


def test_both_pages_show_item_key_and_reason_before_the_number() -> None:
    one = assignment()
    answers = {"questions": RIGHT | {"first-line": "rule"}, "play": transcript("cold", "kind", plays=3)}
    responses = check_responses({"schema": 1, "assignment": "check-out", "fields": answers})
    marks = mark(one, responses)
    for audience in ("tutor", "learner"):
        quiz = closed_block(one, marks, responses, "questions", audience)
        for words in (
            "It is the rule.",
            "I am sorry you waited.",
            "A wall.",
            "Feeling first.",
            "Not right: 0 of 2",
            "Ring you bakc",
            "Very good",
            "Without the word but",
        ):
            assert words in quiz
        assert quiz.index("Feeling first.") < quiz.index("ek-points")
        play = closed_block(one, marks, responses, "play", audience)
        for words in ("Section four says no.", "Full credit: I am sorry you waited.", "She waited.", "Ending: Mended."):
            assert words in play
        assert play.index("Credit: 0 of 1") < play.index("ek-points")
    assert "Begun 3 times" in closed_block(one, marks, responses, "play", "tutor")


def test_a_missing_item_key_stops_the_marking() -> None:
    keys = KEYS | {"questions": {"items": {k: v for k, v in KEYS["questions"]["items"].items() if k != "rings"}}}
    with pytest.raises(NoKeyError):
        mark_closed(assignment(keys), {"questions": RIGHT})


@pytest.fixture
def said(tmp_path: Path) -> Callable[[Mapping[str, Any]], list[str]]:
    from evenkeel.course import load_course

    course = load_course(GOOD)

    def checked(keys: Mapping[str, Any]) -> list[str]:
        file = tmp_path / "check-out.yml"
        file.write_bytes(TypeAdapter(Any).dump_json({"schema": 1, "keys": keys}))
        document = read_yaml(file, tmp_path)
        one = assignment(keys)
        found = check_rubric(one.worksheet, one.rubric, document, SharedCues(schema=1, cues={}), None, course)
        return [f"{problem.path}: {problem.message}" for problem in found if not problem.warning]

    return checked


def test_keys_that_fit_have_no_problem(said: Callable[..., list[str]]) -> None:
    assert said(KEYS) == []


@pytest.mark.parametrize(
    ("item", "key", "words"),
    [
        ("first-line", {"key": "rulez"}, "names the option 'rulez', which does not exist"),
        ("first-line", {"key": True}, "is no key for an item of the type single: write `key: option`"),
        ("first-line", {"keys": ["sorry"]}, "is no key for an item of the type single"),
        ("first-line", {"whys": {"sorry": "Yes."}}, "lacks the option 'rule'"),
        ("helps", {"keys": ["hear", "calm"]}, "makes every option right"),
        ("rings", {"whys": {"true": "Yes.", "false": "No.", "maybe": "Who knows."}}, "names the option 'maybe'"),
        ("steps", {"order": ["ask", "listen"]}, "is the order in which the worksheet shows them"),
        ("steps", {"order": ["listen"]}, "leaves out ask"),
        ("causes", {"key": {"noise": "place"}}, "has no partner for form"),
        ("sorted", {"key": {"shout": "strain", "threat": "noise"}}, "names the category 'noise'"),
        ("gaps", {"gaps": {"feeling": "regret"}}, "is no key for an item of the type cloze"),
        ("gaps", {"gaps": {"feeling": "rage", "act": ["ring"]}}, "names the option 'rage'"),
        ("rated", {"panel": {"hear-it": 6, "not-me": 1}}, "is 6, but the scale has 5 points"),
        ("ranked", {"panel": {"rules": 1, "name": 1}}, "is place 1 again"),
        ("anew", {"rules": {"no-but": {"kind": "without", "phrases": ["but"]}}}, "is no key for an item"),
    ],
)
def test_a_key_that_does_not_fit_its_item_is_told(
    said: Callable[..., list[str]], item: str, key: dict[str, Any], words: str
) -> None:
    own = KEYS["questions"]["items"][item]
    changed = {k: v for k, v in own.items() if not ({"key", "keys"} & set(key) and k in ("key", "keys"))} | key
    (problem,) = said(KEYS | {"questions": {"items": KEYS["questions"]["items"] | {item: changed}}})
    assert problem.startswith(f"keys.questions.items.{item}")
    assert words in problem


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"nodes": {"opening": {"kind": 1, "cold": 0}}}, "says nothing of the decision 'boundary'"),
        ({"nodes": KEYS["play"]["nodes"] | {"middle": {"x": 1}}}, "names the decision 'middle'"),
        ({"nodes": KEYS["play"]["nodes"] | {"opening": {"kind": 1}}}, "lacks the choice 'cold'"),
        ({"nodes": KEYS["play"]["nodes"] | {"opening": {"kind": 0.5, "cold": 0}}}, "gives no choice full credit"),
        ({"unscored": ["boundary"]}, "lists 'boundary', which has a key as well"),
        ({"min_decisions": 3}, "is more than the 2 decisions with a key"),
    ],
)
def test_a_key_of_a_play_that_does_not_fit_is_told(
    said: Callable[..., list[str]], change: dict[str, Any], words: str
) -> None:
    problems = said(KEYS | {"play": KEYS["play"] | change})
    assert any(words in problem for problem in problems), problems
