"""Items that are answered by typing or in the gaps of a text: clozes, short answers, numbers."""

import math

from evenkeel.importing.building import WHOLE, Building, Item, options_of
from evenkeel.importing.cloze import CLOSE, OPEN
from evenkeel.importing.neutral import Answer, FlawError, Gap, Number
from evenkeel.importing.words import Words, from_plain


def cloze(made: Building) -> Item:
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
        _exactly(made, gap, number)
    right = [answer for answer in gap.answers if answer.weight >= WHOLE]
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
    options = options_of(made, gap.answers, f"choice of gap {number}")
    key = options[gap.answers.index(right[0])]["id"]
    return {"id": f"gap-{number}", "kind": "choice", "options": options, "key": key}


def _exactly(made: Building, gap: Gap, number: int) -> None:
    """A gap for a number takes it as it is written. Where the source takes others near it, a gap cannot follow."""
    for answer in gap.answers:
        value, _, around = answer.text.plain.partition(":")
        if around.strip(" 0.,"):
            raise FlawError(
                f"not imported: gap {number} wants a number within {around.strip()}, which it cannot judge here"
            )
        answer.text = from_plain(value.strip())
    told = " or ".join(repr(answer.text.plain[:20]) for answer in gap.answers if answer.weight >= WHOLE)
    made.lost.append(f"other ways to write the number in gap {number}: here it is right as {told} alone")


def _accepted(made: Building, answers: list[Answer], what: str) -> tuple[list[str], str]:
    """The phrases that are right, each once as our rules read them, and the feedback on them."""
    from evenkeel.typed import words

    accept: dict[str, str] = {}
    feedback: list[Words] = []
    for answer in answers:
        phrase = answer.text.plain
        if answer.weight < WHOLE:
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


def short_text(made: Building) -> Item:
    """A short answer is a cloze of one typed gap: accepted variants, and small slips forgiven."""
    accept, feedback = _accepted(made, made.question.answers, "the answer")
    if made.question.case_matters:
        made.lost.append("that capitals matter: here they make no difference")
    gap = {"id": "answer", "kind": "typed", "accept": accept, "feedback": feedback}
    return {"type": "cloze", "text": "[[answer]]", "gaps": [gap]}


def numeric(made: Building) -> Item:
    """One number with a tolerance; wrong numbers that the source knows come along with their feedback."""
    question = made.question
    right = [number for number in question.numbers if number.weight >= WHOLE]
    if not right:
        raise FlawError("not imported: it has no key: no number is wholly right")
    if len(right) > 1:
        right = [_together(right)]
    key, around = _middle(right[0])
    found: Item = {"key": key, "tolerance": around, "feedback": made.feedback(right[0].feedback, "the right number")}
    if question.units:
        made.lost += [f"the unit {unit[:40]!r}: at most 8 fit" for unit in question.units[8:]]
        found["units"] = question.units[:8]
    wrong = [_wrong(made, number) for number in question.numbers if number.weight < WHOLE]
    if kept := _distinct(made, right[0], [one for one in wrong if one]):
        found["wrong"] = kept
    return found


def _distinct(made: Building, right: Number, wrong: list[Item]) -> list[Item]:
    """The wrong numbers that are neither right nor covered by one before them: only those can be told apart."""
    kept: list[Item] = []
    for one in wrong:
        before = [
            (right.low, right.high),
            *((two["value"] - two["tolerance"], two["value"] + two["tolerance"]) for two in kept),
        ]
        if any(low <= one["value"] <= high for low, high in before):
            made.lost.append(
                f"the feedback on {one['value']:g}, give or take {one['tolerance']:g}: {one['feedback'][:80]!r}"
            )
        else:
            kept.append(one)
    made.lost += [f"the feedback on {one['value']:g}: at most 8 wrong numbers fit" for one in kept[8:]]
    return kept[:8]


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
