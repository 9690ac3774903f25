"""Checks of ``exercises/requirements.yml``, and of what the book's pages say that they teach."""

from evenkeel.checks.report import Report
from evenkeel.course import Course
from evenkeel.pages import Teaching, read_pages
from evenkeel.problems import ContentError, Problem


def check_requirements(report: Report) -> None:
    """Ids stand once; modules and sources exist. Nothing is said of a file that could not be loaded."""
    course = report.course
    data = course.documents[report.file].data
    if not course.requirements:
        return
    listed = data["requirements"]
    report.repeats(("requirements",), [entry["id"] for entry in listed], "requirement", ("id",))
    for index, entry in enumerate(listed):
        where = ("requirements", index)
        report.known((*where, "module"), "module", entry["module"], course.modules)
        report.known((*where, "source"), "source", entry["source"], course.sources)
        parts = course.parts.get(entry["source"])
        if parts and not any(entry["id"].startswith(part) for part in parts):
            report.add((*where, "id"), f"fits no part of its source; there is {', '.join(parts)}")
    for source in course.parts:
        report.known(("parts", source), "source", source, course.sources)


def check_pages(course: Course) -> list[Problem]:
    """Every ``% teaches:`` line that names what does not exist, or that does not stand under a heading."""
    try:
        pages = read_pages(course.root)
    except ContentError as error:
        return error.problems
    return [
        Problem(page.file, teaching.line, "", message)
        for page in pages
        for teaching in page.teachings
        for message in _wrong(teaching, course)
    ]


def _wrong(teaching: Teaching, course: Course) -> list[str]:
    messages = []
    if teaching.heading is None:
        messages.append("says what a section teaches, but stands under no heading; put it right under one")
    if not teaching.ids:
        messages.append("says that a section teaches, but not what; write ids, as in `% teaches: DC-T1, DC-M2`")
    unknown = [name for name in teaching.ids if course.requirements and name not in course.requirements]
    lacks = "names the requirement {!r}, which exercises/requirements.yml lacks"
    return messages + [lacks.format(name) for name in unknown]
