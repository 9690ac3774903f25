"""From a foreign story to a scenario that our own loader takes.

A passage with ways on becomes a node, one without an ending. What our scenarios need beyond a branching text (who
speaks, how good a choice is, why, a debrief) no source says; it is marked as still to write.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evenkeel.checks.owed import MARK
from evenkeel.exporting.extra import overlay
from evenkeel.importing.building import NO_MODULE, Defaults
from evenkeel.importing.conditionals import UnmappedError, written
from evenkeel.importing.naming import Names
from evenkeel.importing.neutral import Effect, ImportRefusedError, Passage, Spoken, Story, Way
from evenkeel.importing.pictures import Pictures
from evenkeel.importing.quizzes import Made, fit_title
from evenkeel.importing.report import Report
from evenkeel.importing.variables import Variables
from evenkeel.importing.words import Words
from evenkeel.loading import Document
from evenkeel.messages import problems_of
from evenkeel.models import Scenario

MOST_CHOICES = 6
MOST_ENDINGS = 20
Data = dict[str, Any]


def make_scenario(story: Story, pictures: Pictures, defaults: Defaults, report: Report) -> Made:
    """The scenario of a story.

    Raises:
        ImportRefusedError: it can be no scenario of ours; the message says why.
    """
    quiet = Report(report.source) if story.extra else report
    data = overlay(scenario_of(story, pictures, defaults, quiet), story.extra)
    name = data.pop("id", "")
    try:
        Scenario.model_validate(data)
    except ValidationError as error:
        problems = problems_of(error, Document(Path("scenario"), data=data), Scenario)
        told = "; ".join(f"{one.path} {one.message}" for one in problems[:3])
        raise ImportRefusedError(f"{report.source.name} makes no scenario: {told}") from error
    report.scenarios = 1
    return Made(Names().new(str(name) or data["title"], "imported-scenario", 64), data)


def scenario_of(story: Story, pictures: Pictures, defaults: Defaults, report: Report) -> Data:
    """The scenario as data, before anything of ours is put over it. Raises as :func:`make_scenario` does."""
    return _Scenes(story, pictures, defaults, report).scenario()


@dataclass
class _Scenes:
    story: Story
    pictures: Pictures
    defaults: Defaults
    report: Report
    ids: dict[str, str] = field(default_factory=dict)
    choices: dict[int, str] = field(default_factory=dict)
    taken: dict[str, list[str]] = field(default_factory=dict)
    """For what the source calls a taken link: the choices, as ``node.choice``."""

    def scenario(self) -> Data:
        reached = self._reached()
        nodes = [one for one in reached if one.ways]
        endings = [one for one in reached if not one.ways]
        self._fits(nodes, endings)
        names = Names()
        self.ids = {one.name: names.new(one.name, "moment" if one.ways else "ending") for one in reached}
        self._name_choices(nodes)
        self.variables = Variables(self.story, reached, self.report)
        surplus = endings[MOST_ENDINGS - 1 :] if len(endings) > MOST_ENDINGS else []
        kept = [one for one in endings if one not in surplus]
        made = {
            **self._head(),
            "nodes": [self._node(one) for one in nodes],
            "endings": [self._ending(one) for one in kept],
        }
        if surplus:
            self._surplus(made, surplus, names)
        return made

    def _name_choices(self, nodes: list[Passage]) -> None:
        for passage in nodes:
            names = Names()
            for way in passage.ways[:MOST_CHOICES]:
                name = self.choices[id(way)] = names.new(way.text.plain, "go-on", 32)
                if way.body:
                    self.taken.setdefault(way.body, []).append(f"{self.ids[passage.name]}.{name}")

    def _been(self, name: str) -> str | None:
        """The test whether a play was at a passage, or took a link."""
        if name in self.ids:
            return f"visited('{self.ids[name]}')"
        tests = [f"chose('{one}')" for one in self.taken.get(name, ())]
        return None if not tests else tests[0] if len(tests) == 1 else f"({' or '.join(tests)})"

    def _reached(self) -> list[Passage]:
        """The passages that a play can come to, in the order of the file."""
        by_name = {one.name: one for one in self.story.passages}
        if self.story.start not in by_name:
            raise ImportRefusedError(
                f"{self.report.source.name} has no passage {self.story.start[:60]!r} to start with"
            )
        forced = [name for _, name in self.story.overrides if name in by_name]
        seen = {self.story.start, *forced, *(by_name if self.story.own else ())}
        queue = list(seen)
        while queue:
            passage = by_name[queue.pop()]
            passage.ways = [way for way in passage.ways if self._leads(way, passage, by_name)]
            for way in passage.ways:
                new = [name for name in (way.to, *(name for _, name in way.routes)) if name not in seen]
                seen.update(new)
                queue += new
        for one in self.story.passages:
            if one.name not in seen:
                self.report.add("lost", one.place, f"not imported: no link that came over leads to {one.name[:60]!r}")
        return [one for one in self.story.passages if one.name in seen]

    def _leads(self, way: Way, passage: Passage, by_name: dict[str, Passage]) -> bool:
        gone = [name for name in (way.to, *(name for _, name in way.routes)) if name not in by_name]
        if gone:
            words = way.text.plain[:60]
            self.report.add(
                "lost", passage.place, f"the link {words!r} leads to {gone[0][:60]!r}, which does not exist"
            )
        return not gone

    def _fits(self, nodes: list[Passage], endings: list[Passage]) -> None:
        if not endings:
            raise ImportRefusedError(
                f"{self.report.source.name} is a story without an end: every passage has a link on, and a scenario"
                " needs an ending"
            )
        if not nodes:
            raise ImportRefusedError(f"{self.report.source.name} is a story without a choice")
        if len(nodes) > 200:
            raise ImportRefusedError(f"{self.report.source.name} has {len(nodes)} passages with links; at most 200 fit")
        if len(endings) == 1:
            self.report.add("owed", "", "a second ending: a scenario needs two")

    def _head(self) -> Data:
        owe = self.report.add
        owe("owed", "", "the introduction, and who the person in the story is (customer)")
        owe("owed", "", "who says each line: everything is said by the narrator")
        owe("owed", "", "for each choice: its quality (`tempting` stands there), the reply and the reason")
        owe("owed", "", "for each ending: its outcome (`paused` stands there), the debrief and the model line")
        return {
            "schema": 1,
            "title": fit_title(self.story.title, self.report),
            "module": self.defaults.module or NO_MODULE,
            "level": self.defaults.level or "foundation",
            "intro": self.story.intro.text()[0] or f"{MARK} where we are, who the learner is and what is at stake.",
            "customer": {"name": f"{MARK} a name", "about": f"{MARK} who this person is."},
            "state": self.variables.state(),
            "start": self.ids[self.story.start],
            **self._overrides(),
        }

    def _overrides(self) -> Data:
        first = next(one for one in self.story.passages if one.name == self.story.start)
        made = [
            {**self._when(when, first), "to": self.ids[name]} for when, name in self.story.overrides if name in self.ids
        ]
        return {"overrides": made} if made else {}

    def _node(self, passage: Passage) -> Data:
        made: Data = {"id": self.ids[passage.name], "title": self._title(passage)}
        made["lines"] = self._lines(passage.lines, passage, "what happens here")
        if image := self._image(passage):
            made["image"] = image
        for way in passage.ways[MOST_CHOICES:]:
            self._lose(passage, f"the link {way.text.plain[:60]!r}: a moment has at most {MOST_CHOICES} choices")
        made["choices"] = [self._choice(way, passage) for way in passage.ways[:MOST_CHOICES]]
        for loss in passage.lost:
            self._lose(passage, loss)
        return made

    def _ending(self, passage: Passage) -> Data:
        made: Data = {"id": self.ids[passage.name], "title": self._title(passage), "outcome": "paused"}
        made["lines"] = self._lines(passage.lines, passage, "how it ends")
        if self._image(passage):
            self._lose(passage, "the picture: an ending has none")
        for loss in passage.lost:
            self._lose(passage, loss)
        made["debrief"] = passage.debrief.text()[0] or f"{MARK} what to take from this ending."
        made["model_line"] = passage.model_line.line()[0] or f"{MARK} a sentence worth borrowing."
        return made

    def _surplus(self, made: Data, surplus: list[Passage], names: Names) -> None:
        """Endings beyond the number that fits become moments that lead to one common ending."""
        end = names.new("the-end", "the-end")
        self.ids[end] = end
        made["endings"].append(self._ending(Passage(end, "", title="The end")))
        for one in surplus:
            one.ways = [Way(Words(), end)]
            made["nodes"].append(self._node(one))
            self.report.add(
                "lost", one.place, f"that {one.name[:60]!r} is an ending: at most 20 fit, so it leads to one"
            )

    def _title(self, passage: Passage) -> str:
        return fit_title(passage.title or passage.name, self.report)

    def _lose(self, passage: Passage, message: str) -> None:
        self.report.add("lost", passage.place, f"lost: {message}")

    def _lines(self, lines: list[Spoken], passage: Passage, what: str) -> list[Data]:
        found: list[Data] = []
        for line in lines:
            if not line.text:
                continue
            text, lost = line.text.text()
            for loss in (*line.text.lost, *lost):
                self._lose(passage, loss)
            found.append({"who": line.who, "text": text, **self._when(line.when, passage)})
        if not found:
            self.report.add("owed", passage.place, f"{what}: the passage has no words")
        return found or [{"who": "narrator", "text": f"{MARK} {what}."}]

    def _when(self, condition: Data | None, passage: Passage) -> Data:
        if condition is None:
            return {}
        try:
            text = written(condition, self.variables.names, self._been)
        except UnmappedError as error:
            self._lose(passage, f"a condition on {str(error)[:60]!r}; what hangs on it always shows now")
            return {}
        if len(text) > 300:
            self._lose(passage, "a condition of more than 300 signs; what hangs on it always shows now")
            return {}
        return {"when": text}

    def _image(self, passage: Passage) -> Data | None:
        kept: Data | None = None
        for picture in (one for line in passage.lines for one in line.text.pictures):
            path, reason = self.pictures.keep(picture.src)
            if path is None or kept:
                self._lose(passage, f"a picture, since {reason or 'a moment has one'} {picture.alt[:80]}".strip())
            else:
                kept = {"src": path, "alt": picture.alt[:160] or f"{MARK} what this picture shows"}
                if not picture.alt:
                    self.report.add("owed", passage.place, "the alt text of its picture")
        return kept

    def _choice(self, way: Way, passage: Passage) -> Data:
        text, lost = way.text.text() if way.text else (f"{MARK} the words for going on.", [])
        for loss in (*way.text.lost, *lost):
            self._lose(passage, loss)
        short = way.text.plain[:60] or self.ids[passage.name]
        made: Data = {"id": self.choices.get(id(way), "go-on"), "text": text, "quality": "tempting"}
        if effects := self._effects(way, passage):
            made["effects"] = effects
        made["reply"] = self._reply(way, passage)
        reason = f"{MARK} why this choice helped or not: {_safe(short)}"
        return {**made, "reason": reason, "goto": self._goto(way, passage), **self._when(way.when, passage)}

    def _reply(self, way: Way, passage: Passage) -> list[Data]:
        said = [line for line in way.reply if line.text]
        return (
            self._lines(said, passage, "")
            if said
            else [{"who": "narrator", "text": f"{MARK} how the person answers at once."}]
        )

    def _goto(self, way: Way, passage: Passage) -> Any:
        routes = [{"to": self.ids[name], **self._when(when, passage)} for when, name in way.routes]
        routes = [route for route in routes if "when" in route]
        return [*routes, {"to": self.ids[way.to]}] if routes else self.ids[way.to]

    def _effects(self, way: Way, passage: Passage) -> dict[str, int]:
        """What the choice changes: its own effects, then those of the passage it leads to."""
        by_name = {one.name: one for one in self.story.passages}
        arriving: list[Effect] = [] if way.to not in by_name else by_name[way.to].enter
        if way.routes and any(by_name[name].enter for _, name in way.routes):
            self._lose(passage, "changes of variables on arriving, which depend on where the link leads")
            arriving = []
        made: dict[str, int] = {}
        for change in (*way.effects, *arriving):
            amount = self.variables.amount(change)
            if amount is None:
                self._lose(passage, f"that {change.name[:40]!r} becomes {change.value}")
            else:
                name = self.variables.names[change.name]
                made[name] = amount if change.how == "set" else made.get(name, 0) + amount
        return {name: self.variables.within(name, amount) for name, amount in made.items() if amount}


def _safe(words: str) -> str:
    return "".join(sign for sign in words if sign not in "*[]\\{}")
