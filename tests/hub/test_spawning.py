"""What the hub sees to before a person's server starts, and what it tells that server."""

import os
import pwd
import resource
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from jupyterhub.utils import subdomain_hook_idna
from tests.accounts import needs_root
from traitlets import TraitError

from evenkeel.server.site import EvenkeelServer
from evenkeel_grading.nbg.places import Places
from evenkeel_hub.accounts import AccountError
from evenkeel_hub.config import Hosting, roles
from evenkeel_hub.preparing import PreparingError, close_course, prepare
from evenkeel_hub.server import PROCESSES
from evenkeel_hub.spawning import (
    FOLDER,
    class_page,
    environment,
    formgrader,
    make_folder,
    require_account,
)

NOBODY = pwd.getpwnam("nobody")


@pytest.fixture
def where(tmp_path: Path) -> Hosting:
    places = Places(tmp_path / "course", tmp_path / "work", "evenkeel")
    return Hosting(places, tmp_path / "work" / "learner", tmp_path / "work" / "hub", "evenkeel", "/usr/bin/python3")


@pytest.fixture
def home() -> Iterator[pwd.struct_passwd]:
    """An account with a home of its own: nobody's, in a folder that other accounts can reach."""
    with tempfile.TemporaryDirectory(prefix="ekt-home-") as folder:
        os.chown(folder, NOBODY.pw_uid, NOBODY.pw_gid)
        yield pwd.struct_passwd([*NOBODY[:5], folder, NOBODY[6]])


def spawner(*groups: str, **settings: object) -> SimpleNamespace:
    user = SimpleNamespace(groups=[SimpleNamespace(name=name) for name in groups], settings=settings)
    return SimpleNamespace(user=user, hub=SimpleNamespace(base_url="/there/hub/"))


def test_a_learners_server_is_told_of_nothing_that_is_not_a_learners(where: Hosting) -> None:
    told = environment(where)
    text = " ".join(value for value in told.values() if isinstance(value, str))
    assert str(where.places.root) not in text
    assert str(where.places.course) not in text
    assert "EVENKEEL_WORK" not in told
    assert told["EVENKEEL_ROOT"] == str(where.learner_root)


def test_only_a_tutor_is_shown_the_way_to_the_formgrader(where: Hosting) -> None:
    assert formgrader(where, spawner("formgrade-evenkeel")).startswith("/there/services/evenkeel/formgrader")
    for groups in ((), ("nbgrader-evenkeel",), ("administer-evenkeel",), ("formgrade-another",)):
        assert formgrader(where, spawner(*groups)) == ""


def test_only_an_administrator_is_shown_the_way_to_the_page_of_the_class(where: Hosting) -> None:
    assert class_page(where, spawner("administer-evenkeel")) == "/there/services/class/"
    for groups in ((), ("nbgrader-evenkeel",), ("formgrade-evenkeel",), ("administer-another",)):
        assert class_page(where, spawner(*groups)) == ""


def test_where_each_service_has_an_address_of_its_own_the_ways_lead_there(where: Hosting) -> None:
    own = {"subdomain_host": "https://a.example:444", "domain": "a.example", "subdomain_hook": subdomain_hook_idna}
    tutor, administrator = spawner("formgrade-evenkeel", **own), spawner("administer-evenkeel", **own)
    home = "https://evenkeel--service.a.example:444/there/services/evenkeel/formgrader/home"
    assert formgrader(where, tutor) == EvenkeelServer(tutor_home=home).tutor_home == home
    assert class_page(where, administrator) == "https://class--service.a.example:444/there/services/class/"


@pytest.mark.parametrize("home", ["javascript:alert(1)", "//a.example/x", "https://a.example", "https://a/x?y", "x"])
def test_what_is_no_address_is_no_way_there(home: str) -> None:
    with pytest.raises(TraitError):
        EvenkeelServer(tutor_home=home)


@pytest.mark.parametrize("name", ["root", "daemon", "nobody-of-this-name", "evenkeel"])
def test_no_server_runs_as_an_account_of_the_system_or_the_one_that_marks(name: str) -> None:
    with pytest.raises(AccountError):
        require_account(name, "evenkeel")


def test_no_server_runs_as_the_account_that_marks_whatever_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    person = pwd.struct_passwd(["marker", "x", 1234, 1234, "", "/home/marker", "/bin/sh"])
    monkeypatch.setattr(pwd, "getpwnam", lambda _name: person)
    assert require_account("marker", "evenkeel") == person
    with pytest.raises(AccountError, match="not a person's"):
        require_account("marker", "marker")


@needs_root
def test_the_folder_in_a_home_is_its_owners_alone(home: pwd.struct_passwd) -> None:
    for _ in range(2):
        made = make_folder(home)
        assert made == Path(home.pw_dir, FOLDER)
        assert (made.stat().st_uid, stat.S_IMODE(made.stat().st_mode)) == (home.pw_uid, 0o700)
        made.chmod(0o777)


@needs_root
def test_what_lies_in_a_home_leads_root_nowhere(home: pwd.struct_passwd, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "target").mkdir(mode=0o755)
    link = Path(home.pw_dir, FOLDER)
    link.symlink_to(tmp_path / "target")
    with pytest.raises(AccountError, match="is not a folder"):
        make_folder(home)
    assert stat.S_IMODE((tmp_path / "target").stat().st_mode) == 0o755
    link.unlink()
    link.symlink_to(tmp_path / "new")
    with pytest.raises(AccountError):
        make_folder(home)
    assert not (tmp_path / "new").exists()


@needs_root
def test_preparing_closes_masters_and_keys_and_says_when_it_cannot(where: Hosting) -> None:
    root = where.places.root
    for name in ("source", "grading/rubrics", ".git", "exercises"):
        (root / name).mkdir(parents=True)
    close_course(root, NOBODY)
    for name in ("source", "grading/rubrics", ".git"):
        status = (root / name).stat()
        assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (0, NOBODY.pw_gid, 0o750), name
    assert stat.S_IMODE((root / "exercises").stat().st_mode) & 0o005
    os.chown(root / "source", NOBODY.pw_uid, -1)
    with pytest.raises(PreparingError, match="does not belong to root"):
        close_course(root, NOBODY)


@needs_root
def test_preparing_without_the_account_that_marks_says_how_to_make_it(where: Hosting) -> None:
    with pytest.raises(PreparingError, match="useradd --system"):
        prepare(Hosting(where.places, where.learner_root, where.state, "no-such-account", where.python))


def test_no_role_opens_peoples_servers_or_hands_out_rights(where: Hosting) -> None:
    scopes = {scope for role in roles(where) for scope in role["scopes"]}
    for scope in scopes:
        assert not scope.startswith(("access:servers", "admin:users", "admin:groups", "tokens", "admin:auth_state"))
        assert scope != "access:services"
    tutors = [role for role in roles(where) if where.tutors in role.get("groups", ())]
    assert [role["name"] for role in tutors] == ["tutor"]


@pytest.mark.parametrize(("user", "limited"), [("me", True), ("somebody-of-a-pod", False)])
def test_the_programs_of_one_person_cannot_take_all_processes_of_the_machine(user: str, limited: bool) -> None:
    script = "import resource, evenkeel_hub.server as s; s.limit_processes(); print(resource.getrlimit(6))"
    assert resource.RLIMIT_NPROC == 6
    environment = {"LOGNAME": "me", "JUPYTERHUB_USER": user, "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert (done.stdout.strip() == f"({PROCESSES}, {PROCESSES})") is limited
