"""Words meant for whoever or whatever marks, and not for the case. The expressions are in ``aimed.txt``."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from evenkeel_grading.marker.text import Prose, word_set

# Only where a word begins so can there be anything, and looking for them is quick.
_SIGNS = word_set(
    "achie candi degre demon moder result satis stand treat tutor verif "
    "asseg atrib bewer conce dai daj dammi desco dimen dê esque geben geef gib missa negee pomiń przyz verge "
    "vergi zigno "
    "100 admin ai angho anwyb asses assis behav bypas calif caso chat chatg confi credi crite desca devel "
    "disre diyst evenk exami farc farci flag flags forge full gpt grad grade gradi highe hold ignor imagi inst "
    "instr jailb langu lefel level llm marc marci mark marke marki marks maxim negli nivea nivel nota négli "
    "olvid omit oubli overr pass passe pay perfe prete promp punt puntu pwynt rhoi rhowc rubri scor score "
    "scori sgôr skip syste tenez tenir top whoev "
)
_LONGEST_SIGN = 5
# No order to a marker needs more characters, and no search then takes long.
_LONGEST = 600
_PIECE = re.compile(r"([A-Z]+) = (.+)")


@cache
def _aimed() -> re.Pattern[str]:
    pieces: dict[str, str] = {}
    found = []
    for line in (files(__package__) / "aimed.txt").read_text(encoding="utf-8").splitlines():
        if named := _PIECE.fullmatch(line):
            pieces[named[1]] = named[2]
        elif line and not line.startswith("#"):
            found.append(re.sub(r"\{([A-Z]+)\}", lambda match: pieces[match[1]], line))
    return re.compile("|".join(found), re.IGNORECASE)


def is_aimed_at_marker(texts: Iterable[Prose]) -> bool:
    """Whether somewhere the text tells its marker what to do or how good it is."""
    return any(
        _aimed().search(text.text, sentence.start, min(sentence.end, sentence.start + _LONGEST))
        for text in texts
        for sentence in text.sentences
        if any(word.text[:_LONGEST_SIGN] in _SIGNS for word in sentence.words)
    )
