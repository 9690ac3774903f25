"""A quick start of a large marking: what is made ready once, and what is not loaded at all."""

import subprocess
import sys

import pytest
from klass import APPLIED, ROOT, Klass, answers
from scale_class import mark_at_scale
from traitlets.config import Config

from evenkeel_grading.nbg.scoring import Scorer
from evenkeel_grading.scale import cluster, kit

LATE = """
import sys
from evenkeel_grading.scale.start import check_iris_late
check_iris_late()
import nbformat
from jsonschema import FormatChecker
assert "lark" not in sys.modules
checker = FormatChecker(["iri"])
assert checker.conforms("https://caf\\u00e9.example/", "iri")
assert not checker.conforms("no address", "iri")
assert "lark" in sys.modules
"""


def test_no_parser_of_addresses_is_built_before_one_is_checked() -> None:
    done = subprocess.run([sys.executable, "-c", LATE], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_is_ready_serves_the_same_files_of_the_course_only(klass: Klass, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kit, "_ready", {})
    kit.unpack.cache_clear()
    kit.make_ready(klass.root, APPLIED)
    (ready,) = kit._ready.values()
    scorer = Scorer.of(str(klass.root), APPLIED)
    assert kit.unpack(kit.pack(klass.root, APPLIED, scorer, {}, Config()), None)._scorer is ready
    files = kit._files(klass.root)
    monkeypatch.setattr(kit, "_files", lambda _: files | {"book/new.md": b"# A page that came in between"})
    assert kit.unpack(kit.pack(klass.root, APPLIED, scorer, {}, Config()), None)._scorer is not ready
    kit.unpack.cache_clear()


def test_workers_that_cannot_be_started_are_told_and_the_next_run_goes_on(
    klass: Klass, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_starts(**_: object) -> None:
        raise RuntimeError("Nanny failed to start.")

    klass.hand_in("ada", fields=answers())
    monkeypatch.setattr(cluster, "LocalCluster", none_starts)
    said = mark_at_scale(klass, workers=2)
    assert not said.all_marked
    assert "Worker processes could not be started here: Nanny failed to start." in said.words
    assert mark_at_scale(klass).all_marked
