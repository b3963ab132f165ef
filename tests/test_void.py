"""What the server says of itself and of its graph: VoID, whose figures are counted again here, and the description."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Quad
from rdflib.term import Node

from kg.graph.iris import Iris
from kg.store.embedded import open_published
from ontology.terms import BASE, CMQ, VOID, WIKIDATA, Owl
from tests.served import TOKEN, add_quads, build_database, served
from tests.w3c.description import SD, schema_faults

V = rdflib.Namespace(VOID)
DATASET = rdflib.URIRef("http://localhost/.well-known/void#dataset")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = build_database(tmp_path_factory.mktemp("void") / "db", "talks", "more")
    graph = NamedNode(Iris().graph("entities"))
    links = [
        Quad(NamedNode(f"http://a/{name}"), NamedNode(Owl.sameAs), NamedNode(WIKIDATA + name), graph)
        for name in ("Q999901", "Q999902")
    ]
    add_quads(db, links)
    return db


@pytest.fixture(scope="module")
def client(db: Path) -> Iterator[FlaskClient]:
    with served(db) as client:
        yield client


@pytest.fixture(scope="module")
def void(client: FlaskClient) -> rdflib.Graph:
    answer = client.get("/.well-known/void")
    assert answer.content_type == "text/turtle; charset=utf-8"
    return rdflib.Graph().parse(data=answer.data, format="turtle")


def figure(graph: rdflib.Graph, node: Node, name: str) -> int:
    return int(str(graph.value(node, V[name])))


def test_the_figures_are_those_of_the_graph(void: rdflib.Graph, db: Path) -> None:
    triples = {quad.triple for quad in open_published(db)}
    assert figure(void, DATASET, "triples") == len(triples)
    assert figure(void, DATASET, "distinctSubjects") == len({triple.subject for triple in triples})
    assert figure(void, DATASET, "distinctObjects") == len({triple.object for triple in triples})
    assert figure(void, DATASET, "properties") == len({triple.predicate for triple in triples})
    subjects = {str(triple.subject) for triple in triples}
    assert figure(void, DATASET, "entities") == len([one for one in subjects if one.startswith(f"<{BASE}")])


def test_the_partitions_are_classes_and_properties_with_their_sizes(void: rdflib.Graph, db: Path) -> None:
    triples = {quad.triple for quad in open_published(db)}
    parts = {
        str(void.value(node, V.property)): figure(void, node, "triples")
        for node in void.objects(DATASET, V.propertyPartition)
    }
    assert sum(parts.values()) == len(triples)
    assert set(parts) == {triple.predicate.value for triple in triples}
    classes = {
        str(void.value(node, V["class"])): figure(void, node, "entities")
        for node in void.objects(DATASET, V.classPartition)
    }
    assert classes[CMQ + "State"] == 4
    assert len(classes) == figure(void, DATASET, "classes")


def test_links_to_wikidata_are_a_linkset(void: rdflib.Graph) -> None:
    (linkset,) = void.subjects(rdflib.RDF.type, V.Linkset)
    assert void.value(linkset, V.linkPredicate) == rdflib.OWL.sameAs
    assert figure(void, linkset, "triples") >= 2
    target = void.value(linkset, V.objectsTarget)
    assert str(void.value(target, V.uriSpace)) == WIKIDATA
    assert (DATASET, V.subset, linkset) in void


def test_the_addresses_in_it_answer(void: rdflib.Graph, client: FlaskClient) -> None:
    dump = client.get(str(void.value(DATASET, V.dataDump)).removeprefix("http://localhost"))
    assert dump.content_type == "application/n-quads"
    endpoint = str(void.value(DATASET, V.sparqlEndpoint)).removeprefix("http://localhost")
    assert client.get(endpoint + "?query=ASK{}").status_code == 200
    assert void.value(DATASET, V.exampleResource) is not None


def test_formats_of_the_description(client: FlaskClient) -> None:
    for accept, kind in (("application/rdf+xml", "xml"), ("application/n-triples", "nt")):
        answer = client.get("/.well-known/void", headers={"Accept": accept})
        assert (None, rdflib.RDF.type, V.Dataset) in rdflib.Graph().parse(data=answer.data, format=kind)
    assert client.get("/.well-known/void", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("settings", "has", "lacks"),
    [
        ({}, {"UnionDefaultGraph", "SPARQL11Query"}, {"SPARQL11Update", "BasicFederatedQuery"}),
        ({"token": TOKEN, "union": False}, {"SPARQL11Update"}, {"UnionDefaultGraph", "BasicFederatedQuery"}),
        ({"allow_service": ("query.wikidata.org",)}, {"BasicFederatedQuery"}, {"SPARQL11Update"}),
    ],
)
def test_the_service_claims_what_is_so(db: Path, settings: dict[str, object], has: set[str], lacks: set[str]) -> None:
    with served(db, **settings) as client:
        graph = rdflib.Graph().parse(data=client.get("/sparql").data, format="turtle")
    assert schema_faults(graph) == []
    told = {str(term).removeprefix(str(SD)) for term in graph.objects()}
    assert has <= told
    assert not lacks & told
    names = {str(name) for name in graph.objects(None, SD.name)}
    assert {Iris().graph("entities"), Iris().article_graph("talks")} <= names
    stored = len(open_published(db))
    node = next(graph.objects(None, SD.defaultGraph))
    assert figure(graph, node, "triples") == (stored if settings.get("union", True) else 0)


def test_a_default_graph_of_its_own_is_what_queries_see(db: Path) -> None:
    with served(db, token=TOKEN, union=False) as client:
        assert client.get("/sparql?query=ASK{?s+?p+?o}").get_json()["boolean"] is False
        assert client.get("/sparql?query=ASK{GRAPH+?g+{?s+?p+?o}}").get_json()["boolean"] is True
