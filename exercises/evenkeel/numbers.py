"""Typed numbers: what number a learner may have meant.

The front end follows the same rules (``numeric.js``); ``tests/cases/scoring.json`` is read by both test suites.

- A comma or a point can be the decimal sign: 12.5 and 12,5. There is one at most.
- Thousands may be set apart in groups of three, by a comma, a point, a space or an apostrophe: 1,500 and 1 500.
- So 1,500 can be read in two ways, as fifteen hundred and as one and a half. It is right if either is.
- A unit may stand before or after, one of those that the item names, in capitals or not.
- Anything else, words and calculations included, is no number.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from evenkeel.typed import words

LONGEST_NUMBER = 60
"""Signs in the answer."""

_PARTS = re.compile(
    r"(?P<sign>[+-]?) *(?P<before>[^0-9.,+-]*?) *(?P<inner>[+-]?)(?P<body>[.,]?[0-9](?:[0-9.,' ]*[0-9])?)"
    r"[.,]? *(?P<after>[^0-9]*)"
)
_WHOLE = re.compile(r"[0-9]*|[1-9][0-9]{0,2}(?:(?P<mark>[.,' ])[0-9]{3})(?:(?P=mark)[0-9]{3})*")
_SAME = str.maketrans({"\u2212": "-", "\u2019": "'", "\u02bc": "'", "\t": " ", "\n": " "})


def readings(answer: Any, units: Iterable[str] = ()) -> list[float]:
    """Every number that the answer can be read as; none when it is no number."""
    if not isinstance(answer, str) or len(answer) > LONGEST_NUMBER:
        return []
    found = _PARTS.fullmatch(unicodedata.normalize("NFKC", answer).translate(_SAME).strip(" "))
    if not found or (found["sign"] and found["inner"]):
        return []
    known = {"", *map(_unit, units)}
    if _unit(found["before"]) not in known or _unit(found["after"]) not in known:
        return []
    minus = "-" if "-" in (found["sign"], found["inner"]) else ""
    return [float(minus + each) for each in _numbers(found["body"])]


def near(number: float, tolerance: float, read: Iterable[float]) -> bool:
    """Whether a reading lies no further from the number than the tolerance, but for what floats lose."""
    slack = 1e-9 * max(1.0, abs(number))
    return any(abs(each - number) <= tolerance + slack for each in read)


def plain(number: float) -> str:
    """A number as people write it: 15 and 12.5."""
    return f"{number:.12g}" if number != int(number) else str(int(number))


def _numbers(body: str) -> list[str]:
    found = []
    for sign in (".", ",", ""):
        whole, _, part = body.partition(sign) if sign else (body, "", "0")
        grouped = _WHOLE.fullmatch(whole)
        if grouped and re.fullmatch("[0-9]+", part) and (not sign or grouped["mark"] != sign):
            found.append(f"{re.sub('[^0-9]', '', whole) or '0'}.{part}")
    return found


def _unit(text: str) -> str:
    """A unit in small letters; of one without a letter, such as a sign of a currency, the sign itself."""
    return words(text) or text.strip(" .").casefold()
