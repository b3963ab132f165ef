"""Writing to a store behind the server: what is passed on and how, what is refused before, and how it can fail."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.request import parse_http_list, parse_keqv_list

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Store
from werkzeug.test import TestResponse

from kg.errors import QueryError, UsageError
from kg.push.credentials import Credentials
from kg.settings import load_settings
from ontology.terms import BASE, VOID, Cmq, Rdfs
from server.config import ServerConfig, config_of
from server.errors import RefusedError
from server.guard import other_readings
from server.run import _check_settings
from server.update_text import check_operations
from server.upstream_writer import Text, TextJob, answer_text
from server.writer import DropGraph, Part, StoreGraph, Update
from tests.loopback import Answer, Answering, Asked, Loopback, loopback
from tests.running import free_port
from tests.served import BEARER, TOKEN, served, update
from tests.stores import Running, run_endpoint, run_oxigraph, running_or_skipped
from tests.test_graph_store import AT_MINE, MINE, ONE, RDF_XML, TURTLE, TWO, get, send
from tests.test_sparql_protocol import error_of, number

INSERT = "INSERT DATA { GRAPH <http://mine/> { <http://a> <http://p> 1 } }"
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH <http://mine/> { ?s ?p ?o } }"
UPDATE_TYPE = "application/sparql-update"
FALSE = Answer(200, "application/sparql-results+json", b'{"head":{},"boolean":false}')
TRUE = Answer(200, "application/sparql-results+json", b'{"head":{},"boolean":true}')
STORES = {"oxigraph": run_oxigraph, "communique": run_endpoint}


def before(query: str, address: str, **settings: Any) -> AbstractContextManager[FlaskClient]:
    """A client of a server that stands before a store."""
    return served(Path("none"), upstream=query, upstream_update=address, **{"token": TOKEN} | settings)


def count(client: FlaskClient) -> int:
    return number(client.post("/sparql", data={"query": COUNT}))


def detail(response: TestResponse, status: int) -> str:
    """What an error says that has a status."""
    error = error_of(response)
    assert error["status"] == status, error
    return str(error["detail"])


# Before stores that run


@pytest.fixture(scope="module", params=sorted(STORES))
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    name = str(request.param)
    with running_or_skipped(name, STORES[name], tmp_path_factory.mktemp(name)) as found:
        yield found


@pytest.fixture(scope="module")
def store(running: Running) -> Iterator[FlaskClient]:
    """A server before it."""
    with before(running.query, running.update, credentials=running.credentials) as client:
        yield client


@pytest.fixture
def client(store: FlaskClient) -> FlaskClient:
    """The same, with nothing in the graphs of these tests."""
    graphs = ("http://mine/", MINE, "http://g/1", "http://g/2", f"{BASE}graph/entities")
    assert update(store, " ; ".join(f"DROP SILENT GRAPH <{iri}>" for iri in graphs)).status_code == 204
    assert update(store, "CLEAR DEFAULT").status_code == 204
    return store


def test_an_update_passes_through_and_the_next_query_sees_it(client: FlaskClient) -> None:
    assert count(client) == 0
    done = update(client, INSERT)
    assert (done.status_code, done.data) == (204, b"")
    assert count(client) == 1
    direct = client.post("/sparql", data=INSERT.replace(" 1 ", " 2 "), content_type=UPDATE_TYPE, headers=BEARER)
    assert (direct.status_code, count(client)) == (204, 2)
    assert update(client, "DELETE WHERE { GRAPH <http://mine/> { ?s ?p 1 } }").status_code == 204
    assert count(client) == 1


def test_relative_iris_and_prefixes_are_those_of_queries(client: FlaskClient) -> None:
    assert update(client, "INSERT DATA { GRAPH <http://mine/> { <x> a cmq:State } }").status_code == 204
    asked = client.post("/sparql", data={"query": f"ASK {{ GRAPH <http://mine/> {{ <{BASE}x> a cmq:State }} }}"})
    assert asked.get_json()["boolean"]


@pytest.mark.parametrize(
    ("text", "fields", "expected"),
    [
        ("?s ?p ?o", {"using_graph_uri": "http://g/1"}, ["a:1"]),
        ("?s ?p ?o", {"using_graph_uri": ["http://g/1", "http://g/2"]}, ["a:1", "a:2"]),
        ("?s ?p ?o", {"using_named_graph_uri": "http://g/1"}, []),
        ("GRAPH ?g { ?s ?p ?o }", {"using_named_graph_uri": "http://g/2"}, ["a:2"]),
        ("GRAPH ?g { ?s ?p ?o }", {"using_graph_uri": "http://g/2"}, []),
    ],
)
def test_the_graphs_of_the_request_are_those_that_patterns_see(
    client: FlaskClient, text: str, fields: dict[str, Any], expected: list[str]
) -> None:
    data = "INSERT DATA { GRAPH <http://g/1> { <a:1> <a:p> 1 } GRAPH <http://g/2> { <a:2> <a:p> 2 } <a:0> <a:p> 0 }"
    assert update(client, data).status_code == 204
    insert = f"INSERT {{ GRAPH <http://mine/> {{ ?s ?p ?o }} }} WHERE {{ {text} }}"
    assert update(client, insert, **fields).status_code == 204
    rows = client.post("/sparql", data={"query": "SELECT ?s { GRAPH <http://mine/> { ?s ?p ?o } } ORDER BY ?s"})
    assert [row["s"]["value"] for row in rows.get_json()["results"]["bindings"]] == expected


def test_what_the_store_does_not_take_is_a_400_with_its_words(client: FlaskClient) -> None:
    told = detail(update(client, "INSERT DATA { <http://a> <http://b> }"), 400)
    assert told.startswith("The store does not take the update. http://127.0.0.1:")
    assert "HTTP 400: '" in told


def test_a_graph_is_put_got_added_to_and_deleted(client: FlaskClient) -> None:
    assert client.get(AT_MINE).status_code == client.head(AT_MINE).status_code == 404
    assert send(client, "PUT", AT_MINE, ONE).status_code == 201
    assert len(get(client, AT_MINE)) == 1
    assert client.head(AT_MINE).status_code == 200
    assert send(client, "PUT", AT_MINE, TWO).status_code == 204
    assert get(client, AT_MINE) == ["<http://a/2> <http://p> <http://o> ."]
    assert send(client, "POST", AT_MINE, RDF_XML, "application/rdf+xml").status_code == 204
    assert len(get(client, AT_MINE)) == 2
    assert send(client, "DELETE", AT_MINE).status_code == 204
    assert client.get(AT_MINE).status_code == 404
    assert "There is no graph" in detail(send(client, "DELETE", AT_MINE), 404)
    assert send(client, "POST", AT_MINE, ONE).status_code == 201
    assert send(client, "PUT", AT_MINE, b"").status_code == 204
    assert client.get(AT_MINE).status_code == 404


def test_a_new_graph_gets_a_name_and_the_default_graph_is_always_there(client: FlaskClient) -> None:
    made = send(client, "POST", "/graph-store", ONE)
    assert made.status_code == 201
    assert len(get(client, made.headers["Location"])) == 1
    assert send(client, "DELETE", made.headers["Location"]).status_code == 204
    for method, body in (("PUT", ONE), ("POST", TWO), ("DELETE", b"")):
        assert send(client, method, "/graph-store?default", body).status_code == 204


def test_blank_nodes_of_two_files_are_not_the_same(client: FlaskClient) -> None:
    for _ in range(2):
        assert send(client, "POST", AT_MINE, b"_:a <http://p> _:b .").status_code in (201, 204)
    assert len(get(client, AT_MINE)) == 2


def test_any_text_arrives_as_it_was(client: FlaskClient) -> None:
    value = "'\"\\u0022 } } ; DROP ALL ; # \n\r\t\u2028 \U0001f600 \\"
    line = f"<http://a> <http://p> {_literal(value)} .".encode()
    assert send(client, "PUT", AT_MINE, line).status_code == 201
    found = client.post("/sparql", data={"query": f"SELECT ?o {{ GRAPH <{MINE}> {{ ?s ?p ?o }} }}"}).get_json()
    assert [row["o"]["value"] for row in found["results"]["bindings"]] == [value]


def _literal(value: str) -> str:
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
    return '"' + "".join(escapes.get(character, character) for character in value) + '"'


def test_the_description_and_the_page_say_that_updates_are_taken(client: FlaskClient) -> None:
    told = client.get("/sparql", headers={"Accept": "text/turtle"}).text
    assert "SPARQL11Update" in told
    assert "UnionDefaultGraph" not in told
    assert "Updates need the server" in client.get("/sparql", headers={"Accept": "text/html"}).text


def found_names(client: FlaskClient) -> list[str]:
    answer = client.post("/reconcile", data={"queries": '{"q": {"query": "Quentin Vale"}}'}).get_json()
    return [entity["id"] for entity in answer["q"]["result"]]


def test_names_and_counts_are_those_after_the_last_update(client: FlaskClient) -> None:
    iri, counted = f"{BASE}person/quentin", f"<{VOID}class> <{Cmq.Person}>"
    data = f"<{iri}> a <{Cmq.Person}> ; <{Rdfs.label}> 'Quentin Vale'"
    accept = {"Accept": "application/n-triples"}
    for _ in range(2):
        assert "person/quentin" not in found_names(client)
        assert counted not in client.get("/.well-known/void", headers=accept).text
        assert client.get("/person/quentin", headers={"Accept": "text/html"}).status_code == 404
        text = f"INSERT DATA {{ {data} . GRAPH <{BASE}graph/entities> {{ {data} }} }}"
        assert update(client, text).status_code == 204
        assert "person/quentin" in found_names(client)
        assert counted in client.get("/.well-known/void", headers=accept).text
        assert client.get("/person/quentin", headers={"Accept": "text/html"}).status_code == 200
        text = f"DROP GRAPH <{BASE}graph/entities> ; CLEAR DEFAULT"
        assert update(client, text).status_code == 204


# What is sent, and what is not


class Behind:
    """A store in this process: queries at /query, updates at /update, where it answers as the test has it."""

    def __init__(self, answer: Answering | None = None) -> None:
        self.store = Store()
        self.answer = answer
        self.updates: list[Asked] = []

    def __call__(self, asked: Asked) -> Answer:
        if asked.path == "/query":
            found = self.store.query(asked.parameters["query"])
            return TRUE if bool(found) else FALSE
        self.updates.append(asked)
        if self.answer is not None:
            return self.answer(asked)
        self.store.update(asked.body.decode())
        return Answer(204)


@pytest.fixture
def behind(_own_cache: None) -> Iterator[tuple[Loopback, Behind]]:
    small = Behind()
    with loopback(small) as server:
        yield server, small


def of(server: Loopback, **settings: Any) -> AbstractContextManager[FlaskClient]:
    return before(f"{server.url}/query", f"{server.url}/update", **settings)


def test_an_update_is_sent_once_as_it_is(behind: tuple[Loopback, Behind]) -> None:
    server, small = behind
    with of(server) as client:
        assert update(client, INSERT).status_code == 204
    (asked,) = small.updates
    assert (asked.method, asked.target, asked.headers["content-type"]) == ("POST", "/update", UPDATE_TYPE)
    assert "authorization" not in asked.headers
    assert asked.body.decode() == f"BASE <{BASE}> {INSERT}"


def test_a_graph_is_one_request(behind: tuple[Loopback, Behind]) -> None:
    server, small = behind
    with of(server) as client:
        assert send(client, "PUT", AT_MINE, ONE + b"\n" + TWO).status_code == 201
    (asked,) = small.updates
    assert asked.body.decode().startswith(
        f"DROP SILENT GRAPH <{MINE}> ;\nINSERT DATA {{ GRAPH <{MINE}> {{\n<http://a/1>"
    )


@pytest.mark.parametrize(
    ("headers", "challenge"),
    [
        ({}, 'Bearer realm="communique"'),
        ({"Authorization": "Bearer wrong"}, 'Bearer realm="communique", error="invalid_token"'),
        ({"Authorization": f"Basic {TOKEN}"}, 'Bearer realm="communique", error="invalid_token"'),
    ],
)
def test_writing_needs_the_token_of_the_server(
    behind: tuple[Loopback, Behind], headers: dict[str, str], challenge: str
) -> None:
    server, _ = behind
    graph: dict[str, Any] = {"data": ONE, "content_type": TURTLE, "headers": headers}
    with of(server, credentials=Credentials(token="of-the-store")) as client:  # noqa: S106
        answers = [
            update(client, INSERT, headers),
            client.post("/sparql", data=INSERT, content_type=UPDATE_TYPE, headers=headers),
            client.put(AT_MINE, **graph),
            client.post("/graph-store", **graph),
            client.delete(AT_MINE, headers=headers),
        ]
    for answer in answers:
        detail(answer, 401)
        assert answer.headers["WWW-Authenticate"] == challenge
        assert "of-the-store" not in answer.text
    assert server.seen == []


def test_without_the_address_or_a_token_writing_is_refused_with_the_option(behind: tuple[Loopback, Behind]) -> None:
    server, _ = behind
    for settings, named in (({"upstream_update": None}, "--store-update"), ({"token": None}, "--token-file")):
        known: dict[str, Any] = {"upstream_update": f"{server.url}/update", "token": TOKEN}
        with served(Path("none"), upstream=f"{server.url}/query", **known | settings) as client:
            assert named in detail(update(client, INSERT), 403)
            assert named in detail(client.get("/sparql?query=CLEAR+ALL"), 403)
            assert named in detail(send(client, "PUT", AT_MINE, ONE), 403)
    assert server.seen == []


@pytest.mark.parametrize(
    ("status", "part", "text"),
    [
        (400, "nested more than 64", "INSERT DATA { } ; DELETE WHERE " + "{" * 5_000),
        (400, "no operation", "ASK {}"),
        (400, "no operation", "define get:soft 'soft' INSERT DATA { <a:a> <a:b> 1 }"),
        (400, "no operation", "INSERT DATA {} LOAD <http://127.0.0.1/x>"),
        (403, "SERVICE", "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"),
        (403, "SERVICE", "INSERT { ?s ?p ?o } WHERE { SERV\\u0049CE <http://127.0.0.1/> { ?s ?p ?o } }"),
        (403, "not on this server's list", "LOAD <http://127.0.0.1/x> INTO GRAPH <http://mine/>"),
        (403, "is refused", "LOAD<file:///etc/passwd>"),
        (403, "not on this server's list", "BASE <http://127.0.0.1/> PREFIX x: <y/> LOADSILENT<x>; LOAD x:z"),
        (400, "no operation", "L\\u004FAD <http://127.0.0.1/x>"),
        (403, "escapes", 'INSERT DATA { <a:a> <a:b> "\\u0022 } ; LOAD <x:x> ; INSERT DATA { <a:a> <a:b> \\u0022" }'),
        (403, "escapes", "INSERT DATA { <a:a> <a:b> 1 } # \\u000A ; LOAD <http://127.0.0.1/x>"),
        (403, "escapes", "# \\\\u000A '''\nINSERT DATA { <a:a> <a:b> \"\\u0022 } ; LOAD <x:x> ; DROP ALL # \" }\n#'''"),
        (400, "names its graphs", "WITH <http://g/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"),
    ],
)  # fmt: skip
def test_what_is_refused_is_refused_before_anything_is_sent(
    behind: tuple[Loopback, Behind], status: int, part: str, text: str
) -> None:
    server, _ = behind
    fields: dict[str, Any] = {"using_graph_uri": "http://g/1"} if "WITH" in text else {}
    with of(server, workers=1) as client:
        assert part in detail(update(client, text, **fields), status)
    assert server.seen == []


def test_bodies_beyond_the_size_and_graphs_that_do_not_parse_are_not_sent(behind: tuple[Loopback, Behind]) -> None:
    server, _ = behind
    with of(server, max_write_bytes=100) as client:
        detail(send(client, "PUT", AT_MINE, ONE * 3), 413)
        detail(send(client, "POST", "/graph-store", ONE * 3), 413)
        detail(client.post("/sparql", data="#" * 101, content_type=UPDATE_TYPE, headers=BEARER), 413)
        assert "does not parse" in detail(send(client, "PUT", AT_MINE, b"<http://a> <http://p>"), 400)
        assert "named graphs" in detail(
            send(client, "PUT", AT_MINE, b'[{"@id":"a:g","@graph":[{"@id":"a:a","a:b":1}]}]', "application/ld+json"),
            400,
        )
        detail(send(client, "PUT", AT_MINE, ONE, "text/html"), 415)
    assert server.seen == []


def test_documents_and_answers_of_allowed_hosts_are_sent_as_data(behind: tuple[Loopback, Behind]) -> None:
    server, small = behind
    result = b'{"head":{"vars":["o"]},"results":{"bindings":[{"o":{"type":"literal","value":"there"}}]}}'

    def elsewhere(asked: Asked) -> Answer:
        if asked.method == "GET":
            return Answer(200, "text/turtle", b"<http://doc> <http://p> 'a \\\\u0022 b' .")
        return Answer(200, "application/sparql-results+json", result)

    with loopback(elsewhere) as other:
        host = other.url.removeprefix("http://")
        with of(server, allow_service=(host,)) as client:
            text = (
                f"LOAD <{other.url}/doc> INTO GRAPH <http://mine/> ; INSERT {{ GRAPH <http://mine/> {{ <a:a> <a:b> "
                f"?o }} }} WHERE {{ SERVICE <{other.url}/sparql> {{ ?s ?p ?o }} }}"
            )
            assert update(client, text).status_code == 204
    (asked,) = small.updates
    assert b"LOAD" not in asked.body
    assert b"SERVICE" not in asked.body
    found = {quad.object.value for quad in small.store.quads_for_pattern(None, None, None, NamedNode("http://mine/"))}  # type: ignore[union-attr]
    assert found == {"a \\u0022 b", "there"}


def test_slow_updates_are_charged_to_the_client(behind: tuple[Loopback, Behind]) -> None:
    server, small = behind
    small.answer = lambda _: Answer(204, late=1.0)
    with of(server, budget=0.1, budget_refill=0.001) as client:
        assert update(client, INSERT).status_code == 204
        assert "slow queries" in detail(update(client, INSERT), 429)
    assert len(small.updates) == 1


# What the store answers


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_success_is_204(behind: tuple[Loopback, Behind], status: int) -> None:
    server, small = behind
    small.answer = lambda _: Answer(status, body=b"" if status == 204 else b"<html>Done.</html>")
    with of(server) as client:
        done = update(client, INSERT)
    assert (done.status_code, done.data) == (204, b"")


@pytest.mark.parametrize(
    ("answer", "status", "parts"),
    [
        (Answer(400, body=b"Line 1: what is this?"), 400, ("does not take the update", "Line 1: what is this?")),
        (Answer(401, body=b"secret-of-the-store"), 502, ("COMMUNIQUE_PUSH_USER", "COMMUNIQUE_PUSH_TOKEN", "HTTP 401")),
        (Answer(403), 502, ("refuses the credentials", "HTTP 403")),
        (Answer(404), 502, ("HTTP 404", "--store-update")),
        (Answer(307, headers={"Location": "http://127.0.0.1:9/"}), 502, ("HTTP 307", "--store-update")),
        (Answer(413), 502, ("HTTP 413", "was not done")),
        (Answer(500, body=b"kaput"), 502, ("HTTP 500", "kaput", "done or not")),
        (Answer(504), 504, ("done or not",)),
        (Answer(204, late=5.0), 504, ("done or not",)),
        (Answer(200, body=b"x" * 50, drip=0.1), 504, ("done or not",)),
        (Answer(200, body=b"x" * 50, cut=20), 502, ("could not be asked", "done or not")),
        (Answer(dropped=True), 502, ("could not be asked", "done or not")),
    ],
)  # fmt: skip
def test_what_the_store_answers_is_told_and_nothing_is_sent_twice(
    behind: tuple[Loopback, Behind], answer: Answer, status: int, parts: tuple[str, ...]
) -> None:
    server, small = behind
    small.answer = lambda _: answer
    with of(server, deadline=3.0) as client:
        client.application.extensions["engine"].writer.pool.run(TextJob(DropGraph(None), 64))
        told = detail(update(client, INSERT), status)
        assert all(part in told for part in parts), told
        assert "secret" not in told
        assert len(small.updates) == 1
        told = detail(send(client, "PUT", AT_MINE, ONE), status)
        assert all(part in told for part in parts), told
        assert len(small.updates) == 2


def test_a_store_that_is_not_there_got_nothing(behind: tuple[Loopback, Behind]) -> None:
    server, _ = behind
    with before(f"{server.url}/query", f"http://127.0.0.1:{free_port()}/update") as client:
        told = detail(update(client, INSERT), 502)
        assert "could not be asked" in told
        assert "Nothing was sent" in told
    with before(f"http://127.0.0.1:{free_port()}/query", f"{server.url}/update") as client:
        detail(send(client, "PUT", AT_MINE, ONE), 502)
    assert server.seen == []


# Credentials


def test_a_token_is_sent_with_updates_only(behind: tuple[Loopback, Behind]) -> None:
    server, small = behind
    with of(server, credentials=Credentials(token="of-the-store")) as client:  # noqa: S106
        assert send(client, "PUT", AT_MINE, ONE).status_code == 201
        assert "of-the-store" not in repr(client.application.extensions["engine"].config)
    assert [asked.headers["authorization"] for asked in small.updates] == ["Bearer of-the-store"]
    assert [asked.headers.get("authorization") for asked in server.seen if asked.path == "/query"] == [None]


def basic(asked: Asked) -> bool:
    return asked.headers.get("authorization") == "Basic " + base64.b64encode(b"me:pass").decode()


def digest(asked: Asked) -> bool:
    scheme, _, rest = asked.headers.get("authorization", "").partition(" ")
    if scheme != "Digest":
        return False
    given: Mapping[str, str] = parse_keqv_list(parse_http_list(rest))
    ends = [hashlib.md5(text.encode()).hexdigest() for text in ("me:r:pass", f"POST:{asked.target}")]  # noqa: S324
    middle = f"{given['nonce']}:{given['nc']}:{given['cnonce']}:{given['qop']}"
    whole = f"{ends[0]}:{middle}:{ends[1]}"
    return given["response"] == hashlib.md5(whole.encode()).hexdigest()  # noqa: S324


@pytest.mark.parametrize(
    ("challenge", "is_right"),
    [
        ('Basic realm="r"', basic),
        ('Digest realm="r", nonce="n", qop="auth", algorithm=MD5', digest),
        ('Basic realm="r", Digest realm="r", nonce="n", qop="auth"', digest),
    ],
)
def test_user_and_password_are_given_as_the_store_wants_them(
    behind: tuple[Loopback, Behind], challenge: str, is_right: Any
) -> None:
    server, small = behind

    def answer(asked: Asked) -> Answer:
        return Answer(204) if is_right(asked) else Answer(401, headers={"WWW-Authenticate": challenge})

    small.answer = answer
    with of(server, credentials=Credentials("me", "pass")) as client:
        assert update(client, INSERT).status_code == 204
    assert [asked.body for asked in small.updates] == [b"INSERT DATA {}", f"BASE <{BASE}> {INSERT}".encode()]
    with of(server, credentials=Credentials("me", "wrong-password")) as client:
        told = detail(update(client, INSERT), 502)
        assert "COMMUNIQUE_PUSH_PASSWORD" in told
        assert "wrong-password" not in told
    assert len(small.updates) == 4


@pytest.mark.parametrize(
    "challenge", ['Negotiate realm="r"', 'Digest realm="r"', 'Digest realm="r", nonce="n", algorithm=X']
)
def test_a_way_that_is_not_known_is_told(behind: tuple[Loopback, Behind], challenge: str) -> None:
    server, small = behind
    small.answer = lambda _: Answer(401, headers={"WWW-Authenticate": challenge})
    with of(server, credentials=Credentials("me", "pass")) as client:
        assert "refuses the credentials" in detail(update(client, INSERT), 502)
    assert [asked.body for asked in small.updates] == [b"INSERT DATA {}"]


def test_neither_credentials_nor_texts_are_logged(behind: tuple[Loopback, Behind], tmp_path: Path) -> None:
    server, small = behind
    small.answer = lambda _: Answer(403)
    log = tmp_path / "access.jsonl"
    with of(server, credentials=Credentials(token="of-the-store"), access_log=log) as client:  # noqa: S106
        detail(update(client, INSERT), 502)
    written = log.read_text(encoding="utf-8")
    assert '"status": 502' in written or '"status":502' in written
    assert "of-the-store" not in written
    assert "INSERT" not in written


# Settings and texts


def test_the_address_for_updates_goes_with_one_for_queries() -> None:
    with pytest.raises(UsageError, match="--store-update goes with --store"):
        config_of(load_settings({"store_update": "http://a.example/update"}, {}))
    config = config_of(load_settings({"store": "http://a.example/q", "store_update": "http://a.example/u"}, {}))
    assert (config.upstream, config.upstream_update) == ("http://a.example/q", "http://a.example/u")
    with pytest.raises(UsageError, match="is no endpoint"):
        _check_settings(ServerConfig(upstream="http://a.example/q", upstream_update="ftp://a.example/u"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CLEAR ALL ; DROP SILENT NAMED ; CREATE GRAPH <a:g> ; ADD DEFAULT TO <a:g> ; COPY SILENT <a:g> TO DEFAULT ;",
        "PREFIX a: <http://a/> MOVE a:g TO GRAPH a:h ; BASE <http://b/> DELETE DATA { <x> a:p '}' }",
        "WITH <a:g> DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } USING <a:g> USING NAMED <a:h> WHERE { ?s ?p ?o }",
        "delete where { ?s ?p ?o } ; insert { ?s ?p 1 } where { ?s ?p ?o }",
        r"""INSERT DATA { <a:a\u0062> <a:b> "say \u0022hi\u0022 \\u0022" ; <a:c> '{"a": "\\u007b"}' }""",
    ],
)
def test_all_operations_of_the_language_are_sent_on(text: str) -> None:
    check_operations(text)


def test_escapes_are_read_in_both_ways() -> None:
    assert other_readings("SELECT * { ?s ?p 'ä' }") == ()
    assert other_readings(r"\u0041 \\u0042 \U00000043") == (r"A \B C", r"A \\u0042 C")
    with pytest.raises(QueryError):
        check_operations("LOAD <http://a/>")
    with pytest.raises(RefusedError):
        check_operations(r"CLEAR ALL # \U0000000A ; LOAD <http://a/>")


def test_graphs_with_blank_nodes_are_not_insert_data() -> None:
    parts = (Part(b"<a:a> <a:b> [] .", "text/turtle", "a:"), Part(b"_:a <a:b> 1 .", "text/turtle", "a:"))
    for graph, replaces, begins in (
        ("a:g", True, "DROP SILENT GRAPH <a:g> ;\nINSERT { GRAPH <a:g> {"),
        (None, False, "INSERT {"),
    ):
        made = answer_text(TextJob(StoreGraph(graph, parts, replaces), 64))
        assert isinstance(made, Text)
        assert made.text.startswith(begins)
        assert made.text.endswith("WHERE {}")


def test_the_text_has_the_base_and_the_prefixes_that_it_uses() -> None:
    made = answer_text(TextJob(Update("INSERT DATA { <x> a cmq:State }", "http://b/"), 64))
    assert made == Text(
        f"BASE <http://b/> PREFIX cmq: <{Cmq.State.removesuffix('State')}> INSERT DATA {{ <x> a cmq:State }}"
    )
