"""Every exercise of the course is done to its end by keyboard alone: Tab, Space, Enter, arrows and letters.

What is answered does not matter here, only that someone without a mouse gets everywhere. The quick run does every
fourth exercise, so that some of each kind are in it.
"""

import random
from functools import partial
from typing import Any

import pytest
from books import ROOT
from harness import Open
from playwright.sync_api import Page

from evenkeel.course import load_quiz, load_scenario, load_worksheet
from evenkeel.spec import spec

LOADERS: dict[str, Any] = {"quiz": load_quiz, "scenario": load_scenario, "worksheet": load_worksheet}
FOLDERS = {"quiz": "quizzes", "scenario": "scenarios", "worksheet": "worksheets"}
EXERCISES = [
    (kind, file.stem)
    for kind, folder in FOLDERS.items()
    for file in sorted((ROOT / "exercises" / folder).glob("*.yml"))
]
TYPED = {"date": "22112026", "time": "1040"}
STEPS = 3_000
FOCUS = """() => {
  const node = document.activeElement, { state, spec } = model.data;
  const group = node.closest("fieldset, [role=group]");
  const chosen = !!group?.querySelector(":checked, [aria-pressed=true]");
  const says = node.textContent.trim();
  const what = node.matches("textarea, select") ? node.localName : node.localName === "input" ? node.type
    : node.matches("[aria-pressed]") ? "phrase" : node.matches(".ek-main") ? "main" : "";
  const round = state.round, asked = round ? round.asked : spec.items;
  const later = spec.behaviour && spec.behaviour.feedback !== "immediate";
  const ended = { quiz: () => state.position >= asked.length && (!later || !!round?.done),
    scenario: () => !!state.ending,
    worksheet: () => spec.fields.every(({ id }) => state.fields?.[id] !== undefined) }[spec.exercise]();
  return { what, says, chosen, ended, empty: !node.value };
}"""


def act(page: Page, at: dict[str, Any], chance: random.Random) -> None:
    """Answer what has the focus, when it has no answer yet, and press the button that leads on."""
    what, press = at["what"], page.keyboard.press
    if what in ("radio", "checkbox", "phrase"):
        if not at["chosen"]:
            press("Space")
            for _ in range(chance.randrange(3) if what == "radio" else 0):
                press("ArrowDown")
    elif what == "select":
        if at["empty"]:
            press("ArrowDown")
    elif what:
        if what == "main":
            if at["says"] != "Play again":
                press("Enter")
        elif at["empty"]:
            page.keyboard.type(TYPED.get(what, "5"))
    elif at["says"] in ("Keep this order", "Turn the card", "Add a row"):
        press("Enter")


def do(page: Page, seed: str) -> None:
    """Go through the exercise with Tab until it is done."""
    chance = random.Random(seed)
    assert not page.evaluate(FOCUS)["ended"]
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at["ended"]:
            return
        act(page, at, chance)
    raise AssertionError(f"not done after {STEPS} steps: {page.evaluate('JSON.stringify(model.data.state)')}")


@pytest.mark.parametrize(
    ("kind", "name"),
    [pytest.param(*each, marks=[] if i % 4 == 0 else [pytest.mark.slow]) for i, each in enumerate(EXERCISES)],
)
def test_an_exercise_of_the_course_is_done_by_keyboard_alone(stage: Open, kind: str, name: str) -> None:
    content = LOADERS[kind](ROOT, name)
    do(stage(kind, spec=spec(content, name, partial(load_scenario, ROOT))), name)
