"""The commands of ``evenkeel``: one module for each, as :mod:`evenkeel.commandline` says."""

from types import ModuleType

from evenkeel.commands import (
    check,
    coverage,
    export,
    import_,
    learner_copy,
    links,
    lint,
    map_,
    new,
    preview,
    schemas,
    translate,
    workbook,
)

COMMANDS: tuple[ModuleType, ...] = (
    check,
    coverage,
    export,
    import_,
    learner_copy,
    links,
    lint,
    map_,
    new,
    preview,
    schemas,
    translate,
    workbook,
)
