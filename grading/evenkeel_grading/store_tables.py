"""The tables of the marking store. New ones are added and old ones never changed, so that every older store opens."""

from sqlalchemy import JSON, Column, Float, Integer, MetaData, String, Table, Text

metadata = MetaData()
suggestion = Table(
    "suggestion",
    metadata,
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
decision = Table(
    "decision",
    metadata,
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
work = Table(
    "work",
    metadata,
    Column("assignment", String(64), primary_key=True),
    Column("learner", String(128), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("at", String(32), nullable=False),
)
# A table of its own, so that a store made before it needs no change to the others.
rule = Table(
    "rule",
    metadata,
    Column("assignment", String(64), primary_key=True),
    Column("learner", String(128), primary_key=True),
    Column("rule", String(16), nullable=False),
)
# Why a work is held, in what tutors may know: "person" (a person has to look; nobody is told more), "guard" or "".
hold = Table(
    "hold",
    metadata,
    Column("assignment", String(64), primary_key=True),
    Column("learner", String(128), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("notes", JSON, nullable=False),
)
# A level that somebody gave without seeing the suggestion, and what was suggested then. The first one stands.
opinion = Table(
    "opinion",
    metadata,
    Column("assignment", String(64), primary_key=True),
    Column("learner", String(128), primary_key=True),
    Column("criterion", String(64), primary_key=True),
    Column("who", String(128), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("level", Integer, nullable=False),
    Column("suggested", Integer),
    Column("at", String(32), nullable=False),
)
# Work that two tutors are to mark blind.
moderated = Table(
    "moderated",
    metadata,
    Column("assignment", String(64), primary_key=True),
    Column("learner", String(128), primary_key=True),
    Column("at", String(32), nullable=False),
)
# A later moment until which one learner may hand in, in UTC without a zone, as nbgrader keeps due dates.
extension = Table(
    "extension",
    metadata,
    Column("assignment", String(64), primary_key=True),
    Column("learner", String(128), primary_key=True),
    Column("due", String(32), nullable=False),
    Column("at", String(32), nullable=False),
)
