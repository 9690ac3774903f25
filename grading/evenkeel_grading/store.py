"""The marking store: what nbgrader's gradebook has no place for. SQLite beside the gradebook, or any SQLAlchemy URL.

``suggestion`` holds the latest suggestion for each criterion of a learner's work, with its evidence, and the digest
of the answers and the rubric it came from. ``decision`` holds who confirmed or changed a mark, from what to what,
and why. ``rule`` holds the strictest rule of confirmation a work was marked under since its answers or rubric last
changed. ``opinion`` holds levels that tutors gave blind. Nothing about a learner's wellbeing is ever kept here.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Table, create_engine, delete, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import NullPool

from evenkeel_grading.kept import Decision, Hold, Marking, Opinion, Work
from evenkeel_grading.store_tables import (
    decision,
    extension,
    hold,
    metadata,
    moderated,
    opinion,
    rule,
    suggestion,
    work,
)
from evenkeel_grading.wiping import write_anew

_NOT_HELD = Hold()
_SUGGESTED = ("level", "points", "confidence", "evidence")


class MarkingStore:
    """The store at an SQLAlchemy URL. Keeps no connection open, so it may be used on either side of a fork."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = create_engine(url, poolclass=NullPool)
        metadata.create_all(self._engine)

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    # ---- what was marked ----

    def digest(self, assignment: str, learner: str) -> str | None:
        """The digest of what was last marked for this learner, None when nothing was."""
        with self._begin() as connection:
            found = connection.execute(select(work.c.digest).where(*_of(work, assignment, learner))).scalar()
        return None if found is None else str(found)

    def rule(self, assignment: str, learner: str) -> str | None:
        """The rule of confirmation that this learner's work was last marked under, None when that is not known."""
        with self._begin() as connection:
            found = connection.execute(select(rule.c.rule).where(*_of(rule, assignment, learner))).scalar()
        return None if found is None else str(found)

    def marked_under(self, assignment: str, name: str | None) -> list[str]:
        """The learners whose work was last marked under this rule, in order. None: the rule is not known."""
        both = (rule.c.assignment == work.c.assignment) & (rule.c.learner == work.c.learner)
        query = select(work.c.learner).select_from(work.outerjoin(rule, both))
        query = query.where(work.c.assignment == assignment, rule.c.rule == name)
        with self._begin() as connection:
            return sorted(connection.execute(query).scalars())

    def standings(self, assignment: str, learners: Sequence[str]) -> dict[str, tuple[str, str | None]]:
        """By learner the digest of what was last marked, and the rule it was marked under if that is known."""
        both = (rule.c.assignment == work.c.assignment) & (rule.c.learner == work.c.learner)
        query = select(work.c.learner, work.c.digest, rule.c.rule).select_from(work.outerjoin(rule, both))
        with self._begin() as connection:
            rows = connection.execute(query.where(work.c.assignment == assignment, work.c.learner.in_(learners)))
            return {learner: (digest, under) for learner, digest, under in rows}

    def save(
        self,
        assignment: str,
        learner: str,
        digest: str,
        under: str,
        criteria: Mapping[str, Mapping[str, Any]],
        held: Hold = _NOT_HELD,
    ) -> None:
        """Put the latest suggestions in place of the former, all or none. ``criteria`` as ``Marks.to_json()`` gives."""
        self.save_all(assignment, [Marking(learner, digest, under, criteria, held)])

    def save_all(self, assignment: str, markings: Sequence[Marking]) -> None:
        """The same for several learners, in one transaction."""
        at, learners = _now(), [one.learner for one in markings]
        pairs = [({"assignment": assignment, "learner": one.learner}, one) for one in markings]
        rows: dict[Table, list[dict[str, Any]]] = {
            work: [key | {"digest": one.digest, "at": at} for key, one in pairs],
            rule: [key | {"rule": one.under} for key, one in pairs],
            hold: [key | {"kind": one.held.kind, "notes": list(one.held.notes)} for key, one in pairs],
            suggestion: [
                key | {"digest": one.digest, "at": at, "criterion": name} | {part: entry[part] for part in _SUGGESTED}
                for key, one in pairs
                for name, entry in one.criteria.items()
            ],
        }
        with self._begin() as connection:
            for table, new in rows.items():
                connection.execute(delete(table).where(table.c.assignment == assignment, table.c.learner.in_(learners)))
                if new:
                    connection.execute(insert(table), new)

    def suggestions(self, assignment: str, learner: str) -> dict[str, dict[str, Any]]:
        """The latest suggestions by criterion: level, points, confidence, evidence, digest, at."""
        with self._begin() as connection:
            rows = connection.execute(select(suggestion).where(*_of(suggestion, assignment, learner))).mappings()
            return {row["criterion"]: dict(row) for row in rows}

    def works(self, assignment: str) -> list[Work]:
        """Everything that was marked of an assignment, by learner. In a store made before holds were kept, none is."""
        with self._begin() as connection:
            digests = _rows(connection, work, assignment)
            holds = {row["learner"]: _hold(row) for row in _rows(connection, hold, assignment)}
            levels = _rows(connection, suggestion, assignment)
        found: dict[str, dict[str, Mapping[str, Any]]] = {row["learner"]: {} for row in digests}
        for row in levels:
            found.setdefault(row["learner"], {})[row["criterion"]] = row
        return [
            Work(row["learner"], row["digest"], holds.get(row["learner"], Hold()), found[row["learner"]])
            for row in sorted(digests, key=lambda row: str(row["learner"]))
        ]

    # ---- what was decided ----

    def decide(
        self,
        assignment: str,
        learner: str,
        criterion: str,
        who: str,
        before: float | None,
        after: float | None,
        why: str = "",
    ) -> None:
        """Record one decision. Decisions are only ever added."""
        row = {"assignment": assignment, "learner": learner, "criterion": criterion, "who": who, "before": before}
        with self._begin() as connection:
            connection.execute(insert(decision), [row | {"after": after, "why": why, "at": _now()}])

    def catch_up(
        self, assignment: str, learner: str, scores: Mapping[str, tuple[float | None, float | None]], who: str
    ) -> None:
        """Record what was decided past this store. ``scores``: by criterion, suggested and decided points."""
        last = {known.criterion: known for known in self.decisions(assignment, learner)}
        for criterion, (suggested, decided) in scores.items():
            known = last.get(criterion)
            if known is None or known.after != decided:
                self.decide(assignment, learner, criterion, who, known.after if known else suggested, decided)

    def decisions(self, assignment: str, learner: str) -> list[Decision]:
        """All decisions about a learner's work, oldest first."""
        query = select(decision).where(*_of(decision, assignment, learner)).order_by(decision.c.id)
        with self._begin() as connection:
            rows = connection.execute(query).mappings().all()
        return [Decision(*(row[name] for name in ("criterion", "who", "before", "after", "why", "at"))) for row in rows]

    # ---- what was said blind ----

    def give(self, assignment: str, opinions: Sequence[Opinion]) -> None:
        """Keep levels given blind. A level that its giver has given for the same work before stands as it was."""
        for one in opinions:
            row: dict[str, Any] = {
                "assignment": assignment,
                "learner": one.learner,
                "criterion": one.criterion,
                "who": one.who,
            }
            row |= {"digest": one.digest, "level": one.level, "suggested": one.suggested, "at": _now()}
            try:
                with self._begin() as connection:
                    connection.execute(insert(opinion), [row])
            except IntegrityError:
                continue

    def opinions(self, assignment: str, learner: str | None = None) -> list[Opinion]:
        """Levels given blind for the latest work of one learner or of all, in the order they were given."""
        same = (work.c.assignment == opinion.c.assignment) & (work.c.learner == opinion.c.learner)
        query = select(opinion).join(work, same & (work.c.digest == opinion.c.digest))
        query = query.where(opinion.c.assignment == assignment).order_by(opinion.c.at)
        if learner is not None:
            query = query.where(opinion.c.learner == learner)
        with self._begin() as connection:
            rows = connection.execute(query).mappings().all()
        names = ("learner", "criterion", "who", "digest", "level", "suggested")
        return [Opinion(*(row[name] for name in names)) for row in rows]

    def moderate(self, assignment: str, learners: Sequence[str]) -> None:
        """Ask for two blind markings of these learners' work, besides those asked for before."""
        known = self.moderated(assignment)
        rows = [{"assignment": assignment, "learner": one, "at": _now()} for one in learners if one not in known]
        if rows:
            with self._begin() as connection:
                connection.execute(insert(moderated), rows)

    def moderated(self, assignment: str) -> set[str]:
        """The learners whose work two tutors are to mark blind."""
        with self._begin() as connection:
            return {str(row["learner"]) for row in _rows(connection, moderated, assignment)}

    # ---- until when ----

    def extend(self, assignment: str, learner: str, due: datetime | None) -> None:
        """Give one learner until ``due`` (UTC without a zone, as nbgrader keeps due dates); None takes it back."""
        with self._begin() as connection:
            connection.execute(delete(extension).where(*_of(extension, assignment, learner)))
            if due is not None:
                row = {"assignment": assignment, "learner": learner, "due": due.isoformat(), "at": _now()}
                connection.execute(insert(extension), [row])

    def extensions(self, assignment: str) -> dict[str, datetime]:
        """Until when each learner may hand in who was given more time, in UTC without a zone."""
        with self._begin() as connection:
            return {
                row["learner"]: datetime.fromisoformat(row["due"]) for row in _rows(connection, extension, assignment)
            }

    # ---- all of one learner ----

    def everything_on(self, learner: str) -> dict[str, list[dict[str, Any]]]:
        """All rows on one learner, by table."""
        queries = {table.name: select(table).where(table.c.learner == learner) for table in metadata.sorted_tables}
        with self._begin() as connection:
            return {
                name: [dict(row) for row in connection.execute(query).mappings()] for name, query in queries.items()
            }

    def erase(self, learner: str) -> int:
        """Delete all rows on one learner, in SQLite so that nothing of them is left in the file; returns how many."""
        orders = [delete(table).where(table.c.learner == learner) for table in metadata.sorted_tables]
        with self._begin() as connection:
            found = sum(int(connection.execute(order).rowcount) for order in orders)
        write_anew(self._engine)
        return found


def extra_time(due: datetime | None, extended: datetime | None) -> timedelta | None:
    """An extension as nbgrader keeps it with a submission. None where there is none, or nothing to extend."""
    if due is None or extended is None or extended <= due:
        return None
    return extended - due


def _rows(connection: Connection, table: Table, assignment: str) -> list[Mapping[str, Any]]:
    return [dict(row) for row in connection.execute(select(table).where(table.c.assignment == assignment)).mappings()]


def _hold(row: Mapping[str, Any]) -> Hold:
    # Only :meth:`MarkingStore.save` writes it.
    return Hold(row["kind"], tuple(row["notes"]))


def _of(table: Table, assignment: str, learner: str) -> tuple[Any, ...]:
    return (table.c.assignment == assignment, table.c.learner == learner)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
