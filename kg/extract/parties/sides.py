"""On whose side somebody is: that of the own state, but armed groups and parties are a side of their own.

So a movement that fights the state it lives in is another side than that state, and so are its leaders.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.extract.reference.cast import STATE, Cast

OWN_SIDE: Final = frozenset({"ArmedGroup", "PoliticalParty"})
"""Kinds of actors that do not stand for the state that they are in."""


def side_of(cast: Cast, entity: str) -> str:
    """The state that an entity is or belongs to, else the body it serves, else itself; a group, or that of a member."""
    found = cast.entities[entity]
    if found.kind in OWN_SIDE:
        return entity
    member = cast.entities.get(found.member_of or "")
    if member is not None and member.kind in OWN_SIDE:
        return member.id
    state = cast.state(found.iso3) if found.iso3 is not None else None
    return state.id if state is not None else found.member_of or entity


def sides_of(cast: Cast, entities: Iterable[str]) -> set[str]:
    """The sides of several."""
    return {side_of(cast, entity) for entity in entities}


def prefer_persons(ids: Iterable[str], cast: Cast) -> tuple[str, ...]:
    """Without the states of persons who are there themselves ("visited Iran, met its president")."""
    listed = list(ids)
    persons = [i for i in listed if cast.entities[i].kind != STATE]
    covered = {cast.entities[i].iso3 for i in persons}
    return tuple(i for i in listed if cast.entities[i].kind != STATE or cast.entities[i].iso3 not in covered)
