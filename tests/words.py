"""The interface's catalogues: `make words` gathers every phrase anew. `tests/unit/test_words.py` keeps them whole.

The template ``evenkeel.pot`` lists each phrase with the files that show it. Each language's file gets the new
phrases, empty, and loses those that nobody uses any more; its translations stay.
"""

from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "exercises" / "evenkeel" / "locale"
TEMPLATE = LOCALE / "evenkeel.pot"
KEYWORDS = {"_": None, "N_": None, "tr": None, "ngettext": (1, 2), "plural": (1, 2)}
METHODS = [("**/frontend/**.js", "javascript"), ("**.html", "jinja2"), ("**.j2", "jinja2"), ("**.py", "python")]
WHERE = (ROOT / "exercises" / "evenkeel", ROOT / "grading" / "evenkeel_grading")
UNSAID = ("Project-Id-Version", "Report-Msgid-Bugs-To", "Last-Translator", "Language-Team")
HEADER = """\
# The words of Evenkeel's interface.
# Made by `make words` from the calls of _() in the code; do not edit by hand.
#"""


def gathered() -> Catalog:
    """Every phrase of the code."""
    found = Catalog(project="evenkeel", charset="utf-8", header_comment=HEADER)
    for folder in WHERE:
        for name, _line, phrase, comments, context in extract_from_dir(
            str(folder), METHODS, keywords=KEYWORDS, comment_tags=("For translators:",), strip_comment_tags=True
        ):
            place = (folder / name).relative_to(ROOT).as_posix()
            found.add(phrase, None, [(place, None)], auto_comments=comments, context=context)
    return found


def catalogues() -> dict[str, Path]:
    """The file of each language."""
    return {file.parent.parent.name: file for file in sorted(LOCALE.glob("*/LC_MESSAGES/evenkeel.po"))}


def read(file: Path) -> Catalog:
    """A catalogue from its file."""
    return read_po(BytesIO(file.read_bytes()))


def write(file: Path, catalogue: Catalog) -> None:
    """Write a catalogue, sorted by phrase and without lines or dates, so that it changes only when words do."""
    made = BytesIO()
    write_po(made, catalogue, width=0, sort_output=True, ignore_obsolete=True, include_lineno=False)
    lines = made.getvalue().decode().splitlines(keepends=True)
    dated = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", *UNSAID)
    file.write_text("".join(line for line in lines if not line.lstrip('"').startswith(dated)), encoding="utf-8")


def main() -> None:
    """Write the template and bring every language's file up to it."""
    template = gathered()
    LOCALE.mkdir(exist_ok=True)
    write(TEMPLATE, template)
    for name, file in catalogues().items():
        catalogue = read(file)
        catalogue.update(template, no_fuzzy_matching=True)
        write(file, catalogue)
        empty = sum(1 for message in catalogue if message.id and not message.string)
        print(f"{name}: {len(catalogue)} phrases, {empty} to translate")


if __name__ == "__main__":
    main()
