"""Signing in on a running hub by somebody else's word: our two examples against a service and a platform that answer.

What an administrator fills in is filled in here, from what the service's and the platform's own pages say.
"""

import re
import time
import urllib.parse
from collections.abc import Iterator

import pytest
from tests.accounts import needs_root
from tests.chromium import chromium
from tests.hub.provider import CLIENT, SECRET, Provider, certificate, new_key
from tests.hub.running import ROOT, Guest, RunningHub
from tests.server.serving import Answered

from evenkeel_hub.roll import Person, Role, Roll, roll_url

pytestmark = [pytest.mark.slow, needs_root]
_FIELD = re.compile(r'name="(\w+)" value="([^"]*)"')
OUT = "Ask whoever runs the course to let you in."


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider.started() as made:
        yield made


@pytest.fixture(scope="module")
def hub() -> Iterator[RunningHub]:
    """A hub for both ways: it starts again for the second, with its people's servers left running."""
    with RunningHub.started(["ana", "ben"], ["tom"], release=(), sign_in="", begin=False) as made:
        for name, role in made.people.items():
            on_the_roll(made, name, role)
        yield made


def on_the_roll(hub: RunningHub, name: str, role: Role = "learner", withdrawn: str | None = None) -> None:
    """A person of the roll with an address by which the service and the platform know them."""
    person = Person(hub.account(name), name.title(), f"{name}@example.org", role, withdrawn=withdrawn)
    Roll(roll_url(hub.places.course)).put([person])


def filled_in(example: str, values: dict[str, str]) -> str:
    """An example with an administrator's own values in place of those that it has."""
    text = (ROOT / "hub" / "examples" / example).read_text(encoding="utf-8")
    for name, value in values.items():
        text, count = re.subn(rf"(?m)^(c\.\w+\.{name} = ).*$", lambda line, v=value: f"{line[1]}{v}", text)  # type: ignore[misc]
        assert count == 1, name
    return text


def start(hub: RunningHub, provider: Provider, config: str) -> None:
    """Start it with these settings, and tell the provider where it is."""
    hub.stop()
    hub.config, provider.hub = config, hub.base
    hub.start()


def follow(visitor: Guest, address: str, short_of: str = "nowhere") -> tuple[str, Answered]:
    """Go where a browser is sent, from site to site, until a page is there; waits for a server that starts."""
    for _ in range(600):
        answer = visitor.ask("GET", address)
        if answer.status not in (301, 302, 303):
            if "/spawn-pending/" not in address or answer.status != 200:
                return address, answer
            time.sleep(0.1)
            continue
        location = {name.lower(): value for name, value in answer.headers.items()}["location"]
        address = urllib.parse.urljoin(address, location)
        if short_of in address:
            return address, answer
    raise AssertionError(f"too many redirects, the last to {address}")


def lands_at_home(hub: RunningHub, name: str, landed: tuple[str, Answered]) -> None:
    """Whether somebody is on their own server, which runs as their own account and has their own tray."""
    address, answer = landed
    assert address.startswith(f"{hub.base}user/{hub.account(name)}/"), (address, answer.body, hub.log()[-3000:])
    assert answer.status == 200
    assert hub.home(name).owner() == hub.tray(name).owner() == hub.account(name)


# --- OpenID Connect -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def oidc(hub: RunningHub, provider: Provider) -> RunningHub:
    said = Guest(provider.base).ask("GET", "/.well-known/openid-configuration").json
    theirs = {"authorize": "authorization", "token": "token", "userdata": "userinfo"}
    values = {f"{name}_url": repr(said[f"{end}_endpoint"]) for name, end in theirs.items()}
    values |= {"client_id": repr(CLIENT), "client_secret": repr(SECRET)}
    values["oauth_callback_url"] = repr(f"{hub.base}hub/oauth_callback")
    start(hub, provider, filled_in("sign-in-oidc.py", values))
    return hub


def arrive(
    hub: RunningHub, provider: Provider, short_of: str = "/hub/spawn", **said: object
) -> tuple[Guest, tuple[str, Answered]]:
    """Somebody of whom the service says this opens the hub in a new browser, and presses the button."""
    provider.person = {"sub": "7", **said}
    visitor = Guest("")
    page = follow(visitor, hub.base)[1].body.decode()
    assert "Sign in with your organisation" in page
    button = re.search(r"href='([^']*oauth_login[^']*)'|href=\"([^\"]*oauth_login[^\"]*)\"", page)
    assert button, page
    address = urllib.parse.urljoin(hub.base, (button[1] or button[2]).replace("&amp;", "&"))
    return visitor, follow(visitor, address, short_of)


def test_a_learner_comes_to_their_own_server_and_not_to_the_tutors(oidc: RunningHub, provider: Provider) -> None:
    ana, landed = arrive(oidc, provider, "nowhere", email="Ana@Example.org", email_verified=True)
    lands_at_home(oidc, "ana", landed)
    assert follow(ana, f"{oidc.base}services/evenkeel/formgrader")[1].status == 403


def test_a_tutor_gets_the_formgrader_and_a_changed_role_counts(oidc: RunningHub, provider: Provider) -> None:
    desk = f"{oidc.base}services/evenkeel/formgrader"
    for role, status in (("tutor", 200), ("learner", 403), ("tutor", 200)):
        on_the_roll(oidc, "tom", role)  # type: ignore[arg-type]
        tom = arrive(oidc, provider, email="tom@example.org")[0]
        assert follow(tom, desk)[1].status == status, role


def stays_out(hub: RunningHub, visitor: Guest, landed: tuple[str, Answered], words: str = OUT) -> None:
    """Whether somebody is told why they cannot come in, and is not signed in."""
    page = landed[1].body.decode()
    assert landed[1].status == 403, (landed, hub.log()[-3000:])
    assert words in page
    assert "Traceback" not in page
    assert visitor.ask("GET", f"{hub.base}hub/home").status == 302
    assert not [cookie.name for cookie in visitor.jar if cookie.name == "jupyterhub-hub-login"]


def test_who_is_not_in_the_class_or_not_any_more_is_told_so(oidc: RunningHub, provider: Provider) -> None:
    stays_out(oidc, *arrive(oidc, provider, email="zoe@example.org"), "not on the list of this class")
    on_the_roll(oidc, "ben", withdrawn="2026-11-20T00:00:00+00:00")
    stays_out(oidc, *arrive(oidc, provider, email="ben@example.org"), "not on the list of this class")
    on_the_roll(oidc, "ben")
    assert "/hub/spawn" in arrive(oidc, provider, email="ben@example.org")[1][0]


def test_no_name_becomes_another_ones_account(oidc: RunningHub, provider: Provider) -> None:
    on_the_roll(oidc, "kim")
    ana, marker = oidc.account("ana"), oidc.hosting.marker
    others: list[object] = [ana, marker, "root", "daemon", "", None, 17, ["ana@example.org"]]
    others += [f"-{ana}", f"{ana}.", f"../{ana}", f" {ana}", f"{ana}@example.org", f"{marker}@example.org"]
    others += ["ana@example.org.", "ana@example.org@example.com", "a.na@example.org", "ana+x@example.org"]
    others += ["-ana@example.org", "ana @example.org", "ana@example.org\N{ZERO WIDTH SPACE}"]
    others += ["\N{KELVIN SIGN}im@example.org", "\N{CYRILLIC SMALL LETTER A}na@example.org", "ａna@example.org"]
    for email in others:
        stays_out(oidc, *arrive(oidc, provider, email=email, preferred_username=ana, name=ana))
    unverified = arrive(oidc, provider, email="ana@example.org", email_verified=False)
    stays_out(oidc, *unverified, "has not checked that this e-mail address is yours")


def test_not_even_the_roll_lets_somebody_in_as_the_account_that_marks(oidc: RunningHub, provider: Provider) -> None:
    roll = Roll(roll_url(oidc.places.course))
    for name in (oidc.hosting.marker, "root"):
        roll.put([Person(name, email="mole@example.org")])
        _, (_, answer) = arrive(oidc, provider, "nowhere", email="mole@example.org")
        roll.remove(name)
        assert answer.status == 500
        words = re.sub(r"(?s)<(head|script).*?</\1>|<[^>]*>", " ", answer.body.decode())
        assert "Ask whoever runs the course" in words, " ".join(words.split())
        assert f"Evenkeel: '{name}' is an account of the system" in oidc.log()


# --- LTI 1.3 ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lti(hub: RunningHub, provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """The same hub, by HTTPS, since the example lets cookies go no other way."""
    key, cert = certificate(tmp_path_factory.mktemp("https"))
    values = {"issuer": repr(provider.platform), "client_id": repr({CLIENT})}
    values |= {"authorize_url": repr(f"{provider.platform}/launch"), "jwks_endpoint": repr(f"{provider.platform}/keys")}
    https = f"c.JupyterHub.ssl_key, c.JupyterHub.ssl_cert = {str(key)!r}, {str(cert)!r}\n"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(cert))
        hub.scheme = "https"
        start(hub, provider, filled_in("sign-in-lti.py", values) + https)
        provider.person = {"email": "ana@example.org"}
        yield hub


def test_a_learner_opens_the_course_from_the_platforms_page(lti: RunningHub, provider: Provider) -> None:
    with chromium() as browser:
        page = browser.new_context(ignore_https_errors=True).new_page()
        page.goto(f"{provider.platform}/course")
        with page.expect_popup() as opened:
            page.get_by_role("button").click()
        opened.value.wait_for_url(f"{lti.base}user/{lti.account('ana')}/evenkeel/**", timeout=60_000)
        assert opened.value.get_by_text("The book").is_visible()
    assert lti.tray("ana").owner() == lti.account("ana")


def sent_by_the_platform(lti: RunningHub, provider: Provider, visitor: Guest) -> bytes:
    """The form that the platform makes when somebody opens the course, as the browser would send it."""
    begin = urllib.parse.urlencode(provider.beginning()).encode()
    answer = visitor.ask("POST", f"{lti.base}hub/lti13/oauth_login", raw=begin)
    assert answer.status == 302, answer.body
    page = Guest("").ask("GET", {name.lower(): value for name, value in answer.headers.items()}["location"])
    assert page.status == 200, page.body
    return urllib.parse.urlencode(dict(_FIELD.findall(page.body.decode()))).encode()


def launch(lti: RunningHub, provider: Provider, **claims: object) -> Answered:
    """A launch of which the platform's token says this, in a new browser."""
    provider.claims = claims
    visitor = Guest("")
    form = sent_by_the_platform(lti, provider, visitor)
    provider.claims = {}
    return visitor.ask("POST", f"{lti.base}hub/lti13/oauth_callback", raw=form)


def test_a_token_is_taken_from_this_platform_for_this_hub_and_now(lti: RunningHub, provider: Provider) -> None:
    now = int(time.time())
    assert launch(lti, provider).status == 302
    assert launch(lti, provider, iat=now + 20, exp=now + 320).status == 302  # the platform's clock is ahead
    for refused, claims in (
        (400, {"iat": now - 900, "exp": now - 300}),
        (400, {"iat": now - 3600, "exp": now + 300}),
        (400, {"iss": "https://elsewhere.example"}),
        (401, {"aud": "another tool"}),
        (401, {"aud": [CLIENT, "another tool"], "azp": "another tool"}),
        (400, {"nonce": "of another launch"}),
        (400, {"exp": None}),
    ):
        answer = launch(lti, provider, **claims)  # type: ignore[arg-type]
        assert answer.status == refused, (claims, answer.body)
        assert "jupyterhub-hub-login" not in str(answer.headers)


def test_a_token_that_somebody_else_signed_is_refused(lti: RunningHub, provider: Provider) -> None:
    provider.hand = new_key()
    assert launch(lti, provider).status == 400
    provider.hand = provider.key
    assert launch(lti, provider).status == 302


def test_a_launch_is_taken_once_and_from_its_own_browser(lti: RunningHub, provider: Provider) -> None:
    callback = f"{lti.base}hub/lti13/oauth_callback"
    visitor = Guest("")
    form = sent_by_the_platform(lti, provider, visitor)
    assert Guest("").ask("POST", callback, raw=form).status == 400
    assert visitor.ask("POST", callback, raw=form).status == 302
    assert visitor.ask("POST", callback, raw=form).status == 400
    sent_by_the_platform(lti, provider, visitor)  # a launch that has begun, with the token of the one before
    assert visitor.ask("POST", callback, raw=form).status == 400


def test_who_is_not_in_the_class_is_told_so_by_the_platforms_way_too(lti: RunningHub, provider: Provider) -> None:
    for claims, words in (
        ({"email": "zoe@example.org"}, "not on the list of this class"),
        ({"email": None, "sub": lti.account("ana")}, "did not tell us who you are"),
        ({"email": lti.account("ana")}, OUT),
    ):
        answer = launch(lti, provider, **claims)  # type: ignore[arg-type]
        assert answer.status == 403
        assert words in answer.body.decode()
