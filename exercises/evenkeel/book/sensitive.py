"""Pages on threats, self-harm and abuse: the content note at their head, its way round, and the review that is due.

:::{sensitive} Before you read
What the page is about. You can [skip to the next lesson](promises.md) and lose nothing.
:::

The page's front matter says when a qualified person looks at it: ``review: {due: "2027-05-31", by: …, done: false}``.
"""

import json
import re
from datetime import date

from docutils import nodes
from pydantic import ValidationError
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from evenkeel import words
from evenkeel.models.base import Review
from evenkeel.words import _

log = logging.getLogger(__name__)
CLASS = "evk-sensitive"
_LINK = re.compile(r"\]\(([^)\s]+)\)")


class SensitiveDirective(SphinxDirective):
    """A content note. It has to hold a link to skip with; the link to the help page is not one."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Give the note."""
        links = _LINK.findall("\n".join(self.content))
        if not any("help.md" not in link for link in links):
            missing = (
                "this content note has no link to skip with; add one, such as [skip to the next lesson](promises.md)"
            )
            log.warning(missing, location=self.get_location())
        title, messages = self.state.inline_text(self.arguments[0], self.lineno)
        note = nodes.admonition("", nodes.title(self.arguments[0], "", *title), *messages, classes=["note", CLASS])
        self.set_source_info(note)
        self.state.nested_parse(self.content, self.content_offset, note)
        return [note]


def show_review(app: Sphinx, doctree: nodes.document) -> None:
    """Say in the content note, else at the end of the page, whether a qualified person has looked at it."""
    said = app.env.metadata[app.env.docname].get("review")
    if said is None:
        return
    try:
        said_of = review_words(Review.model_validate(json.loads(said)), date.today())
    except (ValidationError, ValueError, TypeError):
        form = 'write it as review: {due: "2027-05-31", by: qualified person, done: false}'
        log.warning("the page's review cannot be read; %s", form, location=app.env.docname)
        return
    line = nodes.paragraph(
        "", "", nodes.strong(said_of[0], said_of[0]), nodes.Text(f" {said_of[1]}"), classes=["evk-review"]
    )
    notes = [note for note in doctree.findall(nodes.admonition) if CLASS in note["classes"]]
    section = next(doctree.findall(nodes.section), None)
    if notes:
        notes[0] += line
    elif section is not None:
        section += line


def review_words(review: Review, today: date) -> tuple[str, str]:
    """The state of a review, and the words on it."""
    due = date.fromisoformat(review.due)
    day = words.day(due)
    late = today > due
    if review.done:
        state = _("Checked by a {person}.").format(person=review.by)
        then = _("The next look was due on {day} and has not been done.") if late else _("Next look due: {day}.")
        return state, then.format(day=day)
    state = _("Needs review by a {person}.").format(person=review.by)
    then = _("It was due on {day} and has not been done.") if late else _("Due: {day}. Not done yet.")
    return state, then.format(day=day)
