"""What a compiled ink story works out as it goes: a stack of values, of which we keep what can be said here."""

from collections.abc import Callable

from evenkeel.importing.conditionals import negated
from evenkeel.importing.ink_tree import UNKNOWN, Value, combine, condition

_TWO = {"==", "!=", ">", "<", ">=", "<=", "&&", "||", "+", "-", "*", "/", "%", "MIN", "MAX", "POW", "?", "!?", "L^"}
_STRANGE = {
    "turn": "the number of turns", "rnd": "a random number", "readc": "a count of visits",
    "turns": "turns since a place", "srnd": "a random number", "listInt": "a list", "range": "a list",
    "lrnd": "a list", "choiceCnt": "the number of choices", "~ret": "a function",
}  # fmt: skip


class Values:
    """A stack of values. ``aloud`` gets the words that a play would show, ``lose`` what has no place here."""

    def __init__(self, aloud: Callable[[str], None], lose: Callable[[str], None]) -> None:
        self.aloud, self.lose = aloud, lose
        self.stack: list[Value] = []
        self.strings: list[list[str]] = []
        self.tag: list[str] | None = None

    def push(self, value: Value) -> None:
        """Put a value on the stack."""
        self.stack.append(value)

    def pop(self) -> Value:
        """The value last put there; :data:`UNKNOWN` when there is none."""
        return self.stack.pop() if self.stack else UNKNOWN

    def words(self) -> str | None:
        """The text last put there, if a text is there."""
        return str(self.pop()[1]) if self.stack and self.stack[-1][0] == "words" else None

    def say(self, text: str) -> None:
        """Text of the story, of the string that is being put together, or of a tag."""
        if self.tag is not None:
            self.tag.append(text)
        elif self.strings:
            self.strings[-1].append(text)
        else:
            self.aloud(text)

    def operate(self, word: str) -> None:
        """Do one of the operations of the format."""
        if word == "str":
            self.strings.append([])
        elif word == "/str" and self.strings:
            self.push(("words", "".join(self.strings.pop())))
        elif word in _TWO:
            right, left = self.pop(), self.pop()
            self.push(combine(word, left, right))
        elif word in ("!", "_"):
            self._invert(word)
        elif word == "out":
            self._out()
        elif word in ("#", "/#"):
            self._tagged(word)
        elif word in ("visit", "seq"):
            self.push(UNKNOWN)
        elif word == "du" and self.stack:
            self.push(self.stack[-1])
        elif word == "pop":
            self.pop()
        elif word in _STRANGE:
            self.lose(_STRANGE[word])
            self.push(UNKNOWN)

    def _tagged(self, word: str) -> None:
        """A tag stands between two signs among the words; older compilers write it in one piece."""
        if self.tag:
            self.lose(f"the tag {''.join(self.tag).strip()[:40]!r}")
        self.tag = [] if word == "#" else None

    def _out(self) -> None:
        value = self.pop()
        if value[0] in ("words", "number"):
            self.say(str(value[1]))
        else:
            self.lose("the value of a variable that stands in the words")

    def _invert(self, word: str) -> None:
        value = self.pop()
        if word == "_":
            self.push(("number", -value[1]) if value[0] == "number" else UNKNOWN)
        else:
            known = condition(value)
            self.push(UNKNOWN if known is None else ("if", negated(known)))
