"""The endpoint by the SPARQL 1.1 Protocol: ways to ask, formats, datasets, refusals, errors, caching."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Quad, QueryResultsFormat, parse_query_results
from werkzeug.test import TestResponse

from kg.graph.iris import Iris
from server.engine import Engine
from server.errors import BusyError
from server.pool import WorkerPool
from tests.served import add_quads, build_database, served
from tests.test_worker import CARTESIAN

FORM = "application/x-www-form-urlencoded"
TALKS, MORE = (Iris().article_graph(name) for name in ("talks", "more"))
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s cmq:exact ?o }"
GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s cmq:exact ?o } } ORDER BY ?g"
ENTITIES = "CONSTRUCT WHERE { ?s a cmq:State ; rdfs:label ?name }"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_database(tmp_path_factory.mktemp("protocol") / "db", "talks", "more")


@pytest.fixture(scope="module")
def client(db: Path) -> Iterator[FlaskClient]:
    with served(db) as client:
        yield client


def get(client: FlaskClient, query: str, accept: str | None = None, **fields: object) -> TestResponse:
    address = "/sparql?" + urlencode(
        {"query": query, **{k.replace("_", "-"): v for k, v in fields.items()}}, doseq=True
    )
    return client.get(address, headers={"Accept": accept} if accept else {})


def error_of(response: TestResponse) -> dict[str, Any]:
    """The error in a response, of which the shape is checked."""
    assert response.content_type == "application/json"
    body = response.get_json()
    assert list(body) == ["error"]
    error: dict[str, Any] = body["error"]
    assert {"status", "title", "detail"} <= set(error) <= {"status", "title", "detail", "line", "column"}
    assert error["status"] == response.status_code
    return error


def number(response: TestResponse) -> int:
    return int(response.get_json()["results"]["bindings"][0]["n"]["value"])


# Ways to ask


def test_the_three_ways_of_asking_give_the_same_bytes(client: FlaskClient) -> None:
    query = 'SELECT ?s WHERE { ?s rdfs:label "France" } # %20 + é'
    answers = [
        client.get("/sparql?query=" + quote(query)),
        client.post("/sparql", data={"query": query}),
        client.post("/sparql", data=query.encode(), content_type="application/sparql-query"),
        client.post("/sparql/", data="query=" + quote(query), content_type=FORM + "; charset=UTF-8"),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 1
    assert answers[0].get_json()["results"]["bindings"][0]["s"]["value"] == Iris().state("FRA")


def test_percent_signs_in_iris_are_decoded_once(client: FlaskClient) -> None:
    query = "CONSTRUCT { <http://a/b%20c> <http://p> '100%25' } WHERE {}"
    expected = b'<http://a/b%20c> <http://p> "100%25" .\n'
    for answer in (get(client, query, format="nt"), client.post("/sparql?format=nt", data={"query": query})):
        assert answer.data == expected


def test_head_has_the_headers_of_get_and_no_body(client: FlaskClient) -> None:
    address = "/sparql?query=" + quote(COUNT)
    head, full = client.head(address), client.get(address)
    assert head.status_code == 200
    assert head.data == b""
    assert (head.content_type, head.headers["ETag"]) == (full.content_type, full.headers["ETag"])
    assert head.content_length == full.content_length == len(full.data)


def test_options_and_cors_let_pages_elsewhere_read(client: FlaskClient) -> None:
    preflight = client.options(
        "/sparql", headers={"Origin": "http://a.example", "Access-Control-Request-Method": "POST"}
    )
    assert (preflight.status_code, preflight.data) == (204, b"")
    assert preflight.headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    for response in (preflight, get(client, COUNT), get(client, "no query"), client.get("/state/FRA")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"


# Formats


@pytest.mark.parametrize(
    ("accept", "content_type", "form"),
    [
        (None, "application/sparql-results+json", QueryResultsFormat.JSON),
        ("application/json", "application/json", QueryResultsFormat.JSON),
        ("application/sparql-results+xml", "application/sparql-results+xml", QueryResultsFormat.XML),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", QueryResultsFormat.TSV),
        (
            "text/csv;q=0.9,text/tab-separated-values",
            "text/tab-separated-values; charset=utf-8",
            QueryResultsFormat.TSV,
        ),
    ],
)
def test_formats_of_select(
    client: FlaskClient, accept: str | None, content_type: str, form: QueryResultsFormat
) -> None:
    answer = get(client, "SELECT ?name WHERE { ?s cmq:iso3 'OMN' ; rdfs:label ?name }", accept)
    assert answer.content_type == content_type
    assert "Accept" in answer.headers["Vary"]
    solutions = parse_query_results(answer.data, form)
    assert [row["name"].value for row in solutions] == ["Oman"]  # type: ignore[union-attr]


def test_csv_is_csv(client: FlaskClient) -> None:
    answer = get(client, "SELECT ?n WHERE { VALUES ?n { 'a,\"b' 'é' } }", "text/csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.data.decode() == 'n\r\n"a,""b"\r\né\r\n'


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv"])
def test_formats_of_ask(client: FlaskClient, accept: str) -> None:
    answer = get(client, "ASK { ?s a cmq:State }", accept)
    assert answer.content_type.startswith(accept)
    assert b"true" in answer.data


@pytest.mark.parametrize(
    ("accept", "content_type", "syntax"),
    [
        (None, "text/turtle; charset=utf-8", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/xml;q=0.5, text/turtle;q=0.4", "application/xml", "xml"),
    ],
)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_formats_of_graphs(client: FlaskClient, accept: str | None, content_type: str, syntax: str) -> None:
    for query in (ENTITIES, f"DESCRIBE <{Iris().state('FRA')}>"):
        answer = get(client, query, accept)
        assert answer.content_type == content_type
        graph = rdflib.Graph().parse(data=answer.data, format=syntax)
        assert (rdflib.URIRef(Iris().state("FRA")), rdflib.RDFS.label, rdflib.Literal("France")) in graph


@pytest.mark.parametrize(("query", "accept"), [(COUNT, "text/turtle"), (ENTITIES, "text/csv"), (COUNT, "image/png")])
def test_a_format_that_there_is_not_is_406_and_names_those_that_there_are(
    client: FlaskClient, query: str, accept: str
) -> None:
    error = error_of(get(client, query, accept))
    assert error["status"] == 406
    assert ("text/turtle" if query == ENTITIES else "text/csv") in error["detail"]


def test_the_format_may_stand_in_the_address(client: FlaskClient) -> None:
    assert get(client, COUNT, "image/png", format="csv").content_type == "text/csv; charset=utf-8"
    assert error_of(get(client, COUNT, format="ttl"))["status"] == 406


# Datasets


def test_the_default_graph_is_the_union_of_all_graphs(client: FlaskClient) -> None:
    each = [number(get(client, COUNT.replace("WHERE", f"FROM <{graph}> WHERE"))) for graph in (TALKS, MORE)]
    assert min(each) > 10
    assert number(get(client, COUNT)) == sum(each)


def test_graphs_named_by_the_request_are_the_dataset(client: FlaskClient) -> None:
    one = number(get(client, COUNT, default_graph_uri=TALKS))
    assert number(get(client, COUNT, default_graph_uri=[TALKS, MORE])) == number(get(client, COUNT)) == 2 * one
    assert number(get(client, COUNT, named_graph_uri=TALKS)) == 0
    for fields in ({"named_graph_uri": MORE}, {"named_graph_uri": MORE, "default_graph_uri": TALKS}):
        rows = get(client, GRAPHS, **fields).get_json()["results"]["bindings"]
        assert [row["g"]["value"] for row in rows] == [MORE]
    assert get(client, GRAPHS, default_graph_uri=TALKS).get_json()["results"]["bindings"] == []


def test_graphs_of_the_request_go_before_those_of_the_query(client: FlaskClient) -> None:
    query = f"ASK FROM <{MORE}> {{ ?passage cmq:inArticle <{Iris().article('talks')}> }}"
    answers = [get(client, query, **fields).get_json() for fields in ({}, {"default_graph_uri": TALKS})]
    assert [answer["boolean"] for answer in answers] == [False, True]
    by_form = client.post("/sparql?" + urlencode({"default-graph-uri": TALKS}), data={"query": COUNT})
    assert number(by_form) == number(get(client, COUNT, default_graph_uri=TALKS))


def test_a_graph_that_is_no_iri_is_an_error(client: FlaskClient) -> None:
    for name in ("talks", "http://a b/", "<http://a/>"):
        assert "no absolute IRI" in error_of(get(client, COUNT, default_graph_uri=name))["detail"]


# Refusals and errors


def test_a_syntax_error_has_line_and_column(client: FlaskClient) -> None:
    error = error_of(get(client, "SELECT *\nWHERE { ?s ?p ?o .\n FILTER(?x +) }"))
    assert (error["status"], error["title"], error["line"], error["column"]) == (400, "Bad Request", 3, 16)
    assert "line 3, column 16" in error["detail"]


@pytest.mark.parametrize(
    ("status", "part", "arguments"),
    [
        (400, "2 parameters 'query'", {"path": "/sparql?query=ASK{}&query=ASK{}"}),
        (400, "2 parameters 'query'", {"path": "/sparql?query=ASK{}", "method": "POST", "data": {"query": "ASK{}"}}),
        (400, "no query", {"path": "/sparql", "method": "POST", "data": {"other": "1"}}),
        (400, "not parse", {"path": "/sparql?query="}),
        (400, "not UTF-8", {"path": "/sparql?query=ASK%FF{}"}),
        (400, "not UTF-8", {
            "path": "/sparql", "method": "POST", "data": b"ASK { \xff }", "content_type": "application/sparql-query"
        }),
        (400, "parameters", {"path": "/sparql?" + "a=1&" * 2000}),
        (415, "'text/plain'", {"path": "/sparql", "method": "POST", "data": "ASK {}", "content_type": "text/plain"}),
        (415, "no Content-Type", {"path": "/sparql", "method": "POST", "data": b"query=ASK{}"}),
        (415, "UTF-16", {
            "path": "/sparql",
            "method": "POST",
            "data": "ASK {}".encode("utf-16"),
            "content_type": "application/sparql-query; charset=UTF-16",
        }),
        (403, "writing is off", {"path": "/sparql", "method": "POST", "data": {"update": "CLEAR ALL"}}),
        (403, "writing is off", {"path": "/sparql?update=CLEAR+ALL"}),
        (403, "writing is off", {
            "path": "/sparql", "method": "POST", "data": "CLEAR ALL", "content_type": "application/sparql-update"
        }),
        (403, "writing is off", {"path": "/sparql?query=LOAD+%3Chttp://127.0.0.1/%3E"}),
        (403, "SERVICE", {"path": "/sparql?query=ASK{SERVICE+%3Chttp://127.0.0.1/%3E{}}"}),
        (413, "characters", {"path": "/sparql", "method": "POST", "data": {"query": "ASK {} #" + "x" * 70_000}}),
        (413, "", {"path": "/sparql", "method": "POST", "data": {"query": "ASK {} #" + "x" * 1_100_000}}),
        (400, "nested more than 64", {"path": "/sparql", "method": "POST", "data": {"query": "ASK " + "{" * 5_000}}),
        (404, "", {"path": "/sparql/other.json"}),
    ],
)  # fmt: skip
def test_refusals(client: FlaskClient, status: int, part: str, arguments: dict[str, Any]) -> None:
    error = error_of(client.open(**arguments))
    assert error["status"] == status
    assert part in error["detail"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_another_method_is_405_with_those_that_are_allowed(client: FlaskClient, method: str) -> None:
    response = client.open("/sparql?query=ASK{}", method=method)
    assert error_of(response)["status"] == 405
    assert {"GET", "HEAD", "POST", "OPTIONS"} == {name.strip() for name in response.headers["Allow"].split(",")}


def test_a_query_at_its_deadline_is_a_clear_504_and_the_next_one_is_answered(db: Path) -> None:
    with served(db, deadline=1.0, workers=1) as client:
        error = error_of(client.post("/sparql", data={"query": CARTESIAN}))
        assert error["status"] == 504
        assert "longer than 1 seconds" in error["detail"]
        assert client.get("/sparql?query=ASK{}").status_code == 200


def test_a_full_server_says_when_to_come_back(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise BusyError("The server is busy.")

    monkeypatch.setattr(WorkerPool, "run", refuse)
    response = client.get("/sparql?query=ASK{?full+?p+?o}")
    assert error_of(response)["status"] == 503
    assert response.headers["Retry-After"] == "2"


def test_an_error_that_nobody_foresaw_says_nothing_of_the_inside(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(Engine, "inspect", fail)
    monkeypatch.setattr(client.application, "testing", False)
    response = get(client, f"{COUNT} # never asked before")
    assert error_of(response)["status"] == 500
    assert b"secret" not in response.data
    assert "secret" in caplog.text


# Caching


def test_what_the_client_has_is_not_sent_again(client: FlaskClient) -> None:
    first = get(client, COUNT)
    address = "/sparql?query=" + quote(COUNT)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    other = client.get(address, headers={"If-None-Match": first.headers["ETag"], "Accept": "text/csv"})
    assert other.status_code == 200


def test_the_validator_is_of_snapshot_query_dataset_and_format(client: FlaskClient) -> None:
    answers = [
        get(client, COUNT),
        get(client, COUNT + " "),
        get(client, COUNT, "text/csv"),
        get(client, COUNT, default_graph_uri=TALKS),
        get(client, COUNT, named_graph_uri=TALKS),
    ]
    assert len({answer.headers["ETag"] for answer in answers}) == len(answers)
    assert get(client, COUNT).headers["ETag"] == answers[0].headers["ETag"]
    assert "ETag" not in get(client, "SELECT (NOW() AS ?n) {}").headers


def test_a_new_build_is_served_without_a_restart(tmp_path: Path) -> None:
    db = build_database(tmp_path / "db")
    query = "ASK { <http://a/new> ?p ?o }"
    with served(db) as client:
        before = get(client, query)
        add_quads(db, [Quad(NamedNode("http://a/new"), NamedNode("http://p"), NamedNode("http://o"))])
        after = client.get("/sparql?query=" + quote(query), headers={"If-None-Match": before.headers["ETag"]})
        assert (before.get_json()["boolean"], after.get_json()["boolean"]) == (False, True)


# Beside the queries


@pytest.mark.parametrize(("accept", "syntax"), [(None, "turtle"), ("application/rdf+xml", "xml")])
def test_without_a_query_the_service_describes_itself(client: FlaskClient, accept: str | None, syntax: str) -> None:
    answer = client.get("/sparql", headers={"Accept": accept} if accept else {})
    graph = rdflib.Graph().parse(data=answer.data, format=syntax)
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
    assert graph.value(service, sd.endpoint) == rdflib.URIRef("http://localhost/sparql")
    assert (service, sd.supportedLanguage, sd.SPARQL11Query) in graph
    assert (service, sd.feature, sd.UnionDefaultGraph) in graph
    default = graph.value(graph.value(service, sd.defaultDataset), sd.defaultGraph)
    triples = graph.value(default, rdflib.URIRef("http://rdfs.org/ns/void#triples"))
    assert int(str(triples)) == number(get(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))


def test_a_browser_gets_the_form_instead_and_its_errors_as_pages(client: FlaskClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    form = client.get("/sparql", headers=browser)
    assert form.content_type == "text/html; charset=utf-8"
    assert b"<textarea" in form.data
    failed = client.get("/sparql?query=SELECT+%3Cb%3E", headers=browser)
    assert (failed.status_code, failed.content_type) == (400, "text/html; charset=utf-8")
    assert b"SELECT &lt;b&gt;</textarea>" in failed.data


def test_health_and_readiness(client: FlaskClient, tmp_path: Path) -> None:
    assert client.get("/health").get_json() == {"status": "ok"}
    ready = client.get("/ready").get_json()
    assert ready["status"] == "ready"
    with served(tmp_path / "none") as empty:
        assert empty.get("/health").status_code == 200
        error = error_of(empty.get("/ready"))
        assert error["status"] == 503
        assert "communique build" in error["detail"]


def test_json_is_what_it_says(client: FlaskClient) -> None:
    answer = get(client, "SELECT ?name WHERE { ?s a cmq:State ; rdfs:label ?name } ORDER BY ?name")
    names = [row["name"] for row in json.loads(answer.data)["results"]["bindings"]]
    assert names == [{"type": "literal", "value": name} for name in ("France", "Iran", "Israel", "Oman")]
