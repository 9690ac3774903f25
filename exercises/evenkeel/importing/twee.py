"""Twee 3 (https://github.com/iftechfoundation/twine-specs) and Twine's published HTML: SugarCube, Harlowe, Chapbook.

``pytwee`` on PyPI divides a file into passages and goes no further: links, variables and conditionals belong to the
story format. So passages are divided here too, and each format has its module.
"""

import json
import re
from typing import Any

from evenkeel.exporting.extra import parse_extra
from evenkeel.importing import twee_chapbook, twee_harlowe, twee_sugarcube
from evenkeel.importing.neutral import ImportRefusedError, Passage, Source, Story
from evenkeel.importing.twee_body import Body, Raw
from evenkeel.importing.words import join

_HARLOWE = re.compile(r"\((set|if|unless|else|put|print|str|link|goto|display|live|[a-z]+(-[a-z]+)+):")
_CHAPBOOK = re.compile(
    r"^\[(if|unless|else|cont|continued|after|javascript|css|align|note)\b[^\]]*\]$|^--$"
    r"|\{[a-z][\w.]*\}|\{[a-z ]+[:,]",
    re.MULTILINE | re.IGNORECASE,
)
_SNOWMAN = re.compile(r"<%.*?%>", re.DOTALL)
_HEADER = re.compile(r"^::[ \t]*(?P<name>(?:\\.|[^\[\{\\])*?)[ \t]*(?P<tags>\[[^\]]*\])?[ \t]*(?P<meta>\{.*\})?[ \t]*$")
_SPECIAL = {
    "StoryMenu", "StoryCaption", "StoryBanner", "StorySubtitle", "StoryAuthor", "PassageHeader", "PassageFooter",
    "PassageReady", "PassageDone", "StoryDisplayTitle", "StoryInterface", "StoryShare", "StorySettings", "ClickToPlay",
}  # fmt: skip
_CODE_TAGS = {"script", "stylesheet", "widget", "init", "startup", "header", "footer", "Twine.private", "Twine.image",
              "Twine.audio", "Twine.video", "haml"}  # fmt: skip
MOST_PASSAGES = 5000
MOST_SIGNS = 12_000
MOST_TEXT = 3_000_000


def read(text: str, title: str) -> Source:
    """The story of a Twee file."""
    return _source(_passages(text), title, {})


def read_html(text: str, title: str) -> Source:
    """The story of a file that Twine published or archived. Of an archive, the first story."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(text, "html.parser")
    data = soup.find("tw-storydata")
    if data is None:
        raise ImportRefusedError("is an HTML file without a Twine story")
    found = []
    for number, one in enumerate(data.find_all("tw-passagedata"), 1):
        name, tags = str(one.get("name") or ""), str(one.get("tags") or "").split()
        found.append(Raw(name, f"passage {number} ({name[:60]!r})", tags, one.get_text(), str(one.get("pid") or "")))
    start = next((one.name for one in found if one.pid == str(data.get("startnode"))), None)
    head = {"format": str(data.get("format") or ""), "start": start}
    return _source(found, str(data.get("name") or title), head)


def _passages(text: str) -> list[Raw]:
    found: list[Raw] = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        header = _HEADER.match(line) if line.startswith("::") and len(line) < 1000 else None
        if line.startswith("::"):
            name = re.sub(r"\\(.)", r"\1", header["name"] if header else line[2:200]).strip()
            tags = (header["tags"] or "[]")[1:-1].split() if header else []
            found.append(Raw(name, f"line {number} ({name[:60]!r})", tags, "", ""))
        elif found:
            found[-1].text += (line[1:] if line.startswith("\\::") else line) + "\n"
    if len(found) > MOST_PASSAGES:
        raise ImportRefusedError(f"has {len(found)} passages; at most {MOST_PASSAGES} are read")
    return found


def _source(raw: list[Raw], title: str, head: dict[str, Any]) -> Source:
    source = Source("twee")
    by_name: dict[str, Raw] = {}
    for one in raw:
        if one.name in by_name:
            source.lost.append((one.place, "is the second passage of this name; it is left out"))
        by_name.setdefault(one.name, one)
    head = head or _head(by_name, source)
    told = by_name.get("StoryTitle")
    title = " ".join(told.text.split()) if told and told.text.strip() else title
    plain = [one for one in by_name.values() if not _is_special(one, source)]
    if not plain:
        raise ImportRefusedError("is a story without a passage")
    if sum(len(one.text) for one in plain) > MOST_TEXT:
        raise ImportRefusedError(f"has passages of more than {MOST_TEXT} signs in all")
    start = str(head.get("start") or "Start")
    start = start if start in by_name else plain[0].name
    story = Story(title, start)
    source.story = story
    _fill(story, plain, by_name, str(head.get("format") or ""), source)
    return source


def _head(by_name: dict[str, Raw], source: Source) -> dict[str, Any]:
    data = by_name.get("StoryData")
    if data is None:
        return {}
    try:
        found = json.loads(data.text)
    except (ValueError, RecursionError):
        source.lost.append((data.place, "is no JSON that can be read, so the start and the format are not known"))
        return {}
    return found if isinstance(found, dict) else {}


def _is_special(one: Raw, source: Source) -> bool:
    if one.name in ("StoryTitle", "StoryData", "StoryInit") or "evenkeel" in one.tags:
        return True
    if one.name in _SPECIAL or (one.name.startswith("Story") and one.name[5:6].isupper() and not one.text.strip()):
        source.lost.append((one.place, "is a special passage of the story format, which has no place here"))
        return True
    code = next((tag for tag in one.tags if tag in _CODE_TAGS), None)
    if code:
        source.lost.append((one.place, f"is a passage of the kind {code!r}, which is left out"))
    return code is not None


def _fill(story: Story, raw: list[Raw], by_name: dict[str, Raw], format_: str, source: Source) -> None:
    reader, name = _reader(format_, raw)
    source.notes.append(f"read as a story in {name}" + ("" if format_ else ", by the look of it"))
    if name == "Snowman":
        _without_code(raw, source)
    init = by_name.get("StoryInit")
    if init is not None:
        body = Body(init, by_name)
        reader.read(init.text[:MOST_SIGNS], body)
        story.start_values = {change.name: change.value for change in body.passage.enter if change.how == "set"}
        source.lost += [(init.place, f"lost: {loss}") for loss in body.passage.lost]
    for one in raw:
        story.passages.append(_body(one, by_name, reader, source))
    _starting(story)
    own = next((one for one in by_name.values() if "evenkeel" in one.tags), None)
    if own is not None:
        story.extra, story.own = parse_extra(own.text), True
        _introduce(story, {one.name for one in raw if "intro" in one.tags})
        _fold(story, {one.name for one in raw if "reply" in one.tags})
    if not story.own:
        _restarts(story, source)


def _body(one: Raw, by_name: dict[str, Raw], reader: Any, source: Source) -> Passage:
    """One passage, read by its format. What is longer than any line of ours is cut, and that is told."""
    if len(one.text) > MOST_SIGNS:
        source.lost.append((one.place, f"is longer than {MOST_SIGNS} signs; the rest of it is left out"))
        one.text = one.text[:MOST_SIGNS]
    body = Body(one, by_name)
    reader.read(one.text, body)
    return body.done()


def _reader(format_: str, raw: list[Raw]) -> tuple[Any, str]:
    """What reads the passages, and the format's name: as the file says, else by its signs."""
    name = format_.lower()
    text = "\n".join(one.text for one in raw[:200])
    if "snowman" in name or (not name and "<%" in text):
        return twee_chapbook, "Snowman"
    if "sugarcube" in name or (not name and "<<" in text):
        return twee_sugarcube, twee_sugarcube.NAME
    if "harlowe" in name or (not name and _HARLOWE.search(text)):
        return twee_harlowe, twee_harlowe.NAME
    if name or _CHAPBOOK.search(text):
        return twee_chapbook, twee_chapbook.NAME
    return twee_sugarcube, twee_sugarcube.NAME


def _without_code(raw: list[Raw], source: Source) -> None:
    """Snowman's passages are words with JavaScript among them: it is left out, and listed."""
    for one in raw:
        for code in _SNOWMAN.findall(one.text):
            source.lost.append((one.place, f"lost: the code {' '.join(code.split())[:80]!r}"))
        one.text = _SNOWMAN.sub("", one.text)


def _starting(story: Story) -> None:
    """What the first passage sets are the values at the start, where nothing leads back to it."""
    first = next((one for one in story.passages if one.name == story.start), None)
    back = any(story.start in (way.to, *(name for _, name in way.routes)) for one in story.passages for way in one.ways)
    if first is not None and (not back or not any(change.how == "add" for change in first.enter)):
        for change in first.enter:
            if change.name not in story.start_values or change.how == "set":
                story.start_values[change.name] = change.value
        first.enter = first.enter if back else []


def _fold(story: Story, replies: set[str]) -> None:
    """In our own exports a reply is a passage of its own; put it back where it belongs."""
    by_name = {one.name: one for one in story.passages}
    for way in (way for one in story.passages for way in one.ways if way.to in replies):
        reply = by_name[way.to]
        ways = list(enumerate(reply.ways))
        fired = [(at, one) for at, one in ways if any(change.name.startswith("fired_") for change in one.effects)]
        own = [pair for pair in ways if pair not in fired]
        if fired and not story.overrides:
            story.overrides = [(_before_once(_own(one.when, at)), one.to) for at, one in fired if one.when]
        way.reply, way.body = reply.lines, reply.name
        if own:
            way.to = own[-1][1].to
            way.routes = [(_own(one.when, at), one.to) for at, one in own[:-1] if one.when]
    story.passages = [one for one in story.passages if one.name not in replies]


def _own(when: dict[str, Any], at: int) -> dict[str, Any]:
    """The condition of one branch of an if: what it adds to the ``at`` branches before it."""
    inner: dict[str, Any] = when["all"][-1] if at and "all" in when else when
    return inner


def _before_once(when: dict[str, Any]) -> dict[str, Any]:
    """The condition of an override, without the test that it has not fired."""
    parts = when.get("all", [when])[:-1]
    return parts[0] if len(parts) == 1 else {"all": parts}


def _introduce(story: Story, names: set[str]) -> None:
    """In our own exports the introduction is the passage to start with."""
    first = next((one for one in story.passages if one.name in names and one.name == story.start and one.ways), None)
    if first is not None:
        story.intro = join(*(line.text for line in first.lines))
        story.start = first.ways[0].to
        story.passages.remove(first)


def _restarts(story: Story, source: Source) -> None:
    """A passage whose only link leads back to the start is an ending: our player offers to begin again."""
    for one in story.passages:
        if one.name != story.start and len(one.ways) == 1 and one.ways[0].to == story.start and not one.ways[0].routes:
            source.notes.append(f"{one.place} only leads back to the start, so it is an ending")
            one.ways = []
