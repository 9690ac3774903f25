"""ink (https://github.com/inkle/ink) through the JSON that Inky, inklecate and inkjs compile it to.

The compiled story is followed once from each place that a choice or a divert leads to, with conditions kept as they
stand; nothing is run. What maps: knots, stitches, gathers, choices, diverts, tunnels, threads, whole numbers and
flags, conditions on them, and whether a place was visited. Functions, lists, tags and shuffles are listed as losses.
"""

from typing import Any

from evenkeel.importing.ink_choices import settle
from evenkeel.importing.ink_tree import Container, Place
from evenkeel.importing.ink_walk import Walk
from evenkeel.importing.neutral import ImportRefusedError, Source, Story
from evenkeel.importing.reading import read_json

MOST_PLACES = 2000


def read(text: str, title: str) -> Source:
    """The story of a compiled ink file."""
    data = read_json(text)
    root = data.get("root") if isinstance(data, dict) else None
    if not isinstance(root, list) or not root:
        raise ImportRefusedError("is no compiled ink story")
    source = Source("ink")
    story = InkStory(Container(root, None, None, ""), title)
    source.story = story.made()
    if data.get("listDefs"):
        source.lost.append(("file", "lost: lists, which have no place here"))
    return source


class InkStory:
    """Finds every place that a play can come to."""

    def __init__(self, root: Container, title: str) -> None:
        self.root = root
        self.story = Story(title, "start")
        self.names: dict[tuple[int, int], str] = {}
        self.queue: list[Place] = []
        self.walks: list[Walk] = []
        self.steps = 0

    def called(self, place: Place) -> str:
        """The name of a place that a condition asks for. Nothing is read for that alone."""
        known = self.names.get((id(place[0]), 0))
        return known or place[0].path or "start"

    def name(self, place: Place) -> str:
        """The name of the passage that starts at a place; it will be read if it was not yet."""
        key = (id(place[0]), place[1])
        if key not in self.names:
            if len(self.names) >= MOST_PLACES:
                raise ImportRefusedError(f"has more than {MOST_PLACES} places to come to")
            name = (place[0].path or "start") + (f" {place[1]}" if place[1] else "")
            taken = set(self.names.values())
            self.names[key] = name if name not in taken else f"{name} {len(taken)}"
            self.queue.append(place)
        return self.names[key]

    def made(self) -> Story:
        self._declared()
        self.story.start = self.name(self._first())
        while self.queue:
            place = self.queue.pop(0)
            self.walks.append(Walk(self, self.name(place)))
            self.story.passages.append(self.walks[-1].passage(place))
        settle(self.walks)
        return self.story

    def _first(self) -> Place:
        """Where it starts. Most stories begin with a divert to their first knot, and with nothing else."""
        content = self.root.content
        top = content[0] if content and isinstance(content[0], Container) else self.root
        one = top.content[0] if top.content else None
        straight = one if isinstance(one, dict) and not (one.get("var") or one.get("c")) else {}
        return (top.find(str(straight["->"])) if "->" in straight else None) or (top, 0)

    def _declared(self) -> None:
        declared = self.root.named.get("global decl")
        value: Any = None
        for one in declared.content if declared is not None else ():
            if isinstance(one, int | float):
                value = one
            elif isinstance(one, dict) and "VAR=" in one:
                if value is not None and int(value) == value:
                    self.story.start_values[str(one["VAR="])] = int(value)
                value = None
            elif one not in ("ev", "/ev", "end"):
                value = None
