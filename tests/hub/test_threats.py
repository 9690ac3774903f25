"""The threat model: each claim names tests that are there; and attacks that no other file tries."""

import ast
import http.cookiejar
import json
import re
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import psutil
import pytest
from tests.hub.running import PASSWORD, ROOT, Guest, RunningHub

from evenkeel_grading.nbg.places import Places
from evenkeel_hub.config import Hosting, roles
from evenkeel_hub.roll import Person, hub_groups

PAGE = ROOT / "SECURITY.md"
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
CLAIMS = [
    line for part in re.split(r"^### ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    for line in part.split("\n## ")[0].splitlines() if line.startswith("| ") and not line.startswith("| Claim")
]  # fmt: skip


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim[2:60])
def test_each_claim_names_tests_that_are_there(claim: str) -> None:
    named = TEST.findall(claim)
    assert named
    for file, name in named:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        functions = {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}
        assert name in functions, f"{file} has no {name}"


def test_there_are_claims_of_every_kind() -> None:
    assert len(CLAIMS) > 30


def hosting(course: str) -> Hosting:
    return Hosting(Places(Path("/course"), Path("/work"), course), Path("/l"), Path("/s"), "evenkeel", "python")


def test_a_tutor_of_one_course_has_no_way_into_anothers() -> None:
    tutor = Person("tess", role="tutor")
    (mine,) = [name for name, people in hub_groups([tutor], "one").items() if people]
    for role in roles(hosting("one")):
        assert all("two" not in scope for scope in role["scopes"])
    other = [role for role in roles(hosting("two")) if mine in role.get("groups", ())]
    assert other == []
    opens = [scope for role in roles(hosting("one")) if mine in role.get("groups", ()) for scope in role["scopes"]]
    assert "access:services!service=one" in opens
    assert not [scope for scope in opens if scope.startswith("access:") and "!service=one" not in scope]


@pytest.fixture(scope="module")
def hub() -> Iterator[RunningHub]:
    with RunningHub.started(learners=["ana"], tutors=[]) as running:
        yield running


@pytest.fixture(scope="module")
def ana(hub: RunningHub) -> Guest:
    visitor = hub.visitor("ana")
    hub.open_server(visitor)
    return visitor


@pytest.mark.slow
@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "https:evil.example"]
)
def test_the_hub_sends_nobody_to_another_site(hub: RunningHub, ana: Guest, elsewhere: str) -> None:
    for path in (f"hub/login?next={elsewhere}", f"hub/?next={elsewhere}", f"hub/user-redirect/{elsewhere}"):
        answer = ana.ask("GET", path)
        location = {name.lower(): value for name, value in answer.headers.items()}.get("location", "")
        # Browsers take a backslash for a slash.
        leads_to = urljoin(hub.base, location.replace("\\", "/"))
        assert leads_to.startswith(hub.base), (path, location)


@pytest.mark.slow
def test_no_other_site_may_frame_the_hub_or_a_learners_pages(ana: Guest) -> None:
    for path in ("hub/login", "hub/home", ana.own("evenkeel/book/home.html"), ana.own("lab")):
        headers = {name.lower(): value for name, value in ana.go(path)[1].headers.items()}
        ancestors = re.search(r"frame-ancestors ([^;]+)", headers.get("content-security-policy", ""))
        assert ancestors, path
        assert ancestors[1].strip() in ("'none'", "'self'"), path


def token_of(hub: RunningHub, name: str) -> str:
    """What a person's own programs find in the memory of the server that runs as them."""
    for process in psutil.process_iter(["username"]):
        if process.info["username"] == hub.account(name) and (found := process.environ().get("JUPYTERHUB_API_TOKEN")):
            return found
    raise AssertionError("there is no server")


@pytest.mark.slow
def test_the_token_of_a_learners_server_opens_nothing_of_anybody_else(hub: RunningHub, ana: Guest) -> None:
    me, service = ana.name, "services/evenkeel"
    headers = {"Authorization": f"token {token_of(hub, 'ana')}"}
    stranger = hub.visitor()
    assert stranger.ask("GET", "hub/api/user", headers=headers).json["name"] == me
    for method, path, body in (
        ("GET", "hub/api/users", None),
        ("GET", "hub/api/groups", None),
        ("GET", "hub/api/proxy", None),
        ("GET", "hub/api/info", None),
        ("GET", f"hub/api/{service}", None),
        ("GET", f"{service}/formgrader/api/assignments", None),
        ("POST", "hub/api/shutdown", {}),
        ("POST", "hub/api/users/another", {}),
        ("POST", "hub/api/groups/formgrade-evenkeel/users", {"users": [me]}),
        ("POST", f"hub/api/users/{me}/tokens", {"scopes": ["access:services!service=evenkeel"]}),
        ("POST", f"hub/api/users/{me}/servers/second", {}),
        ("POST", f"hub/api/shares/{me}/", {"user": hub.hosting.marker}),
        ("POST", f"hub/api/share-codes/{me}/", {}),
        ("PATCH", f"hub/api/users/{me}", {"admin": True}),
        ("PATCH", f"hub/api/users/{me}", {"name": "root"}),
        ("DELETE", f"hub/api/users/{me}", None),
    ):
        answer = stranger.ask(method, path, body, headers=headers, xsrf=False)
        assert answer.status in (400, 403, 404), (method, path, answer)


# --- an address for each ---------------------------------------------------------------------------------------

ADDRESSES = """
import sys
c = get_config()
port = next(one for one in sys.argv if one.startswith("--JupyterHub.bind_url=")).rsplit(":", 1)[1]
c.JupyterHub.subdomain_host = f"http://127.0.0.1:{port}"
"""


class Browsing:
    """Somebody whose cookies go where a browser sends them, over several addresses of this machine."""

    def __init__(self, hub: RunningHub) -> None:
        self.base = hub.base
        self.jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def ask(self, address: str, **more: Any) -> tuple[str, int, bytes]:
        """The last address, the status and what came."""
        request = urllib.request.Request(urljoin(self.base, address), **more)
        try:
            answer = self._opener.open(request, timeout=120)
        except urllib.error.HTTPError as error:
            answer = error
        return str(answer.url), int(answer.status), answer.read()

    def sign_in(self, account: str) -> str:
        """Sign in and start one's server; its address."""
        page = self.ask("hub/login")[2].decode()
        token = re.findall(r'name="_xsrf"[^>]*value="([^"]+)"', page)[0]
        form = {"username": account, "password": PASSWORD, "_xsrf": token}
        self.ask("hub/login?next=%2Fhub%2Fhome", data=urllib.parse.urlencode(form).encode())
        for _ in range(600):
            place, status, _body = self.ask("hub/spawn")
            if f"/user/{account}/evenkeel" in place and status == 200:
                return urljoin(place, f"/user/{account}/")
            time.sleep(0.5)
        raise AssertionError("the server did not start")


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ends in .127.0.0.1 leads to this machine, as *.learn.example.org does on a real hub."""
    real = socket.getaddrinfo

    def lead(host: Any, *more: Any, **options: Any) -> Any:
        return real("127.0.0.1" if str(host).endswith(".127.0.0.1") else host, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", lead)


@pytest.mark.slow
@pytest.mark.usefixtures("names")
def test_with_an_address_for_each_no_cookie_of_one_goes_to_another() -> None:
    with RunningHub.started(learners=["ana"], tutors=["tom"], config=ADDRESSES) as hub:
        people = {name: Browsing(hub) for name in ("ana", "tom")}
        homes = {name: browsing.sign_in(hub.account(name)) for name, browsing in people.items()}
        assert len({urllib.parse.urlsplit(home).hostname for home in (*homes.values(), hub.base)}) == 3
        tom = people["tom"]
        way = json.loads(tom.ask(f"{homes['tom']}evenkeel/api/me")[2])["tutor_home"]
        place, status, page = tom.ask(way)
        assert (place, status) == (way, 200), page[:500]
        hosts: dict[str, set[str]] = {}
        for cookie in tom.jar:
            hosts.setdefault(cookie.domain, set()).add(cookie.name)
        shared = hosts.pop(".127.0.0.1", set())
        assert shared <= {"jupyterhub-session-id"}
        assert len(hosts) == 3
        theirs = urllib.request.Request(homes["ana"])
        tom.jar.add_cookie_header(theirs)
        assert {one.split("=")[0].strip() for one in (theirs.get_header("Cookie") or "").split(";")} <= {*shared, ""}
        put = {"method": "PUT", "data": b'{"state": {}}', "headers": {"Content-Type": "application/json"}}
        assert tom.ask(f"{homes['ana']}evenkeel/api/records/quiz/feelings-first", **put)[1] in (403, 404)
