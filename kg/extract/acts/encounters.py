"""Talks told of as the occasion of other words: "In a telephone call, X pressed Y to lift the ban".

Who says or asks something in a call, and to whom, talked with each other, though no word says with whom the call was.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.acts.act import Act
from kg.extract.acts.matching import Match
from kg.extract.parties.parties import Parties
from kg.extract.reference.cast import PERSON
from kg.language.clauses import governing_verb, logical_objects, logical_subjects
from kg.language.document import Document, Token
from kg.language.prepositions import prepositional_objects
from kg.lexicon.triggers import Trigger
from kg.lexicon.words import scope_words

_CALLS = scope_words("call")
_DURING = frozenset({"in", "during"})
_OTHERS = ("to", "with")  # prepositions before those who are spoken to
_CALL = Trigger(_CALLS, (), "N", "Consult", "phone", ("subj",), ("obj",), (), (), "in a call")


def find_encounters(document: Document, parties: Parties, acts: Sequence[Act]) -> list[Act]:
    """The calls in which something is said to a person, in text order; none for a call that is an act already."""
    taken = {token.i for act in acts for token in (act.head, *act.match.used)}
    calls = (token for token in document.tokens if token.lemma in _CALLS and token.i not in taken)
    return [act for token in calls if (act := _encounter(document, parties, token)) is not None]


def _encounter(document: Document, parties: Parties, noun: Token) -> Act | None:
    preposition = document.head(noun)
    if noun.dep != "pobj" or preposition.lower not in _DURING or document.children(noun, "poss"):
        return None
    verb = governing_verb(document, preposition)
    if verb is None:
        return None
    speakers = parties.of(logical_subjects(document, verb))
    spoken_to = [*logical_objects(document, verb), *_prepositional(document, verb)]
    hearers = tuple(i for i in parties.of(spoken_to) if i not in speakers and _hears(parties, i))
    return Act(Match(_CALL, noun, ()), "Consult", speakers, hearers) if speakers and hearers else None


def _prepositional(document: Document, verb: Token) -> list[Token]:
    return [t for name in _OTHERS for t in prepositional_objects(document, verb, name)]


def _hears(parties: Parties, entity: str) -> bool:
    return parties.cast.entities[entity].kind == PERSON
