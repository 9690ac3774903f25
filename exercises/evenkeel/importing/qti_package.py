"""QTI's packages: the items that a manifest names, their pictures, and the title and instructions of the test."""

import re
from functools import partial
from typing import TYPE_CHECKING

from evenkeel.exporting.extra import parse_extra
from evenkeel.importing.archives import Package
from evenkeel.importing.neutral import ImportRefusedError, Question, Section, Source
from evenkeel.importing.qti import read_question
from evenkeel.importing.qti_tree import as_html, attribute, every, name_of, no_interaction
from evenkeel.importing.safe_xml import parse
from evenkeel.importing.words import Words, from_html, join

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

OURS = "{urn:evenkeel:1}extra"
"""Where an export of ours carries what QTI has no element for: in the manifest."""


def read_package(package: Package, title: str) -> Source:
    """The items of a package, in the order of its manifest."""
    section = Section(title)
    source = Source("qti", [section], media=package.read)
    names = _items(package, source)
    extras = _extras(package, _manifest(package))
    old = [place for place, message in source.lost if "QTI 1.2" in message]
    for number, name in enumerate(names, 1):
        raw = package.read(name) or b""
        try:
            root = parse(raw)
        except ImportRefusedError as refused:
            section.questions.append(Question("none", name, flaws=[str(refused)]))
            continue
        if name_of(root) == "assessmentitem":
            question = read_question(root, number, partial(_beside, package, name))
            question.place = f"question {number}, {name}"
            question.extra = extras.get(name, {})
            section.questions.append(question)
    if not section.questions and (old or _is_old(package, names)):
        raise ImportRefusedError("is QTI 1.2, which is not read; export it as QTI 2.1 or 3, or as Moodle XML")
    if not section.questions:
        raise ImportRefusedError("is a zip package without a QTI 2 or 3 item, and no H5P package either")
    return source


def _beside(package: Package, name: str, reference: str) -> str:
    return package.beside(name, reference) or reference


def _is_old(package: Package, names: list[str]) -> bool:
    return any(b"<questestinterop" in (package.read(name) or b"")[:2000] for name in names[:20])


def _manifest(package: Package) -> str | None:
    return next((name for name in package.names if name.rpartition("/")[2] == "imsmanifest.xml"), None)


def _items(package: Package, source: Source) -> list[str]:
    manifest = _manifest(package)
    if manifest is None:
        return [name for name in package.names if name.lower().endswith(".xml") and not name.startswith("__MACOSX")]
    root, found = parse(package.read(manifest) or b""), []
    _head(root, package, manifest, source.sections[0])
    for resource in every(root, "resource"):
        kind, reference = attribute(resource, "type"), attribute(resource, "href")
        if "xmlv1p" in kind:
            source.lost.append((reference, "is QTI 1.2, which is not read"))
        elif re.match(r"imsqti_(apip)?item", kind, re.I):
            name = package.beside(manifest, reference)
            if name:
                found.append(name)
            else:
                source.lost.append(
                    (reference or "manifest", "is named in the manifest, but the package does not hold it")
                )
    return list(dict.fromkeys(found)) or [name for name in package.names if name.lower().endswith(".xml")]


def _extras(package: Package, manifest: str | None) -> dict[str, dict[str, object]]:
    """What an export of ours added to each item, by the name of its file."""
    if manifest is None:
        return {}
    root = parse(package.read(manifest) or b"")
    found = {package.beside(manifest, attribute(one, "href")): _extra(one) for one in every(root, "resource")}
    return {name: extra for name, extra in found.items() if name}


def _head(root: "Element", package: Package, manifest: str, section: Section) -> None:
    """The title of the bank, and what an export of ours put into the manifest."""
    for resource in every(root, "resource"):
        if re.match(r"imsqti_(assessment|test)", attribute(resource, "type"), re.I):
            name = package.beside(manifest, attribute(resource, "href"))
            try:
                test = parse(package.read(name) or b"") if name else None
            except ImportRefusedError:
                test = None
            if test is not None:
                section.title = attribute(test, "title") or section.title
                section.intro = _intro(test)
            section.extra = _extra(resource)


def _intro(test: "Element") -> Words:
    """The instructions of a test."""
    blocks = [one for one in every(test, "rubricblock") if attribute(one, "view", "candidate") == "candidate"]
    return join(*(from_html(as_html(one, no_interaction)) for one in blocks))


def _extra(element: "Element") -> dict[str, object]:
    for one in element.iter():
        if one.tag == OURS:
            return parse_extra(one.text or "")
    return {}
