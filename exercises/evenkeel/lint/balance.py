"""Whether a scenario can be won without reading: by luck, by the longest line, by the first place."""

from collections.abc import Callable, Iterator, Sequence

from evenkeel.checks.scenes import decides, ways
from evenkeel.lint.plays import Plays
from evenkeel.markup import plain
from evenkeel.models.scenario import Choice, Scenario
from evenkeel.play import Rules
from evenkeel.problems import PlayError, Where

SELDOM = 0.005
"""An ending that fewer random plays than this come to is one that hardly anybody sees."""
OFTEN = 0.8
"""An ending that more random plays than this come to leaves the choices without effect."""
STRONG = 0.35
"""The part of random plays that may end well: more, and luck is enough."""
BY_FORM = 0.6
"""The part of the decisions whose good choice may be the longest, the shortest, or at one place."""
LEAST = 5
"""With fewer decisions than this a share says nothing."""
STEPS = 100
"""After so many choices a way of choosing without reading has come to nothing."""

Pick = Callable[[Sequence[Choice]], Choice]
Found = Iterator[tuple[str, Where, str]]

PICKS: dict[str, Pick] = {
    "the longest choice": lambda open_now: max(open_now, key=_length),
    "the shortest choice": lambda open_now: min(open_now, key=_length),
    "the first choice": lambda open_now: open_now[0],
    "the second choice": lambda open_now: open_now[min(1, len(open_now) - 1)],
    "the last choice": lambda open_now: open_now[-1],
}
"""The ways to choose without reading."""


def check_balance(scenario: Scenario) -> Found:
    """What gives a scenario away, and what in it is never seen."""
    plays = Plays(scenario)
    if plays.complete:
        yield from _shares(scenario, plays.shares())
        for where in plays.never():
            yield "never-holds", where, "has a `when` that no play makes true here; change it, or take this out"
    moved = {name for node in scenario.nodes for choice in node.choices for name in choice.effects}
    for name in scenario.state.keys() - moved:
        yield "never-holds", ("state", name), "is a meter that no choice moves; move it, or take it out"
    yield from _wins(scenario)
    yield from _forms(scenario)


def _shares(scenario: Scenario, shares: dict[str, float]) -> Found:
    for index, ending in enumerate(scenario.endings):
        share = shares[ending.id]
        if not SELDOM <= share <= OFTEN:
            message = f"is the end of {share:.1%} of random plays; between {SELDOM:.1%} and {OFTEN:.0%} is fair"
            yield "ending-share", ("endings", index), message
    strong = sum(shares[ending.id] for ending in scenario.endings if ending.outcome == "strong")
    if strong > STRONG:
        yield (
            "easy-win",
            ("endings",),
            f"has strong endings for {strong:.0%} of random plays; at most {STRONG:.0%} is fair",
        )


def _wins(scenario: Scenario) -> Found:
    outcomes = {ending.id: ending.outcome for ending in scenario.endings}
    for name, pick in PICKS.items():
        if outcomes.get(_end(scenario, pick) or "") == "strong":
            yield "easy-win", ("nodes",), f"comes to a strong ending for who always takes {name}; change some of them"


def _end(scenario: Scenario, pick: Pick) -> str | None:
    """Where a way of choosing ends, or ``None`` when it goes round in circles."""
    rules = Rules(scenario)
    play = rules.start()
    try:
        for _ in range(STEPS):
            if play.node is None:
                break
            play = rules.step(play, pick(rules.open(play)).id)
    except PlayError:
        return None
    return play.ending


def _length(choice: Choice) -> int:
    return len(plain(choice.text))


def _forms(scenario: Scenario) -> Found:
    decisions = [ways(node) for node in scenario.nodes if decides(node) and _decides(ways(node))]
    if len(decisions) < LEAST:
        return
    for name, fits in _FORMS.items():
        share = sum(fits(choices) for choices in decisions) / len(decisions)
        if share > BY_FORM:
            message = f"has {name} in {share:.0%} of its decisions; at most {BY_FORM:.0%} is fair"
            yield "best-by-form", ("nodes",), message


def _decides(choices: Sequence[Choice]) -> bool:
    """Whether exactly one of several choices is good, so that its form can give it away."""
    return len(choices) > 2 and [choice.quality for choice in choices].count("good") == 1


def _good_is(best: Callable[[Sequence[int]], int]) -> Callable[[Sequence[Choice]], bool]:
    def fits(choices: Sequence[Choice]) -> bool:
        lengths = [_length(choice) for choice in choices]
        good = next(length for length, choice in zip(lengths, choices, strict=True) if choice.quality == "good")
        return good == best(lengths) and lengths.count(good) == 1

    return fits


def _good_at(place: int) -> Callable[[Sequence[Choice]], bool]:
    return lambda choices: choices[place].quality == "good"


_FORMS: dict[str, Callable[[Sequence[Choice]], bool]] = {
    "the good choice as the longest": _good_is(max),
    "the good choice as the shortest": _good_is(min),
    "the good choice first": _good_at(0),
    "the good choice second": _good_at(1),
    "the good choice last": _good_at(-1),
}
