"""Whole graphs over HTTP: named by parameter and by their own URL, formats, forms, the whole store, what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, Store, parse
from werkzeug.test import TestResponse

from kg.graph.iris import Iris
from tests.running import running
from tests.served import BEARER, build_database, served, update
from tests.test_sparql_protocol import error_of

MINE = "http://mine/g?a=b&c=%20d#e"
AT_MINE = "/graph-store?graph=" + quote(MINE, safe="")
TURTLE = "text/turtle"
ONE, TWO = b"<http://a/1> <http://p> <http://o> .", b"<http://a/2> <http://p> <http://o> ."
RDF_XML = b"""<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://">
<r:Description r:about="http://a/1"><p r:resource="http://o"/></r:Description></r:RDF>"""


@pytest.fixture(scope="module")
def client(writing_client: FlaskClient) -> FlaskClient:
    return writing_client


@pytest.fixture(autouse=True)
def _nothing_of_mine(client: FlaskClient) -> None:
    assert update(client, f"DROP SILENT GRAPH <{MINE}> ; CLEAR DEFAULT").status_code == 204


def send(client: FlaskClient, method: str, path: str, body: bytes = b"", kind: str = TURTLE) -> TestResponse:
    return client.open(path, method=method, data=body, content_type=kind, headers=BEARER)


def lines(response: TestResponse) -> list[str]:
    """The triples of a graph that was got as N-Triples."""
    assert response.status_code == 200
    return sorted(response.get_data(as_text=True).splitlines())


def get(client: FlaskClient, path: str) -> list[str]:
    return lines(client.get(path, headers={"Accept": "application/n-triples"}))


@pytest.mark.parametrize("path", [AT_MINE, "/graph-store/people/one.ttl"])
def test_a_graph_is_put_got_added_to_and_deleted(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == client.head(path).status_code == 404
    assert send(client, "PUT", path, ONE).status_code == 201
    assert len(get(client, path)) == 1
    assert send(client, "PUT", path, TWO).status_code == 204
    assert len(get(client, path)) == 1
    assert send(client, "POST", path, ONE).status_code == 204
    assert len(get(client, path)) == 2
    assert send(client, "DELETE", path).status_code == 204
    assert error_of(client.get(path))["status"] == 404
    assert error_of(send(client, "DELETE", path))["status"] == 404


def test_a_graph_is_named_by_its_url_and_its_own_iris_are_below_it(client: FlaskClient) -> None:
    path = "/graph-store/caf%C3%A9/a%20b"
    assert send(client, "PUT", path, b"<> <#p> <other> .").status_code == 201
    url = "http://localhost" + path
    assert get(client, path) == [f"<{url}> <{url}#p> <http://localhost/graph-store/caf%C3%A9/other> ."]
    assert get(client, "/graph-store?graph=" + quote(url, safe="")) == get(client, path)
    assert send(client, "DELETE", path).status_code == 204


def test_an_empty_graph_is_a_graph(client: FlaskClient) -> None:
    assert send(client, "PUT", AT_MINE).status_code == 201
    assert get(client, AT_MINE) == []
    assert send(client, "POST", AT_MINE, ONE).status_code == 204
    assert send(client, "PUT", AT_MINE).status_code == 204
    assert get(client, AT_MINE) == []


def test_the_default_graph_is_the_stores_own_and_not_the_union(client: FlaskClient) -> None:
    assert get(client, "/graph-store?default") == []
    assert send(client, "PUT", "/graph-store?default", ONE).status_code == 204
    assert send(client, "POST", "/graph-store?default", TWO).status_code == 204
    assert len(get(client, "/graph-store?default")) == 2
    assert send(client, "DELETE", "/graph-store?default").status_code == 204
    assert get(client, "/graph-store?default") == []


def test_a_new_graph_gets_a_name_of_its_own(client: FlaskClient) -> None:
    places = [send(client, "POST", "/graph-store", ONE) for _ in range(2)]
    assert [place.status_code for place in places] == [201, 201]
    paths = [place.headers["Location"].removeprefix("http://localhost") for place in places]
    assert len(set(paths)) == 2
    for path in paths:
        assert path.startswith("/graph-store/")
        assert len(get(client, path)) == 1
        assert send(client, "DELETE", path).status_code == 204


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/n-triples", ONE),
        ("text/turtle; charset=UTF-8", b"@prefix : <http://a/> . :1 <http://p> <http://o> ."),
        ("application/ld+json", b'{"@id": "http://a/1", "http://p": {"@id": "http://o"}}'),
        ("application/rdf+xml", RDF_XML),
    ],
)  # fmt: skip
def test_formats_of_what_is_sent(client: FlaskClient, kind: str, body: bytes) -> None:
    assert send(client, "PUT", AT_MINE, body, kind).status_code == 201
    assert get(client, AT_MINE) == ["<http://a/1> <http://p> <http://o> ."]


@pytest.mark.parametrize(
    ("accept", "kind", "syntax"),
    [
        ("", "text/turtle; charset=utf-8", "turtle"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("text/*;q=0.1, application/rdf+xml", "application/rdf+xml", "xml"),
    ],
)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_formats_of_what_is_got(client: FlaskClient, accept: str, kind: str, syntax: str) -> None:
    path = "/graph-store?graph=" + Iris().graph("entities")
    answer = client.get(path, headers={"Accept": accept} if accept else {})
    assert answer.content_type == kind
    graph = rdflib.Graph().parse(data=answer.data, format=syntax)
    assert (rdflib.URIRef(Iris().state("FRA")), rdflib.RDFS.label, rdflib.Literal("France")) in graph
    assert client.head(path, headers={"Accept": accept} if accept else {}).content_length == len(answer.data)


def test_what_is_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    send(client, "PUT", AT_MINE, ONE)
    tag = client.get(AT_MINE).headers["ETag"]
    assert client.get(AT_MINE, headers={"If-None-Match": tag}).status_code == 304
    send(client, "PUT", AT_MINE, TWO)
    assert client.get(AT_MINE, headers={"If-None-Match": tag}).status_code == 200


def test_several_files_in_a_form(client: FlaskClient) -> None:
    parts = [("one.ttl", TURTLE, ONE), ("two.nt", "application/n-triples; charset=utf-8", TWO)]
    body = b"".join(
        f'--cut\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'.encode()
        + f"Content-Type: {kind}\r\n\r\n".encode() + content + b"\r\n"
        for name, kind, content in parts
    ) + b"--cut--\r\n"  # fmt: skip
    assert send(client, "PUT", AT_MINE, body, "multipart/form-data; boundary=cut").status_code == 201
    assert len(get(client, AT_MINE)) == 2
    for broken, kind in (
        (body[: len(body) // 2], "multipart/form-data; boundary=cut"),
        (body, "multipart/form-data; boundary=other"),
        (body, "multipart/form-data"),
        (b"", "multipart/form-data; boundary=cut"),
    ):
        assert error_of(send(client, "PUT", AT_MINE, broken, kind))["status"] == 400
    untyped = body.replace(b"Content-Type: text/turtle\r\n", b"")
    assert error_of(send(client, "PUT", AT_MINE, untyped, "multipart/form-data; boundary=cut"))["status"] == 415
    assert len(get(client, AT_MINE)) == 2


def test_the_whole_store_comes_with_its_graphs(client: FlaskClient, tmp_path: Path) -> None:
    send(client, "PUT", AT_MINE, ONE)
    quads = client.get("/graph-store")
    assert quads.content_type == "application/n-quads"
    store = Store()
    store.load(quads.data, RdfFormat.N_QUADS)
    assert len(store) > 100
    assert {quad.graph_name.value for quad in parse(quads.data, RdfFormat.N_QUADS)} >= {
        MINE, Iris().graph("entities"), Iris().article_graph("talks"),
    }  # fmt: skip
    trig = client.get("/graph-store?format=trig")
    assert trig.content_type == "application/trig; charset=utf-8"
    assert len(list(parse(trig.data, RdfFormat.TRIG))) == len(store)
    assert error_of(client.get("/graph-store", headers={"Accept": "text/csv"}))["status"] == 406


@pytest.mark.parametrize(
    ("status", "part", "method", "path", "arguments"),
    [
        (400, "no absolute IRI", "PUT", "/graph-store?graph=mine", {}),
        (400, "more than one graph", "PUT", "/graph-store?graph=http://a/&default", {}),
        (400, "more than one graph", "GET", "/graph-store?graph=http://a/&graph=http://b/", {}),
        (400, "more than one graph", "GET", "/graph-store/x?default", {}),
        (400, "needs the name", "PUT", "/graph-store", {}),
        (400, "needs the name", "DELETE", "/graph-store", {}),
        (400, "line 1", "PUT", AT_MINE, {"data": b"<http://a/> <http://b/> ", "content_type": TURTLE}),
        (400, "named graphs", "PUT", AT_MINE, {
            "data": b'{"@id": "http://g/", "@graph": [{"@id": "http://a/1", "http://p": 1}]}',
            "content_type": "application/ld+json",
        }),
        (415, "'application/n-quads'", "PUT", AT_MINE, {"content_type": "application/n-quads"}),
        (415, "no Content-Type", "PUT", AT_MINE, {"data": ONE}),
        (415, "UTF-16", "PUT", AT_MINE, {"content_type": "text/turtle; charset=UTF-16"}),
        (400, "not UTF-8", "PUT", "/graph-store/%FF", {"data": ONE, "content_type": TURTLE}),
        (405, "PATCH", "PATCH", AT_MINE, {}),
        (406, "text/turtle", "GET", "/graph-store?default", {"headers": {"Accept": "text/csv"}}),
    ],
)  # fmt: skip
def test_refusals_change_nothing(
    client: FlaskClient, status: int, part: str, method: str, path: str, arguments: dict[str, Any]
) -> None:
    send(client, "PUT", AT_MINE, ONE)
    answer = client.open(path, method=method, **{"headers": BEARER} | arguments)
    assert error_of(answer)["status"] == status
    assert part in error_of(answer)["detail"]
    assert len(get(client, AT_MINE)) == 1
    if status == 405:
        assert {"GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS"} == set(answer.headers["Allow"].split(", "))


def test_options_say_what_can_be_done(client: FlaskClient) -> None:
    for path in ("/graph-store", AT_MINE, "/graph-store/a/b"):
        answer = client.options(path)
        assert (answer.status_code, answer.data) == (204, b"")
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, PUT, POST, DELETE"


def test_blank_nodes_of_two_files_are_not_the_same(client: FlaskClient) -> None:
    for _ in range(2):
        send(client, "POST", AT_MINE, b"_:a <http://p> 1 .")
    assert len(get(client, AT_MINE)) == 2


def test_graphs_of_another_store_are_got_one_by_one_and_not_written(tmp_path: Path) -> None:
    db = build_database(tmp_path / "db")
    path = "/graph-store?graph=" + Iris().graph("entities")
    with running(db, writable=False) as other, served(db, upstream=other.url + "/sparql") as client:
        with served(db) as direct:
            assert get(client, path) == get(direct, path)
        assert "ETag" not in client.get(path).headers
        assert error_of(client.get(AT_MINE))["status"] == 404
        assert error_of(client.get("/graph-store"))["status"] == 403
        assert error_of(send(client, "PUT", AT_MINE, ONE))["status"] == 403
