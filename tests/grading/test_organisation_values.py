"""An organisation's values in an assignment: in its brief for the learner, and never in what a mark depends on."""

import shutil
from pathlib import Path

from evenkeel.course import load_course
from evenkeel_grading.masters import masters
from evenkeel_grading.nbg.scoring import Reading, Scorer

ROOT = Path(__file__).resolve().parents[2]
SHEET = Path("exercises", "worksheets", "difficult-applied.yml")


def course(folder: Path) -> Path:
    """One assignment of our course, whose brief asks for a value."""
    for name in ("exercises", "grading/rubrics"):
        ignored = shutil.ignore_patterns("evenkeel", "schemas")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in ("_config.yml", "organisation.yml"):
        shutil.copy(ROOT / name, folder)
    text = (folder / SHEET).read_text(encoding="utf-8")
    assert "\nbrief: |\n" in text
    asks = "\nbrief: |\n  You work for {{ org.name }}.\n\n"
    (folder / SHEET).write_text(text.replace("\nbrief: |\n", asks, 1), encoding="utf-8")
    return folder


def test_another_name_changes_the_master_and_no_digest(tmp_path):
    root = course(tmp_path)
    nothing = Reading(None, None, "")
    before = Scorer.of(str(root), "difficult-applied").digest(nothing)
    file = root / "organisation.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("\nname:\n", "\nname: Harbour *Office*\n"), encoding="utf-8"
    )
    (master,) = [text for path, text in masters(load_course(root)).items() if path.stem == "difficult-applied"]
    assert r"You work for Harbour \\*Office\\*." in master, "as text, in the notebook's JSON"
    assert Scorer.of(str(root), "difficult-applied").digest(nothing) == before
