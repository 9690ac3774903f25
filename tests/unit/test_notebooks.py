"""Every notebook the repository holds runs, and shows what it showed when it was saved (nbval)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PRACTICE = sorted((ROOT / "exercises").rglob("*.ipynb"))
MASTERS = sorted((ROOT / "source").rglob("*.ipynb"))


def nbval(notebook: Path, home: Path, mode: str) -> subprocess.CompletedProcess[str]:
    """Run nbval on one notebook, as a learner whose home is empty."""
    command = [sys.executable, "-m", "pytest", mode, "-q", "-p", "no:cacheprovider", "-W", "default", str(notebook)]
    environment = {**os.environ, "EVENKEEL_HOME": str(home), "EVENKEEL_ROOT": str(ROOT)}
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)


def test_the_repository_holds_notebooks_of_both_sorts() -> None:
    assert PRACTICE
    assert MASTERS


@pytest.mark.parametrize("notebook", PRACTICE, ids=lambda file: file.stem)
def test_a_practice_notebook_shows_what_it_showed_when_saved(notebook: Path, tmp_path: Path) -> None:
    done = nbval(notebook, tmp_path, "--nbval")
    assert done.returncode == 0, f"{done.stdout}\nIf the content has changed on purpose: make notebooks"


@pytest.mark.parametrize("notebook", MASTERS, ids=lambda file: file.stem)
def test_a_master_runs_without_an_error(notebook: Path, tmp_path: Path) -> None:
    # A master is released without outputs, so there is none to compare: each cell must run, no more.
    done = nbval(notebook, tmp_path, "--nbval-lax")
    assert done.returncode == 0, done.stdout
