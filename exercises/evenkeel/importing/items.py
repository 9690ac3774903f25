"""From a foreign question to one of our items: nothing guessed, every flaw and loss told.

What the source does not say and our model needs is filled with words that begin with ``TO WRITE:``, which
``evenkeel check`` reports until somebody has written them; or with the defaults that the caller names.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from evenkeel.checks.owed import MARK
from evenkeel.importing.cloze import CLOSE, OPEN
from evenkeel.importing.naming import Names
from evenkeel.importing.neutral import Answer, FlawError, Gap, Number, Pair, Question
from evenkeel.importing.pictures import Pictures
from evenkeel.importing.words import Words

Item = dict[str, Any]

NO_REQUIREMENT = "TODO-"
"""A requirement that no course has, so that the check asks for a real one."""
NO_MODULE = "module-to-choose"
"""A module that no course has."""
_WHOLE = 99.9


@dataclass(frozen=True)
class Defaults:
    """What the caller says of everything that is imported. ``None``: a placeholder is put there."""

    module: str | None = None
    level: str | None = None
    requirements: tuple[str, ...] = ()


@dataclass
class Building:
    """One item while it is made. ``lost`` and ``owed`` are told in the report."""

    question: Question
    pictures: Pictures
    lost: list[str] = field(default_factory=list)
    owed: list[str] = field(default_factory=list)

    def text(self, words: Words, what: str) -> str:
        """Prose. Its losses are noted; its pictures are left out, and that is noted as well."""
        return self._written(words, words.text(), what)

    def line(self, words: Words, what: str) -> str:
        """Prose on one line."""
        return self._written(words, words.line(), what)

    def _written(self, words: Words, written: tuple[str, list[str]], what: str) -> str:
        self.lost += [f"{loss} ({what})" for loss in (*words.lost, *written[1])]
        for picture in words.pictures:
            alt = f" (alt text: {picture.alt[:80]})" if picture.alt else ""
            self.lost.append(f"the picture {picture.src[:80]}{alt}, since {what} cannot hold one")
        return written[0]

    def feedback(self, words: Words, what: str) -> str:
        """Feedback, or the placeholder for it."""
        if words:
            return self.text(words, f"feedback on {what}")
        self.owed.append(f"feedback on {what}")
        return f"{MARK} feedback on this answer."


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


def _options(made: Building, answers: list[Answer], what: str = "option") -> list[Item]:
    """Parts with feedback. Their ids come from the source's names or from the words."""
    names, found = Names(), list[Item]()
    for number, answer in enumerate(answers, 1):
        text = made.line(answer.text, f"{what} {number}")
        if not answer.text:
            signs = f", only {text[:20]!r}" if text else ""
            pictured = " (it is only a picture)" if answer.text.pictures else signs
            raise FlawError(f"not imported: its {what} {number} has no words{pictured}")
        ident = names.new(answer.name or answer.text.plain, f"{what.split()[0]}-{number}", 60 if answer.name else 24)
        found.append({"id": ident, "text": text, "feedback": made.feedback(answer.feedback, f"{what} {number}")})
    _unlike([answer.text for answer in answers], what)
    return found


def _unlike(words: list[Words], what: str) -> None:
    first: dict[str, int] = {}
    for number, one in enumerate(words, 1):
        before = first.setdefault(one.plain.casefold(), number)
        if before != number:
            raise FlawError(f"not imported: its {what} {number} is the same as {what} {before} ({one.plain[:60]!r})")


def _choice(made: Building) -> Item:
    question = made.question
    if not question.answers:
        raise FlawError("not imported: it has no options")
    if question.several:
        keys = [number for number, answer in enumerate(question.answers) if answer.weight > 0]
        _weights_of_several(made, len(keys))
    else:
        keys = [number for number, answer in enumerate(question.answers) if answer.weight >= _WHOLE]
        _weights_of_one(made, len(keys))
    options = _options(made, question.answers)
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
        if 0 < answer.weight < _WHOLE or answer.weight < 0:
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
    parts = _options(made, made.question.answers, "line")
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
    _unlike([pair.left for pair in real], "left side")
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


def _cloze(made: Building) -> Item:
    body = Words(made.question.body.nodes, (), made.question.body.lost)
    text = made.text(body, "the text")
    weights = [gap.weight for gap in made.question.gaps]
    if len(set(weights)) > 1:
        told = ", ".join(str(weight) for weight in weights)
        made.lost.append(f"the weights of its gaps ({told}): here all gaps of a text count the same")
    gaps = []
    for number, gap in enumerate(made.question.gaps, 1):
        mark = f"{OPEN}{number}{CLOSE}"
        if mark not in text:
            raise FlawError(f"not imported: gap {number} stands inside markup or nowhere in the text")
        text = text.replace("[[", "[\u2060[") if number == 1 else text
        text = text.replace(mark, f"[[gap-{number}]]")
        gaps.append(_gap(made, gap, number))
    return {"text": text, "gaps": gaps}


def _gap(made: Building, gap: Gap, number: int) -> Item:
    if gap.number:
        raise FlawError(f"not imported: gap {number} wants a number, which a gap cannot judge here")
    right = [answer for answer in gap.answers if answer.weight >= _WHOLE]
    if not right:
        raise FlawError(f"not imported: gap {number} has no key")
    if gap.typed:
        accept, feedback = _accepted(made, gap.answers, f"gap {number}")
        return {"id": f"gap-{number}", "kind": "typed", "accept": accept, "feedback": feedback}
    if len(right) > 1:
        raise FlawError(f"not imported: gap {number} has {len(right)} keys")
    for answer in gap.answers:
        if answer is not right[0] and answer.weight:
            made.lost.append(f"the {answer.weight:g} % of {answer.text.plain[:40]!r} in gap {number}")
    options = _options(made, gap.answers, f"choice of gap {number}")
    key = options[gap.answers.index(right[0])]["id"]
    return {"id": f"gap-{number}", "kind": "choice", "options": options, "key": key}


def _accepted(made: Building, answers: list[Answer], what: str) -> tuple[list[str], str]:
    """The phrases that are right, each once as our rules read them, and the feedback on them."""
    from evenkeel.typed import words

    accept: dict[str, str] = {}
    feedback: list[Words] = []
    for answer in answers:
        phrase = answer.text.plain
        if answer.weight < _WHOLE:
            _partly(made, answer, what)
            continue
        if "*" in phrase:
            raise FlawError(f"not imported: {what} accepts a pattern with a star ({phrase[:40]!r}), not fixed words")
        accept.setdefault(words(phrase), phrase)
        feedback += [answer.feedback] if answer.feedback and answer.feedback not in feedback else []
    if not accept:
        raise FlawError(f"not imported: {what} has no key")
    if len(accept) > 12:
        raise FlawError(f"not imported: {what} accepts {len(accept)} answers; at most 12 fit")
    if len(feedback) > 1:
        made.lost += [f"feedback of its own on one right answer: {one.plain[:80]!r}" for one in feedback[1:]]
    return list(accept.values()), made.feedback(feedback[0] if feedback else Words(), what)


def _partly(made: Building, answer: Answer, what: str) -> None:
    phrase = answer.text.plain
    if answer.weight > 0:
        made.lost.append(f"the {answer.weight:g} % for {phrase[:40]!r} in {what}: here an answer is right or wrong")
    elif answer.feedback:
        made.lost.append(f"the feedback on the wrong answer {phrase[:40]!r} in {what}: {answer.feedback.plain[:80]!r}")
    elif phrase != "*":
        made.lost.append(f"the wrong answer {phrase[:40]!r} in {what}")


def _short_text(made: Building) -> Item:
    """A short answer is a cloze of one typed gap: accepted variants, and small slips forgiven."""
    accept, feedback = _accepted(made, made.question.answers, "the answer")
    if made.question.case_matters:
        made.lost.append("that capitals matter: here they make no difference")
    gap = {"id": "answer", "kind": "typed", "accept": accept, "feedback": feedback}
    return {"type": "cloze", "text": "[[answer]]", "gaps": [gap]}


def _numeric(made: Building) -> Item:
    """One number with a tolerance; wrong numbers that the source knows come along with their feedback."""
    question = made.question
    right = [number for number in question.numbers if number.weight >= _WHOLE]
    if not right:
        raise FlawError("not imported: it has no key: no number is wholly right")
    if len(right) > 1:
        right = [_together(right)]
    key, around = _middle(right[0])
    found: Item = {"key": key, "tolerance": around, "feedback": made.feedback(right[0].feedback, "the right number")}
    wrong = [_wrong(made, number) for number in question.numbers if number.weight < _WHOLE]
    if kept := [one for one in wrong if one]:
        found["wrong"] = kept
    return found


def _together(numbers: list[Number]) -> Number:
    """Right numbers whose ranges overlap, as one."""
    first, *rest = sorted(numbers, key=lambda number: number.low)
    low, high = first.low, first.high
    for number in rest:
        if number.low > high:
            raise FlawError(
                f"not imported: it has {len(numbers)} right numbers that lie apart; here a number has one key"
            )
        high = max(high, number.high)
    return Number(low, high, 100.0, next((number.feedback for number in numbers if number.feedback), first.feedback))


def _middle(number: Number) -> tuple[float, float]:
    if not (math.isfinite(number.low) and math.isfinite(number.high)):
        raise FlawError("not imported: its number is beyond all bounds")
    if number.low > number.high:
        raise FlawError(f"not imported: its range ends ({number.high:g}) before it begins ({number.low:g})")
    return round((number.low + number.high) / 2, 12), round((number.high - number.low) / 2, 12)


def _wrong(made: Building, number: Number) -> Item | None:
    key, around = _middle(number)
    if number.weight > 0:
        made.lost.append(f"the {number.weight:g} % for the number {key:g}: here a number is right or wrong")
    if not number.feedback:
        made.lost += [] if number.weight > 0 else [f"the wrong number {key:g}"]
        return None
    return {"value": key, "tolerance": around, "feedback": made.text(number.feedback, f"feedback on {key:g}")}


def _flash_card(made: Building) -> Item:
    if not made.question.body:
        raise FlawError("not imported: the back of the card is empty")
    return {"back": made.text(made.question.body, "the back")}


def _none(_: Building) -> Item:
    raise FlawError("not imported: there is no place for it here")


_BUILDERS: dict[str, Callable[[Building], Item]] = {
    "choice": _choice, "true-false": _true_false, "ordering": _ordering, "matching": _matching,
    "categorise": _categorise, "cloze": _cloze, "short-text": _short_text, "numeric": _numeric, "none": _none,
    "flash-card": _flash_card,
}  # fmt: skip
