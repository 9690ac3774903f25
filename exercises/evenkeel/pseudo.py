"""A language made by rule, for tests: English that is accented, a third longer and written from right to left.

What shows plain English on a page in it is not in the catalogue, what does not fit is laid out too tightly, and
what stands on the wrong side is laid out by left and right. Its tag is the one that Unicode keeps for this.
"""

import re
from gettext import NullTranslations

PSEUDO = "en-XB"
_ACCENTED = str.maketrans("AaCcEeGgIiNnOoSsUuYyZz", "ÅåÇçÉéĜĝÎîÑñÖöŠšÛûÝýŽž")
_KEPT = re.compile(r"(\{\w+\})")
_MARK = "\N{RIGHT-TO-LEFT MARK}"


def stretched(phrase: str) -> str:
    """A phrase in the made language. Its placeholders and the space around it stay."""
    core = phrase.strip()
    if not core:
        return phrase
    parts = _KEPT.split(core)
    words = "".join(part if _KEPT.fullmatch(part) else part.translate(_ACCENTED) for part in parts)
    longer = f"{_MARK}[{words}{' ~~~~' * (1 + len(core) // 15)}]{_MARK}"
    return phrase.replace(core, longer)


class Pseudo(NullTranslations):
    """The catalogue of the made language."""

    def gettext(self, message: str) -> str:
        return stretched(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return stretched(super().ngettext(msgid1, msgid2, n))
