"""Exports, read back to the same content."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.graphs import scenarios

from evenkeel.__main__ import main
from evenkeel.exporting import FORMATS, ExportError, export_file
from evenkeel.exporting.extra import difference, overlay
from evenkeel.importing import import_file
from evenkeel.importing.emit import document
from evenkeel.importing.quizzes import check
from evenkeel.importing.words import from_html, from_plain
from evenkeel.loading import read_yaml
from evenkeel.markup import blocks, plain

ROOT = Path(__file__).parent.parent.parent / "exercises"
QUIZZES = [file for file in sorted((ROOT / "quizzes").glob("*.yml")) if file.stem != "phrase-trainer"]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yml"))


def there_and_back(file: Path, format_: str, folder: Path) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """The original without what was left out, what came back, and what was left out."""
    done = export_file(file, format_, folder / f"out{FORMATS[format_]}")
    report = import_file(done.file, folder / "back")
    assert report.status == 0, report.lines()
    (back,) = [one for one in report.files if one.suffix == ".yml"]
    assert back.stem == file.stem
    original, found = read_yaml(file).data, read_yaml(back).data
    out = {loss.split(":")[0] for loss in done.lost}
    original |= {"items": [item for item in original["items"] if item["id"] not in out]} if "items" in original else {}
    for item in (*original.get("items", ()), *found.get("items", ())):
        item.get("image", {}).pop("src", None)  # a picture lies elsewhere after an import
    return original, found, done.lost


@pytest.mark.parametrize("format_", ["moodle-xml", "qti3"])
def test_every_quiz_of_the_course_comes_back_the_same(tmp_path, format_):
    for file in QUIZZES:
        original, found, lost = there_and_back(file, format_, tmp_path / file.stem)
        assert difference(original, found) is None, file.stem
        kinds = {item["id"]: item["type"] for item in read_yaml(file).data["items"]}
        left = {kinds[loss.split(":")[0]] for loss in lost}
        assert left <= {"judgement", "rewrite", "self-rating", "highlight", "short-text", "flash-card"}


def test_every_scenario_of_the_course_comes_back_the_same(tmp_path):
    for file in SCENARIOS:
        original, found, _ = there_and_back(file, "twee3", tmp_path / file.stem)
        assert difference(original, found) is None, file.stem


def test_what_was_changed_in_the_other_program_comes_back_changed(tmp_path):
    done = export_file(ROOT / "scenarios" / "the-lobby.yml", "twee3", tmp_path / "x.twee")
    text = done.file.read_text(encoding="utf-8")
    changed = text.replace("She slaps the counter.", "She taps the counter.", 1)
    assert changed != text
    done.file.write_text(changed, encoding="utf-8")
    report = import_file(done.file, tmp_path / "back")
    back = read_yaml(report.files[0]).data
    assert "She taps the counter." in back["nodes"][0]["lines"][1]["text"]
    assert back["nodes"][0]["choices"][0]["quality"] == "poor"


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scenarios())
def test_any_scenario_comes_back_the_same(tmp_path_factory, scenario):
    folder = tmp_path_factory.mktemp("any")
    data = scenario.model_dump(by_alias=True, exclude_defaults=True)
    file = folder / "any.yml"
    file.write_text(document(data, []), encoding="utf-8")
    original, found, _ = there_and_back(file, "twee3", folder)
    assert difference(original, found) is None


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_any_words_are_shown_as_they_were(words):
    text, lost = from_plain(words).text()
    shown = " ".join(plain(text).split()).replace("\u2060", "").replace("\u00a0", " ")
    assert shown == " ".join(from_plain(words).plain.split()).replace("\u2060", "").replace("\u00a0", " ")
    assert all(node["t"] == "p" for node in blocks(text))
    assert lost == []


@settings(max_examples=50, deadline=None)
@given(st.recursive(WORDS | st.integers(-9, 9) | st.booleans(), lambda inner: st.lists(inner, max_size=3)))
def test_our_yaml_is_read_back_as_it_was_meant(tmp_path_factory, value):
    file = tmp_path_factory.getbasetemp() / "emit.yml"
    file.write_text(document({"a": value, "b": {"c": value}}, ["note"]), encoding="utf-8")
    read = read_yaml(file)
    assert (read.problems, read.data) == ([], {"a": value, "b": {"c": value}})


DATA = st.recursive(
    st.none() | st.integers(0, 3) | st.sampled_from("abc"),
    lambda inner: st.dictionaries(st.sampled_from("xyz"), inner, max_size=3) | st.lists(inner, max_size=3),
    max_leaves=8,
)
MAPPINGS = st.dictionaries(st.sampled_from("xyz"), DATA, max_size=3)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from("xyz"), DATA, max_size=3), st.dictionaries(st.sampled_from("xyz"), DATA, max_size=3)
)
def test_a_patch_makes_the_one_of_the_other(wanted, found):
    assert overlay(found, {"patch": difference(wanted, found)}) == wanted


def test_html_becomes_our_markup_and_nothing_else():
    words = from_html(
        "<h2>Ask</h2><ul><li>a <b>b</b></li><li>c</li></ul><p>x<sup>2</sup> <a href='difficult/leaps'>L</a>"
    )
    assert words.text() == ("**Ask**\n\n- a **b**\n- c\n\nx² [L](difficult/leaps)", [])


def test_an_item_that_our_model_refuses_is_told_in_words():
    item = {"id": "a", "type": "single", "level": "foundation", "requirements": ["OWN-1"], "stem": "Q?", "options": []}
    with pytest.raises(Exception, match="options needs at least 2 entries"):
        check({**item, "key": "b", "explanation": "E."})


def test_a_quiz_is_no_story_and_a_target_is_not_replaced(tmp_path, capsys):
    with pytest.raises(ExportError, match="is a quiz; it can be exported as moodle-xml and qti3"):
        export_file(QUIZZES[0], "twee3", tmp_path / "x")
    quiz = str(ROOT / "quizzes" / "first-minute.yml")
    command = ["export", quiz, "--format", "moodle-xml", "--out", str(tmp_path / "x.xml")]
    assert main(command) in (0, 1)
    assert main(command) == 2
    assert "is there already" in capsys.readouterr().err
