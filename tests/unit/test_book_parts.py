"""The parts of the book's extension that need no build: escaping, the readable form, settings."""

import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docutils import nodes

from evenkeel.book.assets import script_name
from evenkeel.book.build import BookError, build, command
from evenkeel.book.elements import Element, PageLink, content_root, start_tag
from evenkeel.book.fallback import fallback
from evenkeel.book.questions import _mixed
from evenkeel.book.settings import digest
from evenkeel.course import load_course, load_quiz, load_scenario, load_worksheet
from evenkeel.spec import spec

COURSE = Path(__file__).parents[1] / "browser" / "course"
HOSTILE = """'"><script>alert('1')</script>&amp; </evenkeel-exercise> ' onload='x"""


class Attributes(HTMLParser):
    """Reads tags as a browser would."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_hostile_attribute_values_come_back_as_they_were_and_open_no_other_tag() -> None:
    reader = Attributes()
    reader.feed(start_tag("evenkeel-exercise", {"spec": HOSTILE}))
    assert reader.tags == [("evenkeel-exercise", {"spec": HOSTILE})]


@pytest.mark.parametrize(("page", "root"), [("index", ""), ("difficult/leaps", "../"), ("a/b/c", "../../")])
def test_the_way_to_the_top_is_one_step_for_each_folder(page: str, root: str) -> None:
    assert content_root(page) == root


def text(found: list[nodes.Node]) -> str:
    return "\n".join(node.astext() for node in found)


def test_the_readable_form_of_a_quiz_holds_every_stem_option_key_and_explanation() -> None:
    quiz = load_quiz(COURSE, "every-kind")
    words = text(fallback(spec(quiz, "every-kind")))
    for wanted in ["What comes first?", "Explain the rule", "Sock: Foot", "Glove: Hand", "So the sun goes."]:
        assert wanted in words
    assert "Yes: people calm down" not in words, "feedback on an option belongs to an answer"


def test_no_ordering_of_the_course_stands_in_its_right_order_before_the_answer() -> None:
    course = load_course(COURSE.parents[2])
    items = [item for quiz in course.quizzes.values() for item in quiz.items if item.type == "ordering"]
    shown = [[row["id"] for row in _mixed(item.model_dump())] for item in items]
    assert len(shown) > 5
    assert all(sorted(ids) == sorted(item.order) and ids != item.order for ids, item in zip(shown, items, strict=True))


def test_answers_of_the_readable_form_are_folded_away() -> None:
    found = fallback(spec(load_quiz(COURSE, "every-kind"), "every-kind"))
    folded = [node for part in found for node in part.findall(nodes.Element) if node.get("tag") == "details"]
    assert len(folded) == 5
    assert folded[3].findall(nodes.enumerated_list).__next__().astext().split() == ["Morning", "Noon", "Evening"]


def test_every_kind_of_item_can_be_read_and_its_answer_looked_up() -> None:
    good = Path(__file__).parents[1] / "examples" / "good"
    found = fallback(spec(load_quiz(good, "every-kind"), "every-kind"))
    shown = text(found)
    for wanted in (
        *("You need to calm down", "Mark phrases with:", "Takes heat out", "____ minutes", "15 minutes"),
        *("Long enough to breathe out.", "Names the feeling", "One good answer: I am sorry", "Empathise."),
    ):
        assert wanted in shown
    folded = [node.astext() for part in found for node in part.findall(nodes.Element) if node.get("tag") == "details"]
    assert len(folded) == 15
    outside = shown
    for answer in folded:
        assert answer in outside
        outside = outside.replace(answer, "")
    for key in ("Names the feeling", "15 minutes", "Empathise."):
        assert key not in outside


def test_links_in_course_text_become_links_to_pages() -> None:
    found = fallback(spec(load_quiz(COURSE, "every-kind"), "every-kind"))
    assert [link["to"] for part in found for link in part.findall(PageLink)] == ["part/sheet", "#try-it"]


def test_the_readable_form_of_a_scenario_tells_how_it_opens_and_that_the_rest_needs_javascript() -> None:
    words = text(fallback(spec(load_scenario(COURSE, "small-talk"), "small-talk")))
    for wanted in ["Somebody is cross", "It rains!", "Offer a towel.", "needs JavaScript"]:
        assert wanted in words
    assert "A shrug says that she does not matter." not in words


def test_the_readable_form_of_a_worksheet_asks_its_questions() -> None:
    words = text(fallback(spec(load_worksheet(COURSE, "my-notes"), "my-notes")))
    for wanted in ["Think of a call.", "What happened", "A few sentences.", "Hard", "on paper"]:
        assert wanted in words


def test_tables_and_rows_of_a_worksheet_can_be_written_in_on_paper() -> None:
    course = Path(__file__).parents[2]
    found = fallback(spec(load_worksheet(course, "incident-log"), "incident-log"))
    tables = [node for part in found for node in part.findall(Element) if node["tag"] == "table"]
    cells = [[node.astext() for node in table.findall(Element) if node["tag"] in ("td", "th")] for table in tables]
    assert [len(one) for one in cells] == [7 * 3, 5 * 6, 5 * 3, 9 * 2]
    assert cells[0][:6] == ["", "Known", "Not known yet", "E: Exact location, with a landmark", "", ""]


def test_a_page_loads_one_script_for_its_kinds_of_exercise() -> None:
    assert script_name(("quiz", "worksheet", "sorting")) == "evenkeel-quiz-worksheet-sorting"


def test_the_digest_changes_with_any_python_file(tmp_path: Path) -> None:
    before = digest(tmp_path)
    (tmp_path / "figure.py").write_text("x = 1", encoding="utf-8")
    assert digest(tmp_path) != before


def test_the_build_is_a_list_of_words_and_counts_warnings_as_errors(tmp_path: Path) -> None:
    words = command(tmp_path, tmp_path / "out; rm -rf")
    assert str(tmp_path / "out; rm -rf") in words
    assert {"-W", "--keep-going"} <= set(words)


def test_the_cells_of_a_book_are_told_their_own_course_whatever_the_builder_was_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell = [sys.executable, "-c", "import os; raise SystemExit(os.environ['EVENKEEL_ROOT'])"]
    monkeypatch.setattr("evenkeel.book.build.command", lambda *_: tell)
    monkeypatch.setenv("EVENKEEL_ROOT", "/another/course")
    with pytest.raises(BookError, match=f"^{tmp_path}$"):
        build(tmp_path, quiet=True)


def test_a_folder_that_is_no_course_does_not_build(tmp_path: Path) -> None:
    with pytest.raises(BookError):
        build(tmp_path, quiet=True)


def test_the_kinds_that_sort_and_type_can_be_read_without_javascript():
    good = Path(__file__).parent.parent / "examples" / "good"
    words = text(fallback(spec(load_quiz(good, "every-kind"), "every-kind")))
    for said in (
        "Put each into one of these:",
        "The rain: Nobody's",
        "I am ____ that you waited. I will ____ today.",
        "Gap 1: sorry",
        "Gap 2: call back",
        "Rate each one: Very poor, Poor, Fair, Good, Very good.",
        "I hear you. Very good.",
        "I hear you, but rules are rules.",
        "I hear you, and the rule stands.",
        "Not steady: Take a breath.",
    ):
        assert said in words
    ranked = words.split("Put these replies in order")[1].split("The best one offers")[0]
    assert ranked.rindex("I can look at it now.") < ranked.rindex("I hear you.") < ranked.rindex("Calm down.")
