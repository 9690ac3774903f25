"""What a killed command leaves in the folder for temporary files goes when the next one begins, and nothing else."""

import os
import tempfile
from pathlib import Path

import pytest

from evenkeel_grading.scale.folders import clear_up, own_folder


@pytest.fixture
def parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def left(parent: Path, name: str) -> Path:
    """As a killed command leaves it: nobody holds its lock."""
    folder = parent / f"evenkeel-workers-{name}"
    (folder / "dask-scratch-space").mkdir(parents=True)
    (folder / "dask-scratch-space" / "file").write_text("x", encoding="utf-8")
    return folder


def test_what_a_killed_command_left_goes_and_what_is_in_use_stays(parent: Path) -> None:
    old = left(parent, "old")
    with own_folder() as first, own_folder() as second:
        assert not old.exists()
        assert Path(first).is_dir()
        assert Path(second).is_dir()
        assert Path(first).stat().st_mode & 0o777 == 0o700
        clear_up(parent)
        assert Path(first).is_dir()
    assert not list(parent.iterdir())


def test_no_link_is_followed_and_no_other_name_touched(parent: Path) -> None:
    kept = parent / "kept"
    kept.mkdir()
    (kept / "file").write_text("x", encoding="utf-8")
    (parent / "evenkeel-workers-link").symlink_to(kept)
    (left(parent, "old") / "link").symlink_to(kept)
    clear_up(parent)
    assert (kept / "file").exists()
    assert sorted(path.name for path in parent.iterdir()) == ["evenkeel-workers-link", "kept"]


def test_a_folder_of_another_account_is_left_alone(parent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = left(parent, "theirs")
    monkeypatch.setattr(os, "geteuid", lambda: theirs.stat().st_uid + 1)
    clear_up(parent)
    assert theirs.is_dir()
