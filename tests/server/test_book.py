"""The built book as the server gives it out."""

import base64
import hashlib
import http.client

import pytest
from tests.server.serving import TOKEN, Served, Visitor


def raw(served: Served, path: str) -> tuple[int, bytes]:
    """Ask for exactly this path: no library tidies it on the way."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    connection.putrequest("GET", path, skip_accept_encoding=True)
    connection.putheader("Authorization", f"token {TOKEN}")
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def test_a_page_carries_the_address_of_the_api_and_nothing_else_is_changed(learner: Visitor, served: Served) -> None:
    page = learner.ask("GET", "evenkeel/book/module/page.html").body.decode()
    meta = '<meta name="evenkeel-api" content="/evenkeel/api/">'
    assert f"<head>{meta}" in page
    assert page.replace(meta, "") == (served.course / "_build/html/module/page.html").read_text()


@pytest.mark.parametrize("path", ["evenkeel/book", "evenkeel/book/module"])
def test_a_folder_without_a_slash_leads_to_the_one_with(learner: Visitor, path: str) -> None:
    answer = learner.ask("GET", path)
    assert (answer.status, answer.headers["Location"]) == (302, f"/{path}/")
    assert learner.ask("GET", f"{path}/").status == 200


def test_a_folder_without_a_page_is_not_listed(learner: Visitor) -> None:
    for path in ("evenkeel/book/empty", "evenkeel/book/empty/", "evenkeel/book/_static/"):
        answer = learner.ask("GET", path)
        assert answer.status == 404
        assert b"readme" not in answer.body


@pytest.mark.parametrize(
    "path",
    [
        "/evenkeel/book/../_config.yml",
        "/evenkeel/book/../../_config.yml",
        "/evenkeel/book/%2e%2e/outside.html",
        "/evenkeel/book/%2e%2e%2foutside.html",
        "/evenkeel/book/..%2f..%2f_config.yml",
        "/evenkeel/book/module/../../outside.html",
        "/evenkeel/book//etc/passwd",
        "/evenkeel/book/%2fetc%2fpasswd",
        "/evenkeel/book/..\\outside.html",
        "/evenkeel/book/..%5coutside.html",
        "/evenkeel/book/index.html%00.css",
        "/evenkeel/book/.buildinfo",
        "/evenkeel/book/linked.html",
        "/evenkeel/book/linked-folder/quizzes/a-quiz.yml",
        "/evenkeel/book/~root",
        "/evenkeel/book/" + "a/" * 2000,
    ],
)
def test_nothing_outside_the_book_can_be_reached(served: Served, path: str) -> None:
    status, body = raw(served, path)
    assert status in (400, 404)
    for secret in (b"outside</body>", b"A course", b"root:", b"secret", b"stem:"):
        assert secret not in body


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html; charset=UTF-8"),
        ("_static/site.css", "text/css; charset=UTF-8"),
        ("_static/site.js", "text/javascript; charset=UTF-8"),
    ],
)
def test_files_are_sent_as_what_they_are(learner: Visitor, path: str, kind: str) -> None:
    headers = learner.ask("GET", f"evenkeel/book/{path}").headers
    assert headers["Content-Type"] == kind
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_scripts_of_the_page_itself_are_allowed_by_their_hash_and_no_others(learner: Visitor) -> None:
    policy = learner.ask("GET", "evenkeel/book/index.html").headers["Content-Security-Policy"]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}
    for text in ('document.title += " ran";', "document.title = 'clicked'"):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in rules["script-src"]
    assert "'unsafe-inline'" not in rules["script-src"]
    assert "'unsafe-eval'" not in rules["script-src"]
    assert rules["connect-src"] == ["'self'"]
    assert rules["default-src"] == ["'none'"]


def test_an_unchanged_page_is_not_sent_again(learner: Visitor) -> None:
    first = learner.ask("GET", "evenkeel/book/index.html")
    again = learner.ask("GET", "evenkeel/book/index.html", headers={"If-None-Match": first.headers["Etag"]})
    assert (again.status, again.body) == (304, b"")


def test_a_file_with_its_hash_in_the_address_may_be_kept(learner: Visitor) -> None:
    plain = learner.ask("GET", "evenkeel/book/_static/site.js").headers["Cache-Control"]
    hashed = learner.ask("GET", "evenkeel/book/_static/site.js?v=abc").headers["Cache-Control"]
    assert (plain, hashed) == ("private, no-cache", "private, max-age=31536000, immutable")


def test_a_page_that_changed_is_sent_as_it_is_now(learner: Visitor, served: Served) -> None:
    file = served.course / "_build/html/changing.html"
    file.write_text("<html><head></head><body>before</body></html>")
    assert b"before" in learner.ask("GET", "evenkeel/book/changing.html").body
    file.write_text("<html><head></head><body>afterwards</body></html>")
    assert b"afterwards" in learner.ask("GET", "evenkeel/book/changing.html").body
    file.unlink()


def test_a_missing_page_says_so_in_plain_words(learner: Visitor) -> None:
    answer = learner.ask("GET", "evenkeel/book/none.html")
    assert answer.status == 404
    assert b"no such page" in answer.body
