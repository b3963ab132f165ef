"""From the ids of one article's facts to IRIs: which key each thing has, and how far its name reaches.

A key must mean the same thing in every article that makes it. So a name is shared between articles only
where it names: "Antony Blinken", "White House" of USA, "USS Theodore Roosevelt". A description ("an Israeli
official", "a guest house", a model of aircraft, a bare surname without a country) belongs to its article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from kg.errors import DataError
from kg.graph.iris import Iris, slugify
from kg.model import Action, Actor, Asset, Claim, Facts, Place, Span, Statement, Tenure
from ontology.model import ancestors
from ontology.terms import CMQ, Cmq, cmq

ALWAYS_LOCAL: Final = frozenset({"UnnamedSource"})
"""Descriptions by nature."""
MODELS: Final = frozenset(
    {"Asset", "Aircraft", "Drone", "Missile", "AirDefence", "ArmouredVehicle", "Artillery", "Troops"}
)
"""Assets named by their model or number: the same words mean other pieces in the next article."""
GOVERNMENT_WORDS: Final = frozenset(
    {"agency", "bureau", "chancellery", "commission", "congress", "council", "department", "embassy", "government"}
    | {"house", "kremlin", "minister", "ministry", "office", "parliament", "presidency", "secretariat", "senate"}
    | {"treasury"}
)
"""A publisher with one of these words in its name is a body of government, not a medium."""
NO_PUBLISHER: Final = "unknown publisher"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who published the article: the source of claims that name nobody else."""

    iri: str
    type: str
    name: str
    from_facts: bool


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs of one article's things; every lookup of an unknown id raises DataError."""

    iris: Iris
    identifier: str
    things: Mapping[str, str]
    roles: Mapping[str, str]
    types: Mapping[str, str]
    publisher: Publisher

    def __getitem__(self, fact_id: str) -> str:
        try:
            return self.things[fact_id]
        except KeyError as exc:
            raise DataError(
                f"A fact of article {self.identifier!r} refers to {fact_id!r}, which is not among its facts. "
                "The stage that made the reference must also give the thing."
            ) from exc

    def organization(self, fact_id: str | None) -> str | None:
        """The IRI of an organization; None for a person, a territory or other thing that is none."""
        iri = self[fact_id] if fact_id else None
        return iri if fact_id and Cmq.Organization in all_types(self.types[fact_id]) else None

    def passage(self, span: Span, number: int = 1) -> str:
        """The passage at a span of this article; further nodes at the same span are numbered from 2."""
        iri = self.iris.passage(self.identifier, span.start, span.end)
        return iri if number == 1 else f"{iri}/{number}"


@cache
def all_types(local_name: str) -> tuple[str, ...]:
    """The class and all its superclasses in the ontology, sorted. Raises DataError for no such class."""
    iri = cmq(local_name)
    try:
        above = ancestors(iri)
    except KeyError as exc:
        raise DataError(f"{local_name!r} is no class of the ontology; see ontology/core.ttl for the names.") from exc
    return tuple(sorted({iri, *(name for name in above if name.startswith(CMQ))}))


def name_things(facts: Facts, iris: Iris) -> Names:
    """Give every fact of an article its IRI. Raises DataError for a reference to nothing."""
    identifier = facts.article.identifier
    things: dict[str, str] = {}
    types = {actor.id: actor.type for actor in facts.actors}
    types |= {place.id: place.type for place in facts.places}
    types |= {asset.id: asset.type for asset in facts.assets}
    names = Names(iris, identifier, things, roles := {}, types, _publisher(facts, iris))
    things.update({actor.id: actor_iri(actor, identifier, iris) for actor in facts.actors})
    things.update({place.id: _place_iri(place, identifier, iris) for place in facts.places})
    countries = {actor.id: actor.country for actor in facts.actors}
    for asset in facts.assets:
        things[asset.id] = _asset_iri(asset, countries.get(asset.operator or ""), identifier, iris)
    for tenure in facts.tenures:
        roles[tenure.id] = _role_iri(tenure, names)
    _name_described(facts, names, things)
    return names


def is_recognised_state(actor: Actor) -> bool:
    """Whether an actor is the state of its code, and not one that lies in another state (`part_of`)."""
    return actor.type == "State" and actor.country is not None and actor.part_of is None


def actor_iri(actor: Actor, identifier: str, iris: Iris) -> str:
    """A state by its code; any other actor by type, name and country, or by article where it is no name."""
    if is_recognised_state(actor):
        assert actor.country is not None
        return iris.state(actor.country)
    local = actor.type in ALWAYS_LOCAL or not _names_actor(actor)
    return iris.entity(actor.type, actor.name, actor.country, identifier if local else None)


def _names_actor(actor: Actor) -> bool:
    if actor.type == "Person":
        return actor.country is not None or " " in actor.name
    if actor.type == "PopulationGroup":
        return _begins_as_name(actor.name)
    return actor.country is not None or _begins_as_name(actor.name)


def _begins_as_name(name: str) -> bool:
    return bool(name) and (name[0].isupper() or name[0].isdigit() or not name[0].isascii())


def _place_iri(place: Place, identifier: str, iris: Iris) -> str:
    local = None if _begins_as_name(place.name) else identifier
    return iris.entity(place.type, place.name, place.country, local)


def _asset_iri(asset: Asset, country: str | None, identifier: str, iris: Iris) -> str:
    local = asset.type in MODELS or asset.quantity not in {None, 1} or not _names_asset(asset.name)
    return iris.entity(asset.type, asset.name, country, identifier if local else None)


def _names_asset(name: str) -> bool:
    words = name.split()
    capitals = sum(_begins_as_name(word) for word in words)
    return capitals == len(words) or capitals >= 2


def _role_iri(tenure: Tenure, names: Names) -> str:
    organization = names.organization(tenure.organization)
    return names.iris.role(tenure.title, tenure.kind, organization, None if organization else names.identifier)


def _publisher(facts: Facts, iris: Iris) -> Publisher:
    name = facts.article.publisher
    if name is None:
        iri = iris.entity("MediaOrganization", NO_PUBLISHER, None, facts.article.identifier)
        return Publisher(iri, "MediaOrganization", NO_PUBLISHER, False)
    for actor in facts.actors:
        if actor.type not in {"Person", "UnnamedSource"} and _bare(name) in {
            _bare(actor.name),
            *map(_bare, actor.aliases),
        }:
            return Publisher(actor_iri(actor, facts.article.identifier, iris), actor.type, actor.name, True)
    kind = "GovernmentBody" if GOVERNMENT_WORDS & set(slugify(name).split("-")) else "MediaOrganization"
    return Publisher(iris.entity(kind, name), kind, name, False)


def _bare(name: str) -> str:
    return name.casefold().removeprefix("the ").strip()


def _name_described(facts: Facts, names: Names, things: dict[str, str]) -> None:
    """Actions first, then what refers to them; equal descriptions at one place are told apart by their order."""
    seen: Counter[str] = Counter()

    def name(kind: str, fact_id: str, span: Span, content: tuple[str, ...]) -> None:
        iri = names.iris.described(names.identifier, kind, span.start, span.end, *content)
        seen[iri] += 1
        things[fact_id] = iri if seen[iri] == 1 else f"{iri}-{seen[iri]}"

    for action in facts.actions:
        name("Action", action.id, action.evidence.span, _action_content(action, names))
    for tenure in facts.tenures:
        name("Tenure", tenure.id, tenure.evidence.span, _tenure_content(tenure, names))
    for statement in facts.statements:
        name("Statement", statement.id, statement.evidence.span, _statement_content(statement, names))
    for claim in facts.claims:
        name("Claim", claim.id, claim.evidence.span, _claim_content(claim, names))


def _all(ids: tuple[str, ...], names: Names) -> str:
    return " ".join(sorted(names[i] for i in ids))


def _action_content(action: Action, names: Names) -> tuple[str, ...]:
    return (action.type, action.modality, _all(action.actors, names), _all(action.recipients, names))


def _tenure_content(tenure: Tenure, names: Names) -> tuple[str, ...]:
    return (names[tenure.holder], names.roles[tenure.id], tenure.status)


def _statement_content(statement: Statement, names: Names) -> tuple[str, ...]:
    return (statement.text, names[statement.speaker] if statement.speaker else "")


def _claim_content(claim: Claim, names: Names) -> tuple[str, ...]:
    source = names[claim.source] if claim.source else names.publisher.iri
    return (names[claim.claims], source, claim.polarity)
