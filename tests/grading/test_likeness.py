"""Likeness between learners is a report on its own: it shows shared words and touches no mark."""

import json
from pathlib import Path

import pytest
from known import DATA, ROOT, answers, assignment_of

from evenkeel_grading import mark
from evenkeel_grading.__main__ import main
from evenkeel_grading.likeness import Answer, given_runs, pairs

OWN = "The drilling outside our window made every word of it sound like a quarrel to both of us that morning."
GIVEN = "You may say sorry, check the file today and ring back by four if you can."


def test_two_who_share_a_long_run_are_shown_with_its_places() -> None:
    one = Answer("ann", {"causes": f"First of all. {OWN}", "offer": "Nothing more."})
    other = Answer("bob", {"causes": "Quite another thing.", "offer": f"It began badly! {OWN.upper()}"})
    third = Answer(
        "cat", {"causes": "The lift was out of order and he had climbed five floors with his shopping bags."}
    )
    (pair,) = pairs([one, other, third], frozenset())
    assert pair.learners == ("ann", "bob")
    (span,) = pair.shared
    assert span.fields == ("causes", "offer")
    (start, end), (begin, stop) = span.places
    assert one.texts["causes"][start:end] == OWN.rstrip(".")
    assert other.texts["offer"][begin:stop] == OWN.upper().rstrip(".")
    assert span.words == pair.words == len(OWN.split())


def test_what_everybody_was_given_is_no_likeness() -> None:
    two = [Answer(name, {"offer": GIVEN}) for name in ("ann", "bob")]
    assert pairs(two, frozenset())
    assert not pairs(two, given_runs([GIVEN]))


def test_a_phrase_that_many_use_is_no_likeness_of_any_two() -> None:
    many = [Answer(f"learner-{number}", {"offer": OWN}) for number in range(9)]
    assert not pairs(many, frozenset())
    assert len(pairs(many[:3], frozenset())) == 3


def test_development_answers_by_different_writers_are_not_alike(capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(map(str, (DATA / "responses").glob("difficult-applied-*.json")))
    assert main(["likeness", "difficult-applied", *files, "--json", "--course", str(ROOT)]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_the_command_names_no_reason_and_no_mark_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "difficult-applied-101"
    before = mark(assignment_of(name[:-4]), answers()[name]).to_json()
    copy = tmp_path / "copy.json"
    copy.write_bytes((DATA / "responses" / f"{name}.json").read_bytes())
    files = [str(DATA / "responses" / f"{name}.json"), str(copy), str(tmp_path / "gone.json")]
    assert main(["likeness", "difficult-applied", *files, "--course", str(ROOT)]) == 3
    said = capsys.readouterr()
    assert "copy" in said.out
    assert not any(word in said.out.lower() for word in ("cheat", "plagiar", "copied", "collu", "suspic"))
    assert "gone" in said.err
    assert mark(assignment_of(name[:-4]), answers()[name]).to_json() == before
