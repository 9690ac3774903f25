"""What the front end gets, and the schemas for editors."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from evenkeel.course import load_quiz, load_scenario, load_worksheet
from evenkeel.schemas import MODELS, schema, schema_text
from evenkeel.spec import spec

ROOT = Path(__file__).parent.parent.parent
GOOD = ROOT / "tests" / "examples" / "good"


def names_in(data: Any) -> set[str]:
    """Every entry name anywhere inside."""
    if isinstance(data, dict):
        return set(data) | {name for part in data.values() for name in names_in(part)}
    return {name for part in data for name in names_in(part)} if isinstance(data, list) else set()


def test_a_quiz_goes_to_the_page_with_its_keys_and_nodes_for_prose():
    page = spec(load_quiz(GOOD, "every-kind"), "every-kind")
    assert list(page)[:3] == ["exercise", "id", "schema"]
    assert (page["exercise"], page["id"], page["title"]) == ("quiz", "every-kind", "Every kind of item")
    one = page["items"][0]
    assert one["key"] == "sorry"
    assert one["stem"] == [{"t": "p", "c": [{"t": "text", "v": "Which line comes first?"}]}]
    assert one["options"][0]["text"] == [{"t": "text", "v": "I am sorry you waited."}]
    assert one["image"] == {"src": "safe/door.svg", "alt": "A door that stands open"}
    assert page["intro"][0]["c"][1] == {
        "t": "link",
        "to": "intro#stop-points",
        "c": [{"t": "text", "v": "where to stop"}],
    }
    assert page["content_note"] is None


def test_the_gaps_of_a_text_go_to_the_page_as_nodes_of_their_own():
    item = next(item for item in spec(load_quiz(GOOD, "every-kind"), "every-kind")["items"] if item["id"] == "gaps")
    assert item["text"][0]["c"] == [
        {"t": "text", "v": "I am "},
        {"t": "gap", "id": "feeling"},
        {"t": "text", "v": " that you waited. I will "},
        {"t": "em", "c": [{"t": "gap", "id": "act"}]},
        {"t": "text", "v": " today."},
    ]


def test_a_scenario_goes_to_the_page_with_parsed_conditions():
    page = spec(load_scenario(GOOD, "short-call"), "short-call")
    assert page["exercise"] == "scenario"
    assert page["overrides"] == [{"when": {"var": "tension", "op": ">=", "value": 9}, "to": "boundary"}]
    first = page["nodes"][0]["choices"][0]
    assert first["goto"][1] == {"to": "mended", "when": None}
    assert first["goto"][0]["when"]["all"][1] == {"not": {"visited": "boundary"}}
    assert page["nodes"][0]["lines"][0]["when"] is None


def test_a_worksheet_goes_to_the_page_without_anything_of_a_key():
    page = spec(load_worksheet(GOOD, "handed-in"), "handed-in")
    assert (page["exercise"], page["kind"]) == ("worksheet", "applied")
    assert names_in(page) & {"key", "keys", "order", "why", "whys", "examples", "example", "human_review"} == set()


@pytest.mark.parametrize("exercise", [load_quiz(GOOD, "every-kind"), load_scenario(GOOD, "short-call")])
def test_what_goes_to_the_page_is_json(exercise):
    page = spec(exercise, "x")
    assert json.loads(json.dumps(page)) == page


@pytest.mark.parametrize("name", MODELS)
def test_the_committed_schema_is_fresh(name):
    file = ROOT / "exercises" / "schemas" / f"{name}.schema.json"
    assert file.read_text(encoding="utf-8") == schema_text(name), "run: evenkeel schemas"


@pytest.mark.parametrize("name", MODELS)
def test_every_entry_of_a_schema_is_explained_or_plain(name):
    for part in [schema(name), *schema(name)["$defs"].values()]:
        if part.get("type") == "object":
            assert part["description"].strip()
            assert "``" not in part["description"]


@pytest.mark.parametrize("name", MODELS)
def test_patterns_mean_the_same_in_javascript(name):
    for pattern in re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', schema_text(name)):
        words = json.loads(pattern)
        assert re.compile(words)
        assert not re.search(r"\(\?P|\\[AZ]|\(\?[a-z]|\(\?<", words), words


def test_a_worksheets_schema_has_no_place_for_keys():
    assert names_in(schema("worksheet")) & {"key", "keys", "order", "why", "whys", "examples"} == set()
