"""Names from outside as names of accounts. Apart from the sign-in itself, which takes seconds to load."""

import hashlib
import re
import unicodedata

SAFE = re.compile(r"[a-z][a-z0-9-]{0,31}")
"""What any Linux takes as an account's name, any file system as a folder's, nbgrader's exchange as a learner's."""
_DIGEST = 8


def account_name(outside: str) -> str:
    """A safe account name for a name from outside: itself when it is safe, else readable words and a digest of it.

    Digests keep apart what would look alike: ``jo.smith@a.example`` and ``jo-smith@a.example``. Capital letters do
    not count, as they do not in JupyterHub. The same for a name that was made safe before.
    """
    plain = small(outside)
    if SAFE.fullmatch(plain):
        return plain
    digest = hashlib.sha256(plain.encode("utf-8")).hexdigest()[:_DIGEST]
    ascii_only = unicodedata.normalize("NFKD", plain.split("@")[0]).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:20].strip("-")
    return f"{words}-{digest}" if words[:1].isalpha() else f"u{'-' if words else ''}{words}-{digest}"


def small(outside: str) -> str:
    """A name in small letters, in which no sign has become a plain letter that it was not.

    Python makes the Kelvin sign a "k", and with it one person's address another's.
    """
    return "".join(sign if not sign.isascii() and sign.lower().isascii() else sign.lower() for sign in outside)
