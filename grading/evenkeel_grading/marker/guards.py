"""Guards: text that was given to the learner, lists of words, and words out of order.

A guard reports what it saw and never accuses. Copied sentences earn nothing; a list of keywords or scrambled
words earns at most level 1; each holds the suggestion until a tutor has looked.
"""

from collections.abc import Iterable, Sequence

from evenkeel_grading.marker.text import Prose, Sentence, prose, word_set

_RUN = 4
_SHORTEST_COPY = 6
_COPIED_SHARE = 0.8
_HELD_SHARE = 0.5
_LIST_WORDS = 12
_LIST_SHARE = 0.2
_LIST_CLAUSE = 2.6
_LIST_CLAUSE_SHARE = 0.5
_LONGEST_NOTE = 40
_ORDER_ODD = 3
_ORDER_SHARE = 0.08

_DETERMINERS = word_set("a an the my your his our their its")
_PREPOSITIONS = word_set("of to for with from at into by on")
_AUXILIARIES = word_set("is was are were am be been has had have will would can could should do did does")
_PRONOUNS = word_set("i he she they we it him them us me")
_JOINS = word_set("and or but because so if when that which who as than then")
FUNCTION_WORDS = (
    _DETERMINERS
    | _PREPOSITIONS
    | _AUXILIARIES
    | _PRONOUNS
    | _JOINS
    | word_set(
        "you this these those there what where how why not no in out up off down over about after before again all "
        "any some more most one her i'm i'd i'll i've you're you've it's that's he's she's they're we're he'd she'd "
        "they'd we'd you'd don't didn't can't couldn't won't wouldn't wasn't isn't hadn't just too very only also"
    )
)
# In real writing hardly any of these stands straight after a word of the left kind.
_SUBJECTS = word_set("i he she they we")
_ODD_AFTER = {
    **dict.fromkeys(_DETERMINERS, _DETERMINERS | _PREPOSITIONS | _AUXILIARIES | _PRONOUNS | _JOINS - {"that"}),
    **dict.fromkeys(
        word_set("of for with from at into"), _AUXILIARIES | _SUBJECTS | word_set("and or but because of so if")
    ),
    **dict.fromkeys(_SUBJECTS, _DETERMINERS | _SUBJECTS | word_set("of from into for with at")),
}


def shingles(text: str) -> set[tuple[str, ...]]:
    """Every run of four words, and every sentence that is too short to be told by its runs."""
    cut = prose(text)
    runs = {tuple(cut.words[index : index + _RUN]) for index in range(len(cut.words) - _RUN + 1)}
    sentences = (tuple(word.text for word in sentence.words) for sentence in cut.sentences)
    return runs | {words for words in sentences if _RUN <= len(words) < _SHORTEST_COPY}


def is_copied(sentence: Sentence, given: frozenset[tuple[str, ...]]) -> bool:
    """Whether a sentence is, nearly word for word, in what the learner was given."""
    words = [word.text for word in sentence.words]
    if len(words) < _SHORTEST_COPY:
        return tuple(words) in given
    runs = [tuple(words[index : index + _RUN]) for index in range(len(words) - _RUN + 1)]
    return sum(run in given for run in runs) / len(runs) >= _COPIED_SHARE


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


def is_word_list(texts: Sequence[Prose]) -> bool:
    """Whether hardly any of the small words stand there that sentences are made with."""
    words = [word for text in texts for word in text.words]
    small = sum(word in FUNCTION_WORDS for word in words)
    clauses = sum(len({word.clause for word in sentence.words}) for text in texts for sentence in text.sentences)
    if len(words) < _LIST_WORDS:
        return False
    share = small / len(words)
    return share < _LIST_SHARE or (share < _LIST_CLAUSE_SHARE and len(words) / clauses < _LIST_CLAUSE)


def is_scrambled(texts: Iterable[Prose]) -> bool:
    """Whether words follow one another as they hardly ever do, such as "the of" and "my is"."""
    cases = odd = 0
    for text in texts:
        for sentence in text.sentences:
            for word, after in zip(sentence.words, sentence.words[1:], strict=False):
                if word.text in _ODD_AFTER and word.clause == after.clause:
                    cases += 1
                    odd += after.text in _ODD_AFTER[word.text]
    return odd >= _ORDER_ODD and odd / cases >= _ORDER_SHARE
