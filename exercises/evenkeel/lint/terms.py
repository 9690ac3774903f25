"""The words that the wording rules look for, kept apart so that whoever knows the field can read and mend them.

The advice on suicide and self-harm follows the safe-messaging sources that the course cites (Samaritans' guidance on
writing about suicide); the entries are ours. Each is a regular expression without regard to capitals.
"""

import re

_SAY = "say 'died by suicide' or 'took their own life'"
_NO_SUCCESS = "an attempt has no success or failure"
_BELITTLES = "it belittles; say what the person said or did"

UNSAFE: dict[str, str] = {
    r"commit(?:s|ted|ting)?(?: a| the)? (?:suicide|self-harm)": _SAY,
    r"(?:successful|completed|unsuccessful|failed) (?:suicide|self-harm)": f"{_SAY}; {_NO_SUCCESS}",
    r"(?:suicide|self-harm)[^.]{0,20}\b(?:bid|success|failure)": f"{_SAY}; {_NO_SUCCESS}",
    r"(?:failed|successful|unsuccessful) attempts?": f"say 'attempt'; {_NO_SUCCESS}",
    r"self-harmers?": "say 'a person who self-harms'",
    r"suicide (?:epidemic|victims?)": "say 'a rise in suicides', or 'a person who died by suicide'",
    r"suicide threats?": "say 'a statement about suicide'; a cry of pain is no threat",
    r"threaten(?:s|ed|ing)? (?:suicide|to (?:kill|harm) (?:himself|herself|themselves))": "say what the person said",
}
"""Wording that can hurt, wherever it stands, and what to say instead."""

BELITTLING: dict[str, str] = {
    r"attention[- ]seek(?:ing|ers?)": _BELITTLES,
    r"cry for (?:help|attention)": _BELITTLES,
    r"(?:nutters?|nutcases?|psychos?|lunatics?|loon(?:y|ies)|mad (?:man|woman)|hysterical)": _BELITTLES,
    r"(?:time[- ]?wasters?|drama queens?|troublemakers?|moaners?|idiots?|scroungers?|junkies?)": _BELITTLES,
    r"the mentally ill": "say 'people with a mental illness'",
}
"""Judging words for a person. Somebody in a story may say them, in quotation marks or as a poor choice; the course may
not."""

METHODS = (
    "overdos(?:e|es|ed|ing)", "noose", "hang(?:s|ed|ing)? (?:himself|herself|themselves|myself|yourself)",
    "strangl[a-z]+", "suffocat[a-z]+", "slit(?:s|ting)?", "wrists?", "razors?", "blades?", "bleach", "lethal", "pills",
    "poison(?:s|ed|ing)?", "carbon monoxide", "gunshot", "firearms?", "shoot (?:myself|himself|herself|themselves)",
    "jump(?:s|ed|ing)? (?:off|from|in front)", "under a train", "railway (?:line|track)s?",
    "cut(?:s|ting)? (?:myself|himself|herself|themselves)",
)  # fmt: skip
"""Words of a method or of its means. They are looked for only where suicide or self-harm is the subject."""

SUBJECT = re.compile(
    r"suicid|self-harm|\b(?:end|ending|take|taking|took) (?:my|your|his|her|their|one's) (?:own )?life\b", re.IGNORECASE
)
"""What makes suicide or self-harm a subject of a page or an exercise."""

STOP_WORDS = frozenset(
    """
    about above after again against all also another any anybody anyone anything are around because been before being
    best between both call caller called come comes could customer did does doing done down each else even ever every
    everyone few first from gets give gives goes going good had has have having her here hers him his how into its just
    keep know last least less let like line little long made make makes making man many may mean means might more most
    much must need needs never next nothing now off often once one only onto other others our out over own part people
    person put puts really right said same say saying says second see seems shall she should show some somebody someone
    something start still such sure take takes tell tells than that their them then there these they thing things think
    this those three through time today too two under until upon use used using very want wants was way well went were
    what when where which while who whom whose why will with within without woman word words work would yes yet you your
    yours
    """.split()  # noqa: SIM905 - read as a text, and mended as one
)
"""Words too common to be a cue when a stem and a key share them."""
