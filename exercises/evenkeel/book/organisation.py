"""The organisation's values on the pages: ``{{ org.duty_manager }}``, the help box, tables of contacts and laws.

A value reaches a page as text: its signs are escaped before Markdown reads it, and the rest are document nodes.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, get_args

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from evenkeel.checks.links import html_problems
from evenkeel.models.organisation import Topic
from evenkeel.organisation import FILE, Settings, placeholders, read_settings, row
from evenkeel.words import _

log = logging.getLogger(__name__)

_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")
NOTHING: dict[str, Any] = {"values": {}, "box": [], "public": [], "own": [], "laws": [], "note": ""}


def root_of(source: str | Path, config: Config) -> Path:
    """The course the book belongs to: ``evenkeel_root`` in the settings, else the folder above the pages."""
    chosen = config.evenkeel_root
    return Path(source, chosen).resolve() if chosen else Path(source).resolve().parent


def settle(app: Sphinx, config: Config) -> None:
    """Put the values into the book's settings, so that every page is read again when one of them changes."""
    settings = read_settings(root_of(app.srcdir, config))[0]
    config.evenkeel_organisation = known = _plain(settings) if settings else NOTHING
    escaped = {name: escape(value) for name, value in known["values"].items()}
    config.myst_substitutions = {**(getattr(config, "myst_substitutions", None) or {}), "org": escaped}


def _plain(settings: Settings) -> dict[str, Any]:
    chosen = settings.organisation.contacts
    public = settings.laws.contacts if chosen.public is None else chosen.public
    own = [*dict(settings.organisation.roles).values(), *chosen.own]
    return {
        "values": settings.values(),
        "box": settings.help_box(),
        "public": [row(contact) for contact in public],
        "own": [row(contact) for contact in own],
        "laws": [law.model_dump() for law in settings.laws.laws],
        "note": settings.laws.note,
    }


def escape(value: str) -> str:
    """Words as Markdown that shows just these words."""
    return _SIGNS.sub(r"\\\1", value)


def check(app: Sphinx) -> None:
    """Report what is wrong with the file, and what is still to be filled in: with ``strict`` as a warning."""
    settings, problems, documents = read_settings(root_of(app.srcdir, app.config))
    # The theme takes one escaping off a heading where it repeats it, so a value must hold nothing like a tag.
    for problem in [*problems, *html_problems(documents.values())]:
        log.warning("%s", problem)
    missing = [name for _where, name in placeholders(settings.organisation)] if settings else []
    if settings and missing:
        say = log.warning if settings.organisation.strict else log.info
        say("%s: fill in: %s", FILE, ", ".join(missing))


class ContactsDirective(SphinxDirective):
    """``{contacts} public`` or ``{contacts} own``: a table of whom to reach and how."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Give the table."""
        kind = self.arguments[0]
        if kind not in ("public", "own"):
            log.warning("contacts takes public or own, not %r", kind, location=self.get_location())
            return []
        found = self.config.evenkeel_organisation[kind]
        return [table((_("For"), _("How")), ((one["who"], *_how(one)) for one in found))] if found else []


def _how(one: dict[str, str]) -> Iterable[nodes.Node]:
    how, note = one["how"], one["note"]
    if how:
        yield nodes.reference("", how, refuri=one["link"]) if one["link"] else nodes.Text(how)
    if note:
        yield nodes.Text(f", {note}" if how else note)


class LawsDirective(SphinxDirective):
    """``{laws} staff-safety``: a table of the laws on a topic in the chosen set; without a topic, all of them."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Give the table with the note on who has checked it, or words where the set has nothing."""
        topic = self.arguments[0] if self.arguments else None
        if topic not in (None, *get_args(Topic)):
            known = ", ".join(get_args(Topic))
            log.warning("laws knows no topic %r; there is %s", topic, known, location=self.get_location())
            return []
        chosen = self.config.evenkeel_organisation
        laws = [law for law in chosen["laws"] if topic is None or topic in law["topics"]]
        if not laws:
            return [_words(_("The laws that this course was set up with say nothing on this. Ask where you work."))]
        own = _("“Our reading” means that we have not seen a published source.") if _unseen(laws) else ""
        note = " ".join(filter(None, (chosen["note"], own)))
        return [table((_("Law or guidance"), _("What it means for you")), map(_law, laws)), _words(note)]


def _unseen(laws: Iterable[dict[str, Any]]) -> bool:
    return any(not law["seen"] for law in laws)


def _law(law: dict[str, Any]) -> tuple[str, nodes.Node]:
    says = law["says"] if law["seen"] else _("{law} (Our reading.)").format(law=law["says"])
    return f"{law['name']} ({law['place']})", nodes.Text(says)


def _words(text: str) -> nodes.paragraph:
    return nodes.paragraph(text, text)


def table(head: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> nodes.table:
    """A table of two columns. A row is the words of its first cell, then the nodes of its second."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=50) for _ in head), cols=len(head))
    group += nodes.thead("", _row([[nodes.Text(words)] for words in head]))
    group += nodes.tbody("", *(_row([[nodes.Text(first)], rest]) for first, *rest in rows))
    return nodes.table("", group, classes=["evk-table"])


def _row(cells: Iterable[Iterable[nodes.Node]]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))
