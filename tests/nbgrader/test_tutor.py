"""Who decided: the name that the server's sign-in gives, or the account. And what a tutor asks in a terminal."""

from types import SimpleNamespace
from typing import Any

import pytest
from formgrader_server import TutorByHeader
from jupyter_server.auth.identity import IdentityProvider, PasswordIdentityProvider, User
from klass import APPLIED, ROOT, Klass, answers

from evenkeel.server.identity import learner_id
from evenkeel_grading.__main__ import main
from evenkeel_grading.kept import Opinion
from evenkeel_grading.nbg.stores import open_store
from evenkeel_grading.nbg.tutor import tutor_of


def handler(provider: Any, user: Any) -> Any:
    return SimpleNamespace(identity_provider=provider, current_user=user)


def test_a_hub_says_who_it_is_even_where_tutors_share_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTERHUB_USER", "formgrader-course")
    assert tutor_of(handler(IdentityProvider(), User(username="amina"))) == "amina"
    assert tutor_of(handler(IdentityProvider(), {"name": "not a user"})) == "formgrader-course"


def test_another_sign_in_with_names_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    assert tutor_of(handler(TutorByHeader(), User(username="bela"))) == "bela"


@pytest.mark.parametrize("provider", [IdentityProvider, PasswordIdentityProvider])
def test_a_token_or_a_password_names_nobody_so_it_is_the_account(
    provider: type[IdentityProvider], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    made_up = User(username="8c1f0a", name="Anonymous Io")
    assert tutor_of(handler(provider(), made_up)) == learner_id()


def test_the_queue_and_agreement_in_a_terminal_are_those_of_the_class(
    klass: Klass, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(ROOT / "grading"))
    monkeypatch.setenv("EVENKEEL_WORK", str(klass.work))
    monkeypatch.setenv("EVENKEEL_ROOT", str(ROOT))
    course = ["--course", str(ROOT)]
    for learner in ("jo", "ivan"):
        klass.hand_in(learner, fields=answers(learner))
    klass.autograde()
    capsys.readouterr()
    assert main(["agreement", APPLIED, *course]) == 2
    assert main(["queue", "no-such", *course]) == 2
    assert "does not know 'no-such'" in capsys.readouterr().err
    assert main(["queue", APPLIED, *course]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("jo: Held: ")
    assert lines[1].startswith("ivan: ")
    assert lines[2] == "2 of 2 pieces of work wait for a tutor."
    store = open_store(f"sqlite:///{klass.course / 'marking.db'}")
    digest = store.digest(APPLIED, "ivan") or ""
    store.give(APPLIED, [Opinion("ivan", "offer", who, digest, level, 1) for who, level in (("amina", 1), ("bela", 3))])
    assert main(["agreement", *course]) == 0
    assert f"ivan, {APPLIED} offer: amina 1, bela 3; suggested 1" in capsys.readouterr().out
