"""How often a learner's server writes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.server.conftest import write_course
from tests.server.serving import Served, Visitor

from evenkeel.server.pace import Pace


def test_a_burst_goes_through_and_then_so_many_a_second():
    now = [0.0]
    pace = Pace(3, 2, lambda: now[0])
    assert [pace.take() for _ in range(4)] == [0, 0, 0, 0.5]
    now[0] = 0.5
    assert [pace.take(), pace.take()] == [0, 0.5]
    now[0] = 1000.0
    assert [pace.take() for _ in range(4)] == [0, 0, 0, 0.5]


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Served]:
    """A server that takes two saves and one hand-in, and then hardly any."""
    settings = {"saves": 2, "saves_each_second": 0.001, "hand_ins": 1, "hand_ins_each_second": 0.001}
    folder = tmp_path / "work/jupyter/config"
    folder.mkdir(parents=True)
    (folder / "jupyter_server_config.json").write_text(json.dumps({"EvenkeelServer": settings}), encoding="utf-8")
    served = Served(write_course(tmp_path / "course"), tmp_path / "work")
    try:
        yield served.start()
    finally:
        served.stop()


def test_too_many_writes_are_told_when_to_try_again_and_reading_goes_on(slow):
    visitor, save = Visitor(slow.base).sign_in(), "evenkeel/api/records/quiz/a-quiz"
    stranger = Visitor(slow.base)
    assert [stranger.ask("PUT", save, {"state": {}}).status for _ in range(5)] == [403] * 5
    answers = [visitor.ask("PUT", save, {"state": {"n": number}}) for number in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 429, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 1000
    assert answers[-1].json["message"]
    assert visitor.ask("DELETE", "evenkeel/api/records").status == 429
    assert visitor.ask("GET", save).json["state"]["n"] == 1
    assert [visitor.ask("POST", "evenkeel/api/assignments/a-sheet/hand-in").status for _ in range(2)] == [409, 429]
