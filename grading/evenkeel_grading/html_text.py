"""Text from learners and authors as static HTML, and the blocks it stands in."""

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
    return "".join(_sign(sign) for sign in escape(text.replace("\r\n", "\n"), quote=True))


def _sign(sign: str) -> str:
    number = ord(sign)
    if sign in "\u2028\u2029\r":
        return "\n"
    hidden = (number < 32 and sign not in "\n\t") or 0x7F <= number <= 0x9F or _turns_or_hides(number)
    return f"[U+{number:04X}]" if hidden else sign


def _turns_or_hides(number: int) -> bool:
    # Joiners (U+200C, U+200D) stay: emoji and several scripts need them.
    return (
        number in (0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0xFEFF)
        or 0x202A <= number <= 0x202E
        or 0x2060 <= number <= 0x206F
        or 0xFFF9 <= number <= 0xFFFB
        or 0xE0000 <= number <= 0xE007F
    )
