"""Pages on threats, self-harm and abuse: each has a content note with a way round, and says when it is reviewed."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml

from evenkeel.book.sensitive import review_words
from evenkeel.models.base import Review

BOOK = Path(__file__).resolve().parents[2] / "book"
NOTE = re.compile(r"^:::\{sensitive\} \S.*?^:::$", re.MULTILINE | re.DOTALL)
HARD = re.compile(r"self-harm|suicid|\bend(ing)? (my|your|their|his|her|one's) (own )?life|\bthreat", re.IGNORECASE)
WITHOUT = re.compile(r"help|index|coverage|guides/.*|.*/overview")
"""Pages that name such things and tell none of them; and the help page, which nobody should be led past."""


def pages() -> dict[str, str]:
    found = sorted(BOOK.rglob("*.md"))
    return {page.relative_to(BOOK).with_suffix("").as_posix(): page.read_text(encoding="utf-8") for page in found}


SENSITIVE = [name for name, text in pages().items() if NOTE.search(text) and not name.startswith("guides/")]


def test_every_page_with_hard_words_has_a_content_note():
    hard = {name for name, text in pages().items() if len(HARD.findall(text)) > 1 and not WITHOUT.fullmatch(name)}
    assert {"resilience/safety-first", "resilience/pass-it-on", "difficult/safe-and-lawful"} <= hard
    assert sorted(hard - set(SENSITIVE)) == []


@pytest.mark.parametrize("name", SENSITIVE)
def test_a_content_note_comes_first_and_shows_a_way_round_that_exists(name):
    text = pages()[name]
    note = NOTE.search(text)
    assert note is not None
    before = text[: note.start()].partition("\n# ")[2]
    assert len(before.splitlines()) <= 2, "only the title stands before it"
    ways = [to for to in re.findall(r"\]\(([^)\s]+)\)", note[0]) if "help.md" not in to]
    assert ways
    for to in ways:
        page, _, part = to.partition("#")
        assert not page or (BOOK / name).parent.joinpath(page).resolve().is_file(), to
        assert page or part


@pytest.mark.parametrize("name", SENSITIVE)
def test_a_sensitive_page_says_when_a_qualified_person_looks_at_it(name):
    head = yaml.safe_load(pages()[name].split("---\n")[1])
    assert Review.model_validate(head["review"]).by


@pytest.mark.parametrize(
    ("done", "today", "words"),
    [
        (False, date(2027, 5, 31), "Needs review by a qualified person. Due: 31 May 2027. Not done yet."),
        (
            False,
            date(2027, 6, 1),
            "Needs review by a qualified person. It was due on 31 May 2027 and has not been done.",
        ),
        (True, date(2027, 5, 31), "Checked by a qualified person. Next look due: 31 May 2027."),
        (
            True,
            date(2027, 6, 1),
            "Checked by a qualified person. The next look was due on 31 May 2027 and has not been done.",
        ),
    ],
)
def test_a_review_is_told_as_it_is(done, today, words):
    review = Review(due="2027-05-31", by="qualified person", done=done)
    assert " ".join(review_words(review, today)) == words


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What Sphinx said of three pages, and where they are."""
    book = tmp_path_factory.mktemp("course") / "book"
    book.mkdir()
    review = '---\nreview: {due: "2999-05-31", by: qualified person, done: no}\n---\n\n'
    note = ":::{{sensitive}} Before you read\nHard words. {}\n:::\n\nHard.\n"
    (book / "index.md").write_text(f"{review}# A\n\n" + note.format("You can [skip](b.md)."), encoding="utf-8")
    (book / "b.md").write_text(
        "---\nreview: {due: soon}\n---\n\n# B\n\n" + note.format("[Help](help.md)"), encoding="utf-8"
    )
    (book / "help.md").write_text(f"{review}# Help\n\nWords.\n", encoding="utf-8")
    settings = 'extensions = ["myst_parser", "evenkeel.book"]\nmyst_enable_extensions = ["colon_fence"]\n'
    (book / "conf.py").write_text(settings, encoding="utf-8")
    words = [sys.executable, "-m", "sphinx", "-q", "--no-color", book, book.parent / "html"]
    done = subprocess.run(words, capture_output=True, text=True, check=True, encoding="utf-8")
    return done.stderr, book.parent / "html"


def test_an_author_is_told_of_a_note_without_a_way_round_and_of_an_unreadable_review(built):
    assert re.search(r"b\.md:7: WARNING: this content note has no link to skip with", built[0])
    assert re.search(r"b\.md: WARNING: the page's review cannot be read", built[0])
    assert "index.md" not in built[0]


def test_readers_see_the_review_in_the_note_or_at_the_end(built):
    said = "<strong>Needs review by a qualified person.</strong> Due: 31 May 2999. Not done yet."
    index = (built[1] / "index.html").read_text(encoding="utf-8")
    assert re.search(r'evk-sensitive.*?<a [^>]*href="b.html".*?' + re.escape(said) + r"</p>\s*</div>", index, re.DOTALL)
    help_page = (built[1] / "help.html").read_text(encoding="utf-8")
    assert re.search(r"<p>Words.</p>\s*<p class=\"evk-review\">" + re.escape(said), help_page)
