"""Made-up writers get the levels that the descriptors call for. See data/README.md for what that shows."""

from typing import Any

import pytest
from known import DATA, assignment_of

from evenkeel.loading import read_yaml
from evenkeel_grading import Marks, mark

WRITERS: dict[str, dict[str, dict[str, Any]]] = read_yaml(DATA / "own-words.yml").data
EACH = [(assignment, writer) for assignment, writers in WRITERS.items() for writer in writers]


def marked(assignment: str, writer: str) -> Marks:
    fields = WRITERS[assignment][writer]["fields"]
    return mark(assignment_of(assignment), {"schema": 1, "assignment": assignment, "fields": fields})


@pytest.mark.parametrize(("assignment", "writer"), EACH)
def test_each_writer_gets_the_levels_that_the_descriptors_call_for(assignment: str, writer: str) -> None:
    levels = {name: given.level for name, given in marked(assignment, writer).criteria.items()}
    assert levels == WRITERS[assignment][writer]["levels"]


@pytest.mark.parametrize("assignment", WRITERS)
def test_the_writers_reach_every_level_of_every_criterion(assignment: str) -> None:
    levels = [entry["levels"] for entry in WRITERS[assignment].values()]
    assert len(levels) >= 8
    for criterion in assignment_of(assignment).worksheet.criteria:
        assert {each[criterion.id] for each in levels} == {0, 1, 2, 3}, criterion.id


@pytest.mark.parametrize("assignment", WRITERS)
def test_copied_guidance_is_sent_to_a_person(assignment: str) -> None:
    assert "matches-the-brief" in [flag.id for flag in marked(assignment, "copied-guidance").flags]
