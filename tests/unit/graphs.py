"""Random scenarios whose names all fit, for property tests."""

from typing import Any

from hypothesis import strategies as st

from evenkeel.models import Scenario

NODES = ["n-a", "n-b", "n-c", "n-d"]
ENDINGS = ["e-a", "e-b"]

_tests = st.builds(
    "{} {} {}".format, st.sampled_from(["heat", "trust"]), st.sampled_from(["<", ">=", "=="]), st.integers(0, 4)
) | st.builds("{}visited('{}')".format, st.sampled_from(["", "not "]), st.sampled_from(NODES))
_whens = _tests | st.builds("{} {} {}".format, _tests, st.sampled_from(["and", "or"]), _tests)
_targets = st.sampled_from([*NODES, *ENDINGS])
_routes = st.builds(
    lambda first, last: [*first, {"to": last}],
    st.lists(st.fixed_dictionaries({"to": _targets, "when": _whens}), max_size=2),
    _targets,
)


def _choice(number: int) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "id": st.just(f"c{number}"),
            "text": st.just(f"Words {number}."),
            "quality": st.just("good"),
            "effects": st.dictionaries(st.sampled_from(["heat", "trust"]), st.integers(-3, 3)),
            "reply": st.just([{"who": "customer", "text": "Well."}]),
            "reason": st.just("So."),
            "goto": _targets | _routes,
        },
        optional={"when": _whens},
    )


def _node(name: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "id": st.just(name),
            "title": st.just("A node"),
            "lines": st.just([{"who": "customer", "text": "Hm."}]),
            "choices": st.tuples(*map(_choice, range(3))).map(list)
            | st.tuples(*map(_choice, range(2))).map(list)
            | _choice(0).map(lambda one: [one]),
        }
    )


def _whole(nodes: tuple[dict[str, Any], ...], overrides: list[dict[str, Any]]) -> Scenario:
    meter = {"label": "L", "help": "H.", "start": 2, "max": 4, "better": "lower"}
    line = {"who": "customer", "text": "Bye."}
    endings = [
        {"id": name, "title": "E", "outcome": "strong", "lines": [line], "debrief": "D.", "model_line": "M."}
        for name in ENDINGS
    ]
    whole = {
        "schema": 1,
        "title": "Random",
        "module": "calls",
        "level": "foundation",
        "intro": "I.",
        "customer": {"name": "N", "about": "A."},
        "state": {"heat": meter, "trust": meter},
        "start": NODES[0],
        "overrides": overrides,
        "nodes": list(nodes),
        "endings": endings,
    }
    return Scenario.model_validate(whole)


def scenarios() -> st.SearchStrategy[Scenario]:
    """Scenarios of four nodes, two endings and two variables."""
    overrides = st.lists(st.fixed_dictionaries({"when": _whens, "to": _targets}), max_size=2)
    return st.builds(_whole, st.tuples(*map(_node, NODES)), overrides)
