"""Deleting for good in SQLite, whose files keep what was deleted until something else is written there.

Any other database sees to that itself: on it, nothing here does anything.
"""

from typing import Any

from sqlalchemy import Engine, event


def is_file(engine: Engine) -> bool:
    """Whether a database is an SQLite file."""
    return engine.url.get_backend_name() == "sqlite"


def wipe_deleted(engine: Engine) -> None:
    """From now on, overwrite what is deleted."""
    if is_file(engine):
        event.listen(engine, "connect", _secure_delete)


def _secure_delete(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA secure_delete = ON")


def write_anew(engine: Engine) -> None:
    """Write the file anew, with nothing that was deleted. Raises SQLAlchemy's errors."""
    if is_file(engine):
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM")
