"""The service description: what this endpoint is and can do, as RDF.

Source: SPARQL 1.1 Service Description. It claims only what is so: SERVICE only when the server reaches other
endpoints, updates only when there is a token, the union of all graphs as default graph only when it is that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, RdfFormat, Triple, serialize

from ontology.terms import RDF, VOID, XSD

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
RESULT_FORMATS: Final = (
    QueryResultsFormat.JSON.iri,
    QueryResultsFormat.XML.iri,
    QueryResultsFormat.CSV.iri,
    QueryResultsFormat.TSV.iri,
    RdfFormat.TURTLE.iri,
    RdfFormat.N_TRIPLES.iri,
    RdfFormat.JSON_LD.iri,
    RdfFormat.RDF_XML.iri,
)
INPUT_FORMATS: Final = (
    RdfFormat.TURTLE.iri,
    RdfFormat.N_TRIPLES.iri,
    RdfFormat.JSON_LD.iri,
    RdfFormat.RDF_XML.iri,
)
SIMPLE_ENTAILMENT: Final = "http://www.w3.org/ns/entailment/Simple"
GRAPHS_LISTED: Final = 1_000
"""Named graphs that are described one by one; VoID has the number of all of them."""


@dataclass(frozen=True, slots=True)
class Service:
    """An endpoint by its URL; `graphs` are the named graphs, sorted, each with its number of triples.

    `triples` is how many the default graph has.
    """

    endpoint: str
    union: bool
    writes: bool
    federates: bool
    triples: int
    graphs: Sequence[tuple[str, int]]


def describe_service(service: Service, media_type: str) -> bytes:
    """The description in a format of graphs."""
    rdf = RdfFormat.from_media_type(media_type) or RdfFormat.TURTLE
    return serialize(list(_statements(service)), format=rdf, prefixes={"sd": SD, "void": VOID, "rdf": RDF}) or b""


def _statements(service: Service) -> Iterator[Triple]:
    node = NamedNode(service.endpoint)
    yield _link(node, RDF + "type", SD + "Service")
    yield _link(node, SD + "endpoint", service.endpoint)
    yield _link(node, SD + "supportedLanguage", SD + "SPARQL11Query")
    yield _link(node, SD + "defaultEntailmentRegime", SIMPLE_ENTAILMENT)
    if service.writes:
        yield _link(node, SD + "supportedLanguage", SD + "SPARQL11Update")
        for iri in INPUT_FORMATS:
            yield _link(node, SD + "inputFormat", iri)
    yield _link(node, SD + "feature", SD + "EmptyGraphs")
    if service.union:
        yield _link(node, SD + "feature", SD + "UnionDefaultGraph")
    if service.federates:
        yield _link(node, SD + "feature", SD + "BasicFederatedQuery")
    for iri in RESULT_FORMATS:
        yield _link(node, SD + "resultFormat", iri)
    yield from _dataset(node, service)


def _dataset(node: NamedNode, service: Service) -> Iterator[Triple]:
    dataset, default = BlankNode("dataset"), BlankNode("default")
    yield Triple(node, NamedNode(SD + "defaultDataset"), dataset)
    yield Triple(node, NamedNode(SD + "availableGraphs"), dataset)
    yield _link(dataset, RDF + "type", SD + "Dataset")
    yield _link(dataset, RDF + "type", SD + "GraphCollection")
    yield Triple(dataset, NamedNode(SD + "defaultGraph"), default)
    yield _link(default, RDF + "type", SD + "Graph")
    yield _triples(default, service.triples)
    for index, (iri, number) in enumerate(service.graphs[:GRAPHS_LISTED]):
        named, graph = BlankNode(f"named{index}"), BlankNode(f"graph{index}")
        yield Triple(dataset, NamedNode(SD + "namedGraph"), named)
        yield _link(named, RDF + "type", SD + "NamedGraph")
        yield _link(named, SD + "name", iri)
        yield Triple(named, NamedNode(SD + "graph"), graph)
        yield _link(graph, RDF + "type", SD + "Graph")
        yield _triples(graph, number)


def _triples(graph: BlankNode, number: int) -> Triple:
    return Triple(graph, NamedNode(VOID + "triples"), Literal(str(number), datatype=NamedNode(XSD + "integer")))


def _link(subject: NamedNode | BlankNode, predicate: str, target: str) -> Triple:
    return Triple(subject, NamedNode(predicate), NamedNode(target))
