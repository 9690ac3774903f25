"""Every notebook the repository holds runs, and shows what it showed when it was saved (nbval)."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PRACTICE = sorted((ROOT / "exercises").rglob("*.ipynb"))
MASTERS = sorted((ROOT / "source").rglob("*.ipynb"))


def nbval(notebooks: list[Path], home: Path, mode: str) -> subprocess.CompletedProcess[str]:
    """Run nbval on notebooks, as a learner whose home is empty. One process for all: most of the time is its start."""
    command = [sys.executable, "-m", "pytest", mode, "-q", "-p", "no:cacheprovider", "-W", "default"]
    environment = {**os.environ, "EVENKEEL_HOME": str(home), "EVENKEEL_ROOT": str(ROOT)}
    return subprocess.run(
        [*command, *map(str, notebooks)], cwd=home, env=environment, capture_output=True, text=True, check=False
    )


def test_the_repository_holds_notebooks_of_both_sorts() -> None:
    assert PRACTICE
    assert MASTERS


def test_the_practice_notebooks_show_what_they_showed_when_saved(tmp_path: Path) -> None:
    done = nbval(PRACTICE, tmp_path, "--nbval")
    assert done.returncode == 0, f"{done.stdout}\nIf the content has changed on purpose: make notebooks"


def test_the_masters_run_without_an_error(tmp_path: Path) -> None:
    # A master is released without outputs, so there is none to compare: each cell must run, no more.
    done = nbval(MASTERS, tmp_path, "--nbval-lax")
    assert done.returncode == 0, done.stdout
