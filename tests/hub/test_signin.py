"""Who comes in, and under which name: the ways of signing in over a real roll; the examples, as the hub loads them."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jupyterhub.app import JupyterHub
from ltiauthenticator.lti13.constants import LTI13_CUSTOM_CLAIM
from ltiauthenticator.lti13.validator import LTI13LaunchValidator
from tornado.web import HTTPError
from traitlets import import_item
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from evenkeel_grading.nbg.settings import TrialUnderHubError
from evenkeel_hub.guard import UnsafeHubError, is_loopback, refuse_unsafe
from evenkeel_hub.names import SAFE, account_name
from evenkeel_hub.roll import Person, Roll
from evenkeel_hub.signin import FirstUse, FromOutside, Lti, Oidc, OnRoll, Pam, TryingOut

ROOT = Path(__file__).parents[2]
HUB = ROOT / "hub"


@pytest.fixture
def roll(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'roll.db'}"
    Roll(url).put(
        [
            Person("ana", "Ana", "Ana@Example.org"),
            Person("ben", "Ben", "ben@example.org", withdrawn="2026-11-01T00:00:00+00:00"),
            Person("tom", "Tom", "tom@example.org", role="tutor", groups=("north",)),
            Person("one", email="shared@example.org"),
            Person("two", email="shared@example.org"),
            Person("jo.smith@example.org"),
        ]
    )
    return url


def way(kind: type[OnRoll], roll: str, **more: Any) -> OnRoll:
    found: OnRoll = kind(roll=roll, course_id="evenkeel", **more)
    return found


def come_in(door: OnRoll, model: Any) -> Any:
    """What JupyterHub does with what a way of signing in has proved."""

    async def proved(_handler: object, _data: object) -> Any:
        return model

    door.authenticate = proved  # type: ignore[method-assign]
    return asyncio.run(door.get_authenticated_user(None, {}))


def refused(door: OnRoll, model: Any) -> bool:
    """Whether this stays out: without a word at the hub's own form, with a page that says why after another's."""
    if not isinstance(door, FromOutside):
        return come_in(door, model) is None
    with pytest.raises(HTTPError, match=r"403.*Ask whoever runs the course"):
        come_in(door, model)
    return True


@pytest.mark.parametrize("kind", [Pam, Oidc, Lti, TryingOut, FirstUse])
def test_only_active_people_of_the_roll_come_in(kind: type[OnRoll], roll: str) -> None:
    door = way(kind, roll)
    assert come_in(door, "ana")["groups"] == ["nbgrader-evenkeel"]
    assert come_in(door, "tom")["groups"] == ["class-evenkeel-north", "formgrade-evenkeel"]
    assert come_in(door, "tom")["admin"] in (None, False)
    for stranger in ("ben", "root", "daemon", "", "anna", "../ana", "ana/x", "-ana", "ana ", "a.na", "ana@example.com"):
        assert refused(door, stranger), stranger


def test_an_address_of_the_roll_is_its_person_and_one_that_two_share_is_nobody(roll: str) -> None:
    door = way(Oidc, roll)
    assert come_in(door, "ANA@example.org")["name"] == "ana"
    assert come_in(door, "jo.smith@example.org")["name"] == "jo.smith@example.org"
    assert refused(door, "shared@example.org")
    assert refused(door, "ben@example.org")


def test_a_sign_that_python_makes_a_plain_letter_names_somebody_else(roll: str) -> None:
    Roll(roll).put([Person("kim", email="kim@example.org")])
    door = way(Oidc, roll)
    assert come_in(door, "KIM@example.org")["name"] == come_in(door, "Kim")["name"] == "kim"
    for other in ("\N{KELVIN SIGN}im@example.org", "\N{KELVIN SIGN}im", "ｋim", "kım@example.org"):
        assert refused(door, other), other


def test_what_a_service_says_names_nobody_unless_it_is_a_checked_name(roll: str) -> None:
    def name(said: dict[str, Any], claim: str = "email") -> str:
        return str(way(Oidc, roll, username_claim=claim).user_info_to_username(said))

    for verified in (True, "true", None):
        said = {"email": "ana@example.org"} | ({} if verified is None else {"email_verified": verified})
        assert name(said) == "ana@example.org"
    for said in (
        {"email": "ana@example.org", "email_verified": False},
        {"email": "ana@example.org", "email_verified": "False"},
        {"sub": "ana"},
        {"email": ""},
        {"email": "ana"},
        {"email": ["ana@example.org"]},
    ):
        with pytest.raises(HTTPError, match=r"403.*Ask whoever runs the course"):
            name(said)
    assert name({"sub": "17", "email": "ana@example.org", "email_verified": False}, "sub") == "17"


def test_who_is_withdrawn_is_signed_out_and_groups_follow_the_roll(roll: str) -> None:
    class User:
        name = "ana"

    door = way(TryingOut, roll)
    assert asyncio.run(door.refresh_user(User()))["groups"] == ["nbgrader-evenkeel"]
    Roll(roll).put([Person("ana", role="tutor")])
    assert asyncio.run(door.refresh_user(User()))["groups"] == ["formgrade-evenkeel"]
    Roll(roll).put([Person("ana", withdrawn="2026-11-20T00:00:00+00:00")])
    assert asyncio.run(door.refresh_user(User())) is False


@given(st.text(min_size=1, max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_name_from_outside_becomes_a_safe_one_and_the_same_again(outside: str) -> None:
    name = account_name(outside)
    assert SAFE.fullmatch(name)
    assert account_name(name) == name


def test_names_that_look_alike_stay_apart() -> None:
    alike = [
        "jo.smith@a.example",
        "jo-smith@a.example",
        "jo.smith@b.example",
        "jo smith",
        "jó.smith",
        "kim",
        "\N{KELVIN SIGN}im",
        "12345",
        "１2345",
    ]
    assert len({account_name(one) for one in alike}) == len(alike)
    assert account_name("Jo") == account_name("jo") == "jo"


# --- the files ----------------------------------------------------------------------------------------------------


def load(file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Config:
    """As JupyterHub does."""
    monkeypatch.setenv("EVENKEEL_ROOT", str(ROOT))
    monkeypatch.setenv("EVENKEEL_WORK", str(tmp_path / "work"))
    return PyFileConfigLoader(file.name, path=str(file.parent)).load_config()


@pytest.mark.parametrize("example", ["", "sign-in-oidc", "sign-in-lti", "limits"])
def test_the_hubs_settings_load_with_each_example_and_name_real_traits(
    example: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EVENKEEL_PYTHON", "/opt/evenkeel/bin/python")
    monkeypatch.setenv("EVENKEEL_HUB_CONFIG", str(HUB / "examples" / f"{example}.py") if example else "")
    config = load(HUB / "jupyterhub_config.py", monkeypatch, tmp_path)
    door = import_item(config.JupyterHub.authenticator_class)(config=config)
    assert type(door) is {"sign-in-oidc": Oidc, "sign-in-lti": Lti}.get(example, Pam)
    assert door.roll.endswith("work/course/roll.db")
    for kind in (type(door), JupyterHub, LTI13LaunchValidator):
        for one in kind.mro():
            unknown = set(config.get(one.__name__, {})) - set(kind.class_trait_names(config=True))
            assert not unknown, f"{one.__name__} has no {unknown}"
    services = [one["name"] for one in config.JupyterHub.services]
    assert services == ["evenkeel", "class", "class-commands", *(["idle"] if example == "limits" else [])]


def test_a_learning_platforms_word_becomes_the_person_of_the_roll(roll: str) -> None:
    door = way(Lti, roll, username_key="email")
    token = {"sub": "17", "email": "ana@example.org", LTI13_CUSTOM_CLAIM: {"staff": "tom"}}
    assert door.normalize_username(door.get_username(token)) == "ana"
    for key, name in (("sub", account_name("17")), ("", account_name("17")), ("custom_staff", "tom")):
        door = way(Lti, roll, username_key=key)
        assert door.normalize_username(door.get_username(token)) == name


def test_a_platforms_number_is_nobodys_account_where_its_address_should_name_them(roll: str) -> None:
    for token in ({"sub": "ana"}, {"sub": "ana", "email": ""}, {"sub": "ana", "email": 17}):
        with pytest.raises(HTTPError, match=r"403.*it gave no “email”"):
            way(Lti, roll, username_key="email").get_username(token)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("c.JupyterHub.spawner_class = 'simple'", "one account"),
        ("c.JupyterHub.spawner_class = 'jupyterhub.spawner.SimpleLocalProcessSpawner'", "one account"),
        ("c.JupyterHub.authenticator_class = 'dummy'", "does not ask the class's roll"),
        ("c.JupyterHub.authenticator_class = 'jupyterhub.auth.PAMAuthenticator'", "does not ask the class's roll"),
        ("c.Authenticator.allow_all = True", "not in the class"),
        ("c.JupyterHub.disable_check_xsrf = True", "another site"),
    ],
)
def test_settings_that_open_a_class_to_anybody_are_refused(
    lines: str, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = tmp_path / "hub.py"
    own.write_text(f"c = get_config()\n{lines}\n", encoding="utf-8")
    monkeypatch.setenv("EVENKEEL_HUB_CONFIG", str(own))
    with pytest.raises(UnsafeHubError, match=said):
        load(HUB / "jupyterhub_config.py", monkeypatch, tmp_path)


def test_the_one_person_trial_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EVENKEEL_TRIAL", "1")
    with pytest.raises(TrialUnderHubError):
        load(HUB / "jupyterhub_config.py", monkeypatch, tmp_path)


@pytest.mark.parametrize("kind", [TryingOut, FirstUse])
@pytest.mark.parametrize(
    "address", ["http://0.0.0.0:8000", "http://:8000", "http://192.0.2.4:8000", "http://[::]:8000"]
)
def test_trying_out_is_refused_where_other_machines_reach_it(kind: type[OnRoll], address: str, roll: str) -> None:
    hub = JupyterHub(bind_url=address)
    with pytest.raises(UnsafeHubError, match="for trying out"):
        way(kind, roll, parent=hub)


def test_trying_out_says_so_loudly(roll: str, caplog: pytest.LogCaptureFixture) -> None:
    hub = JupyterHub(bind_url="http://127.0.0.1:8000")
    hub.log.propagate = True
    way(TryingOut, roll, parent=hub)
    assert re.search("TRYING OUT: TryingOut proves nothing", caplog.text)
    assert is_loopback("http://[::1]:8000/")
    assert is_loopback("http://localhost:1/")


def test_refusing_looks_at_nothing_that_was_not_set() -> None:
    config = Config()
    config.JupyterHub.authenticator_class = Pam
    refuse_unsafe(config)
