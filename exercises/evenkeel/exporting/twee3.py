"""Scenarios as Twee 3 for Twine, in the story format SugarCube 2.

Each node is a passage of its id with a link for each choice; the link's setter changes the meters. What is answered
to a choice is a passage of its own, ``node--choice``, tagged ``reply``, whose links follow the overrides and routes.
Who speaks is the class of a SugarCube style, ``@@.customer;...@@``. What Twine has no place for (quality, reasons,
requirements, help texts) stands as JSON in the passage ``Evenkeel``, tagged ``evenkeel``, which no play comes to.
"""

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

from evenkeel.conditions import parsed
from evenkeel.exporting import extra
from evenkeel.exporting.html import as_html, line_as_html
from evenkeel.exporting.native import Export
from evenkeel.importing import twee
from evenkeel.importing.building import Defaults
from evenkeel.importing.pictures import Pictures
from evenkeel.importing.report import Report
from evenkeel.importing.scenes import scenario_of

Data = dict[str, Any]

_SIGNS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte", "==": "eq", "!=": "neq"}
_DOUBLED = re.compile(r"(['/_@\[\]={}~^-])(?=\1)")
_ALONE = re.compile(r"[*|\\`\u2060]|\$(?=\w)")


def write(data: Data, export: Export) -> bytes:
    """A scenario as Twee 3. ``data`` is the scenario as its file has it."""
    state = data["state"]
    passages = [*_head(data, export), _init(state)]
    for node in data["nodes"]:
        passages += _node(node, data, export)
    passages += [_ending(ending) for ending in data["endings"]]
    text = "\n\n".join(passages) + "\n"
    words = extra.written({**data, "id": export.name}, _read_back(text, export))
    return (text + f"\n:: Evenkeel [evenkeel]\n{words}\n").encode("utf-8")


def _read_back(text: str, export: Export) -> Data:
    """What an import makes of it without our own passage."""
    source = twee.read(text + "\n:: Evenkeel [evenkeel]\n{}\n", export.name)
    assert source.story is not None
    quiet = Report(export.book)
    return scenario_of(source.story, Pictures("", lambda _: None), Defaults(), quiet)


def _passage(name: str, tag: str, parts: list[str]) -> str:
    body = "\n\n".join(part for part in parts if part)
    return f":: {name}{f' [{tag}]' if tag else ''}\n" + re.sub(r"^::", r"\\::", body, flags=re.MULTILINE)


def _head(data: Data, export: Export) -> Iterator[str]:
    yield f":: StoryTitle\n{data['title']}"
    story = {
        "ifid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"evenkeel:{export.name}")).upper(),
        "format": "SugarCube", "format-version": "2.37.3", "start": "Introduction",
    }  # fmt: skip
    yield f":: StoryData\n{json.dumps(story, indent=2)}"
    go = f"[[Begin|{data['start']}]]"
    yield _passage("Introduction", "intro", [_prose(data["intro"]), go])


def _init(state: Data) -> str:
    return ":: StoryInit\n" + "\n".join(f"<<set ${name} to {meter['start']}>>" for name, meter in state.items())


def _node(node: Data, data: Data, export: Export) -> Iterator[str]:
    for name in ("item", "timer", "hub", "content_note"):
        if name in node:
            export.lose(node["id"], f"its `{name}`, which a Twine story does not play (it comes back when read here)")
    if "image" in node:
        export.lose(node["id"], f"its picture book/{node['image']['src']}, which is not in a Twee file")
    links = [_link(node, choice, data["state"]) for choice in node["choices"]]
    yield _passage(node["id"], "node", [*map(_said, node["lines"]), *links])
    for choice in node["choices"]:
        lines = [*map(_said, choice["reply"]), _onward(choice, data.get("overrides", []))]
        yield _passage(f"{node['id']}--{choice['id']}", "reply", lines)


def _ending(ending: Data) -> str:
    words = [_styled("debrief", _prose(ending["debrief"])), _styled("model-line", _plain(ending["model_line"]))]
    return _passage(ending["id"], "ending", [*map(_said, ending["lines"]), *words])


def _said(line: Data) -> str:
    return _if(line.get("when"), _styled(line["who"], _prose(line["text"])))


def _styled(name: str, words: str) -> str:
    return f"@@.{name};{words}@@"


def _if(when: str | None, words: str) -> str:
    return words if when is None else f"<<if {_condition(parsed(when))}>>{words}<</if>>"


def _link(node: Data, choice: Data, state: Data) -> str:
    changes = "; ".join(_change(name, amount, state[name]) for name, amount in choice.get("effects", {}).items())
    words = " ".join(_plain(part) for part in re.split(r"\n+", choice["text"].strip()))
    setter = f"[{changes}]" if changes else ""
    return _if(choice.get("when"), f"[[{words}|{node['id']}--{choice['id']}]{setter}]")


def _change(name: str, amount: int, meter: Data) -> str:
    sign = "+" if amount >= 0 else "-"
    low, high = meter.get("min", 0), meter.get("max", 10)
    return f"${name} to Math.clamp(${name} {sign} {abs(amount)}, {low}, {high})"


def _onward(choice: Data, overrides: list[Data]) -> str:
    """The links after a reply: the first override that holds and has not fired, the first route, or the rest."""
    tests = [
        (f"({_condition(parsed(one['when']))}) and not $fired_{number}", f"{one['to']}][$fired_{number} to true")
        for number, one in enumerate(overrides)
    ]
    goto = choice["goto"] if isinstance(choice["goto"], list) else [{"to": choice["goto"]}]
    tests += [(_condition(parsed(route["when"])), route["to"]) for route in goto[:-1]]
    last = f"[[Go on|{goto[-1]['to']}]]"
    if not tests:
        return last
    parts = [f"<<{'elseif' if number else 'if'} {test}>>[[Go on|{to}]]" for number, (test, to) in enumerate(tests)]
    return "".join(parts) + f"<<else>>{last}<</if>>"


def _condition(condition: Data) -> str:
    if "var" in condition:
        return f"${condition['var']} {_SIGNS[condition['op']]} {condition['value']}"
    if "credit" in condition:
        return f"$credit_{condition['credit'].replace('-', '_')} {_SIGNS[condition['op']]} {condition['value']}"
    if "visited" in condition:
        return f'hasVisited("{condition["visited"]}")'
    if "chose" in condition:
        return f'hasVisited("{condition["chose"].replace(".", "--")}")'
    if "variant" in condition:
        return f'$variant eq "{condition["variant"]}"'
    if "not" in condition:
        return f"not ({_condition(condition['not'])})"
    word = " and " if "all" in condition else " or "
    return word.join(f"({_condition(part)})" for part in condition.get("all") or condition["any"])


def _prose(text: str) -> str:
    return _safe(as_html(text))


def _plain(text: str) -> str:
    return _safe(line_as_html(text))


def _safe(words: str) -> str:
    """HTML without a sign that SugarCube reads as its own."""
    words = _ALONE.sub(lambda found: f"&#{ord(found[0])};", words)
    return _DOUBLED.sub(lambda found: f"&#{ord(found[1])};", words)
