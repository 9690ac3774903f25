"""Reading files: bytes, size, depth, links. What the text itself does wrong is shown in ``tests/examples/bad``."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenkeel.loading import MAX_BYTES, Document, load_model, read_yaml
from evenkeel.models import Quiz


def said(document: Document) -> list[str]:
    return [str(problem) for problem in document.problems]


def read(folder: Path, raw: bytes) -> Document:
    file = folder / "x.yml"
    file.write_bytes(raw)
    return read_yaml(file, folder)


def test_data_and_lines_of_a_plain_file(tmp_path):
    document = read(tmp_path, b"a: 1\nb:\n  - x\n  - {c: true, d: 2.5, e: -3}\nf:\ng: |\n  two\n  lines\n")
    assert document.data == {"a": 1, "b": ["x", {"c": True, "d": 2.5, "e": -3}], "f": None, "g": "two\nlines\n"}
    places = [(), ("b",), ("b", 0), ("b", 1, "d"), ("g",), ("b", 7), ("zzz",)]
    assert [document.line_of(where) for where in places] == [1, 3, 3, 4, 6, 3, 1]
    assert said(document) == []


def test_a_byte_order_mark_is_taken(tmp_path):
    assert read(tmp_path, b"\xef\xbb\xbfa: b\n").data == {"a": "b"}


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "x.yml:1: is empty"),
        (b"# words\n\n", "x.yml:1: is empty"),
        (b"---\n", "x.yml:1: is empty"),
        (b"a: b\nc: caf\xe9\n", "x.yml:2: is not UTF-8 text (byte 0xE9); save the file as UTF-8"),
        (b"\xff\xfea\x00", "x.yml:1: is not UTF-8 text (byte 0xFF); save the file as UTF-8"),
        (b"a: b\nc: \x07\n", "x.yml:2: has an invisible control character; type the words again"),
        (b"a: b\x00c\n", "x.yml:1: has an invisible control character; type the words again"),
        (b"[" * 200_000, "x.yml:1: is nested more than 40 levels deep"),
        (b"- " * 200_000, "x.yml:1: is nested more than 40 levels deep"),
        (b"a: &x [*x]\n", "x.yml:1: a: uses the YAML shorthand &x; write the words out, or put them in quotes"),
        (b"a: *x\n", "x.yml:1: a: uses the YAML shorthand *x; write the words out, or put them in quotes"),
        (
            b"a: !!python/object:os.system b\n",
            "x.yml:1: a: uses a YAML tag (a word with `!`); leave it out, or use quotes",
        ),
        (b"? [a]\n: b\n", "x.yml:1: has an entry whose name is not plain words; write `name: value`"),
        (b"a: 9" + b"9" * 30 + b"\n", "x.yml:1: a: 9999999999999999999999999999999 without quotes means a number"),
        (b"a: .inf\n", "x.yml:1: a: .inf without quotes means a number in YAML; write it in quotes"),
        (b"a: 0x1F\n", "x.yml:1: a: 0x1F without quotes means a number in YAML; write it in quotes"),
        (b"a: 007\n", "x.yml:1: a: 007 without quotes means a number in YAML; write it in quotes"),
    ],
)
def test_what_cannot_be_taken_is_said_with_its_line(tmp_path, raw, problem):
    assert said(read(tmp_path, raw))[0].startswith(problem)


@pytest.mark.parametrize("word", ["'No'", '"1.10"', "|-\n  No", "n", "nothing", "12:30pm", "v1.10", "2026", "-5"])
def test_words_that_mean_themselves_are_taken(tmp_path, word):
    assert said(read(tmp_path, f"a: {word}\n".encode())) == []


def test_a_file_of_one_mebibyte_is_read_and_one_byte_more_is_not(tmp_path):
    body = b"a: '" + b"x" * (MAX_BYTES - 6) + b"'\n"
    assert len(body) == MAX_BYTES
    assert said(read(tmp_path, body)) == []
    longer = body + b" " * (MAX_BYTES + 1 - len(body))
    assert said(read(tmp_path, longer)) == ["x.yml: is larger than 1 MiB; divide it into several files"]


@pytest.mark.timeout(60)  # written out, the last of these would be longer than any disk is
def test_many_aliases_are_not_written_out(tmp_path):
    lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    document = read(tmp_path, "\n".join(["a0: &a0 x", *lines]).encode())
    assert len(document.problems) > 30


def test_a_missing_file_is_a_problem(tmp_path):
    assert said(read_yaml(tmp_path / "no.yml", tmp_path)) == ["no.yml: cannot be opened: No such file or directory"]


def test_a_folder_with_a_files_name_is_a_problem(tmp_path):
    (tmp_path / "x.yml").mkdir()
    assert said(read_yaml(tmp_path / "x.yml", tmp_path)) == ["x.yml: cannot be opened: Is a directory"]


def test_a_link_out_of_the_course_is_not_followed(tmp_path):
    (tmp_path / "course").mkdir()
    (tmp_path / "secret.yml").write_text("a: b\n")
    (tmp_path / "course" / "x.yml").symlink_to(tmp_path / "secret.yml")
    document = read_yaml(tmp_path / "course" / "x.yml", tmp_path / "course")
    assert said(document) == ["x.yml: is a link that leaves the course; put the file itself here"]
    assert document.data is None


def test_a_link_that_leads_to_itself_is_a_problem(tmp_path):
    (tmp_path / "x.yml").symlink_to(tmp_path / "x.yml")
    assert "cannot be opened" in said(read_yaml(tmp_path / "x.yml", tmp_path))[0]


def test_all_problems_of_a_file_are_told_at_once(tmp_path):
    file = tmp_path / "x.yml"
    file.write_text("schema: 2\ntitle: No\nmodule: Calls\nitems:\n  - {id: a, type: single}\n")
    made, problems = load_model(file, Quiz, tmp_path)
    assert made is None
    assert [problem.path for problem in problems if problem.path != "items[0]"] == ["title", "schema", "module"]
    assert len(problems) == 9


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_bytes_whatever_raise(tmp_path_factory, raw):
    document = read(tmp_path_factory.mktemp("any"), raw)
    assert document.readable or document.problems
