"""Organizations, places and assets: a name of the right kind, and in the right state.

The kind decides what is sought at all: "USS X" is a vessel and never a person, a people is never its state, a
city is never the state whose capital it is. A body with a general name ("the foreign ministry") is sought as that of
its state. Another state than the gazetteer's rules a candidate out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from kg.graph.naming import all_types
from kg.link.context import Context
from kg.link.evidence import Clue, Weighed, decide, named
from kg.link.gazetteer import Candidate
from kg.link.sources import path_of
from kg.model import Actor, Asset, Link, Place
from ontology.terms import Cmq, cmq

OWN_NAME: Final = 0.86
"""A name or alias of the right kind."""
ACRONYM: Final = 0.80
SAME_STATE: Final = 0.10
OTHER_STATE: Final = -0.50
STATE_UNSAID: Final = -0.06
"""The gazetteer knows a state, the article tells none."""
STATE_UNHEARD: Final = -0.25
"""Parties and parliaments share names between states: one whose state the article does not name is doubtful."""
OTHER_KIND: Final = -0.08
"""Organizations of related kinds: a government body for an armed force."""
WORTH: Final = {"name": OWN_NAME, "alias": OWN_NAME, "acronym": ACRONYM}
SHARED_NAMES: Final = frozenset({"PoliticalParty", "Legislature"})
GROUNDS: Final = frozenset({"Region", "Territory"})
"""Two words for what lies between a state and a city."""
MATERIAL: Final = frozenset({cmq("Vessel"), cmq("Facility"), cmq("MilitaryUnit")})
"""Assets that have names of their own; other names are of models, and a piece is not its model."""


def link_body(actor: Actor, context: Context) -> Link:
    """The decision on an organization, a people or a state that is not generally recognised."""
    country = actor.country or _only_state(actor, context)
    names = _body_names(actor, country, context)
    return decide(actor.id, _weigh(names, actor.type, country, context))


def link_place(place: Place, context: Context) -> Link:
    """The decision on a place, with the page of the entry that has its very kind, name and state."""
    link = decide(place.id, _weigh((place.name, *place.aliases), place.type, place.country, context))
    entry = context.gazetteer.entity(path_of(place.type, place.name, place.country or ""))
    return replace(link, page=entry.page) if entry and entry.page else link


def link_asset(asset: Asset, context: Context) -> Link | None:
    """The decision on an asset; None for what has no name of its own."""
    if not MATERIAL & set(all_types(asset.type)) or asset.quantity not in {None, 1}:
        return None
    operator = context.actors.get(asset.operator or "")
    country = operator.country if operator else None
    return decide(asset.id, _weigh((asset.name, *asset.aliases), asset.type, country, context))


def _only_state(actor: Actor, context: Context) -> str | None:
    """The one state that the article speaks of, for a body of government that is not said to be anybody's."""
    of_a_state = Cmq.GovernmentBody in all_types(actor.type) and len(context.countries) == 1
    return next(iter(context.countries)) if of_a_state else None


def _body_names(actor: Actor, country: str | None, context: Context) -> tuple[str, ...]:
    """The names, and those with the adjective or the name of the state, which general names need."""
    names = [actor.name, *actor.aliases]
    if country and (state := context.gazetteer.entity(f"state/{country}")):
        called = context.gazetteer.names(state)
        before = [text for text, via in called if via in {"adjective", "acronym"}]
        names += [f"{word} {_without_state(actor.name, called)}" for word in before]
        names += [f"{_without_state(actor.name, called)} of {state.name}"]
    return tuple(dict.fromkeys(names))


def _without_state(name: str, called: Iterable[tuple[str, str]]) -> str:
    """A body's name without the state's before it: "Iran’s foreign ministry" → "foreign ministry"."""
    for text, via in called:
        if via not in {"name", "alias", "acronym", "adjective"}:
            continue
        for ending in ("’s ", "'s ", "’ ", "' ", " "):
            if name.startswith(text + ending):
                return name[len(text + ending) :]
    return name


def _weigh(names: Iterable[str], kind: str, country: str | None, context: Context) -> Iterator[Weighed]:
    for name in names:
        for candidate in context.gazetteer.lookup(name):
            likeness = _kind_clue(candidate.entity.kind, kind)
            if likeness is not None and candidate.via in WORTH:
                clues = [named(candidate, WORTH[candidate.via])]
                clues += [likeness] if likeness.weight else []
                clues += _state_clues(candidate, country)
                clues += _unheard(candidate, context)
                yield Weighed(candidate.entity, tuple(clues))


def _kind_clue(one: str, other: str) -> Clue | None:
    """How well two kinds go together; None where they do not."""
    above, beside = set(all_types(one)), set(all_types(other))
    if cmq(one) in beside or cmq(other) in above or {one, other} <= GROUNDS:
        return Clue(0.0, "of that kind")
    both_bodies = Cmq.Organization in above & beside and Cmq.State not in above | beside
    return Clue(OTHER_KIND, f"a {one}, not a {other}") if both_bodies else None


def _state_clues(candidate: Candidate, country: str | None) -> list[Clue]:
    known = candidate.entity.iso3
    if not known:
        return []
    if country is None:
        return [Clue(STATE_UNSAID, f"of {known}, which the article does not say")]
    return [Clue(SAME_STATE, f"of {known}")] if known == country else [Clue(OTHER_STATE, f"not of {country}")]


def _unheard(candidate: Candidate, context: Context) -> list[Clue]:
    entity = candidate.entity
    if entity.kind not in SHARED_NAMES or not entity.iso3 or entity.iso3 in context.countries:
        return []
    return [Clue(STATE_UNHEARD, f"the article does not speak of {entity.iso3}")]
