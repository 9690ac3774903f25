"""Item-writing flaws that one item shows: cues to the key, and options that test reading and not judgement."""

import re
from collections.abc import Callable, Iterator
from itertools import combinations

from evenkeel.lint.asked import Asked
from evenkeel.lint.feedback import check_feedback
from evenkeel.lint.words import content_words, likeness, own_words, root, sentences, words
from evenkeel.markup import plain
from evenkeel.problems import Where

Found = Iterator[tuple[str, Where, str]]
"""Rule, place and message of each finding."""

LONGEST_KEY = 1.3
"""A key is much longer when it has this many times the signs of the longest distractor,"""
LONGEST_KEY_SIGNS = 20
"""and so many signs more."""
NEAR = 0.8
"""Two texts say almost the same when they share this part of their words."""
CONVERGING = 2
"""With how many distractors, strangers to each other, a key must share words to stand out."""

_ABOVE = re.compile(
    r"^\W*(?:all|none|both|any|neither|either|some|two)(?: of)?(?: the| these| those)?"
    r" (?:above|these|those|them|others?|options|answers)\b\W*$"
    r"|\b(?:all|none|both|any|either|neither) of the above\b",
    re.IGNORECASE,
)
_COMBINED = re.compile(
    r"^\W*(?:both|only|neither|either)?\s*\(?(?:[a-h]|[1-9]|i{1,3}|iv|v|first|second)\)?"
    r"(?:\s*(?:,|and|or|&|nor)\s*\(?(?:[a-h]|[1-9]|i{1,3}|iv|v|second|third)\)?)+(?:\s+only)?\W*$"
    r"|^\W*(?:only )?\(?(?:[a-h]|[1-9]|i{1,3}|iv)\)?(?: only)\W*$",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(
    r"\b(?:always|never|nobody ever|completely|entirely|totally|absolutely|impossible|without exception|guaranteed?s?"
    r"|in (?:all|every) cases?|in any case whatever|under (?:any|no) circumstances|invariably|inevitably)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:usually|(?<!how )often|sometimes|generally|frequently|occasionally|mostly|typically|normally|rarely"
    r"|seldom|probably|possibly|tends? to|in most cases|as appropriate|where appropriate)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(r"(?:tick|choose|pick|select|mark)\b", re.IGNORECASE)
_NEGATIVE = re.compile(r"\b(?:not|cannot|except)\b|\w+n['\u2019]t\b", re.IGNORECASE)
_NEGATIVE_QUESTION = re.compile(
    r"\b(?:which|what|who)\b[^,.:;?]{0,60}?\b(?:is|are|was|were|does|do|did|would|should|could|can|must|may|will)"
    r"(?: (?:not|never|least)\b|n['\u2019]t\b)|\bcannot\b|\bexcept\b"
    r"|\bwhich\b[^,.:;?]{0,40}\b(?:incorrect|false|untrue)\b"
    r"|\b(?:tick|choose|pick|select|mark)\b[^,.:;?]{0,60}\b(?:not|never|n['\u2019]t|least)\b",
    re.IGNORECASE,
)
_EMPHASISED = re.compile(
    r"\*+[^*\s]*(?:not|never|except|least|cannot|n['\u2019]t)[^*]*\*+|\b(?-i:NOT|NEVER|EXCEPT|LEAST)\b", re.I
)
_ARTICLE = re.compile(r"\b(an?)\s*(?:\.{3}|\u2026|_+|:)?\s*$", re.IGNORECASE)
_SINGULAR_END = re.compile(r"\b(?:is|was|has|this)\s*(?:\.{3}|\u2026|_+|:)?\s*$", re.IGNORECASE)
_PLURAL_END = re.compile(r"\b(?:are|were|have|these)\s*(?:\.{3}|\u2026|_+|:)?\s*$", re.IGNORECASE)
_PLURAL = re.compile(r"^\W*(?:two|three|four|five|many|several|these|those|some|few|all)\b", re.IGNORECASE)
_SINGULAR = re.compile(r"^\W*(?:a|an|one|this|that|each|every)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:tick|choose|pick|select|mark)\s+(?:the\s+)?(one|two|three|four|five)\b", re.IGNORECASE)
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


def check_flaws(asked: Asked) -> Found:
    """Every flaw of one question."""
    for rule in _RULES:
        yield from rule(asked)


def _above(asked: Asked) -> Found:
    for answer in asked.answers:
        if asked.form != "judge" and _ABOVE.search(plain(answer.text)):
            yield "all-of-the-above", answer.where, "sums up other options; say what the learner would do"
        elif asked.form != "judge" and _COMBINED.search(plain(answer.text)):
            yield "k-type", answer.where, "is a combination of others; ask for several answers, with ticks"


def _longest(asked: Asked) -> Found:
    if asked.form not in ("one", "best") or len(asked.answers) < 3 or not asked.keys:
        return
    key = len(plain(asked.keys[0].text))
    longest = max(len(plain(answer.text)) for answer in asked.distractors)
    if key >= longest * LONGEST_KEY and key - longest >= LONGEST_KEY_SIGNS:
        message = f"is the key and has {key} characters, the longest distractor {longest}; bring them closer"
        yield "longest-key", asked.keys[0].where, message


def _absolute(asked: Asked) -> Found:
    if asked.form == "judge":
        found = _ABSOLUTE.search(own_words(asked.stem))
        if found and not asked.answers[0].key:
            yield "absolute-term", asked.stem_where, f"is false and says {found[0]!r}, which gives it away"
        return
    if not asked.keys or any(_ABSOLUTE.search(key.text) for key in asked.keys):
        return
    for answer in asked.distractors:
        if found := _ABSOLUTE.search(answer.text):
            yield "absolute-term", answer.where, f"says {found[0]!r}, which no key does; leave it out"


def _vague(asked: Asked) -> Found:
    if asked.form == "judge":
        if found := _VAGUE.search(own_words(asked.stem)):
            yield "vague-qualifier", asked.stem_where, f"says {found[0]!r}, so that it can be judged either way"
        return
    if any(_VAGUE.search(answer.text) for answer in asked.distractors):
        return
    for key in asked.keys:
        if found := _VAGUE.search(key.text):
            yield "vague-qualifier", key.where, f"is a key and says {found[0]!r}, which no distractor does"


def _stem_word(asked: Asked) -> Found:
    if asked.form != "one" or len(asked.answers) < 3:
        return
    key, others = asked.keys[0], set[str]()
    for answer in asked.distractors:
        others |= content_words(plain(answer.text))
    names = {root(word) for word in words(asked.stem) if word[0].isupper()}
    shared = content_words(plain(asked.stem)) & content_words(plain(key.text)) - others - names
    if shared:
        said = ", ".join(word for word in words(plain(key.text)) if root(word) in shared)
        yield "stem-word", key.where, f"is the only option that repeats a word of the stem ({said}); change one of them"


def _negative(asked: Asked) -> Found:
    if asked.form == "parts":
        return
    for sentence in sentences(own_words(asked.stem)):
        if asked.form != "judge" and not sentence.endswith("?") and not _TELLS.match(sentence):
            continue
        asks = _NEGATIVE.search(sentence) if asked.form == "judge" else _NEGATIVE_QUESTION.search(sentence)
        if asks and not _EMPHASISED.search(sentence) and (asked.form != "judge" or not asked.answers[0].key):
            message = f"asks with {asks[0].split()[-1]!r}; ask it the other way, or write the word in **strong**"
            yield "negative-stem", asked.stem_where, message
            return


def _grammar(asked: Asked) -> Found:
    stem = plain(asked.stem).strip()
    if asked.form == "many" and (counted := _COUNTED.search(stem)) and _COUNTS[counted[1].lower()] != len(asked.keys):
        yield "grammar-cue", asked.stem_where, f"asks for {counted[1]}; there are {len(asked.keys)} keys"
    if asked.form not in ("one", "many"):
        return
    for fits, why in _fits(stem):
        if all(fits(key.text) for key in asked.keys):
            for answer in asked.distractors:
                if not fits(answer.text):
                    yield "grammar-cue", answer.where, f"does not go with {why} of the stem, and the key does"


def _fits(stem: str) -> Iterator[tuple[Callable[[str], bool], str]]:
    if article := _ARTICLE.search(stem):
        vowel = article[1].lower() == "an"
        yield (
            (lambda text: (plain(text).lstrip("\"'( ")[:1].lower() in "aeiou") == vowel),
            f"the {article[1]!r} at the end",
        )
    if _SINGULAR_END.search(stem):
        yield (lambda text: not _PLURAL.search(text)), "the singular at the end"
    if _PLURAL_END.search(stem):
        yield (lambda text: not _SINGULAR.search(text)), "the plural at the end"


def _converging(asked: Asked) -> Found:
    if asked.form != "one" or len(asked.answers) < 4:
        return
    said = [(answer, content_words(plain(answer.text)) - content_words(plain(asked.stem))) for answer in asked.answers]
    standing = {answer.where: _strangers(index, [found for _, found in said]) for index, (answer, _) in enumerate(said)}
    key = asked.keys[0]
    if standing[key.where] >= CONVERGING and all(standing[other.where] < CONVERGING for other in asked.distractors):
        yield "convergence", key.where, "shares words with options that share none with each other; vary the words"


def _strangers(index: int, said: list[set[str]]) -> int:
    """With how many of the other options, that share no word with each other, an option shares words."""
    own = said[index]
    near = [other & own for at, other in enumerate(said) if at != index and other & own]
    apart = [pair for pair in combinations(near, 2) if not pair[0] & pair[1]]
    return CONVERGING if apart else 0


def _alike(asked: Asked) -> Found:
    for one, other in combinations(asked.answers, 2):
        if asked.form != "judge" and Said(one.text).near(Said(other.text)):
            yield "near-duplicate", other.where, f"says almost the same as {plain(one.text)!r}; keep one"


_TURNS = {"not", "no", "never", "without", "before", "after", "more", "less", "first", "last", "yes"}


class Said:
    """A text as its set of words, to be compared with others."""

    def __init__(self, text: str) -> None:
        self.words = {word.lower() for word in words(plain(text))}

    def near(self, other: "Said", at_least: int = 4) -> bool:
        """Whether two texts differ in few words, none of which is a figure or turns the meaning round.

        Texts with fewer different words than ``at_least`` are not compared.
        """
        least, most = sorted((len(self.words), len(other.words)))
        if least < at_least or least < NEAR * most or likeness(self.words, other.words) < NEAR:
            return False
        return not any(_turns(word) for word in self.words ^ other.words)


def _turns(word: str) -> bool:
    return word in _TURNS or word.endswith(("n't", "n\u2019t")) or not word.isalpha()


_RULES = (
    _above, _longest, _absolute, _vague, _stem_word, _negative, _grammar, _converging, _alike, check_feedback,
)  # fmt: skip
