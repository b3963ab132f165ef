"""Pushing: what is sent, what is passed over, and every way a store can refuse or fail, played on the loopback."""

from __future__ import annotations

import gc
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPResponse
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from kg.cli import PUSH_PROTOCOLS
from kg.cli import main as command_line
from kg.errors import EndpointError, StoreError, UsageError
from kg.graph.iris import Iris
from kg.push.content import graph_content, parts, pushed_graphs, read_graph
from kg.push.credentials import PASSWORD, TOKEN, USER, Credentials, read_credentials
from kg.push.graph_store import GraphStore
from kg.push.journal import Journal
from kg.push.push import PushReport, push
from kg.push.target import PROTOCOLS, Target, find_target
from kg.push.update import BESIDE, PART, UpdateStore, query_address
from kg.store.embedded import Database, open_published
from kg.store.retry import Patience
from ontology.terms import BASE
from tests.loopback import Answer, Answering, Asked, Loopback, in_turn, loopback
from tests.served import build_database
from tests.stores import GraphStoreOf

IRIS = Iris(BASE)
ENTITIES = IRIS.graph("entities")
NO_WAIT = Patience(sleep=lambda seconds: None)


@pytest.fixture(autouse=True)
def _no_proxy_no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    for name in (USER, PASSWORD, TOKEN):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return build_database(tmp_path / "news.db", "one", "two")


def graphs_of(db: Path) -> list[str]:
    return pushed_graphs(open_published(db), IRIS)


def target(server: Loopback, timeout: int = 20) -> GraphStore:
    return GraphStore(f"{server.url}/graphs", timeout=timeout)


def except_for(wanted: Callable[[Asked], bool], fault: Answer, rest: Answering | None = None) -> Answering:
    """A store that works, but answers the requests that are wanted with a fault."""
    works = rest or GraphStoreOf(Store())
    return lambda asked: fault if wanted(asked) else works(asked)


def writes(iri: str) -> Callable[[Asked], bool]:
    return lambda asked: asked.method == "PUT" and asked.parameters["graph"] == iri


# What is sent


def test_content_is_named_by_what_it_says_and_not_by_its_order_or_blank_nodes() -> None:
    p, q = NamedNode("urn:p"), NamedNode("urn:q")
    one = [Quad(BlankNode("x"), p, Literal("1")), Quad(BlankNode("x"), q, BlankNode("y"))]
    other = [Quad(BlankNode("b"), q, BlankNode("a")), Quad(BlankNode("b"), p, Literal("1"))]
    assert graph_content("urn:g", one) == graph_content("urn:g", other)
    assert graph_content("urn:g", one[:1]).digest != graph_content("urn:g", one).digest
    assert graph_content("urn:g", one * 2).triples == 2


def test_the_build_record_stays_here_unless_asked_for(db: Path) -> None:
    with Database(db, BASE) as database:
        graph = NamedNode(IRIS.graph("build"))
        database.store.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("x"), graph))
        database.publish()
    store = open_published(db)
    assert graph.value not in pushed_graphs(store, IRIS)
    assert graph.value in pushed_graphs(store, IRIS, everything=True)


def test_parts_keep_what_a_blank_node_joins_together() -> None:
    p = NamedNode("urn:p")
    plain = [Quad(NamedNode(f"urn:{n}"), p, Literal(str(n))) for n in range(10)]
    chain = [Quad(BlankNode(str(n)), p, BlankNode(str(n + 1))) for n in range(7)]
    found = list(parts([*plain[:5], *chain, *plain[5:]], 4))
    assert sorted(map(str, (quad for part in found for quad in part))) == sorted(map(str, plain + chain))
    holders = [part for part in found if any(isinstance(quad.subject, BlankNode) for quad in part)]
    assert len(holders) == 1
    assert all(len(part) <= 4 for part in found if part is not holders[0])


def test_a_changed_graph_is_sent_and_a_vanished_one_dropped(db: Path) -> None:
    store = Store()
    store.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("of others"), NamedNode("urn:others")))
    with loopback(GraphStoreOf(store)) as server:
        assert push(db, target(server)).sent == len(graphs_of(db))
        gone = IRIS.article_graph("one")
        with Database(db, BASE) as database:
            database.store.clear_graph(NamedNode(gone))
            database.store.add(
                Quad(NamedNode("urn:new"), NamedNode("urn:p"), Literal("1"), NamedNode(IRIS.graph("entities")))
            )
            database.publish()
        server.seen.clear()
        report = push(db, target(server), diff=True)
    assert (report.sent, report.dropped, report.refused) == (1, 1, ())
    assert [a.parameters["graph"] for a in server.seen if a.method != "GET"] == [ENTITIES, gone]
    assert store.contains_named_graph(NamedNode("urn:others"))
    assert not store.contains_named_graph(NamedNode(gone))


def test_without_diff_everything_is_sent_again(db: Path) -> None:
    with loopback(GraphStoreOf(Store())) as server:
        first, second = push(db, target(server)), push(db, target(server))
    assert first.sent == second.sent == len(graphs_of(db))


# What goes wrong


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (Answer(400, body=b"Lexical error"), "HTTP 400: 'Lexical error'"),
        (Answer(413, body=b"too large"), "HTTP 413: 'too large'"),
        (Answer(500, "text/html", b"<p>oops"), "HTTP 500: '<p>oops'"),
        (Answer(301, headers={"Location": "http://127.0.0.1:9/"}), "HTTP 301"),
        (
            Answer(200, "text/html", b"Virtuoso 22023 Error: no"),
            "without an error and now has 0 triples",
        ),
        (Answer(204), "now has 0 triples of it where"),
    ],
    ids=lambda value: str(value.status) if isinstance(value, Answer) else "",
)
def test_a_graph_that_is_refused_does_not_keep_the_others_out(db: Path, fault: Answer, message: str) -> None:
    works = GraphStoreOf(Store())
    with loopback(except_for(writes(ENTITIES), fault, works)) as server:
        report = push(db, target(server), patience=NO_WAIT)
        assert report.sent == len(graphs_of(db)) - 1
        assert [refused.graph for refused in report.refused] == [ENTITIES]
        assert message in report.refused[0].reason
        server.answer = works
        again = push(db, target(server), patience=NO_WAIT)
    assert (again.sent, again.unchanged, again.refused) == (1, report.sent, ())


@pytest.mark.parametrize("status", [401, 403, 404])
def test_what_befalls_every_graph_ends_the_push_at_once(db: Path, status: int) -> None:
    with loopback(lambda asked: Answer(status, body=b"no")) as server:
        with pytest.raises(EndpointError, match=rf"HTTP {status}: 'no'\..* The push stopped with 0 of 6") as caught:
            push(db, target(server), patience=NO_WAIT)
        assert caught.value.status == status
        assert ("COMMUNIQUE_PUSH_TOKEN" in str(caught.value)) == (status != 404)
        assert len(server.seen) == 1


def test_a_busy_store_is_given_the_time_it_asks_for(db: Path) -> None:
    waits: list[float] = []
    works = GraphStoreOf(Store())
    faults = [Answer(503, headers={"Retry-After": "7"}), Answer(429, headers={"Retry-After": "2"}), Answer(503)]

    def busy_at_first(asked: Asked) -> Answer:
        return faults.pop(0) if faults and asked.method == "PUT" else works(asked)

    with loopback(busy_at_first) as server:
        report = push(db, target(server), patience=Patience(sleep=waits.append))
    assert (report.sent, report.refused) == (len(graphs_of(db)), ())
    assert waits[:2] == [7, 2]
    assert 0 <= waits[2] <= 4


def test_a_store_that_stays_busy_or_asks_for_hours_ends_the_push(db: Path) -> None:
    busy = Answer(503, body=b"later")
    with loopback(except_for(writes(ENTITIES), busy)) as server:
        with pytest.raises(
            EndpointError, match=r"HTTP 503: 'later'\. The push stopped with 3 of 6 graphs in the store"
        ):
            push(db, target(server), patience=NO_WAIT)
        assert sum(writes(ENTITIES)(asked) for asked in server.seen) == NO_WAIT.attempts
    with loopback(in_turn(Answer(503, headers={"Retry-After": "7200"}))) as server:
        with pytest.raises(EndpointError, match="Try again after 7200 s"):
            push(db, target(server), patience=NO_WAIT)
        assert len(server.seen) == 1


@pytest.mark.parametrize(
    "fault",
    [Answer(dropped=True), Answer(late=1.5), Answer(200, body=b"x" * 40, drip=0.1)],
    ids=["closed", "slow", "dripping"],
)
def test_a_connection_that_fails_is_tried_again_and_then_the_push_goes_on_later(db: Path, fault: Answer) -> None:
    works, once = GraphStoreOf(Store()), [fault]
    patience = Patience(attempts=2, sleep=lambda seconds: None)

    def fails_once(asked: Asked) -> Answer:
        return once.pop() if once and writes(ENTITIES)(asked) else works(asked)

    with loopback(fails_once) as server:
        assert push(db, target(server, 1), patience=patience).refused == ()
        server.answer = except_for(writes(ENTITIES), fault, works)
        with pytest.raises(EndpointError, match="The push stopped with 3 of 6 graphs in the store; the same command"):
            push(db, target(server, 1), patience=patience)
        server.answer, server.seen = works, []
        report = push(db, target(server, 1), patience=patience)
    assert (report.unchanged, report.sent) == (3, 3)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (Answer(200, "application/n-triples", b"<urn:s> <urn:p>"), "gave a broken application/n-triples"),
        (Answer(200, "text/html", b"<h1>Sorry</h1>"), "text/html where a graph was due: '<h1>Sorry</h1>'"),
        (Answer(200, "application/n-triples", b""), "now has 0 triples"),
    ],
    ids=["broken", "a page", "nothing"],
)
def test_a_store_that_cannot_be_read_back_is_not_believed(db: Path, fault: Answer, message: str) -> None:
    with loopback(except_for(lambda asked: asked.method == "GET", fault)) as server:
        report = push(db, target(server), patience=NO_WAIT)
        assert (report.sent, len(report.refused)) == (0, len(graphs_of(db)))
        assert all(message in refused.reason for refused in report.refused)
        assert not Journal(db, target(server).url).known


def test_an_answer_that_stops_early_ends_the_push_after_some_tries(db: Path) -> None:
    cut = Answer(200, "application/n-triples", b"<urn:s> <urn:p> <urn:o> .\n", cut=9)
    with loopback(except_for(lambda asked: asked.method == "GET", cut)) as server:
        with pytest.raises(EndpointError, match=r"stopped 9 bytes before its end.*with 0 of 6 graphs"):
            push(db, target(server), patience=NO_WAIT)
        assert [asked.method for asked in server.seen] == ["PUT"] + ["GET"] * NO_WAIT.attempts


@pytest.fixture
def refuses_by_the_headers() -> Iterator[str]:
    """The address of a server that answers 401 as soon as it has seen the headers, and closes with the body unread."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            with suppress(OSError):  # closed: the test is over
                while True:
                    connection, _ = listening.accept()
                    with connection, suppress(ConnectionError):
                        seen = b""
                        while b"\r\n\r\n" not in seen:
                            seen += connection.recv(1024)
                        connection.sendall(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 7\r\n\r\nNo key.")

        threading.Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/graphs"


def test_a_store_that_answers_before_it_has_read_the_graph_is_heard(refuses_by_the_headers: str) -> None:
    long = [Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("x" * 1000 + str(n))) for n in range(20_000)]
    with pytest.raises(EndpointError, match=r"HTTP 401: 'No key\.'") as caught:
        GraphStore(refuses_by_the_headers, timeout=20).replace(graph_content("urn:g", long))
    assert caught.value.status == 401


def refuse(_asked: Asked) -> Answer:
    """Asks for Digest whatever it is given, with a body that nobody reads."""
    return Answer(401, body=b"x" * 100_000, headers={"WWW-Authenticate": 'Digest realm="r", nonce="n", qop="auth"'})


@pytest.mark.parametrize("kind", [GraphStore, UpdateStore])
def test_the_answers_of_refused_attempts_are_closed_at_once(kind: Callable[..., Target]) -> None:
    with loopback(refuse) as server:
        gc.collect()
        gc.disable()
        try:
            with pytest.raises(EndpointError, match="HTTP 401") as caught:
                kind(server.url, credentials=Credentials("user", "wrong")).drop("urn:g")
            answers = [found for found in gc.get_objects() if isinstance(found, HTTPResponse)]
        finally:
            gc.enable()
    assert caught.value.status == 401
    assert [found for found in answers if not found.isclosed()] == []


def test_nobody_there(db: Path) -> None:
    with pytest.raises(EndpointError, match="could not be asked"):
        push(db, GraphStore("http://127.0.0.1:9/graphs", timeout=1), patience=NO_WAIT)


# The journal


def test_a_journal_with_a_line_cut_off_is_read_without_it(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "http://example.org/")
    journal.begin()
    journal.sent("urn:a", "1")
    journal.sent("urn:b", "2")
    text = journal.path.read_text()
    journal.path.write_text(text[:-9])
    again = Journal(tmp_path, "http://example.org/")
    assert (again.unfinished, dict(again.known), dict(again.just_sent)) == (True, {"urn:a": "1"}, {"urn:a": "1"})
    again.begin()
    again.sent("urn:b", "3")
    again.dropped("urn:a")
    again.end()
    ended = Journal(tmp_path, "http://example.org/")
    assert (ended.unfinished, dict(ended.known), dict(ended.just_sent)) == (False, {"urn:b": "3"}, {})
    assert json.loads(ended.path.read_text().splitlines()[0]) == {"store": "http://example.org/"}


def test_every_store_has_its_own_journal_and_a_bad_one_says_so(tmp_path: Path) -> None:
    paths = {Journal(tmp_path, url).path for url in ("http://example.org/", "http://example.org/2")}
    assert len(paths) == 2
    (tmp_path / "pushes").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be written"):
        Journal(tmp_path, "http://example.org/").begin()


# Protocols and credentials


def test_the_protocol_follows_the_address_or_the_first_answer(db: Path) -> None:
    assert PUSH_PROTOCOLS == PROTOCOLS
    for url in ("http://e.org/repositories/r/statements", "http://e.org/update", "http://e.org/ds/update/"):
        assert isinstance(find_target(url, Credentials(), 1), UpdateStore)
    assert isinstance(find_target("http://e.org/update", Credentials(), 1, protocol="graph-store"), GraphStore)
    with pytest.raises(UsageError, match="no protocol 'ftp'"):
        find_target("http://e.org/", Credentials(), 1, protocol="ftp")
    for url in ("ftp://e.org/", "http://", "http://user:pass@e.org/"):
        with pytest.raises(UsageError):
            find_target(url, Credentials(), 1)


@pytest.mark.parametrize("status", [404, 405, 501])
def test_an_address_without_graph_store_gets_updates(db: Path, status: int) -> None:
    updates = _UpdatesOf(Store())
    with loopback(lambda asked: updates(asked) if asked.method == "POST" else Answer(status)) as server:
        report = push(db, find_target(f"{server.url}/ds", Credentials(), 20), patience=NO_WAIT)
        again = push(db, find_target(f"{server.url}/ds", Credentials(), 20), diff=True, patience=NO_WAIT)
    assert (report.sent, report.refused) == (len(graphs_of(db)), ())
    assert again.unchanged >= report.sent - 1
    for iri in graphs_of(db):
        assert read_graph(updates.store, iri).digest == read_graph(open_published(db), iri).digest
        assert not updates.store.contains_named_graph(NamedNode(iri + BESIDE))


class _UpdatesOf:
    """SPARQL Update and Query at one address, over one store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __call__(self, asked: Asked) -> Answer:
        if "update" in asked.parameters:
            self.store.update(asked.parameters["update"])
            return Answer(204)
        found = self.store.query(asked.parameters["query"])
        from pyoxigraph import QueryResultsFormat, QuerySolutions

        assert isinstance(found, QuerySolutions)
        body = found.serialize(format=QueryResultsFormat.JSON) or b""
        return Answer(200, "application/sparql-results+json", body)


def test_a_large_graph_is_in_its_place_in_one_step() -> None:
    quads = [Quad(NamedNode(f"urn:{n}"), NamedNode("urn:p"), Literal(str(n))) for n in range(PART * 2 + 1)]
    content, updates = graph_content("urn:g", quads), _UpdatesOf(Store())
    sizes: list[int] = []

    def watched(asked: Asked) -> Answer:
        answer = updates(asked)
        sizes.append(len(list(updates.store.quads_for_pattern(None, None, None, NamedNode("urn:g")))))
        return answer

    with loopback(watched) as server:
        UpdateStore(server.url + "/sparql").replace(content)
        assert [size for size in sizes if size] == [content.triples]
        assert UpdateStore(server.url + "/sparql").count("urn:g") == content.triples


@pytest.mark.parametrize(
    ("fault", "status", "message"),
    [
        (Answer(400, body=b"SPARQL compiler"), 400, "SPARQL compiler"),
        (Answer(401), 401, "HTTP 401"),
        (Answer(403, body=b"read-only"), 403, "read-only"),
        (Answer(500, body=b"disk full"), 500, "disk full"),
        (Answer(503, headers={"Retry-After": "3"}), 503, "Try again after 3 s"),
        (Answer(302, headers={"Location": "http://127.0.0.1:9/"}), 302, "HTTP 302"),
        (Answer(dropped=True), 0, "could not be asked"),
        (Answer(late=1.5), 0, "did not answer within 1 s"),
        (Answer(200, body=b"x" * 9, cut=4), 0, "stopped 4 bytes before its end"),
    ],
    ids=lambda value: str(value.status) if isinstance(value, Answer) else "",
)
def test_each_failure_of_an_update_is_an_endpoint_error(fault: Answer, status: int, message: str) -> None:
    with loopback(in_turn(fault)) as server, pytest.raises(EndpointError, match=message) as caught:
        UpdateStore(server.url + "/sparql", timeout=1).drop("urn:g")
    assert caught.value.status == status


def test_a_count_that_is_no_number_is_an_endpoint_error() -> None:
    rows = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"uri","value":"urn:x"}}]}}'
    for answer in (Answer(200, "application/sparql-results+json", rows), Answer(200, "text/html", b"<h1>")):
        with loopback(in_turn(answer)) as server, pytest.raises(EndpointError, match=r"no number|where a result"):
            UpdateStore(server.url + "/sparql").count("urn:g")


@pytest.mark.parametrize(
    ("url", "query"),
    [
        ("http://e.org/update", "http://e.org/query"),
        ("http://e.org/ds/update/", "http://e.org/ds/query"),
        ("http://e.org/repositories/r/statements", "http://e.org/repositories/r"),
        ("http://e.org/sparql-auth?x=1", "http://e.org/sparql-auth?x=1"),
    ],
)
def test_where_queries_are_answered(url: str, query: str) -> None:
    assert query_address(url) == query


@pytest.mark.parametrize("make", [GraphStore, lambda url, credentials: UpdateStore(url, "", credentials)])
def test_credentials_answer_a_challenge_or_go_as_a_token(make: Callable[[str, Credentials], Target]) -> None:
    asks = Answer(401, headers={"WWW-Authenticate": 'Basic realm="x"'})
    with loopback(lambda asked: Answer(204) if "authorization" in asked.headers else asks) as server:
        make(server.url + "/x", Credentials("me", "secret")).drop("urn:g")
        assert server.seen[-1].headers["authorization"] == "Basic bWU6c2VjcmV0"
        make(server.url + "/x", Credentials(token="abc")).drop("urn:g")  # noqa: S106
        assert server.seen[-1].headers["authorization"] == "Bearer abc"
        with pytest.raises(EndpointError, match="HTTP 401"):
            make(server.url + "/x", Credentials()).drop("urn:g")


def test_credentials_come_from_the_environment_whole_and_stay_out_of_sight() -> None:
    found = read_credentials({USER: "me", PASSWORD: "secret"})
    assert found == Credentials("me", "secret")
    assert "secret" not in repr(found)
    assert "abc" not in repr(read_credentials({TOKEN: "abc"}))
    assert read_credentials({}) == Credentials()
    pair = {USER: "me", PASSWORD: "x"}
    for environ in ({USER: "me"}, {PASSWORD: "x"}, pair | {TOKEN: "t"}, pair | {USER: "a:b"}, {TOKEN: "a\nb"}):
        with pytest.raises(UsageError):
            read_credentials(environ)


# The command


def run(*args: str) -> tuple[int, str, str]:
    found = CliRunner().invoke(command_line, args)
    return found.exit_code, found.stdout, found.stderr


def test_the_command_says_what_was_sent_and_what_refused(db: Path) -> None:
    works = GraphStoreOf(Store())
    with loopback(except_for(writes(ENTITIES), Answer(413, body=b"too large"), works)) as server:
        url = f"{server.url}/graphs"
        code, output, errors = run("push", url, "--db", str(db))
        assert code == EndpointError.exit_code
        assert output.startswith("5 graphs sent with ")
        assert "0 unchanged, 0 dropped, 1 refused in " in output
        assert f"communique: <{ENTITIES}> refused: {url} answered HTTP 413: 'too large'" in errors
        assert errors.endswith("1 graphs were refused; the reasons stand above.\n")
        server.answer = works
        code, output, errors = run("push", url, "--db", str(db), "--diff")
    assert (code, errors) == (0, "")
    assert output.startswith("1 graphs sent with ")
    assert "5 unchanged" in output


def test_the_command_needs_a_build_and_a_web_address(tmp_path: Path) -> None:
    assert run("push", "http://127.0.0.1:9/", "--db", str(tmp_path))[0] == StoreError.exit_code
    assert run("push", "example.org", "--db", str(tmp_path))[0] == UsageError.exit_code


def test_an_empty_report_is_possible(tmp_path: Path) -> None:
    with Database(tmp_path / "empty.db", BASE) as database:
        database.publish()
    with loopback(GraphStoreOf(Store())) as server:
        report = push(tmp_path / "empty.db", target(server))
    assert report == PushReport(0, 0, 0, 0, (), report.seconds)
