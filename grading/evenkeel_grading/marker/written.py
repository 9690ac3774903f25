"""The written answers of one learner, each cut into sentences once, whoever reads them."""

from collections.abc import Mapping
from functools import cached_property

from evenkeel_grading.marker.cues import CueFinder
from evenkeel_grading.marker.guards import Plain, plain
from evenkeel_grading.marker.text import Known, Prose, prose


class Written(dict[str, str]):
    """Written answers by field id, as they came. They stay as they are: what was read is kept."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__(texts)
        self.known: Known = {}

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> "Written":
        """The texts as they are, where they have been read already."""
        return texts if isinstance(texts, Written) else cls(texts)

    @cached_property
    def plain(self) -> dict[str, Plain]:
        """Each text as it is read."""
        return {field: plain(text) for field, text in self.items()}

    @cached_property
    def prose(self) -> dict[str, Prose]:
        """The sentences of each text as it is read."""
        return {field: prose(one.text, self.known) for field, one in self.plain.items()}

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for one in self.prose.values() for word in one.words)

    def finder(self, finder: CueFinder) -> CueFinder:
        """The finder that suits these words, see :meth:`CueFinder.suited`."""
        return finder.suited(self._words)
