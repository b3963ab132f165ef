"""Who is asked, where a request names nobody: who did it at one's request, who was told, the body that is to meet.

"At the request of X, Y froze the account", "resigned under pressure from X": whoever did it was asked. "Told X that
..., urged that ...": the hearer was. "Asked for an emergency session": the council that the text names was.
"""

from __future__ import annotations

from typing import Final

from kg.extract.acts.act import Act
from kg.extract.parties.parties import Parties
from kg.language.clauses import governing_verb, logical_objects, logical_subjects
from kg.language.document import Document, Token
from kg.language.passives import is_passive
from kg.language.prepositions import prepositional_objects

_MOVING: Final = frozenset({"at", "under", "upon"})
"""Prepositions before a request that moved somebody: "at the urging of", "under pressure from"."""
_TELLING: Final = frozenset({"tell", "inform", "remind", "assure", "write", "warn", "ask"})
_SITTINGS: Final = frozenset({"session", "meeting", "sitting", "debate"})
_URGENT: Final = frozenset("emergency urgent extraordinary special closed immediate open public".split())
_COUNCILS: Final = frozenset({"InternationalOrganization", "Alliance"})
_SENTENCES_BACK: Final = 1  # from a session that is asked for to the body that is to hold it


def asked(document: Document, parties: Parties, act: Act) -> tuple[str, ...]:
    """The ids of those to whom a request is that names nobody; empty where nothing tells them."""
    ways = (_obliged, _hearer, _council) if act.verbal else (_obliged, _moved)
    found = next((found for way in ways if (found := way(document, parties, act))), ())
    return tuple(i for i in found if i not in act.actors)


def _moved(document: Document, parties: Parties, act: Act) -> tuple[str, ...]:
    """Who did what a request, or pressure, brought about."""
    preposition = document.head(act.head)
    if act.head.dep != "pobj" or preposition.lower not in _MOVING:
        return ()
    above = document.head(preposition)
    verb = above if above.pos in ("VERB", "AUX") else governing_verb(document, above)
    return parties.of(logical_subjects(document, verb)) if verb is not None else ()


def _obliged(document: Document, parties: Parties, act: Act) -> tuple[str, ...]:
    """As in "the demand that X withdraw": who is to do it."""
    nouns = [t for t in (act.head, *act.match.used) if t.pos == "NOUN"]
    clauses = [kid for noun in nouns for kid in document.children(noun, "acl", "ccomp") if kid.tag in ("VB", "VBP")]
    doing = [clause for clause in clauses if not is_passive(document, clause)]
    return parties.of(t for clause in doing for t in document.children(clause, "nsubj"))


def _hearer(document: Document, parties: Parties, act: Act) -> tuple[str, ...]:
    """As in "told X that ..., and demanded that ...": who was spoken to by the verb before."""
    verb = act.head
    while verb.dep == "conj" and verb.lemma not in _TELLING:
        verb = document.head(verb)
    if verb is act.head or verb.lemma not in _TELLING:
        return ()
    heard = [*document.children(verb, "dative", "dobj"), *prepositional_objects(document, verb, "to")]
    return parties.of(t for t in heard if t.pos != "ADP")


def _council(document: Document, parties: Parties, act: Act) -> tuple[str, ...]:
    """The body that a session is asked of: the one named in the sentence, else in the one before."""
    wanted = [*logical_objects(document, act.head), *prepositional_objects(document, act.head, "for")]
    if not any(thing.i > act.head.i and _is_sitting(document, thing) for thing in wanted):
        return ()
    here = document.sentence_of(act.head).number
    for number in range(here, max(here - _SENTENCES_BACK, 0) - 1, -1):
        tokens = document.tokens_of(document.sentences[number])
        bodies = {e.id for _, e in parties.cast.within(tokens) if e.kind in _COUNCILS} - set(act.actors)
        if bodies:
            return tuple(bodies) if len(bodies) == 1 else ()
    return ()


def _is_sitting(document: Document, thing: Token) -> bool:
    """As in "an emergency meeting", "the session"; a mere meeting is asked of anybody."""
    if thing.lemma not in _SITTINGS:
        return False
    described = {kid.lower for kid in document.children(thing, "amod", "compound", "nmod")}
    return thing.lemma == "session" or bool(described & _URGENT)
