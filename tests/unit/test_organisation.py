"""The organisation's values: what they say, that they stay text, and that another country leaves nothing of ours."""

import html
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from evenkeel.book.organisation import escape
from evenkeel.checks import check_course
from evenkeel.course import load_course, load_quiz, load_scenario, load_worksheet
from evenkeel.organisation import NAMES, OUR_LAWS, fill, read_settings, to_fill_in, values_of
from evenkeel.spec import spec

ROOT = Path(__file__).resolve().parents[2]
GOOD = ROOT / "tests" / "examples" / "good"
HOSTILE = "A *b* _c_ `d` <script>alert(1)</script> {{ org.security }} [e] & | # $x$ \\"


ASK = "{{ org.name }}"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOOD, tmp_path.resolve() / "course"))


def change(root: Path, *changes: tuple[str, str]) -> Path:
    file = root / "organisation.yml"
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return root


def said(root: Path) -> list[str]:
    return [str(problem) for problem in check_course(load_course(root), plugins=False)]


def test_values_are_words_for_a_sentence_with_how_to_reach_whoever_it_is():
    values = values_of(GOOD)
    assert tuple(sorted(values)) == tuple(sorted(NAMES))
    assert values["duty_manager"] == "the duty manager (ext. 1)"
    assert values["duty_manager_how"] == "ext. 1"
    assert values["abuse_policy"] == "the abuse policy (the blue folder)"
    assert (values["name"], values["country"], values["emergency"]) == (
        "The Harbour Office",
        "the United Kingdom",
        "999",
    )


def test_a_placeholder_reads_like_a_sentence_and_is_named(course):
    change(course, ("name: The Harbour Office", "name:"), ("how: ext. 1}", "how: }"), ("strict: true", "strict: false"))
    values = values_of(course)
    assert (values["name"], values["duty_manager"]) == ("your organisation", "the duty manager")
    assert to_fill_in(course) == "name, duty_manager"
    assert said(course) == []


def test_our_own_course_names_every_placeholder_once():
    names = to_fill_in(ROOT).split(", ")
    assert len(names) == len(set(names))
    assert {"name", "duty_manager", "safeguarding_lead", "press_office", "abuse_policy"} <= set(names)


def test_the_box_has_the_public_numbers_then_the_organisation_s_own(course):
    settings = read_settings(course)[0]
    assert settings is not None
    rows = settings.help_box()
    assert [row["who"] for row in rows] == [
        *("Danger to life", "Samaritans", "Shout", "The duty manager", "The listening ear", "Your union")
    ]
    assert rows[-1] == {"who": "Your union", "how": "ext. 4", "link": "tel:4", "note": ""}


def test_an_organisation_s_numbers_take_the_place_of_the_public_ones(course):
    own = '  emergency: "9, then 999"\n  public: [{who: Front desk, how: "0"}]\n  own:'
    settings = read_settings(change(course, ("  own:", own)))[0]
    assert settings is not None
    assert settings.values()["emergency"] == "9, then 999"
    assert [row["who"] for row in settings.help_box()][:2] == ["Front desk", "The duty manager"]


def test_a_course_may_bring_a_set_of_laws_of_its_own(course):
    (course / "exercises" / "laws").mkdir()
    ours = (OUR_LAWS / "uk.yml").read_text(encoding="utf-8")
    own = ours.replace("country: UK", "country: IE").replace("in_words: the United Kingdom", "in_words: Ireland")
    (course / "exercises" / "laws" / "ie.yml").write_text(own, encoding="utf-8")
    change(course, ("country: UK", "country: IE"), ("law: uk", "law: ie"))
    assert said(course) == []
    assert values_of(course)["country"] == "Ireland"
    (course / "exercises" / "laws" / "ie.yml").write_text(own.replace("seen: true", "seen: yes", 1), encoding="utf-8")
    assert any(line.startswith("exercises/laws/ie.yml:") for line in said(course))


@pytest.mark.parametrize("law", ["uk", "us"])
def test_our_sets_of_laws_say_that_nobody_legal_has_checked_them(law):
    held = yaml.safe_load((OUR_LAWS / f"{law}.yml").read_text(encoding="utf-8"))
    assert "No lawyer has checked it" in held["note"]
    assert {"staff-safety", "incidents", "adjustments", "sharing"} <= {t for one in held["laws"] for t in one["topics"]}


def test_a_page_that_asks_for_an_unknown_value_is_named_with_its_line(course):
    page = course / "book" / "asks.md"
    page.write_text(
        "# A\n\n{{ org.name }}\n\n`{{ org.no }}`\n\n```text\n{{ org.no }}\n```\n\n"
        "```{note}\n{{ org.duty_manger }}\n```\n\n{{ org.name | upper }} {{ other }}\n",
        encoding="utf-8",
    )
    assert said(course) == [
        "book/asks.md:12: does not know '{{ org.duty_manger }}'; did you mean {{ org.duty_manager }}?",
        "book/asks.md:15: does not know '{{ org.name | upper }}'; did you mean {{ org.name }}?",
    ]


def test_a_course_without_the_file_may_ask_for_nothing(course):
    (course / "book" / "asks.md").write_text("# A\n\n{{ org.name }}\n", encoding="utf-8")
    (course / "organisation.yml").unlink()
    assert [line[:60] for line in said(course)] == ["book/asks.md:3: asks for a value of organisation.yml, which "]


ASKS = """
schema: 1
title: "Ask {{ org.name }}"
module: calls
items:
  - id: one
    type: true-false
    level: foundation
    requirements: [OWN-1]
    stem: "**Do** you tell *{{ org.name }}*?"
    key: true
    explanation: Yes.
    feedback_true: Yes.
    feedback_false: "Ask {{org.name}}."
"""


def asking(course: Path) -> Path:
    """The good course with a quiz that asks for a value."""
    (course / "exercises" / "quizzes" / "asks.yml").write_text(ASKS, encoding="utf-8")
    return course


def test_a_value_in_an_exercise_is_text_whatever_stands_in_it(course):
    page = spec(load_quiz(asking(course), "asks"), "asks", values={"name": HOSTILE})
    assert page["title"] == f"Ask {HOSTILE}"
    assert page["items"][0]["stem"][0]["c"][2] == {"t": "em", "c": [{"t": "text", "v": HOSTILE}]}


def test_ids_keys_and_numbers_do_not_change_with_the_values(course):
    quiz = load_quiz(asking(course), "asks")
    first, second = (spec(quiz, "asks", values={"name": name}) for name in ("Qqq", "Zzz"))
    assert first != second
    assert fill(json.loads(json.dumps(first).replace("Qqq", "Zzz")), {}) == second


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A page of a course with hostile values: what Sphinx said, and the HTML."""
    root = asking(Path(shutil.copytree(GOOD, tmp_path_factory.mktemp("hostile") / "course")))
    name = json.dumps(HOSTILE)
    change(root, ("name: The Harbour Office", f"name: {name}"), ("where: the blue folder}", "where: }"))
    change(root, ("who: your union", f"who: {name}"))
    text = f"# Ask {ASK}\n\n| a | b |\n|---|---|\n| {ASK} | c |\n\n"
    text += "```{contacts} own\n```\n\n```{quiz} asks\n```\n"
    said = sphinx(root, root / "html", {"index": text})
    return said, (root / "html" / "index.html").read_text(encoding="utf-8")


def sphinx(root: Path, output: Path, pages: dict[str, str]) -> str:
    """Build the book's pages in plain Sphinx, without running notebooks, and return what was said."""
    for name, text in pages.items():
        (root / "book" / f"{name}.md").write_text(text, encoding="utf-8")
    (root / "book" / "conf.py").write_text(
        'extensions = ["myst_parser", "evenkeel.book"]\nhtml_theme = "basic"\nroot_doc = "index"\n'
        'myst_enable_extensions = ["colon_fence", "deflist", "attrs_block", "attrs_inline", "substitution"]\n',
        encoding="utf-8",
    )
    words = [sys.executable, "-m", "sphinx", "-q", "--no-color", root / "book", output]
    done = subprocess.run(words, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_a_value_on_a_page_is_text_whatever_stands_in_it(page):
    found = page[1]
    assert "<script>alert(1)" not in found
    shown = html.unescape(re.sub(r"<[^<>]+>", "", found))
    assert shown.count(HOSTILE) >= 4, (
        "in the heading, in a table, among the contacts and in the quiz without JavaScript"
    )


def test_a_build_refuses_values_like_html_since_the_theme_takes_one_escaping_off_headings(page):
    assert "WARNING: organisation.yml:2: name: has '<script>'" in page[0]


def test_a_strict_organisation_s_build_names_what_is_empty(page):
    assert "WARNING: organisation.yml: fill in: abuse_policy" in page[0]


def test_escaped_words_have_no_sign_left_that_markdown_would_read():
    assert escape("a*b") == r"a\*b"
    assert not re.search(r"(?<!\\)[*_`<{\[#|&$]", escape(HOSTILE).replace("\\\\", ""))


# --- another country ----------------------------------------------------------------------------------------------


PLACES = re.compile(r"United Kingdom|Great Britain|England|Scotland|Wales|Northern Ireland")


def british() -> re.Pattern[str]:
    """The numbers and laws of our set for the United Kingdom, without their years."""
    held = yaml.safe_load((OUR_LAWS / "uk.yml").read_text(encoding="utf-8"))
    names = [re.split(r",| \d{4}| and Data", law["name"])[0] for law in held["laws"]]
    numbers = [n.strip() for one in held["contacts"] for n in re.findall(r"\d[\d ]{2,}", one["how"])]
    words = sorted({*names, *(n for n in numbers if len(n) > 2), "Data Protection Act", "NHS", "GDPR"} - {"111"})
    return re.compile(rf"(?<![\w.:])(?:{'|'.join(map(re.escape, words))})(?![\w:%])")


class Passages(HTMLParser):
    """The passages of a page: what stands in one paragraph, and each item of an exercise as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = [""]
        self.exercises: list[dict[str, Any]] = []
        self.inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "li", "td", "th", "h1", "h2", "h3"):
            self.found.append("")
        if tag == "evenkeel-exercise":
            self.inside += 1
            self.exercises.append(json.loads(dict(attrs)["spec"] or ""))

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "evenkeel-exercise"

    def handle_data(self, data: str) -> None:
        self.found[-1] += "" if self.inside else data


def passages(text: str) -> Iterator[str]:
    """What a reader of a page has before them at once."""
    reader = Passages()
    reader.feed(text[text.index('<div class="body"') :])
    yield from reader.found
    for exercise in reader.exercises:
        parts = [
            part for name in ("items", "fields", "nodes", "endings", "criteria") for part in exercise.pop(name, [])
        ]
        yield from (json.dumps(part, ensure_ascii=False) for part in (*parts, exercise))


@pytest.fixture(scope="module")
def american(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of our own course, set up for the United States."""
    root = tmp_path_factory.mktemp("us") / "course"
    ignored = shutil.ignore_patterns("evenkeel", "*.ipynb", "schemas")
    shutil.copytree(ROOT / "exercises", root / "exercises", ignore=ignored)
    shutil.copytree(ROOT / "book", root / "book", ignore=shutil.ignore_patterns("guides"))
    shutil.copy(ROOT / "organisation.yml", root)
    change(root, ("\ncountry: UK\n", "\ncountry: US\n"), ("\nlaw: uk\n", "\nlaw: us\n"))
    sphinx(root, root / "html", {})
    return root / "html"


@pytest.mark.slow
def test_a_course_for_another_country_has_no_number_or_law_of_ours_that_does_not_say_whose_it_is(american):
    ours, left, read = british(), [], 0
    for page in sorted(american.rglob("*.html")):
        if page.stem in ("genindex", "search"):
            continue
        for passage in passages(page.read_text(encoding="utf-8")):
            read += 1
            if (found := ours.search(passage)) and not PLACES.search(passage):
                left.append(f"{page.stem}: {found[0]}: {passage[:200]}")
    assert read > 1000
    assert left == []


@pytest.mark.slow
def test_a_course_for_another_country_has_its_numbers_and_laws(american):
    help_page = (american / "help.html").read_text(encoding="utf-8")
    assert "call 911." in help_page
    assert "tel:988" in help_page
    assert "General Duty Clause" in (american / "difficult" / "safe-and-lawful.html").read_text(encoding="utf-8")
    assert "say nothing on this" in (american / "incidents" / "odd-requests.html").read_text(encoding="utf-8")


def test_the_same_search_finds_our_numbers_in_our_own_course():
    assert british().search("call 999.")
    assert british().search("Report it under RIDDOR, and record it")
    assert not british().search("at 9:99, the room of 1999")


def test_every_kind_of_exercise_takes_the_values():
    for load, name in (
        (load_scenario, "no-point-any-more"),
        (load_worksheet, "recompose-plan"),
        (load_quiz, "what-stays"),
    ):
        shown = json.dumps(spec(load(ROOT, name), name, values=values_of(ROOT)))
        assert "{{ org." not in shown
        assert "116 123" in shown or "your staff support line" in shown
