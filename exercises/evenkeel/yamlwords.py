"""What the YAML parser says of a file that it cannot read, in words that an author can act on."""

import yaml

MAX_DEPTH = 40


class Stop(yaml.YAMLError):
    """The file is not read any further. Carries the words for the author and the line."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


_SYNTAX = {
    "cannot start any token": "has a sign here that YAML does not take: {sign}; put the words in quotes",
    "mapping values are not allowed": "has a colon inside words without quotes; put the words in quotes",
    "could not find expected ':'": "has a line that is neither a list line nor `name: value`; check its indent",
    "did not find expected key": "does not fit what stands above; check the indent and the quotes",
    "did not find expected '-' indicator": "does not fit the list above; check the indent",
    "did not find expected ',' or": "has a bracket that is not closed, or a comma missing before this",
    "unexpected end of stream": "has quotes that are not closed",
    "unexpected document": "has quotes that are not closed",
    "unknown escape character": "has a backslash inside double quotes; use single quotes",
    "exceeded max": f"is nested more than {MAX_DEPTH} levels deep",
    "control characters": "has an invisible control character; type the words again",
}


def syntax(error: yaml.YAMLError, text: str) -> tuple[int | None, str]:
    """The line and the words for what the YAML parser said."""
    if isinstance(error, Stop):
        return error.line, error.message
    said = " ".join(str(getattr(error, part, None) or "") for part in ("problem", "reason"))
    line = _mark_line(error, text)
    mark = getattr(error, "problem_mark", None)
    sign = text.split("\n")[mark.line][mark.column :][:1] if mark and "any token" in said else ""
    if sign == "\t":
        return line, "uses a tab; indent with spaces"
    for words, message in _SYNTAX.items():
        if words in said:
            return line, message.format(sign=sign)
    return line, f"cannot be read as YAML: {said.strip() or error}"


def _mark_line(error: yaml.YAMLError, text: str) -> int:
    if isinstance(error, yaml.reader.ReaderError):
        return text.encode()[: error.position].count(b"\n") + 1
    marks = [getattr(error, name, None) for name in ("context_mark", "problem_mark")]
    started = "quoted scalar" in str(getattr(error, "context", ""))
    mark = marks[0] if started and marks[0] else marks[1] or marks[0]
    return int(mark.line) + 1 if mark else 1
