"""An exercise and its answers as plain lines: what a notebook shows where nothing interactive can run."""

import html
from collections.abc import Iterable, Mapping
from typing import Any

from evenkeel.words import N_, _, ngettext

Spec = Mapping[str, Any]
Answers = Mapping[str, Any]
NOT_ANSWERED = N_("Not answered yet.")
_PARTS = ("options", "items", "left", "right", "things", "categories", "responses")


def text(spec: Spec, answers: Answers) -> str:
    """Lines of plain text: the title, then each question with its answer."""
    return "\n".join([spec["title"], *(f"{question}\n    {answer}" for question, answer in rows(spec, answers))])


def page(spec: Spec, answers: Answers) -> str:
    """The same as HTML. Every word of a learner or an author is escaped."""
    found = "".join(
        f"<dt>{html.escape(question)}</dt><dd style='white-space: pre-wrap'>{html.escape(answer)}</dd>"
        for question, answer in rows(spec, answers)
    )
    return f"<section><p><strong>{html.escape(spec['title'])}</strong></p><dl>{found}</dl></section>"


def rows(spec: Spec, answers: Answers) -> list[tuple[str, str]]:
    """Question and answer, in the order of the exercise."""
    if spec["exercise"] == "scenario":
        return _choices(spec, answers)
    if spec["exercise"] == "quiz":
        return [(_blocks(item["stem"]), _answer(item, answers.get(item["id"]))) for item in spec["items"]]
    return [row for field in spec["fields"] for row in _field(field, answers.get(field["id"]))]


def _field(field: Spec, answer: Any) -> list[tuple[str, str]]:
    match field["kind"]:
        case "quiz":
            given = answer if isinstance(answer, dict) else {}
            return [(_blocks(item["stem"]), _answer(item, given.get(item["id"]))) for item in field["items"]]
        case "scenario" if isinstance(answer, dict) and "play" in field:
            return [(field["label"], _decisions(len(answer.get("choices", [])))), *_choices(field["play"], answer)]
        case "table" if isinstance(answer, dict) and answer:
            cells = [f"{row['label']}: {_row(answer.get(row['id'], {}), {})}" for row in field["rows"]]
            return [(field["label"], "\n".join(cells))]
        case "scenario":
            return [(field["label"], _(NOT_ANSWERED))]
        case _:
            return [(field["label"], _answer(field, answer))]


def _decisions(n: int) -> str:
    return ngettext("{n} decision", "{n} decisions", n).format(n=n)


def _choices(spec: Spec, answers: Answers) -> list[tuple[str, str]]:
    nodes = {node["id"]: node for node in spec["nodes"]}
    made = [choice for choice in answers.get("choices", []) if choice.get("node") in nodes]
    return [(nodes[choice["node"]]["title"], _chosen(nodes[choice["node"]], choice["choice"])) for choice in made]


def _chosen(node: Spec, choice_id: str) -> str:
    found = [choice for choice in node["choices"] if choice["id"] == choice_id]
    return _words(found[0]["text"]) if found else choice_id


def _answer(asked: Spec, answer: Any) -> str:
    names = {row["id"]: _words(row["text"]) for row in _options(asked)} | {"true": _("True"), "false": _("False")}
    match answer:
        case str() if answer.strip():
            return names.get(answer, answer)
        case list() if answer:
            return "\n".join(_row(row, names) for row in answer)
        case dict() if answer:
            return "\n".join(f"{names.get(left, left)}: {names.get(right, right)}" for left, right in answer.items())
        case _:
            return _(NOT_ANSWERED)


def _row(row: Any, names: Mapping[str, str]) -> str:
    if isinstance(row, dict):
        return " ".join(filter(None, row.values()))
    return names.get(row, str(row))


def _options(asked: Spec) -> list[Spec]:
    return [row for part in _PARTS for row in asked.get(part) or []]


def _blocks(blocks: Iterable[Spec]) -> str:
    return " ".join(_words(_flat(block["c"])) for block in blocks)


def _words(nodes: Iterable[Spec]) -> str:
    """Inline or block nodes as words."""
    return "".join(node["v"] if node.get("t") == "text" else _words(_flat(node["c"])) for node in nodes)


def _flat(parts: Iterable[Any]) -> list[Spec]:
    return [node for part in parts for node in (part if isinstance(part, list) else [part])]
