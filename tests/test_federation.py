"""SERVICE calls answered in the server: the rows are those that the definition of SERVICE asks for."""

from __future__ import annotations

import http.server
import json
import time
from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, Store

from kg.errors import EndpointError, QueryError
from kg.store.results import Rows, collect
from server.errors import RefusedError
from server.federation import MAX_ROWS, Federation, prologue_of
from server.guard import Inspection, inspect
from server.outbound import Outbound
from tests.test_outbound import elsewhere, say

EX = "http://ex.example/"


def node(name: str) -> NamedNode:
    return NamedNode(EX + name)


def here() -> Store:
    store = Store()
    for number in range(5):
        store.add(Quad(node(f"p{number}"), node("name"), Literal(f"name {number}")))
        store.add(Quad(node(f"p{number}"), node("same"), node(f"there{number}")))
    store.add(Quad(node("p9"), node("name"), Literal("no link")))
    return store


def there() -> Store:
    store = Store()
    for number in range(3, 8):
        store.add(Quad(node(f"there{number}"), node("born"), Literal(1960 + number)))
    return store


def serialised(store: Store, query: str) -> bytes:
    answer = store.query(query)
    assert isinstance(answer, QuerySolutions)
    return answer.serialize(format=QueryResultsFormat.JSON) or b""


def endpoint(store: Store, asked: list[str]) -> Callable[[http.server.BaseHTTPRequestHandler], None]:
    def handle(handler: http.server.BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"])).decode()
        (query,) = parse_qs(body)["query"]
        asked.append(query)
        say(handler, serialised(store, query), Content_Type="application/sparql-results+json")

    return handle


def look(query: str, outbound: Outbound) -> Inspection:
    return inspect(query, 10_000, 64, outbound.check)


def run(query: str, outbound: Outbound, store: Store, seconds: float = 5.0) -> Rows:
    def local(text: str, _seconds: float) -> Rows:
        rows = collect(store.query(text))
        assert isinstance(rows, Rows)
        return rows

    federation = Federation(outbound, time.monotonic() + seconds, local)
    rows = collect(store.query(federation.expand(query, look(query, outbound).calls, prologue_of(query))))
    assert isinstance(rows, Rows)
    return rows


def ask(pattern: str, asked: list[str] | None = None, remote: Store | None = None) -> list[tuple[str | None, ...]]:
    """The rows of a query over both stores, as text; `{url}` in the pattern is the other endpoint."""
    with elsewhere(endpoint(remote or there(), asked if asked is not None else [])) as (port, _):
        outbound = Outbound([f"127.0.0.1:{port}"])
        url = f"http://127.0.0.1:{port}/sparql"
        query = f"PREFIX ex: <{EX}>\nSELECT * WHERE {{ {pattern.replace('{url}', url)} }}"
        rows = run(query, outbound, here()).rows
        return sorted((tuple(None if term is None else str(term) for term in row) for row in rows), key=str)


def test_a_call_joins_with_what_stands_before_it_and_is_asked_for_these_values_only() -> None:
    asked: list[str] = []
    rows = ask("?p ex:same ?t ; ex:name ?n . SERVICE <{url}> { ?t ex:born ?year }", asked)
    assert len(rows) == 2
    assert "there0" in asked[0]
    assert "there7" not in asked[0]


def test_filters_before_a_call_may_speak_of_what_it_gives() -> None:
    filters = "FILTER (?year > 1963) FILTER EXISTS { ?p ex:name ?n }"
    assert len(ask(f"?p ex:same ?t {filters} SERVICE <{{url}}> {{ ?t ex:born ?year }}")) == 1


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("SERVICE <{url}> { ?t ex:born ?year }", 5),
        ("SERVICE <{url}> { ?t ex:born ?year } ?p ex:same ?t", 2),
        ("?p ex:name ?n OPTIONAL { ?p ex:same ?t } SERVICE <{url}> { ?t ex:born ?year }", 2 + 5),
        ("?p ex:same ?t OPTIONAL { SERVICE <{url}> { ?t ex:born ?year } }", 5),
        ("?p ex:same ?t MINUS { SERVICE <{url}> { ?t ex:born ?year } }", 3),
        ("{ ?p ex:same ?t } UNION { SERVICE SILENT <{url}> { ?t ex:born ?year } }", 10),
        ("?p ex:same ?t SERVICE <{url}> { ?t ex:born ?y } SERVICE <{url}> { ?t ex:born ?z }", 2),
        ("?p ex:none ?t SERVICE <{url}> { ?t ex:born ?year }", 0),
        ("SERVICE <{url}> { ex:there3 ex:born 1963 }", 1),
        ("SERVICE <{url}> { ex:there3 ex:born 1900 }", 0),
        ("?p ex:name ?n SERVICE <{url}> { SELECT (COUNT(*) AS ?all) { ?s ?p2 ?o } }", 6),
    ],
)
def test_the_rows_are_those_of_the_definition(pattern: str, number: int) -> None:
    assert len(ask(pattern)) == number


def test_blank_nodes_come_as_names_and_every_kind_of_literal_as_it_is() -> None:
    remote = Store()
    data = 'ex:a ex:v [] , "a\\"\\n\'b"@en , 1.5 , true , <http://ex.example/é>'
    remote.update(f"PREFIX ex: <{EX}> INSERT DATA {{ {data} }}")
    values = {row[0] for row in ask("SERVICE <{url}> { ex:a ex:v ?v }", remote=remote)}
    assert len(values) == 5
    assert any("/.well-known/genid/" in str(value) for value in values)
    assert '"a\\"\\n\'b"@en' in values


def test_silent_turns_a_failure_into_one_empty_solution_and_a_refusal_stays() -> None:
    with elsewhere(lambda handler: say(handler, b"no", 500)) as (port, _):
        outbound = Outbound([f"127.0.0.1:{port}"])
        query = f"SELECT * WHERE {{ ?p <{EX}same> ?t SERVICE {{}} <http://127.0.0.1:{port}/> {{ ?t ?q ?r }} }}"
        assert len(run(query.replace("{}", "SILENT"), outbound, here()).rows) == 5
        with pytest.raises(EndpointError, match="HTTP 500"):
            run(query.replace("{}", ""), outbound, here())
        with pytest.raises(RefusedError, match="not on this server's list"):
            look("SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }", outbound)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"uri"',
        b'{"head":{},"boolean":true}',
    ],
)
def test_what_is_no_table_is_an_error(body: bytes) -> None:
    with elsewhere(lambda handler: say(handler, body, Content_Type="application/sparql-results+json")) as (port, _):
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
        with pytest.raises(EndpointError, match=r"broken result|no table"):
            run(query, Outbound([f"127.0.0.1:{port}"]), here())


def test_too_many_solutions_and_too_little_time_are_errors() -> None:
    bindings = [{"n": {"type": "literal", "value": str(n)}} for n in range(MAX_ROWS + 1)]
    data = json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": bindings}}).encode()
    with elsewhere(lambda handler: say(handler, data, Content_Type="application/sparql-results+json")) as (port, _):
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?n }} }}"
        outbound = Outbound([f"127.0.0.1:{port}"])
        with pytest.raises(QueryError, match="over 50,000 solutions"):
            run(query, outbound, here(), seconds=20.0)
        with pytest.raises(EndpointError, match="all the time"):
            run(query, outbound, here(), seconds=0.0)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE ?where { ?s ?p ?o } }",
        "PREFIX a: <http://allowed.example/> SELECT * { SERVICE a:x { ?s ?p ?o } }",
        "SELECT * { FILTER (trueSERVICE <http://allowed.example/> { ?s ?p ?o }) }",
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        r"SELECT * { SERVICE <http://127.0.0.\u0031/> { ?s ?p ?o } }",
        r"SELECT * { SERVICE <http://allowed.example\u002eevil.example/> { ?s ?p ?o } }",
        r"SELECT * { SERV\u0049CE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE <http://allowed.example/> { ?s ?p ?o } SERVICE <http://[::1]/> { ?s ?p ?o } }",
        "SELECT * { SERVICE <http://allowed.example/> { ?s ?p ?o ",
        "SELECT * { SERVICE <http://allowed.example/> { ?s ?p '}' } } SERVICE <http://[::1]/> { ?s ?p ?o } }",
        "SELECT * { # \n SERVICE <http://allowed.example@127.0.0.1/> { ?s ?p ?o } }",
        "BASE <http://127.0.0.1/> SELECT * { SERVICE <x> { ?s ?p ?o } }",
        "SELECT * { SERVICE <http://allowed.example:8080/> { ?s ?p ?o } }",
    ],
)
def test_every_other_way_to_call_is_refused(query: str) -> None:
    with pytest.raises(RefusedError):
        look(query, Outbound(["allowed.example"]))


def test_a_call_within_a_call_goes_to_the_other_endpoint_as_it_is() -> None:
    query = "SELECT * { SERVICE <http://a.example/> { ?s ?p ?o SERVICE <http://b.example/> { ?o ?q ?r } } }"
    (call,) = look(query, Outbound(["a.example"])).calls
    assert call.url == "http://a.example/"
    assert "SERVICE <http://b.example/>" in call.pattern


def test_a_query_with_calls_is_volatile_and_one_without_is_not() -> None:
    outbound = Outbound(["a.example"])
    assert look("SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }", outbound).volatile
    assert not look("SELECT ?service { ?service ?p 'SERVICE' } # SERVICE", outbound).volatile
