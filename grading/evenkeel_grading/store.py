"""The marking store: what nbgrader's gradebook has no place for. SQLite beside the gradebook, or any SQLAlchemy URL.

``suggestion`` holds the latest suggestion for each criterion of a learner's work, with its evidence, and the digest
of the answers and the rubric it came from. ``decision`` holds who confirmed or changed a mark, from what to what,
and why. ``rule`` holds the strictest rule of confirmation a work was marked under since its answers or rubric last
changed. Nothing about a learner's wellbeing is ever kept here.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Engine,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    insert,
    select,
)
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool

_metadata = MetaData()
_suggestion = Table(
    "suggestion",
    _metadata,
    Column("assignment", String(64), primary_key=True),
    Column("learner", String(128), primary_key=True),
    Column("criterion", String(64), primary_key=True),
    Column("level", Integer, nullable=False),
    Column("points", Float, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("at", String(32), nullable=False),
)
_decision = Table(
    "decision",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("assignment", String(64), nullable=False, index=True),
    Column("learner", String(128), nullable=False, index=True),
    Column("criterion", String(64), nullable=False),
    Column("who", String(128), nullable=False),
    Column("before", Float),
    Column("after", Float),
    Column("why", Text, nullable=False, default=""),
    Column("at", String(32), nullable=False),
)
# One row a work, so that a work without criteria, or one that cannot be read, has its digest too.
_work = Table(
    "work",
    _metadata,
    Column("assignment", String(64), primary_key=True),
    Column("learner", String(128), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("at", String(32), nullable=False),
)
# A table of its own, so that a store made before it needs no change to the others.
_rule = Table(
    "rule",
    _metadata,
    Column("assignment", String(64), primary_key=True),
    Column("learner", String(128), primary_key=True),
    Column("rule", String(16), nullable=False),
)


@dataclass(frozen=True)
class Decision:
    """A mark that a person confirmed (``before`` equals ``after``) or changed."""

    criterion: str
    who: str
    before: float | None
    after: float | None
    why: str
    at: str


class MarkingStore:
    """The store at an SQLAlchemy URL. Keeps no connection open, so it may be used on either side of a fork."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = create_engine(url, poolclass=NullPool)
        _metadata.create_all(self._engine)

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    def digest(self, assignment: str, learner: str) -> str | None:
        """The digest of what was last marked for this learner, None when nothing was."""
        with self._begin() as connection:
            found = connection.execute(select(_work.c.digest).where(*_of(_work, assignment, learner))).scalar()
        return None if found is None else str(found)

    def rule(self, assignment: str, learner: str) -> str | None:
        """The rule of confirmation that this learner's work was last marked under, None when that is not known."""
        with self._begin() as connection:
            found = connection.execute(select(_rule.c.rule).where(*_of(_rule, assignment, learner))).scalar()
        return None if found is None else str(found)

    def marked_under(self, assignment: str, rule: str | None) -> list[str]:
        """The learners whose work was last marked under this rule, in order. None: the rule is not known."""
        both = (_rule.c.assignment == _work.c.assignment) & (_rule.c.learner == _work.c.learner)
        query = select(_work.c.learner).select_from(_work.outerjoin(_rule, both))
        query = query.where(_work.c.assignment == assignment, _rule.c.rule == rule)
        with self._begin() as connection:
            return sorted(connection.execute(query).scalars())

    def save(
        self, assignment: str, learner: str, digest: str, rule: str, criteria: Mapping[str, Mapping[str, Any]]
    ) -> None:
        """Put the latest suggestions in place of the former, all or none. ``criteria`` as ``Marks.to_json()`` gives."""
        key = {"assignment": assignment, "learner": learner, "digest": digest, "at": _now()}
        rows = [
            key | {"criterion": name} | {part: entry[part] for part in ("level", "points", "confidence", "evidence")}
            for name, entry in criteria.items()
        ]
        with self._begin() as connection:
            for table in (_work, _rule, _suggestion):
                connection.execute(delete(table).where(*_of(table, assignment, learner)))
            connection.execute(insert(_work), [key])
            connection.execute(insert(_rule), [{"assignment": assignment, "learner": learner, "rule": rule}])
            if rows:
                connection.execute(insert(_suggestion), rows)

    def suggestions(self, assignment: str, learner: str) -> dict[str, dict[str, Any]]:
        """The latest suggestions by criterion: level, points, confidence, evidence, digest, at."""
        with self._begin() as connection:
            rows = connection.execute(select(_suggestion).where(*_of(_suggestion, assignment, learner))).mappings()
            return {row["criterion"]: dict(row) for row in rows}

    def decide(
        self, assignment: str, learner: str, decisions: list[tuple[str, float | None, float | None]], who: str
    ) -> None:
        """Record decisions ``(criterion, before, after)`` that are not the last one recorded for their criterion."""
        last = {known.criterion: (known.before, known.after) for known in self.decisions(assignment, learner)}
        rows = [
            {"assignment": assignment, "learner": learner, "criterion": criterion, "who": who, "before": before}
            | {"after": after, "why": "", "at": _now()}
            for criterion, before, after in decisions
            if last.get(criterion) != (before, after)
        ]
        if rows:
            with self._begin() as connection:
                connection.execute(insert(_decision), rows)

    def decisions(self, assignment: str, learner: str) -> list[Decision]:
        """All decisions about a learner's work, oldest first."""
        query = select(_decision).where(*_of(_decision, assignment, learner)).order_by(_decision.c.id)
        with self._begin() as connection:
            rows = connection.execute(query).mappings().all()
        return [Decision(*(row[name] for name in ("criterion", "who", "before", "after", "why", "at"))) for row in rows]


def _of(table: Table, assignment: str, learner: str) -> tuple[Any, ...]:
    return (table.c.assignment == assignment, table.c.learner == learner)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
