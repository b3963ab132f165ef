"""Acts that end: "stop firing rockets" is a retreat and no attack, "ceased supplying arms" no aid.

A verb of ending takes the act below it over: the ended deed becomes one act of the opposite category, told
by the verb of ending, with the parties of the deed. What is ended but never meant (speech) stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from kg.extract.acts.act import Act
from kg.extract.acts.matching import Match
from kg.extract.parties.parties import Parties
from kg.language.clauses import logical_subjects
from kg.language.document import Document, Token
from kg.lexicon.triggers import Trigger

_ENDING: Final = frozenset("stop halt cease end quit discontinue suspend".split())
_OPPOSITE: Final[Mapping[str, tuple[str, str | None]]] = {
    "Assault": ("Retreat", "ceasefire"),
    "Mobilize": ("Retreat", None),
    "Coerce": ("Concede", None),
    "Sanction": ("Concede", None),
    "Threaten": ("Concede", None),
    "Aid": ("Sanction", "discontinue"),
    "Cooperate": ("Sanction", "discontinue"),
    "Consult": ("Sanction", "discontinue"),
}
"""Category of the ended deed to category and mode of its end."""


def end_acts(document: Document, parties: Parties, acts: Sequence[Act]) -> list[Act]:
    """The acts in text order, each ended one replaced by its end."""
    taken = {act.head.i for act in acts}
    return [_ended(document, parties, act, taken) or act for act in acts]


def _ended(document: Document, parties: Parties, act: Act, taken: set[int]) -> Act | None:
    verb = _ending_verb(document, act.head)
    if verb is None or verb.i in taken or act.category not in _OPPOSITE:
        return None
    category, mode = _OPPOSITE[act.category]
    trigger = Trigger(frozenset({verb.lemma}), (), "V", category, mode, ("subj",), (), (), (), f"{verb.lemma} doing")
    actors = parties.of(logical_subjects(document, verb)) or act.actors
    return replace(act, match=Match(trigger, verb, (act.head,)), category=category, actors=actors)


def _ending_verb(document: Document, head: Token) -> Token | None:
    """The verb of ending that a gerund completes: "stop firing", "ceased supplying"."""
    above = document.head(head)
    gerund = head.tag == "VBG" and head.dep in ("xcomp", "ccomp", "dobj", "pcomp")
    return above if gerund and above.pos == "VERB" and above.lemma in _ENDING else None
