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
KEYS: dict[str, Any] = read_yaml(ROOT / "grading" / "rubrics" / f"{CHECKOUT}.yml").data["keys"]
LOBBY = load_scenario(ROOT, "the-lobby")


@pytest.fixture
def checkout(klass: Klass) -> Klass:
    assert klass.api.generate_assignment(CHECKOUT)["success"]
    return klass


def secrets() -> Iterator[str]:
    """Every key and every reason, each in a form that can be searched for."""
    for item in KEYS["questions"]["items"].values():
        yield item["why"]
        yield from item.get("whys", {}).values()
        right = item.get("key", item.get("keys", item.get("order")))
        if isinstance(right, str):
            yield from (f"key: {right}", f'"key": "{right}"')
        elif not isinstance(right, bool):
            pairs = [f"{a}: {b}" for a, b in right.items()] if isinstance(right, dict) else right
            yield from (json.dumps(right)[1:-1], ", ".join(pairs))
    for node, choices in KEYS["play"]["nodes"].items():
        pairs = [f"{name}: {earned}" for name, earned in choices.items()]
        yield from (json.dumps({node: choices})[1:-1], ", ".join(pairs))
    yield from KEYS["play"]["whys"].values()


def require_no_secret(text: str, where: str) -> None:
    flat = " ".join(text.split())
    for secret in secrets():
        for form in (secret, json.dumps(secret)[1:-1], secret.replace("'", "''")):
            assert " ".join(form.split()) not in flat, f"{where} holds {secret!r}"


def test_the_search_would_find_every_kind_of_secret() -> None:
    found = list(secrets())
    assert len(found) > 100
    for secret in found:
        with pytest.raises(AssertionError):
            require_no_secret(f"before {secret} after", "here")


def test_no_key_is_in_the_master_the_release_and_the_exchange(checkout: Klass) -> None:
    assert checkout.api.release_assignment(CHECKOUT)["success"]
    for folder in (ROOT / "source" / CHECKOUT, checkout.course / "release", checkout.work / "exchange"):
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert files
        for path in files:
            require_no_secret(path.read_text(encoding="utf-8"), str(path))


def test_no_key_is_in_what_the_widget_gets_and_keeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from evenkeel.widgets import worksheet

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EVENKEEL_ROOT", str(ROOT))
    widget = worksheet(CHECKOUT)
    fields = answers("ella", CHECKOUT) | {"questions": {"mild-day": "but-hours"}}
    widget.state = {"schema": 1, "fields": fields}
    shown = json.dumps([widget.get_state(), widget._repr_mimebundle_()], ensure_ascii=False, default=str)
    require_no_secret(shown, "the widget")
    assert json.loads((tmp_path / "responses.json").read_text())["fields"] == fields


def test_a_graded_play_goes_out_without_what_was_good() -> None:
    words = [choice.reason for node in LOBBY.nodes for choice in node.choices]
    words += [ending.debrief for ending in LOBBY.endings] + [ending.model_line for ending in LOBBY.endings]
    words += [line.text for node in LOBBY.nodes for line in node.lines if line.who == "coach"]
    words += [meter.help for meter in LOBBY.state.values()]
    shown = json.dumps(spec(load_worksheet(ROOT, CHECKOUT), CHECKOUT, lambda name: load_scenario(ROOT, name)))
    for text in words:
        for line in filter(None, plain(text).split("\n")):
            assert json.dumps(line)[1:-1] not in shown, line
    entries = set(re.findall(r'"(\w+)": ', json.dumps(graded_play(LOBBY))))
    assert not entries & {"quality", "reason", "debrief", "model_line", "outcome", "better", "help", "requirements"}


def test_no_key_is_in_the_learner_copy_and_the_wheel(tmp_path: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder

    command = [sys.executable, "-m", "evenkeel", "learner-copy", str(tmp_path / "copy")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    files = [path for path in (tmp_path / "copy").rglob("*") if path.is_file()]
    assert any(path.name == f"{CHECKOUT}.yml" for path in files)
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
        "Your mark for this part: 32.0 of 40",
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
