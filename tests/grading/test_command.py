"""``python -m evenkeel_grading``, as somebody types it."""

import io
import json
import sys
from pathlib import Path

import pytest
from known import DATA, ROOT

from evenkeel_grading.__main__ import main
from evenkeel_grading.commands import mark as command

GOOD = str(DATA / "responses" / "difficult-applied-101.json")
OTHER = str(DATA / "responses" / "difficult-reflective-103.json")
COURSE = ["--course", str(ROOT)]


def test_json_gives_one_entry_per_file_in_the_order_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mark", OTHER, GOOD, "--json", *COURSE]) == 0
    made = json.loads(capsys.readouterr().out)
    assert [(one["file"], one["assignment"]) for one in made] == [
        (OTHER, "difficult-reflective"),
        (GOOD, "difficult-applied"),
    ]
    assert all(isinstance(given["level"], int) for one in made for given in one["criteria"].values())


def test_files_that_cannot_be_read_stand_in_their_place_with_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unknown = tmp_path / "unknown.json"
    unknown.write_text('{"schema": 1, "assignment": "no-such", "fields": {}}')
    damaged = tmp_path / "damaged.json"
    damaged.write_text("{")
    assert main(["mark", str(damaged), GOOD, str(unknown), str(tmp_path / "none"), "--json", *COURSE]) == 3
    made = json.loads(capsys.readouterr().out)
    assert ["error" in one for one in made] == [True, False, True, True]
    assert [one["file"] for one in made] == [str(damaged), GOOD, str(unknown), str(tmp_path / "none")]


def test_an_answer_of_the_wrong_shape_is_refused_as_nbgrader_s_way_refuses_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "responses.json"
    file.write_text(json.dumps({"schema": 1, "assignment": "difficult-applied", "fields": {"causes": ["a", "b"]}}))
    assert main(["mark", str(file), GOOD, "--json", *COURSE]) == 3
    made = json.loads(capsys.readouterr().out)
    assert list(made[0]) == ["file", "error"]
    assert "total" in made[1]


def test_each_answer_is_printed_before_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    # Ten thousand answers need no more room than one.
    written: list[str] = []
    seen: list[int] = []
    monkeypatch.setattr(sys, "stdout", io.TextIOBase())
    monkeypatch.setattr(sys.stdout, "write", lambda text: written.append(text) or len(text), raising=False)
    real = command.read_responses
    monkeypatch.setattr(command, "read_responses", lambda name: seen.append(len(written)) or real(name))
    assert main(["mark", GOOD, GOOD, GOOD, "--json", *COURSE]) == 0
    assert seen == [0, 1, 2]
    assert [one["file"] for one in json.loads("".join(written))] == [GOOD] * 3


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(GOOD).read_bytes())))
    assert main(["mark", "-", "--json", *COURSE]) == 0
    assert json.loads(capsys.readouterr().out)[0]["file"] == "-"


def test_standard_input_is_bounded(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b" " * (2 << 20))))
    assert main(["mark", "-", "--json", *COURSE]) == 3
    assert "larger" in json.loads(capsys.readouterr().out)[0]["error"]


def test_the_readable_text_shows_evidence_before_each_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mark", GOOD, *COURSE]) == 0
    said = capsys.readouterr().out
    assert said.index("feed off each other") < said.index("level 3, 16/16")
    assert said.rstrip().splitlines()[-1].strip().startswith("Suggested total:")


def test_control_signs_in_an_answer_do_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "responses.json"
    answer = {"schema": 1, "assignment": "difficult-applied", "fields": {"causes": "The depot \x1b[2J was loud."}}
    file.write_text(json.dumps(answer))
    assert main(["mark", str(file), *COURSE]) == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "[U+001B][2J" in said


def test_no_course_is_a_wrong_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mark", GOOD, "--course", str(tmp_path)]) == 2
    assert "not a course" in capsys.readouterr().err
