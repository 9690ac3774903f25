"""The administrators' page on a running hub: who gets in, what it does, and what it refuses."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlencode

import pytest
from tests.accounts import needs_root
from tests.hub.running import Guest, RunningHub
from tests.server.serving import Answered

from evenkeel.server.dates import read_dates
from evenkeel_grading.nbg.trays import ensure_tray
from evenkeel_hub.roll import Roll, roll_url

pytestmark = needs_root
CLASS = "services/class/"


@pytest.fixture(scope="module")
def hub() -> Iterator[RunningHub]:
    with RunningHub.started(learners=["ana"], tutors=["tom"], administrators=["amy"]) as running:
        yield running


@pytest.fixture(scope="module")
def amy(hub: RunningHub) -> Guest:
    """Signed in, and let in by the hub."""
    amy = hub.visitor("amy")
    assert amy.go(CLASS)[1].status == 200
    return amy


def roll(hub: RunningHub) -> Roll:
    return Roll(roll_url(hub.places.course))


def token(amy: Guest) -> str:
    found = re.search(rb'name="_xsrf" value="([^"]+)"', amy.ask("GET", CLASS).body)
    assert found
    return found[1].decode()


def send(guest: Guest, path: str, **fields: str) -> Answered:
    """As the page's own forms do."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return guest.ask("POST", CLASS + path, raw=urlencode(fields).encode(), xsrf=False, headers=headers)


def upload(guest: Guest, xsrf: str, data: bytes) -> Answered:
    mark = "----mark"
    fields = f'--{mark}\r\nContent-Disposition: form-data; name="_xsrf"\r\n\r\n{xsrf}\r\n'
    fields += f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    body = fields.encode() + data + f"\r\n--{mark}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    return guest.ask("POST", f"{CLASS}import", raw=body, xsrf=False, headers=headers)


def test_only_administrators_get_in(hub: RunningHub) -> None:
    for name in ("ana", "tom"):
        path, answer = hub.visitor(name).go(CLASS)
        assert answer.status == 403, path
        assert b"ekt-" not in answer.body or b"<table" not in answer.body


def test_the_page_is_strict_and_has_no_script(amy: Guest, hub: RunningHub) -> None:
    answer = amy.ask("GET", CLASS)
    headers = {name.lower(): value for name, value in answer.headers.items()}  # the proxy makes them small
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert headers["cache-control"] == "no-store"
    assert b"<script" not in answer.body
    assert b" style=" not in answer.body
    assert hub.account("ana").encode() in answer.body


def test_nothing_is_done_without_the_xsrf_token(amy: Guest, hub: RunningHub) -> None:
    before = roll(hub).people()
    for path in ("import", "dates", f"person/{hub.account('ana')}", f"person/{hub.account('ana')}/export"):
        assert send(amy, path, action="withdraw", _xsrf="guess").status == 403
        assert send(amy, path, action="withdraw").status == 403
    assert roll(hub).people() == before


def test_a_list_is_looked_at_first_and_brought_in_after(amy: Guest, hub: RunningHub) -> None:
    looked = upload(amy, token(amy), b"learner id,name\nnew-one,<script>alert(1)</script>\n")
    assert looked.status == 200
    assert b"New: 1" in looked.body
    assert roll(hub).find("new-one") is None
    number = re.search(rb'name="list" value="([^"]+)"', looked.body)
    assert number
    done = send(amy, "import", _xsrf=token(amy), list=number[1].decode())
    assert b"Brought in: 1 people." in done.body
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in done.body
    assert send(amy, "import", _xsrf=token(amy), list=number[1].decode()).status == 400  # once only
    flawed = upload(amy, token(amy), b"learner id\nBAD\n")
    assert b"Line 2" in flawed.body
    assert b'name="list"' not in flawed.body


def test_dates_are_set_and_extended_and_reach_the_learner(amy: Guest, hub: RunningHub) -> None:
    tray = ensure_tray(hub.places, hub.account("ana"))
    page = f"person/{hub.account('ana')}"
    assert send(amy, "dates", _xsrf=token(amy), assignment="difficult-applied", when="2027-01-05T17:00").status == 200
    first = read_dates(tray)["difficult-applied"]
    fields = {"action": "extend", "assignment": "difficult-applied", "when": "2027-01-09T17:00"}
    assert send(amy, page, _xsrf=token(amy), **fields).status == 200
    longer = read_dates(tray)["difficult-applied"]
    assert longer.extended
    assert longer.at > first.at
    assert send(amy, "dates", _xsrf=token(amy), assignment="../x", when="2027-01-05T17:00").status == 400
    assert send(amy, page, _xsrf=token(amy), **(fields | {"when": "soon"})).status == 400


def test_all_that_is_held_can_be_downloaded(amy: Guest, hub: RunningHub) -> None:
    answer = send(amy, f"person/{hub.account('ana')}/export", _xsrf=token(amy))
    with zipfile.ZipFile(BytesIO(answer.body)) as archive:
        assert "person.json" in archive.namelist()
    for odd in ("nobody", "..%2F..%2Fetc%2Fpasswd", "%2e%2e"):
        assert send(amy, f"person/{odd}/export", _xsrf=token(amy)).status == 404


def test_erasing_needs_the_id_typed_and_ends_access_at_once(amy: Guest, hub: RunningHub) -> None:
    page = "person/new-one"
    assert send(amy, page, _xsrf=token(amy), action="erase", confirm="yes").status == 400
    assert roll(hub).find("new-one").active  # type: ignore[union-attr]
    assert send(amy, page, _xsrf=token(amy), action="erase", confirm="new-one").status == 200
    gone = roll(hub).find("new-one")
    assert gone is not None
    assert gone.erase_asked
    assert not gone.active
    assert send(amy, page, _xsrf=token(amy), action="no-such").status == 400


def test_who_is_withdrawn_is_out(amy: Guest, hub: RunningHub) -> None:
    page = f"person/{hub.account('ana')}"
    assert b"Access has ended" in send(amy, page, _xsrf=token(amy), action="withdraw").body
    with pytest.raises(AssertionError):
        hub.visitor("ana")
    assert send(amy, page, _xsrf=token(amy), action="readmit").status == 200
    assert hub.visitor("ana")
