"""Write ``marker/guards/pairs.txt`` again: how often kinds of words follow one another in our own text.

Run it as ``python tests/word_pairs.py`` when the course has grown a good deal; holds may change a little. The text
is the pages, exercises and rubrics of the course and the answers we made up for ``own-words.yml``, and never the
development answers, which measure what the pairs are good for.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from evenkeel.loading import read_yaml
from evenkeel_grading.marker.guards.order import ending
from evenkeel_grading.marker.text import prose

ROOT = Path(__file__).parents[1]
PAIRS = ROOT / "grading" / "evenkeel_grading" / "marker" / "guards" / "pairs.txt"
COMMON = 600
LEAST = 5
_NOT_WORDS = re.compile(
    r"```.*?```|^---.*?^---|\{[^}]*\}|<[^>]*>|`[^`]*`|\]\([^)]*\)|^[:%#].*$|[*\[]", re.DOTALL | re.MULTILINE
)
_HEAD = """\
% How often one kind of word follows another: a kind, then what follows it and how often, for the guard against words
% out of order. A kind is one of the commonest words, or how a rarer one ends. Made by tests/word_pairs.py from the
% course's own text.
"""


def texts() -> Iterator[str]:
    """Every running text of the course."""
    for page in sorted((ROOT / "book").rglob("*.md")):
        yield _NOT_WORDS.sub("\n", page.read_text(encoding="utf-8"))
    folders = [ROOT / "exercises" / kind for kind in ("quizzes", "scenarios", "worksheets")]
    files = [file for folder in folders for file in sorted(folder.glob("*.yml"))]
    for file in [*files, ROOT / "tests" / "grading" / "data" / "own-words.yml"]:
        yield from strings(read_yaml(file).data)
    for file in sorted((ROOT / "grading" / "rubrics").glob("*.yml")):
        rubric = read_yaml(file).data
        yield from strings(rubric.get("keys"))
        yield from strings([criterion.get("examples") for criterion in rubric.get("criteria", {}).values()])


def strings(data: Any) -> Iterator[str]:
    """The texts of some YAML that are more than a name."""
    if isinstance(data, str) and len(data.split()) >= LEAST:
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)


def count(found: Iterable[str]) -> dict[str, Counter[str]]:
    """For each kind, what follows it and how often."""
    sentences = [[word.text for word in sentence.words] for text in found for sentence in prose(text).sentences]
    often = Counter(word for sentence in sentences for word in sentence).most_common(COMMON)
    common = {word for word, _ in often if word.replace("'", "").isalpha()}
    pairs: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        kinds = [word if word in common else ending(word) for word in sentence]
        for first, follows in pairwise(kinds):
            pairs[first][follows] += 1
    return pairs


def main() -> None:
    """Write the file."""
    rows = (
        " ".join([first, *(f"{follows} {number}" for follows, number in after.most_common())])
        for first, after in sorted(count(texts()).items())
    )
    PAIRS.write_text(_HEAD + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
