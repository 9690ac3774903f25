"""Markup: the shared cases, what authors are told, and hostile text."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenkeel.markup import blocks, check_markup, check_plain, html_in, inline, link_targets, plain

CASES = json.loads((Path(__file__).parent.parent / "cases" / "markup.json").read_text(encoding="utf-8"))
SIGNS = st.lists(st.sampled_from(["*", "**", "[", "]", "](a/b)", "\\", " ", "word", "\n", "- ", "1. "])).map("".join)


@pytest.mark.parametrize("case", CASES["inline"], ids=lambda case: case["name"])
def test_shared_inline_case(case):
    assert inline(case["text"]) == case["nodes"]


@pytest.mark.parametrize("case", CASES["blocks"], ids=lambda case: case["name"])
def test_shared_block_case(case):
    assert blocks(case["text"]) == case["nodes"]


@given(SIGNS)
def test_no_letter_is_lost_and_only_known_nodes_are_made(text):
    kinds: set[str] = set()

    def walk(nodes: list) -> None:
        for node in nodes:
            kinds.add(node["t"])
            walk(node.get("c", []))

    nodes = inline(text)
    walk(nodes)
    assert kinds <= {"text", "em", "strong", "link"}
    assert plain(text).count("word") == text.count("word")


@given(SIGNS)
def test_what_is_checked_as_a_link_is_what_is_shown_as_one(text):
    assert json.dumps(blocks(text)).count('"link"') == len(link_targets(text))


HOSTILE = [
    "**a ", "*a ", "[", "[a", "**", "*", "\\", "[a](b", "**a **", "**a*b[c", "***a", "[**a", "\n- *", "a\n\n",
    "\n \n", "**[*", "](", "[a](b)", "*a*", "**a**", "[[x](", "\t\n ", "1. ",
]  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
@pytest.mark.timeout(30)  # it takes a second; where each sign cost a look at all others, minutes
def test_hostile_text_is_read_to_its_end(part):
    text = "x" + part * (400_000 // len(part)) + "x"
    assert blocks(text)


@pytest.mark.parametrize("target", ["https://example.org", "../x", "/x", "javascript:x", "a//b", "A/b", "x.html"])
def test_a_link_out_of_the_course_is_refused(target):
    with pytest.raises(ValueError, match="a link goes to a page of the course"):
        check_markup(f"See [this]({target}).")


@pytest.mark.parametrize("target", ["intro", "difficult/first-words", "difficult/first-words#part", "#part"])
def test_a_link_within_the_course_is_taken(target):
    assert check_markup(f"See [this]({target}).")


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x7f", "\x9b", "\u202c", "\u202e", "\u2066", "\u2069"])
def test_an_invisible_control_character_is_named(sign):
    with pytest.raises(ValueError, match=rf"U\+{ord(sign):04X}"):
        check_markup(f"a{sign}b")


SOUND = [
    "2 * 3", "2 ** 3", "5*3", r"5 \* 3", r"f\*\*k", r"\**not strong\**", "**Stop** now", "**a *b* c**", "[**x**](a/b)",
    "fewer than <3", "a < b > c", "x <y", "[x] (y)", "what [he] said", r"\[x\](y)", "Stop! [x](a/b)",
    "- **a**\n- b **c**", "**1** **2**", "*a* **b**.", "10", "ж", "Café 🙂",
]  # fmt: skip


@pytest.mark.parametrize("text", SOUND)
def test_sound_words_are_taken_as_they_are(text):
    assert check_markup(text) == text


LEFT = [
    ("**", "no letter"), ("\u200b", "no letter"), ("[**](a/b)", "no letter"), ("🙂", "no letter"),
    ("a **b", "makes nothing"), ("a ** b**", "makes nothing"), ("**b* c", "makes nothing"),
    ("***a***", "makes nothing"), ("- a\n- **b", "makes nothing"),
    ("[x](javascript:alert(1))", "no link"), ("[](a/b) c", "no link"), ("a [x](a b)", "no link"),
    ("a ![](x.png)", "a picture"), ("![alt](x.png)", "a picture"),
]  # fmt: skip


@pytest.mark.parametrize("text", ["<b>a</b>", "a</p>", "a<br/>", "a <script", "a <!-- b", "<A HREF='x'>a</A>"])
def test_html_is_found(text):
    assert html_in(text)


@pytest.mark.parametrize("text", ["fewer than <3", "a < b > c", "x <y"])
def test_a_sign_alone_is_no_html(text):
    assert html_in(text) is None


@pytest.mark.parametrize(("text", "words"), LEFT)
def test_markup_that_would_be_seen_as_it_stands_is_refused(text, words):
    with pytest.raises(ValueError, match=words):
        check_markup(text)


@pytest.mark.parametrize("text", ["2 * 3", "Fewer than <3", "A [part]", "Who? Me!"])
def test_sound_plain_words_are_taken(text):
    assert check_plain(text) == text


@pytest.mark.parametrize("text", ["**a**", "a **b", "[a](b)", "…", "  ", "a\x00"])
def test_markup_in_plain_words_is_refused(text):
    with pytest.raises(ValueError, match=r"has |is empty"):
        check_plain(text)


@pytest.mark.parametrize("part", ["<a ", "<", "![", "**", "*a", "<!-", "<a<"])
@pytest.mark.timeout(30)
def test_hostile_text_is_checked_to_its_end(part):
    text = "x" + part * (400_000 // len(part))
    with contextlib.suppress(ValueError):
        check_markup(text)
    assert html_in(text) is None
