"""The words of the interface, in the language of the course.

``_`` translates when it is called, so call it in functions: a table at the top of a module marks its phrases with
``N_``, and ``_`` is called where one is shown. Write each phrase whole in the call, with ``{placeholders}``, since
the catalogue is made from the calls::

    _("Handed in {when}").format(when=when)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

SOURCE = "en-GB"
"""The language that the phrases in the code are written in."""

_language: ContextVar[str] = ContextVar("evenkeel_language", default=SOURCE)


def _(phrase: str) -> str:
    """A phrase of the interface in the present language, or as it is where there is no translation."""
    return _catalogue(_language.get()).gettext(phrase)


def ngettext(one: str, many: str, n: int) -> str:
    """The form of a phrase for a number: ``ngettext("{n} point", "{n} points", n).format(n=n)``."""
    return _catalogue(_language.get()).ngettext(one, many, n)


def N_(phrase: str) -> str:  # noqa: N802 -- the name that gettext tools know
    """Mark a phrase for the catalogue where it cannot be translated yet."""
    return phrase


def language() -> str:
    """The present language: a tag such as ``en-GB``, ``cy`` or ``es``."""
    return _language.get()


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Translate into another language, in this thread or task only, until the end of the block."""
    token = _language.set(tag)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def _catalogue(tag: str) -> NullTranslations:
    """The messages of a language, read from its ``.po`` file."""
    from babel.messages.mofile import write_mo  # heavy, and a course in English never needs it
    from babel.messages.pofile import read_po

    file = files("evenkeel") / "locale" / tag.replace("-", "_") / "LC_MESSAGES" / "evenkeel.po"
    if not file.is_file():
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(file.read_bytes())))
    compiled.seek(0)
    return GNUTranslations(compiled)
