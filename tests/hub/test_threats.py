"""The threat model: each claim names tests that are there; and attacks that no other file tries."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from tests.hub.running import ROOT, Guest, RunningHub

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
