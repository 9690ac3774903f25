"""The link check, over a small built book of its own."""

from pathlib import Path

import pytest

from evenkeel.__main__ import main
from evenkeel.lint.links import check_book

SPEC = '{"feedback": [{"t": "p", "c": [{"t": "link", "to": "TARGET", "c": []}]}]}'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A course's folder with a sound book in ``_build/html``."""
    html = tmp_path / "_build/html"
    (html / "calls").mkdir(parents=True)
    (html / "_static").mkdir()
    (tmp_path / "book").mkdir()
    (tmp_path / "exercises").mkdir()
    (tmp_path / "_config.yml").write_text("title: T\n", encoding="utf-8")
    (html / "_static/look.css").write_text("a { background: url('door.svg') }", encoding="utf-8")
    (html / "_static/door.svg").write_text("<svg/>", encoding="utf-8")
    (html / "index.html").write_text(
        "<link rel='stylesheet' href='_static/look.css?v=1'><a href='calls/one.html#part%20two'>one</a>"
        "<a href='tel:01632960001'>ring</a><a href='#'>top</a><p id='here'></p><a href='#here'>here</a>",
        encoding="utf-8",
    )
    (html / "calls/one.html").write_text(
        f"<h2 id='part two'>Two</h2><img src='../_static/door.svg' alt=''><a href='../calls/one.html'>me</a>"
        f"<evenkeel-exercise spec='{SPEC.replace('TARGET', 'index#here')}'></evenkeel-exercise>",
        encoding="utf-8",
    )
    return tmp_path


def add(book: Path, words: str) -> list[str]:
    page = book / "_build/html/calls/one.html"
    page.write_text(page.read_text(encoding="utf-8") + "\n" + words, encoding="utf-8")
    return [str(problem) for problem in check_book(book / "_build/html", book)]


def test_a_sound_book_has_no_problem(book):
    assert check_book(book / "_build/html", book) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("<a href='two.html'>x</a>", "links to 'two.html', which is not there"),
        ("<a href='one.html#three'>x</a>", "links to 'one.html#three'; the page is there, and has no such part"),
        ("<a href='#three'>x</a>", "links to '#three'; the page is there, and has no such part"),
        ("<a href='../../../secret.html'>x</a>", "links to '../../../secret.html', which is not there"),
        ("<script src='../_static/gone.js'></script>", "needs '../_static/gone.js', which is not there"),
        ("<img srcset='../_static/gone.png 2x'>", "needs '../_static/gone.png', which is not there"),
        ("<script src='https://cdn.example/x.js'></script>", "loads 'https://cdn.example/x.js' from elsewhere; put it"),
        ("<a href='http://example.org/'>x</a>", "a link that leaves the book starts with https://"),
        ("<a href='javascript:alert(1)'>x</a>", "a link that leaves the book starts with https://"),
        ("<a href='https://example.org/'>x</a>", "which book/links.txt does not list"),
        (f"<evenkeel-exercise spec='{SPEC.replace('TARGET', 'gone')}'></evenkeel-exercise>", "'../gone.html#'"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_with_its_page_and_line(book, words, said):
    found = add(book, words)
    assert len(found) == 1
    assert found[0].startswith("calls/one.html:2: ")
    assert said in found[0]


def test_a_style_that_lacks_its_picture_is_told(book):
    (book / "_build/html/_static/door.svg").unlink()
    assert {str(one).split(":")[0] for one in check_book(book / "_build/html", book)} == {
        "_static/look.css",
        "calls/one.html",
    }


def test_a_listed_address_may_be_linked_to(book):
    (book / "book/links.txt").write_text("# the standards body\nhttps://example.org/page\n", encoding="utf-8")
    assert add(book, "<a href='https://example.org/page#part'>x</a>") == []


def test_the_command_says_whether_every_link_leads_somewhere(book, capsys):
    assert main(["links", "--root", str(book)]) == 0
    assert main(["links", str(book / "nowhere"), "--root", str(book)]) == 2
    add(book, "<a href='two.html'>x</a>")
    assert main(["links", "--root", str(book)]) == 1
    assert "two.html" in capsys.readouterr().out
