"""SugarCube 2: ``<<if>>``, ``<<set>>``, ``<<link>>`` and links with setters. https://www.motoslave.net/sugarcube/2/docs/"""

import re

from evenkeel.importing.cutting import without
from evenkeel.importing.twee_body import MAX_INCLUDES, Body, divided, target_of, unquoted

NAME = "SugarCube"

_MACRO = re.compile(r"(?P<close>/)?(?P<name>[A-Za-z][\w-]*|[=-])(?P<args>.*)", re.DOTALL)
_LINKED = re.compile(r"\[\[(?:(?!\]\]).){1,600}\]\]", re.DOTALL)
_IMAGE = re.compile(
    r"\[(?:<|>)?img\[(?:(?P<alt>[^\]|]{0,300})\|)?(?P<src>[^\]]{0,1000})\](?:\[[^\]]{0,300}\])?(?:\[[^\]]{0,300}\])?\]"
)
_PRINTED = re.compile(r"(?<![\w$])\$[A-Za-z_]\w*(?:\.\w+)*")
_SPOKEN = re.compile(
    r"@@\.(?P<who>customer|learner|colleague|narrator|coach|debrief|model-line);(?P<words>.*?)@@", re.DOTALL
)
_STYLED = re.compile(r"@@(?:[^;@\n]{1,80};)+(.*?)@@", re.DOTALL)
MAX_MACRO = 4000
_QUIET = {"nobr", "silently", "silent", "capture", "type", "do"}
_LINKS = {"link", "button", "click"}
_STRING = r"(\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')"


def read(text: str, body: Body) -> None:
    """Read the text of one passage into its body."""
    for opening, closing in (("/*", "*/"), ("/%", "%/"), ("<!--", "-->")):
        text = without(text, opening, closing)
    text = _IMAGE.sub(lambda found: f'<img src="{found["src"].strip()}" alt="{(found["alt"] or "").strip()}">', text)
    _Reader(text, body).walk()


class _Reader:
    def __init__(self, text: str, body: Body) -> None:
        self.text = text
        self.body = body
        self.at = 0

    def walk(self) -> None:
        while (start := self.text.find("<<", self.at)) >= 0:
            end = _end_of_macro(self.text, start + 2)
            found = _MACRO.fullmatch(self.text[start + 2 : end - 2]) if end else None
            self._say(self.text[self.at : start if found else start + 2])
            self.at = end if found and end else start + 2
            if found:
                self._macro(found["name"], found["args"].strip(), bool(found["close"]))
        self._say(self.text[self.at :])

    def _say(self, text: str) -> None:
        if _PRINTED.search(_LINKED.sub("", text)):
            self.body.lose("the value of a variable that stands in the words; its name stands there now")
        at = 0
        for found in _SPOKEN.finditer(text):
            self.body.links_in(text[at : found.start()])
            self.body.say(found["words"], found["who"])
            at = found.end()
        self.body.links_in(_STYLED.sub(r"\1", text[at:]))

    def _macro(self, name: str, args: str, close: bool) -> None:
        body = self.body
        if name == "if":
            body.end() if close else body.begin(args)
        elif name in ("elseif", "else"):
            body.otherwise(args if name == "elseif" else None)
        elif name == "set":
            for part in divided(args):
                body.assign(part)
        elif name in _LINKS and not close:
            self._link(name, args)
        elif name == "goto":
            body.link("", _argument(args))
        elif name in ("include", "display"):
            self._include(_argument(args))
        elif name not in _QUIET and not close:
            what = "the value of" if name in ("print", "=", "-") else "the macro"
            body.lose(f"{what} <<{name} {args[:60]}>>".replace(" >>", ">>"))

    def _link(self, name: str, args: str) -> None:
        """``<<link "words" "target">>`` with what happens on the way, up to its end."""
        end = re.compile(rf"<</{name}>>").search(self.text, self.at)
        inside = self.text[self.at : end.start()] if end else ""
        self.at = end.end() if end else self.at
        words, to = _link_args(args)
        goto = re.search(r"<<goto\s+(.+?)>>", inside)
        to = to or (_argument(goto[1]) if goto else "")
        if not to:
            self.body.lose(f"the link {words[:60]!r}, which leads to no passage")
            return
        setters = ";".join(part for found in re.findall(r"<<set\s+(.+?)>>", inside) for part in divided(found))
        self.body.link(words, to, setters)
        rest = re.sub(r"<<(?:set|goto)\s.+?>>", "", inside).strip()
        if rest:
            self.body.lose(f"what the link {words[:40]!r} does besides: {rest[:60]!r}")

    def _include(self, name: str) -> None:
        inner = self.body.passages.get(name)
        self.body.includes += 1
        if inner is None or self.body.includes > MAX_INCLUDES:
            self.body.lose(f"the passage {name[:60]!r}, which is to be shown inside this one")
        else:
            read(inner.text, self.body)


def _end_of_macro(text: str, start: int) -> int | None:
    """Where a macro ends, past its ``>>``; signs inside quotes do not count. Nothing when it does not end soon."""
    quote, at, last = "", start, min(len(text), start + MAX_MACRO)
    if text.find(">>", start, last) < 0:
        return None
    while at < last:
        sign = text[at]
        if quote:
            quote = "" if sign == quote else quote
        elif text.startswith(">>", at):
            return at + 2
        elif sign in "\"'":
            quote = sign
        at += 1
    plain = text.find(">>", start, last)
    return plain + 2 if plain >= 0 else None


def _argument(args: str) -> str:
    found = re.match(r"\s*\[\[(.+?)\]\]", args)
    if found:
        return target_of(found[1])[1]
    found = re.match(rf"\s*{_STRING}", args)
    return unquoted(found[1]) if found else args.strip()


def _link_args(args: str) -> tuple[str, str]:
    found = re.match(r"\s*\[\[(.+?)\]\]", args, re.DOTALL)
    if found:
        words, to = target_of(found[1])
        return words, to
    strings = [unquoted(one) for one in re.findall(_STRING, args)]
    return (strings[0] if strings else ""), (strings[1] if len(strings) > 1 else "")
