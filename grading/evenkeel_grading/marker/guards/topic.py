"""What a text is about: the assignment it was handed in for, another one, or neither."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from evenkeel_grading.marker.forms import stem
from evenkeel_grading.marker.guards.order import FUNCTION_WORDS
from evenkeel_grading.marker.text import Prose, word_set

_ENOUGH = 25
# Genuine answers come to 0.22, an essay on something else to 0.3.
_OTHER_BY = 0.25
_OFF = 0.17
_OWN_SHARE = 0.25
_SMOOTH = 500.0
_COURSE_PART = 500.0
_LEAST = 0.01
# People at work with the public, and what passes between them: hardly any answer to any assignment does without.
_WORK = word_set(
    "customer caller call phone line ring rang desk counter office queue wait colleague supervisor manager "
    "adviser staff service report log incident complaint complain apologise apology sorry listen calm angry anger "
    "upset shout voice threat threaten abuse abusive safe safety risk alarm support help contact respond reply "
    "reassure frustrate frustration frighten afraid say tell ask explain offer promise check feel worry stress "
    "breathe breath pause shift training policy law act procedure record form payment claim benefit passport "
    "appointment guard security radio unit crew ambulance police fire casualty hazard barrier emergency press "
    "reporter clip message post online chat gentleman lady resident tenant claimant passenger patient client "
    "public empathy empathise paraphrase summarise acknowledge behaviour technique language tone question answer "
    "word hear speak decision decide responsibility escalate handover task instruction brief debrief coach option "
    "review error mistake delay file deadline respect dignity privacy data disability adjustment equality "
    "interpreter recover recovery rota forum leader officer operator engineer control council housing court tax "
    "border visa hospital surgery need plan step route limit rule authority authorise statement confirm insult "
    "swear rude silence demand blame fault refuse accuse repeat cry tear sigh "
)


def content(words: Iterable[str]) -> list[str]:
    """What the words that say something have in common with their other forms."""
    return [stem(word) for word in words if len(word) > 2 and word[0].isalpha() and word not in FUNCTION_WORDS]


@cache
def about_work() -> frozenset[str]:
    """What words of work with the public have in common with their other forms."""
    return frozenset(map(stem, _WORK))


def is_off_topic(texts: Sequence[Prose], own: Mapping[str, int]) -> bool:
    """Whether hardly anything is about the assignment, whose words are given, or about work with the public."""
    words = content(word for text in texts for word in text.words)
    if len(words) < _ENOUGH:
        return False
    of_work = sum(word in about_work() for word in words) / len(words)
    about_this = sum(word in own for word in words) / len(words)
    return of_work + _OWN_SHARE * about_this < _OFF


def is_of_another(
    texts: Sequence[Prose], own: str, topics: Mapping[str, Counter[str]], course: Mapping[str, float]
) -> bool:
    """Whether the text is far more like the words of another assignment than of its own. ``course`` are shares."""
    words = set(content(word for text in texts for word in text.words))
    if own not in topics or len(words) < _ENOUGH:
        return False
    others = (_likeness(words, topics[name], course) for name in topics if name != own)
    return max(others, default=-math.inf) - _likeness(words, topics[own], course) > _OTHER_BY


def _likeness(words: set[str], topic: Counter[str], course: Mapping[str, float]) -> float:
    whole = math.log(topic.total() + _SMOOTH)
    logs = (math.log(topic[word] + _COURSE_PART * course.get(word, 0.0) + _LEAST) for word in words)
    return sum(logs) / len(words) - whole
