"""The formgrader on a real server: its buttons mark as the command line does, its page shows words before numbers."""

import json
import os
import pwd
import re
from pathlib import Path
from typing import Any

import pytest
from formgrader_server import TOKEN, Server, serving
from klass import APPLIED, Klass, answers
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeFetchAssignment, ExchangeFetchFeedback
from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as NotInTime
from tests.chromium import chromium

from evenkeel_grading.nbg.exchange import Submit

ME = pwd.getpwuid(os.getuid()).pw_name


def as_learner(klass: Klass, action: type[Any], home: Path) -> None:
    """Do what nbgrader does in a learner's own account."""
    coursedir = CourseDirectory(config=klass.config)
    coursedir.assignment_id = APPLIED
    settings = {"assignment_dir": str(home), "cache": str(home / ".cache"), "config": klass.config}
    action(coursedir=coursedir, authenticator=Authenticator(config=klass.config), **settings).start()


def grades(server: Server, klass: Klass, learner: str) -> list[dict[str, Any]]:
    with klass.gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook(APPLIED, APPLIED, learner).id
    found: list[dict[str, Any]] = server.ask(f"formgrader/api/grades?submission_id={notebook}")
    return found


def test_the_whole_way_from_release_to_feedback_with_the_formgraders_buttons(klass: Klass, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with serving(klass) as server:
        # The configuration is readable as JSON there, or the page would not come.
        assert "Manage Assignments" in server.ask("formgrader/manage_assignments")
        assert server.ask(f"formgrader/api/assignment/{APPLIED}/release", "POST")["success"]
        as_learner(klass, ExchangeFetchAssignment, home)
        content = {"schema": 1, "assignment": APPLIED, "fields": answers()}
        (home / APPLIED / "responses.json").write_text(json.dumps(content), encoding="utf-8")
        as_learner(klass, Submit, home)
        assert server.ask(f"formgrader/api/assignment/{APPLIED}/collect", "POST")["success"]
        assert server.ask(f"formgrader/api/submission/{APPLIED}/{ME}/autograde", "POST")["success"]
        by_button = klass.rows(ME)
        refused = server.ask(f"formgrader/api/assignment/{APPLIED}/{ME}/generate_feedback", "POST")
        assert not refused["success"]
        assert "a tutor has still to decide" in refused["log"]
        for grade in grades(server, klass, ME):
            changed = {"manual_score": 3.0} if grade["name"] == "criterion-analysis" else {}
            server.ask(f"formgrader/api/grade/{grade['id']}", "PUT", grade | changed)
        assert klass.open_cells(ME) == set()
        again = server.ask(f"formgrader/api/submission/{APPLIED}/{ME}/autograde", "POST")
        assert again["success"]
        assert klass.open_cells(ME) == set()
        assert klass.rows(ME)["criterion-analysis"] == (by_button["criterion-analysis"][0], 3.0, False)
        assert klass.scores(ME) == {name: row[0] for name, row in by_button.items()}
        assert server.ask(f"formgrader/api/assignment/{APPLIED}/{ME}/generate_feedback", "POST")["success"]
        assert server.ask(f"formgrader/api/assignment/{APPLIED}/{ME}/release_feedback", "POST")["success"]
    as_learner(klass, ExchangeFetchFeedback, home)
    (page,) = (home / APPLIED / "feedback").glob("*/*.html")
    assert "Your mark for this part: 3.0 of 16" in page.read_text(encoding="utf-8")
    done = klass.command("autograde", APPLIED, "--force")
    assert done.returncode == 0, done.stderr
    assert klass.scores(ME) == {name: row[0] for name, row in by_button.items()}


def test_the_page_asks_no_other_site_and_has_evidence_before_the_number(klass: Klass) -> None:
    klass.hand_in("jo", fields=answers("jo"))
    klass.autograde()
    with klass.gradebook() as gradebook:
        submission = gradebook.find_submission_notebook(APPLIED, APPLIED, "jo").id
    with serving(klass) as server:
        page = server.ask(f"formgrader/submissions/{submission}/")
    assert not re.findall(r"(?:src|href)=[\"'](?:https?:)?//", page)
    cell = page[page.index('aria-label="Two techniques, adapted to him"') :]
    assert cell.index("ek-words") < cell.index('id="criterion-technique"')
    assert "from evenkeel" not in page
    assert "&lt;script&gt;document.title" in page
    assert "<script>document.title" not in page


def confirm(page: Page, part: Locator) -> None:
    """Press Confirm until it is gone, as a tutor would.

    nbgrader's page scrolls to its first box and stretches the comment boxes when it has loaded. On a busy machine that
    can move the button away between the two halves of a click.
    """
    page.wait_for_function("window.formgrader?.loaded && formgrader.grades?.loaded && formgrader.comments?.loaded")
    button = part.get_by_role("button", name="Confirm")
    for _ in range(5):
        button.click()
        try:
            button.wait_for(state="hidden", timeout=5000)
        except NotInTime:
            continue
        return
    raise AssertionError("Confirm was pressed five times, and the mark is still open")


@pytest.mark.browser
def test_a_tutor_confirms_and_changes_marks_in_the_browser(klass: Klass) -> None:
    submissions = {}
    for learner in ("ada", "jo"):
        klass.hand_in(learner, fields=answers(learner))
    klass.autograde()
    with klass.gradebook() as gradebook:
        for learner in ("ada", "jo"):
            submissions[learner] = gradebook.find_submission_notebook(APPLIED, APPLIED, learner).id
    with serving(klass) as server, chromium() as browser:
        page = browser.new_page()
        outside: list[str] = []
        faults: list[str] = []
        page.on("request", lambda r: None if r.url.startswith((server.url, "data:")) else outside.append(r.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{server.url}/formgrader?token={TOKEN}")
        page.goto(f"{server.url}/formgrader/submissions/{submissions['ada']}/")
        part = page.get_by_role("region", name="Two techniques, adapted to him")
        confirm(page, part)
        other = page.get_by_role("region", name="Three-part causes, linked")
        other.get_by_label("Mark").fill("7.5")
        other.get_by_label("Mark").press("Tab")
        other.get_by_role("button", name="Confirm").wait_for(state="hidden")
        # The markup that this learner typed stays text. Held work shows no suggestion to confirm.
        page.goto(f"{server.url}/formgrader/submissions/{submissions['jo']}/")
        held = page.get_by_role("region", name="Two techniques, adapted to him")
        held.get_by_text("Held: enter a score").wait_for()
        assert held.get_by_role("button", name="Confirm").count() == 0
        assert page.title() == APPLIED
        # A mark that could not be saved is told.
        assert page.get_by_role("alert").count() == 0
        page.wait_for_function("window.formgrader?.grades?.loaded && window.formgrader.comments?.loaded")
        page.route(re.compile("/api/grade/"), lambda route: route.fulfill(status=500))
        held.get_by_label("Mark").fill("3")
        held.get_by_label("Mark").press("Tab")
        page.get_by_role("alert").get_by_text("could not be loaded or saved").wait_for()
        assert outside == []
        assert faults == []
    rows = klass.rows("ada")
    assert rows["criterion-technique"][1:] == (None, False)
    assert rows["criterion-analysis"][1:] == (7.5, False)
    klass.autograde()
    assert klass.rows("ada") == rows
