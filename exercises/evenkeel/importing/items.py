"""From a foreign question to one of our items: nothing guessed, every flaw and loss told.

What the source does not say and our model needs is filled with words that begin with ``TO WRITE:``, which
``evenkeel check`` reports until somebody has written them; or with the defaults that the caller names.
"""

from collections.abc import Callable

from evenkeel.checks.owed import MARK
from evenkeel.importing.building import NO_REQUIREMENT, WHOLE, Building, Defaults, Item, options_of, unlike
from evenkeel.importing.cloze import OPEN
from evenkeel.importing.naming import Names
from evenkeel.importing.neutral import FlawError, Pair, Question
from evenkeel.importing.pictures import Pictures
from evenkeel.importing.typed_items import cloze, numeric, short_text
from evenkeel.importing.words import Words


def build(question: Question, pictures: Pictures, defaults: Defaults, names: Names) -> tuple[Item, Building]:
    """One item as data, and what was noted in making it.

    Raises:
        FlawError: it cannot come over.
    """
    if question.unsupported:
        raise FlawError(f"not imported: {question.unsupported}")
    if question.flaws:
        raise FlawError(f"not imported: it {question.flaws[0]}")
    made = Building(question, pictures, list(question.lost))
    if question.kind == "matching" and question.extra.get("as") == "categorise":
        question.kind = "categorise"
    kind = "multiple" if question.kind == "choice" and question.several else question.kind
    item: Item = {"id": "", "type": {"choice": "single"}.get(kind, kind), "level": "", "requirements": []}
    item |= _stem(made)
    item |= _BUILDERS[question.kind](made)
    item |= _rest(made)
    item["level"] = defaults.level or "foundation"
    item["requirements"] = list(defaults.requirements) or [NO_REQUIREMENT]
    item["id"] = names.new(question.title or question.stem.plain, "item")
    return item, made


def _stem(made: Building) -> Item:
    question = made.question
    if question.kind == "cloze" and not question.stem:
        _divide(question)
    words = question.stem
    image, rest = _image(made, words.with_pictures_of(question.body) if question.body.pictures else words)
    stem = made.text(Words(words.nodes, (), words.lost), "the question") if words else ""
    if not words and not rest and question.kind != "cloze":
        raise FlawError("not imported: its question is empty")
    if not words:
        made.owed.append("what to do: the source has no words for it besides the " + ("picture" if image else "gaps"))
        stem = f"{MARK} what the learner is to do here."
    return {"stem": stem, **({"image": image} if image else {})}


def _divide(question: Question) -> None:
    """The paragraphs of a cloze before its first gap say what to do; the text starts with the gap's own paragraph."""
    nodes = question.body.nodes
    first = next((at for at, node in enumerate(nodes) if OPEN in Words((node,)).plain), 0)
    body = question.body
    question.stem = Words(nodes[:first], (), ())
    question.body = Words(nodes[first:], body.pictures, body.lost)


def _image(made: Building, words: Words) -> tuple[Item | None, bool]:
    """The first picture that can be kept, and whether there was any."""
    kept: list[Item] = []
    for picture in words.pictures:
        path, reason = made.pictures.keep(picture.src)
        if path is None:
            made.lost.append(
                f"a picture, since {reason}" + (f"; its alt text: {picture.alt[:200]}" if picture.alt else "")
            )
        elif kept and kept[0]["src"] != path:
            made.lost.append(f"a second picture, which is kept as book/{path} but not shown: an item has one")
        elif not kept:
            kept.append({"src": path, "alt": picture.alt})
    if kept and not any(sign.isalnum() for sign in kept[0]["alt"]):
        made.owed.append("the alt text of its picture: say what it shows")
        kept[0]["alt"] = f"{MARK} what this picture shows"
    if kept and len(kept[0]["alt"]) > 160:
        made.lost.append(f"the end of a long alt text: {kept[0]['alt'][:400]}")
        kept[0]["alt"] = kept[0]["alt"][:157].rstrip() + "..."
    return (kept[0] if kept else None), bool(words.pictures)


def _rest(made: Building) -> Item:
    """Explanation, hints and points."""
    question = made.question
    found: Item = {}
    if question.explanation:
        found["explanation"] = made.text(question.explanation, "the explanation")
    else:
        made.owed.append("the explanation")
        found["explanation"] = f"{MARK} what to take from this question."
    hints = [made.line(hint, "a hint") for hint in question.hints if hint]
    if hints:
        found["hints"] = hints[:5]
        made.lost += [f"a hint: {hint[:120]}" for hint in hints[5:]]
    points = question.points
    if points != 1:
        whole = round(points)
        if abs(points - whole) < 1e-9 and 1 <= whole <= 100:
            found["points"] = whole
        else:
            made.lost.append(f"its points ({points:g}); here points are whole numbers from 1 to 100, so it has 1")
    return found


def _choice(made: Building) -> Item:
    question = made.question
    if not question.answers:
        raise FlawError("not imported: it has no options")
    if question.several:
        keys = [number for number, answer in enumerate(question.answers) if answer.weight > 0]
        _weights_of_several(made, len(keys))
    else:
        keys = [number for number, answer in enumerate(question.answers) if answer.weight >= WHOLE]
        _weights_of_one(made, len(keys))
    options = options_of(made, question.answers)
    ids = [options[number]["id"] for number in keys]
    return {"options": options, **({"keys": ids} if question.several else {"key": ids[0]})}


def _weights_of_one(made: Building, keys: int) -> None:
    answers = made.question.answers
    if keys == 0:
        best = max(answer.weight for answer in answers)
        partly = f" (the best has {best:g} %)" if best > 0 else ""
        raise FlawError(f"not imported: it has no key: no option is wholly right{partly}")
    if keys > 1:
        raise FlawError(f"not imported: it has {keys} keys, but only one answer may be chosen")
    for number, answer in enumerate(answers, 1):
        if 0 < answer.weight < WHOLE or answer.weight < 0:
            made.lost.append(
                f"the {answer.weight:g} % of option {number}: here one option earns all, the others nothing"
            )


def _weights_of_several(made: Building, keys: int) -> None:
    if keys == 0:
        raise FlawError("not imported: it has no key: no option is right")
    if keys == len(made.question.answers):
        raise FlawError("not imported: every option is right, so there is nothing to tell apart")
    if not made.question.weighted:
        return
    share = 100 / keys
    odd = [
        f"option {number} {answer.weight:g} %"
        for number, answer in enumerate(made.question.answers, 1)
        if abs(abs(answer.weight) - share) > 1
    ]
    if odd:
        rule = f"here each right tick earns {share:.3g} % and each wrong one costs as much"
        made.lost.append(f"its own weights ({', '.join(odd[:8])}); {rule}")


def _true_false(made: Building) -> Item:
    yes, no = made.question.answers
    return {
        "key": bool(made.question.key),
        "feedback_true": made.feedback(yes.feedback, "`true`"),
        "feedback_false": made.feedback(no.feedback, "`false`"),
    }


def _ordering(made: Building) -> Item:
    """The lines of the source stand in the right order; ours are listed in another, which is told to nobody."""
    parts = options_of(made, made.question.answers, "line")
    order = [part["id"] for part in parts]
    return {"items": sorted(parts, key=lambda part: str(part["id"])), "order": order}


def _matching(made: Building) -> Item:
    pairs = made.question.pairs
    rights, lefts = Names(), Names()
    right: list[Item] = []
    by_words: dict[str, str] = {}
    for number, pair in enumerate(pairs, 1):
        if not pair.right:
            raise FlawError(f"not imported: the partner of line {number} is empty")
        if pair.right.plain not in by_words:
            ident = by_words[pair.right.plain] = rights.new(pair.right.plain, f"partner-{number}", 24)
            right.append({"id": ident, "text": made.line(pair.right, f"partner {number}")})
    real = [pair for pair in pairs if pair.left]
    unlike([pair.left for pair in real], "left side")
    left = [_left(made, pair, number, lefts) for number, pair in enumerate(real, 1)]
    key = {one["id"]: by_words[pair.right.plain] for one, pair in zip(left, real, strict=True)}
    found: Item = {"left": left, "right": right, "key": key}
    return {**found, "reuse": True} if len(set(key.values())) < len(key) else found


def _left(made: Building, pair: Pair, number: int, names: Names) -> Item:
    return {
        "id": names.new(pair.left.plain, f"left-{number}", 24),
        "text": made.line(pair.left, f"left side {number}"),
        "feedback": made.feedback(pair.feedback, f"left side {number}"),
    }


def _categorise(made: Building) -> Item:
    found = _matching(made)
    found.pop("reuse", None)
    return {"things": found["left"], "categories": found["right"], "key": found["key"]}


def _flash_card(made: Building) -> Item:
    if not made.question.body:
        raise FlawError("not imported: the back of the card is empty")
    return {"back": made.text(made.question.body, "the back")}


def _none(_: Building) -> Item:
    raise FlawError("not imported: there is no place for it here")


_BUILDERS: dict[str, Callable[[Building], Item]] = {
    "choice": _choice, "true-false": _true_false, "ordering": _ordering, "matching": _matching,
    "categorise": _categorise, "cloze": cloze, "short-text": short_text, "numeric": numeric, "none": _none,
    "flash-card": _flash_card,
}  # fmt: skip
