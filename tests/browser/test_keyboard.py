"""Each exercise is done from start to end by keyboard alone."""

from harness import ANSWERS, Open, focused
from playwright.sync_api import Page, expect


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
    assert focused(page) == "Question 2 of 15"
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
        page.get_by_role("heading", name="Question 4 of 15").focus()
    tab_to(page, "Up Let him finish")
    page.keyboard.press("Enter")
    answer_and_go_on(page)
    for label, letter in (("Loud building", "The place"), ("A payment", "Us"), ("A night", "The person")):
        tab_to(page, label)
        page.keyboard.type(letter)
    answer_and_go_on(page)
    sort_and_type(page)
    mark_count_and_turn(page)
    expect(page.get_by_text("14 of 14 points")).to_be_visible()


def place(page: Page, group: str, steps: int) -> None:
    """Choose a point of a group of radio buttons: Space for the first, then the arrow key."""
    rows = page.get_by_role("group", name=group)
    for _ in range(60):
        page.keyboard.press("Tab")
        if rows.evaluate("node => node.contains(document.activeElement)"):
            break
    page.keyboard.press("Space")
    for _ in range(steps):
        page.keyboard.press("ArrowDown")


def sort_and_type(page: Page) -> None:
    """The items that sort, fill gaps, judge, rewrite and rate oneself."""
    for group, steps in (("He speaks loudly", 0), ("He says what he", 1), ("He says it three", 0)):
        place(page, group, steps)
    answer_and_go_on(page)
    tab_to(page, "Gap 1")
    page.keyboard.type("sorry")
    tab_to(page, "Gap 2")
    page.keyboard.type("Ring you bakc")
    answer_and_go_on(page)
    for group, steps in (("Take your time", 4), ("What is your reference", 1), ("Please calm down", 0)):
        place(page, group, steps)
    answer_and_go_on(page)
    tab_to(page, "Up Name what you hear")
    page.keyboard.press("Enter")
    answer_and_go_on(page)
    tab_to(page, "Your version")
    page.keyboard.type("I understand, and the rules are the rules.")
    answer_and_go_on(page)
    tab_to(page, "Shaken")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Note my answer")
    page.keyboard.press("Enter")
    assert focused(page).strip() == "Noted. There is no right or wrong here."
    expect(page.get_by_text("Breathe out slowly.")).to_be_visible()
    tab_to(page, "Next question")
    page.keyboard.press("Enter")


def mark_count_and_turn(page: Page) -> None:
    """The items that mark phrases, ask for a number or a few words, and the card."""
    for phrase, presses in (
        ("You need to calm down", 1),
        ("You have waited two hours", 2),
        ("I will find out who has your form.", 2),
    ):
        tab_to(page, phrase)
        for _ in range(presses):
            page.keyboard.press("Space")
    answer_and_go_on(page)
    tab_to(page, "Your number, in hours")
    page.keyboard.type("2,5")
    answer_and_go_on(page)
    tab_to(page, "Your answer")
    page.keyboard.type("I am sory, and I will find out.")
    answer_and_go_on(page)
    tab_to(page, "Turn the card")
    page.keyboard.press("Enter")
    assert focused(page) == "The back of the card"
    tab_to(page, "I knew it")
    page.keyboard.press("Space")
    tab_to(page, "Note my answer")
    page.keyboard.press("Enter")
    assert focused(page).strip() == "Noted."
    tab_to(page, "See your result")
    page.keyboard.press("Enter")


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
