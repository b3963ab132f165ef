"""Who stands behind the object of praise or blame: "support for the return of X", "the trade between X and Y".

From the object down its own phrases, the nearest level that names somebody: owners first, then what its prepositions
bring. A people stands for its state.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extract.acts.frames import Act
from kg.extract.parties.parties import Parties
from kg.extract.parties.sides import side_of, sides_of
from kg.extract.reference.cast import UNNAMED
from kg.language.clauses import logical_objects, noun_conjuncts, prepositional_objects
from kg.language.document import Document, Token

_DEPTH: Final = 4  # noun phrases to look into: "the help | for the return | of democracy | to X" is four
_BY: Final = frozenset({"by", "between", "among"})
_PHRASES: Final = {"Accuse": _BY, "Reject": _BY | {"from"}, "Support": _BY | {"of", "to", "for", "from"}}
"""Acts that may be of a thing, with the prepositions to whose thing it is: who suffers a deed is not blamed for it."""
_PEOPLES: Final = frozenset({"people", "nation", "population"})
_OWNERS: Final = ("poss", "amod", "compound", "nmod")


def behind_object(document: Document, parties: Parties, act: Act) -> tuple[str, ...]:
    """The ids of those named nearest behind the object of an act, of another side than the actors; perhaps none."""
    if act.category not in _PHRASES:
        return ()
    own = sides_of(parties.cast, act.actors)
    nouns = things_judged(document, act.head)
    if any(noun.i in {used.i for used in act.match.used} for noun in nouns):
        slots = (
            t for slot in ("for", "of", "to") for noun in nouns for t in prepositional_objects(document, noun, slot)
        )
        nouns = list(slots)
    for _ in range(_DEPTH):
        found = [i for noun in nouns for i in _named(document, parties, noun)]
        if act.category != "Support":
            found = [i for i in found if parties.cast.entities[i].kind != UNNAMED]
        others = tuple(dict.fromkeys(i for i in found if side_of(parties.cast, i) not in own))
        if found or not nouns:
            return others
        nouns = _below(document, nouns, _PHRASES[act.category])
    return ()


def things_judged(document: Document, verb: Token) -> list[Token]:
    """The objects of a verb; as in "called the raid unjust", also the subject of what it is called."""
    clauses = [kid for kid in document.children(verb, "ccomp", "xcomp") if kid.pos in ("ADJ", "NOUN")]
    subjects = [t for clause in clauses for t in document.children(clause, "nsubj") if t.i > verb.i]
    return [t for t in subjects or logical_objects(document, verb) if t.pos != "ADJ"]


def _named(document: Document, parties: Parties, noun: Token) -> list[str]:
    """Who a noun stands for, else who owns what it means; who is only described is nobody here, but of a state."""
    kids = [t for kid in document.children(noun, *_OWNERS) for t in noun_conjuncts(document, kid)]
    owners = [t for t in kids if t.dep == "poss" or ((e := parties.cast.at(t)) is not None and e.is_actor)]
    for tokens in ([noun] if parties.is_actor(noun) else [], owners):
        found = [side for t in tokens for i in parties.of([t]) if (side := _known(parties, i, t)) is not None]
        if found:
            return found
    return []


def _known(parties: Parties, party: str, noun: Token) -> str | None:
    """The party if it has a name or is of a state; a people is its state."""
    entity = parties.cast.entities[party]
    if entity.kind != UNNAMED:
        return party
    state = parties.cast.state(entity.iso3) if entity.iso3 is not None else None
    return (state.id if noun.lemma in _PEOPLES else party) if state is not None else None


def _below(document: Document, nouns: Sequence[Token], prepositions: frozenset[str]) -> list[Token]:
    """What hangs on nouns by prepositions."""
    inside = [p for noun in nouns for p in document.children(noun, "prep") if p.lower in prepositions]
    return [t for p in inside for kid in document.children(p, "pobj") for t in noun_conjuncts(document, kid)]
