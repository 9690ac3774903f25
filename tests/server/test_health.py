"""Health: anybody may ask, and learns yes or no."""

import json

from tests.server.serving import Served


def test_it_says_what_works_and_nothing_else_to_anybody(served: Served) -> None:
    answer = served.visitor().ask("GET", "evenkeel/api/health", xsrf=False)
    assert answer.json["checks"] | {"exchange": True} == dict.fromkeys(("book", "answers", "room", "exchange"), True)
    assert answer.status == (200 if answer.json["ok"] else 503)
    assert not any(str(place) in answer.body.decode() for place in ("/tmp", "/home", "/root", "token"))
    assert "Set-Cookie" not in answer.headers
    page = served.course / "_build" / "html" / "index.html"
    page.rename(page.with_suffix(".gone"))
    try:
        answer = served.visitor().ask("GET", "evenkeel/api/health", xsrf=False)
    finally:
        page.with_suffix(".gone").rename(page)
    assert answer.status == 503
    assert json.loads(answer.body)["checks"]["book"] is False


def test_it_changes_nothing(served: Served) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert served.visitor().ask(method, "evenkeel/api/health", xsrf=False).status in (403, 405)
