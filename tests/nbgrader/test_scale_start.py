"""A quick start of a large marking: what is made ready once, and what is not loaded at all."""

import subprocess
import sys

import pytest
from klass import APPLIED, ROOT, Klass
from traitlets.config import Config

from evenkeel_grading.nbg.scoring import Scorer
from evenkeel_grading.scale import kit

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
