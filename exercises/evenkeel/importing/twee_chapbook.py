"""Chapbook 1 and 2: a head of variables, then text with ``[if ...]`` lines. https://klembot.github.io/chapbook/

Also what is left for formats that are not known: words and links.
"""

import re

from evenkeel.importing.twee_body import MAX_INCLUDES, Body, unquoted

NAME = "Chapbook, or another format without macros"

_MODIFIER = re.compile(r"^\[(?!\[)([^\[\]]+)\]\s*$")
_VARIABLE = re.compile(r"^([A-Za-z_][\w.]*)\s*(\([^:]*\))?\s*:\s*(.+)$")
_INSERT = re.compile(r"(?<![\\{])\{(?P<body>[^{}\n]+)\}")
_CODE = re.compile(r"<%.*?%>", re.DOTALL)


def read(text: str, body: Body) -> None:
    """Read the text of one passage into its body."""
    head, line, rest = _divided(text)
    if line:
        for one in head.split("\n"):
            _variable(one.strip(), body)
    if _CODE.search(rest):
        body.lose("code inside <% and %>")
    _sections(_CODE.sub("", rest), body)


def _divided(text: str) -> tuple[str, bool, str]:
    found = re.search(r"^--\s*$", text, re.MULTILINE)
    if found is None:
        return "", False, text
    return text[: found.start()], True, text[found.end() :]


def _variable(line: str, body: Body) -> None:
    if not line:
        return
    found = _VARIABLE.match(line)
    if found is None or "." in found[1]:
        body.lose(f"the line {line[:60]!r} in its head")
    elif found[2]:
        body.lose(f"the change {line[:60]!r}, since it depends on a condition")
    else:
        body.assign(f"{found[1]} = {found[3].strip()}")


def _sections(text: str, body: Body) -> None:
    """Lines after a modifier stand under it, up to the next one."""
    kept: list[str] = []
    hidden = False
    for line in [*text.split("\n"), "[continue]"]:
        found = _MODIFIER.match(line.strip())
        if found is None:
            kept.append(line)
            continue
        if not hidden:
            _words("\n".join(kept) + "\n", body)
        kept, hidden = [], _modify(found[1].strip(), body)
    body.branches.clear()


def _modify(modifier: str, body: Body) -> bool:
    """Take up a modifier; true when what follows it is not for readers."""
    name, _, args = modifier.partition(" ")
    word = name.lower()
    if word == "if" or word == "unless":
        body.branches.clear()
        body.begin(args, word == "unless")
    elif word == "else" and body.branches:
        body.otherwise(None)
    else:
        body.branches.clear()
        if word in ("javascript", "css", "note", "n.b.", "fixme", "todo"):
            body.lose("a part that is script, style or a note")
            return True
        if word not in ("cont", "cont'd", "cont\u2019d", "continue", "continued", "align", "append", "else"):
            body.lose(f"the modifier [{modifier[:40]}]; its words always show")
    return False


def _words(text: str, body: Body) -> None:
    at = 0
    for found in _INSERT.finditer(text):
        body.links_in(text[at : found.start()])
        at = found.end()
        _insert(found["body"].strip(), body)
    body.links_in(text[at:])


def _insert(inside: str, body: Body) -> None:
    name, _, args = inside.partition(":")
    first = unquoted(args.split(",")[0])
    if name.strip() == "embed passage":
        inner = body.passages.get(first)
        body.includes += 1
        if inner is not None and body.includes <= MAX_INCLUDES:
            _words(_divided(inner.text)[2], body)
            return
    if name.strip() in ("link to", "restart link", "back link"):
        label = re.search(r"label:\s*('[^']*'|\"[^\"]*\")", args)
        if name.strip() == "link to":
            body.link(unquoted(label[1]) if label else first, first)
            return
    body.lose(f"the insert {{{inside[:60]}}}")
