"""The evidence as a tutor and a learner see it: words first, numbers last, and never a learner's markup."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from bs4 import BeautifulSoup
from known import answers, assignment_of
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output

from evenkeel.models.worksheet import ClosedField
from evenkeel.responses import Responses, check_responses
from evenkeel_grading import Assignment, evidence_html, mark
from evenkeel_grading.evidence_closed import Audience, closed_block
from evenkeel_grading.findings import CriterionFinding, Evidence, Flag
from evenkeel_grading.marks import CriterionMark, Marks

NASTY = (
    "<script>alert(1)</script> <img src=x onerror=alert(2)> </blockquote></div> &lt;b&gt; \"' `x` $x^2$ \\(y\\) "
    "[a](javascript:alert(3)) depot \u202eevil\u202c \x07bell\x1b[31m\x00 \u200bnone\nnext line"
)
TUTOR_ONLY = ("Why:", "Key:", "Suggested", "unsure", "fairly sure")


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


def whole(assignment: Assignment, responses: Responses, audience: Audience) -> str:
    """Every block of a response that a page of the audience shows."""
    marks = mark(assignment, responses)
    blocks = [evidence_html.notes_block(marks)] if audience == "tutor" else []
    for field in assignment.worksheet.fields:
        if isinstance(field, ClosedField):
            blocks.append(closed_block(assignment, marks, responses, field.id, audience))
    for criterion in assignment.worksheet.criteria:
        level = marks.criteria[criterion.id].level
        if audience == "learner":
            blocks.append(evidence_html.learner_block(assignment, marks, criterion, level))
        else:
            blocks.append(evidence_html.evidence_block(assignment, marks, criterion))
            blocks.append(evidence_html.words_block(assignment, marks, criterion))
    return "".join(blocks)


def both(assignment: Assignment, responses: Responses) -> list[str]:
    return [whole(assignment, responses, "tutor"), whole(assignment, responses, "learner")]


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
    shown = BeautifulSoup(page, "html.parser").find_all(class_="ek-evidence")
    assert "".join(block.get_text() for block in shown) == Page(html).text
    assert [tag.name for block in shown for tag in (block, *block.find_all())] == Page(html).tags
    assert html.count('class="ek-evidence tex2jax_ignore mathjax_ignore"') == html.count("<div")


@pytest.mark.parametrize("name", sorted(answers()))
def test_the_words_come_first_then_what_earned_credit_and_no_block_tells_the_level(name: str) -> None:
    assignment, responses = assignment_of(name[:-4]), answers()[name]
    marks = mark(assignment, responses)
    for criterion in assignment.worksheet.criteria:
        html = evidence_html.evidence_block(assignment, marks, criterion)
        assert html.rfind("</blockquote>") < max(html.find("<p>What earned credit"), html.find("<p>No sentence"))
        assert html.count("<mark") >= bool(marks.criteria[criterion.id].level)
        for tells in ("Suggested", "Missing", "level 1", "level 2", "level 3", "points"):
            assert tells not in re.sub("<q>.*?</q>|<blockquote.*?</blockquote>", "", html, flags=re.DOTALL)
        assert Page(html)


@pytest.mark.parametrize("name", sorted(answers()))
def test_the_words_alone_give_away_nothing_of_the_suggestion(name: str) -> None:
    assignment, responses = assignment_of(name[:-4]), answers()[name]
    marks = mark(assignment, responses)
    for criterion in assignment.worksheet.criteria:
        html = evidence_html.words_block(assignment, marks, criterion)
        assert "<mark" not in html
        assert "credit" not in re.sub("<blockquote.*?</blockquote>", "", html, flags=re.DOTALL)
        assert all(
            evidence_html.typed(marks.texts[field]) in html for field in criterion.fields if field in marks.texts
        )


@pytest.mark.parametrize("name", sorted(answers()))
def test_the_learner_sees_no_key_no_confidence_and_no_note(name: str) -> None:
    assignment, responses = assignment_of(name[:-4]), answers()[name]
    html = whole(assignment, responses, "learner")
    assert not [words for words in TUTOR_ONLY if words in html]
    for key in assignment.rubric.keys.values():
        for why in [*getattr(key, "whys", {}).values(), getattr(key, "why", None) or "Why:"]:
            assert why not in Page(html).text
    for review in assignment.rubric.human_review:
        assert review.when not in Page(html).text
        assert review.id not in html


def test_the_tutor_sees_key_and_reasons_beside_the_answer(applied: Assignment) -> None:
    responses = answers()["difficult-applied-104"]
    html = closed_block(applied, mark(applied, responses), responses, "best-line", "tutor")
    text = Page(html).text
    assert text.index("rules are rules") < text.index("Key:") < text.index("Why:") < text.index("0 of 4 points")


def test_answers_that_name_no_option_are_said_so(applied: Assignment) -> None:
    html = closed_block(applied, mark(applied, nasty()), nasty(), "best-line", "tutor")
    assert "(no such option)" in html


def test_a_hold_is_said_plainly_to_the_tutor_and_not_to_the_learner(reflective: Assignment) -> None:
    responses = answers()["difficult-reflective-104"]
    tutor, learner = both(reflective, responses)
    assert "Held: needs a person." in tutor
    assert "Held" not in learner


def test_a_private_note_is_at_most_a_hold_for_a_tutor(applied: Assignment) -> None:
    note = Flag("secrecy", "human_review", "before-release", "promises to tell nobody", holds=True)
    unaffected = Flag("own-distress", "human_review", "today", "is not well", holds=False)
    marks = mark(applied, answers()["difficult-applied-101"])
    assert evidence_html.notes_block(replace(marks, flags=(unaffected,))) == ""
    tutor = evidence_html.notes_block(replace(marks, flags=(note, unaffected)))
    assert Page(tutor).text == "Held: needs a person."


def test_a_tutors_level_stands_and_the_next_descriptor_says_what_would_lift_it(applied: Assignment) -> None:
    marks = mark(applied, answers()["difficult-applied-101"])
    technique = next(one for one in applied.worksheet.criteria if one.id == "technique")
    text = Page(evidence_html.learner_block(applied, marks, technique, 2)).text
    assert f"What you reached: {technique.levels[2]}" in text
    assert f"The next level asks: {technique.levels[3]}" in text
    top = Page(evidence_html.learner_block(applied, marks, technique, 3)).text
    assert "What would lift it" not in top


def test_a_sentence_that_satisfies_several_parts_is_told_once(applied: Assignment) -> None:
    one = Evidence("causes", 0, 5, "Words", "this part")
    found = CriterionMark(CriterionFinding(2, (one, replace(one, part="that <part>"))), 16.0)
    marks = Marks("difficult-applied", {}, {"analysis": found}, texts={"causes": "Words and more"})
    analysis = next(each for each in applied.worksheet.criteria if each.id == "analysis")
    html = evidence_html.evidence_block(applied, marks, analysis)
    assert html.count("<q>Words</q>") == 1
    assert "(this part; that &lt;part&gt;)" in html


def test_answers_that_cannot_be_read_give_a_plain_message() -> None:
    assert "It is <damaged>." in Page(evidence_html.trouble("It is <damaged>.")).text
