"""A graded check-out from hand-in to feedback, and the search for its keys in all that goes out to learners."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from klass import ROOT, Klass, answers

from evenkeel.course import load_scenario, load_worksheet
from evenkeel.loading import read_yaml
from evenkeel.markup import plain
from evenkeel.spec import graded_play, spec
from evenkeel_grading.assignment import load_assignment
from evenkeel_grading.marking import mark

CHECKOUT = "difficult-checkout"
ALL_KEYS: dict[str, dict[str, Any]] = {
    file.stem: read_yaml(file).data["keys"] for file in sorted(ROOT.glob("grading/rubrics/*-checkout.yml"))
}
CHECKOUTS = list(ALL_KEYS)
KEYS = ALL_KEYS[CHECKOUT]
LOBBY = load_scenario(ROOT, "the-lobby")


@pytest.fixture
def checkout(klass: Klass) -> Klass:
    assert klass.api.generate_assignment(CHECKOUT)["success"]
    return klass


def secrets() -> Iterator[str]:
    """Every key and every reason of every check-out, each in a form that can be searched for."""
    for keys in ALL_KEYS.values():
        for item in keys["questions"]["items"].values():
            yield item["why"]
            yield from item.get("whys", {}).values()
            yield from right_answer(item)
        for node, choices in keys["play"]["nodes"].items():
            yield from (json.dumps({node: choices})[1:-1], in_yaml(choices))
        yield from keys["play"]["whys"].values()


def right_answer(item: dict[str, Any]) -> Iterator[str]:
    right = next(item[name] for name in ("key", "keys", "order", "gaps", "panel", "rules") if name in item)
    if isinstance(right, str):
        yield from (f"key: {right}", f'"key": "{right}"')
    elif isinstance(right, list):
        yield from (json.dumps(right)[1:-1], ", ".join(right))
    elif not isinstance(right, bool):
        yield from (json.dumps(right)[1:-1], in_yaml(right))


def in_yaml(pairs: dict[str, Any]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in pairs.items())


def require_no_secret(text: str, where: str) -> None:
    flat = " ".join(text.split())
    for secret in secrets():
        for form in (secret, json.dumps(secret)[1:-1], secret.replace("'", "''")):
            assert " ".join(form.split()) not in flat, f"{where} holds {secret!r}"


def test_the_search_would_find_every_kind_of_secret() -> None:
    found = list(secrets())
    assert CHECKOUT in CHECKOUTS
    assert len(found) > 80 * len(CHECKOUTS)
    for secret in found:
        with pytest.raises(AssertionError):
            require_no_secret(f"before {secret} after", "here")


@pytest.mark.parametrize("name", CHECKOUTS)
def test_no_key_is_in_the_master_the_release_and_the_exchange(klass: Klass, name: str) -> None:
    assert klass.api.generate_assignment(name)["success"]
    assert klass.api.release_assignment(name)["success"]
    for folder in (ROOT / "source" / name, klass.course / "release", klass.work / "exchange"):
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert files
        for path in files:
            require_no_secret(path.read_text(encoding="utf-8"), str(path))


@pytest.mark.parametrize("name", CHECKOUTS)
def test_no_key_is_in_what_the_widget_gets_and_keeps(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from evenkeel.widgets import worksheet

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EVENKEEL_ROOT", str(ROOT))
    widget = worksheet(name)
    fields = {one.id: "I kept to it." for one in load_worksheet(ROOT, name).fields if one.kind == "text"}
    widget.state = {"schema": 1, "fields": fields}
    shown = json.dumps([widget.get_state(), widget._repr_mimebundle_()], ensure_ascii=False, default=str)
    require_no_secret(shown, "the widget")
    assert json.loads((tmp_path / "responses.json").read_text())["fields"] == fields


@pytest.mark.parametrize("name", CHECKOUTS)
def test_a_graded_play_goes_out_without_what_was_good(name: str) -> None:
    sheet = load_worksheet(ROOT, name)
    assert sheet.scenario
    story = load_scenario(ROOT, sheet.scenario)
    words = [choice.reason for node in story.nodes for choice in node.choices]
    words += [ending.debrief for ending in story.endings] + [ending.model_line for ending in story.endings]
    words += [line.text for node in story.nodes for line in node.lines if line.who == "coach"]
    words += [meter.help for meter in story.state.values()]
    said = "\n".join(plain(choice.text) for node in story.nodes for choice in node.choices)
    shown = json.dumps(spec(sheet, name, lambda name: load_scenario(ROOT, name)))
    for text in words:
        for line in filter(None, plain(text).split("\n")):
            if line not in said:  # a model line may be the words of a choice, which everybody sees
                assert json.dumps(line)[1:-1] not in shown, line
    entries = set(re.findall(r'"(\w+)": ', json.dumps(graded_play(story))))
    assert not entries & {"quality", "reason", "debrief", "model_line", "outcome", "better", "help", "requirements"}


def test_no_key_is_in_the_learner_copy_and_the_wheel(tmp_path: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder

    command = [sys.executable, "-m", "evenkeel", "learner-copy", str(tmp_path / "copy")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    files = [path for path in (tmp_path / "copy").rglob("*") if path.is_file()]
    assert {f"{name}.yml" for name in CHECKOUTS} <= {path.name for path in files}
    for path in files:
        require_no_secret(path.read_text(encoding="utf-8", errors="ignore"), str(path))
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            require_no_secret(archive.read(name).decode("utf-8", "ignore"), name)


def test_from_hand_in_to_feedback_every_row_is_the_markers(checkout: Klass) -> None:
    learners = ("ada", "ben", "cara", "dev", "ella", "farid")
    whole = load_assignment(ROOT, CHECKOUT)
    for learner in learners:
        checkout.hand_in(learner, assignment=CHECKOUT, fields=answers(learner, CHECKOUT))
    assert checkout.autograde(assignment=CHECKOUT)["success"]
    for learner in learners:
        fields = answers(learner, CHECKOUT)
        marks = mark(whole, {"schema": 1, "assignment": CHECKOUT, "fields": fields})
        closed = {f"field-{name}": one.points for name, one in marks.closed.items()}
        written = {f"criterion-{name}": one.points for name, one in marks.criteria.items()}
        assert checkout.scores(learner, CHECKOUT) == pytest.approx(closed | written)
        assert checkout.open_cells(learner, CHECKOUT) == set(written)
        checkout.decide(learner, CHECKOUT)
    assert checkout.api.generate_feedback(CHECKOUT)["success"]
    page = (checkout.folder("ben", CHECKOUT, "feedback") / f"{CHECKOUT}.html").read_text(encoding="utf-8")
    page = unescape(page)
    for words in (
        "I know it is a pity, but those are the hours",
        KEYS["questions"]["items"]["mild-day"]["whys"]["but-hours"],
        next(one.reason for node in LOBBY.nodes for one in node.choices if one.id == "one-second").split(". ")[0],
        "Your mark for this part: 32 of 40",
    ):
        assert words in page
    assert "Begun" not in page


def test_a_play_that_cannot_have_happened_waits_for_a_tutor(checkout: Klass) -> None:
    fields = answers("ada", CHECKOUT)
    fields["play"] = fields["play"] | {"choices": fields["play"]["choices"][1:]}
    checkout.hand_in("ada", assignment=CHECKOUT, fields=fields)
    assert checkout.autograde(assignment=CHECKOUT)["success"]
    assert checkout.scores("ada", CHECKOUT)["field-play"] == 0
    assert "field-play" in checkout.open_cells("ada", CHECKOUT)
    assert "field-questions" not in checkout.open_cells("ada", CHECKOUT)
    marked = checkout.marked("ada", CHECKOUT)["cells"]
    cell = next(one for one in marked if one["metadata"].get("nbgrader", {}).get("grade_id") == "field-play")
    shown = "".join(cell["outputs"][0]["data"]["text/html"])
    assert "This play cannot have happened in the scenario as it is now: step 1" in shown
    assert cell["metadata"]["evenkeel"]["held"]


def test_a_changed_scenario_asks_for_marking_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from evenkeel_grading.nbg import scoring

    before = scoring.Scorer.of(str(ROOT), CHECKOUT)
    assert scoring.Scorer.of(str(ROOT), CHECKOUT).version == before.version
    real = scoring._bytes
    monkeypatch.setattr(scoring, "_bytes", lambda file: real(file) + (b"\n" if file.stem == "the-lobby" else b""))
    assert scoring.Scorer.of(str(ROOT), CHECKOUT).version != before.version
