"""What a scenario can hold beyond choices: items, hubs, variants, its map, and what a graded play may hold."""

import copy
import json
import re
from pathlib import Path
from typing import Annotated, Any
from xml.etree import ElementTree

import pytest
import yaml
from pydantic import TypeAdapter

from evenkeel.__main__ import main
from evenkeel.checks.report import Report
from evenkeel.checks.scenario import check_scenario
from evenkeel.checks.search import Search, explore
from evenkeel.checks.worksheet import check_worksheet
from evenkeel.course import Course, load_quiz, load_worksheet
from evenkeel.layout import layout
from evenkeel.mapping import draw
from evenkeel.models import Scenario
from evenkeel.models.scenario import Choice, Node
from evenkeel.skills import GOALS
from evenkeel.spec import graded_play, posed

ROOT = Path(__file__).parent.parent.parent
GOOD = ROOT / "tests" / "examples" / "good"
SOURCE = json.loads((ROOT / "tests" / "cases" / "play.json").read_text(encoding="utf-8"))["rich"]["source"]
LONG = Scenario.model_validate(SOURCE)


def changed(node: str, **entries: Any) -> Scenario:
    """The scenario with other entries at a node."""
    source = copy.deepcopy(SOURCE)
    next(each for each in source["nodes"] if each["id"] == node).update(entries)
    return Scenario.model_validate(source)


def said(scenario: Scenario) -> list[str]:
    report = Report(Course(Path("/nowhere")), Path("exercises/scenarios/long-shift.yml"))
    check_scenario(scenario, report)
    return [problem.message for problem in report.problems]


def test_a_scenario_with_all_that_there_is_has_no_problem_and_is_sure_to_end():
    assert said(LONG) == []
    search = Search(LONG)
    assert search.sure_to_end()
    search.run()
    assert len(search.firsts) == 2
    assert search.levels["sort"] == [0, 32, 33, 34, 66, 67, 68, 99, 100]


def test_an_item_that_is_right_or_wrong_never_earns_a_part():
    item = {
        "id": "pick", "type": "true-false", "level": "foundation", "requirements": ["DC-S5"], "stem": "True?",
        "key": True, "feedback_true": "Yes.", "feedback_false": "No.", "explanation": "So.",
    }  # fmt: skip
    assert "never holds here, so nobody ever sees this choice" in said(changed("sort", item=item))


def test_a_hub_whose_scenes_may_all_be_hidden_is_told_as_a_place_to_be_stuck():
    hub = copy.deepcopy(next(node for node in SOURCE["nodes"] if node["id"] == "rounds"))
    for choice in hub["choices"][:-1]:
        choice["when"] = "trust >= 4"
    found = explore(changed("rounds", choices=hub["choices"]))
    assert "rounds" in found.stuck


def test_a_graded_play_holds_no_key_of_its_items():
    page = graded_play(LONG)
    item = next(node["item"] for node in page["nodes"] if node["item"])
    assert item["options"][0] == {"id": "a", "text": [{"t": "text", "v": "Call a"}]}
    assert not {"keys", "explanation", "feedback", "skills", "script", "reflection"} & names_in(page)


def names_in(data: Any) -> set[str]:
    """Every entry name anywhere inside."""
    if isinstance(data, dict):
        return set(data) | {name for part in data.values() for name in names_in(part)}
    return {name for part in data for name in names_in(part)} if isinstance(data, list) else set()


def test_every_kind_of_scored_item_can_be_posed_without_its_key():
    for item in load_quiz(GOOD, "every-kind").items:
        if hasattr(item, "points"):
            found = names_in(posed(item))
            assert not {"key", "keys", "accept", "panel", "explanation", "feedback", "example", "order"} & found, (
                item.id
            )


def test_a_graded_play_cannot_depend_on_what_an_item_earned():
    course = Course(GOOD)
    sheet = load_worksheet(GOOD, "check-out")
    field = next(each for each in sheet.fields if each.kind == "scenario")
    course.scenarios[field.scenario] = LONG
    report = Report(course, Path("exercises/worksheets/check-out.yml"))
    check_worksheet(sheet, report)
    assert [problem.message for problem in report.problems] == [
        "has an item at 'sort' that a graded play cannot have; take a scored item with one outcome",
        "asks for the credit of sort, which a graded play keeps to itself",
    ]


def test_the_map_has_a_place_for_every_node_and_no_two_share_one():
    found = layout(LONG)
    assert set(found.places) == {*(node.id for node in LONG.nodes), *(ending.id for ending in LONG.endings)}
    assert len(set(found.places.values())) == len(found.places)
    assert found.places["promise"][1] == 0
    assert {found.places[ending.id][1] for ending in LONG.endings} == {found.rows - 1}
    assert all(0.5 <= column <= found.width - 0.5 for column, _ in found.places.values())


def test_a_line_over_several_rows_bends_once_in_each_row_between():
    found = layout(LONG)
    for line in found.lines:
        down = found.places[line.end][1] - found.places[line.start][1]
        assert len(line.bends) == max(0, down - 1)


@pytest.mark.parametrize("node", ["promise", "hard"])
def test_what_a_timer_or_a_note_names_is_open_to_everybody(node):
    choices = copy.deepcopy(next(each for each in SOURCE["nodes"] if each["id"] == node)["choices"])
    for choice in choices:
        choice["when"] = "trust >= 1"
    assert any("which its own `when` may hide" in message for message in said(changed(node, choices=choices)))


def test_the_drawn_map_says_in_words_all_that_it_shows():
    drawing = ElementTree.fromstring(draw(LONG))
    words = "".join(drawing.find("{http://www.w3.org/2000/svg}desc").itertext())
    assert drawing.get("role") == "img"
    for node in LONG.nodes:
        assert node.title in words
        assert all(f"{choice.id} (" in words for choice in node.choices)
    assert "phone (good) leads to Sort the calls" in words
    assert "At any time, when tension >= 9: Broken-Off." in words
    assert "Broken-Off (paused, early)" in words
    texts = ["".join(text.itertext()) for text in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert "+ ring-back" in texts


def test_a_map_with_shares_shows_and_tells_them():
    drawing = draw(LONG, {("promise", "ring-back"): 0.62, ("promise", "vague"): 0.38})
    assert "62% ring-back" in drawing
    assert "ring-back (good, taken by 62%)" in drawing
    assert "#2b72aa" in drawing


def test_the_command_draws_a_scenario_and_tells_what_is_wrong_with_another(tmp_path, capsys):
    out = tmp_path / "map.svg"
    assert main(["map", str(GOOD / "exercises" / "scenarios" / "short-call.yml"), "--out", str(out)]) == 0
    assert ElementTree.parse(out).getroot().tag.endswith("svg")
    assert main(["map", str(tmp_path / "none.yml")]) == 1
    assert "none.yml" in capsys.readouterr().err
    assert (
        main(["map", str(GOOD / "exercises" / "scenarios" / "short-call.yml"), "--out", str(tmp_path / "no" / "x.svg")])
        == 2
    )


def test_the_examples_of_the_guide_can_be_copied_as_they_stand():
    text = (ROOT / "book" / "guides" / "author-scenarios.md").read_text(encoding="utf-8")
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)]
    for block in blocks:
        for part in block if isinstance(block, list) else ():
            (Node if "choices" in part else Choice).model_validate(part)
        for name, value in block.items() if isinstance(block, dict) else ():
            model = Scenario if name == "variants" else Node
            field = model.model_fields[name]
            TypeAdapter(Annotated[field.annotation, "", *field.metadata]).validate_python(value)
    assert len(blocks) == 8


def test_the_guide_names_every_entry_that_a_moment_can_have():
    text = (ROOT / "book" / "guides" / "author-scenarios.md").read_text(encoding="utf-8")
    plain = {"id", "title", "lines", "image", "choices", "requirements"}
    assert [name for name in Node.model_fields if name not in plain and f"{name}:" not in text] == []
    assert all(f"`{goal}`" in text for goal in GOALS)
