"""The roll, class lists, and bringing one into the other."""

from pathlib import Path

from evenkeel_hub.roll import Person, Roll, hub_groups


def test_the_hub_gets_each_role_and_group_and_nobody_who_is_withdrawn(tmp_path: Path) -> None:
    roll = Roll(f"sqlite:///{tmp_path / 'roll.db'}")
    people = [
        Person("ada", "Ada", groups=("monday", "evening")),
        Person("ben", withdrawn="2026-11-01T00:00:00+00:00", groups=("monday",)),
        Person("tess", role="tutor"),
        Person("root-like", role="administrator"),
    ]
    roll.put(people)
    groups = hub_groups(Roll(f"sqlite:///{tmp_path / 'roll.db'}").people(), "evenkeel")
    assert groups == {
        "nbgrader-evenkeel": ["ada"],
        "formgrade-evenkeel": ["tess"],
        "administer-evenkeel": ["root-like"],
        "class-evenkeel-monday": ["ada"],
        "class-evenkeel-evening": ["ada"],
    }
