"""Whose forces and fighters a noun means: "Israeli troops", "Hamas fighters", "his gunmen", "the armed forces".

They are the group or force that they belong to, one force for each state, or the state itself; men who are counted or
unknown are described actors of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from kg.extract.parties.described import DescribedActors
from kg.extract.parties.owners import Owners
from kg.extract.parties.person_nouns import FORCE_NOUNS, PersonNouns
from kg.extract.parties.phrases import phrase_span
from kg.extract.parties.unnamed_bodies import UnnamedBodies
from kg.extract.reference.cast import ORGANIZATIONS, PERSON, STATE, Cast, Entity
from kg.extract.reference.context import Context
from kg.language.document import Document, Token
from kg.language.prepositions import prepositional_objects
from kg.lexicon.entities import Entities

_STATE_FORCES: Final = frozenset("armed government security army air naval defence defense state".split())
_BACK: Final = 100  # references back to the mission whose peacekeepers are told of
_ARMED: Final = frozenset("armed militia militant rebel insurgent guerrilla paramilitary jihadist jihadi".split())
_MISSIONS: Final = frozenset(
    "security peacekeeping peace-keeping stabilization stabilisation observer monitoring".split()
)
_MISSION: Final = re.compile(r"\b(?:Mission|Force)\b")


class Forces:
    """The forces, fighters and missions of an article."""

    def __init__(
        self,
        document: Document,
        cast: Cast,
        lexicon: Entities,
        context: Context,
        bodies: UnnamedBodies,
        nouns: PersonNouns,
        owners: Owners,
        described: DescribedActors,
    ) -> None:
        self._document = document
        self._cast = cast
        self._lexicon = lexicon
        self._context = context
        self._bodies = bodies
        self._nouns = nouns
        self._owners = owners
        self._described = described

    def members(self, head: Token, owners: Sequence[Entity]) -> tuple[str, ...]:
        """The ids of those whom fighters or soldiers act for, by their owners; nobody for a noun without any."""
        states = [owner for owner in owners if owner.kind == STATE]
        if len(states) > 1 and states == list(owners) and head.tag in ("NNS", "NNPS"):
            return tuple(owner.id for owner in states)
        for owner in owners:
            if owner.kind == PERSON:
                return (self._led_by(owner),)
            if owner.kind in ORGANIZATIONS:
                return (owner.id,)
            if owner.kind in (STATE, "Territory") and owner.iso3 is not None:
                return (self._of_state(head, owner),)
        sides = self._owners.sides(head)
        if sides:
            return tuple(side.id for side in sides)
        described = self._nouns.is_person(head) or self._bodies.kind(head) is not None or self._is_armed(head)
        return (self._described.of(head).id,) if described else ()

    def _of_state(self, head: Token, owner: Entity) -> str:
        """As in "Kenyan troops": the force of a state; "its troops" are the state, "two Kenyan soldiers" themselves."""
        possessed = self.has_owner_pronoun(head)
        if head.lemma in FORCE_NOUNS and owner.kind == STATE and not self._number(head) and not possessed:
            return self._force(head, owner).id
        return owner.id if owner.is_actor and possessed else self._described.of(head).id

    def here(self, head: Token) -> tuple[str, ...]:
        """As in "the armed forces", "government troops": those of the state that the text is about there."""
        coalition = self._bodies.coalition(head)
        if coalition is not None:
            return (coalition.id,)
        kids = self._document.children(head, "amod", "compound", "nmod")
        if head.lemma not in FORCE_NOUNS or not any(kid.lower in _STATE_FORCES for kid in kids):
            return ()
        there = (self._cast.at(t) for t in prepositional_objects(self._document, head, "in"))
        named = next((e for e in there if e is not None and e.kind == STATE), None)
        state = named or self._context.state_at(head)  # a town told of before is no sign of whose they are
        return (self._force(head, state).id,) if state is not None else ()

    def mission_of(self, head: Token) -> Entity | None:
        """As in "two peacekeepers", "the security mission": the mission named last before them, else the only one."""
        if head.lemma != "peacekeeper" and not self._is_mission(head):
            return None
        before = (
            self._cast.entities[r.entity] for r in islice(self._cast.before(head.start), _BACK) if r.how != "pronoun"
        )
        found = next((e for e in before if e.kind in ORGANIZATIONS and _MISSION.search(e.canonical)), None)
        if found is not None:
            return found
        named = [e for e in self._cast.entities.values() if e.kind in ORGANIZATIONS and _MISSION.search(e.canonical)]
        return named[0] if len(named) == 1 else None

    def _is_mission(self, head: Token) -> bool:
        kids = self._document.children(head)
        armed = any(kid.lemma in _MISSIONS for kid in kids if kid.dep in ("amod", "compound", "nmod"))
        return head.lemma == "mission" and armed and any(kid.lower == "the" for kid in kids)

    def _is_armed(self, head: Token) -> bool:
        """As in "by an armed group", "an unidentified rebel faction": nobody that is known, but somebody."""
        kids = self._document.children(head, "amod", "compound", "nmod")
        return any(kid.lower in _ARMED for kid in kids) and head.lemma != "force"

    def _led_by(self, person: Entity) -> str:
        """As in "his fighters": those of the group or force that a person leads, else they act for the person."""
        led = self._cast.entities.get(person.member_of or "")
        return led.id if led is not None and led.kind in ("ArmedGroup", "ArmedForce") else person.id

    def _number(self, head: Token) -> bool:
        """Whether soldiers are counted: "two Kenyan soldiers" are not the army."""
        return head.lemma == "soldier" and self._document.child(head, "nummod") is not None

    def has_owner_pronoun(self, head: Token) -> bool:
        """As in "its troops", "his men"."""
        return any(kid.dep == "poss" and kid.pos == "PRON" for kid in self._document.children(head))

    def _force(self, head: Token, state: Entity) -> Entity:
        """The armed force of a state: the one that the article names, or one called after the state."""
        named = [e for e in self._cast.entities.values() if e.kind == "ArmedForce" and e.iso3 == state.iso3]
        if named:
            force = named[0]
        else:
            adjective = next(
                (a for a, name in self._lexicon.adjectives.items() if name == state.canonical), state.canonical
            )
            force = self._cast.entity("ArmedForce", f"{adjective} armed forces", state.iso3)
            force.part_of = force.part_of or state.id
        self._cast.refer(phrase_span(self._document, head, short=True), force, "name")
        return force
