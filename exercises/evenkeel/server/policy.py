"""The Content Security Policy of the book's pages.

Scripts: files of this server, and the inline scripts and ``on…`` handlers that the built page itself holds (the
theme sets the colour mode and its buttons that way), each by its hash. Nothing that enters a page later can run.

Exceptions, and why: styles may be inline, since Sphinx, tables and drawn figures carry ``style`` attributes, and
an attribute cannot be allowed one by one in all browsers; pictures and fonts may be ``data:``, as the theme's icons
are.
"""

import base64
import hashlib
from html.parser import HTMLParser

_SELF = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)

FEEDBACK = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
"""A feedback page holds a learner's words: it is shown as a picture would be, without scripts or an origin."""


def book_policy(html: str) -> str:
    """The policy for one page of the book."""
    finder = _Inline()
    finder.feed(html)
    finder.close()
    scripts = " ".join(["'self'", *sorted({_hash(text) for text in finder.scripts})])
    if finder.handlers:
        # Hashes cover handlers in attributes only with 'unsafe-hashes'; scripts with other words stay refused.
        scripts += " 'unsafe-hashes' " + " ".join(sorted({_hash(text) for text in finder.handlers}))
    return f"{_SELF}; script-src {scripts}"


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


class _Inline(HTMLParser):
    """Collects what a page would run without asking for a file."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self._open: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handlers += [value for name, value in attrs if name.startswith("on") and value]
        if tag == "script" and not any(name == "src" for name, _ in attrs):
            self._open = []

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._open is not None:
            self.scripts.append("".join(self._open))
            self._open = None
