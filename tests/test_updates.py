"""Writing over HTTP: who may, what an update may say, and that a change is there, whole, when it is answered."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode

from kg.errors import QueryError, UsageError
from kg.store.embedded import Database, open_published
from ontology.terms import BASE
from server.errors import RefusedError
from server.tokens import read_token
from server.update_text import check_update, find_loads, operations, with_dataset, without_loads
from server.writer import IDLE_SECONDS
from tests.served import BEARER, TOKEN, served, update
from tests.test_sparql_protocol import error_of, number

POST: dict[str, Any] = {"path": "/sparql", "method": "POST"}
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH <http://mine/> { ?s ?p ?o } }"


@pytest.fixture(scope="module")
def client(writing_client: FlaskClient) -> FlaskClient:
    return writing_client


@pytest.fixture(autouse=True)
def _nothing_of_mine(client: FlaskClient) -> None:
    assert update(client, "DROP SILENT GRAPH <http://mine/> ; CLEAR DEFAULT").status_code == 204


def count(client: FlaskClient) -> int:
    return number(client.post("/sparql", data={"query": COUNT}))


def insert(number: int) -> str:
    return f"INSERT DATA {{ GRAPH <http://mine/> {{ <http://a/{number}> <http://p> {number} }} }}"


# Who may write


@pytest.mark.parametrize(
    ("headers", "challenge"),
    [
        ({}, 'Bearer realm="communique"'),
        ({"Authorization": "Bearer wrong"}, 'Bearer realm="communique", error="invalid_token"'),
        ({"Authorization": f"Bearer {TOKEN}x"}, 'Bearer realm="communique", error="invalid_token"'),
        ({"Authorization": f"Basic {TOKEN}"}, 'Bearer realm="communique", error="invalid_token"'),
        ({"Authorization": "Bearer \u00e9\u00e9"}, 'Bearer realm="communique", error="invalid_token"'),
        ({"Authorization": ""}, 'Bearer realm="communique", error="invalid_token"'),
    ],
)
def test_writing_needs_the_token(client: FlaskClient, headers: dict[str, str], challenge: str) -> None:
    graph: dict[str, Any] = {"data": "<a:a> <a:b> 1 .", "content_type": "text/turtle", "headers": headers}
    answers = [
        update(client, insert(1), headers),
        client.post("/sparql", data=insert(1), content_type="application/sparql-update", headers=headers),
        client.put("/graph-store?graph=http://mine/", **graph),
        client.post("/graph-store", **graph),
        client.delete("/graph-store?default", headers=headers),
    ]  # fmt: skip
    for answer in answers:
        assert error_of(answer)["status"] == 401
        assert answer.headers["WWW-Authenticate"] == challenge
        assert TOKEN not in answer.get_data(as_text=True)
    assert count(client) == 0


def test_the_scheme_may_be_written_in_any_case(client: FlaskClient) -> None:
    assert update(client, insert(1), {"Authorization": f"bearer  {TOKEN}"}).status_code == 204
    assert count(client) == 1


def test_without_a_token_the_server_is_read_only_whatever_is_sent(db: Path) -> None:
    with served(db) as client:
        for headers in ({}, BEARER):
            for answer in (
                update(client, insert(1), headers),
                client.put("/graph-store?default", data="", content_type="text/turtle", headers=headers),
                client.get("/sparql?query=" + "CLEAR+ALL", headers=headers),
            ):
                assert error_of(answer)["status"] == 403
                assert "read-only" in error_of(answer)["detail"]


def test_tokens_are_read_from_the_file_or_the_environment(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"  {TOKEN}\n")
    assert read_token(None, {}) is None
    assert read_token(None, {"COMMUNIQUE_TOKEN": TOKEN}) == TOKEN
    assert read_token(tmp_path / "token", {"COMMUNIQUE_TOKEN": "x" * 20}) == TOKEN
    for text in ("", "short", "with blanks in the middle", "umläute-are-no-token"):
        with pytest.raises(UsageError, match="at least 16 characters"):
            read_token(None, {"COMMUNIQUE_TOKEN": text})
    with pytest.raises(UsageError, match="cannot be read"):
        read_token(tmp_path / "none", {})


# What is written


def test_a_change_is_seen_by_the_next_query_and_lasts(client: FlaskClient, db: Path) -> None:
    for step in range(1, 6):
        assert update(client, insert(step)).data == b""
        assert count(client) == step
        assert len(list(open_published(db).quads_for_pattern(None, None, None, NamedNode("http://mine/")))) == step


def test_an_update_is_sent_as_a_form_or_as_it_is(client: FlaskClient) -> None:
    assert update(client, insert(1)).status_code == 204
    direct = client.post("/sparql", data=insert(2), content_type="application/sparql-update", headers=BEARER)
    assert direct.status_code == 204
    assert client.post("/sparql/?" + urlencode({"update": insert(3)}), data={}, headers=BEARER).status_code in (
        204,
        415,
    )
    assert count(client) >= 2


def test_an_update_of_several_operations_is_done_whole_or_not_at_all(client: FlaskClient) -> None:
    answer = update(client, f"{insert(1)} ; {insert(2)} ; DROP GRAPH <http://there-is-none/>")
    assert error_of(answer)["status"] == 400
    assert "does not exist" in error_of(answer)["detail"]
    assert count(client) == 0
    assert update(client, f"{insert(1)} ; {insert(2)} ; DROP SILENT GRAPH <http://there-is-none/>").status_code == 204
    assert count(client) == 2


def test_relative_iris_and_prefixes_are_those_of_queries(client: FlaskClient) -> None:
    assert update(client, "INSERT DATA { GRAPH <http://mine/> { <x> a cmq:State } }").status_code == 204
    assert client.get(f"/sparql?query=ASK+{{GRAPH+<http://mine/>{{<{BASE}x>+a+cmq:State}}}}").get_json()["boolean"]


@pytest.mark.parametrize(
    ("status", "part", "text"),
    [
        (400, "line 1, column", "INSERT DATA { <http://a> <http://b> }"),
        (400, "does not parse", "CLEAR XYZ"),
        (400, "does not parse", "ASK {}"),
        (400, "nested more than 64", "INSERT DATA { } ; DELETE WHERE " + "{" * 5_000),
        (403, "SERVICE", "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"),
        (403, "not on this server's list", "LOAD <http://127.0.0.1/x> INTO GRAPH <http://mine/>"),
        (403, "is refused", "LOAD<file:///etc/passwd>"),
        (403, "not on this server's list", "BASE <http://127.0.0.1/> PREFIX x: <y/> LOADSILENT<x>; LOAD x:z"),
        (400, "LOAD", "LOAD"),
    ],
)
def test_refused_updates_change_nothing(client: FlaskClient, status: int, part: str, text: str) -> None:
    error = error_of(update(client, f"{insert(1)} ; {text}"))
    assert error["status"] == status
    assert part in error["detail"]
    assert count(client) == 0


def test_a_load_that_is_silent_passes_over_what_is_refused(client: FlaskClient) -> None:
    text = f"LOAD SILENT <http://127.0.0.1/x> INTO GRAPH <http://mine/> ; {insert(1)}"
    assert update(client, text).status_code == 204
    assert count(client) == 1


@pytest.mark.parametrize(
    ("status", "part", "arguments"),
    [
        (400, "by POST", {"path": "/sparql?update=CLEAR+ALL"}),
        (400, "2 parameters 'update'", POST | {"path": "/sparql?update=CLEAR+ALL", "data": {"update": "x"}}),
        (400, "query and an update", POST | {"data": {"update": "CLEAR ALL", "query": "x"}}),
        (400, "goes with an update", {"path": "/sparql?query=ASK{}&using-graph-uri=http://g/"}),
        (400, "as the parameter `update`", {"path": "/sparql?query=CLEAR+ALL"}),
        (400, "no absolute IRI", POST | {"path": "/sparql?using-graph-uri=x", "data": {"update": "CLEAR ALL"}}),
        (415, "compressed", {
            "path": "/sparql", "method": "POST", "data": b"x", "content_type": "application/sparql-update",
            "headers": {**BEARER, "Content-Encoding": "gzip"},
        }),
        (413, "", {"path": "/sparql", "method": "POST", "data": {"update": "#" * 3_000_000}, "headers": {}}),
    ],
)  # fmt: skip
def test_requests_that_are_no_update(client: FlaskClient, status: int, part: str, arguments: dict[str, object]) -> None:
    error = error_of(client.open(**{"headers": BEARER} | arguments))  # type: ignore[arg-type]
    assert error["status"] == status
    assert part in error["detail"]


def test_an_update_may_be_longer_than_a_query(client: FlaskClient) -> None:
    rows = " ".join(f"<http://a/{number}> <http://p> {number} ." for number in range(40_000))
    assert len(rows) > 1_100_000
    assert update(client, f"INSERT DATA {{ GRAPH <http://mine/> {{ {rows} }} }}").status_code == 204
    assert count(client) == 40_000


def test_many_writers_at_once_lose_nothing(client: FlaskClient) -> None:
    statuses: list[int] = []

    def write(first: int) -> None:
        own = client.application.test_client()
        statuses.extend(update(own, insert(first + step)).status_code for step in range(5))

    threads = [threading.Thread(target=write, args=(100 * number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [204] * 20
    assert count(client) == 20


def test_an_update_at_its_deadline_is_stopped_and_leaves_nothing_and_the_next_one_is_made(db: Path) -> None:
    product = "GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } GRAPH ?i { ?j ?k ?l }"
    endless = f"INSERT {{ GRAPH <http://mine/> {{ ?a ?b ?f }} }} WHERE {{ {product} }}"
    with served(db, token=TOKEN, deadline=1.5) as client:
        error = error_of(update(client, f"{insert(1)} ; {endless}"))
        assert (error["status"], error["detail"].partition(" ran")[0]) == (504, "The update")
        assert count(client) == 0
        assert update(client, insert(2)).status_code == 204
        assert count(client) == 1


def test_a_build_that_writes_makes_updates_wait_and_then_come_back_later(db: Path, client: FlaskClient) -> None:
    assert client.get("/sparql?query=ASK{}").status_code == 200
    threading.Event().wait(IDLE_SECONDS + 0.5)  # the writer lets go of the store
    with Database(db, BASE):
        answer = update(client, insert(1))
        assert error_of(answer)["status"] == 503
        assert "written by a build" in error_of(answer)["detail"]
        assert answer.headers["Retry-After"] == "2"
    assert update(client, insert(1)).status_code == 204


# The dataset of an update


def test_the_graphs_of_the_request_are_those_that_patterns_see(client: FlaskClient) -> None:
    data = "INSERT DATA { GRAPH <http://g/1> { <a:1> <a:p> 1 } GRAPH <http://g/2> { <a:2> <a:p> 2 } <a:0> <a:p> 0 }"
    assert update(client, data).status_code == 204
    default = "INSERT { GRAPH <http://mine/> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    named = "INSERT { GRAPH <http://mine/> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }"
    steps: list[tuple[str, dict[str, Any], list[str]]] = [
        (default, {}, ["a:0"]),
        (default, {"using_graph_uri": "http://g/1"}, ["a:1"]),
        (default, {"using_graph_uri": ["http://g/1", "http://g/2"]}, ["a:1", "a:2"]),
        (default, {"using_named_graph_uri": "http://g/1"}, []),
        (named, {"using_named_graph_uri": "http://g/2"}, ["a:2"]),
        (named, {"using_graph_uri": "http://g/2"}, []),
        (named, {"using_graph_uri": "http://g/2", "using_named_graph_uri": "http://g/1"}, ["a:1"]),
    ]
    for text, fields, expected in steps:
        assert update(client, "DROP SILENT GRAPH <http://mine/>").status_code == 204
        assert update(client, text, **fields).status_code == 204
        rows = client.post("/sparql", data={"query": "SELECT ?s { GRAPH <http://mine/> { ?s ?p ?o } } ORDER BY ?s"})
        assert [row["s"]["value"] for row in rows.get_json()["results"]["bindings"]] == expected
    assert update(client, "DELETE WHERE { ?s ?p ?o }", using_graph_uri="http://g/1").status_code == 204
    assert update(client, "DROP GRAPH <http://g/1> ; DROP GRAPH <http://g/2>").status_code == 204


@pytest.mark.parametrize(
    "text",
    [
        "WITH <http://g/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "with<http://g/>insert{?s ?p ?o}where{?s ?p ?o}",
        "INSERT { ?s ?p 1 } USING <http://g/> WHERE { ?s ?p ?o }",
        "INSERT DATA {} ; DELETE{?s ?p 1}INSERT{?s ?p 2}USING NAMED<http://g/>WHERE{?s ?p ?o}",
    ],
)
def test_graphs_named_twice_are_an_error(client: FlaskClient, text: str) -> None:
    error = error_of(update(client, text, using_graph_uri="http://g/1"))
    assert error["status"] == 400
    assert "names its graphs" in error["detail"]


def test_words_in_strings_comments_and_names_are_no_operations() -> None:
    text = (
        "PREFIX using: <http://where/> # DELETE WHERE { } ;\n"
        "INSERT { using:with ?p 'WHERE { ; LOAD <x> USING' } WHERE { ?s ?p ?o . FILTER(?o < 3 && ?o > 2) } ;\n"
        'DELETE DATA { <http://a#;WHERE> using:where """; } LOAD <http://x/>""" } ; CLEAR GRAPH using:load ;'
    )
    assert [operation.shape for operation in operations(text)] == ["INSERT{}WHERE{}", "DELETEDATA{}", "CLEARGRAPH<>"]
    assert find_loads(text, "http://b/") == ()
    done = with_dataset(text, ["http://u/"], ["http://n/"])
    assert done.count(" USING <http://u/> USING NAMED <http://n/> ") == 1
    assert done.replace(" USING <http://u/> USING NAMED <http://n/> ", "") == text


def test_documents_stand_in_the_place_of_load() -> None:
    text = "LOAD <http://x/a> ; LOAD SILENT cmq:b INTO GRAPH <http://g/> ; CLEAR DEFAULT"
    loads = find_loads(text, "http://b/")
    assert [(load.iri, load.silent) for load in loads] == [
        ("http://x/a", False),
        ("https://w3id.org/communique/ontology#b", True),
    ]
    done = without_loads(text, loads, {loads[0].iri: "<a:a> <a:b> <a:c> .\n", loads[1].iri: None})
    assert [operation.shape for operation in operations(done)] == ["INSERTDATA{}", "INSERTDATA{}", "CLEARDEFAULT"]
    with pytest.raises(RefusedError, match="fetches nothing from there"):
        without_loads(text, loads, {})


def test_the_text_of_an_update_is_checked_as_that_of_a_query_is() -> None:
    check_update("DELETE WHERE { ?service <http://service/> 'SERVICE <x> {}' }", 64)
    with pytest.raises(RefusedError):
        check_update("INSERT {} WHERE { SERVICE ?x {} }", 64)
    with pytest.raises(QueryError, match="nested"):
        check_update("{" * 65, 64)
