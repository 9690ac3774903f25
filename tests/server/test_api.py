"""The server's API: who may use it, what it keeps, what it refuses."""

import json
import threading
from pathlib import Path

import pytest
from tests.server.conftest import write_course
from tests.server.serving import TOKEN, Served, Visitor

QUIZ = "evenkeel/api/records/quiz/a-quiz"
SHEET = "evenkeel/api/records/worksheet/a-sheet"
PRACTICE = "evenkeel/api/records/worksheet/a-practice"

EVERY_ADDRESS = [
    ("GET", "evenkeel/api/me"),
    ("GET", QUIZ),
    ("PUT", QUIZ),
    ("DELETE", QUIZ),
    ("GET", "evenkeel/api/records"),
    ("DELETE", "evenkeel/api/records"),
    ("GET", "evenkeel/api/assignments"),
    ("POST", "evenkeel/api/drafts/a-practice/feedback"),
    ("POST", "evenkeel/api/assignments/a-sheet/hand-in"),
    ("GET", "evenkeel/api/assignments/a-sheet/feedback/"),
    ("GET", "evenkeel/home"),
    ("GET", "evenkeel/book/index.html"),
    ("HEAD", "evenkeel/book/index.html"),
    ("GET", "evenkeel/book/_static/site.js"),
]
CHANGES = [entry for entry in EVERY_ADDRESS if entry[0] not in ("GET", "HEAD")]


@pytest.mark.parametrize(("method", "path"), EVERY_ADDRESS)
def test_a_stranger_gets_nothing(served: Served, method: str, path: str) -> None:
    answer = served.visitor().ask(method, path, {"state": {}} if method in ("PUT", "POST") else None)
    assert answer.status in (302, 403)
    if answer.status == 302:
        assert "/login" in answer.headers["Location"]
    assert b"The page" not in answer.body


def test_every_address_of_the_api_is_in_the_tests() -> None:
    from evenkeel.server import routes

    source = Path(routes.__file__).read_text(encoding="utf-8")
    found = sum(source.count(f"Handler, {given})") for given in ("kept", "desk", "drafts"))
    assert found == 10, "add the new address to EVERY_ADDRESS, but for health"


@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_a_change_without_the_xsrf_header_is_refused(learner: Visitor, method: str, path: str) -> None:
    body = {"state": {"forged": 1}} if method in ("PUT", "POST") else None
    assert learner.ask(method, path, body, xsrf=False).status == 403
    assert learner.ask(method, path, body, xsrf=False, headers={"X-XSRFToken": "guess"}).status == 403
    assert learner.ask("GET", QUIZ).json["state"] == {}


def test_a_change_from_another_site_is_refused(learner: Visitor) -> None:
    answer = learner.ask("PUT", QUIZ, {"state": {"forged": 1}}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status in (403, 404)
    assert learner.ask("GET", QUIZ).json["state"] == {}


def test_the_server_says_who_the_learner_is(learner: Visitor) -> None:
    from nbgrader.utils import get_username

    me = learner.ask("GET", "evenkeel/api/me").json
    assert me == {"learner": get_username(), "course": "evenkeel", "mode": "single", "tutor_home": "", "class_home": ""}


def test_practice_is_saved_in_the_home_and_comes_back(learner: Visitor, served: Served) -> None:
    saved = learner.ask("PUT", QUIZ, {"state": {"position": 3}}).json
    found = learner.ask("GET", QUIZ).json
    assert found == {"state": {"position": 3}, "saved_at": saved["saved_at"], "notice": ""}
    records = json.loads((served.home / "progress.json").read_text())["records"]
    assert records["quiz"]["a-quiz"]["state"] == {"position": 3}


def test_a_practice_sheet_is_kept_with_practice_and_an_assignment_in_its_own_file(
    learner: Visitor, served: Served
) -> None:
    learner.ask("PUT", PRACTICE, {"state": {"schema": 1, "fields": {"words": "private"}}})
    learner.ask("PUT", SHEET, {"state": {"schema": 1, "fields": {"words": "to hand in"}}})
    assert "private" in (served.home / "progress.json").read_text()
    assert "to hand in" not in (served.home / "progress.json").read_text()
    handed = json.loads((served.home / "a-sheet" / "responses.json").read_text())
    assert set(handed) == {"schema", "assignment", "saved_at", "fields"}
    assert handed["fields"] == {"words": "to hand in"}
    assert not (served.home / "a-practice").exists()


def test_answers_to_fields_that_are_gone_are_kept_but_not_handed_in(learner: Visitor, served: Served) -> None:
    state = {"schema": 1, "fields": {"words": "mine"}, "kept": [{"field": "gone", "answer": "still mine"}]}
    assert learner.ask("PUT", SHEET, {"state": state}).status == 200
    assert learner.ask("GET", SHEET).json["state"] == state
    assert "still mine" not in (served.home / "a-sheet" / "responses.json").read_text()


def test_answers_that_do_not_fit_the_worksheet_are_refused_in_plain_words(learner: Visitor) -> None:
    learner.ask("PUT", SHEET, {"state": {"schema": 1, "fields": {"words": "earlier"}}})
    answer = learner.ask("PUT", SHEET, {"state": {"schema": 1, "fields": {"other": "x"}}})
    assert answer.status == 422
    assert "no field 'other'" in answer.json["message"]
    assert learner.ask("GET", SHEET).json["state"]["fields"] == {"words": "earlier"}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b'{"state":[]}',
        b'{"state":{},"more":1}',
        b'{"state":{},"saved_at":1}',
        b'{"state":{"n":NaN}}',
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_a_body_that_is_not_a_record_is_refused(learner: Visitor, raw: bytes) -> None:
    answer = learner.ask("PUT", QUIZ, raw=raw)
    assert answer.status == 400
    assert "Reload the page" in answer.json["message"]


def test_a_body_that_is_too_long_is_refused_and_the_earlier_record_stays(learner: Visitor) -> None:
    learner.ask("PUT", QUIZ, {"state": {"position": 1}})
    for size in (1_050_000, 5_000_000):
        answer = learner.ask("PUT", QUIZ, {"state": {"text": "x" * size}})
        assert answer.status == 413
        assert "too long" in answer.json["message"]
    assert answer.json["message"] == "This is too long to save.", "thrown away while it came in, and not looked at"
    assert learner.ask("GET", QUIZ).json["state"] == {"position": 1}


@pytest.mark.parametrize(
    "name",
    [
        "..",
        "../a-sheet",
        "%2e%2e",
        "%2e%2e%2fa-sheet",
        "..%2f..%2fprogress",
        "%2fetc%2fpasswd",
        "a-quiz%00",
        "A-QUIZ",
        "a-quiz.yml",
        "none-such",
        "a" * 80,
        "a-quiz%0a",
    ],
)
@pytest.mark.parametrize("kind", ["quiz", "worksheet"])
def test_names_that_are_no_exercise_write_nothing(learner: Visitor, served: Served, kind: str, name: str) -> None:
    before = sorted(path for path in served.work.rglob("*.json"))
    answer = learner.ask("PUT", f"evenkeel/api/records/{kind}/{name}", {"state": {"fields": {}}})
    assert answer.status in (403, 404, 405)
    assert sorted(path for path in served.work.rglob("*.json")) == before


def test_the_review_has_one_record_of_its_own(learner: Visitor) -> None:
    cards = {"schema": 1, "items": {"a-quiz/first": {"box": 2, "due": "2026-11-26", "last": "2026-11-23"}}}
    path = "evenkeel/api/records/review/my-review"
    assert learner.ask("PUT", path, {"state": cards}).status == 200
    assert learner.ask("GET", path).json["state"] == cards
    assert learner.ask("PUT", "evenkeel/api/records/review/another", {"state": cards}).status == 404
    assert learner.ask("DELETE", path).status == 200


def test_errors_name_no_path_of_the_machine(learner: Visitor, served: Served) -> None:
    for method, path in [("PUT", QUIZ), ("GET", "evenkeel/api/records/quiz/none"), ("POST", SHEET)]:
        assert str(served.course).encode() not in learner.ask(method, path, raw=b"{").body


def test_two_tabs_at_the_same_moment_lose_nothing(learner: Visitor) -> None:
    def save(path: str, state: object) -> None:
        for _ in range(20):
            assert learner.ask("PUT", path, {"state": state}).status == 200

    tabs = [
        threading.Thread(target=save, args=(QUIZ, {"position": 7})),
        threading.Thread(target=save, args=(PRACTICE, {"schema": 1, "fields": {"words": "seven"}})),
    ]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert learner.ask("GET", QUIZ).json["state"] == {"position": 7}
    assert learner.ask("GET", PRACTICE).json["state"]["fields"] == {"words": "seven"}


@pytest.mark.parametrize("path", [PRACTICE, SHEET])
def test_a_page_that_has_not_seen_the_newest_answers_gets_them_and_saves_nothing(learner: Visitor, path: str) -> None:
    first = learner.ask("PUT", path, {"state": fields(words="one"), "saved_at": None}).json
    refused = learner.ask("PUT", path, {"state": fields(pick="one"), "saved_at": None})
    assert refused.status == 409
    assert (refused.json["state"], refused.json["saved_at"]) == (fields(words="one"), first["saved_at"])
    again = {"state": fields(words="one", pick="one"), "saved_at": first["saved_at"]}
    assert learner.ask("PUT", path, again).status == 200
    assert learner.ask("GET", path).json["state"] == again["state"]


def test_a_page_that_has_seen_the_newest_answers_may_take_one_back(learner: Visitor) -> None:
    first = learner.ask("PUT", SHEET, {"state": fields(words="one"), "saved_at": None}).json
    answer = learner.ask("PUT", SHEET, {"state": fields(), "saved_at": first["saved_at"], "leaving": True})
    assert (answer.status, answer.json["merged"]) == (200, False)
    assert learner.ask("GET", SHEET).json["state"] == fields()


@pytest.mark.parametrize("more", [{}, {"saved_at": None, "leaving": True}], ids=["looked-at-nothing", "leaving"])
@pytest.mark.parametrize("path", [PRACTICE, SHEET])
def test_a_sender_that_cannot_merge_erases_nothing(learner: Visitor, path: str, more: dict[str, object]) -> None:
    learner.ask("PUT", path, {"state": fields(words="one")})
    assert learner.ask("PUT", path, {"state": fields(pick="one"), **more}).json["merged"]
    learner.ask("PUT", path, {"state": fields(), **more})
    assert learner.ask("GET", path).json["state"] == fields(words="one", pick="one")
    learner.ask("PUT", path, {"state": fields(words="two"), **more})
    found = learner.ask("GET", path).json["state"]
    assert found["fields"] == {"words": "two", "pick": "one"}
    assert found["kept"] == [fields(words="one", pick="one")]


def fields(**answers: str) -> dict[str, object]:
    return {"schema": 1, "fields": answers}


def test_a_damaged_file_is_kept_and_the_learner_is_told(learner: Visitor, served: Served) -> None:
    (served.home / "progress.json").write_bytes(b'{"half')
    found = learner.ask("GET", QUIZ).json
    assert found["state"] == {}
    assert "progress.damaged-" in found["notice"]
    [kept] = served.home.glob("progress.damaged-*.json")
    assert kept.read_bytes() == b'{"half'
    assert learner.ask("PUT", QUIZ, {"state": {"position": 1}}).status == 200
    assert kept.exists()


def test_everything_can_be_downloaded_and_erased(learner: Visitor, served: Served) -> None:
    learner.ask("PUT", QUIZ, {"state": {"position": 3}})
    learner.ask("PUT", SHEET, {"state": {"schema": 1, "fields": {"words": "to hand in"}}})
    answer = learner.ask("GET", "evenkeel/api/records")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.json["progress"]["quiz"]["a-quiz"]["state"] == {"position": 3}
    assert answer.json["assignments"]["a-sheet"]["state"]["fields"] == {"words": "to hand in"}
    assert learner.ask("DELETE", "evenkeel/api/records").status == 200
    assert learner.ask("GET", QUIZ).json["state"] == {}
    assert learner.ask("GET", SHEET).json["state"]["fields"] == {"words": "to hand in"}
    assert learner.ask("DELETE", "evenkeel/api/records?assignments=1").status == 200
    assert learner.ask("GET", SHEET).json["state"] == {}
    assert list(served.home.rglob("responses.json")) == []


def test_one_record_can_be_erased(learner: Visitor) -> None:
    learner.ask("PUT", QUIZ, {"state": {"position": 3}})
    assert learner.ask("DELETE", QUIZ).status == 200
    assert learner.ask("GET", QUIZ).json["state"] == {}


def test_private_answers_are_not_kept_on_the_way_and_run_nothing(learner: Visitor) -> None:
    headers = learner.ask("GET", QUIZ).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_answers_are_there_after_the_server_was_killed(tmp_path: Path) -> None:
    server = Served(write_course(tmp_path / "course"), tmp_path / "work", base_url="/user/ada/").start()
    try:
        visitor = server.visitor().sign_in()
        assert visitor.ask("PUT", QUIZ, {"state": {"position": 4}}).status == 200
        server.stop()
        server.start()
        assert visitor.ask("GET", QUIZ).json["state"] == {"position": 4}, "the cookie is still good too"
        page = visitor.ask("GET", "evenkeel/book/module/page.html").body.decode()
        assert '<meta name="evenkeel-api" content="/user/ada/evenkeel/api/">' in page
    finally:
        server.stop()


def test_a_script_may_use_the_token_alone(served: Served) -> None:
    headers = {"Authorization": f"token {TOKEN}"}
    assert served.visitor().ask("GET", "evenkeel/api/me", headers=headers).status == 200
