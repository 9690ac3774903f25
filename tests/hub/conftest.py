"""A class on a server, for the tests of its administration."""

import shutil
from pathlib import Path

import pytest

from evenkeel_hub.hosted import Hosted, open_hosted

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def empty_class(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with nobody's work in it, to be copied: nbgrader takes seconds to make a gradebook."""
    work = tmp_path_factory.mktemp("class") / "work"
    with pytest.MonkeyPatch.context() as patch:
        _environment(patch, work)
        with open_hosted(ROOT).gradebook():
            pass
    return work


@pytest.fixture
def hosted(empty_class: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hosted:
    """A class with nobody in it yet."""
    shutil.copytree(empty_class, tmp_path / "work")
    _environment(monkeypatch, tmp_path / "work")
    return open_hosted(ROOT)


def _environment(patch: pytest.MonkeyPatch, work: Path) -> None:
    for name in ("EVENKEEL_TRIAL", "EVENKEEL_ROLL", "EVENKEEL_COURSE", "EVENKEEL_ROOT"):
        patch.delenv(name, raising=False)
    patch.setenv("EVENKEEL_WORK", str(work))
    patch.setenv("JUPYTER_CONFIG_PATH", str(ROOT / "grading"))
