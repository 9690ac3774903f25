"""The learner's files stay whole and nothing in them is lost."""

import errno
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evenkeel import safefile
from evenkeel.models import Worksheet
from evenkeel.records import Answers, Progress, home_folder, is_id
from evenkeel.safefile import RecordError, damaged_files

SHEET = Worksheet.model_validate(
    {
        "schema": 1,
        "title": "A sheet",
        "module": "difficult",
        "kind": "applied",
        "level": "foundation",
        "brief": "Write.",
        "fields": [
            {"id": "words", "label": "Words", "guidance": "Some.", "kind": "text"},
            {
                "id": "pick",
                "label": "Pick",
                "guidance": "One.",
                "kind": "choice",
                "options": [{"id": "one", "text": "One"}, {"id": "two", "text": "Two"}],
            },
        ],
    }
)


NAN = b'{"schema":1,"records":{"quiz":{"x":{"saved_at":"","state":{"position":NaN}}}}}'


def answers(folder: Path) -> Answers:
    return Answers(folder, "a-sheet", SHEET)


def test_what_was_saved_is_there_again(tmp_path: Path) -> None:
    saved = Progress(tmp_path).put("quiz", "first-words", {"position": 2})
    found = Progress(tmp_path).get("quiz", "first-words")
    assert (found.state, found.saved_at, found.notice) == ({"position": 2}, saved.at, "")


def test_a_learner_without_a_file_has_an_empty_record(tmp_path: Path) -> None:
    assert Progress(tmp_path / "new").get("quiz", "first-words").state == {}
    assert not (tmp_path / "new").exists()


def test_records_do_not_disturb_each_other(tmp_path: Path) -> None:
    progress = Progress(tmp_path)
    progress.put("quiz", "same-name", {"a": 1})
    progress.put("scenario", "same-name", {"b": 2})
    progress.erase("quiz", "same-name")
    assert progress.get("quiz", "same-name").state == {}
    assert progress.get("scenario", "same-name").state == {"b": 2}


@pytest.mark.parametrize(
    "content",
    [b"{", b"", b"\xff\xfe", b"[1]", b'{"schema":1}', b'{"schema":1,"records":{"quiz":{"x":3}}}', NAN, b"[" * 200_000],
    ids=["half", "empty", "not-text", "list", "no-records", "no-state", "no-number", "deep"],
)
def test_a_damaged_progress_file_is_kept_aside_and_reported(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "progress.json").write_bytes(content)
    found = Progress(tmp_path).get("quiz", "first-words")
    [kept] = damaged_files(tmp_path)
    assert kept.read_bytes() == content
    assert found.state == {}
    assert kept.name in found.notice


def test_a_save_over_a_damaged_file_keeps_the_damaged_one(tmp_path: Path) -> None:
    (tmp_path / "progress.json").write_bytes(b'{"half')
    saved = Progress(tmp_path).put("quiz", "first-words", {"position": 1})
    [kept] = damaged_files(tmp_path)
    assert kept.read_bytes() == b'{"half'
    assert kept.name in saved.notice
    assert Progress(tmp_path).get("quiz", "first-words").state == {"position": 1}


def test_answers_of_a_newer_version_are_neither_read_nor_moved(tmp_path: Path) -> None:
    content = b'{"schema":2,"records":{}}'
    (tmp_path / "progress.json").write_bytes(content)
    with pytest.raises(RecordError, match="newer"):
        Progress(tmp_path).put("quiz", "first-words", {"position": 1})
    assert (tmp_path / "progress.json").read_bytes() == content
    assert damaged_files(tmp_path) == []


def test_a_link_in_the_place_of_the_file_is_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text('{"schema":1,"records":{"quiz":{"q":{"saved_at":"","state":{"secret":1}}}}}')
    home = tmp_path / "home"
    home.mkdir()
    (home / "progress.json").symlink_to(other)
    assert Progress(home).get("quiz", "q").state == {}
    Progress(home).put("quiz", "q", {"mine": 1})
    assert "secret" in other.read_text()


def test_a_full_disk_is_said_and_the_earlier_answers_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    progress = Progress(tmp_path)
    progress.put("quiz", "q", {"position": 1})
    before = progress.path.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(safefile.os, "fsync", full)
    with pytest.raises(RecordError, match="no room") as caught:
        progress.put("quiz", "q", {"position": 2})
    assert caught.value.code == "full"
    assert progress.path.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RecordError) as caught:
        Progress(tmp_path / "file").put("quiz", "q", {})
    assert caught.value.code == "unwritable"


def test_a_record_too_large_is_refused_and_the_earlier_one_stays(tmp_path: Path) -> None:
    progress = Progress(tmp_path)
    progress.put("quiz", "q", {"position": 1})
    with pytest.raises(RecordError) as caught:
        progress.put("quiz", "q", {"text": "x" * (1 << 20)})
    assert caught.value.code == "too-large"
    assert progress.get("quiz", "q").state == {"position": 1}


def test_half_a_character_does_not_stop_a_save(tmp_path: Path) -> None:
    Progress(tmp_path).put("quiz", "q", {"text": "smile \ud83d"})
    assert Progress(tmp_path).get("quiz", "q").state == {"text": "smile ?"}


def test_erasing_everything_takes_the_damaged_copies_too(tmp_path: Path) -> None:
    (tmp_path / "progress.json").write_bytes(b"{")
    progress = Progress(tmp_path)
    progress.put("quiz", "q", {})
    progress.erase_all()
    assert [path.name for path in tmp_path.iterdir()] == [".evenkeel.lock"]


def _write_many(folder: str, worker: int) -> None:
    for count in range(25):
        Progress(Path(folder)).put("quiz", f"w{worker}-{count}", {"worker": worker})


def test_writers_at_the_same_moment_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write_many, args=(str(tmp_path), worker)) for worker in range(4)]
    for process in workers:
        process.start()
    for process in workers:
        process.join(60)
        assert process.exitcode == 0
    assert len(Progress(tmp_path).everything()["quiz"]) == 100


_ENDLESS = """
import sys
from pathlib import Path
from evenkeel.records import Progress
progress, count = Progress(Path(sys.argv[1])), 0
while True:
    count += 1
    progress.put("quiz", "q", {"count": count, "filler": "x" * 20_000})
    print(count, flush=True)
"""


def test_a_killed_save_leaves_a_whole_file_with_every_acknowledged_answer(tmp_path: Path) -> None:
    for attempt in range(8):
        process = subprocess.Popen([sys.executable, "-c", _ENDLESS, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.01 + 0.007 * attempt)
        process.send_signal(signal.SIGKILL)
        acknowledged = [int(line) for line in process.stdout.read().split()] or [1]
        process.wait()
        process.stdout.close()
        found = json.loads((tmp_path / "progress.json").read_text())
        assert found["records"]["quiz"]["q"]["state"]["count"] >= acknowledged[-1]
    Progress(tmp_path).put("quiz", "last", {})
    assert list(tmp_path.glob(".*.tmp")) == []


def test_answers_have_the_shape_that_is_handed_in(tmp_path: Path) -> None:
    saved = answers(tmp_path).put({"schema": 1, "fields": {"words": "Hello", "pick": "one"}})
    content = json.loads((tmp_path / "responses.json").read_text())
    assert content == {
        "schema": 1,
        "assignment": "a-sheet",
        "saved_at": saved.at,
        "fields": {"words": "Hello", "pick": "one"},
    }
    assert answers(tmp_path).get().state == {"schema": 1, "fields": {"words": "Hello", "pick": "one"}}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": "x", "other": "y"}, "no field"),
        ({"pick": "three"}, "no option"),
        ({"words": ["a-list"]}, "not of the kind"),
        ({"words": "x" * 20_001}, "not in the expected form"),
        ({"words": {"a": {"b": 1}}}, "not in the expected form"),
        ("nothing", "not in the expected form"),
    ],
)
def test_answers_that_do_not_fit_are_refused_and_the_earlier_ones_stay(
    tmp_path: Path, fields: object, said: str
) -> None:
    answers(tmp_path).put({"schema": 1, "fields": {"words": "Earlier"}})
    before = (tmp_path / "responses.json").read_bytes()
    with pytest.raises(RecordError, match=said) as caught:
        answers(tmp_path).put({"schema": 1, "fields": fields})
    assert caught.value.code == "refused"
    assert (tmp_path / "responses.json").read_bytes() == before


def test_answers_of_another_assignment_are_not_touched(tmp_path: Path) -> None:
    Answers(tmp_path, "another", SHEET).put({"fields": {"words": "Good answers"}})
    before = (tmp_path / "responses.json").read_bytes()
    with pytest.raises(RecordError, match="holds answers for 'another'"):
        answers(tmp_path).put({"fields": {"words": "Wrong place"}})
    assert (tmp_path / "responses.json").read_bytes() == before


def test_damaged_answers_are_kept_aside_and_reported(tmp_path: Path) -> None:
    (tmp_path / "responses.json").write_bytes(b'{"schema":1,"fie')
    found = answers(tmp_path).get()
    [kept] = damaged_files(tmp_path)
    assert kept.read_bytes() == b'{"schema":1,"fie'
    assert kept.name in found.notice
    assert answers(tmp_path).get().notice == found.notice


def test_binding_writes_who_hands_in_and_keeps_the_answers(tmp_path: Path) -> None:
    saved = answers(tmp_path).put({"fields": {"words": "Mine"}})
    data = answers(tmp_path).bind("ada")
    content = json.loads(data)
    assert data == (tmp_path / "responses.json").read_bytes()
    assert (content["learner"], content["assignment"], content["saved_at"]) == ("ada", "a-sheet", saved.at)
    answers(tmp_path).put({"fields": {"words": "Changed"}})
    assert json.loads((tmp_path / "responses.json").read_text())["learner"] == "ada"


def test_an_answer_to_a_field_that_is_gone_is_put_aside_and_does_not_stop_a_hand_in(tmp_path: Path) -> None:
    folder, progress = tmp_path / "a-sheet", Progress(tmp_path)
    answers(folder).put({"fields": {"words": "Mine", "pick": "one"}})
    shorter = SHEET.model_copy(update={"fields": SHEET.fields[:1]})
    later = Answers(folder, "a-sheet", shorter, progress)
    assert json.loads(later.bind("ada"))["fields"] == {"words": "Mine"}
    assert later.get().state["kept"] == [{"schema": 1, "fields": {"pick": "one"}}]


def test_nothing_saved_cannot_be_bound(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="Nothing is saved"):
        answers(tmp_path).bind("ada")


def test_the_home_is_what_the_server_says_or_the_present_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENKEEL_HOME", str(tmp_path / "home"))
    assert home_folder() == tmp_path / "home"
    monkeypatch.delenv("EVENKEEL_HOME")
    monkeypatch.chdir(tmp_path)
    assert home_folder() == tmp_path


@pytest.mark.parametrize("text", ["", "..", "a/b", "A", "a--b", "a" * 65, "a\n", "%2e", "é", "a\0"])
def test_only_ids_may_become_part_of_a_path(text: str) -> None:
    assert not is_id(text)
