"""JSON Schemas of the tutor's files, generated from the models for editors: ``grading/schemas/``."""

import json
from pathlib import Path

from pydantic import BaseModel

from evenkeel.schemas import DIALECT
from evenkeel_grading.practice.model import Practice
from evenkeel_grading.rubric import Rubric, SharedCues, Situations

FOLDER = Path("grading", "schemas")
MODELS: dict[str, type[BaseModel]] = {
    "rubric": Rubric,
    "cues": SharedCues,
    "situations": Situations,
    "practice": Practice,
}


def schema_text(name: str) -> str:
    """The schema as its file holds it."""
    made = {"$schema": DIALECT, **MODELS[name].model_json_schema(by_alias=True)}
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def write_schemas(root: Path) -> list[Path]:
    """Write every schema below the course's root and return the files."""
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    files = [root / FOLDER / f"{name}.schema.json" for name in MODELS]
    for name, file in zip(MODELS, files, strict=True):
        file.write_text(schema_text(name), encoding="utf-8")
    return files
