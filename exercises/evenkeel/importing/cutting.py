"""Cutting text in one pass, however hostile it is."""


def without(text: str, opening: str, closing: str) -> str:
    """Text without what stands between two signs. One that is not closed is left."""
    parts, at = [], 0
    while (start := text.find(opening, at)) >= 0 and (end := text.find(closing, start + len(opening))) >= 0:
        parts.append(text[at:start])
        at = end + len(closing)
    return "".join([*parts, text[at:]])
