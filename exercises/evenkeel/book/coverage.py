"""The directive ``{coverage}``: which requirement is taught, practised and assessed where, as a picture and as tables.

It takes everything from the course it stands in, so it works for an organisation's own requirements too.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from evenkeel.book.elements import Element, PageLink, element
from evenkeel.book.organisation import root_of
from evenkeel.course import Course, load_course
from evenkeel.coverage import STAGES, Covered, Place, Stage, coverage
from evenkeel.figures import svg
from evenkeel.pages import TOC, Page, read_pages

log = logging.getLogger(__name__)

Rows = Sequence[Covered]
GAP = "Not yet."
NOT_MARKED = "Left unmarked on purpose."
ALT = (
    "A heat map with three cells for each of {} requirements: taught, practised, assessed. {} The words below tell it."
)


class CoverageDirective(SphinxDirective):
    """Places the heat map, what it says in words, and a section with tables for each source."""

    def run(self) -> list[nodes.Node]:
        """Give the parts; a warning and a sentence when the course lists no requirements."""
        course = load_course(root_of(self.env.srcdir, self.env.config))
        pages = read_pages(course.root)
        self._depend_on(course, pages)
        rows = coverage(course, pages)
        if not rows:
            log.warning("there are no requirements to cover", location=self.get_location())
            return [_paragraph("This course lists no requirements.")]
        groups = [(name, [row for row in rows if row.requirement.source == name]) for name in course.sources]
        groups = [(name, own) for name, own in groups if own]
        sections = [self._source(course, name, own) for name, own in groups]
        return [_paragraph(_summary(rows)), self._picture(course, groups), *_in_words(course, groups), *sections]

    def _depend_on(self, course: Course, pages: Sequence[Page]) -> None:
        """Have this page read again whenever anything that it tells of changes."""
        for file in (TOC, *course.documents, *(page.file for page in pages)):
            self.env.note_dependency(str(course.root / file))

    def _picture(self, course: Course, groups: Sequence[tuple[str, Rows]]) -> nodes.Node:
        from evenkeel.book.heatmap import draw

        tiles = [(course.sources[name], [(_short(row), _counts(row)) for row in own]) for name, own in groups]
        file = Path(self.env.app.doctreedir, "evenkeel-figures", f"{self.env.docname.replace('/', '-')}-coverage.svg")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(svg(draw(tiles)), encoding="utf-8")
        rows = [row for _, own in groups for row in own]
        where = "/" + Path(os.path.relpath(file, self.env.srcdir)).as_posix()
        return nodes.image(uri=where, alt=ALT.format(len(rows), _gap_words(rows)), width="480px")

    def _source(self, course: Course, source: str, rows: Rows) -> nodes.section:
        """A source's section: one table, or one for each of its parts."""
        parts = course.parts.get(source)
        if not parts:
            return self._section(course.sources[source], _table(rows))
        left, inner = list(rows), []
        for start, title in parts.items():
            own = [row for row in left if row.requirement.id.startswith(start)]
            left = [row for row in left if row not in own]
            inner += [self._section(title, _table(own))] if own else []
        return self._section(course.sources[source], *inner, *([_table(left)] if left else []))

    def _section(self, title: str, *children: nodes.Node) -> nodes.section:
        made = nodes.section("", nodes.title(title, title), *children, names=[nodes.fully_normalize_name(title)])
        self.state.document.note_implicit_target(made, made)
        return made


def anchor(requirement_id: str) -> str:
    """The anchor of a requirement on the coverage page."""
    return requirement_id.lower()


def _paragraph(words: str) -> nodes.paragraph:
    return nodes.paragraph(words, words)


def _short(row: Covered) -> str:
    return row.requirement.id.partition("-")[2]


def _counts(row: Covered) -> list[int | None]:
    return [len(row.places[stage]) or (0 if stage in row.gaps else None) for stage in STAGES]


def _covered(rows: Rows) -> str:
    """Such as ``112 taught, 112 practised, 110 assessed``."""
    return ", ".join(f"{sum(bool(row.places[stage]) for row in rows)} {stage}" for stage in STAGES)


def _summary(rows: Rows) -> str:
    unmarked = [row.requirement.id for row in rows if not row.requirement.assessed]
    words = f"{len(rows)} requirements: {_covered(rows)}. {_gap_words(rows)}"
    return words + (f" On purpose, nobody is marked on {' and '.join(unmarked)}." if unmarked else "")


def _gap_words(rows: Rows) -> str:
    gaps = sum(len(row.gaps) for row in rows)
    return "There is no gap." if not gaps else "There is one gap." if gaps == 1 else f"There are {gaps} gaps."


def _in_words(course: Course, groups: Sequence[tuple[str, Rows]]) -> Iterator[nodes.Node]:
    """The picture's long description."""
    yield nodes.paragraph("", "", nodes.strong("", "The picture in words."), nodes.Text(" " + IN_WORDS))
    said = [f"{course.sources[name]}: {len(own)} requirements. {_ranges(own)}" for name, own in groups]
    yield nodes.bullet_list("", *(nodes.list_item("", _paragraph(words)) for words in said))


IN_WORDS = "Each source has a block of tiles, one for each requirement. The darker a cell, the more places there are."


def _ranges(rows: Rows) -> str:
    """Such as ``Taught in 1 to 4 places, practised in 2 to 9, assessed in 1 to 3.``"""
    found = []
    for stage in STAGES:
        counts = [len(row.places[stage]) for row in rows if row.requirement.assessed or stage != "assessed"]
        least, most = min(counts, default=0), max(counts, default=0)
        found.append(f"{stage} in {least}" + (f" to {most}" if most > least else ""))
    words = f"{found[0]} places, {', '.join(found[1:])}.".capitalize()
    gaps = [f"{row.requirement.id} is not {' and not '.join(row.gaps)}" for row in rows if row.gaps]
    return words + (f" Gaps: {'; '.join(gaps)}." if gaps else "")


def _table(rows: Rows) -> Element:
    """Roles stand in so many words because narrow screens show the rows as blocks, which would lose them."""
    heads = [element("th", nodes.Text(words), scope="col", role="columnheader") for words in _HEADS]
    return element(
        "table",
        element("caption", nodes.Text(f"{len(rows)} requirements: {_covered(rows)}")),
        element("thead", element("tr", *heads, role="row"), role="rowgroup"),
        element("tbody", *map(_row, rows), role="rowgroup"),
        class_="evk-coverage",
        role="table",
    )


_HEADS = ("Requirement", *(stage.capitalize() for stage in STAGES))


def _row(row: Covered) -> Element:
    wanted = row.requirement
    name = anchor(wanted.id)
    head = (
        element("a", nodes.Text(wanted.id), href=f"#{name}"),
        element("span", nodes.Text(f" {wanted.text} ")),
        element("em", nodes.Text(wanted.level.capitalize())),
    )
    cells = [_cell(row, stage) for stage in STAGES]
    return element("tr", element("th", *head, scope="row", role="rowheader"), *cells, id=name, role="row")


def _cell(row: Covered, stage: Stage) -> Element:
    found = row.places[stage]
    if found:
        # a reference may stand in inline text only, hence the spans
        inside: nodes.Node = element("ul", *(element("li", nodes.inline("", "", *_link(place))) for place in found))
    else:
        inside = element("strong", nodes.Text(GAP)) if stage in row.gaps else element("span", nodes.Text(NOT_MARKED))
    label = element("span", nodes.Text(stage.capitalize()), class_="evk-stage", aria_hidden="true")
    return element("td", label, inside, role="cell")


def _link(place: Place) -> Iterator[nodes.Node]:
    title = nodes.Text(place.title)
    yield PageLink("", "", title, to=place.target, origin="the coverage page") if place.page else title
    if words := _detail(place):
        yield nodes.Text(f" ({words})")


def _detail(place: Place) -> str:
    """What of an exercise counts. Criteria and fields are told by name; for the others their number says enough."""
    if place.unit in ("criterion", "field"):
        return "; ".join(place.parts)
    plural = "" if len(place.parts) == 1 else "s"
    return f"{len(place.parts)} {place.unit}{plural}" if place.parts else ""
