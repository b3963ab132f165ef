"""One article's facts as quads, in three parts that are stored apart.

    said    graph/article/<slug>   what the article says: passages, mentions, descriptions, who claims what
    known   graph/entities         what follows from an entity's key alone: types, one label, a state's code
    listed  graph/articles         the article itself: identifier, date, title, publisher, digest

Since `known` depends on nothing but the key, every article that names an entity gives the same quads for it,
and the order of reading never shows. All superclasses in the ontology are written out, and `cmq:participant`
beside actor and recipient, so queries need no reasoner. There are no blank nodes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from pyoxigraph import NamedNode, Quad

from kg.errors import DataError
from kg.graph.decisions import decision_terms
from kg.graph.iris import Iris
from kg.graph.naming import all_types, is_recognised_state, name_things
from kg.graph.page import Page, Sheet
from kg.lexicon.tables import read_table
from kg.model import Action, Actor, Asset, Claim, Facts, Passage, Place, Span, Statement, Tenure
from ontology.terms import (
    CATEGORIES,
    WIKIDATA,
    Cmq,
    Dcterms,
    Owl,
    Prov,
    Rdf,
    Rdfs,
    Schema,
    Skos,
    Xsd,
    cmq,
    context_iri,
    mode_iri,
)


@dataclass(frozen=True, slots=True)
class ArticleQuads:
    """The quads of one article, each part sorted and without repetition."""

    identifier: str
    article: str
    graph: str
    said: tuple[Quad, ...]
    known: tuple[Quad, ...]
    listed: tuple[Quad, ...]
    facts: int

    @property
    def all(self) -> tuple[Quad, ...]:
        """The three parts together."""
        return self.said + self.known + self.listed


def facts_to_quads(facts: Facts, iris: Iris) -> ArticleQuads:
    """The quads of one article's facts.

    Raises DataError when a fact refers to nothing, quotes outside of the text, or names a class or a country
    that does not exist.
    """
    identifier = facts.article.identifier
    graphs = (iris.article_graph(identifier), iris.graph("entities"), iris.graph("articles"))
    said, known, listed = (Sheet(NamedNode(graph)) for graph in graphs)
    page = Page(facts, name_things(facts, iris), said, known, listed)
    for write in _WRITERS:
        write(page)
    described = facts.tenures, facts.assets, facts.actions, facts.claims, facts.statements
    return ArticleQuads(
        identifier,
        page.article,
        graphs[0],
        said.sorted(),
        known.sorted(),
        listed.sorted(),
        sum(map(len, described)),
    )


# The article


def _write_article(page: Page) -> None:
    article, sheet, iri = page.facts.article, page.listed, page.article
    sheet.types(iri, "Article")
    sheet.text(iri, Dcterms.identifier, article.identifier)
    sheet.text(iri, Cmq.sha256, article.sha256)
    if article.issued and article.issued.day:  # the contract knows full dates only
        sheet.date(iri, Dcterms.issued, article.issued)
    for predicate, value in ((Dcterms.title, article.title), (Dcterms.publisher, article.publisher)):
        if value:
            sheet.text(iri, predicate, value)
    for author in article.authors:
        sheet.text(iri, Dcterms.creator, author)
    if page.facts.dateline_place:
        sheet.link(iri, Cmq.dateline, page.names[page.facts.dateline_place])
    _write_agent(page)


def _write_agent(page: Page) -> None:
    page.known.link(page.names.iris.software, Rdf.type, Prov.SoftwareAgent)
    page.known.text(page.names.iris.software, Rdfs.label, "communique")


def _write_publisher(page: Page) -> None:
    """The publisher as an actor, where a claim needs it as its source."""
    publisher = page.names.publisher
    if not publisher.from_facts and any(claim.source is None for claim in page.facts.claims):
        page.known.types(publisher.iri, publisher.type)
        page.known.text(publisher.iri, Rdfs.label, publisher.name)


# Actors, places, assets, roles


def _write_actors(page: Page) -> None:
    for actor in page.facts.actors:
        iri = page.names[actor.id]
        _write_entity(page, actor)
        if actor.country and not is_recognised_state(actor):
            page.said.link(iri, Cmq.ofState, _state(page, actor.country))
        _write_affiliation(page, actor)


def _write_affiliation(page: Page, actor: Actor) -> None:
    """Membership of persons, parts of organizations; the ontology has no word for that of an unnamed source."""
    iri = page.names[actor.id]
    for predicate, above, fact_id in (
        (Cmq.memberOf, Cmq.Person, actor.member_of),
        (Cmq.partOf, Cmq.Organization, actor.part_of),
    ):
        organization = page.names.organization(fact_id)
        if organization and organization != iri and above in all_types(actor.type):
            page.said.link(iri, predicate, organization)


def _write_places(page: Page) -> None:
    for place in page.facts.places:
        _write_entity(page, place)
        if place.country:
            page.said.link(page.names[place.id], Cmq.inState, _state(page, place.country))


def _write_assets(page: Page) -> None:
    for asset in page.facts.assets:
        iri = page.names[asset.id]
        _write_entity(page, asset)
        for predicate, target in (
            (Cmq.operator, asset.operator),
            (Cmq.partOf, asset.part_of),
            (Cmq.locatedIn, asset.located_in),
        ):
            if target and page.names[target] != iri:
                page.said.link(iri, predicate, page.names[target])
        if asset.quantity is not None:
            page.said.text(iri, Cmq.quantity, str(asset.quantity), Xsd.integer)


def _write_entity(page: Page, thing: Actor | Place | Asset) -> None:
    """Its key to `known`; that this article mentions it, under which other names, to `said`."""
    iri = page.names[thing.id]
    if isinstance(thing, Actor) and is_recognised_state(thing):
        assert thing.country is not None
        label = state_label(thing.country)
        _state(page, thing.country)
    else:
        label = thing.name
        page.known.types(iri, thing.type)
        page.known.text(iri, Rdfs.label, label)
    page.said.link(page.article, Schema.mentions, iri)
    for name in {thing.name, *thing.aliases} - {label, ""}:
        page.said.text(iri, Skos.altLabel, name)
    page.described(iri, (thing.evidence,), thing.confidence)


def state_label(iso3: str) -> str:
    """The canonical English name of a state. Raises DataError for a code that no state or territory has."""
    return _territory(iso3)[0]


@cache
def _territory(iso3: str) -> tuple[str, str | None]:
    """Name and Wikidata item by ISO 3166-1 alpha-3 code (`territories.tsv`, which names its source)."""
    territory = next((row for row in read_table("territories") if row["iso3"] == iso3), None)
    if territory is None:
        raise DataError(f"{iso3!r} is not the ISO 3166-1 alpha-3 code (in capitals) of a state or territory.")
    return territory["name"], territory["qid"] or None


def _state(page: Page, iso3: str) -> str:
    """Write the state of a country code and give its IRI."""
    iri = page.names.iris.state(iso3)
    label, qid = _territory(iso3)
    page.known.types(iri, "State")
    page.known.text(iri, Rdfs.label, label)
    page.known.text(iri, Cmq.iso3, iso3)
    if qid:
        page.known.link(iri, Owl.sameAs, WIKIDATA + qid)
    return iri


def _write_mentions(page: Page) -> None:
    """A mention is its passage; of two things that are mentioned by the same words the second has its own node."""
    referred: defaultdict[Span, set[str]] = defaultdict(set)
    sentences: dict[Span, int] = {}
    for mention in page.facts.mentions:
        referred[mention.span].add(page.names[mention.refers_to])
        sentences.setdefault(mention.span, mention.sentence)
    for span, things in referred.items():
        for number, thing in enumerate(sorted(things), start=1):
            iri = page.passage(Passage(span, sentences[span]), number)
            page.said.types(iri, "Mention")
            page.said.link(iri, Cmq.refersTo, thing)


def _write_tenures(page: Page) -> None:
    for tenure in page.facts.tenures:
        iri, role = page.names[tenure.id], page.names.roles[tenure.id]
        _write_role(page, role, tenure)
        page.said.types(iri, "Tenure")
        page.said.link(iri, Cmq.holder, page.names[tenure.holder])
        page.said.link(iri, Cmq.role, role)
        page.said.link(iri, Cmq.tenureStatus, cmq(tenure.status))
        page.said.date(iri, Cmq.startDate, tenure.start_date)
        page.said.date(iri, Cmq.endDate, tenure.end_date)
        page.described(iri, (tenure.evidence,), tenure.confidence)


def _write_role(page: Page, role: str, tenure: Tenure) -> None:
    page.known.types(role, "Role")
    page.known.text(role, Rdfs.label, tenure.title)
    page.known.link(role, Cmq.roleKind, cmq(tenure.kind))
    if organization := page.names.organization(tenure.organization):
        page.known.link(role, Cmq.roleIn, organization)


# Actions, claims, statements


def _write_actions(page: Page) -> None:
    for action in page.facts.actions:
        iri = page.names[action.id]
        page.said.types(iri, action.type)
        page.said.link(iri, Cmq.modality, cmq(action.modality))
        _link_all(page, iri, Cmq.actor, action.actors)
        _link_all(page, iri, Cmq.recipient, action.recipients)
        _link_all(page, iri, Cmq.participant, action.actors + action.recipients)
        _link_all(page, iri, Cmq.uses, action.uses)
        _write_circumstances(page, iri, action)
        page.described(iri, (action.evidence,), action.confidence)


def _write_circumstances(page: Page, iri: str, action: Action) -> None:
    page.said.date(iri, Cmq.startDate, action.start_date)
    page.said.date(iri, Cmq.endDate, action.end_date)
    for predicate, target in (
        (Cmq.place, action.place),
        (Cmq.contentAction, action.content),
        (Cmq.inResponseTo, action.in_response_to),
    ):
        if target:
            page.said.link(iri, predicate, page.names[target])
    for predicate, concept in _concepts(action):
        page.said.link(iri, predicate, concept)


def _concepts(action: Action) -> list[tuple[str, str]]:
    """The PLOVER mode and contexts of an action. Raises DataError for a notation that its list does not have."""
    try:
        modes = [(Cmq.mode, mode_iri(category_of(action.type), action.mode))] if action.mode else []
        return modes + [(Cmq.context, context_iri(context)) for context in action.contexts]
    except KeyError as exc:
        raise DataError(
            f"{action.type} with mode {action.mode!r} and contexts {action.contexts!r}: {exc} is in no PLOVER list; "
            "see MODES and CONTEXTS in ontology/terms.py."
        ) from exc


def category_of(local_name: str) -> str:
    """The PLOVER category of a class of actions: `Consult` for `Visit`. Raises KeyError when it has none."""
    for category in CATEGORIES:
        if cmq(category) in all_types(local_name):
            return category
    raise KeyError(local_name)


def _link_all(page: Page, iri: str, predicate: str, ids: Iterable[str]) -> None:
    for fact_id in ids:
        page.said.link(iri, predicate, page.names[fact_id])


def _write_claims(page: Page) -> None:
    for claim in page.facts.claims:
        iri = page.names[claim.id]
        page.said.types(iri, "Claim")
        page.said.link(iri, Cmq.claims, page.names[claim.claims])
        page.said.link(iri, Cmq.source, _source(page, claim))
        if claim.relayed_by:
            page.said.link(iri, Cmq.relayedBy, page.names[claim.relayed_by])
        page.said.link(iri, Cmq.polarity, cmq(claim.polarity))
        page.said.link(iri, Cmq.certainty, cmq(claim.certainty))
        page.said.date(iri, Cmq.reportedOn, claim.reported_on)
        page.described(iri, (claim.evidence,), claim.confidence)


def _source(page: Page, claim: Claim) -> str:
    return page.names[claim.source] if claim.source else page.names.publisher.iri


def _write_statements(page: Page) -> None:
    for statement in page.facts.statements:
        iri = page.names[statement.id]
        page.said.types(iri, "Quotation" if statement.direct else "Statement")
        page.said.text(iri, Cmq.text, statement.text)
        page.said.date(iri, Cmq.startDate, statement.date)
        for predicate, target in ((Cmq.speaker, statement.speaker), (Cmq.addressee, statement.addressee)):
            if target:
                page.said.link(iri, predicate, page.names[target])
        _link_all(page, iri, Cmq.about, statement.about)
        page.described(iri, _statement_passages(statement), statement.confidence)


def _statement_passages(statement: Statement) -> tuple[Passage, ...]:
    return (statement.evidence, *statement.passages)


# Links


def _write_links(page: Page) -> None:
    """One decision a thing; what they come to is asserted when those of all articles are settled (`kg.link.settle`)."""
    linking = page.facts.linking
    decided: set[str] = set()
    for link in linking.links if linking else ():
        subject = page.names.roles.get(link.subject) or page.names[link.subject]
        iri = page.names.iris.link_decision(page.names.identifier, subject)
        if linking and iri not in decided:
            decided.add(iri)
            page.said.types(iri, "LinkDecision")
            page.said.link(iri, Cmq.decidedIn, page.article)
            for predicate, term in decision_terms(
                link, subject, f"communique gazetteer {linking.version}", linking.date
            ):
                page.said.quads.add(Quad(NamedNode(iri), NamedNode(predicate), term, page.said.graph))
            if link.page:
                page.said.link(subject, Schema.sameAs, link.page)


# What several facts settle together


def _write_settled(page: Page) -> None:
    for iri, confidence in page.confidence.items():
        page.said.text(iri, Cmq.confidence, f"{confidence:.2f}", Xsd.decimal)
    for iri, sentence in page.sentences.items():
        page.said.text(iri, Cmq.sentence, str(sentence), Xsd.integer)


_WRITERS: Final = (
    _write_article,
    _write_publisher,
    _write_actors,
    _write_places,
    _write_assets,
    _write_mentions,
    _write_tenures,
    _write_actions,
    _write_claims,
    _write_statements,
    _write_links,
    _write_settled,
)
