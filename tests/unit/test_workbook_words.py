"""The printed workbook and guide speak the language of the course, whatever they print."""

import re
from typing import Any

from bs4 import BeautifulSoup
from markupsafe import Markup

from evenkeel import words
from evenkeel.pseudo import PSEUDO
from evenkeel.workbook.documents import Chapter, Document, Entry, Part, Sheet

ASIDE = re.compile(r"[0-9X:.\s\u200f]*")
"""What is no word of the interface: the course's own words, which are all X here, figures and signs."""


def nodes() -> list[dict[str, Any]]:
    return [{"t": "p", "c": [{"t": "text", "v": "X"}]}]


def play() -> dict[str, Any]:
    """A conversation with one of everything that the guide prints of one."""
    inline = [{"t": "text", "v": "X"}]
    lines = [
        {"who": who, "text": nodes(), "when": who} for who in ("customer", "learner", "colleague", "coach", "narrator")
    ]
    choices = [{"quality": one, "text": nodes(), "reason": nodes()} for one in ("good", "tempting", "poor")]
    item = {"stem": nodes(), "options": [{"text": inline}], "explanation": nodes()}
    node = {
        "title": "X",
        "content_note": {"text": nodes()},
        "lines": lines,
        "script": inline,
        "item": item,
        "choices": choices,
    }
    ending = {"title": "X", "debrief": nodes(), "model_line": inline}
    customer = {"name": "X", "about": nodes()}
    opening = {"title": "X", "content_note": nodes(), "intro": nodes(), "customer": customer}
    return {**opening, "nodes": [node], "endings": [ending]}


def documents() -> list[Document]:
    printed = Markup("<p>X</p>")
    sheet = Sheet("X", printed)
    chapter = Chapter("X", worksheets=[sheet], quizzes=[sheet], plays=[play()])
    values = {"title": "X", "parts": [Part("X", [chapter])], "plans": printed}
    return [Document(f"{name}.html.j2", values) for name in ("workbook", "facilitator")]


def said(document: Document) -> list[str]:
    page = BeautifulSoup(document.page([Entry("X", 3, 0)]), "html.parser").select_one("html")
    assert page is not None
    for style in page.find_all("style"):
        style.decompose()
    return [text.strip() for text in page.find_all(string=True) if not ASIDE.fullmatch(text)]


def test_every_word_of_the_interface_in_print_comes_from_the_catalogue():
    with words.speaking(PSEUDO):
        for document in documents():
            left = [re.sub(r"\u200f?\[.*? ~~~~\]\u200f?", "", text, flags=re.DOTALL) for text in said(document)]
            assert [text for text in left if not ASIDE.fullmatch(text)] == []
            assert '<html lang="en-XB" dir="rtl">' in document.page()


def test_a_spanish_course_prints_in_spanish():
    with words.speaking("es"):
        workbook, guide = documents()
        assert "X: cuaderno de trabajo" in said(workbook)
        assert {"X: guía para quien facilita", "Contenido", "Ayuda.", "Palabras que probar:"} <= set(said(guide))
