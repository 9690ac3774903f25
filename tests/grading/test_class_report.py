"""A made class over the closed questions and the graded play of one sheet: shares, facility, and nobody's name."""

import csv
import io
import json
import re
from functools import cache
from typing import Any

import pytest
from test_graded import KEYS, RIGHT, assignment, transcript
from test_graded_kinds import RIGHT as RIGHT_KINDS
from test_graded_kinds import assignment as assignment_of_kinds

from evenkeel.responses import Responses, check_responses
from evenkeel_grading.analysis import analyse, saying
from evenkeel_grading.analysis.advice import look_at
from evenkeel_grading.analysis.figures import ClassFigures, Option, Part, Question
from evenkeel_grading.closed import NoKeyError

WRONG: dict[str, Any] = {
    "first-line": "rule",
    "helps": ["hear", "calm"],
    "rings": "false",
    "steps": ["ask", "listen"],
    "causes": {"noise": "us", "form": "us"},
    "sorted": {"shout": "danger"},
    "gaps": {"feeling": "surprise", "act": "run away"},
    "rated": {"hear-it": "1", "not-me": "1"},
    "ranked": ["rules", "name"],
    "anew": "I understand, but this is the rule.",
}


def work(learner: str, **fields: Any) -> Responses:
    return check_responses({"schema": 1, "assignment": "check-out", "learner": learner, "fields": fields})


@cache
def forty() -> list[Responses]:
    """Thirty learners with everything right, ten with everything wrong: 40 whose figures one can tell by hand."""
    right = [work(f"right-{n}", questions=RIGHT, play=transcript("kind")) for n in range(30)]
    wrong = [work(f"wrong-{n}", questions=WRONG, play=transcript("cold", "cold", "help", plays=2)) for n in range(10)]
    return [*right, *wrong]


def made_class(*others: Responses) -> ClassFigures:
    return analyse(assignment(), [*forty(), *others])


@cache
def plain_class() -> ClassFigures:
    return made_class()


def question(figures: ClassFigures, name: str) -> Question:
    return next(one for one in figures.questions if one.id == name)


def shares(part: Part) -> dict[str, int]:
    return {one.id: one.n for one in part.options}


def keys(part: Part) -> set[str]:
    return {one.id for one in part.options if one.key}


@pytest.mark.parametrize(
    ("name", "at", "chosen", "right"),
    [
        ("first-line", 0, {"sorry": 30, "rule": 10}, {"sorry"}),
        ("helps", 0, {"hear": 40, "calm": 10}, {"hear"}),
        ("rings", 0, {"true": 30, "false": 10}, {"true"}),
        ("steps", 0, {"1": 30, "2": 10}, {"1"}),
        ("causes", 0, {"us": 10, "place": 30}, {"place"}),
        ("causes", 1, {"us": 40, "place": 0}, {"us"}),
        ("sorted", 0, {"strain": 30, "danger": 10}, {"strain"}),
        ("sorted", 1, {"strain": 0, "danger": 30}, {"danger"}),
        ("gaps", 0, {"regret": 30, "surprise": 10}, {"regret"}),
        ("gaps", 1, {"yes": 30, "no": 10}, {"yes"}),
        ("rated", 0, {"1": 10, "2": 0, "3": 0, "4": 0, "5": 30}, {"5"}),
        ("ranked", 0, {"1": 30, "2": 10}, {"1"}),
        ("anew", 0, {"yes": 30, "no": 10}, {"yes"}),
        ("anew", 1, {"yes": 40, "no": 0}, {"yes"}),
    ],
)
def test_each_kind_is_told_by_what_was_chosen(name: str, at: int, chosen: dict[str, int], right: set[str]) -> None:
    part = question(plain_class(), name).parts[at]
    assert shares(part) == chosen
    assert keys(part) == right


def test_the_newest_kinds_are_told_too() -> None:
    answers = [RIGHT_KINDS] * 3 + [{"marked": {"name": "adds"}, "break": "60", "first": "Sorry, calm down."}] * 2
    figures = analyse(assignment_of_kinds(), [work("x", questions=one) for one in answers])
    calm, _, name = question(figures, "marked").parts
    assert (shares(calm), keys(calm)) == ({"adds": 3, "cools": 0, "none": 2}, {"adds"})
    assert (shares(name), keys(name)) == ({"adds": 2, "cools": 0, "none": 3}, {"none"})
    assert shares(question(figures, "break").parts[0]) == {"yes": 3, "wrong-0": 2, "no": 0}
    feeling, following, order = question(figures, "first").parts
    assert [shares(part)["yes"] for part in (feeling, following, order)] == [5, 3, 2]
    assert keys(order) == {"no"}


def test_facility_is_the_mean_credit_and_blanks_count_nothing() -> None:
    figures = made_class(work("blank", questions={"first-line": "rule"}), work("away"))
    assert (figures.counted, figures.n) == (42, 41)
    causes = question(figures, "causes")
    assert causes.facility == pytest.approx((30 + 10 * 0.5) / 41)
    assert (causes.blank, causes.parts[0].blank) == (1, 1)
    assert question(figures, "sorted").parts[1].blank == 11
    assert figures.about[0].endswith("every question was left blank: 1.")


def test_a_class_that_splits_in_two_discriminates_in_full() -> None:
    figures = plain_class()
    first = question(figures, "first-line")
    assert first.discrimination == pytest.approx(1)
    assert first.difference == pytest.approx(1 - 1 / 11)
    assert figures.coefficient == "Cronbach's alpha"
    assert figures.reliability is not None
    assert 0.9 < figures.reliability <= 1


def test_too_few_get_no_numbers() -> None:
    figures = analyse(assignment(), [work(f"l{n}", questions=RIGHT if n % 2 else WRONG) for n in range(19)])
    assert figures.reliability is None
    assert {one.discrimination for one in figures.questions} == {None}
    assert "Too few for discrimination" in " ".join(figures.about)
    assert "discrimination too few" in "\n".join(saying.to_text(figures))
    small = analyse(assignment(), [work(f"l{n}", questions=RIGHT, play=transcript("kind")) for n in range(4)])
    assert small.questions[0].facility is None
    assert small.plays[0].facility is None
    assert "can tell who chose what" in small.about[0]


def test_where_nobody_differs_it_says_so() -> None:
    alike = analyse(assignment(), [work(f"l{n}", questions=WRONG | {"rings": "true"}) for n in range(20)])
    assert "discrimination all alike, upper-lower 0.00" in "\n".join(saying.to_text(alike))
    assert "discrimination all alike" in saying.to_html(alike, assignment().scenarios)


def test_an_answer_that_is_no_option_is_counted_apart() -> None:
    figures = made_class(work("odd", questions=RIGHT | {"first-line": "no-such", "helps": ["hear", "no-such"]}))
    assert question(figures, "first-line").parts[0].other == 1
    assert question(figures, "helps").parts[0].other == 1
    assert shares(question(figures, "helps").parts[0])["hear"] == 41


def test_decisions_endings_and_ways_of_the_play() -> None:
    impossible = work("x", play={"choices": [{"node": "opening", "choice": "fly"}], "ending": None})
    (play,) = made_class(impossible, work("none", questions=RIGHT)).plays
    assert (play.n, play.unplayed, play.impossible, play.again, play.different) == (40, 1, 1, 10, 2)
    opening, boundary = play.decisions
    assert (opening.met, boundary.met) == (40, 10)
    assert {one.id: one.n for one in opening.choices} == {"kind": 30, "cold": 10}
    assert [one.key for one in opening.choices] == [True, False]
    assert opening.facility == pytest.approx(0.75)
    assert play.shares == {("opening", "kind"): 0.75, ("opening", "cold"): 0.25, ("boundary", "help"): 1.0}
    assert {one.words: one.n for one in play.endings if one.n} == {"Agreed": 30, "Paused": 10}
    assert [one.n for one in play.ways] == [30, 10]


def test_a_way_that_one_learner_took_is_not_told() -> None:
    (play,) = made_class(work("alone", play=transcript("cold", "kind"))).plays
    assert play.different == 3
    assert [one.n for one in play.ways] == [30, 10]
    assert min(one.n for one in play.openings) > 1


def test_the_page_and_the_files_name_no_learner_and_draw_the_map() -> None:
    figures = made_class(work("learner-zoe", questions=WRONG | {"anew": "My own secret words."}))
    page = saying.to_html(figures, assignment().scenarios)
    table = saying.to_csv(figures)
    data = json.dumps(saying.to_json(figures))
    for said in (page, table, data, "\n".join(saying.to_text(figures))):
        assert not re.search('right-[0-9]|wrong-[0-9]{1,2}\\b(?!")|learner-zoe|secret words', said)
        assert "I am sorry you waited." in said
    assert 'src="data:image/svg+xml;base64,' in page
    assert "<script" not in page
    rows = list(csv.DictReader(io.StringIO(table)))
    sorry = next(row for row in rows if row["option"] == "sorry")
    assert (sorry["key"], sorry["chose"], sorry["share"]) == ("key", "30", f"{30 / 41:.3f}")


def test_a_missing_key_stops_it() -> None:
    with pytest.raises(NoKeyError):
        analyse(assignment({"play": KEYS["play"]}), [])


def asked(n: int, *counts: int, facility: float = 0.5, worth: float | None = 0.4, blank: int = 0) -> Question:
    options = tuple(Option(f"o{at}", f"Option {at}", at == 0, count) for at, count in enumerate(counts))
    return Question("f", "q", "Q", "single", 1, n, blank, facility, (Part("", options, blank),), worth)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (asked(40, 20, 10), ""),
        (asked(40, 20, 10, worth=-0.1), "Check the key first"),
        (asked(40, 20, 10, worth=0.1), "hardly tells"),
        (asked(40, 38, 1, facility=0.97, worth=0.1), "Nearly everybody has it (97%)"),
        (asked(40, 10, 20), "More chose “Option 1” than the key."),
        (asked(40, 10, 10, facility=0.2), "Hard: the mean credit is 20%"),
        (asked(40, 20, 10, blank=10), "Left blank by 25%"),
        (asked(9, 1, 8, facility=0.1, worth=-1), ""),
    ],
)
def test_what_to_look_at_is_said_in_plain_words(made: Question, words: str) -> None:
    said = " ".join(look_at(made))
    assert words in said if words else said == ""


def test_a_wrong_option_that_the_best_prefer_is_told() -> None:
    options = (Option("k", "Key", True, 20, 0.3, 0.2), Option("w", "Other", False, 15, 0.6, 0.1))
    made = Question("f", "q", "Q", "single", 1, 40, 0, 0.5, (Part("Gap 1", options, 0),), 0.4)
    assert list(look_at(made)) == ["Of the best 27%, more chose “Other” than the key (Gap 1)."]
