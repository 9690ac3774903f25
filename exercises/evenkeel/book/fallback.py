"""What a reader sees of an exercise without JavaScript, made from the same data the front end gets.

Every function takes parts of :func:`evenkeel.spec.spec`'s result and gives document nodes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from zlib import crc32

from docutils import nodes

from evenkeel import words
from evenkeel.book.elements import PageLink, element
from evenkeel.words import N_, _

Spec = Mapping[str, Any]
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
    head: list[nodes.Node] = [_words(spec["title"], "evk-title")]
    note = blocks(spec.get("content_note") or [], spec)
    return [*head, *note, *parts[spec["exercise"]](spec)]


def _quiz(spec: Spec) -> list[nodes.Node]:
    items = [_item(number, item, spec) for number, item in enumerate(spec["items"], 1)]
    return [*blocks(spec.get("intro") or [], spec), *items]


def _item(number: int, item: Spec, spec: Spec) -> nodes.Node:
    if "explanation" not in item:  # the quiz hides what is right
        return element("div", *_asked(number, item, spec), class_="evk-item")
    answer = element(
        "details",
        element("summary", nodes.Text(_("What each may mean") if item["type"] == "self-rating" else _("Answer"))),
        *_key(item, spec),
        *blocks(item["explanation"], spec),
    )
    return element("div", *_asked(number, item, spec), answer, class_="evk-item")


def _asked(number: int, item: Spec, spec: Spec) -> list[nodes.Node]:
    """An item without a word on what is right."""
    parts: list[nodes.Node] = [_words(_("Question {n}").format(n=number), "evk-label"), *blocks(item["stem"], spec)]
    if item.get("image"):
        parts.append(element("img", src=item["image"]["src"], alt=item["image"]["alt"]))
    return [*parts, *_choices(item, spec)]


def _choices(item: Spec, spec: Spec) -> list[nodes.Node]:
    """What there is to choose from, whatever the kind of item or field."""
    if item.get("type") in _MORE_CHOICES:
        return _MORE_CHOICES[item["type"]](item, spec)
    rows = item.get("options") or _mixed(item) or item.get("left") or []
    found: list[nodes.Node] = [_list(_texts(rows, spec))] if rows else []
    if item.get("right"):
        found += [_words(_("Match each with one of these:")), _list(_texts(item["right"], spec))]
    return found


def _mixed(item: Spec) -> list[Spec]:
    """The lines of an ordering, in an order that gives nothing away and stays the same from build to build."""
    rows = sorted(item.get("items") or [], key=lambda row: crc32(row["id"].encode()))
    return rows[::-1] if [row["id"] for row in rows] == item.get("order") else rows


def _key(item: Spec, spec: Spec) -> list[nodes.Node]:
    """The right answer of a practice item."""
    if item["type"] in _MORE_KEYS:
        return _MORE_KEYS[item["type"]](item, spec)
    right = [item["key"]] if item["type"] == "single" else item.get("keys") or item["order"]
    rows = {row["id"]: row for row in item.get("options") or item["items"]}
    texts = _texts([rows[name] for name in right], spec)
    return [_list(texts, numbered=item["type"] == "ordering")]


def _pairs(left: Iterable[Spec], right: Iterable[Spec], key: Mapping[str, str], spec: Spec) -> nodes.Node:
    partners = {row["id"]: row for row in right}
    rows = []
    for row in left:
        partner = partners[key[row["id"]]]
        rows.append([*inline(row["text"], spec), nodes.Text(": "), *inline(partner["text"], spec)])
    return _list(rows)


def _cloze(item: Spec, spec: Spec) -> list[nodes.Node]:
    """The text, and under it what there is to choose for the gaps, counted as they are listed."""
    lists = [
        part
        for number, gap in enumerate(item["gaps"], 1)
        if gap["kind"] == "choice"
        for part in (_words(_("Gap {n}, one of these:").format(n=number)), _list(_texts(gap["options"], spec)))
    ]
    return [*blocks(item["text"], spec), *lists]


def _cloze_key(item: Spec, spec: Spec) -> list[nodes.Node]:
    rows: list[list[nodes.Node]] = []
    for number, gap in enumerate(item["gaps"], 1):
        options = {option["id"]: option["text"] for option in gap.get("options", ())}
        fits = inline(options[gap["key"]], spec) if options else [nodes.Text(gap["accept"][0])]
        rows.append([nodes.Text(_("Gap {n}: ").format(n=number)), *fits])
    return [_list(rows)]


def _judgement(item: Spec, spec: Spec) -> list[nodes.Node]:
    asked = (
        _("Put your first choice at the top.")
        if item["ask"] == "rank"
        else _("Rate each one: {scale}.").format(scale=", ".join(item["scale"]))
    )
    return [_list(_texts(item["responses"], spec)), _words(asked)]


def _judgement_key(item: Spec, spec: Spec) -> list[nodes.Node]:
    if item["ask"] == "rank":
        best_first = sorted(item["responses"], key=lambda response: int(response["panel"]))
        return [_list(_texts(best_first, spec), numbered=True)]
    return [
        _list(
            [*inline(each["text"], spec), nodes.Text(f" {item['scale'][each['panel'] - 1]}.")]
            for each in item["responses"]
        )
    ]


def _rewrite(item: Spec, spec: Spec) -> list[nodes.Node]:
    rules = [inline(rule["name"], spec) for rule in item["rules"]]
    return [nodes.block_quote("", _words(item["original"])), _words(_("A good version:")), _list(rules)]


def _notes(item: Spec, spec: Spec) -> list[nodes.Node]:
    return [
        _list([*inline(each["text"], spec), nodes.Text(": "), *_flow(each["feedback"], spec)] for each in item["scale"])
    ]


def _transcript(item: Spec, spec: Spec) -> list[nodes.Node]:
    """What was said, with the phrases that can be marked in strong letters."""
    phrases = {each["id"]: each["text"] for each in item["phrases"]}
    said = [
        part
        for line in item["lines"]
        for part in (
            _words(_("{name}:").format(name=line["who"]), "evk-label"),
            *blocks(_with_phrases(line["text"], phrases), spec),
        )
    ]
    return [*said, _words(_("Mark phrases with:")), _list(_texts(item["categories"], spec))]


def _with_phrases(found: Any, phrases: Mapping[str, str]) -> Any:
    """Markup with the words of a phrase in the place of its gap."""
    if isinstance(found, list):
        return [_with_phrases(each, phrases) for each in found]
    if found.get("t") == "gap":
        return {"t": "strong", "c": [{"t": "text", "v": phrases[found["id"]]}]}
    return {**found, "c": _with_phrases(found["c"], phrases)} if "c" in found else found


def _marked(item: Spec, spec: Spec) -> list[nodes.Node]:
    phrases = {each["id"]: each["text"] for each in item["phrases"]}
    made: list[nodes.Node] = []
    for category in item["categories"]:
        rows = [[nodes.Text(phrases[name])] for name, of in item["key"].items() if of == category["id"]]
        made += [nodes.paragraph("", "", *inline(category["text"], spec)), _list(rows)]
    return made


_MORE_CHOICES: dict[str, Callable[[Spec, Spec], list[nodes.Node]]] = {
    "true-false": lambda _item, _spec: [_list([[nodes.Text(_("True"))], [nodes.Text(_("False"))]])],
    "categorise": lambda item, spec: [
        _list(_texts(item["things"], spec)),
        _words(_("Put each into one of these:")),
        _list(_texts(item["categories"], spec)),
    ],
    "cloze": _cloze,
    "judgement": _judgement,
    "rewrite": _rewrite,
    "self-rating": lambda item, spec: [_list(_texts(item["scale"], spec))],
    "highlight": _transcript,
    "numeric": lambda item, _spec: [_words(" ".join(["____", *item["units"][:1]]))],
    "short-text": lambda _item, _spec: [_words("____")],
    "flash-card": lambda _item, _spec: [],
}
_MORE_KEYS: dict[str, Callable[[Spec, Spec], list[nodes.Node]]] = {
    "true-false": lambda item, _spec: [_words(_("True") if item["key"] else _("False"), "evk-label")],
    "matching": lambda item, spec: [_pairs(item["left"], item["right"], item["key"], spec)],
    "categorise": lambda item, spec: [_pairs(item["things"], item["categories"], item["key"], spec)],
    "cloze": _cloze_key,
    "judgement": _judgement_key,
    "rewrite": lambda item, _spec: [_words(item["example"])],
    "self-rating": _notes,
    "highlight": _marked,
    "numeric": lambda item, spec: [
        _words(" ".join([words.figure(item["key"]), *item["units"][:1]])),
        *blocks(item["feedback"], spec),
    ],
    "short-text": lambda item, spec: [
        _list([inline(idea["name"], spec) for idea in item["ideas"]]),
        _words(_("One good answer: {words}").format(words=item["example"])),
    ],
    "flash-card": lambda item, spec: blocks(item["back"], spec),
}


def _scenario(spec: Spec) -> list[nodes.Node]:
    return [*blocks(spec["intro"], spec), *_opening(spec), _words(_(NO_PLAY), "evk-note")]


def _opening(spec: Spec) -> list[nodes.Node]:
    """The person, how the conversation begins, and what can be said first."""
    opening = next(node for node in spec["nodes"] if node["id"] == spec["start"])
    said = [part for line in opening["lines"] if not line.get("when") for part in _line(line, spec)]
    # What stands at an item are not choices but what comes of it.
    asked = [] if opening["item"] else opening["choices"]
    choices = [_flow(choice["text"], spec) for choice in asked if not choice.get("when")]
    return [
        _words(spec["customer"]["name"], "evk-label"),
        *blocks(spec["customer"]["about"], spec),
        *said,
        _words(_("What would you say or do?"), "evk-label"),
        _list(choices),
    ]


def _line(line: Spec, spec: Spec) -> list[nodes.Node]:
    role = line["who"]
    who = spec["customer"]["name"] if role == "customer" else _(_WHO[role])
    return [_words(f"{who}:", "evk-label"), *blocks(line["text"], spec)]


def _worksheet(spec: Spec) -> list[nodes.Node]:
    fields = [
        element(
            "div",
            _words(field["label"], "evk-label"),
            *blocks(field["guidance"], spec),
            *_inside(field, spec),
            class_="evk-item",
        )
        for field in spec["fields"]
    ]
    return [*blocks(spec["brief"], spec), *fields, *_routes(spec), _words(_(PAPER), "evk-note")]


def _inside(field: Spec, spec: Spec) -> list[nodes.Node]:
    """What a field holds besides its label: options, questions, rows, the beginning of a conversation."""
    match field["kind"]:
        case "quiz":
            asked = [_asked(number, item, spec) for number, item in enumerate(field["items"], 1)]
            return [element("div", *one, class_="evk-item") for one in asked]
        case "scenario":
            return [*_opening({**spec, **field["play"]}), _words(_(NO_GRADED_PLAY), "evk-note")]
        case "rows":
            return [_grid(field["columns"], [None] * max(EMPTY_ROWS, field.get("min_rows") or 0))]
        case "log":
            return [
                _grid([{"label": _("Time")}, {"label": _("What happened, or what you did")}], [None] * 2 * EMPTY_ROWS)
            ]
        case "table":
            return [_grid(field["columns"], [row["label"] for row in field["rows"]])]
        case _:
            return _choices(field, spec)


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
    made: list[nodes.Node] = [_words(_(ROUTES))] if routes else []
    for route in routes:
        made += [_words(route["title"], "evk-label"), *blocks(route["text"], spec)]
    return made


def blocks(found: Iterable[Spec], spec: Spec) -> list[nodes.Node]:
    """Markup blocks as document nodes."""
    made: list[nodes.Node] = []
    for block in found:
        if block["t"] == "p":
            made.append(nodes.paragraph("", "", *inline(block["c"], spec)))
        else:
            made.append(_list([inline(row, spec) for row in block["c"]], numbered=block["t"] == "ol"))
    return made


def inline(found: Iterable[Spec], spec: Spec) -> list[nodes.Node]:
    """Markup within a line as document nodes."""
    return [_inline_node(node, spec) for node in found]


def _inline_node(node: Spec, spec: Spec) -> nodes.Node:
    if node["t"] == "text":
        return nodes.Text(node["v"])
    if node["t"] == "gap":
        return nodes.Text("____")
    inner = inline(node["c"], spec)
    if node["t"] == "link":
        return PageLink("", "", *inner, to=node["to"], origin=f"{spec['exercise']} {spec['id']!r}")
    return (nodes.strong if node["t"] == "strong" else nodes.emphasis)("", "", *inner)


def _texts(rows: Iterable[Spec], spec: Spec) -> list[list[nodes.Node]]:
    return [inline(row["text"], spec) for row in rows]


def _flow(found: Sequence[Spec], spec: Spec) -> list[nodes.Node]:
    """The text of blocks on one line."""
    return [node for block in found if block["t"] == "p" for node in inline(block["c"], spec)]


def _list(rows: Iterable[Sequence[nodes.Node]], numbered: bool = False) -> nodes.Element:
    made = [nodes.list_item("", nodes.paragraph("", "", *row)) for row in rows]
    return (
        nodes.enumerated_list("", *made, enumtype="arabic", prefix="", suffix=".")
        if numbered
        else (nodes.bullet_list("", *made))
    )


def _words(text: str, kind: str = "") -> nodes.paragraph:
    return nodes.paragraph(text, text, classes=[kind] if kind else [])
