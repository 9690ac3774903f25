"""Who uses the course: ``organisation.yml``, and the sets of laws that it chooses from.

Every value is plain words on one line. An entry without its value (``how:`` with nothing after it) is a placeholder:
the book says how to ask, and whoever builds it is told.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from evenkeel.markup import check_plain
from evenkeel.models.base import Id, Strict, Title

Country = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z]{2}$", strict=True),
    Field(description="Two capitals, such as UK or US."),
]
Link = Annotated[
    str,
    StringConstraints(pattern=r"^(tel|sms|mailto):[A-Za-z0-9.+@_-]+$", max_length=200, strict=True),
    Field(description="Makes it a link: tel:, sms: or mailto:, then what to dial or write to, without spaces."),
]

Topic = Literal[
    "staff-safety",
    "incidents",
    "sharing",
    "adjustments",
    "apology",
    "harassment",
    "messages",
    "safeguarding",
    "public-bodies",
]
"""What a page can ask the laws about: ``{laws} staff-safety``."""

Sentences = Annotated[
    str,
    StringConstraints(min_length=1, max_length=400, pattern=r"^[^\n]*$"),
    AfterValidator(check_plain),
    Field(description="A few plain sentences on one line, without markup."),
]


class Contact(Strict):
    """Someone to reach. ``how`` is what to dial, write or do; without it the entry is a placeholder."""

    who: Title
    how: Title | None = None
    link: Link | None = None
    note: Title | None = None


class PublicContact(Contact):
    """A public number. Those with ``box`` stand at the foot of every page."""

    how: Title
    box: bool = False


class Contacts(Strict):
    """Numbers besides those of the law set. What is left out is taken from the law set.

    ``emergency`` is what to dial where your telephones need something else than the public number. ``public``
    replaces the public numbers in the box at the foot of every page. ``own`` adds your organisation's own there.
    """

    emergency: Title | None = None
    listening_line: Title | None = None
    public: list[PublicContact] | None = None
    own: list[Contact] = []


class Roles(Strict):
    """Who to turn to. ``who`` stands within sentences, as in ``your duty manager``."""

    duty_manager: Contact
    safeguarding_lead: Contact
    data_protection_lead: Contact
    security: Contact
    staff_support: Contact
    press_office: Contact


class Policy(Strict):
    """A document. ``title`` stands within sentences; ``where`` says how to find it, and is a placeholder when empty."""

    title: Title
    where: Title | None = None


class Policies(Strict):
    """The organisation's own rules that the course points to."""

    abuse_policy: Policy
    threat_protocol: Policy
    complaints_procedure: Policy
    incident_procedure: Policy


PrivateNotes = Literal[
    "duty_manager",
    "safeguarding_lead",
    "data_protection_lead",
    "security",
    "staff_support",
    "press_office",
    "nobody",
]


class Marking(Strict):
    """Who people turn to about marks. ``another_look`` is whom a learner asks who sees a mark differently.

    ``private_notes`` is the one role that reads what marking notes about somebody who may not be safe, or
    ``nobody``: then nothing is noted. Holds stay, since they keep a mark back until a tutor has looked.
    """

    another_look: Contact = Contact.model_construct(who="your tutor")
    private_notes: PrivateNotes = "safeguarding_lead"


class Organisation(Strict):
    """The file ``organisation.yml``. With ``strict`` no book is built while a placeholder is left."""

    schema_: Literal[1] = Field(alias="schema", description="The version of this form: 1. Stands first.")
    name: Title | None = None
    country: Country = "UK"
    law: Annotated[Id, Field(description="A set of laws: uk, us, or a file of your own in exercises/laws/.")] = "uk"
    strict: bool = False
    contacts: Contacts = Contacts.model_construct()
    roles: Roles
    policies: Policies
    marking: Marking = Marking.model_construct()


class Law(Strict):
    """One law or official guidance. ``seen`` tells whether its published text or a source on it was read."""

    name: Title
    place: Title
    says: Sentences
    topics: Annotated[list[Topic], Field(min_length=1)]
    seen: bool


class LawSet(Strict):
    """The laws and public numbers of one country. ``in_words`` stands within sentences; ``note`` under each table."""

    schema_: Literal[1] = Field(alias="schema", description="The version of this form: 1. Stands first.")
    country: Country
    in_words: Title
    emergency: Title
    listening_line: Title
    contacts: Annotated[list[PublicContact], Field(min_length=1)]
    note: Sentences
    laws: Annotated[list[Law], Field(min_length=1)]
