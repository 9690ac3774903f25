"""The organisation's own values, wherever course text asks for one with ``{{ org.duty_manager }}``.

A value is text: it is put in after the markup around it was read, so it can never become markup. Ids, keys and
answers hold no such words, and what is handed in does not change with them.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evenkeel.loading import Document, read_yaml, validate
from evenkeel.models.organisation import Contact, LawSet, Organisation, Policies, Policy, Roles
from evenkeel.problems import Problem, Where
from evenkeel.words import _

FILE = Path("organisation.yml")
OWN_LAWS = Path("exercises", "laws")
OUR_LAWS = Path(__file__).parent / "laws"
NAMES = (
    *("name", "country", "emergency", "listening_line"),
    *(f"{name}{part}" for name in Roles.model_fields for part in ("", "_how")),
    *Policies.model_fields,
)
"""What may stand after ``org.``"""

IN_BOX = ("duty_manager", "staff_support")
"""The roles that stand in the box at the foot of every page."""

_ASKED = re.compile(r"\{\{\s*org\.([a-z_]+)\s*\}\}")
_BRACES = re.compile(r"\{\{.*?(?:\}\}|$)", re.DOTALL)


@dataclass(frozen=True)
class Settings:
    """The organisation with its set of laws."""

    organisation: Organisation
    laws: LawSet

    def values(self) -> dict[str, str]:
        """Every value by its name, as plain words that fit into a sentence."""
        chosen, laws = self.organisation.contacts, self.laws
        return {
            "name": self.organisation.name or _("your organisation"),
            "country": laws.in_words,
            "emergency": chosen.emergency or laws.emergency,
            "listening_line": chosen.listening_line or laws.listening_line,
            **{name: _with(role.who, role.how) for name, role in _roles(self.organisation)},
            **{f"{name}_how": role.how or "…" for name, role in _roles(self.organisation)},
            **{name: _with(policy.title, policy.where) for name, policy in _policies(self.organisation)},
        }

    def help_box(self) -> list[dict[str, str]]:
        """Rows of ``who``, ``how``, ``link`` and ``note`` for the foot of every page, each of them text."""
        chosen = self.organisation.contacts
        public = [one for one in self.laws.contacts if one.box] if chosen.public is None else chosen.public
        roles = [role for name, role in _roles(self.organisation) if name in IN_BOX]
        return [row(contact) for contact in (*public, *roles, *chosen.own)]


def _with(words: str, how: str | None) -> str:
    return f"{words} ({how})" if how else words


def _roles(organisation: Organisation) -> Iterator[tuple[str, Contact]]:
    return ((name, getattr(organisation.roles, name)) for name in Roles.model_fields)


def _policies(organisation: Organisation) -> Iterator[tuple[str, Policy]]:
    return ((name, getattr(organisation.policies, name)) for name in Policies.model_fields)


def row(contact: Contact) -> dict[str, str]:
    """A contact as the pages show it. Whoever cannot be reached yet gets a word on how to ask."""
    note = contact.note or ("" if contact.how else _("ask your manager how to reach them"))
    who = contact.who[0].upper() + contact.who[1:]
    return {"who": who, "how": contact.how or "", "link": contact.link or "", "note": note}


def placeholders(organisation: Organisation) -> list[tuple[Where, str]]:
    """What is still to be filled in: the place in the file, and whose value it is."""
    found: list[tuple[Where, str]] = [] if organisation.name else [(("name",), "name")]
    found += [(("roles", name, "how"), name) for name, role in _roles(organisation) if not role.how]
    found += [(("policies", name, "where"), name) for name, policy in _policies(organisation) if not policy.where]
    if organisation.marking.another_look.how is None and "another_look" in organisation.marking.model_fields_set:
        found.append((("marking", "another_look", "how"), "another_look"))
    own = enumerate(organisation.contacts.own)
    return found + [(("contacts", "own", at, "how"), contact.who) for at, contact in own if not contact.how]


def to_fill_in(root: Path) -> str:
    """The names of what is still to be filled in, for a sentence; empty when nothing is, or there is no usable file."""
    settings = load_settings(root)
    return ", ".join(name for _where, name in placeholders(settings.organisation)) if settings else ""


def load_settings(root: Path) -> Settings | None:
    """The settings of a course, or ``None`` where it has none that can be used."""
    return read_settings(root)[0]


def values_of(root: Path) -> dict[str, str]:
    """The values of a course by their names; none where it has no settings that can be used."""
    settings = load_settings(root)
    return settings.values() if settings else {}


def read_settings(root: Path) -> tuple[Settings | None, list[Problem], dict[Path, Document]]:
    """The settings, every problem found, and the files that were read, by their path from the root."""
    if not (root / FILE).exists():
        return None, [], {}
    documents = {FILE: read_yaml(root / FILE, root)}
    organisation, problems = validate(documents[FILE], Organisation)
    if organisation is None:
        return None, problems, documents
    file = _law_file(root, organisation.law)
    if file is None:
        there = ", ".join(sorted({one.stem for folder in (OUR_LAWS, root / OWN_LAWS) for one in folder.glob("*.yml")}))
        message = f"names the law set {organisation.law!r}, which does not exist; there is {there}"
        return None, [documents[FILE].problem(("law",), message)], documents
    return _with_laws(root, file, organisation, documents)


def _law_file(root: Path, name: str) -> Path | None:
    """The file of a set of laws. The course's own comes first."""
    return next((file for folder in (root / OWN_LAWS, OUR_LAWS) if (file := folder / f"{name}.yml").is_file()), None)


def _with_laws(
    root: Path, file: Path, organisation: Organisation, documents: dict[Path, Document]
) -> tuple[Settings | None, list[Problem], dict[Path, Document]]:
    own = file.is_relative_to(root / OWN_LAWS)
    document = read_yaml(file, root if own else OUR_LAWS)
    if own:
        documents[document.file] = document
    laws, problems = validate(document, LawSet)
    if laws is None:
        return None, problems, documents
    if laws.country != organisation.country:
        message = f"is {organisation.country!r}, but the law set {organisation.law!r} is for {laws.country!r}"
        problems = [documents[FILE].problem(("country",), message)]
    return Settings(organisation, laws), problems, documents


def wrong_names(text: str) -> list[str]:
    """What stands in double braces and is no value, in words for the author."""
    return [_advice(found[0]) for found in _BRACES.finditer(text) if not _known(found[0])]


def _known(braces: str) -> bool:
    asked = _ASKED.fullmatch(braces)
    return asked is not None and asked[1] in NAMES


def _advice(braces: str) -> str:
    meant = re.sub(r"^\W*(?:org\.)?|\W.*", "", braces, flags=re.DOTALL)
    near = difflib.get_close_matches(meant, NAMES, n=1, cutoff=0.6)
    hint = f"did you mean {{{{ org.{near[0]} }}}}?" if near else "the guide “Make it yours” lists the values there are"
    return f"does not know {braces[:60]!r}; {hint}"


def fill(data: Any, values: Mapping[str, str]) -> Any:
    """The same data with the values in every text. What is unknown stays as it stands."""
    if isinstance(data, str):
        return _ASKED.sub(lambda asked: values.get(asked[1], asked[0]), data) if "{{" in data else data
    if isinstance(data, list):
        return [fill(part, values) for part in data]
    if isinstance(data, dict):
        return {name: fill(part, values) for name, part in data.items()}
    return data
