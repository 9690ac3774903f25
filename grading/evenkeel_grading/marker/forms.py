"""What the forms of an English word have in common, so that a rule need not tell settled from settling."""

from functools import lru_cache

from evenkeel_grading.marker.text import word_set

# Each verb with the forms that no rule gives; a stroke stands between two.
_IRREGULAR = """
begin began begun | become became | bite bit bitten | blow blew blown | break broke broken | bring brought |
build built | buy bought | catch caught | choose chose chosen | come came | cut | deal dealt | do does did done
| draw drew drawn | drink drank drunk | drive drove driven | eat ate eaten | fall fell fallen | feed fed | feel
felt | fight fought | find found | flee fled | fly flew flown | forget forgot forgotten | forgive forgave
forgiven | freeze froze frozen | get got gotten | give gave given | go went gone goes | grow grew grown | hang
hung | have has had | hear heard | hide hid hidden | hit | hold held | hurt | keep kept | know knew known | lay
laid | lead led | lean leant | learn learnt | leave left | lend lent | let | lie lay lain lying | light lit |
lose lost | make made | mean meant | meet met | mistake mistook mistaken | overhear overheard | pay paid | put |
quit | read | rebuild rebuilt | ride rode ridden | ring rang rung | rise rose risen | run ran | say said | see
saw seen | seek sought | sell sold | send sent | set | shake shook shaken | show shown | shrink shrank shrunk |
shut | sing sang sung | sit sat | sleep slept | speak spoke spoken | spend spent | split | stand stood | steal
stole stolen | stick stuck | strike struck | swear swore sworn | swim swam swum | swing swung | take took taken
| teach taught | tear tore torn | tell told | think thought | throw threw thrown | understand understood | wake
woke woken | wear wore worn | weep wept | win won | wind wound | withdraw withdrew withdrawn | write wrote
written | child children | man men | woman women | person people | foot feet
"""
IRREGULAR_OF = {
    form: forms.split()[0] for forms in " ".join(_IRREGULAR.split("\n")).split("|") for form in forms.split()
}
# Words that only look like a form of another, and those whose form says too much to be let go.
_AS_IT_IS = word_set(
    "be am is are was were been being has have had having do does did done need news evening during nothing "
    "something anything everything morning this his its yes us less unless bus as thus always perhaps afterwards "
    "towards across address process access press stress business witness ms mrs gas ours hers yours theirs means "
    "others left lay found red bed fed led shed sped hundred sacred kindred used customs"
)
# What note and here would come to is another word, and one that says the opposite.
_NO_STEM = frozenset({"not", "her"})
_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """What the forms of a word have in common: ``settl`` for settles, settled and settling; ``tell`` for told."""
    made = _stem(word)
    return f"{made}e" if made in _NO_STEM and word != made else made


def _stem(word: str) -> str:
    if word in _AS_IT_IS or len(word) < 3 or "'" in word:
        return word
    word = IRREGULAR_OF.get(word, word)
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("eed") and len(word) > 5:
        return word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and _is_stem(word.removesuffix(ending)) and not word.endswith("eed"):
            return _tidy(word.removesuffix(ending))
    if word.endswith(("sses", "shes", "ches", "xes", "zes", "oes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return _tidy(word)


def _is_stem(word: str) -> bool:
    return len(word) > 2 and not _VOWELS.isdisjoint(word)


def _tidy(word: str) -> str:
    """Without what an ending changes: a silent e, a doubled letter, an i for a y."""
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        return word[:-1]
    if len(word) > 3 and word.endswith("e") and not word.endswith("ee"):
        return word[:-1]
    return word[:-1] + "y" if len(word) > 3 and word.endswith("i") else word
