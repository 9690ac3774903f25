"""The evidence as a tutor and a learner see it: words first, numbers last, and never a learner's markup."""

import re
from html.parser import HTMLParser

import pytest
from bs4 import BeautifulSoup
from known import answers, assignment_of
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output

from evenkeel.responses import Responses, ResponsesError, check_responses
from evenkeel_grading import Assignment, evidence_html, mark
from evenkeel_grading.findings import Flag

NASTY = (
    "<script>alert(1)</script> <img src=x onerror=alert(2)> </blockquote></div> &lt;b&gt; \"' `x` $x^2$ \\(y\\) "
    "[a](javascript:alert(3)) depot \u202eevil\u202c \x07bell\x1b[31m\x00 \u200bnone\nnext line"
)
TUTOR_ONLY = ("Why:", "Key:", "Suggested", "unsure", "sure;", "fairly sure")


class Page(HTMLParser):
    """Collects tags, attributes and the text of a piece of HTML, and checks that tags close."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        self.names |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def nasty() -> Responses:
    fields = {"causes": NASTY, "offer": NASTY, "best-line": "<b>x</b>", "cause-sort": {"odd": "other"}}
    return check_responses({"schema": 1, "assignment": "difficult-applied", "fields": fields})


def both(assignment: Assignment, responses: Responses) -> list[str]:
    marks = mark(assignment, responses)
    return [
        evidence_html.for_tutor(assignment, marks, responses),
        evidence_html.for_learner(assignment, marks, responses),
    ]


def test_markup_that_a_learner_typed_is_text(applied: Assignment) -> None:
    for html in both(applied, nasty()):
        page = Page(html)
        assert not {"script", "img", "a", "b", "style", "iframe"} & set(page.tags)
        assert page.names <= {"class", "style"}
        assert "<script>alert(1)</script> <img src=x onerror=alert(2)>" in page.text


def test_signs_that_hide_or_turn_words_are_shown_by_number(applied: Assignment) -> None:
    for html in both(applied, nasty()):
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f\u200b]", html)
        assert "[U+202E]evil[U+202C]" in html
        assert "[U+0007]bell[U+001B][31m[U+0000]" in html


def test_joined_emoji_and_other_scripts_stay_as_they_are() -> None:
    words = "👩‍🏫 می‌خواهم Zoë\ttab"
    assert evidence_html.typed(words) == words


def test_nbconvert_and_mathjax_leave_the_words_alone(applied: Assignment) -> None:
    html = both(applied, nasty())[0]
    cell = new_code_cell("", outputs=[new_output("display_data", data={"text/html": html})])
    page, _ = HTMLExporter(template_name="classic").from_notebook_node(new_notebook(cells=[cell]))
    shown = BeautifulSoup(page, "html.parser").find(class_="ek-response")
    assert shown is not None
    assert shown.get_text() == Page(html).text
    assert [tag.name for tag in shown.find_all()] == Page(html).tags[1:]
    assert html.count('class="ek-evidence tex2jax_ignore mathjax_ignore"') == html.count("<div")


@pytest.mark.parametrize("name", sorted(answers()))
def test_the_words_come_first_then_what_is_missing_then_the_level(name: str) -> None:
    assignment, responses = assignment_of(name[:-4]), answers()[name]
    marks = mark(assignment, responses)
    for criterion, given in marks.criteria.items():
        html = evidence_html.criterion_block(assignment, marks, criterion, "tutor")
        places = [html.find(sign) for sign in ("ek-words", "What earned credit", "Missing for", "ek-level")]
        shown = [place for place in places if place >= 0]
        assert shown == sorted(shown)
        assert html.count("<mark") >= bool(given.level)
        assert html.endswith("has decided.</p></div>" if marks.hold else "A tutor decides.</p></div>")
        assert Page(html)


@pytest.mark.parametrize("name", sorted(answers()))
def test_the_learner_sees_no_key_no_confidence_and_no_note(name: str) -> None:
    assignment, responses = assignment_of(name[:-4]), answers()[name]
    html = evidence_html.for_learner(assignment, mark(assignment, responses), responses)
    assert not [words for words in TUTOR_ONLY if words in html]
    for key in assignment.rubric.keys.values():
        for why in [*getattr(key, "whys", {}).values(), getattr(key, "why", None) or "Why:"]:
            assert why not in Page(html).text
    for review in assignment.rubric.human_review:
        assert review.when not in Page(html).text
        assert review.id not in html


def test_the_tutor_sees_key_and_reasons_beside_the_answer(applied: Assignment) -> None:
    responses = answers()["difficult-applied-104"]
    html = evidence_html.closed_block(applied, mark(applied, responses), responses, "best-line", "tutor")
    text = Page(html).text
    assert text.index("rules are rules") < text.index("Key:") < text.index("Why:") < text.index("0 of 4 points")


def test_answers_that_name_no_option_are_said_so(applied: Assignment) -> None:
    html = evidence_html.closed_block(applied, mark(applied, nasty()), nasty(), "best-line", "tutor")
    assert "(no such option)" in html


def test_a_hold_is_said_plainly_to_the_tutor_and_not_to_the_learner(reflective: Assignment) -> None:
    responses = answers()["difficult-reflective-104"]
    tutor, learner = both(reflective, responses)
    assert "Held: needs a person." in tutor
    assert "Held" not in learner


def test_a_private_note_is_at_most_a_hold_for_a_tutor(applied: Assignment) -> None:
    note = Flag("secrecy", "human_review", "today", "promises to tell nobody", holds=True)
    responses = answers()["difficult-applied-101"]
    marks = mark(applied, responses)
    noted = type(marks)(marks.assignment, marks.closed, marks.criteria, (note,), (), marks.texts)
    tutor = evidence_html.for_tutor(applied, noted, responses)
    assert "Held: needs a person." in tutor
    assert "secrecy" not in tutor
    assert "promises to tell nobody" not in tutor


def test_a_tutors_level_stands_and_the_next_descriptor_says_what_would_lift_it(applied: Assignment) -> None:
    responses = answers()["difficult-applied-101"]
    marks = mark(applied, responses)
    html = evidence_html.for_learner(applied, marks, responses, levels={"technique": 2})
    assert "Level 2 of 3, 13.33 of 20 points" in html
    technique = next(one for one in applied.worksheet.criteria if one.id == "technique")
    assert f"The next level asks: {technique.levels[3]}" in Page(html).text


def test_answers_that_cannot_be_read_give_a_plain_message() -> None:
    html = evidence_html.unreadable_block(ResponsesError("damaged", "It is <damaged>."))
    assert "It is <damaged>." in Page(html).text
