"""The built-in marker of written criteria.

**The seam.** A marker is a function from an assignment (worksheet and rubric) and a learner's fitting answers to a
:class:`~evenkeel_grading.marks.Finding`: ``Marker = Callable[[Assignment, Mapping[str, Answer]], Finding]``.
:func:`evenkeel_grading.mark` takes another one as its ``marker`` argument. A marker sees nothing but these two,
so a mark can depend on nothing else: not on who wrote, when, or what others wrote.

**How the built-in one works.** Text is cut into sentences (:mod:`.text`); cue classes are found in them, with
negation and quotation (:mod:`.cues`); frames of cues over neighbouring sentences become finds (:mod:`.frames`);
finds become a level, with what is missing (:mod:`.levels`); guards look for copied or scrambled text
(:mod:`.guards`). All words are data, in the rubric. The package does no I/O and needs the standard library only.
"""

from evenkeel_grading.marker.builtin import mark_written

__all__ = ["mark_written"]
