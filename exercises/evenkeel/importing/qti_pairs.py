"""QTI's pairs: things of two sets, and things of one set, that belong together."""

from typing import TYPE_CHECKING

from evenkeel.importing.neutral import FlawError, Pair
from evenkeel.importing.qti_tree import Response, attribute, every, name_of
from evenkeel.importing.words import EMPTY, Words

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from evenkeel.importing.qti import ItemReader


def match(reader: "ItemReader", interaction: "Element", response: Response) -> None:
    """Things of one set, each with its partner in another."""
    sets = [one for one in interaction if name_of(one) == "simplematchset"]
    if len(sets) != 2:
        raise FlawError("is a matching without two sets")
    left, right = (
        {attribute(c, "identifier"): reader.words(c) for c in every(one, "simpleassociablechoice")} for one in sets
    )
    reader.made.kind = "matching"
    _pair(reader, left, right, response)


def _pair(reader: "ItemReader", left: dict[str, Words], right: dict[str, Words], response: Response) -> None:
    partner: dict[str, str] = {}
    for value in response.correct or [name for name, worth in response.mapping.items() if worth > 0]:
        one, _, other = value.partition(" ")
        if one not in left or other not in right:
            raise FlawError(f"has a key that names no option: {value[:40]!r}")
        if one in partner:
            raise FlawError(f"has two partners for {left[one].plain[:40]!r}; here each thing has one")
        partner[one] = other
    if not partner:
        raise FlawError("has no key")
    alone = [words.plain for name, words in left.items() if name not in partner]
    if alone:
        raise FlawError(f"has no partner for {alone[0][:40]!r}")
    reader.used = set(left)
    pairs = [Pair(words, right[partner[name]], reader.feedback.get(name, EMPTY)) for name, words in left.items()]
    spare = [Pair(EMPTY, words) for name, words in right.items() if name not in partner.values()]
    reader.made.pairs = pairs + spare
    _shared_words(right)


def _shared_words(right: dict[str, Words]) -> None:
    plain = [words.plain for words in right.values()]
    if len(set(plain)) < len(plain):
        raise FlawError("has two partners with the same words")


def associate(reader: "ItemReader", interaction: "Element", response: Response) -> None:
    """Pairs within one set: one of each becomes the thing, the other its partner."""
    choices = {attribute(c, "identifier"): reader.words(c) for c in every(interaction, "simpleassociablechoice")}
    ends = [value.split(" ") for value in response.correct]
    used = [name for pair in ends for name in pair]
    if any(len(pair) != 2 for pair in ends) or len(set(used)) < len(used):
        raise FlawError("has pairs in which something comes twice; here each thing has one partner")
    left = {pair[0]: choices[pair[0]] for pair in ends if pair[0] in choices}
    right = {name: words for name, words in choices.items() if name not in left}
    reader.made.kind = "matching"
    reader.made.lost.append("that any thing may be paired with any other: here one side is matched with the other")
    _pair(reader, left, right, response)
