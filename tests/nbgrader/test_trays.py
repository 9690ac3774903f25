"""Trays as real accounts meet them: learners see their own alone, and nothing in one stops or harms anybody else."""

import json
import os
import pwd
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from klass import APPLIED, ROOT, STAMP, Klass, answers
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from tests.accounts import AsUserError, accounts, as_user, needs_root, open_folder
from traitlets.config import Config

from evenkeel.server.dates import FILE_NAME
from evenkeel_grading.nbg.exchanging import configure_exchange
from evenkeel_grading.nbg.fetching import FetchAssignment, FetchFeedback
from evenkeel_grading.nbg.listing import List
from evenkeel_grading.nbg.places import Places, prepare
from evenkeel_grading.nbg.submitting import Submit
from evenkeel_grading.nbg.trays import TrayError, ensure_tray, put

pytestmark = needs_root
LATER = "2026-11-21 10:00:00.000000 UTC"


@dataclass
class Town:
    """A class whose marker and learners have accounts. Ada is honest, Eve is not, Ben has no tray yet."""

    where: Places
    people: dict[str, pwd.struct_passwd]

    @property
    def ada(self) -> pwd.struct_passwd:
        return self.people["ada"]

    @property
    def eve(self) -> pwd.struct_passwd:
        return self.people["eve"]

    def tray(self, name: str) -> Path:
        return self.where.inbound / self.people[name].pw_name

    def marker(self, act: Callable[[Klass], Any]) -> Any:
        """Do it as the account that marks."""
        return as_user(self.people["marker"], lambda: act(Klass(self.where.work)))

    def hand_in(self, name: str, words: str = "mine") -> None:
        as_user(self.people[name], act, self.where, Submit, words)

    def collect(self) -> dict[str, Any]:
        result: dict[str, Any] = self.marker(lambda klass: klass.api.collect(APPLIED))
        return result

    def collected(self, name: str) -> Path:
        return self.where.course / "submitted" / self.people[name].pw_name / APPLIED


def act(where: Places, action: type[Any], words: str | None = None, **options: Any) -> Any:
    """What nbgrader does in a learner's own account, configured as a learner's server is."""
    config = Config()
    configure_exchange(config, where.exchange, where.course_id)
    home = Path(os.environ["HOME"])
    if words is not None:
        (home / APPLIED).mkdir(exist_ok=True)
        content = {"schema": 1, "assignment": APPLIED, "fields": answers() | {"characteristics": words}}
        (home / APPLIED / "responses.json").write_text(json.dumps(content), encoding="utf-8")
    coursedir = CourseDirectory(config=config)
    coursedir.assignment_id = APPLIED
    factory = ExchangeFactory(config=config)
    assert action in (factory.submit, factory.list, factory.fetch_assignment, factory.fetch_feedback)
    cache = str(home / "cache")
    doer = action(
        coursedir=coursedir,
        authenticator=Authenticator(config=config),
        config=config,
        cache=cache,
        assignment_dir=str(home),
        **options,
    )
    return doer.start()


def fresh(released: Path, folder: Path, people: dict[str, pwd.struct_passwd]) -> Places:
    """The class's folders as its marker makes them, with trays for all but Ben."""
    marker = people["marker"]
    shutil.copytree(released / "course", folder / "work" / "course")
    for path in [folder / "work", *(folder / "work").rglob("*")]:
        os.chown(path, marker.pw_uid, marker.pw_gid)
    (folder / "work" / "course").chmod(0o700)
    where = as_user(marker, prepare, ROOT, folder / "work")
    for name in ("ada", "eve"):
        ensure_tray(where, people[name].pw_name)
    return where


def whole_way(where: Places, me: str) -> None:
    """All that the tests do, once as root: a child of another account cannot load what lies in root's home."""
    ensure_tray(where, me)
    klass = Klass(where.work)
    assert klass.api.release_assignment(APPLIED)["success"]
    act(where, FetchAssignment)
    act(where, Submit, "warm")
    assert klass.api.collect(APPLIED)["success"]
    klass.autograde(me)
    klass.decide(me)
    assert klass.api.generate_feedback(APPLIED)["success"]
    assert klass.api.release_feedback(APPLIED)["success"]
    act(where, List, cached=True)
    act(where, FetchFeedback)
    list_all(klass, remove=True)


@pytest.fixture(scope="module", autouse=True)
def loaded(released: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("whole-way")
    shutil.copytree(released / "course", folder / "work" / "course")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))
        whole_way(prepare(ROOT, folder / "work"), pwd.getpwuid(os.getuid()).pw_name)


@pytest.fixture(scope="module")
def people() -> Iterator[tuple[Path, dict[str, pwd.struct_passwd]]]:
    with open_folder() as folder, accounts(folder, ["marker", "ada", "eve", "ben"]) as found:
        yield folder, found


@pytest.fixture
def town(
    released: Path, people: tuple[Path, dict[str, pwd.struct_passwd]], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Town]:
    for name in ("EVENKEEL_TRIAL", "EVENKEEL_WORK", "EVENKEEL_ROOT"):
        monkeypatch.delenv(name, raising=False)
    folder, found = people
    place = folder / "town"
    place.mkdir()
    town = Town(fresh(released, place, found), found)
    assert town.marker(lambda klass: klass.api.release_assignment(APPLIED))["success"]
    yield town
    shutil.rmtree(place)
    for name in ("ada", "eve", "ben"):
        for left in Path(found[name].pw_dir).iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def refused(who: pwd.struct_passwd, attempt: Callable[[], Any]) -> bool:
    """Whether the system itself forbids it to this account."""
    try:
        as_user(who, attempt)
    except AsUserError as error:
        return error.kind in ("PermissionError", "Error")  # shutil's
    return False


def test_the_exchange_is_open_to_nobody_before_the_first_release_and_after(town: Town) -> None:
    where = town.where
    assert [mode(path) for path in (where.exchange, where.outbound, where.inbound)] == [0o755, 0o755, 0o711]
    for folder in (where.exchange, where.exchange / where.course_id, where.outbound, where.inbound):
        assert folder.owner() == town.people["marker"].pw_name
        assert refused(town.eve, (folder / "mine").mkdir)
        assert refused(town.eve, lambda folder=folder: folder.rename(folder.with_name("away")))  # type: ignore[misc]
    assert refused(town.eve, lambda: list(where.inbound.iterdir()))
    shutil.rmtree(where.exchange)
    town.marker(id)
    assert as_user(town.ada, act, where, List) == []
    assert town.marker(lambda klass: klass.api.release_assignment(APPLIED))["success"]
    assert mode(where.exchange) == 0o755
    assert [one["assignment_id"] for one in as_user(town.ada, act, where, List)] == [APPLIED]


def test_an_exchange_that_an_earlier_version_left_open_is_closed(town: Town) -> None:
    town.where.exchange.chmod(0o777)
    town.where.inbound.chmod(0o2733)
    town.marker(id)
    assert (mode(town.where.exchange), mode(town.where.inbound)) == (0o755, 0o711)


def test_a_tray_is_its_learners_and_the_markers_and_hand_ins_and_feedback_go_both_ways(town: Town) -> None:
    tray = town.tray("ada")
    assert (tray.owner(), tray.group(), mode(tray)) == (
        town.ada.pw_name,
        town.people["marker"].pw_name,
        0o2770,
    )
    as_user(town.ada, act, town.where, FetchAssignment)
    assert (Path(town.ada.pw_dir) / APPLIED / f"{APPLIED}.ipynb").is_file()
    town.hand_in("ada")
    assert (found := town.collect())["success"], found["log"]
    assert json.loads((town.collected("ada") / "responses.json").read_text())["learner"] == town.ada.pw_name

    def give(klass: Klass) -> list[Any]:
        name = town.ada.pw_name
        done = [klass.autograde(name)]
        klass.decide(name)
        return [*done, klass.api.generate_feedback(APPLIED), klass.api.release_feedback(APPLIED)]

    assert [one["success"] for one in town.marker(give)] == [True, True, True]
    (page,) = tray.glob(f"feedback/{APPLIED}/*/*.html")
    assert list(town.where.exchange.glob("*/feedback")) == []
    (listed,) = as_user(town.ada, act, town.where, List, cached=True)
    assert [one["has_exchange_feedback"] for one in listed["submissions"]] == [True]
    as_user(town.ada, act, town.where, FetchFeedback)
    (fetched,) = Path(town.ada.pw_dir).glob(f"{APPLIED}/feedback/*/*.html")
    assert fetched.read_bytes() == page.read_bytes()
    (listed,) = as_user(town.ada, act, town.where, List, cached=True)
    assert [(one["has_local_feedback"], one["feedback_updated"]) for one in listed["submissions"]] == [(True, False)]
    assert refused(town.eve, page.read_bytes)
    assert refused(town.ada, lambda: page.write_text("full marks"))


def test_a_learner_can_neither_see_change_take_away_nor_forge_another_ones_work(town: Town) -> None:
    town.hand_in("ada")
    tray = town.tray("ada")
    (folder,) = tray.glob("*+*")
    file = folder / "responses.json"
    before = file.read_bytes()
    forged = f"{town.ada.pw_name}+{APPLIED}+{LATER}+abc"
    for attempt in (
        lambda: list(tray.iterdir()),
        file.read_bytes,
        lambda: file.write_text("{}"),
        file.unlink,
        lambda: folder.rename(town.tray("eve") / folder.name),
        lambda: shutil.rmtree(folder),
        (tray / forged).mkdir,
        (town.where.inbound / forged).mkdir,
        lambda: tray.rename(tray.with_name("away")),
        lambda: (tray / "feedback").symlink_to("/tmp"),
        lambda: os.listxattr(file),
    ):
        assert refused(town.eve, attempt)
    as_user(town.eve, shutil.copytree, town.where.outbound / APPLIED, town.tray("eve") / forged)
    result = town.collect()
    assert f"named after {town.ada.pw_name} and lies in the tray of {town.eve.pw_name}" in result["log"]
    assert (town.collected("ada") / "responses.json").read_bytes() == before
    assert not town.collected("eve").exists()


def own(town: Town, stamp: str = LATER) -> Path:
    return town.tray("eve") / f"{town.eve.pw_name}+{APPLIED}+{stamp}+abc"


def linked(town: Town) -> None:
    own(town).symlink_to(town.where.course)


def linked_file(town: Town) -> None:
    own(town).mkdir()
    (own(town) / "responses.json").symlink_to(town.where.course / "gradebook.db")


def pipes(town: Town) -> None:
    own(town).mkdir()
    for name in ("responses.json", f"{APPLIED}.ipynb", "timestamp.txt", "submission_secret.txt"):
        os.mkfifo(own(town) / name)
    os.mkfifo(own(town, "2026-11-22 10:00:00.000000 UTC"))


def deep(town: Town) -> None:
    own(town).joinpath(*["d"] * 400).mkdir(parents=True)


def huge(town: Town) -> None:
    own(town).mkdir()
    with (own(town) / "responses.json").open("wb") as file:
        file.truncate(10 << 30)


def many_folders(town: Town) -> None:
    own(town).mkdir()
    for number in range(1001):
        (own(town) / str(number)).mkdir()


def closed(town: Town) -> None:
    own(town).mkdir(mode=0)


def closed_tray(town: Town) -> None:
    town.tray("eve").chmod(0)


def crowded(town: Town) -> None:
    for number in range(6000):
        (town.tray("eve") / f"x+{APPLIED}+{number}").symlink_to("/")


def odd_names(town: Town) -> None:
    for name in ("\n", "..\n", "-rf", f"../x+{APPLIED}+{STAMP}".replace("/", "\\"), f"{town.eve.pw_name}+{APPLIED}+"):
        (town.tray("eve") / f"{name}+{APPLIED}+").mkdir()
    (town.tray("eve") / os.fsdecode(b"\xff+" + APPLIED.encode() + b"+x")).mkdir()


@pytest.mark.parametrize(
    "spoil",
    [linked, linked_file, pipes, deep, huge, many_folders, closed, closed_tray, crowded, odd_names],
    ids=lambda one: one.__name__,
)
def test_whatever_lies_in_one_tray_the_others_are_collected_and_nothing_is_harmed(
    town: Town, spoil: Callable[[Town], None]
) -> None:
    town.hand_in("ada")
    as_user(town.eve, spoil, town)
    result = town.collect()
    assert not result["success"]
    assert "Not collected: " in result["log"]
    assert town.collected("ada").is_dir()
    assert not town.collected("eve").exists()
    listed = town.marker(lambda klass: list_all(klass, remove=False))
    assert town.ada.pw_name in listed
    assert town.ada.pw_name in town.marker(lambda klass: list_all(klass, remove=True))
    assert list(town.tray("ada").glob("*+*")) == []
    assert (town.where.course / "gradebook.db").is_file()


def test_a_name_in_a_tray_writes_no_line_of_its_own(town: Town) -> None:
    line = "[Collect] Collected: everybody"
    for name in (f"x\n{line}", f"\x1b[2J\x1b]0;{line}", f"\u2028{line}\udcff"):
        as_user(town.eve, (town.tray("eve") / f"{name}+{APPLIED}+").mkdir)
        as_user(town.eve, own(town, f"{STAMP}{name}").mkdir)
    log = town.collect()["log"]
    assert log.count(line) == 6
    assert [one for one in log.splitlines() if one.startswith(line)] == []
    assert {"\x1b", "\u2028", "\udcff"}.isdisjoint(log)
    assert town.marker(lambda klass: list_all(klass, remove=False)) == []


def list_all(klass: Klass, remove: bool) -> list[str]:
    coursedir = CourseDirectory(config=klass.config)
    coursedir.assignment_id = APPLIED
    lister = List(coursedir=coursedir, authenticator=Authenticator(config=klass.config), config=klass.config)
    lister.inbound, lister.remove = True, remove
    return [one["student_id"] for one in lister.start()]


def swap_for_link(town: Town) -> None:
    (town.tray("eve") / "feedback").symlink_to(town.where.course)


def own_folder(town: Town) -> None:
    (town.tray("eve") / "feedback").mkdir(mode=0o777)


def a_pipe(town: Town) -> None:
    os.mkfifo(town.tray("eve") / "feedback")


@pytest.mark.parametrize("spoil", [swap_for_link, own_folder, a_pipe], ids=lambda one: one.__name__)
def test_what_the_course_puts_into_a_tray_goes_nowhere_else(town: Town, spoil: Callable[[Town], None]) -> None:
    before = sorted(path.name for path in town.where.course.iterdir())
    as_user(town.eve, spoil, town)
    marker = town.people["marker"]
    with pytest.raises(AsUserError, match="TrayError"):
        as_user(marker, put, town.tray("eve"), ("feedback", "gradebook.db"), b"x")
    assert sorted(path.name for path in town.where.course.iterdir()) == before
    as_user(town.eve, (town.tray("eve") / FILE_NAME).symlink_to, town.where.course / "gradebook.db")
    kept = (town.where.course / "gradebook.db").read_bytes()
    as_user(marker, put, town.tray("eve"), (FILE_NAME,), b"{}")
    assert (town.tray("eve") / FILE_NAME).read_bytes() == b"{}"
    assert (town.where.course / "gradebook.db").read_bytes() == kept


def test_without_a_tray_a_learner_is_told_whom_to_ask_and_keeps_the_answers(town: Town) -> None:
    with pytest.raises(AsUserError, match=r"no tray for .*ben.*Your answers are kept.*looks after the course"):
        town.hand_in("ben", "Not lost.")
    assert "Not lost." in (Path(town.people["ben"].pw_dir) / APPLIED / "responses.json").read_text()
    ensure_tray(town.where, town.people["ben"].pw_name)
    town.hand_in("ben", "Not lost.")
    assert (found := town.collect())["success"], found["log"]
    assert "Not lost." in (town.collected("ben") / "responses.json").read_text()


def test_a_tray_is_mended_and_never_given_to_somebody_else(town: Town) -> None:
    town.hand_in("ada")
    town.tray("ada").chmod(0o777)
    ensure_tray(town.where, town.ada.pw_name)
    assert mode(town.tray("ada")) == 0o2770
    assert len(list(town.tray("ada").glob("*+*"))) == 1
    with pytest.raises(TrayError, match="belongs to the user id"):
        ensure_tray(town.where, town.ada.pw_name, town.eve.pw_name)
    with pytest.raises(TrayError, match="no account"):
        ensure_tray(town.where, "ekt-nobody-of-this-name")
    for name in ("", "..", ".hidden", "a/b", "x" * 200, "a\n"):
        with pytest.raises(TrayError):
            ensure_tray(town.where, name, town.eve.pw_uid)
    (town.where.inbound / "linked").symlink_to(town.tray("eve"))
    with pytest.raises(TrayError):
        ensure_tray(town.where, "linked", town.ada.pw_uid)
    assert town.tray("eve").owner() == town.eve.pw_name


def test_in_a_cluster_the_tray_says_whose_it_is(town: Town) -> None:
    town.hand_in("ada")
    town.tray("ada").rename(town.where.inbound / "cleo")
    (folder,) = (town.where.inbound / "cleo").glob("*+*")
    as_user(town.ada, folder.rename, folder.with_name(f"cleo+{APPLIED}+{STAMP}+abc"))
    assert not town.collect()["success"]

    def collect(klass: Klass) -> Any:
        klass.config.EvenkeelMarking.learners_uid = town.ada.pw_uid
        return klass.api.collect(APPLIED)

    assert town.marker(collect)["success"]
    assert (town.where.course / "submitted" / "cleo" / APPLIED).is_dir()


def test_work_handed_in_before_there_were_trays_is_still_collected(town: Town) -> None:
    town.hand_in("ada")
    (folder,) = town.tray("ada").glob("*+*")
    folder.rename(town.where.inbound / folder.name)
    assert (found := town.collect())["success"], found["log"]
    assert town.collected("ada").is_dir()


def test_a_hand_in_that_was_cut_short_is_no_hand_in(town: Town) -> None:
    def cut(words: str) -> None:
        os.rename = lambda *_: os._exit(9)  # type: ignore[assignment]
        Path.rename = lambda *_: os._exit(9)  # type: ignore[method-assign,assignment]
        act(town.where, Submit, words)

    with pytest.raises(AsUserError, match="said nothing"):
        as_user(town.ada, cut, "half")
    (left,) = town.tray("ada").iterdir()
    assert left.name.startswith(".handing-in-")
    assert (found := town.collect())["success"], found["log"]
    assert not town.collected("ada").exists()
    town.hand_in("ada", "whole")
    os.utime(left, (0, 0))
    town.hand_in("ada", "whole again")
    assert not left.exists()
    assert (found := town.collect())["success"], found["log"]
    assert "whole again" in (town.collected("ada") / "responses.json").read_text()
