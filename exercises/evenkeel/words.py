"""The words of the interface, in the language of the course.

``_`` translates when it is called, so call it in functions: a table at the top of a module marks its phrases with
``N_``, and ``_`` is called where one is shown. Write each phrase whole in the call, with ``{placeholders}``, since
the catalogue is made from the calls::

    _("Handed in {when}").format(when=when)

The catalogues are the files ``locale/<language>/LC_MESSAGES/evenkeel.po``; the front end's words are in them too
(see :mod:`evenkeel.bundle`). Languages are named by tags such as ``en-GB``, ``cy`` and ``es``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from evenkeel.pseudo import PSEUDO, Pseudo, stretched

if TYPE_CHECKING:
    from babel import Locale
    from babel.messages import Catalog

SOURCE = "en-GB"
"""The language that the phrases in the code are written in."""

_course = SOURCE
_language: ContextVar[str | None] = ContextVar("evenkeel_language", default=None)


def _(phrase: str) -> str:
    """A phrase of the interface in the present language, or as it is where there is no translation."""
    return _translations(language()).gettext(phrase)


def ngettext(one: str, many: str, n: int) -> str:
    """The form of a phrase for a number: ``ngettext("{n} point", "{n} points", n).format(n=n)``."""
    return _translations(language()).ngettext(one, many, n)


def N_(phrase: str) -> str:  # noqa: N802 -- the name that gettext tools know
    """Mark a phrase for the catalogue where it cannot be translated yet."""
    return phrase


def language() -> str:
    """The present language."""
    return _language.get() or _course


def settle(tag: str) -> None:
    """Choose the language of this whole process, which shows one course. ``en_GB`` and ``en-GB`` are the same, and
    so is ``en``, which is what Sphinx takes when nothing is said."""
    global _course  # a thread pool does not pass a context on, and one process has one course
    _course = SOURCE if tag == "en" else tag.replace("_", "-")


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Translate into another language, in this thread or task only, until the end of the block."""
    token = _language.set(tag)
    try:
        yield
    finally:
        _language.reset(token)


def direction() -> str:
    """How the present language is written: ``ltr`` or ``rtl``."""
    return "rtl" if language() == PSEUDO else str(_locale().text_direction)


def moment(at: datetime) -> str:
    """A day and its time as readers of the present language write them, in the time zone of ``at``."""
    from babel.dates import format_time  # heavy; most commands show no date

    time = format_time(at, "HH:mm", tzinfo=at.tzinfo, locale=_locale())
    return _("{day} at {time}").format(day=day(at), time=time)


def day(at: date) -> str:
    """A day as readers of the present language write it: 22 November 2026."""
    from babel.dates import format_date

    return str(format_date(at, "long", _locale()))


def figure(value: float) -> str:
    """A number with the decimal sign of the present language."""
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=_locale()))


def forms(one: str, many: str) -> list[str]:
    """All forms of a phrase with a number, in the order that :func:`rule` counts them in."""
    if language() == PSEUDO:
        return [stretched(one), stretched(many)]
    catalogue = _catalogue(language())
    message = catalogue.get(one) if catalogue else None
    said = message.string if message else None
    return [*said] if isinstance(said, tuple | list) and all(said) else [one, many]


def rule() -> str:
    """Which form goes with a number ``n``, as an expression of C, which JavaScript reads too."""
    catalogue = _catalogue(language())
    return str(catalogue.plural_expr) if catalogue else "n !== 1"


def months() -> list[str]:
    """The twelve months as they stand in a date of the present language."""
    return [_locale().months["format"]["wide"][month] for month in range(1, 13)]


def _locale() -> "Locale":
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language(), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(SOURCE, sep="-")


@cache
def _translations(tag: str) -> NullTranslations:
    catalogue = _catalogue(tag)
    if catalogue is None:
        return Pseudo() if tag == PSEUDO else NullTranslations()
    from babel.messages.mofile import write_mo  # heavy, and a course in English never needs it

    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def _catalogue(tag: str) -> "Catalog | None":
    """The messages of a language, or else of the language without its country, or ``None``."""
    for name in (tag.replace("-", "_"), tag.split("-")[0]):
        file = files("evenkeel") / "locale" / name / "LC_MESSAGES" / "evenkeel.po"
        if file.is_file():
            from babel.messages.pofile import read_po

            return read_po(BytesIO(file.read_bytes()))
    return None
