"""Every exercise in every state, checked with axe-core and for sideways scroll, and played by keyboard alone.

The quick run is a pairwise choice (each kind with each state, each of them with each width and each theme); the
full product of kinds, states, widths and themes is marked slow.
"""

import itertools
import json
import re
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NamedTuple

import harness
import pytest
from playwright.sync_api import Page, expect

from evenkeel import bundle

Open = Callable[..., Page]
Check = Callable[[Page], None]

WIDTHS = [1280, 360, 320]
THEMES = ["light", "dark", "forced"]
ITEMS = ["one", "many", "truth", "steps", "pairs"]
QUIZ_STATES = ["untouched", "focused", "empty", "right", "partly", "wrong", "retried", "resumed"]
RIGHT: dict[str, Any] = {
    "one": "name-it",
    "many": ["mistake", "silence"],
    "truth": "true",
    "steps": ["listen", "empathise", "ask", "summarise"],
    "pairs": {"works": "place", "payment": "us", "caring": "person"},
}
PARTLY: dict[str, Any] = {
    **RIGHT,
    "many": ["mistake"],
    "steps": ["empathise", "listen", "ask", "summarise"],
    "pairs": {"works": "place"},
}
WRONG: dict[str, Any] = {
    "one": "rules",
    "many": ["father", "noise"],
    "truth": "false",
    "steps": ["summarise", "ask", "empathise", "listen"],
    "pairs": {"works": "us", "payment": "person", "caring": "place"},
}
MOVES = [{"node": "opening", "choice": "calm"}, {"node": "boundary", "choice": "limit"}]
END = [*MOVES, {"node": "plan", "choice": "offer"}]
ANSWERS = {
    "causes": "The wait and our mistake.",
    "best-line": "today",
    "routes": ["call"],
    "leaps": ["listen", "ask", "plan"],
    "sort": {"noise": "place"},
    "log": [{"time": "10:40", "text": "Rang back."}],
}
FAILED = {"status": "failed", "at": None, "message": "the server did not answer."}
SAVED = {"status": "saved", "at": "2026-11-22T14:02:00Z", "message": ""}


class Look(NamedTuple):
    """A window and its colours."""

    width: int
    theme: str


LOOKS = [Look(width, theme) for width in WIDTHS for theme in THEMES]


@pytest.fixture(scope="package")
def site(serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the page with one exercise."""
    folder = tmp_path_factory.mktemp("exercises")
    harness.write_site(folder)
    return serve(folder)


@pytest.fixture
def exercise(site: str, pages: Any) -> Open:
    """``exercise("quiz", state=…)`` opens the page with a quiz in it."""

    def show(name: str, look: Look = LOOKS[0], **wanted: Any) -> Page:
        theme: Literal["light", "dark"] = "dark" if look.theme == "dark" else "light"
        page: Page = pages(width=look.width, theme=theme, forced_colors=look.theme == "forced")
        reload(page, site, {"exercise": name, "theme": theme, **wanted})
        return page

    return show


def reload(page: Page, site: str, wanted: dict[str, Any]) -> None:
    """Open the page afresh with what the host would hand over."""
    host = {"root": "", "where": "browser", "handin": None}
    data = {"state": {}, "host": host, "save": {"status": "idle", "at": None, "message": ""}, **wanted}
    page.goto("about:blank")
    page.goto(f"{site}/index.html#{urllib.parse.quote(json.dumps(data))}")
    page.wait_for_function("window.ready")


def quiz_state(position: int, **answers: Any) -> dict[str, Any]:
    items = {name: {"answer": answer, "checked": True, "attempts": 1, "credit": 0} for name, answer in answers.items()}
    return {"schema": 1, "position": position, "items": items}


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def play_state(choices: list[dict[str, str]], ending: str | None = None) -> dict[str, Any]:
    endings = [ending] if ending else []
    return {"schema": 1, "choices": choices, "ending": ending, "plays": 1, "endings": endings}


# --- putting an item of each kind into each state ---------------------------------------------------------------


def give(page: Page, item: str, answer: Any) -> None:
    """Answer an item as a learner would with a mouse."""
    group = page.get_by_role("group").first
    if item == "steps":
        order_steps(page, answer)
    elif item == "pairs":
        for select, side in zip(group.get_by_role("combobox").all(), RIGHT["pairs"], strict=True):
            select.select_option(answer.get(side, ""))
    else:
        for value in answer if isinstance(answer, list) else [answer]:
            page.locator(f"input[value={value}]").check()


def order_steps(page: Page, wanted: list[str]) -> None:
    """Bring the list into an order with the Up buttons alone."""
    words = {option["id"]: option["text"][0]["v"] for option in harness.exercise_spec("quiz")["items"][3]["items"]}
    rows = page.locator(".ek-order > li")
    page.get_by_role("button", name="Keep this order").click()
    for place, entry in enumerate(wanted):
        while words[entry] not in (rows.nth(place).text_content() or ""):
            page.get_by_role("button", name=f"Up {words[entry]}").click()


def arrange(exercise: Open, item: str, state: str, look: Look) -> Page:
    """A quiz page whose item is in a state, reached the way a learner reaches it."""
    position = ITEMS.index(item)
    saved = quiz_state(position, **({item: PARTLY[item]} if state == "resumed" else {}))
    page = exercise("quiz", look, state=saved)
    if state == "focused":
        page.locator("fieldset").locator("input, select, button").first.focus()
    elif state == "empty":
        press(page, "Check my answer")
    elif state in ("right", "partly", "wrong", "retried"):
        give(page, item, {"right": RIGHT, "partly": PARTLY}.get(state, WRONG)[item])
        press(page, "Check my answer")
    if state == "retried":
        press(page, "Try again")
    return page


def expect_state(page: Page, item: str, state: str) -> None:
    """That the page shows the state, in words."""
    words = {"right": "Right", "wrong": "Not right yet", "partly": "Partly right", "resumed": "Partly right"}
    if state in ("partly", "resumed") and item in ("one", "truth"):
        words = {**words, "partly": "Right", "resumed": "Right"}
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


def check_item(exercise: Open, axe: Check, sideways: Callable[[Page], int], item: str, state: str, look: Look) -> None:
    page = arrange(exercise, item, state, look)
    expect_state(page, item, state)
    axe(page)
    assert sideways(page) == 0


@pytest.mark.parametrize(("item", "state", "look"), pairwise())
def test_an_item_is_accessible_in_every_state(
    exercise: Open, axe: Check, sideways: Callable[[Page], int], item: str, state: str, look: Look
) -> None:
    check_item(exercise, axe, sideways, item, state, look)


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("state", QUIZ_STATES)
@pytest.mark.parametrize("item", ITEMS)
def test_an_item_is_accessible_in_every_state_width_and_theme(
    exercise: Open, axe: Check, sideways: Callable[[Page], int], item: str, state: str, look: Look
) -> None:
    check_item(exercise, axe, sideways, item, state, look)


# --- the other screens ------------------------------------------------------------------------------------------

SCREENS: dict[str, tuple[str, dict[str, Any], str | None, str]] = {
    # name: exercise, what the host hands over, a button to press or None, words that must show
    "quiz result": ("quiz", {"state": quiz_state(5, **PARTLY)}, None, "Worth another look"),
    "quiz all right": ("quiz", {"state": quiz_state(5, **RIGHT)}, "Start again", "Every question is right"),
    "quiz save failed": ("quiz", {"save": FAILED}, None, "the server did not answer"),
    "quiz damaged": ("quiz", {"state": {"schema": 7}}, None, "could not be read"),
    "quiz saved": ("quiz", {"save": SAVED, "state": quiz_state(0, one="rules")}, None, "Saved at"),
    "quiz broken": ("quiz", {"spec": {"title": "Broken"}}, None, "could not be shown"),
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
        "Go to hand in",
    ),
}


def check_screen(exercise: Open, axe: Check, sideways: Callable[[Page], int], name: str, look: Look) -> None:
    kind, wanted, button, words = SCREENS[name]
    page = exercise(kind, look, **wanted)
    if button:
        press(page, button)
    expect(page.locator(".ek").get_by_text(words).first).to_be_visible()
    for summary in page.locator("summary:visible").all():
        summary.click()
    axe(page)
    assert sideways(page) == 0


@pytest.mark.parametrize(("name", "look"), [(name, LOOKS[(4 * i + i // 3) % 9]) for i, name in enumerate(SCREENS)])
def test_a_screen_is_accessible(
    exercise: Open, axe: Check, sideways: Callable[[Page], int], name: str, look: Look
) -> None:
    check_screen(exercise, axe, sideways, name, look)


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_accessible_at_every_width_and_theme(
    exercise: Open, axe: Check, sideways: Callable[[Page], int], name: str, look: Look
) -> None:
    check_screen(exercise, axe, sideways, name, look)


@pytest.mark.parametrize("kind", ["quiz", "scenario", "worksheet"])
def test_targets_are_at_least_24_pixels(exercise: Open, kind: str) -> None:
    state = {"quiz": quiz_state(3, **PARTLY), "scenario": play_state(END, "later"), "worksheet": {}}[kind]
    page = exercise(kind, LOOKS[6], state=state)
    small = page.evaluate(
        """[...document.querySelectorAll('.ek :is(button, summary, select, textarea, label.ek-option)')]
        .filter(node => node.checkVisibility())
        .map(node => [node.textContent, node.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"""
    )
    assert small == []


@pytest.mark.parametrize("kind", ["quiz", "scenario", "worksheet"])
def test_focus_is_an_outline_that_forced_colours_keep(exercise: Open, kind: str) -> None:
    page = exercise(kind, Look(1280, "forced"), state=play_state([]) if kind == "scenario" else {})
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
def test_nothing_scrolls_sideways_when_text_is_doubled(
    exercise: Open, sideways: Callable[[Page], int], kind: str
) -> None:
    page = exercise(kind, Look(640, "light"), state=play_state(MOVES) if kind == "scenario" else {})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert sideways(page) == 0


@pytest.mark.parametrize("kind", ["quiz", "scenario", "worksheet"])
def test_an_exercise_works_in_a_shadow_root(exercise: Open, kind: str) -> None:
    page = exercise(kind, Look(360, "dark"), shadow=True, state=play_state(MOVES) if kind == "scenario" else {})
    expect(page.locator(".ek")).to_have_attribute("data-dark", "")
    expect(page.locator(".ek-title")).to_be_visible()
    assert page.evaluate("getComputedStyle(place.shadowRoot.querySelector('.ek')).backgroundColor") == "rgb(23, 29, 36)"


@pytest.mark.parametrize("kind", ["quiz", "scenario", "worksheet"])
def test_the_clean_up_leaves_nothing_behind(exercise: Open, kind: str) -> None:
    page = exercise(kind)
    page.evaluate("window.stop()")
    assert page.evaluate("place.childNodes.length") == 0
    assert page.evaluate("Object.values(model.listeners).flat().length") == 0


def test_motion_stops_when_the_reader_asks_for_less(exercise: Open) -> None:
    page = exercise("quiz")
    assert page.evaluate("getComputedStyle(document.querySelector('.ek-main')).transitionDuration") == "0s"


# --- what a learner meets ---------------------------------------------------------------------------------------


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def live(page: Page) -> Any:
    return page.get_by_role("status")


def test_focus_moves_to_the_feedback(exercise: Open) -> None:
    page = exercise("quiz")
    page.get_by_label("The published time").check()
    press(page, "Check my answer")
    assert focused(page).strip() == "Not right yet"
    expect(page.get_by_text("True, and it sounds like a door closing.")).to_be_visible()


def test_an_empty_answer_gets_a_gentle_message_tied_to_the_group(exercise: Open) -> None:
    page = exercise("quiz")
    press(page, "Check my answer")
    expect(page.get_by_role("group", name="What helps first?")).to_have_accessible_description(
        re.compile("A guess is fine")
    )
    expect(live(page)).to_contain_text("A guess is fine")
    assert page.evaluate("document.activeElement.type") == "radio"
    page.get_by_label("The published time").check()
    expect(page.locator(".ek-error")).to_be_empty()


def test_focus_stays_on_the_button_of_the_row_that_moved(exercise: Open) -> None:
    page = exercise("quiz", state=quiz_state(3))
    up = page.get_by_role("button", name="Up Agree the plan")
    up.focus()
    page.keyboard.press("Enter")
    expect(up).to_be_focused()
    expect(live(page)).to_have_text(re.compile(r"Agree the plan is now 1 of 4"))
    page.keyboard.press("Enter")
    expect(live(page)).to_have_text("Already first")


def test_an_order_nobody_touched_is_no_answer(exercise: Open) -> None:
    page = exercise("worksheet")
    page.get_by_label("Why is this call so hard?").fill("The wait.")
    page.get_by_label("How do you feel").focus()
    assert page.evaluate("model.data.state.fields") == {"causes": "The wait."}
    expect(page.get_by_text("Not answered yet")).to_be_visible()
    press(page, "Keep this order")
    page.wait_for_function("model.data.state.fields.leaps?.length === 3")
    assert page.evaluate("model.data.state.fields.leaps") == ["ask", "listen", "plan"]
    assert "Ask what happened" in focused(page)


def test_a_worksheet_saves_while_typing_and_never_says_right_or_wrong(exercise: Open) -> None:
    page = exercise("worksheet")
    page.get_by_label("Why is this call so hard?").press_sequentially("Two words")
    page.wait_for_function("model.writes.length === 1")
    assert page.evaluate("model.writes[0]") == {"schema": 1, "fields": {"causes": "Two words"}}
    page.get_by_label("I understand, but rules are rules.").check()
    page.wait_for_function("model.data.state.fields['best-line'] === 'rules'")
    press(page, "Clear my choice")
    page.wait_for_function("!('best-line' in model.data.state.fields)")
    assert not re.search(r"\b(right|wrong|correct)\b", page.locator(".ek form").inner_text(), re.IGNORECASE)


def test_leaving_the_page_saves_what_was_typed_last(exercise: Open) -> None:
    page = exercise("worksheet")
    page.get_by_label("Why is this call so hard?").fill("Last words")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert page.evaluate("model.writes.at(-1).fields.causes") == "Last words"


def test_rows_of_a_log_are_added_and_removed_with_focus_kept(exercise: Open) -> None:
    page = exercise("worksheet", state={"schema": 1, "fields": {"log": ANSWERS["log"]}})
    press(page, "Add a row")
    expect(page.get_by_label("Row 2 Time")).to_be_focused()
    page.keyboard.type("11:00")
    press(page, "Remove row 1")
    expect(page.get_by_label("Row 1 Time")).to_be_focused()
    expect(page.get_by_label("Row 1 Time")).to_have_value("11:00")
    page.wait_for_function('JSON.stringify(model.data.state.fields.log) === \'[{"time":"11:00","text":""}]\'')
    press(page, "Remove row 1")
    expect(page.get_by_role("button", name="Add a row")).to_be_focused()
    page.wait_for_function("!('log' in model.data.state.fields)")


def test_a_failed_save_is_told_and_can_be_tried_again(exercise: Open) -> None:
    page = exercise("worksheet")
    page.evaluate(f"model.set('save', {json.dumps(FAILED)})")
    expect(live(page)).to_have_text("Not saved: the server did not answer.")
    press(page, "Try again")
    assert page.evaluate("model.sent") == [{"type": "retry"}]
    page.evaluate(f"model.set('save', {json.dumps(SAVED)})")
    expect(live(page)).to_contain_text("Saved at")


def test_what_another_tab_saved_is_shown_and_typing_here_is_kept(exercise: Open) -> None:
    page = exercise("worksheet")
    page.get_by_label("Why is this call so hard?").press_sequentially("Mine")
    page.evaluate("model.set('state', {schema: 1, fields: {causes: 'Theirs', feelings: 'Calm', routes: ['call']}})")
    expect(page.get_by_label("How do you feel")).to_have_value("Calm")
    expect(page.get_by_label("A call back by 16:00")).to_be_checked()
    expect(page.get_by_label("Why is this call so hard?")).to_have_value("Mine")
    page.wait_for_function("model.writes.at(-1)?.fields.causes === 'Mine'")
    assert page.evaluate("model.writes.at(-1).fields.feelings") == "Calm"


def test_damaged_answers_are_told_and_put_aside_with_the_next_save(exercise: Open) -> None:
    bad = {"schema": 1, "fields": {"leaps": 3, "causes": "Kept."}}
    page = exercise("worksheet", state=bad)
    expect(page.get_by_text("could not be read here")).to_be_visible()
    expect(page.get_by_label("Why is this call so hard?")).to_have_value("Kept.")
    page.get_by_label("A call back by 16:00").check()
    page.wait_for_function("model.writes.length === 1")
    assert page.evaluate("model.writes[0].kept") == [bad]


@pytest.mark.parametrize("kind", ["quiz", "scenario", "worksheet"])
def test_answers_can_be_downloaded_and_erased(exercise: Open, kind: str) -> None:
    state = {
        "quiz": quiz_state(0, one="rules"),
        "scenario": play_state(MOVES),
        "worksheet": {"schema": 1, "fields": ANSWERS},
    }[kind]
    page = exercise(kind, state=state)
    page.get_by_text("Your answers", exact=True).click()
    for button, suffix in (("Download as text", "txt"), ("Download as data (JSON)", "json")):
        with page.expect_download() as download:
            press(page, button)
        assert download.value.suggested_filename == f"{harness.FILES[kind]}-answers.{suffix}"
        text = Path(download.value.path()).read_text(encoding="utf-8")
        assert json.loads(text) == state if suffix == "json" else len(text) > 40
    press(page, "Erase my answers")
    assert page.evaluate("model.writes") == []
    press(page, "Cancel")
    expect(page.get_by_role("button", name="Erase my answers")).to_be_focused()
    press(page, "Erase my answers")
    press(page, "Yes, erase")
    assert page.evaluate("model.data.state") == {}
    expect(live(page)).to_have_text("Your answers have been erased.")


def test_a_scenario_answers_through_the_person_first(exercise: Open) -> None:
    page = exercise("scenario")
    press(page, "Start")
    page.get_by_label("Calm down, please.").check()
    press(page, "Go with this")
    assert "Calm down, please." in focused(page)
    expect(page.get_by_text("Do not tell me to calm down!")).to_be_visible()
    expect(page.get_by_text("Nobody calms down on request.")).not_to_be_visible()
    expect(live(page)).to_have_text("Tension rises to 10. Trust falls to 1.")
    page.get_by_text("Why? The first words").click()
    expect(page.get_by_text("Nobody calms down on request.")).to_be_visible()
    expect(page.get_by_role("heading", name="A line is crossed")).to_be_visible()
    press(page, "Go back one step")
    expect(page.get_by_role("heading", name="The first words")).to_be_focused()
    assert page.evaluate("model.data.state.choices") == []


def test_a_reload_brings_the_place_back(exercise: Open, site: str) -> None:
    page = exercise("scenario")
    press(page, "Start")
    page.get_by_label("Two calls and no answer").check()
    press(page, "Go with this")
    reload(page, site, {"exercise": "scenario", "theme": "light", "state": page.evaluate("model.data.state")})
    expect(page.get_by_role("heading", name="What now?")).to_be_visible()
    expect(page.get_by_text("So what can you do?")).to_be_visible()


# --- by keyboard alone ------------------------------------------------------------------------------------------


def tab_to(page: Page, name: str, limit: int = 60) -> None:
    """Press Tab until the control with this name has the focus."""
    wanted = page.get_by_role("button", name=name, exact=True).or_(page.get_by_label(name))
    for _ in range(limit):
        page.keyboard.press("Tab")
        if any(node.evaluate("node => node === document.activeElement") for node in wanted.all()):
            return
    raise AssertionError(f"Tab never reaches {name!r}")


def test_a_quiz_is_done_by_keyboard_alone(exercise: Open) -> None:
    page = exercise("quiz")
    tab_to(page, "Five weeks with no word")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert focused(page).strip() == "Right"
    tab_to(page, "Next question")
    page.keyboard.press("Enter")
    assert focused(page) == "Question 2 of 5"
    for label in ("A mistyped date of birth", "Nobody told him"):
        tab_to(page, label)
        page.keyboard.press("Space")
    answer_and_go_on(page)
    tab_to(page, "True")
    page.keyboard.press("Space")
    answer_and_go_on(page)
    for name in ("Up Let him finish", "Up Name what it is like"):
        tab_to(page, name)
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Question 4 of 5").focus()
    tab_to(page, "Up Let him finish")
    page.keyboard.press("Enter")
    answer_and_go_on(page)
    for label, letter in (("Loud building", "The place"), ("A payment", "Us"), ("A night", "The person")):
        tab_to(page, label)
        page.keyboard.type(letter)
    answer_and_go_on(page, "See your result")
    expect(page.get_by_text("6 of 6 points")).to_be_visible()


def answer_and_go_on(page: Page, onward: str = "Next question") -> None:
    tab_to(page, "Check my answer")
    page.keyboard.press("Enter")
    assert focused(page).strip() == "Right"
    tab_to(page, onward)
    page.keyboard.press("Enter")


def test_a_scenario_is_played_by_keyboard_alone(exercise: Open) -> None:
    page = exercise("scenario")
    tab_to(page, "Start")
    page.keyboard.press("Enter")
    for label in ("Two calls and no answer", "I can look at it today"):
        tab_to(page, label)
        page.keyboard.press("Space")
        tab_to(page, "Go with this")
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ending: Agreed")).to_be_visible()
    tab_to(page, "Play again")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The first words")).to_be_focused()


def test_a_worksheet_is_filled_in_by_keyboard_alone(exercise: Open) -> None:
    page = exercise("worksheet")
    tab_to(page, "Why is this call so hard?")
    page.keyboard.type("The wait and our mistake.")
    tab_to(page, "I understand, but rules are rules.")
    page.keyboard.press("ArrowDown")
    tab_to(page, "A call back by 16:00")
    page.keyboard.press("Space")
    tab_to(page, "Up Let him finish")
    page.keyboard.press("Enter")
    tab_to(page, "A noisy depot")
    page.keyboard.type("Env")
    tab_to(page, "Add a row")
    page.keyboard.press("Enter")
    page.keyboard.type("10:40")
    page.keyboard.press("Tab")
    page.keyboard.type("Rang back.")
    page.keyboard.press("Tab")
    page.wait_for_function("model.data.state.fields.log?.[0].text === 'Rang back.'")
    assert page.evaluate("model.data.state.fields") == ANSWERS


# --- the bundles ------------------------------------------------------------------------------------------------


def test_the_book_script_runs_from_a_file(pages: Any, tmp_path: Path) -> None:
    (tmp_path / "evenkeel.js").write_text(bundle.script(), encoding="utf-8")
    page = tmp_path / "page.html"
    page.write_text(
        '<!doctype html><html lang="en"><title>A file</title><script src="evenkeel.js"></script>', encoding="utf-8"
    )
    opened = pages(page.as_uri())
    assert opened.evaluate("customElements.get('evenkeel-exercise') !== undefined")
