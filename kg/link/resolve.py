"""The stage of linking: for each thing of an article, which Wikidata item it is, or that none is found.

    states    by their code                                    here
    people    full name, or surname with an office on the day  kg.link.people
    bodies, places, assets    by name, kind and state          kg.link.things
    roles     kind of role, title and state                    here

Unnamed sources, and what only means something inside its article ("a guest house", 12 jets), get no decision.
Everything else gets one, also where it is that nothing is found: that is a result, with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.graph.naming import all_types, is_recognised_state
from kg.link.context import Context, context_of
from kg.link.evidence import BACKGROUND, UNSPECIFIED
from kg.link.gazetteer import Gazetteer, OfficeItem
from kg.link.people import link_person
from kg.link.things import link_asset, link_body, link_place
from kg.model import Actor, Facts, Link, Linking, Tenure
from ontology.terms import Cmq


def link_facts(facts: Facts, gazetteer: Gazetteer) -> Linking:
    """The decisions on the things of an article, in the order of its facts; a pure function of both."""
    context = context_of(facts, gazetteer)
    links: list[Link] = [link_actor(actor, context) for actor in facts.actors if actor.type != "UnnamedSource"]
    links += [link_place(place, context) for place in facts.places]
    links += [link for asset in facts.assets if (link := link_asset(asset, context))]
    links += _link_roles(facts, context)
    return Linking(gazetteer.version, gazetteer.date, tuple(links))


def link_actor(actor: Actor, context: Context) -> Link:
    """The decision on an actor that has a name."""
    if is_recognised_state(actor):
        return _link_state(actor, context)
    return link_person(actor, context) if actor.type == "Person" else link_body(actor, context)


def _link_state(actor: Actor, context: Context) -> Link:
    entity = context.gazetteer.entity(f"state/{actor.country}")
    if entity is None or entity.qid is None:
        return Link(actor.id, "NotFound", f"no item is known of state/{actor.country}", UNSPECIFIED)
    return Link(actor.id, "Linked", f"the state with the code {actor.country}", BACKGROUND, 1.0, entity.qid)


def _link_roles(facts: Facts, context: Context) -> Iterator[Link]:
    """Roles of an organization or state; one without is its article's own and gets no decision."""
    for tenure in facts.tenures:
        organization = context.actors.get(tenure.organization or "")
        if organization is not None and Cmq.Organization in all_types(organization.type):
            yield _link_role(tenure, organization, context)


def _link_role(tenure: Tenure, organization: Actor, context: Context) -> Link:
    """An office of a state or of its bodies; that of a state within another state is not the other's."""
    country = None if organization.part_of and organization.type == "State" else organization.country
    title = tenure.title.casefold()
    found = context.gazetteer.offices(tenure.kind, country) if country else ()
    state = context.gazetteer.entity(f"state/{country}") if country else None
    called = [text.casefold() for text, via in context.gazetteer.names(state) if via != "capital"] if state else []
    fits = [office for office in found if _is_title(title, office, called)]
    items = sorted({office.qid for office in fits})
    if len(items) == 1:
        reason = f"the {title} of {country}"
        return Link(tenure.id, "Linked", reason, BACKGROUND, 0.9, items[0])
    status = "Ambiguous" if items else "NotFound"
    reason = "several offices have this title" if items else "no office of that title is known there"
    return Link(tenure.id, status, reason, UNSPECIFIED, 0.0, None, tuple(items))


def _is_title(title: str, office: OfficeItem, called: Iterable[str]) -> bool:
    """Whether a title in lower case is one of an office's (`;` separates them), with or without its state."""
    bare = title
    for name in called:
        bare = bare.removesuffix(f" of {name}").removesuffix(f" of the {name}").removeprefix(f"{name} ")
    return bare in {part.strip() for part in office.title.split(";")}
