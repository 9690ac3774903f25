"""What an organisation may set about marking: ``c.EvenkeelMarking.…`` in ``nbgrader_config.py``."""

import os
from pathlib import Path
from typing import Any

from traitlets import Bool, Enum, Float, Integer, Unicode, default
from traitlets.config import Configurable

from evenkeel.models.organisation import Organisation
from evenkeel.organisation import load_settings


class TrialUnderHubError(RuntimeError):
    """The one-person trial mode was asked for on a server that many people share."""


class EvenkeelMarking(Configurable):
    """Settings of marking through nbgrader. Made with ``EvenkeelMarking(parent=…)`` wherever one is read."""

    root = Unicode(help="The course's folder: holds exercises/ and grading/rubrics/.").tag(config=True)

    store_url = Unicode(
        help="The marking store, as an SQLAlchemy URL. Default: marking.db in the nbgrader course folder."
    ).tag(config=True)

    private_url = Unicode(
        help=(
            "The private notes, as an SQLAlchemy URL. Default: .private/notes.db in the nbgrader course folder, which"
            " whoever can run programs as the account that marks can read. Where tutors share that account, name a"
            " database in which it may only add (INSERT), or a file that only the named role's account can read."
        )
    ).tag(config=True)

    private_days = Integer(
        180, min=0, help="Days after which a private note that was closed is deleted, when its reader next looks."
    ).tag(config=True)

    pass_share = Float(
        0.5, min=0, max=1, help="The share of all marks that passes: suggestions near or below it need a person early."
    ).tag(config=True)

    blind_share = Float(
        0.1, min=0, max=1, help="The share of the other work whose suggestion is hidden until a tutor gives a level."
    ).tag(config=True)

    confirm = Enum(
        ("all", "held"),
        default_value="all",
        help="Which written marks a tutor must confirm before feedback: all of them, or only held work.",
    ).tag(config=True)

    execute_conventional = Bool(
        False,
        help=(
            "Whether nbgrader may run the code of a conventional assignment (one not made from a worksheet)."
            " It runs what learners wrote, as the account that marks, which can read every answer, the masters"
            " and the gradebook. Switch it on only where marking itself is shut in, such as in a container"
            " that holds nothing else."
        ),
    ).tag(config=True)

    lock_wait = Integer(
        600, help="Seconds that a command waits while another marking run of the course is under way."
    ).tag(config=True)

    lock_wait_button = Integer(
        5, help="The same for a button of the formgrader, which can serve nobody else meanwhile."
    ).tag(config=True)

    learners_uid = Integer(
        None,
        allow_none=True,
        help=(
            "The user id that all learners' servers share, where they are containers of which each sees its own tray"
            " alone (a cluster). The tray's name then says who handed in. Leave it unset where learners have accounts."
        ),
    ).tag(config=True)

    trial = Bool(help="One person plays learner and tutor (`make run`): collecting skips the check of owners.").tag(
        config=True
    )

    @default("root")
    def _root_default(self) -> str:
        return os.environ.get("EVENKEEL_ROOT", "")

    @default("trial")
    def _trial_default(self) -> bool:
        return os.environ.get("EVENKEEL_TRIAL") == "1"

    def store_at(self, course_root: str) -> str:
        """The marking store's URL, for the nbgrader course folder ``course_root``."""
        return self.store_url or f"sqlite:///{Path(course_root).resolve() / 'marking.db'}"

    def private_at(self, course_root: str) -> str:
        """The private store's URL. The name begins with a dot: Jupyter's file browser does not serve such files."""
        return self.private_url or f"sqlite:///{Path(course_root).resolve() / '.private' / 'notes.db'}"

    @property
    def organisation(self) -> Organisation | None:
        """``organisation.yml`` of the course, None where there is none that can be used."""
        settings = load_settings(Path(self.root)) if self.root else None
        return settings.organisation if settings else None

    @property
    def keeps_private_notes(self) -> bool:
        """Whether private notes are kept: unless the organisation says that nobody reads them."""
        organisation = self.organisation
        return organisation is None or organisation.marking.private_notes != "nobody"

    def require_trial_is_safe(self) -> None:
        """Raise :class:`TrialUnderHubError` when the trial mode is on under a hub."""
        require_trial_is_safe(self.trial)


def require_trial_is_safe(trial: bool, environ: dict[str, str] | Any = os.environ) -> None:
    """Raise :class:`TrialUnderHubError` when ``trial`` is on and a hub started this process."""
    hub = sorted(name for name in environ if name.startswith("JUPYTERHUB_"))
    if trial and hub:
        raise TrialUnderHubError(
            "EVENKEEL_TRIAL=1 is for one person on their own machine: with it, anybody could hand in under"
            f" another name. A JupyterHub runs this server ({hub[0]} is set). Take EVENKEEL_TRIAL away."
        )
