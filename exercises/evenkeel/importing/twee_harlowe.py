"""Harlowe 2 and 3: ``(set:)``, ``(if:)[...]``, ``(link-goto:)``. https://twine2.neocities.org/"""

import re

from evenkeel.importing.cutting import without
from evenkeel.importing.twee_body import MAX_INCLUDES, Body, divided, unquoted

NAME = "Harlowe"

_TOKEN = re.compile(r"\((?P<name>[a-zA-Z][a-zA-Z-]*):|\[\[(?:(?!\]\]).){1,600}\]\]|[\[\]]", re.DOTALL)
_PRINTED = re.compile(r"(?<![\w$])[$]_?[A-Za-z]\w*")
_GOTO = {"goto", "go-to"}
_LINKGOTO = {"linkgoto", "link-goto"}
_STYLE = {
    "text-style", "textstyle", "text-colour", "text-color", "colour", "color", "align", "background",
    "text-rotate", "text-size", "font", "hook", "transition", "t8n", "transition-in", "transition-out", "css",
    "box", "border", "hidden", "nobr", "text-indent", "collapse", "line-style",
}  # fmt: skip
_LINKLIKE = {"link", "link-replace", "link-reveal", "link-repeat", "linkreplace", "linkreveal", "linkrepeat"}
MAX_DEPTH = 60


def read(text: str, body: Body) -> None:
    """Read the text of one passage into its body."""
    _Reader(without(text, "<!--", "-->"), body, 0).walk()


class _Reader:
    def __init__(self, text: str, body: Body, depth: int) -> None:
        self.text = text
        self.body = body
        self.at = 0
        self.depth = depth

    def walk(self) -> None:
        if self.depth > MAX_DEPTH:
            self.body.lose(f"hooks nested more than {MAX_DEPTH} levels deep")
            return
        while found := _TOKEN.search(self.text, self.at):
            self._say(self.text[self.at : found.start()])
            self.at = found.end()
            if found["name"]:
                self._macro(found["name"].lower(), self._until(")", "("))
            elif found[0].startswith("[["):
                self.body.links_in(found[0])
            elif found[0] == "[":
                self._inside(self._until("]", "["))
        self._say(self.text[self.at :])

    def _say(self, text: str) -> None:
        text = re.sub(r"\|\w+>$|^<\w+\|", "", text)
        if _PRINTED.search(text):
            self.body.lose("the value of a variable that stands in the words; its name stands there now")
        self.body.say(text)

    def _until(self, closing: str, opening: str) -> str:
        """What stands before the sign that closes what was just opened; quotes count."""
        depth, start, quote = 1, self.at, ""
        while self.at < len(self.text):
            sign = self.text[self.at]
            self.at += 1
            if quote:
                quote = "" if sign == quote else quote
            elif (
                sign in "\"'"
                and closing == ")"
                and not (sign == "'" and self.text[self.at - 2 : self.at - 1].isalpha())
            ):
                quote = sign
            elif sign == opening:
                depth += 1
            elif sign == closing:
                depth -= 1
                if not depth:
                    return self.text[start : self.at - 1]
        return self.text[start:]

    def _hook(self) -> str | None:
        """The hook right after a macro, where there is one."""
        found = re.match(r"\s*(?:\|\w+>)?\[(?!\[)", self.text[self.at : self.at + 40])
        if not found:
            return None
        self.at += found.end()
        return self._until("]", "[")

    def _inside(self, text: str) -> None:
        _Reader(text, self.body, self.depth + 1).walk()

    def _macro(self, name: str, args: str) -> None:
        body, plain = self.body, name.replace("_", "-")
        if plain in ("set", "put"):
            for part in divided(args):
                body.assign(part)
        elif plain in ("if", "unless", "else-if", "elseif", "else"):
            self._conditional(plain, args)
        elif plain in _LINKGOTO:
            strings = _strings(args)
            body.link(strings[0] if strings else "", strings[-1] if strings else "")
        elif plain in _LINKLIKE:
            self._link(args)
        elif plain in _GOTO:
            body.link("", (_strings(args) or [""])[0])
        elif plain == "display":
            self._include((_strings(args) or [""])[0])
        elif plain in _STYLE or plain.startswith(("text-", "t8n")):
            pass  # its hook is read as words
        else:
            body.lose(f"the macro ({name}: {args[:60]})")

    def _conditional(self, name: str, args: str) -> None:
        hook = self._hook()
        if hook is None:
            self.body.lose(f"a condition without words: {args[:60]!r}")
            return
        if name in ("if", "unless"):
            self.body.begin(args, name == "unless")
        else:
            self.body.otherwise(None if name == "else" else args)
        self._inside(hook)
        rest = re.match(r"\s*\((?:else-?if|else):", self.text[self.at : self.at + 80], re.I)
        if rest is None:
            self.body.end()
        else:
            self.at += len(self.text[self.at :]) - len(self.text[self.at :].lstrip())

    def _link(self, args: str) -> None:
        """``(link: "words")[(set: ...)(goto: "target")]``."""
        hook, words = self._hook() or "", (_strings(args) or [""])[0]
        goto = re.search(r"\(go-?to:\s*(\"[^\"]*\"|'[^']*')\s*\)", hook, re.I)
        if goto is None:
            self.body.lose(f"the link {words[:60]!r}, which changes the passage itself; its words are kept")
            self.body.say(f"{words} ")
            self._inside(hook)
            return
        changes = re.findall(r"\(set:\s*((?:[^()]|\([^)]*\))*)\)", hook, re.I)
        self.body.link(words, unquoted(goto[1]), ";".join(changes))

    def _include(self, name: str) -> None:
        inner = self.body.passages.get(name)
        self.body.includes += 1
        if inner is None or self.body.includes > MAX_INCLUDES:
            self.body.lose(f"the passage {name[:60]!r}, which is to be shown inside this one")
        else:
            self._inside(inner.text)


def _strings(args: str) -> list[str]:
    return [unquoted(one) for one in re.findall(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", args)]
