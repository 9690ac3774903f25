"""One draft in, its feedback out: a process of its own, so that a learner's server never holds the marker.

It reads one JSON object from standard input, ``{"root", "sheet", "fields"}``, and writes one to standard output: what
:func:`evenkeel_grading.practice.feedback.feedback` gives, or ``{"error": "no-feedback" | "unusable"}``. It writes
nothing else anywhere: what went wrong could hold the learner's words.
"""

import json
import sys
from pathlib import Path
from typing import Any

from evenkeel.languages import settle
from evenkeel.problems import ContentError
from evenkeel.responses import ResponsesError
from evenkeel_grading.practice.feedback import feedback
from evenkeel_grading.practice.loading import load_practice


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """The feedback, or what stands in its way."""
    root = Path(asked["root"])
    settle(root)
    try:
        return feedback(load_practice(root, asked["sheet"]), asked["fields"])
    except ContentError:
        return {"error": "no-feedback"}
    except ResponsesError:
        return {"error": "unusable"}


def main() -> None:
    """Answer once."""
    sys.stdout.write(json.dumps(answer(json.load(sys.stdin))))


if __name__ == "__main__":
    main()
