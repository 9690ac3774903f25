"""A class on disk: learners' submitted work, marking it by each way in, and reading the gradebook."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from evenkeel.loading import read_yaml
from evenkeel_grading.nbg.layout import nbgrader_config
from evenkeel_grading.nbg.trays import make_tray

ROOT = Path(__file__).parent.parent.parent
APPLIED = "difficult-applied"
REFLECTIVE = "difficult-reflective"
STAMP = "2026-11-20 10:00:00.000000 UTC"


def answers(learner: str = "ada", assignment: str = APPLIED) -> dict[str, Any]:
    """The fields that a learner of the demo class fills in."""
    fields: dict[str, Any] = read_yaml(ROOT / "grading" / "demo" / f"{assignment}.yml").data[learner]["fields"]
    return fields


class Klass:
    """nbgrader's course below ``work/course`` with the repository's masters and rubrics."""

    def __init__(self, work: Path, root: Path = ROOT) -> None:
        self.work = work
        self.root = root
        self.config = nbgrader_config(root, work)
        self.course = work / "course"

    @property
    def api(self) -> NbGraderAPI:
        return NbGraderAPI(config=self.config)

    def folder(self, learner: str, assignment: str = APPLIED, step: str = "submitted") -> Path:
        return self.course / step / learner / assignment

    def hand_in(self, learner: str, /, assignment: str = APPLIED, stamp: str = STAMP, **changes: Any) -> Path:
        """Put a submitted folder there as collecting leaves it. ``changes`` go over the answer file."""
        folder = self.folder(learner, assignment)
        folder.mkdir(parents=True, exist_ok=True)
        content = {"schema": 1, "assignment": assignment, "learner": learner, "fields": answers(assignment=assignment)}
        (folder / "responses.json").write_text(json.dumps(content | changes), encoding="utf-8")
        (folder / "timestamp.txt").write_text(stamp, encoding="utf-8")
        (folder / "submission_secret.txt").write_text("5" * 64, encoding="utf-8")
        return folder

    def tray(self, *learners: str) -> None:
        """Make trays that belong to whoever runs the tests."""
        for learner in learners:
            make_tray(self.inbound, learner, os.getuid())

    @property
    def inbound(self) -> Path:
        return self.work / "exchange" / "evenkeel" / "inbound"

    def autograde(self, learner: str = "*", assignment: str = APPLIED, *, force: bool = True) -> dict[str, Any]:
        result: dict[str, Any] = self.api.autograde(assignment, learner, force=force)
        return result

    def gradebook(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self.course / 'gradebook.db'}", "evenkeel")

    def rows(self, learner: str, assignment: str = APPLIED) -> dict[str, tuple[float | None, float | None, bool]]:
        """By cell: the suggested points, the tutor's points, and whether a tutor has still to look."""
        with self.gradebook() as gradebook:
            notebook = gradebook.find_submission_notebook(assignment, assignment, learner)
            return {g.name: (g.auto_score, g.manual_score, g.needs_manual_grade) for g in notebook.grades}

    def scores(self, learner: str, assignment: str = APPLIED) -> dict[str, float | None]:
        return {name: row[0] for name, row in self.rows(learner, assignment).items()}

    def open_cells(self, learner: str, assignment: str = APPLIED) -> set[str]:
        return {name for name, row in self.rows(learner, assignment).items() if row[2]}

    def decide(self, learner: str, assignment: str = APPLIED, **scores: float) -> None:
        """Do what the formgrader's handler does when a tutor confirms everything and changes ``scores``."""
        with self.gradebook() as gradebook:
            for grade in gradebook.find_submission_notebook(assignment, assignment, learner).grades:
                grade.manual_score = scores.get(grade.name.replace("-", "_"), grade.manual_score)
                grade.needs_manual_grade = False
            gradebook.db.commit()

    def marked(self, learner: str, assignment: str = APPLIED) -> dict[str, Any]:
        path = self.folder(learner, assignment, "autograded") / f"{assignment}.ipynb"
        notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return notebook

    def environment(self, **more: str) -> dict[str, str]:
        return os.environ | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "JUPYTER_CONFIG_PATH": str(ROOT / "grading"),
            "EVENKEEL_WORK": str(self.work),
            "EVENKEEL_ROOT": str(self.root),
            **more,
        }

    def command(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run ``nbgrader`` as a tutor does."""
        return subprocess.run(
            [Path(sys.executable).parent / "nbgrader", *words],
            env=self.environment(**more),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
