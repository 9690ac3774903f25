"""Text from learners and authors as static HTML, and the blocks it stands in."""

import re
from html import escape

BLOCK = '<div class="ek-evidence tex2jax_ignore mathjax_ignore" style="line-height:1.5">'
WORDS = (
    '<blockquote class="ek-words" style="white-space:pre-wrap;overflow-wrap:anywhere;margin:.25em 0 .75em;'
    'padding:.25em .75em;border-left:4px solid #767676">'
)


def printable(text: str) -> str:
    """A learner's text for a terminal: control signs are shown by their number, not sent."""
    return "".join(sign if sign.isprintable() else f"[U+{ord(sign):04X}]" for sign in text)


def typed(text: str) -> str:
    """A learner's text as HTML text. Signs that would hide or turn words are shown by their number."""
    return _SHOWN.sub(_sign, escape(text.replace("\r\n", "\n"), quote=True))


# Control signs but tab and line feed, then whatever turns or hides, and ends of lines of other kinds. Joiners (U+200C,
# U+200D) stay: emoji and several scripts need them.
_ENDS = "\r\u2028\u2029"
_SHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)


def _sign(found: re.Match[str]) -> str:
    sign = found[0]
    return "\n" if sign in _ENDS else f"[U+{ord(sign):04X}]"
