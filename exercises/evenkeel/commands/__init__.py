"""The commands of ``evenkeel``: one module for each, with ``NAME``, ``HELP``, ``add_arguments`` and ``run``."""

from types import ModuleType

from evenkeel.commands import check, coverage, import_, learner_copy, links, lint, map_, schemas, translate, workbook

COMMANDS: tuple[ModuleType, ...] = (
    check,
    coverage,
    import_,
    learner_copy,
    links,
    lint,
    map_,
    schemas,
    translate,
    workbook,
)
