"""The formgrader on a real server: its buttons mark as the command line does, its page shows words before numbers."""

import json
import os
import pwd
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from formgrader_server import Server, serving
from klass import APPLIED, Klass, answers
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from playwright.sync_api import Browser, Locator, Page
from tests.asking import until
from tests.chromium import chromium

from evenkeel_grading.nbg.fetching import FetchAssignment, FetchFeedback
from evenkeel_grading.nbg.stores import open_store
from evenkeel_grading.nbg.submitting import Submit

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
        as_learner(klass, FetchAssignment, home)
        content = {"schema": 1, "assignment": APPLIED, "fields": answers()}
        (home / APPLIED / "responses.json").write_text(json.dumps(content), encoding="utf-8")
        klass.tray(ME)
        as_learner(klass, Submit, home)
        assert server.ask(f"formgrader/api/assignment/{APPLIED}/collect", "POST")["success"]
        assert server.ask(f"formgrader/api/submission/{APPLIED}/{ME}/autograde", "POST")["success"]
        by_button = klass.rows(ME)
        # No list shows a total before anybody has looked at the evidence.
        (listed,) = server.ask(f"formgrader/api/submissions/{APPLIED}")
        assert (listed["needs_manual_grade"], listed["score"], listed["code_score"]) == (True, 0, 0)
        (listed,) = server.ask(f"formgrader/api/submitted_notebooks/{APPLIED}/{APPLIED}")
        assert listed["score"] == 0
        refused = server.ask(f"formgrader/api/assignment/{APPLIED}/{ME}/generate_feedback", "POST")
        assert not refused["success"]
        assert "a tutor has still to decide" in refused["log"]
        for grade in grades(server, klass, ME):
            changed = {"manual_score": 3.0} if grade["name"] == "criterion-analysis" else {}
            server.ask(f"formgrader/api/grade/{grade['id']}", "PUT", grade | changed)
        assert klass.open_cells(ME) == set()
        assert server.ask(f"formgrader/api/submission/{APPLIED}/{ME}")["score"] > 0
        again = server.ask(f"formgrader/api/submission/{APPLIED}/{ME}/autograde", "POST")
        assert again["success"]
        assert klass.open_cells(ME) == set()
        assert klass.rows(ME)["criterion-analysis"] == (by_button["criterion-analysis"][0], 3.0, False)
        assert klass.scores(ME) == {name: row[0] for name, row in by_button.items()}
        assert server.ask(f"formgrader/api/assignment/{APPLIED}/{ME}/generate_feedback", "POST")["success"]
        assert server.ask(f"formgrader/api/assignment/{APPLIED}/{ME}/release_feedback", "POST")["success"]
    as_learner(klass, FetchFeedback, home)
    (page,) = (home / APPLIED / "feedback").glob("*/*.html")
    assert "Your mark for this part: 3 of 16" in page.read_text(encoding="utf-8")
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
        whole_class = server.ask(f"formgrader/class/{APPLIED}")
        assert f"formgrader/class/{APPLIED}" in server.ask(f"formgrader/gradebook/{APPLIED}/")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            server.ask("formgrader/class/no-such")
        with urllib.request.urlopen(f"{server.url}/formgrader/class/{APPLIED}") as stranger:
            assert "/login" in stranger.url
    assert "1 handed in. 1 is counted here." in whole_class
    assert "can tell who chose what" in whole_class
    assert not re.findall(r"(?:src|href)=[\"'](?:https?:)?//|<script", whole_class)
    assert not re.findall(r"(?:src|href)=[\"'](?:https?:)?//", page)
    cell = page[page.index('aria-label="Two techniques, adapted to him"') :]
    assert cell.index("ek-words") < cell.index('id="decide-technique"')
    assert "from evenkeel" not in page
    assert "&lt;script&gt;document.title" in page
    assert "<script>document.title" not in page


def part_of(page: Page, criterion: str) -> Locator:
    return page.locator(f"#part-{criterion}")


def said(page: Page, criterion: str, words: str) -> None:
    """Wait until a part says so, and the page that said it is quite there."""
    part_of(page, criterion).get_by_role("status").get_by_text(words).wait_for()
    settled(page, criterion)


def settled(page: Page, criterion: str) -> None:
    """Wait until the page made anew after a decision has loaded and gone on where the tutor was."""
    until(page, "document.readyState === 'complete' && window.formgrader?.loaded")
    until(page, "form => document.getElementById(form).contains(document.activeElement)", f"decide-{criterion}")


def axe_faults(page: Page) -> set[str]:
    """What axe-core finds. By evaluation, since our pages let no script of others run."""
    page.evaluate((Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    return set(page.evaluate("axe.run().then(found => found.violations.map(one => one.id))"))


@pytest.mark.browser
def test_tutors_decide_from_the_keyboard_give_levels_blind_and_talk_about_the_difference(klass: Klass) -> None:
    submissions = {}
    for learner in ("ada", "ben", "jo"):
        klass.hand_in(learner, fields=answers(learner))
    klass.autograde()
    store = open_store(f"sqlite:///{klass.course / 'marking.db'}")
    store.moderate(APPLIED, ["ben"])
    suggested = {name: row["level"] for name, row in store.suggestions(APPLIED, "ben").items()}
    with klass.gradebook() as gradebook:
        for learner in ("ada", "ben", "jo"):
            submissions[learner] = gradebook.find_submission_notebook(APPLIED, APPLIED, learner).id
    outside: list[str] = []
    faults: list[str] = []

    def tutor(browser: Browser, name: str, server: Server) -> Page:
        page = browser.new_context(extra_http_headers={"X-Tutor": name}).new_page()
        page.on("request", lambda r: None if r.url.startswith((server.url, "data:")) else outside.append(r.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    with serving(klass, named=True) as server, chromium() as browser:
        at = {learner: f"{server.url}/formgrader/submissions/{key}/" for learner, key in submissions.items()}
        amina, bela = tutor(browser, "amina", server), tutor(browser, "bela", server)
        amina.goto(f"{server.url}/formgrader/queue/{APPLIED}")
        order = [item.split()[0] for item in amina.locator(".evk-queue li").all_inner_texts()]
        assert (order[0], sorted(order[1:])) == ("jo", ["ada", "ben"])
        assert amina.get_by_role("heading", name="Yours to mark blind").count() == 1
        assert axe_faults(amina) == set()
        # Blind: nothing of the suggestion is on the page before a level is given.
        amina.goto(at["ben"])
        assert amina.locator(".evk-part mark").count() == 0
        assert "Suggested" not in amina.locator("body").inner_text()
        until(amina, "window.formgrader?.loaded")
        for level in ("0", "1"):
            amina.locator(f"#decide-technique input[value='{level}']").focus()
            amina.keyboard.press(level)
        amina.keyboard.press(str(suggested["technique"]))
        amina.keyboard.press("Enter")
        said(amina, "technique", "by amina")
        other = (suggested["analysis"] + 1) % 4
        amina.locator("#decide-analysis input").first.focus()
        amina.keyboard.press(str(other))
        amina.keyboard.press("Enter")
        part_of(amina, "analysis").get_by_text(f"You gave level {other} before you saw this").wait_for()
        settled(amina, "analysis")
        # A change asks why, and keys are letters while one writes.
        amina.locator("#decide-analysis button[type=submit]").focus()
        amina.keyboard.press(str(other))
        amina.keyboard.press("Enter")
        said(amina, "analysis", "Say in a few words why.")
        amina.keyboard.type("n c 2: the link is in the last line")
        amina.route(re.compile("/api/decision/"), lambda route: route.fulfill(status=500, body="x"))
        amina.keyboard.press("Tab")
        amina.keyboard.press("Enter")
        said(amina, "analysis", "could not be saved")
        amina.unroute_all()
        amina.keyboard.press("Enter")
        said(amina, "analysis", f"level {other}, by amina")
        # The other tutor sees neither that nor the suggestion, and then both.
        bela.goto(at["ben"])
        assert bela.locator(".evk-part mark").count() == 0
        assert "amina" not in bela.locator("#part-analysis").inner_text()
        until(bela, "window.formgrader?.loaded")
        bela.locator("#decide-analysis input").first.focus()
        bela.keyboard.press(str(suggested["analysis"]))
        bela.keyboard.press("Enter")
        said(bela, "analysis", "by amina")
        for name in ("five-behaviours", "technique", "language", "feasibility"):
            part_of(bela, name).locator("input").first.focus()
            bela.keyboard.press("0")
            bela.keyboard.press("Enter")
            part_of(bela, name).get_by_text("You gave level 0 before").wait_for()
            settled(bela, name)
        bela.goto(f"{server.url}/formgrader/moderation/{APPLIED}")
        assert f"amina gave {other}, bela gave {suggested['analysis']}" in bela.locator("main").inner_text()
        assert axe_faults(bela) == set()
        bela.get_by_role("button", name="Add a tenth").click()
        bela.get_by_text("2 pieces of work are to be marked blind").wait_for()
        # Held work: no suggestion to confirm, and no reason asked for.
        amina.goto(at["jo"])
        part_of(amina, "technique").get_by_text("Held: no level is suggested").wait_for()
        assert amina.get_by_role("button", name="Confirm level").count() == 0
        # Two faults are of nbgrader's own frame around our page: a list in its head, and a title outside landmarks.
        assert axe_faults(amina) <= {"list", "region"}
        assert amina.title() == APPLIED
        until(amina, "window.formgrader?.loaded")
        amina.locator("#decide-technique input").first.focus()
        amina.keyboard.press("1")
        amina.keyboard.press("Enter")
        said(amina, "technique", "level 1, by amina")
        # A tutor who types before the page has loaded keeps the place.
        typed = "document.dispatchEvent(new Event('keydown'))"
        amina.add_init_script(f"addEventListener('DOMContentLoaded', () => {typed})")
        amina.goto(f"{at['ben']}?again#decide-analysis")
        until(amina, "document.readyState === 'complete'")
        amina.wait_for_timeout(200)
        assert not amina.evaluate("document.activeElement.closest('form')")
        # Another site cannot decide in a tutor's name.
        with pytest.raises(urllib.error.HTTPError, match="403"):
            server.ask(f"formgrader/api/decision/{submissions['jo']}/analysis", "PUT", {"level": 3})
        assert outside == []
        assert faults == []
    rows = klass.rows("ben")
    assert rows["criterion-technique"][1:] == (None, False)
    assert rows["criterion-analysis"][1:] == (pytest.approx(16 * other / 3), False)
    assert klass.rows("jo")["criterion-technique"][1:] == (pytest.approx(20 / 3), False)
    klass.autograde()
    assert klass.rows("ben") == rows
    changed = [one for one in store.decisions(APPLIED, "ben") if one.criterion == "analysis"]
    assert [(one.who, one.why) for one in changed] == [("amina", "n c 2: the link is in the last line")]
    assert (changed[0].before, changed[0].after) == (rows["criterion-analysis"][0], rows["criterion-analysis"][1])
