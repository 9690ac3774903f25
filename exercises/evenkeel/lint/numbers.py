"""Telephone numbers. Those of a story come from ranges that nobody has; those that help, from the configuration."""

import re
from collections.abc import Iterator

from evenkeel.lint.prose import Prose

DRAMA = (
    "01632960", "07700900", "08081570", "0909879", "03069990", "02079460", "01134960", "01144960", "01154960",
    "01164960", "01174960", "01184960", "01214960", "01314960", "01414960", "01514960", "01614960", "01914980",
    "02896496", "02920180",
)  # fmt: skip
"""The beginnings of the numbers that Ofcom keeps for drama."""

COUNTRIES = re.compile(
    r"\b(?:United Kingdom|UK|Great Britain|Britain|England|Scotland|Wales|Northern Ireland"
    r"|United States|US|USA|America\w*|Canada|Ireland|Australia|Europe\w*)\b"
)
_FIGURES = re.compile(r"\d{3}")
_CALLABLE = re.compile(
    r"(?<![\w.:/-])(?:\+\d{1,3}[\s.-]?(?:\(0\))?|\(?0)\d[\d\s().-]{6,14}\d(?![\w:/])"
    r"|(?<![\w.:/-])(?:\+?1[\s.-])?\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}(?![\w/])"
    r"|(?<![\w.:/-])1[\s-]?8(?:00|88|77|66)[\s-]\d{3}[\s-]?\d{4}(?!\w)"
    r"|(?<![\w.:/-])\d{3}[\s.-]\d{4}(?![\w/-])"
)
_DATE = re.compile(r"\d\d?[.-]\d\d?[.-]\d{4}|\d{4}-\d\d-\d\d")
_HELP = re.compile(r"(?<![\w.:/£$-])(?:116 ?123|85258|999|988|911|112)(?![\w:/%-]|[.,]\d)")


def check_numbers(prose: Prose) -> Iterator[tuple[str, str]]:
    """Rule and message of each number in a paragraph."""
    if not _FIGURES.search(prose.text):
        return
    for found in _CALLABLE.finditer(prose.text):
        if not _made_up(found[0]) and not _DATE.fullmatch(found[0].strip()):
            message = (
                f"has {found[0].strip()!r}, which may be somebody's; take 01632 960 or 07700 900 and three figures"
            )
            yield "phone-number", message
    if (help_line := _HELP.search(prose.text)) and not COUNTRIES.search(f"{prose.near} {prose.text}"):
        message = f"has {help_line[0]!r} without its country; say 'your emergency number', or say the country"
        yield "emergency-number", message


def _made_up(number: str) -> bool:
    figures = re.sub(r"\D", "", number.replace("(0)", ""))
    if number.strip().startswith("+44"):
        figures = f"0{figures[2:]}"
    return figures.startswith(DRAMA) or re.fullmatch(r"1?(?:\d{3})?55501\d\d", figures) is not None
