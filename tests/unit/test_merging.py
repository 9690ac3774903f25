"""Bringing two records together, by the cases that the front end's rule is tested with."""

import json
from pathlib import Path
from typing import Any

import pytest

from evenkeel.merging import merge

CASES = json.loads((Path(__file__).parents[1] / "cases" / "merge.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_it_follows_the_rule_of_the_front_end(case: dict[str, Any]) -> None:
    merged = merge(case["base"], case["mine"], case["theirs"])
    kept = merged.pop("kept", None)
    assert merged == case["state"]
    assert kept == ([case["theirs"]] if case["lost"] else None)
