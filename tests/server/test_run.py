"""``make run`` and handing in through the real exchange, on a copy of the real course."""

import hashlib
import json
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.utils import get_username
from tests.server.serving import Visitor
from tests.server.trial import Trial, copy_course

APPLIED = "difficult-applied"
SHEET = f"evenkeel/api/records/worksheet/{APPLIED}"
HAND_IN = f"evenkeel/api/assignments/{APPLIED}/hand-in"


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """One running course for the file. The tests that stop it start it again."""
    started = Trial(copy_course(tmp_path_factory.mktemp("trial") / "course")).start()
    yield started
    if started.process is not None:
        started.end(signal.SIGKILL)


@pytest.fixture
def learner(trial: Trial) -> Visitor:
    """Signed in."""
    return trial.visitor()


def standing(learner: Visitor) -> dict[str, object]:
    found = learner.ask("GET", "evenkeel/api/assignments").json
    return next(each for each in found if each["id"] == APPLIED)


def answer(learner: Visitor, words: str) -> None:
    state = {"schema": 1, "fields": {"characteristics": words}}
    assert learner.ask("PUT", SHEET, {"state": state}).status == 200


def sent(trial: Trial) -> list[Path]:
    inbound = trial.work / "exchange" / "evenkeel" / "inbound"
    return sorted(inbound.glob(f"{get_username()}/{get_username()}+{APPLIED}+*"))


def test_three_links_lead_where_they_say_and_the_token_does_not_stay_in_the_address(trial: Trial) -> None:
    assert list(trial.links) == ["Learn", "Hand in", "Mark"]
    learn = trial.links["Learn"]
    base = learn[: learn.index("evenkeel/")]
    for link in trial.links.values():
        assert Visitor(base).ask("GET", link.removeprefix(base).split("?")[0]).status in (302, 403)
    visitor = Visitor(base)
    for name in ("Learn", "Hand in"):
        redirect = visitor.ask("GET", trial.links[name].removeprefix(base))
        assert (redirect.status, "token" in redirect.headers["Location"]) == (302, False)
        assert b"The book" in visitor.ask("GET", redirect.headers["Location"].lstrip("/")).body
    assert visitor.ask("GET", "").headers["Location"].startswith("/evenkeel/home")


def test_the_formgrader_takes_the_course_and_knows_the_assignments(learner: Visitor, trial: Trial) -> None:
    page = learner.ask("GET", "formgrader/manage_assignments")
    assert page.status == 200
    assert b"not a subdirectory" not in page.body
    found = {each["name"]: each["status"] for each in learner.ask("GET", "formgrader/api/assignments").json}
    assert found == dict.fromkeys((master.parent.name for master in trial.course.glob("source/*/*.ipynb")), "released")
    assert {"difficult-applied", "incidents-applied", "leadership-extra", "resilience-applied"} <= found.keys()


def test_what_would_run_a_notebook_or_make_one_is_off(learner: Visitor, trial: Trial) -> None:
    for path in ("assignments", "courses", "assignments/validate", "nbgrader_version", "lsp/status", "api/terminals"):
        assert learner.ask("GET", path).status == 404
    settings = json.loads((trial.work / "jupyter/config/labconfig/page_config.json").read_text())
    assert settings["disabledExtensions"]["@jupyter/nbgrader:validate-assignment"] is True
    assert settings["disabledExtensions"]["@jupyter/nbgrader:create-assignment"] is True
    page = learner.ask("GET", "lab").body.decode()
    assert '"@jupyter/nbgrader:validate-assignment": true' in page or "validate-assignment" in page


def test_handing_in_sends_exactly_what_is_saved_and_gives_a_receipt(learner: Visitor, trial: Trial) -> None:
    learner.ask("DELETE", "evenkeel/api/records?assignments=1")
    refused = learner.ask("POST", HAND_IN)
    assert (refused.status, "Nothing is answered yet" in refused.json["message"]) == (409, True)
    answer(learner, "   ")
    assert learner.ask("POST", HAND_IN).status == 409
    answer(learner, "He has called five times.")
    assert (standing(learner)["state"], standing(learner)["fields"]) == ("saved", 13)
    before = sent(trial)
    receipt = learner.ask("POST", HAND_IN).json
    [folder] = [path for path in sent(trial) if path not in before]
    data = (folder / "responses.json").read_bytes()
    assert receipt["checksum"] == hashlib.sha256(data).hexdigest()
    assert (receipt["assignment"], receipt["learner"]) == (APPLIED, get_username())
    assert json.loads(data)["learner"] == get_username()
    assert receipt["at"].replace("T", " ").replace("+00:00", " UTC") == (folder / "timestamp.txt").read_text()
    assert {path.name for path in folder.iterdir()} == {
        "difficult-applied.ipynb",
        "responses.json",
        "timestamp.txt",
        "submission_secret.txt",
    }
    now = standing(learner)
    assert (now["state"], now["changed"]) == ("handed-in", False)
    assert list(trial.work.glob("home/.evenkeel-hand-in-*")) == []


def test_handing_in_again_adds_a_receipt_and_a_change_after_it_is_shown(learner: Visitor, trial: Trial) -> None:
    answer(learner, "First.")
    first = learner.ask("POST", HAND_IN).json
    answer(learner, "Second.")
    assert standing(learner)["changed"] is True
    second = learner.ask("POST", HAND_IN).json
    receipts = standing(learner)["handed_in"]
    assert isinstance(receipts, list)
    assert [each["checksum"] for each in receipts[-2:]] == [first["checksum"], second["checksum"]]
    assert b"First." in (sent(trial)[-2] / "responses.json").read_bytes()
    assert b"Second." in (sent(trial)[-1] / "responses.json").read_bytes()


def test_a_failed_hand_in_keeps_the_answers_and_says_what_to_do(learner: Visitor, trial: Trial) -> None:
    answer(learner, "Not lost.")
    before = len(standing(learner)["handed_in"])  # type: ignore[arg-type]
    inbound = trial.work / "exchange" / "evenkeel" / "inbound"
    inbound.rename(inbound.with_name("away"))
    inbound.write_text("")  # where folders have to be
    try:
        refused = learner.ask("POST", HAND_IN)
        assert refused.status == 502
        assert "Try again" in refused.json["message"]
        assert str(trial.work) not in refused.json["message"]
    finally:
        inbound.unlink()
        inbound.with_name("away").rename(inbound)
    assert learner.ask("GET", SHEET).json["state"]["fields"] == {"characteristics": "Not lost."}
    assert len(standing(learner)["handed_in"]) == before  # type: ignore[arg-type]


def test_damaged_answers_are_not_handed_in(learner: Visitor, trial: Trial) -> None:
    answer(learner, "Before the damage.")
    (trial.work / "home" / APPLIED / "responses.json").write_bytes(b'{"schema": 1, "fie')
    before = len(sent(trial))
    refused = learner.ask("POST", HAND_IN)
    assert refused.status == 409
    assert "kept as responses.damaged-" in refused.json["message"]
    assert len(sent(trial)) == before


def test_fetching_the_notebook_never_touches_answers(learner: Visitor, trial: Trial) -> None:
    home = trial.work / "home" / APPLIED
    (trial.work / "exchange/evenkeel/outbound" / APPLIED / "responses.json").write_text("{}")
    answer(learner, "Mine.")
    (home / "difficult-applied.ipynb").unlink()
    assert standing(learner)["notebook"] == f"/lab/tree/_run/home/{APPLIED}/difficult-applied.ipynb"
    assert (home / "difficult-applied.ipynb").is_file()
    assert b"Mine." in (home / "responses.json").read_bytes()
    learner.ask("DELETE", SHEET)
    standing(learner)
    assert not (home / "responses.json").exists()
    (trial.work / "exchange/evenkeel/outbound" / APPLIED / "responses.json").unlink()


def test_feedback_appears_after_release_and_cannot_run_anything(learner: Visitor, trial: Trial) -> None:
    answer(learner, "For feedback.")
    learner.ask("POST", HAND_IN)
    page = f"evenkeel/api/assignments/{APPLIED}/feedback/"
    assert learner.ask("GET", page).status == 409
    handed_in = sent(trial)[-1]
    stamp = (handed_in / "timestamp.txt").read_text()
    folder = handed_in.parent / "feedback" / APPLIED / stamp  # where release_feedback puts a page
    folder.mkdir(parents=True)
    (folder / f"{APPLIED}.html").write_text("<script>alert(1)</script><p>Well done.</p>")
    now = standing(learner)
    assert (now["state"], now["feedback"]) == ("feedback", f"/{page}")
    shown = learner.ask("GET", page)
    assert b"Well done." in shown.body
    policy = shown.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script" not in policy
    answer(learner, "A newer version.")
    learner.ask("POST", HAND_IN)
    now = standing(learner)
    assert (now["state"], now["feedback"]) == ("handed-in", f"/{page}"), "the feedback is about the earlier one"


def test_a_second_start_says_that_one_runs_and_gives_the_same_links(trial: Trial) -> None:
    second = trial.run()
    assert second.returncode == 0
    assert "already running" in second.stdout
    for link in trial.links.values():
        assert link in second.stdout


def test_after_a_crash_it_starts_again_with_everything_kept_and_quickly(trial: Trial) -> None:
    answer(trial.visitor(), "Still here.")
    trial.end(signal.SIGKILL)
    assert (trial.work / "running.json").exists(), "a killed server cannot tidy up"
    trial.start()
    assert "as they were" in trial.screen
    assert trial.visitor().ask("GET", SHEET).json["state"]["fields"] == {"characteristics": "Still here."}


def test_ctrl_c_stops_it_at_once_and_tidily(trial: Trial) -> None:
    assert trial.end(signal.SIGINT) == 0
    assert "Everything is kept" in trial.screen
    assert not (trial.work / "running.json").exists()
    trial.start()


def test_only_this_machine_can_reach_it_and_others_cannot_read_its_token(trial: Trial) -> None:
    assert trial.links["Learn"].startswith("http://127.0.0.1:")
    for name in ("running.json", "home"):
        assert (trial.work / name).stat().st_mode & 0o077 == 0
    token = trial.links["Learn"].split("token=")[1]
    assert token not in (trial.work / "server.log").read_text(errors="replace")


def test_a_port_in_use_is_no_obstacle(trial: Trial) -> None:
    trial.end()
    with socket.create_server(("127.0.0.1", trial.port)):
        trial.start()
        assert f":{trial.port}/" not in trial.links["Learn"]
        assert trial.visitor().ask("GET", "evenkeel/api/me").json["mode"] == "trial"


def test_a_changed_master_is_handed_out_again_and_an_unchanged_one_is_not(trial: Trial) -> None:
    trial.end()
    master = trial.course / "source" / APPLIED / "difficult-applied.ipynb"
    master.write_text(master.read_text().replace("He has waited five", "He has waited six"))
    trial.start()
    assert f"The assignments … {APPLIED} (" in trial.screen
    released = trial.work / "exchange/evenkeel/outbound" / APPLIED / "difficult-applied.ipynb"
    assert "waited six" in released.read_text()


@pytest.mark.parametrize("name", ["JUPYTERHUB_API_TOKEN", "JUPYTERHUB_USER"])
def test_under_a_hub_it_refuses(trial: Trial, name: str) -> None:
    refused = trial.run(**{name: "x"})
    assert refused.returncode == 1
    assert "JupyterHub" in refused.stderr
    assert "http" not in refused.stdout


def test_without_a_course_it_says_so(tmp_path: Path) -> None:
    nothing = Trial(tmp_path).run()
    assert nothing.returncode == 1
    assert "not a course" in nothing.stderr
