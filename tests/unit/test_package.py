"""The package's face."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import evenkeel
from evenkeel.problems import Problem, path_text

ROOT = Path(__file__).parent.parent.parent


def test_the_public_names_are_these():
    assert evenkeel.__all__ == [
        "Quiz", "Scenario", "Worksheet", "__version__", "marked", "quiz", "scenario", "worksheet",
    ]  # fmt: skip


def test_every_public_name_is_there_and_the_helpers_are_functions():
    assert all(hasattr(evenkeel, name) for name in evenkeel.__all__)
    from evenkeel import marked, quiz, scenario, worksheet

    assert all(callable(helper) for helper in (marked, quiz, scenario, worksheet))
    assert set(evenkeel.__all__) <= set(dir(evenkeel))


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'evenkeel' has no attribute 'quizz'"):
        _ = evenkeel.quizz


def test_the_version_is_the_projects():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert evenkeel.__version__ == project["version"]


def test_importing_the_package_loads_no_jupyter():
    code = "import sys, evenkeel; print(sorted({'anywidget', 'ipywidgets', 'IPython', 'pydantic'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("package", "others"),
    [("exercises/evenkeel", ("evenkeel_grading", "evenkeel_hub")), ("grading/evenkeel_grading", ("evenkeel_hub",))],
)
def test_a_package_never_imports_one_that_stands_on_it(package: str, others: tuple[str, ...]):
    for file in (ROOT / package).rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert not [other for other in others if f"import {other}" in text or f"from {other}" in text], file


def test_a_problem_reads_file_line_place_words():
    file = Path("exercises/quizzes/x.yml")
    assert str(Problem(file, 12, "items[0].key", "is wrong")) == "exercises/quizzes/x.yml:12: items[0].key: is wrong"
    assert str(Problem(file, None, "", "is wrong")) == "exercises/quizzes/x.yml: is wrong"
    assert path_text(("items", 0, "options", 2, "feedback")) == "items[0].options[2].feedback"
