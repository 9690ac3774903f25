"""Who decided: the name that the server's sign-in gives, and the account on a machine of one's own."""

from types import SimpleNamespace
from typing import Any

import pytest
from formgrader_server import TutorByHeader
from jupyter_server.auth.identity import IdentityProvider, PasswordIdentityProvider, User

from evenkeel.server.identity import learner_id
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
