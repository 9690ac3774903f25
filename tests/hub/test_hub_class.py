"""A class on a running hub: two learners and a tutor, each a system account of their own, from sign-in to feedback.

Then each learner tries the doors that are not theirs: through the hub, and from their own account on the machine.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.accounts import needs_root
from tests.asking import until
from tests.browser.books import built, once
from tests.browser.test_whole_path import LOADED, REPLIES, confirm_all, decide, do_a_quiz, fill, hand_in
from tests.chromium import chromium
from tests.hub.running import PASSWORD, ROOT, Guest, RunningHub

pytestmark = [pytest.mark.browser, needs_root]
ASSIGNMENT = "difficult-applied"
BEN = "Ben's own words: five weeks and five calls would wear anyone out. I will ring you by 16:00 today."


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course's own book, built once for the run and shared with the browser tests."""
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "books" / "course"
    return once(shared, lambda folder: built(ROOT, folder / "some" / "where"))


@pytest.fixture(scope="module")
def hub(pages: Path) -> Iterator[RunningHub]:
    """Signs people in with the passwords of their accounts (PAM), as a server does."""
    with RunningHub.started(pages=pages, sign_in="evenkeel_hub.signin.Pam") as running:
        yield running
        assert running.process is not None
        below = psutil.Process(running.process.pid).children(recursive=True)
    assert below
    assert not psutil.wait_procs(below, timeout=20)[1], "the hub left a proxy or a server behind"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def sign_in(browser: Browser, hub: RunningHub, name: str) -> Page:
    """In a browser of one's own, through the hub's form."""
    page = browser.new_context(reduced_motion="reduce").new_page()
    page.set_default_timeout(60_000)
    page.goto(hub.base)
    page.get_by_label("Username").fill(hub.account(name))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return page


def learn_and_hand_in(page: Page, hub: RunningHub) -> None:
    page.wait_for_url(re.compile(f"/user/{hub.account('ana')}/evenkeel/book/home.html"))
    book = f"{hub.base}user/{hub.account('ana')}/evenkeel/book"
    page.goto(f"{book}/difficult/feelings-first.html")
    do_a_quiz(page)
    page.goto(f"{book}/difficult/applied.html")
    fill(page, lambda place: REPLIES[place % 4])
    page.goto(f"{book}/hand-in.html")
    hand_in(page, "Passport")


def hand_in_without_a_screen(ben: Guest) -> None:
    """What the page sends, sent by hand."""
    answers = {"state": {"fields": {"reply-1": BEN}}}
    assert ben.send("PUT", ben.own(f"evenkeel/api/records/worksheet/{ASSIGNMENT}"), answers).status == 200
    handed = ben.send("POST", ben.own(f"evenkeel/api/assignments/{ASSIGNMENT}/hand-in"))
    assert handed.status == 200, handed.body
    assert handed.json["learner"] == ben.name


def press(page: Page, row: str, action: str) -> None:
    """Press one of the formgrader's buttons and close its report."""
    page.locator("tr", has_text=row).locator(f"td.{action} a").click()
    report = page.locator(".modal:visible")
    expect(report).to_contain_text("Success", timeout=60_000)
    report.get_by_role("button", name="OK").click()


def mark(page: Page, base: str, learners: list[str]) -> None:
    """Collect and mark everybody's work, and open that of the first."""
    page.goto(f"{base}/manage_assignments")
    press(page, ASSIGNMENT, "collect")
    page.goto(f"{base}/manage_submissions/{ASSIGNMENT}")
    for learner in learners:
        press(page, learner, "autograde")
    # The list of work to mark names nobody, so ask which is whose.
    works = page.request.get(f"{base}/api/submitted_notebooks/{ASSIGNMENT}/{ASSIGNMENT}").json()
    page.goto(f"{base}/submissions/{next(one['id'] for one in works if one['student'] == learners[0])}")
    until(page, LOADED)


def test_a_class_from_sign_in_to_feedback(hub: RunningHub, browser: Browser) -> None:
    ana, tom = sign_in(browser, hub, "ana"), sign_in(browser, hub, "tom")
    ben = hub.visitor("ben")
    hub.open_server(ben)
    learn_and_hand_in(ana, hub)
    hand_in_without_a_screen(ben)
    kept = hub.home("ana") / ASSIGNMENT / "responses.json"
    assert (kept.owner(), json.loads(kept.read_text())["learner"]) == (hub.account("ana"), hub.account("ana"))

    desk = f"{hub.base}services/evenkeel/formgrader"
    mark(tom, desk, [hub.account("ana"), hub.account("ben")])
    confirm_all(tom)
    decide(tom.locator("#decide-analysis"), level=2)
    tom.goto(f"{desk}/manage_submissions/{ASSIGNMENT}")
    press(tom, hub.account("ana"), "generate-feedback")
    press(tom, hub.account("ana"), "release-feedback")

    ana.reload()
    card = ana.get_by_role("article", name=re.compile("Passport"))
    card.get_by_role("link", name=re.compile("feedback", re.IGNORECASE)).click()
    expect(ana.locator("body")).to_contain_text("nobody told you why")
    expect(ana.locator("body")).not_to_contain_text("Ben's own words")
    assert not list(hub.tray("ben").rglob("*.html"))


# --- the doors that are not a learner's ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ana(hub: RunningHub) -> Guest:
    """A learner, signed in, with cookies for her own server."""
    visitor = hub.visitor("ana")
    hub.open_server(visitor)
    return visitor


DOORS = [
    ("GET", "user/{ben}/evenkeel/book/home.html"),
    ("GET", "user/{ben}/evenkeel/api/records"),
    ("GET", "user/{ben}/api/contents/"),
    ("POST", "user/{ben}/evenkeel/api/assignments/difficult-applied/hand-in"),
    ("POST", "user/{ben}/api/kernels"),
    ("GET", "services/evenkeel/formgrader/manage_assignments"),
    ("GET", "services/evenkeel/formgrader/api/assignments"),
    ("GET", "services/evenkeel/api/contents/gradebook.db"),
    ("GET", "services/evenkeel/files/gradebook.db"),
    ("GET", "hub/admin"),
    ("GET", "hub/api/users"),
    ("GET", "hub/api/groups"),
    ("GET", "hub/api/proxy"),
    ("POST", "hub/api/shutdown"),
    ("DELETE", "hub/api/users/{ben}"),
    ("DELETE", "hub/api/users/{ben}/server"),
    ("POST", "hub/api/users/{ben}/tokens"),
    ("POST", "hub/api/groups/formgrade-evenkeel/users"),
    ("GET", "hub/spawn/{ben}"),
    # Not on a learner's own server, though nbgrader and Jupyter have them:
    ("GET", "user/{ana}/formgrader/manage_assignments"),
    ("GET", "user/{ana}/assignments?course_id=evenkeel"),
    ("GET", "user/{ana}/courses"),
    ("POST", "user/{ana}/api/terminals"),
    ("GET", "user/{ana}/lsp/status"),
    ("GET", "user/{ana}/evenkeel/book/../../../../etc/passwd"),
    ("GET", "user/{ana}/evenkeel/book/%2e%2e/%2e%2e/source"),
    ("GET", "user/{ana}/api/contents/%2e%2e/%2e%2e/work"),
]


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_a_door_that_is_not_a_learners_stays_shut(hub: RunningHub, ana: Guest, method: str, path: str) -> None:
    path = path.format(ana=hub.account("ana"), ben=hub.account("ben"))
    hub_token = {"X-XSRFToken": ana.cookie_for("hub/") or ""}
    answer = ana.ask(method, path, {} if method == "POST" else None, headers=hub_token, xsrf=False)
    if answer.status in (301, 302):
        answer = ana.go(path)[1]
    assert answer.status in (400, 403, 404), (answer.status, answer.body[:500])
    assert b"root:x:" not in answer.body


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_nothing_is_written_without_the_pages_own_token(ana: Guest, method: str) -> None:
    path = ana.own("evenkeel/api/records/worksheet/difficult-applied")
    before = ana.ask("GET", path).body
    for headers in ({}, {"X-XSRFToken": "1234"}, {"X-XSRFToken": "", "Origin": "https://elsewhere.example"}):
        answer = ana.ask(method, path, {"state": {"fields": {}}}, headers=headers, xsrf=False)
        assert answer.status == 403, answer.body
    assert ana.ask("GET", path).body == before


def test_nobody_who_is_not_in_the_class_signs_in(hub: RunningHub) -> None:
    """Not with the right password, and nobody of the class with a wrong one."""
    subprocess.run(["chpasswd"], input=f"{hub.hosting.marker}:{PASSWORD}\n", text=True, check=True)
    assert hub.sign_in_as(hub.visitor(), hub.hosting.marker).status == 403
    assert f"User '{hub.hosting.marker}' not allowed" in hub.log()  # the password itself was right
    assert hub.sign_in_as(hub.visitor(), hub.account("ana"), "a wrong word").status == 403


def test_a_tutor_marks_and_gets_none_of_the_marking_accounts_files_or_programs(hub: RunningHub) -> None:
    tom = hub.visitor("tom")
    assert tom.go("services/evenkeel/formgrader/manage_assignments")[1].status == 200
    for method, path in (
        ("GET", "api/contents/"),
        ("GET", "files/gradebook.db"),
        ("GET", "api/kernelspecs"),
        ("POST", "api/kernels"),
        ("POST", "api/sessions"),
        ("POST", "api/terminals"),
        ("POST", "api/shutdown"),
    ):
        body: Any = {} if method == "POST" else None
        answer = tom.send(method, f"services/evenkeel/{path}", body)
        assert answer.status in (403, 404), (path, answer.status)


def test_a_learners_account_reads_nobody_elses_work(hub: RunningHub) -> None:
    root, work = hub.places.root, hub.places.work
    secret = [
        hub.home("ben"),
        hub.tray("ben"),
        hub.places.inbound,
        hub.places.course,
        hub.hosting.state,
        root / "source",
        root / "grading" / "rubrics",
        Path("/proc") / str(_server_of(hub, "ben")) / "environ",
    ]
    for path in secret:
        seen = hub.as_person("ana", ["ls", "-A", str(path)] if path.is_dir() else ["cat", str(path)])
        assert seen.returncode != 0, f"{path}: {seen.stdout}"
    for place in (hub.places.exchange, work, hub.tray("ben"), hub.places.outbound):
        assert hub.as_person("ana", ["mkdir", f"{place}/x"]).returncode != 0, place
    held = {path.name for path in hub.hosting.learner_root.rglob("*")}
    assert "worksheets" in held
    assert not held & {"source", "rubrics", "grading", "gradebook.db", "tests", ".git"}


def _server_of(hub: RunningHub, name: str) -> int:
    return next(one.pid for one in psutil.process_iter(["username"]) if one.info["username"] == hub.account(name))


def test_cookies_and_headers_are_those_of_a_careful_site(ana: Guest) -> None:
    page = ana.ask("GET", ana.own("evenkeel/book/home.html"))
    policy = {name.lower(): value for name, value in page.headers.items()}["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    signed = [one for one in ana.jar if one.name.startswith("jupyterhub-") and one.name != "jupyterhub-session-id"]
    assert signed
    assert all(one.has_nonstandard_attr("HttpOnly") for one in signed), [one.name for one in signed]
    assert all(one.get_nonstandard_attr("SameSite") in ("Lax", "Strict") for one in signed), signed


def test_no_kernel_runs_in_the_whole_class(hub: RunningHub) -> None:
    lines = [" ".join(one.info["cmdline"] or []) for one in psutil.process_iter(["cmdline", "username"])
             if (one.info["username"] or "").startswith(hub.tag)]  # fmt: skip
    assert lines
    assert not [line for line in lines if "ipykernel" in line]
