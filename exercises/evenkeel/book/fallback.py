"""What a reader sees of an exercise without JavaScript, made from the same data the front end gets.

Every function takes parts of :func:`evenkeel.spec.spec`'s result and gives document nodes.
"""

from collections.abc import Callable, Sequence

from docutils import nodes

from evenkeel.book.elements import element
from evenkeel.book.prose import Spec, blocks, flow, listed, paragraph
from evenkeel.book.questions import asked, choices, item_form
from evenkeel.words import N_, _

PAPER = N_("The interactive form needs JavaScript. Without it, write your answers on paper.")
ROUTES = N_("The sheet suggests one of these routes. Without JavaScript, read them and choose for yourself.")
_WHO = {"learner": N_("You"), "colleague": N_("Colleague"), "narrator": N_("Scene"), "coach": N_("Coach")}
EMPTY_ROWS = 4  # on paper, of a field whose rows are added one by one
NO_PLAY = N_(
    "The conversation itself needs JavaScript. Without it, read how it opens, decide what you would say, and"
    " talk it over with a colleague or your tutor."
)
NO_GRADED_PLAY = N_(
    "The conversation itself needs JavaScript. If you cannot use it, ask your tutor for another way to show what you"
    " would do."
)


def fallback(spec: Spec) -> list[nodes.Node]:
    """The readable form of an exercise."""
    parts: dict[str, Callable[[Spec], list[nodes.Node]]] = {
        "quiz": _quiz,
        "scenario": _scenario,
        "worksheet": _worksheet,
    }
    head: list[nodes.Node] = [paragraph(spec["title"], "evk-title")]
    note = blocks(spec.get("content_note") or [], spec)
    return [*head, *note, *parts[spec["exercise"]](spec)]


def _quiz(spec: Spec) -> list[nodes.Node]:
    items = [item_form(number, item, spec) for number, item in enumerate(spec["items"], 1)]
    return [*blocks(spec.get("intro") or [], spec), *items]


def _scenario(spec: Spec) -> list[nodes.Node]:
    return [*blocks(spec["intro"], spec), *_opening(spec), paragraph(_(NO_PLAY), "evk-note")]


def _opening(spec: Spec) -> list[nodes.Node]:
    """The person, how the conversation begins, and what can be said first."""
    opening = next(node for node in spec["nodes"] if node["id"] == spec["start"])
    said = [part for line in opening["lines"] if not line.get("when") for part in _line(line, spec)]
    # What stands at an item are not choices but what comes of it.
    asked = [] if opening["item"] else opening["choices"]
    choices = [flow(choice["text"], spec) for choice in asked if not choice.get("when")]
    return [
        paragraph(spec["customer"]["name"], "evk-label"),
        *blocks(spec["customer"]["about"], spec),
        *said,
        paragraph(_("What would you say or do?"), "evk-label"),
        listed(choices),
    ]


def _line(line: Spec, spec: Spec) -> list[nodes.Node]:
    role = line["who"]
    who = spec["customer"]["name"] if role == "customer" else _(_WHO[role])
    return [paragraph(f"{who}:", "evk-label"), *blocks(line["text"], spec)]


def _worksheet(spec: Spec) -> list[nodes.Node]:
    fields = [
        element(
            "div",
            paragraph(field["label"], "evk-label"),
            *blocks(field["guidance"], spec),
            *_inside(field, spec),
            class_="evk-item",
        )
        for field in spec["fields"]
    ]
    return [*blocks(spec["brief"], spec), *fields, *_routes(spec), paragraph(_(PAPER), "evk-note")]


def _inside(field: Spec, spec: Spec) -> list[nodes.Node]:
    """What a field holds besides its label: options, questions, rows, the beginning of a conversation."""
    match field["kind"]:
        case "quiz":
            forms = [asked(number, item, spec) for number, item in enumerate(field["items"], 1)]
            return [element("div", *one, class_="evk-item") for one in forms]
        case "scenario":
            return [*_opening({**spec, **field["play"]}), paragraph(_(NO_GRADED_PLAY), "evk-note")]
        case "rows":
            return [_grid(field["columns"], [None] * max(EMPTY_ROWS, field.get("min_rows") or 0))]
        case "log":
            return [
                _grid([{"label": _("Time")}, {"label": _("What happened, or what you did")}], [None] * 2 * EMPTY_ROWS)
            ]
        case "table":
            return [_grid(field["columns"], [row["label"] for row in field["rows"]])]
        case _:
            return choices(field, spec)


def _grid(columns: Sequence[Spec], rows: Sequence[str | None]) -> nodes.Node:
    """A table to write in: a row's label, or none, and an empty cell for each column."""
    corner = [element("td")] if rows[0] is not None else []
    head = element("tr", *corner, *(element("th", nodes.Text(column["label"]), scope="col") for column in columns))
    body = []
    for label in rows:
        first = [element("th", nodes.Text(label), scope="row")] if label is not None else []
        body.append(element("tr", *first, *(element("td") for _ in columns)))
    return element("table", element("thead", head), element("tbody", *body), class_="evk-grid")


def _routes(spec: Spec) -> list[nodes.Node]:
    """All the routes that a sheet can suggest. Without JavaScript the reader chooses."""
    routes = (spec.get("advice") or {}).get("routes", ())
    made: list[nodes.Node] = [paragraph(_(ROUTES))] if routes else []
    for route in routes:
        made += [paragraph(route["title"], "evk-label"), *blocks(route["text"], spec)]
    return made
