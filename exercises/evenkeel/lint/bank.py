"""What only the whole bank of items shows: where keys stand, how long they are, and how many statements are true."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from evenkeel.lint.asked import Asked
from evenkeel.lint.flaws import Said
from evenkeel.markup import plain
from evenkeel.problems import Where

LEAST = 8
"""With fewer items than this a share says nothing."""
POSITION = (0.5, 1.6)
"""A place may hold the key so many times as often as chance would put it there, at least and at most."""
LONGEST = 0.4
"""The part of the items whose key may be their longest option, or their shortest. Chance gives 0.25 with four."""
TRUE = (0.35, 0.65)
"""The part of the statements that may be true."""

STEM = 8
"""Stems with fewer different words than this, such as "What do you say?", may stand twice."""


def check_bank(bank: Sequence[Asked]) -> Iterator[tuple[str, str]]:
    """Rule and message of every lean of the bank."""
    single = [asked for asked in bank if asked.form == "one" and len(asked.answers) > 2]
    yield from _positions(single)
    yield from _lengths(single)
    yield from _judged([asked for asked in bank if asked.form == "judge"])


def _positions(single: Sequence[Asked]) -> Iterator[tuple[str, str]]:
    keys: Counter[int] = Counter()
    chance: dict[int, float] = defaultdict(float)
    for asked in single:
        keys[[answer.key for answer in asked.answers].index(True)] += 1
        for place in range(len(asked.answers)):
            chance[place] += 1 / len(asked.answers)
    for place, expected in sorted(chance.items()):
        low, high = POSITION
        if len(single) >= LEAST and expected >= 3 and not low * expected <= keys[place] <= high * expected:
            words = (
                f"place {place + 1} holds the key in {keys[place]} of {len(single)} items; chance gives {expected:.0f}"
            )
            yield "key-position", words


def _lengths(single: Sequence[Asked]) -> Iterator[tuple[str, str]]:
    for most, name in ((max, "longest"), (min, "shortest")):
        count = 0
        for asked in single:
            lengths = [len(plain(answer.text)) for answer in asked.answers]
            key = len(plain(asked.keys[0].text))
            count += key == most(lengths) and lengths.count(key) == 1
        if len(single) >= LEAST and count > LONGEST * len(single):
            share = f"{count} of {len(single)} items"
            yield "key-length", f"the key is the {name} option in {share}; at most {LONGEST:.0%} may be so"


def _judged(judged: Sequence[Asked]) -> Iterator[tuple[str, str]]:
    true = sum(asked.answers[0].key for asked in judged)
    low, high = TRUE
    if len(judged) >= LEAST and not low * len(judged) <= true <= high * len(judged):
        yield "true-false-bias", f"{true} of {len(judged)} statements are true; keep between {low:.0%} and {high:.0%}"


def check_stems(bank: Sequence[Asked]) -> Iterator[tuple[Asked, Where, str]]:
    """Questions that another file, or the same one, asks in almost the same words."""
    stems = [(asked, Said(asked.stem)) for asked in bank if asked.stem]
    for index, (asked, said) in enumerate(stems):
        for before, other in stems[:index]:
            if asked.where != before.where and said.near(other, STEM):
                yield asked, asked.stem_where, f"asks almost the same as an item of {before.file.as_posix()}"
                break
