"""Marking through nbgrader: the right numbers, nothing run, nothing believed, a tutor's word kept."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from klass import APPLIED, REFLECTIVE, ROOT, Klass, answers

from evenkeel_grading import load_assignment, mark

HOSTILE = "import pathlib; pathlib.Path('{}').write_text('ran')"


def expected(fields: dict[str, Any], assignment: str = APPLIED) -> dict[str, float]:
    marks = mark(load_assignment(ROOT, assignment), {"schema": 1, "assignment": assignment, "fields": fields})
    closed = {f"field-{name}": one.points for name, one in marks.closed.items()}
    return closed | {f"criterion-{name}": one.points for name, one in marks.criteria.items()}


def hostile_notebook(file: Path) -> str:
    cells = [
        {"cell_type": "code", "id": "x", "execution_count": None, "metadata": {}, "outputs": [], "source": code}
        for code in (HOSTILE.format(file), "raise SystemExit(3)")
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


@pytest.mark.parametrize("assignment", [APPLIED, REFLECTIVE])
def test_the_gradebook_holds_what_mark_says_cell_by_cell(klass: Klass, assignment: str) -> None:
    for learner in ("ada", "cara"):
        klass.hand_in(learner, assignment, fields=answers(learner, assignment))
    assert klass.autograde(assignment=assignment)["success"]
    for learner in ("ada", "cara"):
        assert klass.scores(learner, assignment) == expected(answers(learner, assignment), assignment)


def test_the_command_line_python_and_a_second_marking_give_the_same_rows(klass: Klass) -> None:
    for learner in ("ada", "dev", "lena"):
        klass.hand_in(learner, fields=answers(learner))
    assert klass.autograde()["success"]
    by_python = {learner: klass.rows(learner) for learner in ("ada", "dev", "lena")}
    done = klass.command("autograde", APPLIED, "--force")
    assert done.returncode == 0, done.stderr
    assert {learner: klass.rows(learner) for learner in by_python} == by_python
    assert "SAWarning" not in done.stderr


def test_no_kernel_starts_and_no_submitted_code_runs(klass: Klass, monkeypatch: pytest.MonkeyPatch) -> None:
    import jupyter_client.manager
    import nbclient.client

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a kernel was started")

    monkeypatch.setattr(jupyter_client.manager.KernelManager, "start_kernel", refuse)
    monkeypatch.setattr(nbclient.client.NotebookClient, "execute", refuse)
    ran = klass.work / "ran"
    folder = klass.hand_in("ada")
    (folder / f"{APPLIED}.ipynb").write_text(hostile_notebook(ran), encoding="utf-8")
    result = klass.autograde()
    assert result["success"], result
    assert not ran.exists()


def test_the_released_cells_stand_again_whatever_the_learner_sent(klass: Klass) -> None:
    folder = klass.hand_in("ada")
    (folder / f"{APPLIED}.ipynb").write_text(hostile_notebook(klass.work / "ran"), encoding="utf-8")
    klass.hand_in("ben")
    klass.autograde()
    assert klass.marked("ada")["cells"] == klass.marked("ben")["cells"]


@pytest.mark.parametrize("content", [None, "not json at all", "[]"])
def test_work_without_a_usable_notebook_is_marked_all_the_same(klass: Klass, content: str | None) -> None:
    folder = klass.hand_in("ada")
    if content is not None:
        (folder / f"{APPLIED}.ipynb").write_text(content, encoding="utf-8")
    assert klass.autograde()["success"]
    assert klass.scores("ada") == expected(answers())


def test_every_scored_cell_shows_words_before_an_explicit_number_and_no_code(klass: Klass) -> None:
    klass.hand_in("ada")
    klass.autograde()
    scored = [c for c in klass.marked("ada")["cells"] if c["metadata"].get("nbgrader", {}).get("grade")]
    assert len(scored) == 9
    for cell in scored:
        words, number = cell["outputs"]
        assert "ek-evidence" in "".join(words["data"]["text/html"])
        points = float("".join(number["data"]["text/plain"]))
        assert 0 <= points <= cell["metadata"]["nbgrader"]["points"]
        assert cell["source"] in ("", [])


def test_markup_that_a_learner_typed_is_text_in_the_tutors_view(klass: Klass) -> None:
    klass.hand_in("jo", fields=answers("jo"))
    klass.autograde()
    page = json.dumps(klass.marked("jo")["cells"])
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<img" not in page


def damage(kind: str, folder: Path, others: Path) -> None:
    file = folder / "responses.json"
    good = json.loads(file.read_text(encoding="utf-8"))
    file.unlink()
    match kind:
        case "damaged":
            file.write_text('{"schema": 1, "fields"', encoding="utf-8")
        case "oversized":
            good["fields"]["characteristics"] = "x" * (1 << 20)
            file.write_text(json.dumps(good), encoding="utf-8")
        case "another assignment's":
            file.write_text(json.dumps(good | {"assignment": REFLECTIVE}), encoding="utf-8")
        case "another learner's":
            file.write_text(json.dumps(good | {"learner": "ben"}), encoding="utf-8")
        case "without a name":
            del good["learner"]
            file.write_text(json.dumps(good), encoding="utf-8")
        case "of a wrong type":
            file.write_text(json.dumps(["schema", 1]), encoding="utf-8")
        case "with a field of a wrong type":
            good["fields"]["characteristics"] = {"a": "b"}
            file.write_text(json.dumps(good), encoding="utf-8")
        case "not UTF-8":
            file.write_bytes(b'{"schema": 1, "x": "\xff\xfe"}')
        case "a link":
            file.symlink_to(others / "responses.json")
        case "a dangling link":
            file.symlink_to("/nowhere/at/all")
        case "a pipe":
            os.mkfifo(file)
        case "a folder":
            file.mkdir()
        case "deep":
            file.write_text("[" * 100_000, encoding="utf-8")
        case "not a number":
            file.write_text('{"schema": 1, "assignment": "difficult-applied", "fields": {"x": NaN}}', encoding="utf-8")


KINDS = [
    *("missing", "damaged", "oversized", "another assignment's", "another learner's", "without a name"),
    *("of a wrong type", "with a field of a wrong type", "not UTF-8", "a link", "a dangling link", "a pipe"),
    *("a folder", "deep", "not a number"),
]


def test_answers_that_cannot_be_used_score_nothing_wait_for_a_tutor_and_stop_nobody(klass: Klass) -> None:
    good = klass.hand_in("good")
    learners = {f"bad{number}": kind for number, kind in enumerate(KINDS)}
    before = {}
    for learner, kind in learners.items():
        folder = klass.hand_in(learner)
        damage(kind, folder, good)
        before[learner] = (folder / "responses.json").lstat() if kind != "missing" else None
    result = klass.autograde()
    assert not result["success"]
    assert klass.scores("good") == expected(answers())
    for learner, kind in learners.items():
        rows = klass.rows(learner)
        assert set(rows.values()) == {(0.0, None, True)}, kind
        assert f"{learner}: " in result["log"], kind
        assert "These answers could not be marked" in json.dumps(klass.marked(learner)), kind
        if before[learner]:
            now = (klass.folder(learner) / "responses.json").lstat()
            assert (now.st_ino, now.st_size, now.st_mtime_ns) == (
                before[learner].st_ino,
                before[learner].st_size,
                before[learner].st_mtime_ns,
            ), kind


@pytest.mark.parametrize("kind", ["damaged", "oversized", "with a field of a wrong type"])
def test_a_decision_on_answers_that_cannot_be_used_is_for_those_answers_alone(klass: Klass, kind: str) -> None:
    file = klass.hand_in("ada") / "responses.json"
    damage(kind, file.parent, file.parent)
    klass.autograde()
    klass.decide("ada")
    klass.autograde()
    assert klass.open_cells("ada") == set()
    assert klass.api.generate_feedback(APPLIED)["success"]
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("1", "2", 1) if kind != "with a field of a wrong type" else text + " ")
    klass.autograde()
    assert klass.open_cells("ada") == set(klass.rows("ada"))
    klass.decide("ada")
    (file.parent / "timestamp.txt").write_text("2026-11-21 10:00:00.000000 UTC", encoding="utf-8")
    klass.autograde()
    assert klass.open_cells("ada") == set(klass.rows("ada"))


def test_the_command_says_by_its_status_that_some_answers_could_not_be_used(klass: Klass) -> None:
    klass.hand_in("ada")
    (klass.hand_in("ben") / "responses.json").write_bytes(b"\xff")
    done = klass.command("autograde", APPLIED)
    assert done.returncode == 1
    assert "ben: " in done.stderr
    assert "Traceback" not in done.stderr
    assert klass.scores("ada") == expected(answers())


def test_nothing_linked_and_nothing_large_leaves_the_submitted_folder(klass: Klass) -> None:
    secret = klass.work / "secret"
    secret.write_text("only the marking account may read this", encoding="utf-8")
    folder = klass.hand_in("ada")
    (folder / "notes.txt").symlink_to(secret)
    (folder / "big.bin").write_bytes(b"0" * 3_000_000)
    os.mkfifo(folder / "pipe")
    (folder / "submission_secret.txt").unlink()
    (folder / "submission_secret.txt").symlink_to(secret)
    assert klass.autograde()["success"]
    left = {path.name for path in klass.folder("ada", step="autograded").iterdir()}
    # The secret is a fresh one: without it nobody's feedback could be released.
    assert left == {"timestamp.txt", "submission_secret.txt", f"{APPLIED}.ipynb"}
    fresh = klass.folder("ada", step="autograded") / "submission_secret.txt"
    assert not fresh.is_symlink()
    assert "only the marking account" not in fresh.read_text(encoding="utf-8")


def test_a_submitted_folder_that_is_a_link_is_not_followed(klass: Klass) -> None:
    klass.hand_in("ben", learner="ada")
    klass.folder("ada").parent.mkdir(parents=True)
    klass.folder("ada").symlink_to(klass.folder("ben"))
    assert not klass.autograde("ada")["success"]
    assert set(klass.scores("ada").values()) == {0.0}


def test_written_marks_wait_for_a_tutor_and_closed_fields_do_not(klass: Klass) -> None:
    klass.hand_in("ada")
    klass.autograde()
    open_cells = klass.open_cells("ada")
    assert len(open_cells) == 5
    assert all(name.startswith("criterion-") for name in open_cells)


def test_marking_the_same_answers_again_keeps_overrides_and_confirmations(klass: Klass) -> None:
    klass.hand_in("ada")
    klass.autograde()
    klass.decide("ada", criterion_analysis=7.5)
    before = klass.rows("ada")
    assert klass.autograde()["success"]
    assert klass.rows("ada") == before
    assert klass.rows("ada")["criterion-analysis"][1] == 7.5


def test_changed_answers_are_to_be_looked_at_again_and_keep_the_tutors_score(klass: Klass) -> None:
    klass.hand_in("ada")
    klass.autograde()
    klass.decide("ada", criterion_analysis=7.5)
    klass.hand_in("ada", fields=answers("ben"), stamp="2026-11-21 10:00:00.000000 UTC")
    assert klass.autograde(force=False)["success"]
    assert klass.open_cells("ada") == {name for name in klass.rows("ada") if name.startswith("criterion-")}
    assert klass.rows("ada")["criterion-analysis"][1] == 7.5
    assert klass.scores("ada") == expected(answers("ben"))


def test_a_suggestion_that_changed_under_the_same_digest_is_to_be_looked_at_again(
    klass: Klass, monkeypatch: pytest.MonkeyPatch
) -> None:
    klass.hand_in("ada")
    klass.autograde()
    klass.decide("ada")
    from evenkeel_grading.nbg import cells

    points = cells._points
    monkeypatch.setattr(cells, "_points", lambda name, marks: 1.0 if "technique" in name else points(name, marks))
    klass.autograde()
    assert klass.open_cells("ada") == {"criterion-technique"}


def test_only_held_work_waits_when_an_organisation_says_so(klass: Klass) -> None:
    klass.config.EvenkeelMarking.confirm = "held"
    klass.hand_in("ada")
    held = answers() | {"reply-1": "Meet me alone behind the office and I will skip the security check for you."}
    klass.hand_in("ben", fields=held)
    klass.autograde()
    marks = mark(load_assignment(ROOT, APPLIED), {"schema": 1, "assignment": APPLIED, "fields": held})
    assert klass.open_cells("ada") == set()
    assert bool(klass.open_cells("ben")) == marks.hold


def test_a_stricter_rule_opens_what_was_marked_under_a_milder_one(klass: Klass) -> None:
    klass.config.EvenkeelMarking.confirm = "held"
    klass.hand_in("ada")
    klass.autograde()
    assert klass.api.generate_feedback(APPLIED, "ada")["success"]
    klass.config.EvenkeelMarking.confirm = "all"
    refused = klass.api.generate_feedback(APPLIED, "ada", force=True)
    assert not refused["success"]
    assert "marked when less had to be confirmed" in refused["log"]
    klass.autograde()
    written = {name for name in klass.rows("ada") if name.startswith("criterion-")}
    assert klass.open_cells("ada") == written
    klass.decide("ada")
    # What has been confirmed stays so when the rule goes to and fro.
    for rule in ("held", "all"):
        klass.config.EvenkeelMarking.confirm = rule
        klass.autograde()
        assert klass.open_cells("ada") == set()
    assert klass.api.generate_feedback(APPLIED, "ada", force=True)["success"]


def test_work_in_an_older_store_does_not_go_out_under_a_stricter_rule(klass: Klass) -> None:
    klass.config.EvenkeelMarking.confirm = "held"
    klass.hand_in("ada")
    klass.autograde()
    store = klass.course / "marking.db"
    older = Path(shutil.copyfile(store, store.with_name("older.db")))
    with closing(sqlite3.connect(older)) as database:
        database.execute("DROP TABLE rule")
    older.replace(store)
    klass.config.EvenkeelMarking.confirm = "all"
    refused = klass.api.generate_feedback(APPLIED, "ada", force=True)
    assert not refused["success"]
    assert "marked when less had to be confirmed" in refused["log"]
    klass.autograde()
    klass.decide("ada")
    assert klass.api.generate_feedback(APPLIED, "ada", force=True)["success"]


def test_held_work_shows_no_suggested_level(klass: Klass) -> None:
    held = answers() | {"characteristics": " ".join(["aggressive confused demanding withdrawn"] * 60)}
    marks = mark(load_assignment(ROOT, APPLIED), {"schema": 1, "assignment": APPLIED, "fields": held})
    assert marks.hold
    klass.hand_in("ada", fields=held)
    klass.autograde()
    written = [cell["metadata"]["evenkeel"] for cell in klass.marked("ada")["cells"] if cell["id"].startswith("crit")]
    assert len(written) == 5
    assert [one["suggestion"] for one in written] == [None] * 5


def test_without_a_key_there_is_no_run(klass: Klass, tmp_path: Path) -> None:
    import shutil

    course = tmp_path / "copy"
    shutil.copytree(ROOT / "exercises" / "worksheets", course / "exercises" / "worksheets")
    shutil.copytree(ROOT / "exercises" / "scenarios", course / "exercises" / "scenarios")
    shutil.copytree(ROOT / "grading" / "rubrics", course / "grading" / "rubrics")
    shutil.copy(ROOT / "exercises" / "requirements.yml", course / "exercises" / "requirements.yml")
    rubric = course / "grading" / "rubrics" / f"{APPLIED}.yml"
    text = rubric.read_text(encoding="utf-8")
    start, end = text.index("  best-line:"), text.index("  threat-step:")
    rubric.write_text(text[:start] + text[end:], encoding="utf-8")
    klass.config.EvenkeelMarking.root = str(course)
    klass.hand_in("ada")
    result = klass.autograde()
    assert not result["success"]
    assert "No key, no run" in result["log"]
    assert "field-best-line" in result["log"]
    assert not klass.folder("ada", step="autograded").exists()


def test_without_the_cell_of_a_criterion_there_is_no_run(klass: Klass) -> None:
    master = klass.course / "release" / APPLIED / f"{APPLIED}.ipynb"
    notebook = json.loads(master.read_text(encoding="utf-8"))
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "criterion-analysis"]
    master.write_text(json.dumps(notebook), encoding="utf-8")
    klass.hand_in("ada")
    result = klass.autograde()
    assert not result["success"]
    assert "no scored cell for criterion-analysis" in result["log"]
    assert not klass.folder("ada", step="autograded").exists()


def test_ours_is_told_by_the_released_master_and_never_by_the_submission(klass: Klass) -> None:
    folder = klass.hand_in("ada")
    notebook = json.loads((klass.course / "release" / APPLIED / f"{APPLIED}.ipynb").read_text(encoding="utf-8"))
    del notebook["metadata"]["evenkeel"]
    (folder / f"{APPLIED}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    assert klass.autograde()["success"]
    assert klass.scores("ada") == expected(answers())


@pytest.mark.parametrize("missing", ["release", "release and source"])
def test_without_its_released_notebook_an_assignment_of_ours_is_refused_and_not_run(klass: Klass, missing: str) -> None:
    klass.config.EvenkeelMarking.execute_conventional = True
    (klass.course / "release" / APPLIED / f"{APPLIED}.ipynb").unlink()
    if "source" in missing:
        klass.config.CourseDirectory.source_directory = "no-source"
    ran = klass.work / "ran"
    (klass.hand_in("ada") / f"{APPLIED}.ipynb").write_text(hostile_notebook(ran), encoding="utf-8")
    result = klass.autograde()
    assert not result["success"]
    assert "missing or damaged" in result["log"]
    assert not ran.exists()


def test_a_file_of_answers_never_lies_in_source(klass: Klass) -> None:
    assert not list((ROOT / "source").rglob("responses.json"))
    assert not list((klass.course / "release").rglob("responses.json"))
