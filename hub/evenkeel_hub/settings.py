"""What an organisation may set about keeping data: ``c.EvenkeelClass.…`` in ``nbgrader_config.py``."""

from traitlets import Integer, Unicode
from traitlets.config import Configurable


class EvenkeelClass(Configurable):
    """How long a class's data is kept, and where its backups are. 0 days: for ever."""

    withdrawn_days = Integer(
        365, min=0, help="Days after which somebody who was withdrawn is erased, with all they handed in."
    ).tag(config=True)

    inactive_days = Integer(
        0, min=0, help="Days after a learner's last hand-in (or, without any, their enrolment) until they are erased."
    ).tag(config=True)

    receipt_days = Integer(2190, min=0, help="Days that the receipts of erasing are kept. They name nobody.").tag(
        config=True
    )

    backup_folder = Unicode(help="Where backups of this class lie: erasing and retention then mind them.").tag(
        config=True
    )

    backup_days = Integer(35, min=0, help="Days after which a backup in backup_folder is deleted.").tag(config=True)
