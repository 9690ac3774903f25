"""The engine and the lock below marking, stock nbgrader beside it, and conventional assignments."""

import fcntl
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import nbformat
import nbgrader.api
import pytest
from klass import APPLIED, ROOT, Klass
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException

from evenkeel_grading.nbg import engine
from evenkeel_grading.nbg.install import install
from evenkeel_grading.nbg.lock import FILE_NAME, CourseBusyError, course_lock

PLAIN = "plain"


def conventional(klass: Klass) -> Path:
    """A released conventional assignment whose one test writes a file when it is run, and one learner's work."""
    ran = klass.work / "ran"
    settings = {"schema_version": 3, "grade": True, "solution": False, "locked": True, "task": False}
    code = f"import pathlib\n_ = pathlib.Path({str(ran)!r}).write_text('ran')"
    cell = nbformat.v4.new_code_cell(code, metadata={"nbgrader": {**settings, "grade_id": "t", "points": 2}})
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata=kernel)
    source = klass.work / "other-source"
    for folder in (source / PLAIN, klass.folder("ada", PLAIN)):
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{PLAIN}.ipynb")
    klass.config.CourseDirectory.source_directory = os.path.relpath(source, klass.course)
    assert klass.api.generate_assignment(PLAIN)["success"]
    return ran


def test_a_conventional_assignment_is_refused_in_plain_words_and_not_run(klass: Klass) -> None:
    ran = conventional(klass)
    result = klass.autograde(assignment=PLAIN)
    assert not result["success"]
    assert "execute_conventional = True" in result["log"]
    assert not ran.exists()
    assert not klass.folder("ada", PLAIN, "autograded").exists()


def test_with_the_switch_on_a_conventional_assignment_is_run_and_ours_still_is_not(klass: Klass) -> None:
    ran = conventional(klass)
    klass.config.EvenkeelMarking.execute_conventional = True
    assert klass.autograde(assignment=PLAIN)["success"]
    assert klass.rows("ada", PLAIN) == {"t": (2.0, None, False)}
    assert ran.exists()
    ran.unlink()
    folder = klass.hand_in("ada")
    (folder / f"{APPLIED}.ipynb").write_text((klass.folder("ada", PLAIN) / f"{PLAIN}.ipynb").read_text())
    assert klass.autograde()["success"]
    assert not ran.exists()


def test_under_stock_configuration_our_assignment_scores_nothing_and_says_why(klass: Klass, tmp_path: Path) -> None:
    learner = klass.hand_in("ada")
    release = klass.course / "release" / APPLIED / f"{APPLIED}.ipynb"
    (learner / f"{APPLIED}.ipynb").write_text(release.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "empty").mkdir()
    done = subprocess.run(
        [Path(sys.executable).parent / "nbgrader", "autograde", APPLIED, f"--course-dir={klass.course}"],
        env=klass.environment(JUPYTER_CONFIG_PATH=str(tmp_path / "empty")),
        cwd=klass.course,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert set(klass.scores("ada").values()) == {0.0}
    assert "never runs the notebook" in json.dumps(klass.marked("ada")["cells"])


def hostile(klass: Klass, file: Path, **metadata: object) -> Path:
    """Write a notebook whose one cell leaves a file when it is run; returns that file's path."""
    ran = klass.work / "ran"
    cell = nbformat.v4.new_code_cell(f"open({str(ran)!r}, 'w').close()")
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    file.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata={**kernel, **metadata}), file)
    return ran


def test_validating_runs_neither_a_learners_notebook_nor_one_of_ours(klass: Klass, tmp_path: Path) -> None:
    learners = klass.folder("eve") / f"{APPLIED}.ipynb"
    ours = tmp_path / "copy.ipynb"
    hostile(klass, learners)
    ran = hostile(klass, ours, evenkeel={"assignment": APPLIED})
    for file, why in ((learners, "is a learner's work"), (ours, "marked from its answers")):
        done = klass.command("validate", str(file))
        assert done.returncode == 1
        assert why in done.stderr
        assert "Traceback" not in done.stderr
        assert not ran.exists()


def test_the_validate_button_refuses_by_the_same_rule(klass: Klass) -> None:
    from nbgrader.server_extensions.validate_assignment import handlers

    install()
    ran = hostile(klass, klass.folder("eve") / f"{APPLIED}.ipynb")
    with pytest.raises(NbGraderException, match="is a learner's work"):
        handlers.Validator(config=klass.config).validate(str(klass.folder("eve") / f"{APPLIED}.ipynb"))
    assert not ran.exists()


def test_a_notebook_of_ones_own_is_still_validated(klass: Klass, tmp_path: Path) -> None:
    ran = hostile(klass, tmp_path / "own.ipynb")
    done = klass.command("validate", str(tmp_path / "own.ipynb"))
    assert done.returncode == 0, done.stderr
    assert ran.exists()


def test_a_notebook_name_that_fits_nothing_is_refused_and_what_was_marked_stays(klass: Klass) -> None:
    klass.hand_in("ada")
    assert klass.autograde()["success"]
    before = klass.marked("ada")
    klass.config.CourseDirectory.notebook_id = "nope"
    result = klass.autograde()
    assert not result["success"]
    assert "no notebook that fits 'nope'" in result["log"]
    assert klass.marked("ada") == before


def test_one_engine_serves_all_openings_of_a_gradebook(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    engines = set()
    for _ in range(3):
        with Gradebook(url) as gradebook:
            engines.add(id(gradebook.engine))
    assert len(engines) == 1


@pytest.mark.slow
def test_a_gradebook_replaced_on_disk_is_opened_anew(tmp_path: Path) -> None:
    file = tmp_path / "gradebook.db"
    for name in ("first", "second"):
        with Gradebook(f"sqlite:///{file}") as gradebook:
            assert gradebook.assignments == []
            gradebook.add_assignment(name)
        file.unlink()


@pytest.mark.slow
def test_a_known_gradebook_is_not_searched_for_its_tables_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    Gradebook(url).close()

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the tables were looked for again")

    monkeypatch.setattr(nbgrader.api.Base.metadata, "create_all", refuse)
    Gradebook(url).close()


def test_a_forked_process_has_an_engine_of_its_own(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    here = engine.kept_engine(url)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, b"same" if engine.kept_engine(url) is here else b"other")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 10) == b"other"
    os.close(reading)
    os.close(writing)


def test_a_second_marking_run_waits_for_the_first(tmp_path: Path) -> None:
    said: list[str] = []
    order: list[str] = []

    def first() -> None:
        with course_lock(tmp_path, 0, said.append):
            order.append("first in")
            time.sleep(0.5)
            order.append("first out")

    thread = threading.Thread(target=first)
    thread.start()
    while not order:
        time.sleep(0.01)
    with course_lock(tmp_path, 10, said.append):
        order.append("second in")
    thread.join()
    assert order == ["first in", "first out", "second in"]
    assert "Waiting" in said[0]


def test_a_second_marking_run_that_may_not_wait_says_so(klass: Klass) -> None:
    klass.config.EvenkeelMarking.lock_wait_button = 0
    klass.hand_in("ada")
    with (klass.course / FILE_NAME).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        result = klass.autograde()
        with pytest.raises(CourseBusyError), course_lock(klass.course, 0, print):
            pass
    assert not result["success"]
    assert "under way" in result["log"]
    assert klass.autograde()["success"]


def test_a_learner_late_by_the_due_date_is_marked_and_known_to_be_late(klass: Klass) -> None:
    with klass.gradebook() as gradebook:
        gradebook.update_or_create_assignment(APPLIED, duedate="2026-11-20 09:00:00 UTC")
    klass.hand_in("ada")
    assert klass.autograde()["success"]
    with klass.gradebook() as gradebook:
        assert gradebook.find_submission(APPLIED, "ada").total_seconds_late == 3600


def test_the_demo_class_hands_in_for_real_and_only_once(klass: Klass, monkeypatch: pytest.MonkeyPatch) -> None:
    from evenkeel_grading.demo import make_class

    monkeypatch.setenv("EVENKEEL_TRIAL", "1")
    assert len({one.learner for one in make_class(ROOT, klass.work)}) == 12
    assert make_class(ROOT, klass.work) == []
    assert len(list((klass.course / "submitted").iterdir())) == 12
    result = klass.autograde()
    assert "kofi: " in result["log"]
    assert {learner: len(klass.open_cells(learner)) for learner in ("ada", "kofi", "lena")} == {
        "ada": 5,
        "kofi": 9,
        "lena": 5,
    }
