"""Whose it is that is hit: the side behind a thing, a building or a place that an attack strikes.

"Bombed the port of X" hits the state of X, "a raid on a Syrian base" Syria, "missiles in rebel-held areas" the
rebels, and whoever storms a police station attacks the state that the text is set in. People who serve no side
are nobody's; a place that only says where is no target of one who acts in his own country.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from kg.extract.acts.act import Act
from kg.extract.circumstances.circumstances import place_of
from kg.extract.parties.parties import Parties
from kg.extract.parties.sides import OWN_SIDE, side_of, sides_of
from kg.extract.reference.cast import UNNAMED, Entity
from kg.language.clauses import logical_objects
from kg.language.conjuncts import noun_conjuncts
from kg.language.document import Document, Token
from kg.language.prepositions import prepositional_objects

STRUCK: Final = frozenset({"Assault"})
"""Categories whose target may be a thing."""
_PARTS_OF_STATES: Final = frozenset({"Settlement", "Site", "Region"})
_TARGETS: Final = ("on", "against", "at", "of", "into")
"""Prepositions behind which a noun of attack has what it hits."""
_INSIDE: Final = frozenset({"of", "in", "from", "at", "near", "around", "outside"})
_HOLDING: Final = frozenset("hold control run occupy rule govern own operate flag register".split())
_CRAFT: Final = frozenset(
    """
    ship vessel tanker supertanker boat freighter trawler dhow yacht ferry tug tugboat barge warship frigate carrier
    submarine aircraft plane jet airliner helicopter drone
    """.split()
)
_SERVICES: Final = frozenset("police army military government navy prison governor ministry security border".split())
_STATE_PLACES: Final = frozenset(
    "garrison barrack prison jail ministry parliament checkpoint outpost courthouse".split()
)
_TAKING: Final = frozenset("seize capture occupy overrun retake recapture storm raid".split())
_HARMING: Final = frozenset({"kill", "wound", "injure", "maim"})
_ANYBODY: Final = frozenset("people person other more dozen score hundred one".split())
_DEPTH: Final = 3  # noun phrases to look into; the thing, where it lies, what that is part of


def struck_side(document: Document, parties: Parties, act: Act) -> tuple[str, ...]:
    """The id of the side that an attack without named victims hits, as a tuple of one; empty where none is known."""
    own = sides_of(parties.cast, act.actors)
    things = _things(document, act)
    for thing in things if act.actors else ():
        for entity in _owners(document, parties, thing, _DEPTH):
            if side_of(parties.cast, entity.id) not in own and entity.id not in act.actors:
                return (entity.id,)
    if act.actors and any(_serves_state(document, thing) for thing in things):
        state = parties.context.state_of_scene(things[0])
        return (state.id,) if state is not None and state.id not in act.actors else ()
    return _struck_state(document, parties, act)


def seized_from(document: Document, parties: Parties, act: Act) -> tuple[str, ...]:
    """As in "seized a Greek tanker", "boarded a Malta-flagged ship", "seized a Greek garrison", as a tuple of one.

    Whose craft others take, or whose place, where a word beside the place says so.
    """
    own = sides_of(parties.cast, act.actors)
    taken = logical_objects(document, act.head) if act.actors else []
    runners = (parties.operators.get(craft.i) for craft in taken if craft.pos == "PROPN")
    owned = taken if act.head.lemma in _TAKING else [t for t in taken if t.lemma in _CRAFT]
    around = [kid for t in owned for name in _INSIDE for kid in prepositional_objects(document, t, name)]
    places = around if act.head.lemma in _TAKING else []
    owners = (entity.id for thing in (*owned, *places) for entity in _owners(document, parties, thing, 1))
    found = (i for i in (*runners, *owners) if i is not None and i not in act.actors)
    return tuple(islice((i for i in found if side_of(parties.cast, i) not in own), 1))


def find_victims(document: Document, parties: Parties, acts: Sequence[Act]) -> None:
    """Fill in whom an attack hit where no side is known: "bombed a bridge, killing three sailors".

    Of "killing ten people" nobody: that counts the dead and says nothing of them.
    """
    for act in acts:
        if act.category != "Assault" or not act.verbal or act.recipients or act.dropped:
            continue
        tolls = [t for t in document.children(act.head, "advcl", "conj") if t.tag == "VBG" and t.lemma in _HARMING]
        killed = [t for toll in tolls for t in logical_objects(document, toll) if not _anybody(document, t)]
        act.recipients = tuple(i for i in parties.of(killed) if i not in act.actors)


def _anybody(document: Document, noun: Token) -> bool:
    """As in "ten people", "dozens more"; "dozens of sailors" are somebody."""
    counted = prepositional_objects(document, noun, "of") if noun.lemma in _ANYBODY else []
    return (counted[0] if counted else noun).lemma in _ANYBODY


def _things(document: Document, act: Act) -> list[Token]:
    if act.verbal:
        objects = logical_objects(document, act.head)
        behind = [t for h in act.match.used for name in _TARGETS for t in prepositional_objects(document, h, name)]
        return [*(t for t in objects if t not in act.match.used), *behind] or objects
    return [t for name in _TARGETS for t in prepositional_objects(document, act.head, name)]


def _owners(document: Document, parties: Parties, thing: Token, depth: int) -> Iterator[Entity]:
    """The actors that own a thing or hold the area it is in, nearest first."""
    for kid in document.children(thing, "poss", "amod", "compound", "nmod"):
        for token in (*noun_conjuncts(document, kid), *holders_of(document, kid)):
            entity = parties.cast.at(token)
            if entity is not None and entity.is_actor and entity.kind != UNNAMED:
                yield entity
    if depth > 1:
        for preposition in document.children(thing, "prep"):
            if preposition.lower in _INSIDE:
                for inner in document.children(preposition, "pobj"):
                    yield from _named(parties, inner)
                    yield from _owners(document, parties, inner, depth - 1)


def _named(parties: Parties, token: Token) -> Iterator[Entity]:
    """The actor that a word names, or the state in which the place lies that it names."""
    entity = parties.cast.at(token) or parties.forces.mission_of(token)
    if entity is None or entity.kind == UNNAMED:
        return
    if entity.is_actor:
        yield entity
    elif entity.kind in _PARTS_OF_STATES and entity.iso3 is not None:
        state = parties.context.state(entity.iso3)
        if state is not None:
            yield state


def holders_of(document: Document, participle: Token) -> list[Token]:
    """As in "rebel-held areas": who holds them; empty for what is no such participle."""
    if participle.tag != "VBN" or participle.lemma not in _HOLDING or document.tokens[participle.i - 1].text != "-":
        return []
    return [document.tokens[participle.i - 2]]


def _serves_state(document: Document, thing: Token) -> bool:
    """As in "police stations", "the governor's compound", "a garrison"."""
    return thing.lemma in _STATE_PLACES or any(
        t.lemma in _SERVICES for kid in document.children(thing, "compound", "poss") for t in (kid,)
    )


def _struck_state(document: Document, parties: Parties, act: Act) -> tuple[str, ...]:
    """As in "bombed the port of X", "an attack in X": the state that a struck place lies in, if not the actor's own.

    Of a group at home only the place that it strikes tells: "captured X".
    """
    place = place_of(document, parties.cast, act)
    if place is None or place.iso3 is None or place.kind not in _PARTS_OF_STATES or not act.actors:
        return ()
    actors = [parties.cast.entities[i] for i in act.actors]
    if any(actor.iso3 in (None, place.iso3) and actor.kind not in OWN_SIDE for actor in actors):
        return ()
    at_home = any(actor.iso3 == place.iso3 for actor in actors)
    if at_home and not any(parties.cast.at(thing) is place for thing in _things(document, act)):
        return ()
    state = parties.context.state(place.iso3)
    return (state.id,) if state is not None else ()
