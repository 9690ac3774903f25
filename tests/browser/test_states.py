"""Every exercise in every state, checked with axe-core and for sideways scroll.

The quick run is a pairwise choice (each kind with each state, each of them with each width and each theme); the
full product of kinds, states, widths and themes is marked slow.
"""

import itertools
from typing import Any

import harness
import pytest
from harness import (
    ANSWERS,
    END,
    FAILED,
    ITEMS,
    LOOKS,
    MOVES,
    PARTLY,
    QUIZ_STATES,
    RIGHT,
    SAVED,
    THEMES,
    WIDTHS,
    WRONG,
    Check,
    Look,
    Open,
    Sideways,
    play_state,
    press,
    quiz_state,
    settled,
)
from opening import in_every_look
from playwright.sync_api import Page, expect

NOTED = {"myself": "There is no right or wrong here", "card": "Noted"}
CHECK, RETRY = dict.fromkeys(NOTED, "Note my answer"), dict.fromkeys(NOTED, "Change my answer")


def give(page: Page, item: str, answer: Any) -> None:
    """Answer an item as a learner would with a mouse."""
    group = page.get_by_role("group").first
    if item in ("steps", "ranked"):
        order_steps(page, item, answer)
    elif item in ("sorted", "rated"):
        for thing, value in answer.items():
            page.get_by_role("group", name=words_of(item, thing)).locator(f"input[value='{value}']").check()
    elif item == "gaps":
        group.get_by_label("Gap 1").select_option(answer["feeling"])
        group.get_by_label("Gap 2").fill(answer["act"])
    elif item == "rewritten":
        group.get_by_label("Your version", exact=True).fill(answer)
    elif item == "pairs":
        for select, side in zip(group.get_by_role("combobox").all(), RIGHT["pairs"], strict=True):
            select.select_option(answer.get(side, ""))
    elif item == "marked":
        mark(page, answer)
    elif item in ("counted", "ideas"):
        group.get_by_role("textbox").fill(answer)
    else:
        if item == "card":
            press(page, "Turn the card")
        for value in answer if isinstance(answer, list) else [answer]:
            page.locator(f"input[value={value}]").check()


def mark(page: Page, wanted: dict[str, str]) -> None:
    """Mark phrases from the keyboard alone: each press goes on to the next category."""
    spec = harness.exercise_spec("quiz")["items"][ITEMS.index("marked")]
    words = {phrase["id"]: phrase["text"] for phrase in spec["phrases"]}
    for phrase, category in wanted.items():
        button = page.get_by_role("button", name=words[phrase])
        for name, text in {each["id"]: each["text"][0]["v"] for each in spec["categories"]}.items():
            button.press("Enter")
            expect(page.get_by_role("button", name=f"{words[phrase]} {text}", pressed=True)).to_be_visible()
            if name == category:
                break


def words_of(item: str, part: str) -> str:
    """The words of a part of an item, without their markup."""
    spec = harness.exercise_spec("quiz")["items"][ITEMS.index(item)]
    parts = spec.get("items") or spec.get("things") or spec["responses"]
    text = next(each["text"] for each in parts if each["id"] == part)
    return "".join(node["v"] if node["t"] == "text" else node["c"][0]["v"] for node in text)


def order_steps(page: Page, item: str, wanted: list[str]) -> None:
    """Bring the list into an order with the Up buttons alone."""
    words = {part: words_of(item, part) for part in wanted}
    rows = page.locator(".ek-order > li")
    page.get_by_role("button", name="Keep this order").click()
    for place, entry in enumerate(wanted):
        while words[entry] not in (rows.nth(place).text_content() or ""):
            page.get_by_role("button", name=f"Up {words[entry]}").click()


def arrange(stage: Open, item: str, state: str, look: Look) -> Page:
    """A quiz page whose item is in a state, reached the way a learner reaches it."""
    position = ITEMS.index(item)
    saved = quiz_state(position, **({item: PARTLY[item]} if state == "resumed" else {}))
    page = stage("quiz", look, state=saved)
    if state == "focused":
        page.locator("fieldset").locator("input, select, textarea, button").first.focus()
    elif state == "empty":
        press(page, CHECK.get(item, "Check my answer"))
    elif state in ("right", "partly", "wrong", "retried"):
        give(page, item, {"right": RIGHT, "partly": PARTLY}.get(state, WRONG)[item])
        press(page, CHECK.get(item, "Check my answer"))
    if state == "retried":
        press(page, RETRY.get(item, "Try again"))
    return page


def expect_state(page: Page, item: str, state: str) -> None:
    """That the page shows the state, in words."""
    words = {"right": "Right", "wrong": "Not right yet", "partly": "Partly right", "resumed": "Partly right"}
    if state in ("partly", "resumed") and item in ("one", "truth", "counted"):
        words = {**words, "partly": "Right", "resumed": "Right"}
    if item in NOTED:
        words = dict.fromkeys(words, NOTED[item])
    if state in words:
        expect(page.locator(".ek-verdict")).to_contain_text(words[state])
        for summary in page.locator("summary").all():
            summary.click()
    elif state == "empty":
        expect(page.locator(".ek-error")).to_contain_text("first")
    else:
        expect(page.locator(".ek-verdict")).to_have_count(0)


def pairwise() -> list[tuple[str, str, Look]]:
    """Each kind with each state, looks spread so that each kind and each state meets each width and each theme."""
    return [
        (item, state, Look(WIDTHS[(i + j) % 3], THEMES[(i + 2 * j + j // 3) % 3]))
        for i, item in enumerate(ITEMS)
        for j, state in enumerate(QUIZ_STATES)
    ]


def test_the_quick_run_meets_every_pair() -> None:
    runs = [(item, state, look.width, look.theme) for item, state, look in pairwise()]
    values: list[list[Any]] = [ITEMS, QUIZ_STATES, list(WIDTHS), THEMES]
    for a, b in itertools.combinations(range(4), 2):
        assert {(run[a], run[b]) for run in runs} == set(itertools.product(values[a], values[b]))


def check_item(stage: Open, axe: Check, sideways: Sideways, item: str, state: str, look: Look) -> None:
    page = arrange(stage, item, state, look)
    expect_state(page, item, state)
    check(page, axe, sideways)


def check(page: Page, axe: Check, sideways: Sideways) -> None:
    axe(page)
    assert sideways(page) == 0


@pytest.mark.parametrize(("item", "state", "look"), pairwise())
def test_an_item_is_accessible_in_every_state(
    stage: Open, axe: Check, sideways: Sideways, item: str, state: str, look: Look
) -> None:
    check_item(stage, axe, sideways, item, state, look)


@pytest.mark.slow
@pytest.mark.parametrize("state", QUIZ_STATES)
@pytest.mark.parametrize("item", ITEMS)
def test_an_item_is_accessible_in_every_state_width_and_theme(
    stage: Any, axe: Check, sideways: Sideways, item: str, state: str
) -> None:
    check_item(stage, axe, sideways, item, state, LOOKS[0])
    in_every_look(stage, lambda: check(stage.page, axe, sideways))


# --- the other screens ------------------------------------------------------------------------------------------

ASKED = {"n": 1, "seed": 5, "asked": ["call", "pause", "rule", "order"]}
HALFWAY = {"schema": 1, "position": 0, "items": {"call": {"answer": "lines", "checked": False}}, "round": ASKED}
DONE = {**ASKED, "done": True, "past": [{"points": 1, "max": 4}]}
HANDED_IN = {**quiz_state(4, call="lines", pause="true"), "round": DONE}

SCREENS: dict[str, tuple[str, dict[str, Any], str | None, str]] = {
    # name: exercise, what the host hands over, a button to press or None, words that must show
    "quiz result": ("quiz", {"state": quiz_state(len(ITEMS), **PARTLY)}, None, "Worth another look"),
    "quiz all right": ("quiz", {"state": quiz_state(len(ITEMS), **RIGHT)}, "Start again", "Every question is right"),
    "quiz save failed": ("quiz", {"save": FAILED}, None, "the server did not answer"),
    "quiz damaged": ("quiz", {"state": {"schema": 7}}, None, "could not be read"),
    "quiz saved": ("quiz", {"save": SAVED, "state": quiz_state(0, one="rules")}, None, "Saved at"),
    "quiz broken": ("quiz", {"spec": {"title": "Broken"}}, None, "could not be shown"),
    "quiz before it begins": (
        "quiz",
        {"spec": settled(attempts=1, confidence=True, shuffle=["options"], **{"pass": 0.7})},
        None,
        "How this quiz works",
    ),
    "quiz asking how sure": (
        "quiz",
        {"spec": settled(attempts=1, confidence=True), "state": HALFWAY},
        "Check my answer",
        "Say how sure you are first",
    ),
    "quiz not handed in": (
        "quiz",
        {"spec": settled(feedback="deferred"), "state": {**HALFWAY, "position": 4}},
        "Hand in this quiz",
        "3 questions have no answer yet",
    ),
    "quiz not passed": (
        "quiz",
        {"spec": settled(feedback="deferred", confidence=True, rounds=2, **{"pass": 0.7}), "state": HANDED_IN},
        None,
        "Not yet. You need 2.8 of 4 points",
    ),
    "quiz received": ("quiz", {"spec": settled(feedback="hidden"), "state": HANDED_IN}, None, "Received"),
    "scenario untouched": ("scenario", {}, None, "You can stop at any point"),
    "scenario skipped": ("scenario", {}, "Skip this conversation", "You skipped this conversation"),
    "scenario started": ("scenario", {}, "Start", "The first words"),
    "scenario empty": ("scenario", {"state": play_state([])}, "Go with this", "Choose what to say or do first"),
    "scenario resumed": ("scenario", {"state": play_state(MOVES)}, None, "Earlier in this conversation"),
    "scenario ended": ("scenario", {"state": play_state(END, "later")}, None, "Your decisions"),
    "scenario changed": ("scenario", {"state": play_state([MOVES[1]])}, None, "has changed since you played it"),
    "scenario save failed": ("scenario", {"save": FAILED, "state": play_state(MOVES)}, None, "Not saved"),
    "worksheet untouched": ("worksheet", {}, None, "Not answered yet"),
    "worksheet resumed": ("worksheet", {"state": {"schema": 1, "fields": ANSWERS}}, None, "Your order"),
    "worksheet row added": ("worksheet", {}, "Add a row", "What happened"),
    "worksheet save failed": ("worksheet", {"save": FAILED}, None, "Not saved"),
    "worksheet damaged": ("worksheet", {"state": {"schema": 1, "fields": {"leaps": 3}}}, None, "could not be read"),
    "worksheet saved": (
        "worksheet",
        {"save": SAVED, "host": {"root": "", "where": "server", "handin": "hand-in.html"}},
        None,
        "Nothing is handed in until",
    ),
}


def check_screen(stage: Open, axe: Check, sideways: Sideways, name: str, look: Look) -> None:
    kind, wanted, button, words = SCREENS[name]
    page = stage(kind, look, **wanted)
    if button:
        press(page, button)
    expect(page.locator(".ek").get_by_text(words).first).to_be_visible()
    for summary in page.locator("summary:visible").all():
        summary.click()
    check(page, axe, sideways)


@pytest.mark.parametrize(("name", "look"), [(name, LOOKS[(4 * i + i // 3) % 9]) for i, name in enumerate(SCREENS)])
def test_a_screen_is_accessible(stage: Open, axe: Check, sideways: Sideways, name: str, look: Look) -> None:
    check_screen(stage, axe, sideways, name, look)


@pytest.mark.slow
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_accessible_at_every_width_and_theme(stage: Any, axe: Check, sideways: Sideways, name: str) -> None:
    check_screen(stage, axe, sideways, name, LOOKS[0])
    in_every_look(stage, lambda: check(stage.page, axe, sideways))


@pytest.mark.parametrize("item", ["sorted", "gaps", "rated", "ranked", "rewritten", "myself"])
def test_targets_of_an_item_are_at_least_24_pixels(stage: Open, item: str) -> None:
    page = stage("quiz", LOOKS[6], state=quiz_state(ITEMS.index(item)))
    small = page.evaluate(
        """[...document.querySelectorAll('.ek :is(button, summary, select, textarea, [type=text], .ek-option)')]
        .filter(node => node.checkVisibility()).map(node => [node.outerHTML, node.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"""
    )
    assert small == []


@pytest.mark.parametrize("kind", ["quiz", "scenario", "worksheet"])
def test_targets_are_at_least_24_pixels(stage: Open, kind: str) -> None:
    state = {"quiz": quiz_state(3, **PARTLY), "scenario": play_state(END, "later"), "worksheet": {}}[kind]
    page = stage(kind, LOOKS[6], state=state)
    small = page.evaluate(
        """[...document.querySelectorAll('.ek :is(button, summary, select, textarea, label.ek-option)')]
        .filter(node => node.checkVisibility())
        .map(node => [node.textContent, node.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"""
    )
    assert small == []


@pytest.mark.parametrize("kind", ["quiz", "scenario", "worksheet"])
def test_focus_is_an_outline_that_forced_colours_keep(stage: Open, kind: str) -> None:
    page = stage(kind, Look(1280, "forced"), state=play_state([]) if kind == "scenario" else {})
    for _ in range(12):
        page.keyboard.press("Tab")
        ring = page.evaluate(
            """(() => { let node = document.activeElement;
            if (node.matches('.ek-option input')) node = node.parentElement;
            if (!node.closest('.ek')) return 3;
            const style = getComputedStyle(node);
            return style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth); })()"""
        )
        assert ring >= 2, page.evaluate("document.activeElement.outerHTML")


@pytest.mark.parametrize("kind", ["quiz", "scenario", "worksheet"])
def test_nothing_scrolls_sideways_when_text_is_doubled(exercise: Open, sideways: Sideways, kind: str) -> None:
    page = exercise(kind, Look(640, "light"), state=play_state(MOVES) if kind == "scenario" else {})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert sideways(page) == 0


@pytest.mark.parametrize("kind", ["quiz", "scenario", "worksheet"])
def test_an_exercise_works_in_a_shadow_root(stage: Open, kind: str) -> None:
    page = stage(kind, Look(360, "dark"), shadow=True, state=play_state(MOVES) if kind == "scenario" else {})
    expect(page.locator(".ek")).to_have_attribute("data-dark", "")
    expect(page.locator(".ek-title")).to_be_visible()
    assert page.evaluate("getComputedStyle(place.shadowRoot.querySelector('.ek')).backgroundColor") == "rgb(23, 29, 36)"


@pytest.mark.parametrize("kind", ["quiz", "scenario", "worksheet"])
def test_the_clean_up_leaves_nothing_behind(exercise: Open, kind: str) -> None:
    page = exercise(kind)
    page.evaluate("window.stop()")
    assert page.evaluate("place.childNodes.length") == 0
    assert page.evaluate("Object.values(model.listeners).flat().length") == 0


def test_motion_stops_when_the_reader_asks_for_less(stage: Open) -> None:
    page = stage("quiz")
    assert page.evaluate("getComputedStyle(document.querySelector('.ek-main')).transitionDuration") == "0s"
