"""H5P's Branching Scenario: contents that lead on by their place in a list."""

from typing import Any

from evenkeel.importing.neutral import ImportRefusedError, Passage, Source, Spoken, Story, Way
from evenkeel.importing.words import EMPTY, Words, from_html, join

Data = dict[str, Any]
_END = "end screen"


def read(content: Data, title: str, source: Source) -> Story:
    """The story of a Branching Scenario."""
    scenario = content.get("branchingScenario")
    parts = scenario.get("content") if isinstance(scenario, dict) else None
    if not isinstance(scenario, dict) or not isinstance(parts, list) or not parts:
        raise ImportRefusedError("is a Branching Scenario without content")
    names = [_name(part, number) for number, part in enumerate(parts)]
    story = Story(_text(scenario.get("title")).plain or title, names[0])
    for number, part in enumerate(parts):
        if isinstance(part, dict):
            story.passages.append(_Part(part, number, names, source).passage())
    story.passages += _ends(scenario, story)
    _opening(scenario, story, source)
    return story


def _name(part: Any, number: int) -> str:
    kind = part.get("type") if isinstance(part, dict) else None
    data = kind.get("metadata") if isinstance(kind, dict) else None
    title = data.get("title") if isinstance(data, dict) else None
    return f"{number + 1} {title}" if isinstance(title, str) and title.strip() else f"part {number + 1}"


def _text(value: Any) -> Words:
    return from_html(value) if isinstance(value, str) else EMPTY


class _Part:
    def __init__(self, part: Data, number: int, names: list[str], source: Source) -> None:
        self.part, self.number, self.names, self.source = part, number, names, source
        self.made = Passage(names[number], f"content {number + 1} ({names[number][:60]!r})")

    def passage(self) -> Passage:
        from evenkeel.importing.h5p import image_of, library_of

        kind = self.part.get("type")
        library, params = library_of(kind), kind.get("params") if isinstance(kind, dict) else {}
        params = params if isinstance(params, dict) else {}
        self.made.title = self.names[self.number].partition(" ")[2] or self.names[self.number]
        if library == "H5P.BranchingQuestion":
            self._question(params)
            return self.made
        words = _text(params.get("text"))
        if library == "H5P.Image":
            words = join(words, image_of(params))
        elif library != "H5P.AdvancedText":
            self.made.lost.append(f"its content of the kind {library[:60] or '?'}")
        self.made.lines = [Spoken(words)] if words or words.pictures else []
        self._losses()
        self.made.ways = [Way(EMPTY, self._target(self.part))]
        return self.made

    def _losses(self) -> None:
        feedback = self.part.get("feedback")
        words = _text(feedback.get("subtitle")) if isinstance(feedback, dict) else EMPTY
        if words:
            self.made.lost.append(f"feedback on the way on: {words.plain[:80]!r}")

    def _question(self, params: Data) -> None:
        question = params.get("branchingQuestion")
        question = question if isinstance(question, dict) else params
        self.made.lines = [Spoken(_text(question.get("question")))]
        for answer in question.get("alternatives") or []:
            if isinstance(answer, dict):
                self.made.ways.append(self._way(answer))

    def _way(self, answer: Data) -> Way:
        feedback = answer.get("feedback")
        feedback = feedback if isinstance(feedback, dict) else {}
        words = join(_text(feedback.get("title")), _text(feedback.get("subtitle")))
        score = feedback.get("endScreenScore")
        if score:
            self.made.lost.append(f"the score {score} of {_text(answer.get('text')).plain[:40]!r}")
        if isinstance(feedback.get("image"), dict):
            self.made.lost.append("the picture in a feedback")
        return Way(_text(answer.get("text")), self._target(answer), reply=[Spoken(words)] if words else [])

    def _target(self, part: Data) -> str:
        to = part.get("nextContentId")
        if isinstance(to, int) and not isinstance(to, bool) and 0 <= to < len(self.names):
            return self.names[to]
        if isinstance(to, int) and to >= 0:
            return f"content {to + 1}"
        return _END


def _ends(scenario: Data, story: Story) -> list[Passage]:
    screens = scenario.get("endScreens")
    screens = [one for one in screens if isinstance(one, dict)] if isinstance(screens, list) else []
    if not any(way.to == _END for one in story.passages for way in one.ways):
        return []
    made = Passage(_END, "end screen", title="End")
    for one in screens[:1]:
        words = join(_text(one.get("endScreenTitle")), _text(one.get("endScreenSubtitle")))
        made.lines = [Spoken(words)] if words else []
    made.lost = [f"an end screen: {_text(one.get('endScreenTitle')).plain[:60]!r}" for one in screens[1:]]
    return [made]


def _opening(scenario: Data, story: Story, source: Source) -> None:
    screen = scenario.get("startScreen")
    words = (
        join(_text(screen.get("startScreenTitle")), _text(screen.get("startScreenSubtitle")))
        if isinstance(screen, dict)
        else EMPTY
    )
    if words:
        story.passages[0].lines.insert(0, Spoken(words))
        source.notes.append("the words of the start screen stand in the first moment")
