"""Sentence-level agreement with people, on reflective writing that is not ours.

``python -m tests.benchmarks.reflective SENTENCES.tsv`` takes a ``sentences.tsv`` of CEReD (Nehyba and Štefánik 2022,
https://github.com/EduMUNI/reflection-classification, Apache-2.0: diaries of student teachers, translated from Czech
by machine) and compares the nearest shared cue classes with its labels, each as "there or
not". Nothing was tuned on it.
"""

import argparse
import csv
import json
from collections.abc import Sequence
from pathlib import Path

from evenkeel.loading import read_yaml
from evenkeel_grading.marker.cues import finder
from evenkeel_grading.marker.text import prose
from evenkeel_grading.rubric import SharedCues

ROOT = Path(__file__).resolve().parent.parent.parent
CUES = ROOT / "grading" / "rubrics" / "shared" / "cues.yml"
# Each of the dataset's labels with the class of ours that is nearest to it in meaning.
NEAREST = {
    "Feeling": "feeling-word",
    "Difficulties": "negative-judgement",
    "Intention": "own-action",
    "Learning": "conclusion-drawn",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="a sentences.tsv of the dataset")
    with parser.parse_args().file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter="\t"))
    shared = SharedCues.model_validate(read_yaml(CUES, ROOT).data)
    cues = finder({name: (cue.phrases, cue.negated == "keep") for name, cue in shared.cues.items()}, shared.spellings)
    found = [{hit.cue for sentence in prose(row["sentence"]).sentences for hit in cues.hits(sentence)} for row in rows]
    report = {
        label: _agreement([(cue in hits, row["y"] == label) for hits, row in zip(found, rows, strict=True)])
        for label, cue in NEAREST.items()
    }
    print(json.dumps({"sentences": len(rows), **report}, indent=2))


def _agreement(pairs: Sequence[tuple[bool, bool]]) -> dict[str, float | int]:
    total = len(pairs)
    ours, theirs = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    both, same = sum(a and b for a, b in pairs), sum(a == b for a, b in pairs) / total
    chance = (ours * theirs + (total - ours) * (total - theirs)) / total**2
    return {
        "people": theirs,
        "rules": ours,
        "both": both,
        "accuracy": round(same, 3),
        "kappa": round((same - chance) / (1 - chance), 2),
    }


if __name__ == "__main__":
    main()
