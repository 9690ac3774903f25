"""The search of a scenario's plays, against plays made one by one."""

from pathlib import Path

import pytest
from graphs import scenarios
from hypothesis import given, settings

from evenkeel.checks.graph import Explored, explore_without_state
from evenkeel.checks.report import Report
from evenkeel.checks.scenario import check_scenario
from evenkeel.checks.search import Search, explore
from evenkeel.course import Course, load_course, load_scenario
from evenkeel.models import Scenario
from evenkeel.play import Play, Rules

GOOD = Path(__file__).parent.parent / "examples" / "good"


def by_hand(scenario: Scenario) -> Explored:
    """The same, with the steps of ``evenkeel.play`` and every difference between moments kept."""
    rules, found, seen = Rules(scenario), Explored(), set()
    queue: list[Play] = [rules.start()]
    while queue:
        play = queue.pop()
        key = (play.node, tuple(play.state.items()), frozenset(play.visited), frozenset(play.fired))
        if key in seen:
            continue
        seen.add(key)
        found.nodes.add(str(play.node))
        choices = rules.open(play)
        if not choices:
            found.stuck.setdefault(str(play.node), [])
        for choice in choices:
            after = rules.step(play, choice.id)
            found.taken.add((str(play.node), choice.id))
            found.fired.update(after.fired)
            if after.ending:
                found.endings.add(after.ending)
            else:
                queue.append(after)
    return found


@settings(deadline=None, max_examples=40)
@given(scenarios())
def test_the_search_finds_what_playing_finds(scenario):
    quick, slow = explore(scenario), by_hand(scenario)
    assert quick.complete
    assert quick.nodes == slow.nodes
    assert quick.endings == slow.endings
    assert quick.taken == slow.taken
    assert quick.fired == slow.fired
    assert set(quick.stuck) == set(slow.stuck)


@settings(deadline=None, max_examples=40)
@given(scenarios())
def test_the_example_plays_of_the_search_lead_where_it_says(scenario):
    rules, found = Rules(scenario), explore(scenario)
    for node, way in [*found.stuck.items(), *found.endless.items()]:
        play = rules.start()
        for choice in way:
            play = rules.step(play, choice)
        assert play.node == node
        assert (rules.open(play) == []) == (found.stuck.get(node) == way)


@settings(deadline=None, max_examples=40)
@given(scenarios())
def test_leaving_conditions_aside_never_misses_what_can_be_reached(scenario):
    loose, exact = explore_without_state(scenario), explore(scenario)
    assert loose.nodes >= exact.nodes
    assert loose.endings >= exact.endings


@settings(deadline=None, max_examples=20)
@given(scenarios())
def test_the_check_of_any_scenario_comes_to_an_end(scenario):
    report = Report(Course(Path("/nowhere")), Path("exercises/scenarios/random.yml"))
    check_scenario(scenario, report)
    assert all(problem.message for problem in report.problems)


def test_a_search_that_is_too_large_says_so_and_checks_without_conditions(monkeypatch):
    monkeypatch.setattr("evenkeel.checks.scenario.explore", lambda scenario: explore(scenario, limit=1))
    report = Report(Course(GOOD), Path("exercises/scenarios/short-call.yml"))
    check_scenario(load_scenario(GOOD, "short-call"), report)
    assert [str(problem) for problem in report.problems] == [
        "exercises/scenarios/short-call.yml:1: warning: has too many different moments to search; "
        "its plays were checked without its conditions"
    ]


def test_without_conditions_a_circle_without_a_way_out_is_still_found():
    scenario = load_scenario(GOOD, "short-call")
    data = scenario.model_dump(by_alias=True)
    for node in data["nodes"]:
        for choice in node["choices"]:
            choice["goto"] = "opening"
    found = explore_without_state(Scenario.model_validate(data))
    assert set(found.endless) == {"opening", "boundary"}
    assert found.endings == set()


@pytest.mark.parametrize("limit", [1, 2, 10])
def test_a_search_stops_at_its_limit(limit):
    assert explore(load_scenario(GOOD, "short-call"), limit=limit).complete is (limit == 10)


def test_a_search_stops_when_nothing_is_left_to_find(monkeypatch: pytest.MonkeyPatch) -> None:
    course = load_course(GOOD.parents[2])
    early = {name: Search(play) for name, play in course.scenarios.items()}
    assert sum(search.sure_to_end() for search in early.values()) > len(early) / 2
    found = {name: search.run() for name, search in early.items()}
    monkeypatch.setattr(Search, "sure_to_end", lambda _: False)
    whole = {name: Search(play) for name, play in course.scenarios.items()}
    assert found == {name: search.run() for name, search in whole.items()}
    assert sum(len(search.came) for search in early.values()) * 10 < sum(len(search.came) for search in whole.values())
