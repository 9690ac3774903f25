"""Answer files come from anywhere: every one of them gives answers or one plain sentence."""

import contextlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from known import ROOT

from evenkeel.course import load_worksheet
from evenkeel.fitting import fit, fitting_answers
from evenkeel.responses import (
    MAX_BYTES,
    Responses,
    ResponsesError,
    check_responses,
    parse_responses,
    read_responses,
    require_belongs,
)

GOOD = {"schema": 1, "assignment": "difficult-applied", "fields": {"causes": "The depot was loud."}}


def written(folder: Path, data: Any) -> Path:
    file = folder / "responses.json"
    file.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return file


def code_of(file: Path) -> str:
    with pytest.raises(ResponsesError) as caught:
        read_responses(file)
    assert caught.value.message.endswith(".")
    return caught.value.code


def test_a_good_file_is_read(tmp_path: Path) -> None:
    assert read_responses(written(tmp_path, GOOD)).fields == GOOD["fields"]


def test_a_good_file_is_read_from_an_open_folder(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    folder = os.open(tmp_path, os.O_RDONLY)
    try:
        assert read_responses("responses.json", dir_fd=folder).assignment == "difficult-applied"
    finally:
        os.close(folder)


def test_a_missing_file_is_named_missing(tmp_path: Path) -> None:
    assert code_of(tmp_path / "responses.json") == "missing"


def test_a_link_is_never_followed(tmp_path: Path) -> None:
    target = tmp_path / "other.json"
    target.write_text(json.dumps(GOOD))
    (tmp_path / "responses.json").symlink_to(target)
    assert code_of(tmp_path / "responses.json") == "link"


def test_a_second_name_of_somebodys_file_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "other.json"
    target.write_text(json.dumps(GOOD))
    os.link(target, tmp_path / "responses.json")
    assert code_of(tmp_path / "responses.json") == "link"


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "responses.json")
    assert code_of(tmp_path / "responses.json") == "not-a-file"


def test_a_folder_and_a_device_are_refused(tmp_path: Path) -> None:
    (tmp_path / "responses.json").mkdir()
    assert code_of(tmp_path / "responses.json") == "not-a-file"
    assert code_of(Path("/dev/zero")) == "not-a-file"


def test_a_file_over_the_bound_is_refused_and_kept(tmp_path: Path) -> None:
    file = written(tmp_path, b" " * (MAX_BYTES + 1))
    assert code_of(file) == "too-large"
    assert file.stat().st_size == MAX_BYTES + 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfe{}", "not-utf-8"),
        (b"", "damaged"),
        (b'{"schema": 1, "assig', "damaged"),
        (b'{"schema":1,"assignment":"a","fields":{"a":NaN}}', "damaged"),
        (b'{"schema":1,"assignment":"a","fields":{"a":-Infinity}}', "damaged"),
        (b'{"schema":1,"assignment":"a","fields":{"a":"x","a":"y"}}', "damaged"),
        (b'{"schema":1,"schema":1,"assignment":"a","fields":{}}', "damaged"),
        (b"1" * 10_000, "damaged"),
        (b"[" * 200_000, "wrong-shape"),
        (b'{"a":' * 100_000, "wrong-shape"),
        (b'"' + b'\\"' * 400_000, "damaged"),
        (b"[]", "wrong-shape"),
        (b"{}", "wrong-version"),
        (b'{"schema":2,"assignment":"a","fields":{}}', "wrong-version"),
        (b'{"schema":true,"assignment":"a","fields":{}}', "wrong-version"),
        (b'{"schema":1.0,"assignment":"a","fields":{}}', "wrong-version"),
        (b'{"schema":1,"assignment":"../a","fields":{}}', "wrong-shape"),
        (b'{"schema":1,"assignment":"a\\n","fields":{}}', "wrong-shape"),
        (b'{"schema":1,"assignment":"a","fields":{},"more":1}', "wrong-shape"),
        (b'{"schema":1,"assignment":"a","learner":"-x","fields":{}}', "wrong-shape"),
        (b'{"schema":1,"assignment":"a","saved_at":"today","fields":{}}', "wrong-shape"),
        (b'{"schema":1,"assignment":"a","fields":{"a":5}}', "wrong-shape"),
        (b'{"schema":1,"assignment":"a","fields":{"a":null}}', "wrong-shape"),
        (b'{"schema":1,"assignment":"a","fields":{"a":["x","x"]}}', "wrong-shape"),
        (b'{"schema":1,"assignment":"a","fields":{"a":{"b":{"c":["d"]}}}}', "wrong-shape"),
        (b'{"schema":1,"assignment":"a","fields":{"a":[{"time":1}]}}', "wrong-shape"),
        (b'{"schema":1,"assignment":"a","fields":{"a":"' + b"x" * 20_001 + b'"}}', "wrong-shape"),
    ],
)
def test_each_wrong_content_has_its_name(tmp_path: Path, data: bytes, code: str) -> None:
    assert code_of(written(tmp_path, data)) == code


def test_a_mark_at_the_front_and_half_an_emoji_lose_nothing() -> None:
    data = b'\xef\xbb\xbf{"schema":1,"assignment":"a","fields":{"a":"fine \\ud83d","b":["x"]}}'
    assert parse_responses(data).fields == {"a": "fine \ufffd", "b": ["x"]}


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fall_over(data: bytes) -> None:
    with contextlib.suppress(ResponsesError):
        assert parse_responses(data).assignment


def test_the_model_takes_what_the_published_schema_takes() -> None:
    full = GOOD | {
        "learner": "a.b@c",
        "saved_at": "2026-11-22T10:00:00.5+00:00",
        "fields": {"a": "", "b": [], "c": {}, "d": ["x"], "e": {"l": "r"}, "f": [{"time": "", "text": "x"}]},
    }
    assert isinstance(check_responses(full), Responses)


def test_answers_for_another_assignment_or_from_another_learner_are_refused() -> None:
    responses = check_responses(GOOD | {"learner": "ada"})
    require_belongs(responses, assignment="difficult-applied", learner="ada")
    with pytest.raises(ResponsesError, match="handed in for"):
        require_belongs(responses, assignment="difficult-reflective")
    with pytest.raises(ResponsesError, match="'bob' handed them in"):
        require_belongs(responses, assignment="difficult-applied", learner="bob")
    with pytest.raises(ResponsesError, match="carry no name"):
        require_belongs(check_responses(GOOD), assignment="difficult-applied", learner="bob")


def test_answers_that_do_not_fit_are_reported_and_count_as_not_answered() -> None:
    sheet = load_worksheet(ROOT, "difficult-applied")
    fields = {
        "causes": ["listen"],
        "best-line": "no-such-line",
        "leaps-order": {"a": "b"},
        "cause-sort": {"night-caring": "personal", "odd": "personal"},
        "unheard-of": "x",
        "offer": "",
    }
    responses = check_responses(GOOD | {"fields": fields})
    found = {(problem.field, problem.code) for problem in fit(responses, sheet)}
    assert found == {
        ("causes", "wrong-type"),
        ("leaps-order", "wrong-type"),
        ("best-line", "unknown-option"),
        ("cause-sort", "unknown-option"),
        ("unheard-of", "unknown-field"),
    }
    assert fitting_answers(responses, sheet).keys() == {"best-line", "cause-sort"}
