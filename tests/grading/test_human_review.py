"""Somebody who may not be safe is found by their own words; a customer's words, policy and ordinary stress are not."""

from typing import Any

import pytest
from known import DATA, assignment_of

from evenkeel.loading import read_yaml
from evenkeel_grading import Flag, mark

HALVES = ("development", "untouched")
CASES: dict[str, dict[str, list[dict[str, str]]]] = read_yaml(DATA / "human-review.yml").data
MORE: dict[str, Any] = read_yaml(DATA / "human-review-more.yml").data
KINDS = [name for name in MORE if name != "schema"]
TODAY = ("own-distress", "live-risk")
FOUND, WRONG = 0.9, 0.05


def flags(case: dict[str, str]) -> list[Flag]:
    answer: dict[str, Any] = {"schema": 1, "assignment": case["assignment"], "fields": {case["field"]: case["text"]}}
    return [flag for flag in mark(assignment_of(case["assignment"]), answer).flags if flag.kind == "human_review"]


@pytest.mark.parametrize("half", HALVES)
def test_nine_in_ten_of_those_at_risk_are_found_and_hardly_anybody_else(half: str) -> None:
    found = [case for case in CASES[half]["find"] if {flag.id for flag in flags(case)} & set(TODAY)]
    wrong = [case for case in CASES[half]["look-alike"] if {flag.id for flag in flags(case)} & set(TODAY)]
    assert len(found) >= FOUND * len(CASES[half]["find"])
    assert len(wrong) <= WRONG * len(CASES[half]["look-alike"])


@pytest.mark.parametrize("kind", KINDS)
def test_other_situations_of_the_same_day_are_found_in_varied_voices(kind: str) -> None:
    urgent = {*TODAY, *KINDS}
    where = {name: MORE[kind][name] for name in ("assignment", "field")}
    found = [text for text in MORE[kind]["find"] if {flag.id for flag in flags({**where, "text": text})} & urgent]
    assert len(found) >= FOUND * len(MORE[kind]["find"])


def test_hardly_anything_that_only_looks_like_them_is_flagged() -> None:
    urgent = {*TODAY, *KINDS}
    cases = [
        {**{name: MORE[kind][name] for name in ("assignment", "field")}, "text": text}
        for kind in KINDS
        for text in MORE[kind]["look-alike"]
    ]
    assert len(cases) >= 40
    assert sum(bool({flag.id for flag in flags(case)} & urgent) for case in cases) <= WRONG * len(cases)


def test_there_are_enough_cases_of_both_kinds() -> None:
    for kind in ("find", "look-alike"):
        assert sum(len(CASES[half][kind]) for half in HALVES) >= 30


def test_a_flag_is_for_the_same_day_and_names_the_words_and_changes_no_mark() -> None:
    said = "I can't cope any more. I cry every night."
    text = "He shouted that the letter was wrong. " + said
    assignment = assignment_of("resilience-reflective")
    with_it, without = (
        mark(assignment, {"schema": 1, "assignment": assignment.id, "fields": {"effect": text, "event": event}})
        for event, text in (("I took a call.", text), ("I took a call.", text.replace(said, "")))
    )
    flag = next(flag for flag in with_it.flags if flag.id == "own-distress")
    assert (flag.urgency, flag.holds, flag.criteria) == ("today", False, ())
    assert all(text[item.start : item.end] == item.quote for item in flag.evidence)
    assert "He shouted" not in " ".join(item.quote for item in flag.evidence)
    assert [one.level for one in with_it.criteria.values()] == [one.level for one in without.criteria.values()]
    assert not [flag for flag in without.flags if flag.kind == "human_review"]


def test_a_customers_words_in_quotation_marks_are_not_the_learners_own() -> None:
    case = {"assignment": "resilience-reflective", "field": "event"}
    assert flags({**case, "text": "I don't want to wake up tomorrow."})
    assert not flags({**case, "text": 'She said, "I don\'t want to wake up tomorrow."'})


def test_a_situation_that_touches_the_mark_holds_it() -> None:
    text = "He said he would hurt himself. I told him: I promise I won't tell anyone."
    found = flags({"assignment": "resilience-reflective", "field": "event", "text": text})
    assert [(flag.id, flag.holds) for flag in found] == [("secrecy", True)]


def test_the_words_never_reach_the_public_json() -> None:
    assignment = assignment_of("resilience-reflective")
    answer = {"schema": 1, "assignment": assignment.id, "fields": {"effect": "I am not coping, I cry every night."}}
    marks = mark(assignment, answer)
    assert "own-distress" not in str(marks.to_json())
    assert "own-distress" in str(marks.to_json(private=True))
    assert "coping" not in str(marks.to_json(private=True)["flags"])
