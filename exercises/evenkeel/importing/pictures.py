"""Pictures of a source: looked at, given a safe name, and kept below the book's folder."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from urllib.parse import unquote, unquote_to_bytes

from evenkeel.importing.naming import Names
from evenkeel.importing.neutral import FlawError, ImportRefusedError, MediaReader

MAX_PICTURE = 10 * 1024 * 1024
_DATA = re.compile(r"data:image/[a-z+.-]+(?P<rest>[^,]{0,100}),(?P<body>.*)", re.DOTALL | re.I)
_ELSEWHERE = re.compile(r"url\s*\(\s*['\"]?(?!#)|@import|javascript:", re.I)
_SVG_NAMES = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "textpath", "title", "desc", "defs", "use", "symbol", "marker", "clippath", "mask", "pattern",
    "lineargradient", "radialgradient", "stop", "filter", "metadata", "switch", "style",
}  # fmt: skip


class Pictures:
    """Gathers the pictures of one import. ``files``: their bytes, by their path below ``book/``."""

    def __init__(self, folder: str, media: MediaReader) -> None:
        self.folder = folder
        self.media = media
        self.files: dict[str, bytes] = {}
        self._known: dict[bytes, str] = {}
        self._names = Names()

    def keep(self, source: str) -> tuple[str | None, str]:
        """The path below ``book/`` under which a picture is kept, or ``None`` and the reason why it is not."""
        if re.match(r"(https?:)?//", source, re.I):
            return None, f"it is somewhere else on the web ({source[:120]})"
        raw = _of_data(source) if source[:5].lower() == "data:" else self._read(source)
        if raw is None:
            return None, f"the source does not hold it ({source[:120]})"
        kind, reason = _kind(raw)
        if kind is None:
            return None, reason
        digest = hashlib.sha256(raw).digest()
        if digest not in self._known:
            stem = "" if source[:5].lower() == "data:" else PurePosixPath(unquote(source)).stem
            name = f"{self.folder}/{self._names.new(stem, 'picture')}.{kind}"
            self._known[digest], self.files[name] = name, raw
        return self._known[digest], ""

    @contextmanager
    def of_sound_items(self) -> Iterator[None]:
        """What an item kept is let go when it turns out to be flawed: nothing would show it."""
        files, known = self.files.copy(), self._known.copy()
        try:
            yield
        except FlawError:
            self.files, self._known = files, known
            raise

    def _read(self, source: str) -> bytes | None:
        try:
            return self.media(source)
        except ImportRefusedError:
            return None


def _of_data(source: str) -> bytes | None:
    found = _DATA.match(source)
    if not found:
        return None
    if "base64" not in found["rest"].lower():
        return unquote_to_bytes(found["body"])
    try:
        return base64.b64decode(re.sub(r"\s+", "", unquote(found["body"])), validate=True)
    except (binascii.Error, ValueError):
        return None


def _kind(raw: bytes) -> tuple[str | None, str]:
    """The kind of a picture by its own bytes, or why it cannot be kept."""
    if len(raw) > MAX_PICTURE:
        return None, f"it is larger than {MAX_PICTURE >> 20} MiB"
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png", ""
    if raw.startswith(b"\xff\xd8\xff"):
        return "jpg", ""
    if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        return "webp", ""
    if raw.startswith(b"GIF8"):
        return None, "it is a GIF, which cannot be shown here; save it as PNG"
    if b"<svg" in raw[:4096].lower():
        return ("svg", "") if _is_harmless(raw) else (None, "it is an SVG with more in it than a drawing")
    return None, "it is no PNG, JPEG, WebP or SVG"


def _is_harmless(raw: bytes) -> bool:
    """Whether an SVG is a drawing alone: no script, no handlers, nothing from elsewhere."""
    from evenkeel.importing.safe_xml import parse

    try:
        root = parse(raw)
    except ImportRefusedError:
        return False
    return all(_is_drawing(str(element.tag), element.text or "", element.attrib) for element in root.iter())


def _is_drawing(tag: str, text: str, attributes: dict[str, str]) -> bool:
    space, _, name = tag.rpartition("}")
    name = name.lower()
    if space in ("", "{http://www.w3.org/2000/svg") and name not in _SVG_NAMES and not name.startswith("fe"):
        return False
    values = [(key.rpartition("}")[2].lower(), value) for key, value in attributes.items()]
    if "xhtml" in space or any(key.startswith("on") or (key == "href" and value[:1] != "#") for key, value in values):
        return False
    return not _ELSEWHERE.search(" ".join([*(value for _, value in values), text]))
