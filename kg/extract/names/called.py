"""Bodies meant by a common noun: "the mission's deputy head", "a coalition spokesman", "the agency said"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kg.extract.reference.cast import ORGANIZATIONS, Cast, Entity
from kg.language.document import Document, Token

_RULING: Final = frozenset({"Government", "GovernmentBody", "Legislature", "ArmedForce"})
"""What belongs to a state is not called an organization."""
CALLED: Final[Mapping[str, frozenset[str]]] = {
    "mission": frozenset({"InternationalOrganization", "ArmedForce"}),
    "agency": frozenset({"GovernmentBody", "InternationalOrganization", "MediaOrganization"}),
    "service": frozenset({"GovernmentBody"}),
    "ministry": frozenset({"GovernmentBody"}),
    "department": frozenset({"GovernmentBody"}),
    "coalition": frozenset({"Alliance", "ArmedForce", "PoliticalParty"}),
    "alliance": frozenset({"Alliance", "InternationalOrganization", "ArmedGroup"}),
    "bloc": frozenset({"InternationalOrganization", "Alliance"}),
    "group": frozenset({"ArmedGroup", "Organization", "Company"}),
    "movement": frozenset({"ArmedGroup", "PoliticalParty", "Organization"}),
    "militia": frozenset({"ArmedGroup"}),
    "rebel": frozenset({"ArmedGroup"}),
    "party": frozenset({"PoliticalParty"}),
    "force": frozenset({"ArmedForce", "InternationalOrganization"}),
    "army": frozenset({"ArmedForce"}),
    "military": frozenset({"ArmedForce"}),
    "command": frozenset({"ArmedForce"}),
    "company": frozenset({"Company", "Organization"}),
    "firm": frozenset({"Company", "Organization"}),
    "organization": ORGANIZATIONS - _RULING,
    "organisation": ORGANIZATIONS - _RULING,
    "body": frozenset({"InternationalOrganization", "GovernmentBody"}),
    "council": frozenset({"GovernmentBody", "InternationalOrganization", "Legislature"}),
    "commission": frozenset({"GovernmentBody", "InternationalOrganization"}),
    "committee": frozenset({"GovernmentBody", "Legislature", "InternationalOrganization"}),
    "court": frozenset({"GovernmentBody", "InternationalOrganization"}),
    "parliament": frozenset({"Legislature"}),
    "union": frozenset({"InternationalOrganization", "Organization"}),
    "charity": frozenset({"Organization", "InternationalOrganization"}),
}
"""Common nouns for bodies, each with the kinds that news calls so."""
_SENTENCES_BACK: Final = 4  # farthest body that a noun beside a title was seen to mean


def body_called(document: Document, cast: Cast, noun: Token, barred: str | None = None) -> Entity | None:
    """The body last told of before a noun that the noun can mean, by its name or its kind; not the one `barred`."""
    here = document.sentence_of(noun).number
    for reference in cast.before(noun.start):
        if here - document.sentence_at(reference.span.start).number > _SENTENCES_BACK:
            return None
        entity = cast.entities[reference.entity]
        if entity.id != barred and _is_called(entity, noun.lemma):
            return entity
    return None


def _is_called(entity: Entity, noun: str) -> bool:
    words = {word.casefold() for name in (entity.canonical, *entity.names) for word in name.split()}
    return entity.kind in ORGANIZATIONS and (noun in words or entity.kind in CALLED[noun])
