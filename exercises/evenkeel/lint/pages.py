"""What is asked of a page as a whole: that it reads easily, and that its pictures are told in words."""

import re
from collections.abc import Iterator

from evenkeel.lint.page import Fence, Page
from evenkeel.lint.words import grade, sentences, words

READING_AGE = 14
"""The highest reading age: the Flesch-Kincaid grade and five years."""
LEAST_WORDS = 100
"""With fewer words than this a grade says nothing."""

_PICTURE = re.compile(r"!\[\s*\]\(")
_IMG = re.compile(r"<img\b(?![^>]*\balt=\"[^\"]+\")", re.IGNORECASE)
_SHOWS = re.compile(r"\bdisplay\(|\.show\(|\bglue\(|\bSVG\(|\bImage\(|\bplt\.")
_ALT_IN_CELL = re.compile(r"^:\s+alt:\s*[\"']?\S", re.MULTILINE)


def reading_age(page: Page) -> float:
    """The reading age of a page: headings, sources and cells that are no sentences are left aside."""
    texts = [sentence for block in page.blocks if block.kind == "text" for sentence in sentences(block.text)]
    texts += [block.text for block in page.blocks if block.kind == "cell" and block.text.endswith((".", "!", "?"))]
    return grade(texts) + 5 if sum(len(words(text)) for text in texts) >= LEAST_WORDS else 0.0


def check_page(page: Page) -> Iterator[tuple[str, int | None, str]]:
    """Rule, line and message of what is wrong with a page; no line for the page as a whole."""
    age = reading_age(page)
    if age > READING_AGE:
        message = (
            f"has a reading age of {age:.1f}; shorten sentences and choose shorter words, to {READING_AGE} or less"
        )
        yield "reading-age", None, message
    for number, line in enumerate(page.lines, 1):
        if _PICTURE.search(line) or _IMG.search(line):
            yield "no-alt", number, "has a picture without alt text; say in the brackets what it shows"
    for fence in page.fences:
        if _lacks_alt(fence):
            yield "no-alt", fence.line, "has a figure without alt text; say with `alt:` what it shows"


def _lacks_alt(fence: Fence) -> bool:
    if fence.name in ("figure", "image", "glue:figure"):
        return not re.search(r"^\s*:alt:\s*\S", fence.body, re.MULTILINE)
    return fence.name == "code-cell" and bool(_SHOWS.search(fence.body)) and not _ALT_IN_CELL.search(fence.body)
