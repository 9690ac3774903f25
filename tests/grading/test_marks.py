"""Points, totals and the JSON that everybody else reads."""

import pytest

import evenkeel_grading
from evenkeel.models import Worksheet
from evenkeel.responses import ResponsesError
from evenkeel_grading import Assignment, NoKeyError, mark
from evenkeel_grading.findings import CriterionFinding, Finding, Flag
from evenkeel_grading.marks import ClosedMark, CriterionMark, Marks
from evenkeel_grading.rubric import Rubric

RIGHT = {
    "cause-sort": {
        "building-work": "environmental",
        "stopped-payment": "organisational",
        "night-caring": "personal",
        "hot-hall": "environmental",
        "no-discretion": "organisational",
        "third-language": "personal",
    },
    "leaps-order": ["listen", "empathise", "ask", "paraphrase", "summarise"],
    "best-line": "nonetheless-today",
    "threat-step": "stop-and-tell",
}


def response(**fields: object) -> dict[str, object]:
    return {"schema": 1, "assignment": "difficult-applied", "fields": fields}


def test_the_public_names_are_these() -> None:
    assert evenkeel_grading.__all__ == [
        "Assignment",
        "ClosedMark",
        "CriterionMark",
        "Evidence",
        "Flag",
        "Marker",
        "Marks",
        "NoKeyError",
        "load_assignment",
        "mark",
    ]
    assert all(hasattr(evenkeel_grading, name) for name in evenkeel_grading.__all__)
    with pytest.raises(AttributeError):
        evenkeel_grading.no_such_name  # noqa: B018


def test_closed_fields_earn_exactly_their_points(applied: Assignment) -> None:
    marks = mark(applied, response(**RIGHT))
    assert {name: closed.points for name, closed in marks.closed.items()} == {
        "cause-sort": 6.0,
        "leaps-order": 6.0,
        "best-line": 4.0,
        "threat-step": 4.0,
    }
    assert marks.total == 20.0


def test_part_of_an_answer_earns_part_of_the_points(applied: Assignment) -> None:
    order = ["empathise", "listen", "ask", "paraphrase", "summarise"]
    sort = {"building-work": "environmental", "hot-hall": "personal"}
    marks = mark(applied, response(**{"leaps-order": order, "cause-sort": sort, "best-line": "but-rules"}))
    assert marks.closed["leaps-order"].points == pytest.approx(6 * 8 / 10)
    assert marks.closed["cause-sort"].points == pytest.approx(1)
    assert marks.closed["best-line"].points == 0
    assert marks.total == 5.8


def test_nothing_answered_is_zero_and_not_held(applied: Assignment) -> None:
    marks = mark(applied, response())
    assert marks.total == 0
    assert not marks.hold
    assert all(one.level == 0 and one.missing for one in marks.criteria.values())


def test_a_closed_field_without_a_key_is_never_marked(applied: Assignment) -> None:
    keys = {name: key for name, key in applied.rubric.keys.items() if name != "best-line"}
    without = Assignment(applied.id, applied.worksheet, applied.rubric.model_copy(update={"keys": keys}), applied.cues)
    with pytest.raises(NoKeyError, match="best-line"):
        mark(without, response(**RIGHT))


def test_answers_to_another_assignment_are_refused(reflective: Assignment) -> None:
    with pytest.raises(ResponsesError):
        mark(reflective, response())
    with pytest.raises(ResponsesError):
        mark(reflective, {"schema": 1})


def test_another_marker_can_take_the_place_of_the_built_in_one(applied: Assignment) -> None:
    def generous(assignment: Assignment, _texts: object) -> Finding:
        return Finding({criterion.id: CriterionFinding(3) for criterion in assignment.worksheet.criteria})

    assert mark(applied, response(**RIGHT), marker=generous).total == 100.0


def test_the_total_is_rounded_once_and_half_up() -> None:
    thirds = {name: CriterionMark(CriterionFinding(1), weight) for name, weight in (("a", 20.0), ("b", 16.0))}
    assert Marks("x", {}, thirds).total == 12.0
    assert Marks("x", {}, {"a": CriterionMark(CriterionFinding(1), 0.75)}).total == 0.3


def test_private_notes_are_left_out_unless_asked_for() -> None:
    private = Flag("own-distress", "human_review", "today", "…", holds=False)
    later = Flag("personal-data", "human_review", "before-release", "…", holds=True)
    open_one = Flag("keyword-list", "guard", "before-release", "…", holds=True)
    marks = Marks("x", {}, {}, (private, later, open_one))
    assert [flag["id"] for flag in marks.to_json()["flags"]] == ["keyword-list"]
    assert [flag["id"] for flag in marks.to_json(private=True)["flags"]] == [
        "own-distress",
        "personal-data",
        "keyword-list",
    ]
    assert Marks("x", {}, {}, (later,)).to_json() | {"total": 0} == {
        **{"assignment": "x", "total": 0, "criteria": {}, "closed": {}, "flags": [], "hold": True}
    }
    assert marks.to_json()["hold"] is True
    assert not Marks("x", {}, {}, (private,)).hold


def test_a_field_that_no_rule_can_mark_waits_for_a_tutor_too() -> None:
    marks = Marks("x", {"play": ClosedMark(0.0, 10.0, problem="This play cannot have happened.")}, {})
    assert not marks.hold
    assert marks.to_json()["hold"] is True


def test_the_json_has_the_agreed_shape(applied: Assignment) -> None:
    made = mark(applied, response(causes="He rang from a noisy bus depot.")).to_json()
    assert list(made) == ["assignment", "total", "criteria", "closed", "flags", "hold"]
    one = made["criteria"]["analysis"]
    assert list(one) == ["level", "points", "evidence", "missing", "confidence"]
    assert one["evidence"] == [
        {
            "field": "causes",
            "start": 0,
            "end": 31,
            "quote": "He rang from a noisy bus depot.",
            "for": "an environmental cause with a fact from the case",
        }
    ]
    assert made["closed"]["best-line"] == {"points": 0.0}


def test_a_criterion_without_rules_is_held_for_a_person(applied: Assignment) -> None:
    rubric = Rubric.model_validate({"schema": 1, "keys": {}, "criteria": {}})
    sheet: Worksheet = applied.worksheet.model_copy(update={"fields": applied.worksheet.fields[:1]})
    marks = mark(Assignment(applied.id, sheet, rubric), response(characteristics="Words."))
    assert marks.hold
    assert marks.total == 0
