"""The masters and what goes out to learners: nbgrader takes them, and no key is in any of it."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import nbformat
import pytest
from klass import APPLIED, REFLECTIVE, ROOT, Klass
from nbgrader.nbgraderformat import MetadataValidator

from evenkeel.course import load_course
from evenkeel.loading import read_yaml
from evenkeel_grading import masters

BOTH = [APPLIED, REFLECTIVE]
# Those with no more than written criteria and closed fields; what a check-out keeps to itself is tested with it.
WRITTEN = sorted(file.stem for file in ROOT.glob("grading/rubrics/*.yml") if not file.stem.endswith("-checkout"))


def rubric_secrets(assignment: str) -> Iterator[str]:
    """Keys, examples, reasons and human-review notes of a rubric, each in a form that can be searched for."""
    rubric = read_yaml(ROOT / "grading" / "rubrics" / f"{assignment}.yml").data
    for entry in rubric["keys"].values():
        yield from entry.get("whys", {}).values()
        yield from filter(None, [entry.get("why")])
        key = entry.get("key") or entry.get("order") or entry.get("keys")
        yield json.dumps(key if not isinstance(key, str) else {"key": key})[1:-1]
        if isinstance(key, dict):
            yield from (f"{left}: {right}" for left, right in key.items())
            yield ", ".join(key.values())
        if isinstance(key, list):
            yield ", ".join(key)
        if isinstance(key, str):
            yield f"key: {key}"
    for criterion in rubric["criteria"].values():
        yield from filter(None, criterion["examples"])
        yield from filter(None, [criterion.get("count", {}).get("unit")])
    for note in rubric["human_review"]:
        yield from (note["when"], note["action"])


@cache
def secret_forms() -> list[tuple[str, str]]:
    """Every secret with each form it could have in a file: as it is, in JSON, and in YAML."""
    return [
        (" ".join(form.split()), secret)
        for assignment in WRITTEN
        for secret in rubric_secrets(assignment)
        for form in {secret, json.dumps(secret)[1:-1], secret.replace("'", "''")}
    ]


def require_no_secret(text: str, where: str) -> None:
    flat = " ".join(text.split())
    for form, secret in secret_forms():
        assert form not in flat, f"{where} holds {secret!r}"


def test_the_search_would_find_every_kind_of_secret() -> None:
    assert len(WRITTEN) >= 6
    for assignment in WRITTEN:
        found = list(rubric_secrets(assignment))
        assert len(found) > 20
        for secret in found:
            with pytest.raises(AssertionError):
                require_no_secret(f"before {secret} after", "here")


def test_the_masters_are_fresh() -> None:
    assert masters.stale(load_course(ROOT)) == []


@pytest.mark.parametrize("assignment", BOTH)
def test_nbgrader_accepts_master_and_release(klass: Klass, assignment: str) -> None:
    for path in (ROOT / "source", klass.course / "release"):
        notebook = nbformat.read(path / assignment / f"{assignment}.ipynb", as_version=4)
        nbformat.validate(notebook)
        MetadataValidator().validate_nb(notebook)
        points = [c.metadata.nbgrader.points for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade")]
        assert sum(points) == 100


@pytest.mark.parametrize("assignment", BOTH)
def test_a_learner_sees_no_code_and_no_place_to_write_in_the_notebook(klass: Klass, assignment: str) -> None:
    notebook = nbformat.read(klass.course / "release" / assignment / f"{assignment}.ipynb", as_version=4)
    for cell in notebook.cells:
        assert "YOUR ANSWER HERE" not in cell.source
        assert "YOUR CODE HERE" not in cell.source
        if cell.cell_type == "code":
            assert cell.metadata.jupyter.source_hidden
            assert {"hide-input", "remove-input"} <= set(cell.metadata.tags)
            assert cell.outputs == []


def test_no_key_example_or_note_is_in_masters_release_and_the_exchange(klass: Klass) -> None:
    for assignment in BOTH:
        assert klass.api.release_assignment(assignment)["success"]
    for folder in (ROOT / "source", klass.course / "release", klass.work / "exchange"):
        for path in folder.rglob("*"):
            if path.is_file():
                require_no_secret(path.read_text(encoding="utf-8"), str(path))


def test_no_key_example_or_note_is_in_what_the_widget_gets() -> None:
    from evenkeel.course import load_worksheet
    from evenkeel.spec import spec

    for assignment in WRITTEN:
        require_no_secret(json.dumps(spec(load_worksheet(ROOT, assignment), assignment), ensure_ascii=False), "spec")


def test_no_key_example_or_note_is_in_the_learner_copy(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "evenkeel", "learner-copy", str(tmp_path / "copy")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    files = [path for path in (tmp_path / "copy").rglob("*") if path.is_file()]
    assert any(path.name == f"{APPLIED}.yml" for path in files)
    assert not [path for path in files if {"rubrics", "source"} & set(path.relative_to(tmp_path / "copy").parts)]
    for path in files:
        require_no_secret(path.read_text(encoding="utf-8", errors="ignore"), str(path))


def test_no_key_example_or_note_is_in_the_wheel(tmp_path: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder

    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert "evenkeel_grading/nbg/templates/formgrade/index.html.j2" in names
        for name in names:
            require_no_secret(archive.read(name).decode("utf-8", "ignore"), name)
