"""Checks of ``exercises/requirements.yml``."""

from evenkeel.checks.report import Report


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
