"""The queue: what needs a person first stands first, and the blind sample is nobody's choice."""

from evenkeel_grading.kept import Hold, HoldKind, Work
from evenkeel_grading.queue import Class, Totals, drawn, first_of, queue, step_of


def work(learner: str, confidence: float = 0.9, kind: HoldKind = "", *notes: str) -> Work:
    return Work(learner, "digest", Hold(kind, notes), {"technique": {"level": 2, "confidence": confidence}})


def totals(**suggested: float) -> Totals:
    return Totals(suggested, most=100.0, step=20 / 3)


def test_held_then_unsure_then_every_possible_fail_then_blind_then_the_rest() -> None:
    works = [work("rest"), work("fail"), work("unsure", 0.5), work("held", 0.9, "guard", "Words out of order.")]
    works += [work("person", 0.9, "person"), Work("empty", "digest"), work("more")]
    marks = totals(rest=90, fail=55, unsure=90, held=90, person=90, more=90)
    entries = queue("a", works, marks)
    assert [entry.place for entry in entries] == [
        *(Class.PERSON, Class.HELD, Class.HELD, Class.UNSURE, Class.FAIL, Class.BLIND, Class.REST)
    ]
    assert [entry.learner for entry in entries[:5]] == ["person", "empty", "held", "unsure", "fail"]
    said = {entry.learner: entry.reasons for entry in entries}
    assert said["person"] == ("Held: needs a person.",)
    assert said["held"] == ("Held: Words out of order.",)
    assert said["unsure"] == ("The rules are unsure: technique.",)


def test_a_pass_that_one_level_would_turn_is_a_possible_fail() -> None:
    at = [queue("a", [work("x")], totals(x=total), blind_share=0)[0].place for total in (49, 56.6, 56.7, 100)]
    assert at == [Class.FAIL, Class.FAIL, Class.REST, Class.REST]
    assert step_of({"one": 12.0, "two": 20.0}) == 20 / 3
    assert step_of({}) == 0


def test_a_blind_work_s_place_tells_nothing_of_its_level() -> None:
    (entry,) = queue("a", [work("x")], totals(x=100))
    assert entry.blind
    assert entry.reasons == ("Blind sample: give your own level first.",)


def test_the_draw_is_a_tenth_the_same_every_time_and_grows_with_the_class() -> None:
    learners = [f"learner-{number}" for number in range(2000)]
    found = drawn("difficult-applied", learners, 0.1)
    assert 0.08 < len(found) / 2000 < 0.12
    assert drawn("difficult-applied", learners[::-1], 0.1) == found
    assert drawn("difficult-applied", learners[:1000], 0.1) == found & set(learners[:1000])
    assert drawn("difficult-reflective", learners, 0.1) != found


def test_a_small_class_has_one_blind_work_and_no_share_has_none() -> None:
    assert len(drawn("a", ["x", "y", "z"], 0.0001)) == 1
    assert drawn("a", ["x"], 0.0) == set()
    assert drawn("a", [], 0.1) == set()


def test_moderation_takes_a_share_of_the_draw() -> None:
    learners = [f"learner-{number}" for number in range(12)]
    assert len(first_of("a", learners, 0.1)) == 2
    assert set(first_of("a", learners, 0.1)) <= set(first_of("a", learners, 0.5))
    assert first_of("a", [], 0.1) == []
