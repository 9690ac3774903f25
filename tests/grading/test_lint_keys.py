"""The lint of assessed items: item and key together are looked at as one, wherever their words stand."""

from collections.abc import Callable
from pathlib import Path

import pytest
from known import ROOT

from evenkeel.course import load_course
from evenkeel_grading.lint import lint

SHEET = """
schema: 1
title: T
module: calls
level: foundation
kind: applied
brief: Read it.
fields:
  - id: first
    label: First
    kind: choice
    guidance: What comes first?
    points: 50
    options:
      - {id: sorry, text: Say sorry}
      - {id: ask, text: Ask for it}
      - {id: form, text: Take a form}
  - id: questions
    label: Questions
    kind: quiz
    guidance: Answer each.
    points: 50
    items:
      - id: next
        type: single
        level: foundation
        requirements: [OWN-1]
        stem: What comes next?
        points: 40
        options:
          - {id: b, text: Ask for it}
          - {id: a, text: Say sorry}
          - {id: c, text: Take a form}
      - id: order
        type: ordering
        level: foundation
        requirements: [OWN-1]
        stem: Put them in order.
        points: 10
        items:
          - {id: one, text: Hear}
          - {id: two, text: Ask}
"""
RUBRIC = """
schema: 1
keys:
  first:
    key: sorry
    whys: {sorry: It names the wait., ask: It can wait a little., form: It can come later.}
  questions:
    items:
      next:
        key: a
        whys: {a: It names the wait., b: It can wait a little., c: It can come later.}
        why: A feeling comes first.
      order:
        order: [two, one]
        why: Ask and then hear.
criteria: {}
"""


@pytest.fixture
def linted(tmp_path: Path) -> Callable[..., list[str]]:
    """Write the sheet and its rubric with words replaced, and return what lint says."""

    def change(*pairs: tuple[str, str]) -> list[str]:
        for file, text in (("exercises/worksheets/made.yml", SHEET), ("grading/rubrics/made.yml", RUBRIC)):
            for old, new in pairs:
                text = text.replace(old, new, 1)
            (tmp_path / file).parent.mkdir(parents=True)
            (tmp_path / file).write_text(text.lstrip(), encoding="utf-8")
        course = load_course(tmp_path)
        assert "made" in course.worksheets
        return [str(one) for one in lint(course)]

    return change


def test_sound_items_have_no_finding(linted):
    assert linted() == []


def test_a_key_that_its_length_gives_away_is_told_of_the_worksheet(linted):
    long = "Say sorry for the wait and for the lost form, and then say your own name"
    assert linted(("{id: a, text: Say sorry}", f"{{id: a, text: '{long}'}}")) == [
        "exercises/worksheets/made.yml:31: fields[1].items[0].options[1].text: is the key and has 72 characters, "
        "the longest distractor 11; bring them closer [longest-key]"
    ]


def test_an_option_of_a_choice_field_is_looked_at_with_its_key(linted):
    assert linted(("{id: form, text: Take a form}", "{id: form, text: Always take a form}")) == [
        "exercises/worksheets/made.yml:16: fields[0].options[2].text: says 'Always', which no key does; leave it out "
        "[absolute-term]"
    ]


def test_a_reason_that_contradicts_the_key_is_told_of_the_rubric(linted):
    assert linted(("b: It can wait a little.", "b: 'Right, you need it.'")) == [
        "grading/rubrics/made.yml:10: keys.questions.items.next.whys.b: begins with 'Right', and the option is a "
        "distractor [feedback-contradicts]"
    ]


def test_the_courses_own_assessed_items_are_found(monkeypatch):
    import evenkeel_grading.lint as module

    seen = []
    monkeypatch.setattr(module, "check_flaws", lambda asked: seen.append(asked) or iter(()))
    lint(load_course(ROOT))
    assert len(seen) > 10
    assert all(asked.keys for asked in seen if asked.form in ("one", "many", "judge"))
