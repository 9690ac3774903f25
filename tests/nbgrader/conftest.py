"""Real courses for the tests: nbgrader's own SQLite gradebook, real folders, a real exchange."""

import shutil
from pathlib import Path

import pytest
from klass import Klass


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with both assignments generated, to be copied: generating takes seconds."""
    work = tmp_path_factory.mktemp("released")
    klass = Klass(work)
    for assignment in ("difficult-applied", "difficult-reflective"):
        result = klass.api.generate_assignment(assignment)
        assert result["success"], result
    return work


@pytest.fixture
def klass(released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Klass:
    """A class with nobody in it yet."""
    for name in ("EVENKEEL_TRIAL", "EVENKEEL_WORK", "EVENKEEL_ROOT"):
        monkeypatch.delenv(name, raising=False)
    shutil.copytree(released, tmp_path / "work")
    monkeypatch.chdir(tmp_path)
    return Klass(tmp_path / "work")
