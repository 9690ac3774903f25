"""Items as a reader without JavaScript sees them: what is asked, and the right answer folded away.

Every function takes an item of :func:`evenkeel.spec.spec`'s result and the whole of it, and gives document nodes.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from zlib import crc32

from docutils import nodes

from evenkeel.book.elements import element
from evenkeel.book.prose import Spec, blocks, flow, inline, listed, paragraph, texts
from evenkeel.words import _, figure


def item_form(number: int, item: Spec, spec: Spec) -> nodes.Node:
    """A practice item with its answer folded away. One that hides what is right has none here either."""
    if "explanation" not in item:
        return element("div", *asked(number, item, spec), class_="evk-item")
    title = _("What each may mean") if item["type"] == "self-rating" else _("Answer")
    answer = element(
        "details", element("summary", nodes.Text(title)), *_key(item, spec), *blocks(item["explanation"], spec)
    )
    return element("div", *asked(number, item, spec), answer, class_="evk-item")


def asked(number: int, item: Spec, spec: Spec) -> list[nodes.Node]:
    """An item without a word on what is right."""
    parts: list[nodes.Node] = [paragraph(_("Question {n}").format(n=number), "evk-label"), *blocks(item["stem"], spec)]
    if item.get("image"):
        parts.append(element("img", src=item["image"]["src"], alt=item["image"]["alt"]))
    return [*parts, *choices(item, spec)]


def choices(item: Spec, spec: Spec) -> list[nodes.Node]:
    """What there is to choose from, whatever the kind of item or field."""
    if item.get("type") in _MORE_CHOICES:
        return _MORE_CHOICES[item["type"]](item, spec)
    rows = item.get("options") or _mixed(item) or item.get("left") or []
    found: list[nodes.Node] = [listed(texts(rows, spec))] if rows else []
    if item.get("right"):
        found += [paragraph(_("Match each with one of these:")), listed(texts(item["right"], spec))]
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
    return [listed(texts([rows[name] for name in right], spec), numbered=item["type"] == "ordering")]


def _pairs(left: Iterable[Spec], right: Iterable[Spec], key: Mapping[str, str], spec: Spec) -> nodes.Node:
    partners = {row["id"]: row for row in right}
    rows = []
    for row in left:
        partner = partners[key[row["id"]]]
        rows.append([*inline(row["text"], spec), nodes.Text(": "), *inline(partner["text"], spec)])
    return listed(rows)


def _cloze(item: Spec, spec: Spec) -> list[nodes.Node]:
    """The text, and under it what there is to choose for the gaps, counted as they are listed."""
    lists = [
        part
        for number, gap in enumerate(item["gaps"], 1)
        if gap["kind"] == "choice"
        for part in (paragraph(_("Gap {n}, one of these:").format(n=number)), listed(texts(gap["options"], spec)))
    ]
    return [*blocks(item["text"], spec), *lists]


def _cloze_key(item: Spec, spec: Spec) -> list[nodes.Node]:
    rows: list[list[nodes.Node]] = []
    for number, gap in enumerate(item["gaps"], 1):
        options = {option["id"]: option["text"] for option in gap.get("options", ())}
        fits = inline(options[gap["key"]], spec) if options else [nodes.Text(gap["accept"][0])]
        rows.append([nodes.Text(_("Gap {n}: ").format(n=number)), *fits])
    return [listed(rows)]


def _judgement(item: Spec, spec: Spec) -> list[nodes.Node]:
    asked = (
        _("Put your first choice at the top.")
        if item["ask"] == "rank"
        else _("Rate each one: {scale}.").format(scale=", ".join(item["scale"]))
    )
    return [listed(texts(item["responses"], spec)), paragraph(asked)]


def _judgement_key(item: Spec, spec: Spec) -> list[nodes.Node]:
    if item["ask"] == "rank":
        best_first = sorted(item["responses"], key=lambda response: int(response["panel"]))
        return [listed(texts(best_first, spec), numbered=True)]
    return [
        listed(
            [*inline(each["text"], spec), nodes.Text(f" {item['scale'][each['panel'] - 1]}.")]
            for each in item["responses"]
        )
    ]


def _rewrite(item: Spec, spec: Spec) -> list[nodes.Node]:
    rules = [inline(rule["name"], spec) for rule in item["rules"]]
    return [nodes.block_quote("", paragraph(item["original"])), paragraph(_("A good version:")), listed(rules)]


def _notes(item: Spec, spec: Spec) -> list[nodes.Node]:
    return [
        listed([*inline(each["text"], spec), nodes.Text(": "), *flow(each["feedback"], spec)] for each in item["scale"])
    ]


def _transcript(item: Spec, spec: Spec) -> list[nodes.Node]:
    """What was said, with the phrases that can be marked in strong letters."""
    phrases = {each["id"]: each["text"] for each in item["phrases"]}
    said = [
        part
        for line in item["lines"]
        for part in (
            paragraph(_("{name}:").format(name=line["who"]), "evk-label"),
            *blocks(_with_phrases(line["text"], phrases), spec),
        )
    ]
    return [*said, paragraph(_("Mark phrases with:")), listed(texts(item["categories"], spec))]


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
        made += [nodes.paragraph("", "", *inline(category["text"], spec)), listed(rows)]
    return made


_MORE_CHOICES: dict[str, Callable[[Spec, Spec], list[nodes.Node]]] = {
    "true-false": lambda _item, _spec: [listed([[nodes.Text(_("True"))], [nodes.Text(_("False"))]])],
    "categorise": lambda item, spec: [
        listed(texts(item["things"], spec)),
        paragraph(_("Put each into one of these:")),
        listed(texts(item["categories"], spec)),
    ],
    "cloze": _cloze,
    "judgement": _judgement,
    "rewrite": _rewrite,
    "self-rating": lambda item, spec: [listed(texts(item["scale"], spec))],
    "highlight": _transcript,
    "numeric": lambda item, _spec: [paragraph(" ".join(["____", *item["units"][:1]]))],
    "short-text": lambda _item, _spec: [paragraph("____")],
    "flash-card": lambda _item, _spec: [],
}
_MORE_KEYS: dict[str, Callable[[Spec, Spec], list[nodes.Node]]] = {
    "true-false": lambda item, _spec: [paragraph(_("True") if item["key"] else _("False"), "evk-label")],
    "matching": lambda item, spec: [_pairs(item["left"], item["right"], item["key"], spec)],
    "categorise": lambda item, spec: [_pairs(item["things"], item["categories"], item["key"], spec)],
    "cloze": _cloze_key,
    "judgement": _judgement_key,
    "rewrite": lambda item, _spec: [paragraph(item["example"])],
    "self-rating": _notes,
    "highlight": _marked,
    "numeric": lambda item, spec: [
        paragraph(" ".join([figure(item["key"]), *item["units"][:1]])),
        *blocks(item["feedback"], spec),
    ],
    "short-text": lambda item, spec: [
        listed([inline(idea["name"], spec) for idea in item["ideas"]]),
        paragraph(_("One good answer: {words}").format(words=item["example"])),
    ],
    "flash-card": lambda item, spec: blocks(item["back"], spec),
}
