"""What ``evenkeel doctor`` looks at in the set-up: versions, accounts, settings of the hub, records, the clock."""

import contextlib
import importlib.metadata
import json
import os
import pwd
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.markers import InvalidMarker, Marker
from sqlalchemy.engine import make_url
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from evenkeel.organisation import to_fill_in
from evenkeel_grading.nbg.opening import told_of
from evenkeel_hub.accounts import MAKE_MARKER, Accounts
from evenkeel_hub.doctor import Finding, Patient
from evenkeel_hub.erasing import asked
from evenkeel_hub.guard import is_loopback
from evenkeel_hub.hosted import Hosted, as_owner

_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)\s*(?:;\s*(?P<marker>.+))?")
_SHELLS = ("nologin", "false")
_OFF = ("formgrader", "course_list", "assignment_list", "validate_assignment")
_TRYING = ("TryingOut", "Dummy", "FirstUse", "dummy", "null")


def versions(patient: Patient) -> Iterator[Finding]:
    """What is installed is what the lock says and the tests ran with."""
    lock = patient.hosting.places.root / "requirements.txt"
    if not lock.is_file():
        yield Finding("warning", "no-lock", f"There is no {lock} to compare versions with.", "Bring it back.")
        return
    wrong = [text for line in lock.read_text(encoding="utf-8").splitlines() for text in _differs(line)]
    if wrong:
        more = f" and {len(wrong) - 5} more" if len(wrong) > 5 else ""
        what = f"Not as in the lock: {', '.join(wrong[:5])}{more}."
        yield Finding("problem", "versions", what, "make setup")


def _differs(line: str) -> Iterator[str]:
    pin = _PIN.match(line)
    if pin is None or not _here(pin["marker"]):
        return
    try:
        found = importlib.metadata.version(pin["name"])
    except importlib.metadata.PackageNotFoundError:
        found = "none"
    if found != pin["version"]:
        yield f"{pin['name']} is {found}, not {pin['version']}"


def _here(marker: str | None) -> bool:
    try:
        return marker is None or Marker(marker).evaluate()
    except InvalidMarker:
        return False


def organisation(patient: Patient) -> Iterator[Finding]:
    """The contacts on the pages are filled in."""
    if missing := to_fill_in(patient.hosting.places.root):
        yield Finding("warning", "organisation", f"organisation.yml still lacks: {missing}.", "Fill it in; make book.")


def accounts(patient: Patient) -> Iterator[Finding]:
    """The account that marks is there and nobody signs in as it; people of the roll have accounts of their own."""
    marker = patient.hosting.marker
    try:
        account = pwd.getpwnam(marker)
    except KeyError:
        yield Finding("problem", "no-marker", f"There is no account {marker} to mark with.", MAKE_MARKER.format(marker))
    else:
        if account.pw_uid == 0 or Path(account.pw_shell).name not in _SHELLS:
            what = f"People can sign in to the machine as {marker}, which can read every answer and change every mark."
            yield Finding("problem", "marker-signs-in", what, f"usermod --shell /usr/sbin/nologin --lock {marker}")
    yield from _people(patient)


def _people(patient: Patient) -> Iterator[Finding]:
    people = [one for one in patient.hosted.roll.people() if one.active]
    cure = "python -m evenkeel_hub people import CLASS.csv --make-accounts"
    if not people:
        yield Finding("warning", "nobody", "Nobody is on the roll, so nobody can sign in.", cure)
    elif not any(one.role == "tutor" for one in people):
        yield Finding("warning", "no-tutor", "Nobody on the roll is a tutor, so nobody can mark.", cure)
    without = [one.id for one in people if not Accounts().has(one.id)]
    if without:
        named = ", ".join(without[:5])
        what = f"{len(without)} people have no account on this machine, so their server cannot start: {named}."
        yield Finding("warning", "no-account", what, f"{cure} (not needed on a cluster)")
    if waiting := asked(patient.hosted.roll.people()):
        what = f"Erasing was asked for and is not finished: {', '.join(waiting)}."
        yield Finding("problem", "erasing", what, f"python -m evenkeel_hub erase {waiting[0]}")


def trial_mode(_patient: Patient) -> Iterator[Finding]:
    """The one-person trial is off."""
    if os.environ.get("EVENKEEL_TRIAL") == "1":
        what = "EVENKEEL_TRIAL=1 is set: with it, anybody could hand in under another name."
        yield Finding("problem", "trial", what, "Take EVENKEEL_TRIAL out of the environment.")


def learners_servers(patient: Patient) -> Iterator[Finding]:
    """nbgrader's formgrader and its other extensions are off on learners' servers."""
    file = Path(__file__).parent / "learner" / "jupyter_server_config.json"
    on = json.loads(file.read_text(encoding="utf-8"))["ServerApp"]["jpserver_extensions"]
    if names := [name for name in _OFF if on.get(f"nbgrader.server_extensions.{name}") is not False]:
        what = f"Learners' servers would load nbgrader's {', '.join(names)}."
        yield Finding("problem", "formgrader-for-learners", what, f"Set them to false in {file}.")
    config = _hub_settings(patient)
    if config is not None and str(file.parent) not in str(config.Spawner.get("environment", {})):
        what = "The hub's Spawner.environment does not name our settings for learners' servers."
        yield Finding(
            "problem", "learners-settings", what, "Call evenkeel_hub.config.configure(c) in the hub's settings."
        )


def sign_in(patient: Patient) -> Iterator[Finding]:
    """Sign-in proves who somebody is, the settings are safe, and passwords travel by HTTPS."""
    config = _hub_settings(patient)
    if config is None:
        what = "The hub's settings, hub/jupyterhub_config.py, are not there."
        yield Finding("warning", "no-hub", what, "Without a hub this is fine; else bring the file back.")
        return
    chosen = config.JupyterHub.get("authenticator_class", "")
    name = chosen if isinstance(chosen, str) else chosen.__name__
    if any(word in name for word in _TRYING):
        what = f"Sign-in by {name} is for trying out: whoever knows or guesses a name comes in as that person."
        yield Finding("problem", "sign-in", what, "Choose LTI, OpenID Connect or PAM in hub/jupyterhub_config.py.")
    bound = str(config.JupyterHub.get("bind_url", ""))
    if not config.JupyterHub.get("ssl_key") and not is_loopback(bound):
        what = f"The hub listens on {bound} without TLS: passwords and answers can be read on the way."
        yield Finding("problem", "no-tls", what, "Set bind_url to 127.0.0.1 behind a web server that does HTTPS.")


def _hub_settings(patient: Patient) -> Config | None:
    """The hub's own settings file, run as the hub runs it. An unsafe one raises, and is told so."""
    folder = patient.hosting.places.root / "hub"
    if not (folder / "jupyterhub_config.py").is_file():
        return None
    with told_of(patient.hosting.places.root):
        config: Config = PyFileConfigLoader("jupyterhub_config.py", path=str(folder)).load_config()
    return config


def gradebook(patient: Patient) -> Iterator[Finding]:
    """The gradebook opens, is whole, and is as new as nbgrader."""
    hosted = patient.hosted
    with as_owner(hosted.course):
        with hosted.gradebook() as opened:
            opened.db.query(_student()).count()
        found, newest = _revisions(hosted)
    if found != newest:
        what = f"The gradebook is of another version of nbgrader ({found or 'unknown'}, not {newest})."
        cure = "Make a backup, then, as the account that marks: nbgrader db upgrade"
        yield Finding("problem", "gradebook-version", what, cure)
    for name, url in (("gradebook", hosted.coursedir.db_url), ("marking", hosted.marking.store_at(str(hosted.course)))):
        if wrong := _damage(url):
            yield Finding(
                "problem", "damaged-database", f"The {name} database is damaged: {wrong}.", "Restore a backup."
            )


def _student() -> Any:
    from nbgrader.api import Student

    return Student


def _revisions(hosted: Hosted) -> tuple[str | None, str | None]:
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from nbgrader.dbutil import ALEMBIC_DIR

    with hosted.gradebook() as opened, opened.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found, ScriptDirectory(ALEMBIC_DIR).get_current_head()


def _damage(url: str) -> str | None:
    where = make_url(url)
    if where.get_backend_name() != "sqlite" or not where.database or not Path(where.database).is_file():
        return None
    with contextlib.closing(sqlite3.connect(f"file:{where.database}?mode=ro", uri=True)) as database:
        try:
            answer = str(database.execute("pragma quick_check").fetchone()[0])
        except sqlite3.DatabaseError as error:
            answer = str(error)
    return None if answer == "ok" else answer


def clock(_patient: Patient) -> Iterator[Finding]:
    """Due dates need a clock that is set."""
    if shutil.which("timedatectl") is None:
        return
    words = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=20)
    if done.returncode == 0 and done.stdout.strip() == "no":
        what = "The machine's clock is not set by a time server. Hand-ins could seem late or early."
        yield Finding("warning", "clock", what, "timedatectl set-ntp true")


CHECKS = (versions, organisation, accounts, trial_mode, learners_servers, sign_in, gradebook, clock)
