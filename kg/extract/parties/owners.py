"""Whose something is: by a possessive, an adjective, a noun before it, or a phrase behind it.

A town before a deed tells where it was, and a capital stands for its state.
"""

from __future__ import annotations

from typing import Final

from kg.extract.parties.person_nouns import PersonNouns
from kg.extract.parties.phrases import DEEDS, DONE_TO, HOUSES, TALKS
from kg.extract.reference.capitals import state_of_capital
from kg.extract.reference.cast import ORGANIZATIONS, STATE, Cast, Entity
from kg.extract.reference.plurals import Groups
from kg.language.conjuncts import noun_conjuncts
from kg.language.document import Document, Token
from kg.language.prepositions import prepositional_objects
from kg.lexicon.entities import Entities

_USING: Final = frozenset("use operate hold control run own occupy".split())
_SIDE_PREPOSITIONS: Final = ("from", "of")


class Owners:
    """The owners and sides of what an article tells of."""

    def __init__(self, document: Document, cast: Cast, groups: Groups, lexicon: Entities, nouns: PersonNouns) -> None:
        self._document = document
        self._cast = cast
        self._groups = groups
        self._lexicon = lexicon
        self._nouns = nouns

    def of(self, head: Token) -> list[Entity]:
        """The entities that own or qualify a head: possessive, adjective, compound, "of"/"by" phrase, "used by"."""
        described = [] if self._nouns.is_person(head) else self._document.children(head, "acl")
        users = [kid for kid in described if kid.lemma in _USING and kid.tag == "VBN"]
        behind = [t for kid in users for t in prepositional_objects(self._document, kid, "by")]
        found = [e for t in behind if (e := self._cast.at(t)) is not None and e.is_actor]
        for kid in self._document.children(head, "poss", "amod", "compound", "nmod"):
            for token in noun_conjuncts(self._document, kid):
                entity = self._cast.antecedent(token) if token.lower == "whose" else self._cast.at(token)
                if entity is None and kid.dep == "poss":
                    found.extend(self._cast.entities[i] for i in self._groups.at(token))
                elif entity is not None and not entity.is_asset and not only_where(entity, kid, head):
                    found.append(self._metonym(entity))
        owning = ("by",) if head.lemma in DONE_TO else ("by", "of")
        for preposition in sorted(self._document.children(head, "prep"), key=lambda p: (p.lower != "by", p.i)):
            if preposition.lower in owning:
                for kid in self._document.children(preposition, "pobj"):
                    found.extend(
                        e
                        for t in noun_conjuncts(self._document, kid)
                        if (e := self._cast.at(t)) is not None and e.is_actor
                    )
        return found

    def sides(self, head: Token) -> list[Entity]:
        """As in "officials from Qatar and Egypt", "Israeli and Palestinian negotiators", "leaders of both factions"."""
        plural = head.tag in ("NNS", "NNPS")
        behind = [kid for kid in self._document.children(head, "prep") if kid.lower in _SIDE_PREPOSITIONS]
        named = [
            t
            for kid in behind
            for pobj in self._document.children(kid, "pobj")
            for t in noun_conjuncts(self._document, pobj)
        ]
        found = [e for t in named for e in self._side_at(t, plural=plural)]
        if not found and plural:
            found = [e for e in self.of(head) if e.kind == STATE]
        return found

    def _side_at(self, token: Token, *, plural: bool) -> list[Entity]:
        """The states that a word behind officials stands for; of a body only several speak for it."""
        group = self._groups.at(token)
        if group:
            return [self._cast.entities[i] for i in group]
        entity = self._cast.at(token)
        if entity is None or not (entity.kind == STATE or (plural and entity.kind in ORGANIZATIONS)):
            return []
        return [entity]

    def _metonym(self, entity: Entity) -> Entity:
        return state_of_capital(self._cast, entity, self._lexicon) or entity


def only_where(entity: Entity, modifier: Token, head: Token) -> bool:
    """As in "the Kabul bombing", "the Vienna talks", "the parliament attack": where it was, and not whose it is.

    "Kabul's bombing" was done by its state.
    """
    if modifier.dep == "poss":
        return False
    town = entity.kind == "Settlement" and head.lemma in DEEDS | TALKS
    return town or (modifier.lower in HOUSES and head.lemma in DEEDS)
