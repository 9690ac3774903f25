"""A log line by line: a time that goes on from the lines above it, in whatever way it is written."""

import pytest

from evenkeel_grading.marker.lines import timed_lines
from evenkeel_grading.marker.text import prose


@pytest.mark.parametrize(
    ("log", "timings"),
    [
        ("18:42 Call.\n1843 Rang.\n18.44 No answer.\n18h44 Waited.", ["running"] * 4),
        (
            "18:42 Call.\n18:50 Sent. They said yes.\n18:44 Rang.\n18:55 There.",
            ["running", "running", "broken", "running"],
        ),
        ("18:42 Call.\nRang 999.\n3 minutes later, radio.", ["running", "broken", "broken"]),
        ("23:58 Call.\n00:03 Rang.", ["running", "running"]),
        ("25:10 Call.\n18:75 Rang.\n1842999 Told.", ["broken"] * 3),
        ("", []),
    ],
)
def test_a_line_is_running_when_its_time_is_no_earlier_than_those_above(log: str, timings: list[str]) -> None:
    assert [timing for _, timing in timed_lines(prose(log))] == timings
