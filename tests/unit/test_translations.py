"""Translations of exercises: words only, kept up to date, shown where they are there."""

import shutil
from pathlib import Path

import pytest

from evenkeel import words
from evenkeel.__main__ import main
from evenkeel.checks.translations import check_translations
from evenkeel.course import FOLDERS, Course, load_course, load_quiz
from evenkeel.models import Quiz
from evenkeel.problems import ContentError
from evenkeel.translations import file_of, texts

ROOT = Path(__file__).parents[2]
QUIZ = """\
schema: 1
title: First words
module: difficult
items:
  - id: gaps
    type: cloze
    level: foundation
    requirements: [DC-S5]
    stem: 'Fill the gap.'
    text: |-
      I am [[feeling]] that you waited.

      It will not happen *again*.
    gaps:
      - {id: feeling, kind: typed, accept: [sorry], feedback: 'It names what she feels.'}
    explanation: 'Say it''s so.'
    points: 2
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with one quiz."""
    for name in ("_config.yml", "organisation.yml", "exercises/requirements.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for folder in FOLDERS:
        (tmp_path / "exercises" / folder).mkdir()
    (tmp_path / "exercises/quizzes/first.yml").write_text(QUIZ, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def whole() -> Course:
    """Our own course."""
    return load_course(ROOT)


def translate(course: Path, to: str = "cy") -> Path:
    assert main(["translate", str(course / "exercises/quizzes/first.yml"), "--to", to]) == 0
    return course / file_of(to, "quizzes", "first")


def fill(file: Path, source: str, text: str) -> None:
    before = file.read_text(encoding="utf-8")
    after = before.replace(f"source: '{source}'\n    text: ''", f"source: '{source}'\n    text: '{text}'")
    assert after != before
    file.write_text(after, encoding="utf-8")


def said(course: Path) -> list[str]:
    return [
        f"{'' if each.warning else 'wrong '}{each.path}: {each.message}"
        for each in check_translations(load_course(course))
    ]


def test_a_translation_has_all_words_and_no_id_key_or_point(course: Path) -> None:
    file = translate(course)
    assert list(texts(load_quiz(course, "first"))) == [
        "title",
        "items.gaps.stem",
        "items.gaps.explanation",
        "items.gaps.text",
        "items.gaps.gaps.feeling.accept.1",
        "items.gaps.gaps.feeling.feedback",
    ]
    assert "DC-S5" not in file.read_text(encoding="utf-8")
    assert said(course) == [": has no words yet for 6 of 6 texts; the first is title"]


def test_every_text_of_the_course_is_found_and_nothing_else(whole: Course) -> None:
    for exercise in [*whole.quizzes.values(), *whole.scenarios.values(), *whole.worksheets.values()]:
        found = texts(exercise)
        assert exercise.title in found.values()
        assert exercise.module not in found
        assert not [
            place for place in found if place.endswith((".id", ".key", ".goto", ".when", ".src", ".type", ".by"))
        ]


def test_an_exercise_is_shown_in_the_courses_language_and_falls_back(course: Path) -> None:
    file = translate(course)
    fill(file, "First words", "Geiriau cyntaf")
    fill(file, "Say it''s so.", "Dywedwch ’i bod hi.")
    assert load_quiz(course, "first").title == "First words"
    for language in ("cy", "cy-GB"):
        with words.speaking(language):
            shown = load_quiz(course, "first")
        assert isinstance(shown, Quiz)
        assert (shown.title, shown.items[0].stem) == ("Geiriau cyntaf", "Fill the gap.")
        assert shown.items[0].explanation == "Dywedwch ’i bod hi."
    assert said(course) == [": has no words yet for 4 of 6 texts; the first is items.gaps.stem"]


def test_a_changed_source_makes_its_words_stale_and_a_refresh_keeps_them_to_look_at(course: Path) -> None:
    file = translate(course)
    fill(file, "First words", "Geiriau cyntaf")
    exercise = course / "exercises/quizzes/first.yml"
    exercise.write_text(QUIZ.replace("First words", "Opening words"), encoding="utf-8")
    assert "title: is of an earlier text; translate it anew" in said(course)
    with words.speaking("cy"):
        assert load_quiz(course, "first").title == "Opening words"
    text = translate(course).read_text(encoding="utf-8")
    assert "source: 'Opening words'\n    earlier: 'Geiriau cyntaf'\n    text: ''" in text
    file.write_text(text.replace("text: ''", "text: 'Geiriau agoriadol'", 1), encoding="utf-8")
    assert "earlier" not in translate(course).read_text(encoding="utf-8")
    with words.speaking("cy"):
        assert load_quiz(course, "first").title == "Geiriau agoriadol"


def test_words_for_what_is_gone_are_told_and_taken_out(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = translate(course)
    entry = "  items.old.stem:\n    source: 'Gone.'\n    text: 'Wedi mynd.'\n"
    file.write_text(file.read_text(encoding="utf-8") + entry, encoding="utf-8")
    assert "items.old.stem: is no text of the exercise any more" in said(course)
    assert "items.old.stem" not in translate(course).read_text(encoding="utf-8")
    assert "items.old.stem" in capsys.readouterr().err


def test_a_translation_that_loses_a_gap_is_wrong(course: Path) -> None:
    file = translate(course)
    text = file.read_text(encoding="utf-8")
    lines = "      It will not happen *again*.\n    text: "
    file.write_text(text.replace(f"{lines}''", f"{lines}'Mae’n ddrwg gen i.'"), encoding="utf-8")
    assert any(line.startswith("wrong items[0]") and "feeling" in line for line in said(course))


def test_markup_that_cannot_be_read_is_told_with_the_translations_name(course: Path) -> None:
    file = translate(course)
    fill(file, "Fill the gap.", "Llenwch **y bwlch.")
    assert any(line.startswith("wrong items[0].stem: ") for line in said(course))
    with words.speaking("cy"), pytest.raises(ContentError, match=r"translations/cy/quizzes/first\.yml"):
        load_quiz(course, "first")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("cy/first.yml", "does not belong here"),
        ("xx-nowhere/quizzes/first.yml", "no language that we know"),
        ("cy/quizzes/second.yml", "an exercise that does not exist"),
    ],
)
def test_a_file_in_the_wrong_place_is_told(course: Path, path: str, message: str) -> None:
    file = course / "exercises/translations" / path
    file.parent.mkdir(parents=True)
    file.write_text("schema: 1\ntexts: {}\n", encoding="utf-8")
    (found,) = said(course)
    assert message in found


@pytest.mark.parametrize(("file", "to"), [("_config.yml", "cy"), ("exercises/quizzes/first.yml", "nowhere")])
def test_what_cannot_be_translated_is_refused(course: Path, file: str, to: str) -> None:
    assert main(["translate", str(course / file), "--to", to]) == 2


def test_our_spanish_quiz_is_complete_and_keeps_the_keys(whole: Course) -> None:
    assert not [each for each in check_translations(whole) if "es/quizzes/steady" in str(each)]
    ours = load_quiz(ROOT, "steady")
    with words.speaking("es"):
        spanish = load_quiz(ROOT, "steady")
    assert spanish.title == "Con calma mientras ocurre"
    keys = [
        [(item.id, getattr(item, "key", None), getattr(item, "order", None)) for item in quiz.items]
        for quiz in (ours, spanish)
    ]
    assert keys[0] == keys[1]
