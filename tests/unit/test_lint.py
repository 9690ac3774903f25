"""What the lint finds. Every file below ``tests/examples/lint/flawed`` ends with what must be said of it, and no more;
of a file below ``sound``, which comes close to a flaw and has none, nothing may be said.

A line ``# expect 12: items[0].key: … [rule]`` gives the line, the place, the words and the rule; on a page it starts
with ``%``. Adding a case is adding a file.
"""

import json
import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest

from evenkeel.__main__ import main
from evenkeel.course import load_course
from evenkeel.lint import RULES, Finding, lint_course

EXAMPLES = Path(__file__).parent.parent / "examples"
GOOD, LINT = EXAMPLES / "good", EXAMPLES / "lint"
FLAWED = sorted(file for file in (LINT / "flawed").rglob("*.*"))
SOUND = sorted(file for file in (LINT / "sound").rglob("*.*"))
ELSEWHERE = {
    *("key-position", "key-length", "true-false-bias"),  # need a bank of items: test_lint_bank.py
    *("ending-share", "easy-win", "best-by-form", "never-holds"),  # need plays: test_lint_scenarios.py
}
TODAY = date(2026, 6, 1)


def place_of(example: Path) -> Path:
    folder = "book" if example.parent.name == "pages" else f"exercises/{example.parent.name}"
    return Path(folder, example.name)


def findings_of(example: Path) -> list[Finding]:
    """What the lint says of the good course with one file more."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(shutil.copytree(GOOD, Path(folder).resolve() / "course"))
        place = place_of(example)
        shutil.copyfile(example, root / place)
        course = load_course(root)
        assert course.problems == []
        return [one for one in lint_course(course, TODAY, plugins=False) if one.problem.file == place]


def said(findings: list[Finding], place: Path) -> list[str]:
    return [str(one).removeprefix(f"{place.as_posix()}:").strip() for one in findings if one.reason is None]


def expected(example: Path) -> list[str]:
    lines = example.read_text(encoding="utf-8").splitlines()
    return [line[len("# expect ") :] for line in lines if line.startswith(("# expect ", "% expect "))]


def name_of(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


@pytest.mark.parametrize("example", FLAWED, ids=name_of)
def test_a_flawed_file_gets_exactly_the_findings_it_expects(example: Path):
    assert expected(example), "the example says nothing of what it expects"
    assert said(findings_of(example), place_of(example)) == expected(example)


@pytest.mark.parametrize("example", SOUND, ids=name_of)
def test_a_sound_file_gets_no_finding(example: Path):
    assert said(findings_of(example), place_of(example)) == []


def test_every_rule_has_a_flawed_and_a_sound_example():
    found = {line.rsplit("[", 1)[-1].rstrip("]") for example in FLAWED for line in expected(example)}
    assert set(RULES) - ELSEWHERE - found == set()
    assert set(RULES) - ELSEWHERE - {example.stem for example in SOUND} == set()


def test_an_exception_shows_its_reason():
    allowed = [one for one in findings_of(LINT / "sound/quizzes/allow.yml") if one.reason is not None]
    assert [(one.rule, one.reason) for one in allowed] == [
        ("unsafe-wording", "quoted from a record that staff will meet"),
        ("open-star", "it shows the sign"),
    ]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The good course without its two exercises of one line each, which lint would have something to say of."""
    root = Path(shutil.copytree(GOOD, tmp_path.resolve() / "course"))
    for name in ("quizzes/every-kind.yml", "scenarios/short-call.yml"):
        (root / "exercises" / name).unlink()
    return root


def test_the_command_exits_1_with_findings_and_0_without(course, capsys):
    assert main(["lint", "--root", str(course)]) == 0
    assert "No findings" in capsys.readouterr().out
    shutil.copy(LINT / "flawed/quizzes/open-star.yml", course / "exercises/quizzes")
    assert main(["lint", "--root", str(course)]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("exercises/quizzes/open-star.yml:9: items[0].stem: has a * that")
    assert err == "2 findings in 1 file.\n"


@pytest.mark.parametrize("what", ["open-star", "exercises/quizzes/open-star.yml", "exercises/quizzes"])
def test_the_command_looks_at_what_is_named(course, capsys, what):
    for name in ("open-star", "unsafe-wording"):
        shutil.copy(LINT / f"flawed/quizzes/{name}.yml", course / "exercises/quizzes")
    main(["lint", what, "--root", str(course), "--json"])
    files = {entry["file"] for entry in json.loads(capsys.readouterr().out)}
    assert "exercises/quizzes/open-star.yml" in files
    assert ("exercises/quizzes/unsafe-wording.yml" in files) == what.endswith("quizzes")


def test_the_command_prints_json_and_the_exceptions(course, capsys):
    shutil.copy(LINT / "sound/quizzes/allow.yml", course / "exercises/quizzes")
    assert main(["lint", "--root", str(course), "--json", "--allowed"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert (first["rule"], first["line"], first["path"]) == ("unsafe-wording", 10, "items[0].stem")
    assert first["allowed"].startswith("quoted from")


def test_a_name_that_is_nowhere_is_an_error(course, capsys):
    assert main(["lint", "no-such-thing", "--root", str(course)]) == 2
    assert "no-such-thing" in capsys.readouterr().err


def test_the_command_lists_its_rules(capsys):
    assert main(["lint", "--rules"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert listed == list(RULES)


def test_a_course_that_cannot_be_loaded_is_not_called_clean(course, capsys):
    (course / "exercises/quizzes/broken.yml").write_text("schema: 1\n", encoding="utf-8")
    assert main(["lint", "--root", str(course)]) == 1
    assert "evenkeel check" in capsys.readouterr().err
