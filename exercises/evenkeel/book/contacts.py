"""The "If you need help now" box at the foot of every page. Who to call differs by place and organisation.

The setting ``evenkeel_contacts`` in ``_config.yml``::

    evenkeel_contacts:
      public:        # emergency services and help lines of the country
        - {who: Samaritans, how: 116 123, link: "tel:116123", note: "free, day and night"}
      organisation:  # the organisation's own; no ``how`` means that it is still a placeholder
        - {who: Your duty manager}
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

log = logging.getLogger(__name__)

Contact = Mapping[str, Any]
SCHEMES = ("tel:", "sms:", "mailto:")


def check(app: Sphinx) -> None:
    """Report contacts that are wrong, and those that are still placeholders.

    Placeholders are a warning with ``evenkeel_strict_contacts``, else a line of information: the course as it is
    published cannot know an organisation's numbers, and an organisation must not go live without them.
    """
    contacts = app.config.evenkeel_contacts
    for problem in problems(contacts):
        log.warning("evenkeel_contacts in _config.yml: %s", problem)
    missing = placeholders(contacts)
    if missing:
        say = log.warning if app.config.evenkeel_strict_contacts else log.info
        say("evenkeel_contacts in _config.yml: fill in how to reach: %s", ", ".join(missing))


def problems(contacts: Mapping[str, Any]) -> list[str]:
    """What is wrong with the setting, in words for whoever edits it."""
    found = [f"unknown entry {name!r}" for name in contacts if name not in ("public", "organisation")]
    for part in ("public", "organisation"):
        for number, entry in enumerate(contacts.get(part) or []):
            place = f"{part}[{number}]"
            if not isinstance(entry, Mapping) or not entry.get("who"):
                found.append(f"{place} needs 'who'")
            elif entry.get("link") and not str(entry["link"]).startswith(SCHEMES):
                found.append(f"{place}.link must start with tel:, sms: or mailto:")
    return found


def placeholders(contacts: Mapping[str, Any]) -> list[str]:
    """Who of the organisation cannot be reached yet."""
    entries: Sequence[Contact] = contacts.get("organisation") or []
    if not entries:
        return ["your organisation's own contacts"]
    return [str(entry["who"]) for entry in entries if _usable(entry) and not entry.get("how")]


def help_box(contacts: Mapping[str, Any]) -> list[dict[str, str]]:
    """What the template shows: rows of ``who``, ``how``, ``link`` and ``note``, each of them text."""
    entries = [entry for part in ("public", "organisation") for entry in contacts.get(part) or []]
    return [_row(entry) for entry in entries if _usable(entry)]


def _usable(entry: object) -> bool:
    return isinstance(entry, Mapping) and bool(entry.get("who"))


def _row(entry: Contact) -> dict[str, str]:
    row = {name: str(entry.get(name) or "") for name in ("who", "how", "link", "note")}
    if not row["link"].startswith(SCHEMES):
        row["link"] = ""
    if not row["how"]:
        row["note"] = row["note"] or "ask your manager how to reach them"
    return row
