"""When work was handed in, read strictly: folder names and timestamp files come from learners."""

import datetime
import re

from nbgrader.utils import parse_utc

# What nbgrader writes: "2026-11-20 10:00:00.000000 UTC". Anything freer reaches dateutil, which takes the last word
# as the name of a time-zone file and answers ".." and the like with warnings and errors of many kinds.
_STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?( ([A-Za-z]{1,5}|[+-]\d{2,4}))?", re.ASCII)
# Nearly all are just so; dateutil takes a third of a millisecond, twice for each learner.
_USUAL = re.compile(r"(\d{4}-\d\d-\d\d (?:[01]\d|2[0-3]):\d\d:\d\d\.\d{6}) UTC", re.ASCII)


def parse_stamp(text: str) -> datetime.datetime:
    """The moment in UTC, without a zone, as nbgrader keeps it. Raises ``ValueError`` when ``text`` is no such stamp."""
    if usual := _USUAL.fullmatch(text):
        return datetime.datetime.fromisoformat(usual[1])
    if not _STAMP.fullmatch(text):
        raise ValueError("not a time of the form 2026-11-20 10:00:00.000000 UTC")
    try:
        moment: datetime.datetime = parse_utc(text)
    except OverflowError as error:
        raise ValueError(str(error)) from None
    return moment
