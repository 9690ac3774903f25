"""Bring your own content: foreign question banks and stories become our YAML.

One module reads each format into a neutral form (:mod:`.neutral`); one place turns that into our items and scenes and
finds the flaws that every format can have (:mod:`.items`, :mod:`.scenes`); one writes (:mod:`.writing`). Nothing of a
source is ever run, and nothing is guessed in silence: what is lost, flawed or still owed is in the report.
"""

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evenkeel.importing.building import NO_MODULE, NO_REQUIREMENT, Defaults
from evenkeel.importing.emit import document
from evenkeel.importing.naming import Names, slug
from evenkeel.importing.neutral import ImportRefusedError, Source
from evenkeel.importing.pictures import Pictures
from evenkeel.importing.quizzes import Made, make_quizzes
from evenkeel.importing.readers import read_source
from evenkeel.importing.report import Report
from evenkeel.importing.writing import Place, place_for, write_all
from evenkeel.models.base import Id, RequirementId

__all__ = ["Defaults", "ImportRefusedError", "Options", "Report", "import_file"]


@dataclass(frozen=True)
class Options:
    """How to import. ``format`` and ``encoding``: what the file is, where it cannot be told from its bytes."""

    defaults: Defaults = field(default_factory=Defaults)
    format: str | None = None
    encoding: str | None = None
    title: str | None = None
    force: bool = False
    dry_run: bool = False


def import_file(file: Path, folder: Path, options: Options = Options()) -> Report:
    """Read a foreign file and write our YAML.

    Args:
        file: the file to import.
        folder: a course, its ``exercises`` folder, or any folder; see :func:`evenkeel.importing.writing.place_for`.
        options: how.

    Raises:
        ImportRefusedError: the file is refused as a whole, or nothing can be written. Nothing was written.
    """
    _check(options.defaults)
    report = Report(file)
    source = read_source(file, options.format, options.encoding, options.title or file.stem, report)
    report.format = source.format
    for where, message in source.lost:
        report.add("lost", where, message)
    for note in source.notes:
        report.add("note", "", note)
    place = place_for(folder)
    files = _files(source, options, place, report)
    if not report.read and not report.scenarios:
        raise ImportRefusedError(f"{file.name} holds no question and no story that can be read")
    report.files = list(files) if options.dry_run else write_all(files, options.force)
    return report


def _check(defaults: Defaults) -> None:
    """Refuse a module or a requirement that can be none, before everything is refused because of it."""
    named = [("module", Id, defaults.module), *(("requirement", RequirementId, one) for one in defaults.requirements)]
    for what, form, value in named:
        try:
            TypeAdapter(form).validate_python(value or "x" if what == "module" else value)
        except ValidationError as error:
            raise ImportRefusedError(f"{value!r} cannot be a {what}; see exercises/requirements.yml") from error


def _files(source: Source, options: Options, place: Place, report: Report) -> dict[Path, bytes]:
    from evenkeel.importing.scenes import make_scenario

    pictures = Pictures(f"imported/{slug(report.source.stem) or 'bank'}", source.media)
    names = Names()
    made = [("quiz", one) for one in make_quizzes(source.sections, pictures, options.defaults, names, report)]
    if source.story:
        made.append(("scenario", make_scenario(source.story, pictures, options.defaults, report)))
    questions = [question for section in source.sections for question in section.questions]
    if not all(question.extra for question in questions) or (source.story and not source.story.extra):
        _tell_defaults(options.defaults, report)
    files = {
        place.exercises / ("quizzes" if kind == "quiz" else "scenarios") / f"{one.name}.yml": _yaml(kind, one, report)
        for kind, one in made
    }
    return files | {place.book / name: raw for name, raw in pictures.files.items()}


def _yaml(kind: str, made: Made, report: Report) -> bytes:
    comments = [
        f"yaml-language-server: $schema=../schemas/{kind}.schema.json",
        f"Imported from {''.join(sign for sign in report.source.name if sign.isprintable())}."
        " TO WRITE stands where the source has no words; `evenkeel check` lists each.",
    ]
    return document(made.data, comments).encode("utf-8")


def _tell_defaults(defaults: Defaults, report: Report) -> None:
    """Say once for the whole file what no foreign format knows, and what stands there now."""
    if not report.items and not report.scenarios:
        return
    if defaults.level is None:
        report.add("owed", "", "the level of everything; `foundation` was put there (or say --level)")
    if defaults.module is None:
        report.add("owed", "", f"the module; {NO_MODULE!r} stands there (or say --module)")
    if not defaults.requirements:
        report.add("owed", "", f"the requirements; {NO_REQUIREMENT!r} stands at each question (or say --requirement)")
