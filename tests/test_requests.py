"""Any request at all: made-up methods, parameters, headers and bodies get an answer that keeps the rules.

The rules: no status but those that are documented, an error in the one JSON shape, a format that was asked for,
no body where there may be none, and nothing written without the token.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote_plus

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from kg.graph.iris import Iris
from kg.store.snapshots import read_current
from server.negotiate import parse_accept, quality_of
from tests.served import TOKEN, served
from tests.test_sparql_protocol import error_of

STATUSES = {200, 201, 204, 304, 400, 401, 403, 404, 405, 406, 408, 411, 413, 415, 429, 503, 504}
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")
TEXTS = (
    "ASK {}",
    "SELECT * { ?s a cmq:State ; rdfs:label ?name }",
    "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 3",
    "SELECT (NOW() AS ?n) {}",
    "INSERT DATA { GRAPH <http://mine/> { <http://a/> <http://p> 1 } }",
    "DELETE WHERE { GRAPH <http://mine/> { ?s ?p ?o } }",
    "LOAD <http://127.0.0.1:9/>",
    "ASK { SERVICE <http://127.0.0.1:9/> {} }",
    "nonsense",
    "",
)
GRAPHS = ("http://mine/", Iris().graph("entities"), "relative", "", "http://a b/", "urn:x")
TYPES = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update; charset=utf-8",
    "text/turtle",
    "application/ld+json",
    "multipart/form-data; boundary=cut",
    "text/plain",
    "application/sparql-query; charset=UTF-16",
    "text/html; charset",
    "",
)
RANGES = (
    *(
        "text/csv",
        "text/turtle",
        "application/json",
        "application/sparql-results+xml",
        "application/*",
        "text/*",
        "*/*",
    ),
    *("text/html", "image/png", "application/n-quads", "nonsense", "text/csv;q=0"),
)

words = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=12)
names = st.sampled_from(
    ("query", "update", "default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri", "graph")
) | st.sampled_from(("default", "format", "timeout", "other"))
values = st.sampled_from((*TEXTS, *GRAPHS, "csv", "html", "0.5", "-1", "nan")) | words
fields = st.lists(st.tuples(names, values), max_size=4)
accepts = st.lists(st.tuples(st.sampled_from(RANGES), st.sampled_from(("", ";q=0.1", ";q=1.0", ";q=x"))), max_size=4)
headers = st.fixed_dictionaries(
    {},
    optional={
        "Accept": accepts.map(lambda pairs: ", ".join(kind + quality for kind, quality in pairs)),
        "Accept-Encoding": st.sampled_from(("gzip", "zstd;q=0.5, gzip;q=0.1", "identity;q=0", "*", "x;q=")),
        "If-None-Match": st.sampled_from(("*", '"x"', "x", 'W/"x", "y-gz"')),
        "Authorization": st.sampled_from(("Bearer", "Bearer x", "Basic x", TOKEN, "Bearer " + TOKEN[:-1])),
        "Content-Encoding": st.sampled_from(("identity", "gzip", "x")),
        "Range": st.just("bytes=0-10"),
    },
)
bodies = st.one_of(
    st.sampled_from(TEXTS).map(str.encode),
    fields.map(lambda pairs: encoded(pairs).encode()),
    st.binary(max_size=40),
    st.just(b'--cut\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/turtle\r\n\r\n\r\n--cut--\r\n'),
)
paths = st.sampled_from(("/sparql", "/sparql/", "/graph-store", "/graph-store/a/b", "/.well-known/void"))


sensible_paths = ("/sparql?", "/sparql/?", "/graph-store?graph=http://mine/&", "/graph-store?default&", "/graph-store?")
form, sparql, turtle = TYPES[0], TYPES[1], TYPES[3]
sensible = st.one_of(
    st.tuples(st.sampled_from(("GET", "HEAD")), st.sampled_from(sensible_paths), st.just(("", b""))),
    st.tuples(
        st.sampled_from(("GET", "HEAD")),
        st.sampled_from(TEXTS).map(lambda text: f"/sparql?query={quote_plus(text)}&"),
        st.just(("", b"")),
    ),
    st.tuples(
        st.just("POST"),
        st.just("/sparql?"),
        st.tuples(st.sampled_from(("query", "update")), st.sampled_from(TEXTS)).map(
            lambda pair: (form, encoded([pair]).encode())
        ),
    ),
    st.tuples(st.just("POST"), st.just("/sparql?"), st.sampled_from(TEXTS).map(lambda text: (sparql, text.encode()))),
    st.tuples(
        st.just("POST"), st.just("/sparql?"), st.sampled_from(TEXTS[4:7]).map(lambda text: (TYPES[2], text.encode()))
    ),
    st.tuples(
        st.sampled_from(("PUT", "POST", "DELETE")),
        st.sampled_from(sensible_paths[2:]),
        st.sampled_from(((turtle, b"<a> <b> 1 ."), (turtle, b""), (turtle, b"<a> <b>"), (TYPES[5], b"--cut--\r\n"))),
    ),
)
"""Requests as clients send them; the tests put more parameters and headers to them."""
anything = st.tuples(
    st.sampled_from(METHODS), paths.map(lambda path: path + "?"), st.tuples(st.sampled_from(TYPES), bodies)
)
requests = st.one_of(sensible, sensible, anything)


Pairs: TypeAlias = list[tuple[str, str]]
Made: TypeAlias = tuple[str, str, tuple[str, bytes]]


def encoded(pairs: Pairs) -> str:
    return "&".join(f"{name}={quote_plus(value)}" for name, value in pairs)


@pytest.fixture(scope="module")
def client(db: Path) -> Iterator[FlaskClient]:
    with served(db, token=TOKEN, budget=0.0) as client:
        yield client


def check(method: str, asked: Mapping[str, str], answer: TestResponse) -> None:
    """Hold an answer to the rules."""
    kind = answer.content_type or ""
    event(f"{method} {answer.status_code}")
    assert answer.status_code in STATUSES
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    if method == "HEAD" or answer.status_code in (204, 304):
        assert answer.data == b""
    elif answer.status_code >= 400 and kind != "text/html; charset=utf-8":
        error_of(answer)
    if answer.status_code == 405:
        assert "GET" in answer.headers["Allow"]
    if answer.status_code == 200 and method in ("GET", "POST") and asked.get("Accept", "").strip():
        is_wanted = quality_of(parse_accept(asked["Accept"]), kind.partition(";")[0]) > 0
        assert is_wanted or "format" in asked["query string"] or "format" in asked["body"]


def ask(client: FlaskClient, request: Made, pairs: Pairs, given_headers: dict[str, str]) -> TestResponse:
    """Send a request with more parameters and headers, and hold the answer to the rules."""
    method, path, (kind, body) = request
    address = path + encoded(pairs)
    answer = client.open(address, method=method, headers=given_headers, data=body, content_type=kind or None)
    check(method, given_headers | {"query string": address, "body": body.decode("latin-1")}, answer)
    return answer


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests, st.just([]) | fields, headers)
def test_every_request_gets_an_answer_that_keeps_the_rules(
    client: FlaskClient, db: Path, request: Made, pairs: Pairs, given_headers: dict[str, str]
) -> None:
    before = read_current(db)
    ask(client, request, pairs, given_headers)
    assert read_current(db) == before


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests, st.just([]) | fields, headers)
def test_with_the_token_a_change_is_made_or_said_not_to_be(
    client: FlaskClient, db: Path, request: Made, pairs: Pairs, given_headers: dict[str, str]
) -> None:
    before = read_current(db)
    answer = ask(client, request, pairs, given_headers | {"Authorization": f"Bearer {TOKEN}"})
    after = read_current(db)
    assert before is not None
    assert after is not None
    if answer.status_code in (201, 204) and request[0] != "OPTIONS":
        assert after.number == before.number + 1
    else:
        assert after == before


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60))
def test_any_bytes_as_query_string(client: FlaskClient, raw: bytes) -> None:
    environ = {"QUERY_STRING": "query=" + raw.decode("latin-1")}
    answer = client.get("/sparql", environ_overrides=environ)
    assert answer.status_code in (200, 400, 403, 406, 413)
