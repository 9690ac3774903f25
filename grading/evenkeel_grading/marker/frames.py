"""Frames: finds of a part, each with the sentences that carry it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenkeel_grading.marker.lines import timed_lines
from evenkeel_grading.marker.reading import Place, Reading

if TYPE_CHECKING:
    from evenkeel_grading.rubric import Part

# How far into a sentence a name may stand for the sentence to open a new described thing.
_OPENING_WORDS = 8
# A described thing in running prose is this many sentences at most; in a list it is the line.
_ITEM_SENTENCES = 3


@dataclass(frozen=True)
class Find:
    """A part found in a field. ``sentences`` are the numbers of those that carry it; ``family`` is its kind."""

    part: str
    field: str
    sentences: tuple[int, ...]
    family: str = ""


def find_part(name: str, part: Part, readings: Mapping[str, Reading], fields: Sequence[str]) -> list[Find]:
    """Every find of a part, field by field."""
    found: list[Find] = []
    earlier = False
    for reading in (readings[one] for one in fields if one in readings):
        if not earlier:
            found.extend(_in_field(name, part, reading))
        everything = range(len(reading.hits))
        earlier = earlier or bool(part.before and reading.places(part.before, everything, quoted=True))
    return found


def _in_field(name: str, part: Part, reading: Reading) -> Iterator[Find]:
    if part.group == "items":
        yield from _in_items(name, part, reading)
    elif part.group == "lines":
        yield from _in_lines(name, part, reading)
    elif part.words:
        yield from _enough_words(name, part, reading)
    else:
        for family, slots in _frames(part):
            for numbers in _windows(part, reading, slots):
                yield Find(name, reading.field, numbers, family)


def _frames(part: Part) -> Iterator[tuple[str, list[list[str]]]]:
    if not part.families:
        yield "", list(part.slots)
    for family, classes in part.families.items():
        yield family, [list(classes), *part.slots]


def _enough_words(name: str, part: Part, reading: Reading) -> Iterator[Find]:
    kept = [number for number in range(len(reading.hits)) if number not in reading.prose.struck]
    if sum(len(reading.prose.sentences[number].words) for number in kept) >= part.words:
        yield Find(name, reading.field, tuple(kept))


def _windows(part: Part, reading: Reading, slots: list[list[str]]) -> list[tuple[int, ...]]:
    """The smallest runs of neighbouring sentences that fill every slot."""
    having = [reading.having(classes) for classes in slots]
    if not all(having):
        return []
    found: list[tuple[int, ...]] = []
    taken: set[int] = set()
    earliest = _earliest(part, reading)
    for size in range(1, part.window + 1):
        for start in range(len(reading.hits) - size + 1):
            run = range(start, start + size)
            if any(row.isdisjoint(run) for row in having) or (size > 1 and taken.intersection(run)):
                continue
            numbers = _filled(part, reading, slots, run, earliest)
            if numbers and numbers[0] == run[0] and numbers[-1] == run[-1]:
                found.append(numbers)
                taken.update(run)
    return sorted(found)


def _in_lines(name: str, part: Part, reading: Reading) -> Iterator[Find]:
    """Finds line by line: every slot stands within the line. The whole line carries the find."""
    for family, slots in _frames(part):
        for run, timed in timed_lines(reading.prose):
            if part.timed in ("any", timed) and _line_holds(part, reading, slots, run):
                yield Find(name, reading.field, tuple(run), family)


def _line_holds(part: Part, reading: Reading, slots: list[list[str]], run: range) -> bool:
    if sum(len(reading.prose.sentences[number].words) for number in run) < part.words:
        return False
    if not slots:
        return not reading.places(part.none, run, quoted=part.quoted == "any")
    return bool(_filled(part, reading, slots, run, None))


def _filled(
    part: Part, reading: Reading, slots: list[list[str]], run: range, earliest: tuple[int, int] | None
) -> tuple[int, ...]:
    """The sentences of the run that fill the slots, none when a slot stays empty."""
    quoted = part.quoted == "any"
    places = [reading.places(classes, run, quoted=quoted) for classes in slots]
    if not all(places) or reading.places(part.none, run, quoted=quoted):
        return ()
    if part.ordered and not _in_order(places):
        return ()
    if earliest and earliest < min((place.sentence, place.hit.first) for place in places[0]):
        return ()
    return tuple(sorted({place.sentence for row in places for place in row}))


def _in_order(places: list[list[Place]]) -> bool:
    after = (-1, -1)
    for row in places:
        later = sorted((p.sentence, p.hit.first) for p in row if (p.sentence, p.hit.first) > after)
        if not later:
            return False
        after = later[0]
    return True


def _earliest(part: Part, reading: Reading) -> tuple[int, int] | None:
    """Where the first cue stands that the part has to come before."""
    numbers = reading.having(part.before)
    if not numbers:
        return None
    first = min(numbers)
    return first, min(hit.first for hit in reading.hits[first] if hit.cue in part.before)


def _in_items(name: str, part: Part, reading: Reading) -> Iterator[Find]:
    """Finds within described things: the kind is the first one named, and every slot stands within the thing."""
    listed = _is_list(reading)
    for family, whole in _items(part, reading):
        run = _shortened(reading, whole, listed=listed)
        quoted = part.quoted == "any"
        places = [reading.places(classes, run, quoted=quoted) for classes in part.slots]
        own = reading.places(part.families[family], run, quoted=quoted)
        long_enough = sum(len(reading.prose.sentences[number].words) for number in run) >= part.words
        if all(places) and long_enough and not reading.places(part.none, run, quoted=quoted):
            numbers = {place.sentence for row in (own, *places) for place in row}
            yield Find(name, reading.field, tuple(sorted(numbers)), family)


def _shortened(reading: Reading, run: range, *, listed: bool) -> range:
    sentences = reading.prose.sentences
    line = sentences[run.start].line
    same = [number for number in run if sentences[number].line == line]
    return run[: max(_ITEM_SENTENCES, len(same) if listed else 0)]


def _is_list(reading: Reading) -> bool:
    return len({sentence.line for sentence in reading.prose.sentences}) > 2


def _items(part: Part, reading: Reading) -> Iterator[tuple[str, range]]:
    """Cut a field into described things. Each begins where a new kind opens a sentence or a line."""
    family, start = "", 0
    complete = _complete_from(part, reading)
    for number in range(len(reading.hits)):
        opening = _opening(part, reading, number)
        if not opening or (opening == family and not _new_line(reading, number)):
            continue
        if family and not _opens(part, reading, number, complete=complete[number] >= start):
            continue
        if family:
            yield family, range(start, number)
        family, start = opening, number
    if family:
        yield family, range(start, len(reading.hits))


def _opening(part: Part, reading: Reading, number: int) -> str:
    """The kind named first in a sentence, the longest name winning where two begin together."""
    best: tuple[int, int, str] | None = None
    for family, classes in part.families.items():
        for hit in reading.hits[number]:
            rank = (hit.first, -hit.last, family)
            if hit.cue in classes and (best is None or rank < best):
                best = rank
    return best[2] if best else ""


def _complete_from(part: Part, reading: Reading) -> list[int]:
    """For each sentence, the last one from which every slot is filled before it; -1 when none is."""
    having = [reading.having(classes) for classes in part.slots]
    latest = [-1] * len(having)
    found: list[int] = []
    for number in range(len(reading.hits)):
        found.append(min(latest, default=number))
        latest = [number if number in row else last for row, last in zip(having, latest, strict=True)]
    return found


def _opens(part: Part, reading: Reading, number: int, *, complete: bool) -> bool:
    if _new_line(reading, number):
        return True
    names = {cue for classes in part.families.values() for cue in classes}
    early = any(hit.cue in names and hit.first < _OPENING_WORDS for hit in reading.hits[number])
    return complete and early


def _new_line(reading: Reading, number: int) -> bool:
    sentences = reading.prose.sentences
    return number == 0 or sentences[number].line != sentences[number - 1].line
