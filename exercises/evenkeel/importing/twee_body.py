"""What every Twee format writes into: the lines, links and changes of one passage, under the conditions that hold."""

import re
from dataclasses import dataclass, field
from typing import Any

from evenkeel.importing.conditionals import UnmappedError, effect, joined, names_in, negated, parse
from evenkeel.importing.neutral import Effect, Passage, Spoken, Way
from evenkeel.importing.words import Words, from_html

_MARK_OPEN, _MARK_CLOSE = "\ue002", "\ue003"
_LINK = re.compile(r"\[\[(?P<body>(?:(?!\]\]|\]\[).){1,600}?)\](?:\[(?P<setter>[^\]]{0,1000})\])?\]", re.DOTALL)
MAX_INCLUDES = 20

Condition = dict[str, Any] | None


@dataclass
class Raw:
    """A passage as the file has it."""

    name: str
    place: str
    tags: list[str]
    text: str
    pid: str


@dataclass
class _Branch:
    """An if with what was tried before. ``unknown``: one of its conditions cannot be said in our language."""

    tried: list[Condition] = field(default_factory=list)
    now: Condition = None
    unknown: bool = False


class Body:
    """Gathers one passage while its format reads it."""

    def __init__(self, raw: Raw, passages: dict[str, Raw]) -> None:
        self.passage = Passage(raw.name, raw.place)
        self.passages = passages
        self.branches: list[_Branch] = []
        self.parts: list[tuple[Condition, str, str]] = []
        self.looked_at: set[str] = set()
        self.includes = 0

    def lose(self, what: str) -> None:
        """Note what has no place here."""
        if what not in self.passage.lost:
            self.passage.lost.append(what)

    @property
    def condition(self) -> Condition:
        """What holds here."""
        return joined(*(branch.now for branch in self.branches))

    def begin(self, text: str, inverted: bool = False) -> None:
        """An if begins."""
        self.branches.append(_Branch())
        self._under(self._parsed(text, inverted))

    def otherwise(self, text: str | None) -> None:
        """An elseif or else of the present if."""
        if not self.branches:
            self.lose("an else without its if")
            return
        self._under(None if text is None else self._parsed(text, False))

    def end(self) -> None:
        """The present if ends."""
        if self.branches:
            self.branches.pop()

    def _parsed(self, text: str, inverted: bool) -> Condition:
        try:
            found = parse(text)
        except UnmappedError:
            self.branches[-1].unknown = True
            self.lose(f"the condition {text.strip()[:80]!r}; what hangs on it always shows now")
            return None
        self.looked_at |= names_in(found)
        return negated(found) if inverted else found

    def _under(self, condition: Condition) -> None:
        branch = self.branches[-1]
        before = [negated(one) for one in branch.tried]
        branch.now = None if branch.unknown else joined(*before, condition)
        branch.tried.append(condition)

    def say(self, text: str, who: str = "") -> None:
        """Words, where the passage is now; ``who`` says them, where the source tells."""
        if text:
            self.parts.append((self.condition, who, text))

    def assign(self, text: str, way: Way | None = None) -> None:
        """A change of a variable: of a link, or of the passage."""
        try:
            change = effect(text)
        except UnmappedError:
            self.lose(f"the change {text.strip()[:80]!r}")
            return
        if way is not None:
            way.effects.append(change)
        elif self.condition is not None:
            self.lose(f"the change {text.strip()[:80]!r}, since it depends on a condition")
        else:
            self._enter(change, text)

    def _enter(self, change: Effect, text: str) -> None:
        if change.name in self.looked_at:
            self.lose(f"that {text.strip()[:60]!r} comes after a condition on it: here it comes before")
        self.passage.enter.append(change)

    def link(self, words: str, to: str, setter: str = "", said: str = "") -> Way:
        """A link. ``said``: how it is written in the text around it."""
        way = Way(self.words(words), to.strip(), self.condition)
        for part in divided(setter):
            self.assign(part, way)
        self.passage.ways.append(way)
        self.parts.append((self.condition, "", f"{_MARK_OPEN}{said or words}{_MARK_CLOSE}"))
        return way

    def links_in(self, text: str) -> None:
        """Words with ``[[links]]`` in them."""
        at = 0
        for found in _LINK.finditer(text):
            self.say(text[at : found.start()])
            self.link(*target_of(found["body"]), found["setter"] or "")
            at = found.end()
        self.say(text[at:])

    def words(self, text: str) -> Words:
        """Words as our nodes, in the signs that Twine's formats share."""
        return from_html(styled(text))

    def _line(self, words: Words, condition: Condition, who: str) -> None:
        if who == "debrief":
            self.passage.debrief = words
        elif who == "model-line":
            self.passage.model_line = words
        elif words or words.pictures:
            self.passage.lines.append(Spoken(words, condition, who or "narrator"))

    def done(self) -> Passage:
        """The passage, with its lines put together."""
        merged: list[tuple[Condition, str, str]] = []
        for condition, who, text in self.parts:
            if merged and not who and merged[-1][:2] == (condition, who):
                merged[-1] = (condition, who, merged[-1][2] + text)
            else:
                merged.append((condition, who, text))
        for condition, who, text in merged:
            self._line(self.words(_without_links(text)), condition, who)
        self.passage.ways = [way for way in self.passage.ways if way.to]
        return self.passage


def _without_links(text: str) -> str:
    """A line that holds nothing but links goes; in a sentence the words of a link stay."""
    kept = []
    for line in text.split("\n"):
        bare = re.sub(f"{_MARK_OPEN}[^{_MARK_CLOSE}]*{_MARK_CLOSE}", "", line)
        if _MARK_OPEN in line and not re.search(r"[^\W_]", re.sub(r"<[^>]*>", "", bare)):
            continue
        kept.append(line.replace(_MARK_OPEN, "").replace(_MARK_CLOSE, ""))
    return "\n".join(kept)


def target_of(body: str) -> tuple[str, str]:
    """The words and the target of a link's inside."""
    if "->" in body:
        words, _, to = body.rpartition("->")
    elif "<-" in body:
        to, _, words = body.partition("<-")
    elif "|" in body:
        words, _, to = body.rpartition("|")
    else:
        words = to = body
    return words.strip(), to.strip()


_STYLES = (
    (re.compile(r"''(?=\S)(.+?)''", re.DOTALL), r"<b>\1</b>"),
    (re.compile(r"(?<![:\w/])//(?=[^\s/])(.+?)(?<!:)//", re.DOTALL), r"<i>\1</i>"),
    (re.compile(r"(?<![*\w])\*\*(?=\S)([^*\n]+?)\*\*"), r"<b>\1</b>"),
    (re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]+?)(?<!\s)\*(?![*\w])"), r"<i>\1</i>"),
    (re.compile(r"(?<!\w)__(?=\S)([^_\n]+?)__(?!\w)"), r"<u>\1</u>"),
)
_HEADING = re.compile(r"^\s*(?:!{1,6}|#{1,6}\s)\s*(?=\S)(.*)$")
_ITEM = re.compile(r"^\s*(?:[*-])\s+(?=\S)(.*)$")


def styled(text: str) -> str:
    """Twine's signs for bold, italics, headings and lists as HTML; every line end is a break."""
    for pattern, instead in _STYLES:
        text = pattern.sub(instead, text)
    lines, items = [], list[str]()
    for line in [*text.split("\n"), ""]:
        item = _ITEM.match(line)
        if item:
            items.append(f"<li>{item[1]}</li>")
            continue
        if items:
            lines.append(f"<ul>{''.join(items)}</ul>")
            items = []
        heading = _HEADING.match(line)
        lines.append(f"<h2>{heading[1]}</h2>" if heading else line)
    return "<br>".join(lines)


def divided(assignments: str) -> list[str]:
    """Assignments one by one; a comma inside brackets does not count."""
    if len(assignments) > 4000:
        return [assignments]
    return [part for part in re.split(r"[,;](?![^(]*\))", assignments) if part.strip()]


def unquoted(text: str) -> str:
    """A string of a macro without its quotes."""
    text = text.strip()
    if len(text) > 1 and text[0] in "\"'" and text[-1] == text[0]:
        return text[1:-1].replace("\\" + text[0], text[0])
    return text
