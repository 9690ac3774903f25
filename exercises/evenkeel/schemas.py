"""JSON Schemas of the content files, generated from the models for editors.

A content file names its own in the first line: ``# yaml-language-server: $schema=../schemas/quiz.schema.json``.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from evenkeel.models import Quiz, Scenario, Worksheet
from evenkeel.models.organisation import LawSet, Organisation
from evenkeel.models.requirement import Requirements
from evenkeel.translations import Translation

MODELS: dict[str, type[BaseModel]] = {
    "quiz": Quiz,
    "scenario": Scenario,
    "worksheet": Worksheet,
    "requirements": Requirements,
    "organisation": Organisation,
    "laws": LawSet,
    "translation": Translation,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file, under the names that the files use."""
    return {"$schema": DIALECT, **_tidy(MODELS[name].model_json_schema(by_alias=True))}


def _tidy(part: Any) -> Any:
    """Leave out the titles made of the entries' names, and write descriptions the way editors show them."""
    if isinstance(part, list):
        return [_tidy(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    kept = {name: _tidy(inner) for name, inner in part.items() if name != "title" or not isinstance(inner, str)}
    if isinstance(kept.get("description"), str):
        kept["description"] = kept["description"].replace("``", "`")
    return kept


def schema_text(name: str) -> str:
    """The schema as its file holds it."""
    return json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema into a folder and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{name}.schema.json" for name in MODELS]
    for name, file in zip(MODELS, files, strict=True):
        file.write_text(schema_text(name), encoding="utf-8")
    return files
