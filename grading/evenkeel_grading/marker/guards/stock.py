"""Words put in for effect: stock openings, praise and adverbs everywhere, a "not" in every sentence.

Real writing has some of each. The bounds stand well above the most that any development answer has, and well below
what changing an answer for effect comes to; see tests/grading/data/README.md.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from evenkeel_grading.marker.cues import is_negator
from evenkeel_grading.marker.text import Prose, word_set, words_by_sentence

_OPENING = 2
_LONG = 7
_SENTENCES = 6
_OPENING_SHARE = 0.55
# A fifth of real sentences begin with the same two words at most; simple English comes to more with I alone.
_ONE_OPENING_SHARE = 0.35
_WORDS = 30
# Of all words. Genuine answers have up to 1.5 in a hundred; sentences chained by links at least 4.
_LINK_SHARE = 0.025
_LINKS = 4
_LINK = re.compile(
    r"\b(?:which mean[st]?|so that|because of (?:this|that)|as a (?:result|consequence)|next time|therefore|"
    r"for example|i (?:learn(?:ed|t)|reali[sz]ed) that|consequently|in this way|by doing (?:this|so)|"
    r"(?:this|that) meant|thus|hence|furthermore|moreover|in addition|in conclusion|it follows that|in order to)\b",
    re.IGNORECASE,
)
_AND_THEN = re.compile(r"\band then\b", re.IGNORECASE)
_AND_THENS = 6
_AND_THEN_SHARE = 0.04
# Genuine answers have up to 0.32 of their words in quotation marks.
_QUOTED_SHARE = 0.6
_MOULD_SENTENCES = 8
_MOULD_SHARE = 0.9
_PRAISE_SHARE = 0.06
_VERBS = 6
_DENIED_SHARE = 0.7
_PRAISE = word_set(
    "excellent effective successful professional positive clear specific safe good great perfect outstanding "
    "appropriate strong efficient thorough meaningful valuable superb exemplary brilliant amazing"
)
_NO_ADVERBS = word_set(
    "only early daily weekly monthly family reply apply supply rely fully police july italy assembly"
)
# Where nobody set a stop, a piece begins with one of these.
_JOINS = word_set("and but so then")
_VERBAL = word_set("is was were are would will can could should did do does had have has must may might")


def opens_alike(texts: Iterable[Prose]) -> bool:
    """Whether sentence after sentence begins with the same few words."""
    long = [words for words in words_by_sentence(texts) if len(words) >= _LONG and words[0] not in _JOINS]
    openings = Counter(tuple(words[:_OPENING]) for words in long)
    again = sum(number for number in openings.values() if number > 1)
    most = max(openings.values(), default=0)
    return openings.total() >= _SENTENCES and (
        again / openings.total() >= _OPENING_SHARE or most / openings.total() >= _ONE_OPENING_SHARE
    )


def is_moulded(texts: Iterable[Prose]) -> bool:
    """Whether hardly a sentence begins as no other does: a list of words, each put into one of a few moulds."""
    long = [tuple(words[:_OPENING]) for words in words_by_sentence(texts) if len(words) >= _OPENING]
    again = sum(number for number in Counter(long).values() if number > 1)
    return len(long) >= _MOULD_SENTENCES and again / len(long) >= _MOULD_SHARE


def is_chained(texts: Sequence[Prose]) -> bool:
    """Whether words that join causes, results and plans stand everywhere, as when they were put in between."""
    words = max(sum(len(text.words) for text in texts), 1)
    links = sum(len(_LINK.findall(text.text)) for text in texts)
    thens = sum(len(_AND_THEN.findall(text.text)) for text in texts)
    return (links >= _LINKS and links / words >= _LINK_SHARE) or (
        thens >= _AND_THENS and thens / words >= _AND_THEN_SHARE
    )


def is_quoted(texts: Iterable[Prose]) -> bool:
    """Whether most of it stands in quotation marks, so that nobody can tell whose words they are."""
    quoted = [word.quoted for text in texts for sentence in text.sentences for word in sentence.words]
    return len(quoted) >= _WORDS and sum(quoted) / len(quoted) >= _QUOTED_SHARE


def is_praise(texts: Iterable[Prose]) -> bool:
    """Whether adverbs and words of praise stand all over it."""
    words = [word for text in texts for word in text.words]
    found = sum(
        word in _PRAISE or (word.endswith("ly") and len(word) > 4 and word not in _NO_ADVERBS) for word in words
    )
    return len(words) >= _WORDS and found / len(words) >= _PRAISE_SHARE


def is_denial(texts: Iterable[Prose]) -> bool:
    """Whether nearly everything is said with a "not", as in a text that was turned into its opposite."""
    verbs = denied = 0
    for words in words_by_sentence(texts):
        for word, after in zip(words, [*words[1:], ""], strict=True):
            verb = word in _VERBAL or word.endswith("n't") or word == "never"
            verbs += verb
            denied += verb and (is_negator(word) or is_negator(after))
    return verbs >= _VERBS and denied / verbs >= _DENIED_SHARE
