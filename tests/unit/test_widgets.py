"""Exercises in a notebook: they keep answers, give them to Python, and stop nbgrader from running them."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from tests.server.conftest import write_course

import evenkeel
from evenkeel.safefile import RecordError
from evenkeel.widgets import MIME, ExerciseNotShownError, marked, quiz, scenario, worksheet

ROOT = Path(__file__).resolve().parents[2]
PLAY = "passport-wedding-thursday"
pytestmark = pytest.mark.usefixtures("course")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course, a home, and a notebook folder that is the present folder."""
    root = write_course(tmp_path / "course")
    (root / "exercises/scenarios").mkdir()
    shutil.copy(ROOT / f"exercises/scenarios/{PLAY}.yml", root / "exercises/scenarios")
    (tmp_path / "home" / "a-sheet").mkdir(parents=True)
    monkeypatch.setenv("EVENKEEL_ROOT", str(root))
    monkeypatch.setenv("EVENKEEL_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.chdir(tmp_path / "home" / "a-sheet")
    return root


def progress(tmp_path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((tmp_path / "home/progress.json").read_text())["records"]
    return found


def test_a_quiz_keeps_its_answers_and_gives_them_to_python(tmp_path: Path) -> None:
    shown = quiz("a-quiz")
    shown.state = {"schema": 1, "position": 0, "items": {"first": {"answer": "this", "checked": True}}}
    assert shown.answers == {"first": "this"}
    assert (shown.result.points, shown.result.most) == (1, 1)
    assert shown.save["status"] == "saved"
    assert progress(tmp_path)["quiz"]["a-quiz"]["state"] == shown.state
    assert quiz("a-quiz").state == shown.state


def test_a_scenario_keeps_its_play(tmp_path: Path) -> None:
    shown = scenario(PLAY)
    shown.state = {"schema": 1, "choices": [{"node": "a", "choice": "b"}], "ending": None, "plays": 0, "endings": []}
    assert shown.answers == {"choices": [{"node": "a", "choice": "b"}], "ending": None}
    assert progress(tmp_path)["scenario"][PLAY]["state"] == shown.state


def test_an_assignment_is_kept_beside_the_notebook_and_practice_in_the_home(tmp_path: Path) -> None:
    worksheet("a-sheet").state = {"schema": 1, "fields": {"words": "to hand in"}}
    worksheet("a-practice").state = {"schema": 1, "fields": {"words": "private"}}
    handed = json.loads(Path("responses.json").read_text())
    assert (handed["assignment"], handed["fields"]) == ("a-sheet", {"words": "to hand in"})
    assert progress(tmp_path)["worksheet"] == {
        "a-practice": {
            "saved_at": progress(tmp_path)["worksheet"]["a-practice"]["saved_at"],
            "state": {"schema": 1, "fields": {"words": "private"}},
        }
    }
    assert worksheet("a-sheet").answers == {"words": "to hand in"}


def test_the_page_and_the_notebook_share_one_record(tmp_path: Path) -> None:
    from evenkeel.records import Progress

    Progress(tmp_path / "home").put("quiz", "a-quiz", {"schema": 1, "items": {"first": {"answer": "that"}}})
    assert quiz("a-quiz").answers == {"first": "that"}


def test_answers_given_on_a_page_meanwhile_are_not_written_over() -> None:
    from_notebook, from_page = worksheet("a-sheet"), worksheet("a-sheet")
    from_page.state = {"schema": 1, "fields": {"pick": "two"}}
    from_notebook.state = {"schema": 1, "fields": {"words": "mine"}}
    assert worksheet("a-sheet").answers == from_notebook.answers == {"pick": "two", "words": "mine"}


def test_when_both_changed_the_same_answer_the_one_that_gives_way_is_kept() -> None:
    one, two = worksheet("a-sheet"), worksheet("a-sheet")
    one.state = {"schema": 1, "fields": {"words": "first"}}
    two.state = {"schema": 1, "fields": {"words": "second"}}
    shown = worksheet("a-sheet")
    assert shown.answers == {"words": "second"}
    assert shown.state["kept"] == [{"schema": 1, "fields": {"words": "first"}}]


def test_a_failed_save_is_shown_and_the_button_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = quiz("a-quiz")
    keep = shown._keep

    def full(_state: object) -> None:
        raise RecordError("full", "There is no room left on the disk.")

    monkeypatch.setattr(shown, "_keep", full)
    shown.state = {"schema": 1, "position": 1, "items": {}}
    assert (shown.save["status"], shown.save["message"]) == ("failed", "There is no room left on the disk.")
    monkeypatch.setattr(shown, "_keep", keep)
    shown._handle_custom_msg({"type": "retry"}, [])
    assert shown.save["status"] == "saved"
    assert quiz("a-quiz").state == shown.state


def test_a_failed_save_is_tried_again_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenkeel.widgets._FIRST_WAIT", 0.01)

    async def fail_once() -> str:
        shown = quiz("a-quiz")
        keep, tries = shown._keep, []

        def second_time(state: dict[str, Any]) -> Any:
            tries.append(state)
            if len(tries) == 1:
                raise RecordError("full", "There is no room left on the disk.")
            assert keep is not None
            return keep(state)

        monkeypatch.setattr(shown, "_keep", second_time)
        shown.state = {"schema": 1, "position": 1, "items": {}}
        assert shown.save["status"] == "failed"
        await asyncio.sleep(0.3)
        return str(shown.save["status"])

    assert asyncio.run(fail_once()) == "saved"


def test_a_damaged_file_is_said_when_the_exercise_is_shown(tmp_path: Path) -> None:
    (tmp_path / "home/progress.json").write_text("{")
    assert "progress.damaged-" in quiz("a-quiz").save["message"]


def test_an_answer_that_does_not_fit_is_refused_aloud() -> None:
    shown = worksheet("a-sheet")
    shown.state = {"schema": 1, "fields": {"words": "good"}}
    shown.state = {"schema": 1, "fields": {"unknown": "bad"}}
    assert shown.save["status"] == "failed"
    assert "no field 'unknown'" in shown.save["message"]
    assert json.loads(Path("responses.json").read_text())["fields"] == {"words": "good"}


@pytest.mark.parametrize("show", [quiz, scenario, worksheet, marked])
@pytest.mark.parametrize("mode", ["autograde", "validate"])
def test_under_nbgrader_every_helper_stops(monkeypatch: pytest.MonkeyPatch, show: Any, mode: str) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", mode)
    with pytest.raises(RuntimeError, match="never runs the notebook"):
        show("a-quiz")


def test_an_unknown_id_tells_the_learner_what_to_do_and_the_author_what_is_wrong() -> None:
    with pytest.raises(ExerciseNotShownError) as caught:
        quiz("a-quizz")
    [shown] = caught.value._render_traceback_()
    learner, author = shown.split("\n\n")
    assert "tell your tutor" in learner
    assert "a-quizz" in author
    assert "a-quiz" in author.replace("a-quizz", "")


def test_a_notebook_without_widgets_still_shows_the_answers() -> None:
    shown = worksheet("a-sheet")
    shown.state = {"schema": 1, "fields": {"words": "<script>alert(1)</script>", "pick": "two"}}
    data, _ = shown._repr_mimebundle_()
    assert "Your words\n    <script>" in data["text/plain"]
    assert "<dd style='white-space: pre-wrap'>Two</dd>" in data["text/html"]
    assert "<script>" not in data["text/html"]
    assert data[MIME]["exercise"] == "worksheet"
    assert data[MIME]["spec"]["id"] == "a-sheet"
    assert "application/vnd.jupyter.widget-view+json" in data


def test_a_graded_cell_shows_one_line() -> None:
    assert repr(marked("criterion-technique")) == "Marked after you hand in."


def test_the_names_of_the_package_are_these() -> None:
    assert set(evenkeel.__all__) >= {"quiz", "scenario", "worksheet", "marked", "Quiz", "Scenario", "Worksheet"}


def run_cells(folder: Path, *sources: str) -> list[str]:
    """What each cell shows, in a fresh kernel."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}, timeout=120).execute()
    return [cell.outputs[0]["data"]["text/plain"] if cell.outputs else "" for cell in notebook.cells]


# ipykernel and zmq leave sockets to the garbage collector
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_answers_come_back_in_a_new_kernel(tmp_path: Path) -> None:
    folder = tmp_path / "home" / "a-sheet"
    show = "from evenkeel import worksheet\nw = worksheet('a-sheet')"
    run_cells(folder, show, "w.state = {'schema': 1, 'fields': {'words': 'kept', 'pick': 'one'}}")
    assert run_cells(folder, show, "w.answers")[1] == "{'words': 'kept', 'pick': 'one'}"
