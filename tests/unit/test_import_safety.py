"""Importing what is broken, huge or meant to harm: a reason, never a traceback, and nothing written."""

import contextlib
import io
import random
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from evenkeel.__main__ import main
from evenkeel.importing import ImportRefusedError, import_file

EXAMPLES = Path(__file__).parent.parent / "examples" / "import"
HEAD = {"h5p.json": '{"mainLibrary": "H5P.MultiChoice"}', "content/content.json": "{}"}


def zipped(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()


def linked() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        link = zipfile.ZipInfo("content/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        package.writestr(link, "/etc/passwd")
    return buffer.getvalue()


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>'
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "entities.xml": (lambda: ENTITIES, "document type or entities"),
    "outside.xml": (lambda: b'<!DOCTYPE q SYSTEM "file:///etc/passwd"><quiz/>', "document type or entities"),
    "deep.xml": (lambda: b"<quiz>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</quiz>", "nested too deep"),
    "broken.xml": (lambda: b"<quiz><question>", "not well-formed XML"),
    "deep.json": (lambda: b'[{"question": ' + b"[" * 50000 + b"]" * 50000 + b"}]", "nested too deep"),
    "bomb.h5p": (lambda: zipped({**HEAD, "content/big.json": b"0" * (30 << 20)}), "grows more than"),
    "path.h5p": (lambda: zipped({**HEAD, "../../evil.txt": "x"}), "leads out of the package"),
    "absolute.zip": (lambda: zipped({"/etc/x": "x"}), "leads out of the package"),
    "many.zip": (lambda: zipped({f"{n}.xml": "" for n in range(5001)}), "at most 5000"),
    "link.zip": (linked, "holds a link"),
    "half.zip": (lambda: zipped(HEAD)[:60], "cannot be read"),
    "old.xml": (lambda: b"<questestinterop/>", "QTI 1.2"),
    "picture.gift": (lambda: b"\x89PNG\r\n\x1a\n" * 9, "no file that can be read"),
    "nothing.gift": (lambda: b"\n \n", "is empty"),
    "cyrillic.gift": (lambda: "Как дела? {=да ~нет}".encode("cp1251"), "its encoding cannot be told"),
    "source.ink": (lambda: b"* [Go]\n-> END", "save it as JSON"),
    "words.txt": (lambda: b"Just a letter to you.", "in no format that is read"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_a_reason_and_nothing_is_written(tmp_path, name, capsys):
    make, reason = HOSTILE[name]
    (tmp_path / name).write_bytes(make())
    assert main(["import", str(tmp_path / name), "--to", str(tmp_path / "out")]) == 2
    assert reason in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_read_and_an_inferred_one_is_told(tmp_path, encoding):
    file = tmp_path / "bank.gift"
    file.write_bytes("¿Qué dices?\r\n{=café ~té}".encode(encoding))
    report = import_file(file, tmp_path / "out")
    assert "¿Qué dices?" in report.files[0].read_text(encoding="utf-8")
    assert report.status == (1 if encoding == "cp1252" else 0)


def spoilt(raw: bytes, chance: random.Random) -> bytes:
    """A file cut short, with bytes turned, or with a piece gone."""
    data = bytearray(raw)
    how = chance.randrange(3)
    if how == 0:
        return bytes(data[: chance.randrange(len(data))])
    if how == 1:
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        return bytes(data)
    first, last = sorted(chance.randrange(len(data)) for _ in range(2))
    return bytes(data[:first] + data[last:])


@pytest.mark.parametrize("example", sorted(EXAMPLES.iterdir()), ids=lambda file: file.name)
def test_a_spoilt_file_never_ends_in_a_traceback(tmp_path, example):
    chance = random.Random(example.name)
    raw = example.read_bytes()
    for number in range(12):
        file = tmp_path / f"{number}-{example.name}"
        file.write_bytes(spoilt(raw, chance))
        with contextlib.suppress(ImportRefusedError):
            assert import_file(file, tmp_path / str(number)).status in (0, 1)
