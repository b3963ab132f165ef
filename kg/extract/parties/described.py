"""Actors that are described and not named: "three Kenyan officers", "militants based in Mali", "riot police".

Each is made on demand, with the state and body that its phrase tells of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kg.extract.offices.titles import TitleMention
from kg.extract.parties.owners import Owners
from kg.extract.parties.person_nouns import STATE_AGENTS, WITH_A_SIDE
from kg.extract.parties.phrases import phrase_span
from kg.extract.parties.unnamed_bodies import UnnamedBodies
from kg.extract.reference.cast import STATE, UNNAMED, Cast, Entity
from kg.extract.reference.context import Context
from kg.language.document import Document, Token
from kg.language.prepositions import prepositional_objects

_TIED: Final = frozenset("affiliate align ally link associate tie".split())
_DWELLING: Final = frozenset("base shelter hide live station deploy harbour harbor exile".split())
_MANY: Final = frozenset("thousand hundred dozen ten million score handful group crowd band number couple".split())
_PEOPLE_PREPOSITIONS: Final = ("from", "of", "in", "for", "with")


class DescribedActors:
    """The described actors of an article; `bystanders` are the ids of those who serve no side."""

    def __init__(
        self,
        document: Document,
        cast: Cast,
        context: Context,
        bodies: UnnamedBodies,
        owners: Owners,
        titles: Mapping[int, TitleMention],
    ) -> None:
        self._document = document
        self._cast = cast
        self._context = context
        self._bodies = bodies
        self._owners = owners
        self._titles = titles
        self.bystanders: set[str] = set()

    def of(self, head: Token) -> Entity:
        """The actor that a phrase describes without a name."""
        span = phrase_span(self._document, head)
        text = " ".join(self._document.text[span.start : span.end].split())
        kind = self._bodies.kind(head)
        if kind is not None:
            draft = Entity("", kind, self._bodies.name(head))
            self._affiliate(head, draft)
            entity = self._bodies.find(head, draft)
        else:
            text = self._counted(head, text)
            entity = self._cast.entity(UNNAMED, text, scope="described")
        if kind is not None:
            entity.names[text] += 1
        elif not entity.names:
            self._affiliate(head, entity)
            entity.names[text] += 1
            if self._is_bystander(head, entity):
                self.bystanders.add(entity.id)
        self._cast.refer(span, entity, "description")
        return entity

    def _counted(self, head: Token, text: str) -> str:
        """As in "dozens of sailors", "a group of farmers": with the words that say how many they are."""
        of = self._document.head(head)
        many = self._document.head(of)
        if head.dep != "pobj" or of.lower != "of" or many.lemma not in _MANY or many.i != of.i - 1:
            return text
        counting = self._document.children(many, "det", "nummod", "quantmod", "amod", "advmod")
        first = min([many.i, *(t.i for kid in counting if kid.i < many.i for t in self._document.subtree(kid))])
        return " ".join([*self._document.text[self._document.tokens[first].start : of.end].split(), text])

    def _is_bystander(self, head: Token, entity: Entity) -> bool:
        """Whether a described person serves no side: no state, no body, no office, no arms."""
        title = self._titles.get(head.i)
        in_office = title is not None and title.kind not in ("", "Other")
        return entity.iso3 is None and entity.member_of is None and not in_office and head.lemma not in WITH_A_SIDE

    def _affiliate(self, head: Token, entity: Entity) -> None:
        reference = self._cast.reference_at(head)
        if reference is not None and reference.how == "people":
            entity.iso3 = self._cast.entities[reference.entity].iso3
            return
        nearby = self._owners.of(head)
        for preposition in self._document.children(head, "prep"):
            if preposition.lower in _PEOPLE_PREPOSITIONS:
                for kid in self._document.children(preposition, "pobj"):
                    behind = (kid, *self._document.children(kid, "poss"))
                    nearby.extend(e for t in behind if (e := self._cast.at(t)) is not None)
        nearby.extend([*self._tied_to(head), *self._where_they_are(head)])
        for other in nearby:
            entity.iso3 = entity.iso3 or other.iso3
            if other.is_actor and other.kind != UNNAMED and entity.member_of is None and other.id != entity.id:
                entity.member_of = other.id
        if not nearby and head.lemma in STATE_AGENTS:
            state = self._context.state_of_scene(head)
            entity.iso3 = state.iso3 if state is not None else None

    def _where_they_are(self, head: Token) -> list[Entity]:
        """As in "militants based in Pakistan", "fighters hiding in Syria": the states that shelter those described."""
        clauses = self._document.children(head, "acl")
        dwelling = [kid for kid in clauses if kid.lemma in _DWELLING]
        places = [t for kid in dwelling for t in prepositional_objects(self._document, kid, "in")]
        return [e for t in places if (e := self._cast.at(t)) is not None and e.kind == STATE]

    def _tied_to(self, head: Token) -> list[Entity]:
        """As in "militias aligned with Iran", "groups linked to it": whose they are."""
        tied = [kid for kid in self._document.children(head, "acl") if kid.lemma in _TIED]
        behind = [
            t for kid in tied for name in ("with", "to") for t in prepositional_objects(self._document, kid, name)
        ]
        return [e for t in behind if (e := self._cast.at(t)) is not None and e.is_actor]
