"""Who stands behind the object of praise or blame: "support for the return of X", "the trade between X and Y".

From the object down its own phrases, the nearest level that names somebody: owners first, then what its prepositions
bring. A people stands for its state.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extract.acts.act import Act
from kg.extract.parties.parties import Parties
from kg.extract.parties.sides import side_of, sides_of
from kg.extract.reference.cast import STATE, UNNAMED, Entity
from kg.language.clauses import logical_objects, logical_subjects, surface_subjects
from kg.language.conjuncts import noun_conjuncts
from kg.language.document import Document, Token
from kg.language.passives import is_passive
from kg.language.prepositions import prepositional_objects

_DEPTH: Final = 4  # noun phrases to look into: "the help | for the return | of democracy | to X" is four
_BY: Final = frozenset({"by", "between", "among"})
_PHRASES: Final = {"Accuse": _BY, "Reject": _BY | {"from"}, "Support": _BY | {"of", "to", "for", "from"}}
"""Acts that may be of a thing, with the prepositions to whose thing it is: who suffers a deed is not blamed for it."""
_TOPICS: Final = {
    "Accuse": ("for", "of", "to", "at", "over", "about"),
    "Reject": ("for", "of", "to"),
    "Support": ("for", "of", "to"),
}
"""What brings that which words are about, where the object is the words: "expressed outrage over the vote"."""
_FELT: Final = ("by", "at", "over", "about", "with")
_CONDUCT: Final = frozenset(
    """
    decision move vote policy statement remark comment conduct behaviour behavior action attitude stance position role
    presence arrival refusal failure attempt plan resolution rhetoric claim threat treatment handling interference
    intervention involvement meddling rejection acceptance ruling rule regime resumption continuation build-up buildup
    deployment expansion approach response reaction measure step act rush
    """.split()
)
"""Nouns with "of" before whose conduct it is."""
_AT_HOME: Final = frozenset("execution crackdown repression coup verdict trial law censorship curfew purge".split())
"""What is done by the rulers of the state in which it is."""
_PEOPLES: Final = frozenset({"people", "nation", "population"})
_OWNERS: Final = ("poss", "amod", "compound", "nmod")


def behind_object(document: Document, parties: Parties, act: Act) -> tuple[str, ...]:
    """The ids of those named nearest behind the object of an act, of another side than the actors; perhaps none."""
    if act.category not in _PHRASES:
        return ()
    own = sides_of(parties.cast, act.actors)
    nouns = things_judged(document, act)
    if act.category == "Reject" and (made := _owners(document, parties, nouns, own)):
        return made
    if any(noun.i in {used.i for used in act.match.used} for noun in nouns):
        slots = (
            t for slot in _TOPICS[act.category] for noun in nouns for t in prepositional_objects(document, noun, slot)
        )
        nouns = list(slots)
    for _ in range(_DEPTH):
        found = [i for noun in nouns for i in _named(document, parties, noun)]
        if act.category != "Support":
            found = [i for i in found if parties.cast.entities[i].kind != UNNAMED]
        others = tuple(dict.fromkeys(i for i in found if side_of(parties.cast, i) not in own))
        if found or not nouns:
            return others
        nouns = _below(document, nouns, _PHRASES[act.category]) + (
            _conducting(document, parties, nouns) if act.category == "Accuse" else []
        )
    return ()


def _owners(document: Document, parties: Parties, nouns: Sequence[Token], own: set[str]) -> tuple[str, ...]:
    """As in "rejected the American claim", "dismissed the UN report": whose it is that is turned down."""
    kids = [t for noun in nouns for kid in document.children(noun, *_OWNERS) for t in noun_conjuncts(document, kid)]
    named = [e for t in kids if (e := parties.cast.at(t)) is not None and e.is_actor and e.kind != UNNAMED]
    named = [e for e in named if not any(_only_about(parties, t, e) for t in kids)]
    return tuple(dict.fromkeys(e.id for e in named if side_of(parties.cast, e.id) not in own))


def _only_about(parties: Parties, token: Token, entity: Entity) -> bool:
    """As in "the Kosovo plan", which may be anybody's; "the Kosovar plan" is Kosovo's."""
    reference = parties.cast.reference_at(token)
    told = reference is not None and reference.entity == entity.id and reference.how == "name"
    return told and entity.kind == STATE and token.dep == "compound"


def things_judged(document: Document, act: Act) -> list[Token]:
    """The objects of an act's verb; as in "called the raid unjust", also the subject of what it is called.

    Of what a speaker judges ("said that the vote was unjust") the subject, of a feeling what it is about.
    """
    verb = act.head
    if act.match.trigger.by_saying and "subj" in act.match.trigger.recipient:
        return surface_subjects(document, verb)
    if act.category == "Accuse" and verb.lemma == "be":
        heads = (verb, *act.match.used)
        return [t for head in heads for slot in _FELT for t in prepositional_objects(document, head, slot)]
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
    below = [t for p in inside for kid in document.children(p, "pobj") for t in noun_conjuncts(document, kid)]
    return below or [t for noun in nouns for t in prepositional_objects(document, noun, "by")]


def _conducting(document: Document, parties: Parties, nouns: Sequence[Token]) -> list[Token]:
    """As in "the decision of the court", "the vote in the Senate": whose conduct it is, or the body in which it is."""
    conduct = [noun for noun in nouns if noun.lemma in _CONDUCT]
    owners = [t for noun in conduct for t in prepositional_objects(document, noun, "of") if _placed(parties, t)]
    inside = [t for noun in nouns for t in prepositional_objects(document, noun, "in")]
    bodies = [t for t in inside if (e := parties.cast.at(t)) is not None and e.is_actor and e.kind != STATE]
    inner = [t for noun in nouns if noun.lemma in _AT_HOME for t in prepositional_objects(document, noun, "in")]
    states = [t for t in inner if (e := parties.cast.at(t)) is not None and e.kind == STATE]
    return [*owners, *bodies, *states, *_makers(document, nouns)]


def _makers(document: Document, nouns: Sequence[Token]) -> list[Token]:
    """As in "the sentence handed down by the court": who makes what is judged, in a clause on it."""
    clauses = [kid for noun in nouns for kid in document.children(noun, "acl", "relcl")]
    return [t for clause in clauses if is_passive(document, clause) for t in logical_subjects(document, clause)]


def _placed(parties: Parties, owner: Token) -> bool:
    """Whether it is known of which state somebody is, or that he is a body of several: "the separatists" are not."""
    entity = parties.cast.at(owner)
    if entity is None:
        return any(parties.cast.at(kid) is not None for kid in parties.document.children(owner, *_OWNERS))
    return entity.iso3 is not None or entity.kind == "InternationalOrganization"
