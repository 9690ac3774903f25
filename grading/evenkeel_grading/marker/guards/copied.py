"""Text that was given to the learner: word for word, and nearly so."""

from collections.abc import Iterable

from evenkeel_grading.marker.text import Prose, Sentence, prose

_RUN = 4
_SHORTEST_COPY = 6
_COPIED_SHARE = 0.8
_HELD_SHARE = 0.5
_LONGEST_NOTE = 40
_COURSE_RUN = 5
_COURSE_SHARE = 0.7


def shingles(text: str) -> set[tuple[str, ...]]:
    """Every run of four words, and every sentence that is too short to be told by its runs."""
    cut = prose(text)
    runs = {tuple(cut.words[index : index + _RUN]) for index in range(len(cut.words) - _RUN + 1)}
    sentences = (tuple(sentence.texts) for sentence in cut.sentences)
    return runs | {words for words in sentences if _RUN <= len(words) < _SHORTEST_COPY}


def is_copied(sentence: Sentence, given: frozenset[tuple[str, ...]]) -> bool:
    """Whether a sentence is, nearly word for word, in what the learner was given."""
    words = sentence.texts
    if len(words) < _SHORTEST_COPY:
        return tuple(words) in given
    covered: set[int] = set()
    for index in range(len(words) - _RUN + 1):
        if tuple(words[index : index + _RUN]) in given:
            # By words and not by runs: several options in one sentence have runs of their own where they meet.
            covered.update(range(index, index + _RUN))
    return len(covered) / len(words) >= _COPIED_SHARE


def mostly_copied(texts: Iterable[Prose]) -> bool:
    """Whether at least half of the words stand in struck sentences."""
    struck = total = 0
    for text in texts:
        for number, sentence in enumerate(text.sentences):
            total += len(sentence.words)
            struck += len(sentence.words) if number in text.struck else 0
    return total > 0 and struck / total >= _HELD_SHARE


def is_note(text: Prose) -> bool:
    """Whether every line is short, as in a log or a report in parts."""
    lengths: dict[int, int] = {}
    for sentence in text.sentences:
        lengths[sentence.line] = lengths.get(sentence.line, 0) + len(sentence.words)
    return max(lengths.values(), default=0) <= _LONGEST_NOTE


def course_runs(words: list[str]) -> set[int]:
    """Every run of five words of a course's text, by its hash: for one process only, and small."""
    return {hash(tuple(words[index : index + _COURSE_RUN])) for index in range(len(words) - _COURSE_RUN + 1)}


def from_course(texts: Iterable[Prose], runs: frozenset[int]) -> bool:
    """Whether at least half of the words stand in sentences that pages or exercises of the course have."""
    copied = total = 0
    for text in texts:
        for sentence in text.sentences:
            total += len(sentence.words)
            copied += len(sentence.words) if _in_course(sentence, runs) else 0
    return total > 0 and copied / total >= _HELD_SHARE


def _in_course(sentence: Sentence, runs: frozenset[int]) -> bool:
    words = sentence.texts
    if len(words) < _SHORTEST_COPY:
        return False
    found = [hash(tuple(words[index : index + _COURSE_RUN])) in runs for index in range(len(words) - _COURSE_RUN + 1)]
    return sum(found) / len(found) >= _COURSE_SHARE
