"""What an article tells about its things beside their names: the day, the states in it, who holds which office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kg.graph.naming import is_recognised_state
from kg.link.gazetteer import Gazetteer
from kg.model import Actor, Facts, PartialDate, Tenure


@dataclass(frozen=True, slots=True)
class Office:
    """An office that the article gives a person: kind of role, country of what it is for, how it is held, title."""

    kind: str
    country: str | None
    status: str
    title: str


@dataclass(frozen=True, slots=True)
class Context:
    """The article as the rules of linking see it."""

    gazetteer: Gazetteer
    day: PartialDate | None
    countries: frozenset[str]
    offices: Mapping[str, tuple[Office, ...]]
    actors: Mapping[str, Actor]


def context_of(facts: Facts, gazetteer: Gazetteer) -> Context:
    """Gather the context of one article."""
    actors = {actor.id: actor for actor in facts.actors}
    offices: defaultdict[str, list[Office]] = defaultdict(list)
    for tenure in facts.tenures:
        country = country_of_office(tenure, actors)
        offices[tenure.holder].append(Office(tenure.kind, country, tenure.status, tenure.title.casefold()))
    countries = _countries(facts)
    held = {holder: tuple(found) for holder, found in offices.items()}
    return Context(gazetteer, facts.article.issued, countries, held, actors)


def country_of_office(tenure: Tenure, actors: Mapping[str, Actor]) -> str | None:
    """The state that a role belongs to: that of its organization, else that of its holder."""
    for fact_id in (tenure.organization, tenure.holder):
        actor = actors.get(fact_id) if fact_id else None
        if actor is not None and (actor.country or fact_id == tenure.organization):
            return actor.country
    return None


def _countries(facts: Facts) -> frozenset[str]:
    """The states that the article names, as actors or places, or through a place in them or an official of theirs."""
    states = {actor.country for actor in facts.actors if is_recognised_state(actor)}
    people = {actor.country for actor in facts.actors if actor.type == "Person"}
    found = states | people | {place.country for place in facts.places}
    return frozenset(country for country in found if country)
