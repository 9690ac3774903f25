"""From a file to a source: its format is told from its bytes, and the reader of that format is called."""

from pathlib import Path

from evenkeel.importing.neutral import ImportRefusedError, Source
from evenkeel.importing.reading import FORMATS, decode, detect, read_bytes
from evenkeel.importing.report import Report


def read_source(file: Path, format_: str | None, encoding: str | None, title: str, report: Report) -> Source:
    """What a file holds.

    Raises:
        ImportRefusedError: it is refused as a whole; the message says why, with the file's name.
    """
    raw = read_bytes(file)
    try:
        return _read(file, raw, format_, encoding, title, report)
    except ImportRefusedError as refused:
        raise ImportRefusedError(f"{file.name} {refused}") from refused
    except RecursionError as error:
        raise ImportRefusedError(f"{file.name} is nested too deep to be read") from error


def _read(file: Path, raw: bytes, format_: str | None, encoding: str | None, title: str, report: Report) -> Source:
    found = detect(file, raw) if format_ is None or raw.startswith(b"PK") else format_
    if found == "zip":
        return _package(raw, title)
    if found not in FORMATS:
        raise ImportRefusedError(f"cannot be read as {found!r}; there is {', '.join(FORMATS)}")
    if found in ("moodle-xml", "qti"):
        return _xml(found, raw, title)
    text, warning = decode(raw, encoding)
    if warning:
        report.add("lost", "", warning)
    return _text(found, text, title)


def _package(raw: bytes, title: str) -> Source:
    from evenkeel.importing.archives import Package

    package = Package(raw)
    if package.has("h5p.json"):
        from evenkeel.importing import h5p

        return h5p.read(package, title)
    from evenkeel.importing import qti_package

    return qti_package.read_package(package, title)


def _xml(found: str, raw: bytes, title: str) -> Source:
    from evenkeel.importing import moodle_xml, qti

    if len(raw) > 64 * 1024 * 1024:
        raise ImportRefusedError("is larger than 64 MiB; divide it into several files")
    return moodle_xml.read(raw, title) if found == "moodle-xml" else qti.read_item(raw, title)


def _text(found: str, text: str, title: str) -> Source:
    from evenkeel.importing import gift, ink, jupyterquiz, twee

    if found == "gift":
        return gift.read(text, title)
    if found == "jupyterquiz":
        return jupyterquiz.read(text, title)
    if found == "ink":
        return ink.read(text, title)
    return twee.read_html(text, title) if found == "twine-html" else twee.read(text, title)
