"""The service description: what this endpoint is and can do, as RDF.

Source: SPARQL 1.1 Service Description. It claims only what is so: queries, a default graph that is the union
of all graphs, no SERVICE, no update.
"""

from __future__ import annotations

from collections.abc import Iterator
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


def describe_service(endpoint: str, triples: int, media_type: str) -> bytes:
    """The description of the service at the URL `endpoint`, whose default graph has so many triples."""
    rdf = RdfFormat.from_media_type(media_type) or RdfFormat.TURTLE
    statements = list(_statements(endpoint, triples))
    return serialize(statements, format=rdf, prefixes={"sd": SD, "void": VOID, "rdf": RDF}) or b""


def _statements(endpoint: str, triples: int) -> Iterator[Triple]:
    service, dataset, graph = NamedNode(endpoint), BlankNode("dataset"), BlankNode("default")
    yield _link(service, RDF + "type", SD + "Service")
    yield _link(service, SD + "endpoint", endpoint)
    yield _link(service, SD + "supportedLanguage", SD + "SPARQL11Query")
    yield _link(service, SD + "feature", SD + "UnionDefaultGraph")
    for iri in RESULT_FORMATS:
        yield _link(service, SD + "resultFormat", iri)
    yield Triple(service, NamedNode(SD + "defaultDataset"), dataset)
    yield _link(dataset, RDF + "type", SD + "Dataset")
    yield Triple(dataset, NamedNode(SD + "defaultGraph"), graph)
    yield _link(graph, RDF + "type", SD + "Graph")
    yield Triple(graph, NamedNode(VOID + "triples"), Literal(str(triples), datatype=NamedNode(XSD + "integer")))


def _link(subject: NamedNode | BlankNode, predicate: str, target: str) -> Triple:
    return Triple(subject, NamedNode(predicate), NamedNode(target))
