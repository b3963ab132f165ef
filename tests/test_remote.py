"""A remote endpoint in all the ways it can answer, played by a server of our own on the loopback."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs

import pytest

from kg.errors import EndpointError, QueryError, UsageError
from kg.store import http
from kg.store.remote import RemoteEndpoint, declare_prefixes, parse_answer
from kg.store.results import Rows, Triples, Truth

JSON = "application/sparql-results+json"
ROWS = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"\xc3\xa9"}}]}}'
XML_ROWS = (
    b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head>'
    b"<results><result><binding name='x'><literal>1</literal></binding></result></results></sparql>"
)
SELECT = "SELECT ?x { ?s ?p ?x }"


class Handler(BaseHTTPRequestHandler):
    """Answers each request as the test in hand has it."""

    answer: ClassVar[Callable[[Handler], None]]
    seen: ClassVar[list[tuple[str, str | None, str]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        type(self).seen.append((parse_qs(body)["query"][0], self.headers["User-Agent"], self.headers["Accept"]))
        type(self).answer(self)

    def send(self, status: int, kind: str | None, body: bytes, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Say nothing."""


Play = Callable[[Callable[[Handler], None]], RemoteEndpoint]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[Play]:
    """An endpoint that answers by the given function."""
    monkeypatch.setenv("no_proxy", "*")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    Handler.seen = []

    def start(answer: Callable[[Handler], None]) -> RemoteEndpoint:
        Handler.answer = answer
        return RemoteEndpoint(f"http://127.0.0.1:{server.server_address[1]}/sparql", timeout=1)

    yield start
    server.shutdown()
    server.server_close()
    thread.join()


def says(
    status: int, kind: str | None, body: bytes, length: int | None = None, **headers: str
) -> Callable[[Handler], None]:
    return lambda handler: handler.send(status, kind, body, length, **headers)


@pytest.mark.parametrize(("kind", "body", "value"), [(f"{JSON}; charset=utf-8", ROWS, "é"),
                                                     ("application/sparql-results+xml", XML_ROWS, "1")])  # fmt: skip
def test_rows_come_back(play: Play, kind: str, body: bytes, value: str) -> None:
    result = play(says(200, kind, body)).query(SELECT)
    assert isinstance(result, Rows)
    assert result.rows[0][0].value == value  # type: ignore[union-attr]
    query, agent, accept = Handler.seen[0]
    assert query == SELECT
    assert agent == http.USER_AGENT
    assert JSON in accept


def test_truth_and_graphs_come_back(play: Play) -> None:
    assert play(says(200, JSON, b'{"head":{},"boolean":true}')).query("ASK {}") == Truth(True)
    graph = play(says(200, "text/turtle", b"<a:s> <a:p> 1 , 2 .")).query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(graph, Triples)
    assert len(graph.triples) == 2
    assert "turtle" in Handler.seen[1][2]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (says(400, "text/plain", b"Lexical error at line 1"), "HTTP 400: .*Lexical error at line 1"),
        (says(401, None, b""), "HTTP 401"),
        (says(403, "text/plain", b"Please set a user agent"), "HTTP 403: 'Please set a user agent'"),
        (says(404, "text/html", b"<h1>no</h1>"), "HTTP 404"),
        (says(414, None, b""), "HTTP 414"),
        (says(429, "text/plain", b"Too many", Retry_After="17"), "HTTP 429: 'Too many' Try again after 17 s"),
        (says(500, "text/plain", b"QueryTimeoutException"), "HTTP 500: .*QueryTimeoutException"),
        (says(503, None, b"", Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"), "HTTP 503: .* Try again after Wed, 21"),
        (says(200, "text/plain", b"Requests need a user agent"), "text/plain where a result was due: 'Requests need"),
        (says(200, "text/html", b"<html>"), "Is it the address of a SPARQL endpoint"),
        (says(200, None, ROWS), "no media type"),
        (says(200, JSON, b""), "broken application/sparql-results.json result"),
        (says(200, JSON, b"[]"), "broken"),
        (says(200, JSON, ROWS[:-5]), "It may have stopped half-way"),
        (says(200, JSON, ROWS, length=len(ROWS) + 9), "stopped 9 bytes before its end"),
        (says(200, "application/sparql-results+xml", XML_ROWS[:-9]), "broken"),
        (
            says(200, JSON, b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"a b"}}]}}'),
            "broken",
        ),
    ],
)
def test_each_failure_is_an_endpoint_error(play: Play, answer: Callable[[Handler], None], message: str) -> None:
    endpoint = play(answer)
    with pytest.raises(EndpointError, match=message) as caught:
        endpoint.query(SELECT)
    assert str(caught.value).startswith(endpoint.url)


@pytest.mark.parametrize(("kind", "body"), [(JSON, ROWS), ("application/sparql-results+xml", XML_ROWS)])
def test_no_beginning_of_an_answer_is_taken_for_the_whole(kind: str, body: bytes) -> None:
    for cut in range(len(body)):
        with pytest.raises(EndpointError, match="broken"):
            parse_answer("http://example.org/", kind, body[:cut])


def test_a_broken_graph_is_an_endpoint_error(play: Play) -> None:
    construct = "CONSTRUCT WHERE { ?s ?p ?o }"
    with pytest.raises(EndpointError, match="broken text/turtle"):
        play(says(200, "text/turtle", b"<a:s> <a:p> ")).query(construct)
    with pytest.raises(EndpointError, match="where a result was due"):
        play(says(200, JSON, ROWS)).query(construct)


def test_a_hang_ends_at_the_timeout(play: Play) -> None:
    def hang(handler: Handler) -> None:
        time.sleep(1.5)

    with pytest.raises(EndpointError, match="did not answer within 1 s"):
        play(hang).query(SELECT)


def test_dripping_ends_at_the_timeout(play: Play) -> None:
    def drip(handler: Handler) -> None:
        handler.send(200, JSON, b"{", length=1000)
        for _ in range(30):
            time.sleep(0.1)
            try:
                handler.wfile.write(b" ")
                handler.wfile.flush()
            except OSError:
                return

    begin = time.monotonic()
    with pytest.raises(EndpointError, match="did not answer within 1 s"):
        play(drip).query(SELECT)
    assert time.monotonic() - begin < 2.5


def test_a_dropped_connection_is_an_endpoint_error(play: Play) -> None:
    with pytest.raises(EndpointError, match="could not be asked"):
        play(lambda handler: handler.connection.close()).query(SELECT)


def test_nonsense_for_http_is_an_endpoint_error(play: Play) -> None:
    def nonsense(handler: Handler) -> None:
        handler.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n")

    with pytest.raises(EndpointError, match="could not be asked"):
        play(nonsense).query(SELECT)


def test_too_much_is_an_endpoint_error(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "MAX_BYTES", 10)
    with pytest.raises(EndpointError, match="more than 10 bytes"):
        play(says(200, JSON, ROWS)).query(SELECT)


def test_nobody_there_is_an_endpoint_error(play: Play) -> None:
    with pytest.raises(EndpointError, match=r"could not be asked: .*refused"):
        RemoteEndpoint("http://127.0.0.1:9/sparql", timeout=1).query(SELECT)


@pytest.mark.parametrize("url", ["file:///etc/hosts", "example.org/sparql", "http://", ""])
def test_only_web_addresses_are_asked(url: str) -> None:
    with pytest.raises(UsageError, match="no endpoint; give an http:// or https:// URL"):
        RemoteEndpoint(url)


def test_updates_are_not_sent(play: Play) -> None:
    with pytest.raises(QueryError, match="this is an update"):
        play(says(200, None, b"")).query("DELETE WHERE { ?s ?p ?o }")
    assert Handler.seen == []


def test_text_that_is_no_query_is_left_to_the_endpoint(play: Play) -> None:
    with pytest.raises(EndpointError, match="HTTP 400"):
        play(says(400, "text/plain", b"what?")).query("Who met whom?")


def test_prefixes_that_are_used_are_declared_on_the_first_line() -> None:
    query = "PREFIX cmq: <http://e.org/>\nSELECT * { ?x a cmq:A ; rdfs:label ?l }"
    assert declare_prefixes(query) == f"PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> {query}"
    assert declare_prefixes("ASK {}") == "ASK {}"
