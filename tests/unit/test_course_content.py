"""What the course's own content promises beyond its form: fair choices, secrets kept, a truthful figure."""

import importlib.util
import re
import string
from collections import Counter
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import yaml

from evenkeel.checks.graph import every_when
from evenkeel.checks.quiz import check_item
from evenkeel.checks.report import Report
from evenkeel.checks.scenes import decides, ways
from evenkeel.conditions import names, parsed
from evenkeel.course import load_course
from evenkeel.figures import svg
from evenkeel.loading import read_yaml
from evenkeel.models.quiz import MultipleItem, Quiz, SingleItem
from evenkeel.play import Rules

ROOT = Path(__file__).resolve().parents[2]
COURSE = load_course(ROOT)
PAGES = {page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8") for page in ROOT.glob("book/**/*.md")}
ITEMS = [item for quiz in COURSE.quizzes.values() for item in quiz.items]
CHOOSING = [item for item in ITEMS if isinstance(item, SingleItem | MultipleItem)]


def test_every_kind_of_item_is_used():
    assert {item.type for item in ITEMS} == {
        "single", "multiple", "true-false", "ordering", "matching",
        "categorise", "cloze", "judgement", "rewrite", "self-rating",
        "highlight", "numeric", "short-text", "flash-card",
    }  # fmt: skip


@pytest.mark.parametrize("item", CHOOSING, ids=lambda item: item.id)
def test_the_longest_option_is_not_the_key(item):
    keys = [item.key] if isinstance(item, SingleItem) else item.keys
    assert max(item.options, key=lambda option: len(option.text)).id not in keys


def test_no_place_holds_more_than_two_fifths_of_the_keys():
    places = Counter(
        [option.id for option in item.options].index(item.key) for item in ITEMS if isinstance(item, SingleItem)
    )
    assert max(places.values()) <= 0.4 * sum(places.values())


def parts_of(item):
    """What the items that sort, fill, judge, rewrite and rate give feedback on."""
    gaps = [part for gap in getattr(item, "gaps", ()) for part in getattr(gap, "options", [gap])]
    lists = [getattr(item, name, ()) for name in ("things", "responses", "rules", "scale")]
    return [part for parts in (gaps, *lists) for part in parts if hasattr(part, "feedback")]


def test_there_is_enough_to_practise():
    assert len(ITEMS) >= 150


def test_every_reason_and_every_feedback_is_its_own():
    said = [option.feedback for item in CHOOSING for option in item.options]
    said += [part.feedback for item in ITEMS for part in parts_of(item)]
    said += [choice.reason for play in COURSE.scenarios.values() for node in play.nodes for choice in node.choices]
    assert [words for words, times in Counter(said).items() if times > 1] == []


@pytest.mark.parametrize("play", COURSE.scenarios.values(), ids=list(COURSE.scenarios))
def test_no_habit_finds_the_good_choices(play):
    nodes = [node for node in play.nodes if decides(node)]
    longest = [max(ways(node), key=lambda choice: len(choice.text)).quality for node in nodes]
    first = [node.choices[0].quality for node in nodes]
    assert longest.count("good") <= len(longest) / 3
    assert first.count("good") <= len(first) / 2


def endings_of(play, quality):
    """Where a learner ends who takes the first open choice of this quality each time, where there is one."""
    rules = Rules(play)
    now = rules.start()
    while now.node is not None:
        choices = rules.open(now)
        now = rules.step(now, next((choice.id for choice in choices if choice.quality == quality), choices[0].id))
    return next(ending for ending in play.endings if ending.id == now.ending)


@pytest.mark.parametrize("play", COURSE.scenarios.values(), ids=list(COURSE.scenarios))
def test_every_decision_says_which_goals_it_practises(play):
    untold = [node.id for node in play.nodes if decides(node) and not any(one.skills for one in node.choices)]
    assert untold == []
    assert all(
        choice.skills for node in play.nodes if decides(node) for choice in ways(node) if choice.quality == "good"
    )


@pytest.mark.parametrize("play", COURSE.scenarios.values(), ids=list(COURSE.scenarios))
def test_where_a_coach_speaks_there_are_words_to_try_for_those_who_want_no_coach(play):
    coached = [node for node in play.nodes if any(line.who == "coach" for line in node.lines)]
    assert [node.id for node in coached if node.script is None] == []


def test_the_course_uses_all_that_a_scenario_can_hold():
    nodes = [node for play in COURSE.scenarios.values() for node in play.nodes]
    asked = Counter(name for play in COURSE.scenarios.values() for name in {
        kind for when in every_when(play) for kind, _ in names(parsed(when))
    })  # fmt: skip
    assert asked["chose"] >= 2
    assert asked["variant"] >= 1
    assert sum(node.item is not None for node in nodes) >= 2
    assert all(any(getattr(node, part) is not None for node in nodes) for part in ("hub", "timer", "content_note"))
    assert any(ending.early for play in COURSE.scenarios.values() for ending in play.endings)
    assert all(play.reflection for play in COURSE.scenarios.values())


@pytest.mark.parametrize("play", COURSE.scenarios.values(), ids=list(COURSE.scenarios))
def test_good_play_ends_well_and_poor_play_ends_in_a_pause(play):
    assert endings_of(play, "good").outcome == "strong"
    assert endings_of(play, "poor").outcome == "paused"


def plain(text: str) -> str:
    """Words only, so that punctuation and YAML's doubled quotes make no difference."""
    return " ".join(text.lower().translate(str.maketrans("", "", string.punctuation + "“”‘’")).split())


def secrets(rubric: dict) -> list[str]:
    """Level examples, reasons and human-review rules: what only tutors may see."""
    found = [example for rule in rubric["criteria"].values() for example in rule["examples"]]
    for key in rubric["keys"].values():
        found += [key.get("why", ""), *key.get("whys", {}).values()]
    return [plain(words) for words in [*found, *(rule["when"] for rule in rubric["human_review"])] if words]


# A check-out keeps other secrets, which are tested with it.
WRITTEN = sorted(file.stem for file in ROOT.glob("grading/rubrics/*.yml") if not file.stem.endswith("-checkout"))


@pytest.mark.parametrize("name", WRITTEN)
def test_pages_and_exercises_give_away_nothing_of_a_rubric(name):
    hidden = secrets(read_yaml(ROOT / "grading" / "rubrics" / f"{name}.yml").data)
    assert len(hidden) > 10
    shown = [*PAGES.values(), *(file.read_text(encoding="utf-8") for file in ROOT.glob("exercises/*/*.yml"))]
    assert [words for words in hidden if any(words in plain(text) for text in shown)] == []


@pytest.fixture
def figure() -> ModuleType:
    spec = importlib.util.spec_from_file_location("assault_cycle", ROOT / "book" / "figures" / "assault_cycle.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_curve_of_the_assault_cycle_is_highest_at_crisis_and_goes_through_every_phase(figure):
    time, heat = figure.heat_curve()
    assert figure.PHASES[int(time[np.argmax(heat)])].name == "Crisis"
    for place, phase in enumerate(figure.PHASES):
        assert np.interp(place + 0.5, time, heat) == pytest.approx(phase.heat, abs=0.01)
    assert min(phase.heat for phase in figure.PHASES) - 0.01 <= heat.min()
    assert heat.max() <= 1


def test_the_figure_is_the_same_bytes_each_time_and_its_words_are_on_the_page(figure):
    assert svg(figure.draw()) == svg(figure.draw())
    page = plain(PAGES["book/difficult/when-it-heats-up.md"])
    for phase in figure.PHASES:
        assert plain(phase.name) in page
        assert all(plain(line) in page for line in phase.do.splitlines())


def test_the_questions_in_the_authors_guide_can_be_copied_as_they_stand():
    guide = re.search(r"^## Nine more kinds.*?(?=^## )", PAGES["book/guides/author.md"], re.S | re.M)
    assert guide is not None
    found = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(- id: .*?)```", guide[0], re.S)]
    items = [item for block in found for item in block]
    quiz = Quiz.model_validate({"schema": 1, "title": "T", "module": "difficult-customers", "items": items})
    assert {item.type for item in quiz.items} == {
        "categorise", "cloze", "judgement", "rewrite", "self-rating",
        "highlight", "numeric", "short-text", "flash-card",
    }  # fmt: skip
    report = Report(COURSE, Path("exercises/quizzes/leaps.yml"))
    for index, item in enumerate(quiz.items):
        check_item(item, ("items", index), report)
    assert report.problems == []
