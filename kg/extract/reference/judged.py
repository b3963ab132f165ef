"""Whose deed a possessive means where somebody is judged for it: "condemned Chad for its attack".

Small rules that come before the usual one, by which a possessive means the subject of its clause: who is judged,
punished or thanked has done what the judgement is for. And in "Chad's raid and its threats" both are Chad's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.reference.cast import PERSON, UNNAMED, Cast, Entity
from kg.language.clauses import governing_verb, logical_objects
from kg.language.conjuncts import first_conjunct, noun_conjuncts
from kg.language.document import Document, Token
from kg.lexicon.words import scope_words

_JUDGING: Final = scope_words("judging")
_MEASURES: Final = scope_words("judging measure")
_REASONS: Final = frozenset(
    {"for", "over", "after", "following", "of", "because", "due"}
)  # "because of", "as a result of"
_IN_ANSWER: Final = frozenset({"response", "retaliation", "reaction", "answer", "reply", "revenge"})
_AGAINST: Final = frozenset({"on", "against", "upon", "at", "to"})
_OF_PERSONS: Final = frozenset({"his", "her"})


def owner_judged(document: Document, cast: Cast, possessive: Token) -> Entity | None:
    """Whom a possessive means by these rules; None where none of them holds."""
    if possessive.tag != "PRP$":
        return None
    deed = document.head(possessive)
    shared = _shared_owner(document, cast, possessive, deed)
    if shared is not None:
        return shared
    verb = _judgement(document, first_conjunct(document, deed))
    if verb is None:
        return None
    judged = [t for t in _judged(document, verb) if t.i < possessive.i]
    return next((e for t in judged if (e := cast.at(t)) is not None and _fits(possessive, e)), None)


def _fits(possessive: Token, entity: Entity) -> bool:
    person = entity.kind in (PERSON, UNNAMED)
    return possessive.lower == "their" or person == (possessive.lower in _OF_PERSONS)


def _shared_owner(document: Document, cast: Cast, possessive: Token, deed: Token) -> Entity | None:
    """As in "Chad's raid on Togo and its threats": the owner of what the deed is joined to."""
    if deed.dep != "conj":
        return None
    first = first_conjunct(document, deed)
    if (own := cast.at(first)) is not None and (own.is_actor and _fits(possessive, own)):
        return None  # "Chad's raid on Togo and its capital"
    for noun in (first, *document.ancestors(first)):
        if noun.pos in ("VERB", "AUX"):
            return None
        owners = [kid for kid in document.children(noun, "poss") if kid.i < possessive.i]
        if owners:
            return next((e for t in owners if (e := cast.at(t)) is not None and _fits(possessive, e)), None)
    return None


def _judgement(document: Document, deed: Token) -> Token | None:
    """The verb that judges somebody for a deed: "condemned X for its ...", "imposed sanctions on X over its ..."."""
    preposition = document.head(deed)
    if deed.dep not in ("pobj", "pcomp"):
        return None
    above = document.head(preposition)
    if preposition.lower == "to" and above.lower in _IN_ANSWER:
        preposition = document.head(above)
    elif preposition.lower not in _REASONS:
        return None
    verb = governing_verb(document, preposition)
    if verb is None:
        return None
    measured = any(t.lemma in _MEASURES for t in document.children(verb, "dobj", "nsubjpass"))
    return verb if verb.lemma in _JUDGING or measured else None


def _judged(document: Document, verb: Token) -> Iterator[Token]:
    """Who is judged: the object, or whom the measure is against."""
    objects = logical_objects(document, verb)
    yield from objects
    for holder in (verb, *objects):
        for preposition in document.children(holder, "prep"):
            if preposition.lower in _AGAINST:
                for kid in document.children(preposition, "pobj"):
                    yield from noun_conjuncts(document, kid)
