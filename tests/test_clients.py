"""Clients that people use, against a running server: SPARQLWrapper, rdflib's stores, curl."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, N3, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

from kg.graph.iris import Iris
from kg.store.remote import RemoteEndpoint
from kg.store.results import Rows
from tests.running import TOKEN, Running, running
from tests.served import build_database

BEARER = {"Authorization": f"Bearer {TOKEN}"}
FRANCE = rdflib.URIRef(Iris().state("FRA"))
NAMES = "SELECT ?name WHERE { ?state a cmq:State ; rdfs:label ?name } ORDER BY ?name"
STATES = ["France", "Iran", "Israel", "Oman"]
MINE = rdflib.URIRef("http://mine/")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(build_database(tmp_path_factory.mktemp("clients") / "db")) as server:
        yield server


# SPARQLWrapper


def wrapper(server: Running) -> Any:
    client = SPARQLWrapper(server.url + "/sparql")
    client.addCustomHttpHeader("Authorization", BEARER["Authorization"])
    return client


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_reads_rows(server: Running, method: str) -> None:
    client = wrapper(server)
    client.setMethod(method)
    client.setQuery(NAMES)
    client.setReturnFormat(JSON)
    found = client.queryAndConvert()
    assert [row["name"]["value"] for row in found["results"]["bindings"]] == STATES
    client.setReturnFormat(XML)
    assert [node.firstChild.data for node in client.queryAndConvert().getElementsByTagName("literal")] == STATES
    for form, mark in ((CSV, b"name\r\n"), (TSV, b"?name\n")):
        client.setReturnFormat(form)
        assert client.queryAndConvert().startswith(mark)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, XML])
def test_sparqlwrapper_reads_graphs(server: Running, form: str) -> None:
    client = wrapper(server)
    client.setQuery(f"CONSTRUCT WHERE {{ <{FRANCE}> rdfs:label ?name }}")
    client.setReturnFormat(form)
    found = client.queryAndConvert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found)
    assert (FRANCE, rdflib.RDFS.label, rdflib.Literal("France")) in graph


def test_sparqlwrapper_asks_and_names_graphs(server: Running) -> None:
    client = wrapper(server)
    client.setReturnFormat(JSON)
    client.setQuery(f"ASK {{ <{FRANCE}> a cmq:State }}")
    assert client.queryAndConvert()["boolean"] is True
    client.addDefaultGraph(Iris().graph("articles"))
    assert client.queryAndConvert()["boolean"] is False


def test_sparqlwrapper_updates(server: Running) -> None:
    client = wrapper(server)
    client.setMethod(POST)
    for text in ("INSERT DATA { GRAPH <http://mine/> { <http://a/> <http://p> 'é' } }", "DROP GRAPH <http://mine/>"):
        client.setQuery(text)
        assert client.query().response.status == 204
        asked = wrapper(server)
        asked.setReturnFormat(JSON)
        asked.setQuery("ASK { GRAPH <http://mine/> { ?s ?p 'é' } }")
        assert asked.queryAndConvert()["boolean"] is text.startswith("INSERT")


def test_our_own_client_reads_rows(server: Running) -> None:
    found = RemoteEndpoint(server.url + "/sparql", 30).query(NAMES)
    assert isinstance(found, Rows)
    assert [row[0].value for row in found.rows if row[0]] == STATES  # type: ignore[union-attr]


# rdflib


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflibs_store_reads(server: Running, method: str) -> None:
    store = SPARQLStore(server.url + "/sparql", method=method)
    graph = rdflib.Graph(store)
    assert [str(row[0]) for row in graph.query(NAMES)] == STATES  # type: ignore[index]
    assert graph.value(FRANCE, rdflib.RDFS.label) == rdflib.Literal("France")
    assert (FRANCE, rdflib.RDF.type, rdflib.URIRef("https://w3id.org/communique/ontology#State")) in graph
    described = graph.query(f"DESCRIBE <{FRANCE}>").graph
    assert described is not None
    assert len(described) > 2


@pytest.mark.parametrize("method", ["POST", "POST_FORM"])
def test_rdflibs_store_writes(server: Running, method: str) -> None:
    store = SPARQLUpdateStore(
        server.url + "/sparql", server.url + "/sparql", method=method, headers=BEARER, context_aware=True
    )
    graph = rdflib.Graph(store, MINE)
    triple = (rdflib.URIRef("http://a/"), rdflib.RDFS.label, rdflib.Literal("eins", lang="de"))
    graph.add(triple)
    assert triple in graph
    assert len(graph) == 1
    graph.update('INSERT DATA { <http://b/> <http://p> "two" }')
    assert len(graph) == 2
    graph.remove((None, None, None))
    assert len(graph) == 0


# curl

CURL = shutil.which("curl")


def curl(*arguments: str) -> str:
    assert CURL is not None
    command = [CURL, "--silent", "--show-error", "--max-time", "30", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.skipif(CURL is None, reason="curl is not installed")
def test_curl(server: Running, tmp_path: Path) -> None:
    url = server.url + "/sparql"
    rows = json.loads(curl(url, "--data-urlencode", f"query={NAMES}"))
    assert [row["name"]["value"] for row in rows["results"]["bindings"]] == STATES
    table = curl("--get", url, "--data-urlencode", f"query={NAMES}", "-H", "Accept: text/csv")
    assert table.split() == ["name", *STATES]
    assert curl("--compressed", url, "-H", "Accept: application/n-triples").count("/sparql>") > 5
    auth = ("-H", f"Authorization: {BEARER['Authorization']}")
    status = ("-o", "/dev/null", "-w", "%{http_code}")
    (tmp_path / "mine.ttl").write_text("<http://a/> <http://p> 1 .")
    target = server.url + "/graph-store?graph=http://mine/curl"
    upload = ("-X", "PUT", "-H", "Content-Type: text/turtle", "--data-binary", f"@{tmp_path / 'mine.ttl'}")
    assert curl(*status, *upload, target) == "401"
    assert curl(*status, *auth, *upload, target) == "201"
    assert curl(*status, *auth, "-F", f"file=@{tmp_path / 'mine.ttl'};type=text/turtle", target) == "204"
    assert curl(target, "-H", "Accept: application/n-triples").startswith("<http://a/> <http://p> ")
    assert curl(*status, "--head", target) == "200"
    assert curl(*status, *auth, "-X", "DELETE", target) == "204"
    assert curl(*status, target) == "404"
    chunked = ("-H", "Transfer-Encoding: chunked", "-H", "Content-Type: application/sparql-query")
    assert "true" in curl(url, *chunked, "--data-binary", f"ASK {{ <{FRANCE}> a cmq:State }}")


# The token of a file


def test_the_token_may_stand_in_a_file(tmp_path: Path) -> None:
    db, token = build_database(tmp_path / "db"), tmp_path / "token"
    token.write_text(TOKEN + "\n")
    with running(db, "--token-file", str(token), writable=False) as server:
        answer = server.write("POST", "/sparql", "application/sparql-update", b"CLEAR DEFAULT")
        assert answer.status == 204
    token.write_text("short")
    with (
        pytest.raises(RuntimeError, match="must have at least 16 characters"),
        running(db, "--token-file", str(token), writable=False),
    ):
        pass
