"""One passage of a compiled ink story: its content followed from one place to the next choice."""

import re
from typing import TYPE_CHECKING, Any

from evenkeel.importing.conditionals import joined, negated
from evenkeel.importing.ink_choices import add_choice
from evenkeel.importing.ink_tree import UNKNOWN, Condition, Container, Place, condition
from evenkeel.importing.ink_values import Values
from evenkeel.importing.neutral import Effect, ImportRefusedError, Passage, Spoken, Way
from evenkeel.importing.words import EMPTY, Words, from_html

if TYPE_CHECKING:
    from evenkeel.importing.ink import InkStory

MOST_STEPS = 400_000


class Walk:
    """Follows the content from one place until a choice has to be made, or it ends."""

    def __init__(self, story: "InkStory", name: str) -> None:
        self.story = story
        self.made = Passage(name, f"at {name!r}", title=name)
        self.parts: list[tuple[Condition, str]] = []
        self.values = Values(self._aloud, self.lose)
        self.under: list[Condition] = []
        self.past: list[Condition] = []
        """What does not hold any more, since the flow would have gone elsewhere."""
        self.tried: list[Condition] = []
        self.came: set[tuple[int, int]] = set()
        self.choice = False
        self.threading = False
        self.returned = False
        self.echo = False
        self.to: str | None = None
        self.routes: list[tuple[dict[str, Any], str]] = []
        self.once: list[Way] = []
        self.fallbacks: list[Way] = []

    def lose(self, what: str) -> None:
        if what not in self.made.lost:
            self.made.lost.append(what)

    @staticmethod
    def worded(text: str) -> Words:
        """Text with the few HTML tags that ink's players take; every line is a paragraph."""
        return from_html(text.replace("<>", "").strip().replace("\n", "<br>"))

    def fresh(self) -> "Walk":
        """A walk of its own from a place of the same passage."""
        return Walk(self.story, self.made.name)

    def passage(self, place: Place) -> Passage:
        self.follow(place)
        self.made.lines = self.lines()
        ways = [Way(EMPTY, name, when) for when, name in self.routes]
        self.made.ways = ways + self.made.ways
        return self.made

    def lines(self) -> list[Spoken]:
        found: list[tuple[Condition, str]] = []
        for when, text in self.parts:
            if found and found[-1][0] == when:
                found[-1] = (when, found[-1][1] + text)
            else:
                found.append((when, text))
        return [Spoken(words, when) for when, text in found if (words := self.worded(text))]

    def follow(self, place: Place | None) -> None:
        """Go on from a place, and from wherever it leads, until the flow stops."""
        while place is not None:
            container, at = place
            key = (id(container), at)
            if key in self.came:
                if not self.made.ways:
                    self.lose("a circle without a choice")
                return
            self.came.add(key)
            place = self._through(container, at)

    def _through(self, container: Container, at: int) -> Place | None:
        """The rest of a container; then where the flow goes on, if it does."""
        for index in range(at, len(container.content)):
            self.story.steps += 1
            if self.story.steps > MOST_STEPS:
                raise ImportRefusedError("is too long to be followed")
            one = container.content[index]
            if isinstance(one, Container):
                stopped, onward = self._inner(one, container)
            else:
                stopped, onward = self._one(one, container)
            if stopped:
                return onward
        if container.parent is not None and container.at is not None:
            return container.parent, container.at + 1
        return None

    def _inner(self, inner: Container, host: Container) -> tuple[bool, Place | None]:
        """Content inside: a branch of a condition, or just a part of the text."""
        branch = inner.named.get("b")
        if branch is None or branch.at is not None:
            return (True, (inner, 0)) if inner.content or inner.named else (False, None)
        for one in inner.content:
            if isinstance(one, dict) and "->" in one:
                self._branch(branch, host, bool(one.get("c")))
            elif not isinstance(one, Container):
                self._one(one, inner)
        return False, None

    def _branch(self, branch: Container, host: Container, conditional: bool) -> None:
        known = condition(self.values.pop()) if conditional else None
        if conditional and known is None:
            self.lose("a condition that cannot be said here; what hangs on it always shows now")
        tried = [negated(one) for one in self.tried]
        if conditional:
            self.tried.append(known)
        self.under.append(joined(*tried, known) if known or not conditional else None)
        tried_before, self.tried = self.tried, []
        self._branch_content(branch, host)
        self.tried = tried_before
        self.under.pop()

    def _branch_content(self, branch: Container, host: Container) -> None:
        for one in branch.content:
            if isinstance(one, dict) and "->" in one and not one.get("var"):
                target = branch.find(str(one["->"]))
                if target is None or target[0] is host or (target[0].at is not None and target[0].parent is host):
                    return
                self._jump(target)
                return
            if isinstance(one, Container):
                self._inner_of_branch(one, branch)
            else:
                self._one(one, branch)

    def _inner_of_branch(self, inner: Container, branch: Container) -> None:
        stopped, onward = self._inner(inner, branch)
        if stopped and onward is not None:
            for one in onward[0].content:
                if not isinstance(one, Container):
                    self._one(one, onward[0])

    def _jump(self, target: Place) -> None:
        """A divert that hangs on a condition."""
        when = self.when()
        if when is None:
            self.lose("a jump that hangs on a condition that cannot be said here")
            return
        self.routes.append((when, self.story.name(target)))
        self.past.append(negated(when))

    def _one(self, one: Any, container: Container) -> tuple[bool, Place | None]:
        """One piece of content: whether the flow stops or turns here, and where it goes on."""
        if isinstance(one, str):
            return self._word(one)
        if isinstance(one, bool | int | float):
            self.values.push(("number", int(one)) if int(one) == one else UNKNOWN)
        elif isinstance(one, dict):
            return self._thing(one, container)
        return False, None

    def _word(self, word: str) -> tuple[bool, Place | None]:
        if word.startswith("^") or word == "\n":
            self.values.say(word.removeprefix("^"))
        elif word in ("done", "end", "->->"):
            self.returned = word == "->->"
            return True, None
        elif word == "thread":
            self.threading = True
        elif word == "nop":
            self.tried = []
        else:
            self.values.operate(word)
        return False, None

    def _aloud(self, text: str) -> None:
        self.parts.append((self.when(), text))

    def when(self, *more: Condition) -> Condition:
        """On what the present place hangs."""
        parts: list[dict[str, Any]] = []
        for one in (*self.past, *self.under, *more):
            parts += [part for part in (one or {}).get("all", [one] if one else []) if part not in parts]
        return joined(*parts)

    def _thing(self, one: dict[str, Any], container: Container) -> tuple[bool, Place | None]:
        if "->" in one:
            return self._divert(one, container)
        if "*" in one:
            add_choice(self, one, container)
        elif "VAR?" in one:
            self.values.push(("var", str(one["VAR?"])))
        elif "CNT?" in one:
            place = container.find(str(one["CNT?"]))
            self.values.push(("visited", self.story.called(place)) if place else UNKNOWN)
        elif "VAR=" in one or "temp=" in one:
            self._assign(one)
        elif "#" in one:
            self.lose(f"the tag {str(one['#'])[:40]!r}")
        elif "->t->" in one:
            self._tunnel(None if one.get("var") else container.find(str(one["->t->"])))
        elif {"f()", "x()"} & set(one):
            self.lose("a call of a function")
            self.values.push(UNKNOWN)
        elif "^->" in one:
            self.values.push(UNKNOWN)
        return False, None

    def _tunnel(self, target: Place | None) -> None:
        """What stands at another place, from which the flow comes back here."""
        inside = self.fresh()
        inside.past, inside.under = [*self.past], [*self.under]
        if target is not None and not self.values.strings:
            inside.follow(target)
        if not inside.returned or inside.made.ways or inside.routes:
            self.lose("a tunnel that has choices of its own, or does not come back")
            return
        self.parts += inside.parts
        self.made.enter += inside.made.enter
        for loss in inside.made.lost:
            self.lose(loss)

    def _varied(self, variant: Container, host: Container) -> None:
        """One of the texts of a sequence or shuffle: the first stands here."""
        if variant.name == "s0":
            self._branch_content(variant, host)
            return
        words = "".join(one[1:] for one in variant.content if isinstance(one, str) and one.startswith("^"))
        self.lose(f"what a sequence or shuffle says at other visits: {words.strip()[:80]!r}")

    def _divert(self, one: dict[str, Any], container: Container) -> tuple[bool, Place | None]:
        if one.get("var"):
            if one["->"] != "$r":
                self.lose("a divert to a place that a variable holds")
            return False, None
        target = container.find(str(one["->"]))
        if one.get("c"):
            self.values.pop()
            if target is not None and target[0].at is None and re.fullmatch("s[0-9]+", target[0].name):
                self._varied(target[0], container)
            else:
                self.lose("a jump that hangs on a condition")
            return False, None
        if target is None:
            return True, None
        if target[0].name == "s" and target[0].at is None:
            self._startwords_of(target[0])
            return False, None
        if self.values.strings:
            return False, None
        if self.threading:
            self.threading = False
            self.follow(target)
            return False, None
        if self.choice:
            self.to = self.story.name(target)
            return True, None
        return True, target

    def _startwords_of(self, container: Container) -> None:
        if self.values.strings or self.echo:
            for one in container.content:
                if isinstance(one, str):
                    self._word(one)

    def _assign(self, one: dict[str, Any]) -> None:
        value, name = self.values.pop(), str(one.get("VAR=") or one.get("temp="))
        if "temp=" in one:
            if name != "$r":
                self.lose(f"the temporary variable {name[:40]!r}")
            return
        if self.when() is not None:
            self.lose(f"a change of {name[:40]!r} that hangs on a condition")
        elif value[0] == "number":
            self.made.enter.append(Effect(name, "set", int(value[1])))
        elif value[0] == "sum" and value[1] == name:
            self.made.enter.append(Effect(name, "add", int(value[2])))
        else:
            self.lose(f"a change of {name[:40]!r} to what is not a whole number")
