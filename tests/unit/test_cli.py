"""The command line, run as its user runs it."""

import os
import shutil
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from evenkeel.__main__ import main, parser
from evenkeel.checks import plugins
from evenkeel.commands import COMMANDS
from evenkeel.course import Course

GOOD = Path(__file__).parent.parent / "examples" / "good"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOOD, tmp_path.resolve() / "course"))


def run(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "evenkeel", *map(str, words)]
    clean = {name: value for name, value in os.environ.items() if name != "EVENKEEL_ROOT"}
    return subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, check=False)


def test_a_good_course_exits_0_with_one_line_of_counts(course):
    done = run("check", course)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "No problems: 3 quizzes (21 items), 1 scenario, 3 worksheets, 2 requirements.\n"


def test_a_bad_course_exits_1_with_every_problem_in_its_place(course):
    quiz = course / "exercises" / "quizzes" / "every-kind.yml"
    quiz.write_text(quiz.read_text().replace("key: sorry", "key: sory").replace("[OWN-1, OWN-2]", "[OWN-1, OWN-3]"))
    done = run("check", cwd=course / "book")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "exercises/quizzes/every-kind.yml:18: items[0].key: names the option 'sory', which does not exist;"
        " did you mean 'sorry'?",
        "exercises/quizzes/every-kind.yml:22: items[1].requirements[1]: names the requirement 'OWN-3',"
        " which exercises/requirements.yml lacks",
    ]
    assert done.stderr == "2 problems in 1 file.\n"


def test_where_there_is_no_course_it_exits_2_with_a_sentence(tmp_path):
    done = run("check", tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("evenkeel: ")
    assert "Traceback" not in done.stderr
    assert run("check", cwd=tmp_path).returncode == 2


def test_a_command_that_does_not_exist_exits_2():
    assert run("chekc").returncode == 2
    assert run().returncode == 2


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.NAME)
def test_every_command_has_help_for_itself_and_each_of_its_arguments(command, capsys):
    with pytest.raises(SystemExit) as left:
        parser().parse_args([command.NAME, "--help"])
    assert left.value.code == 0
    assert "usage: evenkeel " + command.NAME in capsys.readouterr().out
    added = parser()._subparsers._group_actions[0].choices[command.NAME]
    assert all(action.help for action in added._actions)


def test_the_version_is_that_of_the_distribution(capsys):
    from importlib.metadata import version

    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"evenkeel {version('evenkeel')}\n"


def test_schemas_are_written_into_the_course(course):
    done = run("schemas", course)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 7
    assert (course / "exercises/schemas/quiz.schema.json").read_text().startswith("{")


def test_learner_copy_says_what_it_wrote(course, tmp_path):
    done = run("learner-copy", tmp_path / "copy", course)
    assert done.returncode == 0, done.stderr
    assert "files, without source/, grading/ and tests/." in done.stdout
    refused = run("learner-copy", course / "book", course)
    assert refused.returncode == 2
    assert refused.stderr.startswith("evenkeel: ")


def test_checking_loads_no_jupyter_and_of_the_hub_the_doctor_alone(course):
    code = (
        "import sys; from evenkeel.__main__ import main; status = main(['check', sys.argv[1]]);"
        "heavy = {'anywidget', 'ipywidgets', 'jupyter_server', 'nbgrader', 'IPython', 'sphinx', 'matplotlib'};"
        "print(sorted(name for name in sys.modules if name in heavy or name.startswith('evenkeel_hub.commands.')));"
        "sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code, course], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "['evenkeel_hub.commands.doctor']"


def test_a_check_that_cannot_be_loaded_is_a_problem_and_no_crash(monkeypatch):
    broken = EntryPoint("gone", "no_such_package.checks:check", plugins.GROUP)
    monkeypatch.setattr(plugins, "entry_points", lambda **_: [broken])
    (problem,) = plugins.check_plugins(Course(GOOD))
    assert str(problem) == (
        "no_such_package.checks:check: cannot be loaded, so its part of the course was not checked: "
        "No module named 'no_such_package'"
    )


def test_what_an_added_check_finds_is_told(monkeypatch):
    added = EntryPoint("added", "added_check:check", plugins.GROUP)
    monkeypatch.setattr(plugins, "entry_points", lambda **_: [added])
    monkeypatch.setitem(sys.modules, "added_check", type(sys)("added_check"))
    sys.modules["added_check"].check = lambda course: [course.problem(Path("x.yml"), ("a", 0), "is wrong")]
    assert [str(problem) for problem in plugins.check_plugins(Course(GOOD))] == ["x.yml:1: a[0]: is wrong"]
