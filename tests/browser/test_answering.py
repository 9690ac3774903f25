"""What a learner meets in an exercise: focus, messages, saving, going back, and their own record."""

import html
import json
import re
from pathlib import Path
from typing import Any

import harness
import pytest
from harness import ANSWERS, FAILED, MOVES, SAVED, Open, exercise_spec, focused, play_state, press, quiz_state, reload
from playwright.sync_api import Page, expect

from evenkeel import bundle


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


def test_the_way_to_hand_in_shows_after_a_save_and_stays(exercise: Open) -> None:
    host = {"root": "", "where": "server", "handin": "hand-in.html"}
    page = exercise("worksheet", host=host)
    link = page.get_by_role("link", name="Hand in")
    expect(link).to_be_hidden()
    page.evaluate(f"model.set('save', {json.dumps(SAVED)})")
    expect(link).to_have_attribute("href", "hand-in.html#hand-in-short-sheet")
    page.evaluate("model.set('save', {status: 'saving', at: null, message: ''})")
    expect(link).to_be_visible()


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


def book_page(folder: Path, kind: str) -> str:
    """A page as the book has it, without a server: the classic script and an exercise in its element."""
    spec = html.escape(json.dumps(exercise_spec(kind)))
    (folder / "evenkeel.js").write_text(bundle.script([kind]), encoding="utf-8")
    (folder / "evenkeel.css").write_text(bundle.css(), encoding="utf-8")
    page = folder / "page.html"
    page.write_text(
        '<!doctype html><html lang="en" data-content_root="./"><meta charset="utf-8"><title>A file</title>'
        '<link rel="stylesheet" href="evenkeel.css"><script src="evenkeel.js"></script>'
        f'<main><h1>A page</h1><h2>Practice</h2><evenkeel-exercise exercise="{kind}" spec="{spec}">'
        "</evenkeel-exercise></main>",
        encoding="utf-8",
    )
    return page.as_uri()


def test_the_book_script_runs_from_a_file_and_answers_come_back(pages: Any, tmp_path: Path) -> None:
    page = pages(book_page(tmp_path, "quiz"))
    page.get_by_label("The published time").check()
    press(page, "Check my answer")
    press(page, "Next question")
    page.reload()
    expect(page.get_by_role("heading", name="Question 2 of 15")).to_be_visible()
    press(page, "Question 1 Not right yet")
    expect(page.get_by_label("The published time")).to_be_checked()


def test_words_typed_just_before_a_reload_are_there_after_it(pages: Any, tmp_path: Path) -> None:
    """The worksheet must hand its last words to the host before the host saves for the last time."""
    page = pages(book_page(tmp_path, "worksheet"))
    page.get_by_label("Why is this call so hard?").press_sequentially("Last words")
    page.reload()
    expect(page.get_by_label("Why is this call so hard?")).to_have_value("Last words")


def test_a_sentence_typed_just_before_a_reload_is_there_after_it(pages: Any, tmp_path: Path) -> None:
    page = pages(book_page(tmp_path, "quiz"))
    press(page, "Question 10 Not answered")
    page.get_by_label("Your version", exact=True).press_sequentially("I understand, and")
    page.reload()
    expect(page.get_by_label("Your version", exact=True)).to_have_value("I understand, and")


def test_a_sentence_is_saved_when_typing_rests_and_kept_when_another_tab_saves(exercise: Open) -> None:
    page = exercise("quiz", state=quiz_state(9))
    box = page.get_by_label("Your version", exact=True)
    box.press_sequentially("I see")
    page.evaluate(f"model.set('state', {json.dumps(quiz_state(9, one='rules'))})")
    expect(box).to_be_focused()
    expect(box).to_have_value("I see")
    page.wait_for_function("model.data.state.items.rewritten?.answer === 'I see' && model.data.state.items.one")
    writes = page.evaluate("model.writes.length")
    box.press_sequentially(" it")
    page.wait_for_function("model.data.state.items.rewritten?.answer === 'I see it'")
    assert page.evaluate("model.writes.length") == writes + 1


def test_what_is_wrong_is_told_and_the_key_waits_behind_a_button(exercise: Open) -> None:
    page = exercise("quiz", state=quiz_state(6, gaps={"feeling": "surprised", "act": "hang up"}))
    expect(page.get_by_text("That is about you and not about him.")).to_be_visible()
    expect(page.get_by_text("It names the wait.")).not_to_be_visible()
    expect(page.get_by_label("Gap 2")).to_be_disabled()
    page.get_by_text("What fits the other gaps").click()
    expect(page.get_by_text("Gap 2: call you back")).to_be_visible()
    press(page, "Try again")
    expect(page.get_by_label("Gap 1")).to_be_focused()


def test_a_judgement_shows_our_view_with_its_reason(exercise: Open) -> None:
    page = exercise("quiz", state=quiz_state(7, rated={"wait": "4", "facts": "5", "calm": "1"}))
    verdict = page.locator(".ek-verdict")
    expect(verdict).to_have_text(re.compile("Partly right: 1 of 3 as we see them"))
    expect(page.get_by_role("group", name="Take your time")).to_contain_text("Close to our view")
    page.get_by_text("How we see the others, and why").click()
    expect(page.get_by_text("What is your reference number? (our view: Poor)")).to_be_visible()


def test_things_are_sorted_and_put_in_order_by_touch_without_dragging(pages: Any, tmp_path: Path) -> None:
    page = pages(book_page(tmp_path, "quiz"), width=360, has_touch=True)
    page.get_by_role("button", name="Question 6 Not answered").tap()
    page.get_by_role("group", name="He says what he will do").get_by_text("Danger").tap()
    page.get_by_role("group", name="He speaks loudly").get_by_text("Strain").tap()
    page.get_by_role("group", name="He says it three times").get_by_text("Strain").tap()
    page.get_by_role("button", name="Check my answer").tap()
    expect(page.locator(".ek-verdict")).to_have_text(" Right")
    page.get_by_role("button", name="Question 9 Not answered").tap()
    page.get_by_role("button", name="Up Name what you hear").tap()
    page.get_by_role("button", name="Check my answer").tap()
    expect(page.locator(".ek-verdict")).to_have_text(" Right")


def test_an_erased_exercise_stays_erased(pages: Any, tmp_path: Path) -> None:
    page = pages(book_page(tmp_path, "quiz"))
    page.get_by_label("The published time").check()
    page.get_by_text("Your answers", exact=True).click()
    press(page, "Erase my answers")
    press(page, "Yes, erase")
    page.reload()
    expect(page.get_by_label("The published time")).not_to_be_checked()
