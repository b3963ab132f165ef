"""Attacks on a running server: each costs its own request only, and another client never notices.

The attacker comes from 127.0.0.1, the other client from 127.0.0.2 and asks all the time. Where the system has no such
second address, both are one client, and the test says less.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from tests.served import add_quads, build_database
from tests.test_app import Running, processes_of, start_server

DEADLINE = 2.0
JSON = {"Accept": "application/sparql-results+json"}
QUERY = {"Content-Type": "application/sparql-query", **JSON}
OTHER = "127.0.0.2" if sys.platform == "linux" else "127.0.0.1"
TRIPLES = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
CHAIN = "/".join(["n:"] * 5000)
"""Every step of three characters, so that the path is within the limit on length and reaches the engine."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    db = build_database(tmp_path_factory.mktemp("attacks") / "db")
    chain = [
        Quad(NamedNode(f"http://n/{n}"), NamedNode("http://p/next"), NamedNode(f"http://n/{n + 1}"))
        for n in range(6000)
    ]
    numbers = [Quad(NamedNode(f"http://s/{n}"), NamedNode("http://p/number"), Literal(n)) for n in range(3000)]
    hub = [Quad(NamedNode("http://s/hub"), NamedNode("http://p/number"), Literal(n)) for n in range(20_000)]
    add_quads(db, chain + numbers + hub + [Quad(q.subject, q.predicate, q.object, NamedNode("urn:hub")) for q in hub])
    server = start_server(db, f", deadline={DEADLINE}, workers=2, memory_bytes=512 * 2**20, budget=0")
    yield server
    server.process.send_signal(signal.SIGINT)
    server.process.communicate(timeout=20)


@dataclass
class Visitor:
    """The other client: what it was answered, and how long it waited at most."""

    port: int
    answers: int = 0
    problems: list[str] = field(default_factory=list)
    longest: float = 0.0

    def ask(self) -> None:
        """One query that nobody asked before, with an answer that is known."""
        number = self.answers % 3000
        text = f"SELECT ?n {{ <http://s/{number}> <http://p/number> ?n }} # {self.answers}"
        start = time.monotonic()
        status, body = send(self.port, "GET", f"/sparql?query={quote(text)}", source=OTHER)
        self.longest = max(self.longest, time.monotonic() - start)
        self.answers += 1
        if status != 200 or json.loads(body)["results"]["bindings"][0]["n"]["value"] != str(number):
            self.problems.append(f"{status} {body[:200]!r}")


def send(
    port: int, method: str, path: str, body: bytes | None = None, headers: dict[str, str] = JSON, source: str = ""
) -> tuple[int, bytes]:
    address = (source, 0) if source else None
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=address)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


@contextmanager
def another_client(server: Running) -> Iterator[Visitor]:
    """Another client that asks during the block; afterwards every answer must have been right and soon."""
    visitor, ended = Visitor(server.port), threading.Event()
    visitor.ask()
    visitor.longest = 0.0

    def visit() -> None:
        while not ended.wait(0.05):
            visitor.ask()

    thread = threading.Thread(target=visit)
    thread.start()
    try:
        yield visitor
    finally:
        ended.set()
        thread.join()
    visitor.ask()
    assert visitor.problems == []
    assert visitor.longest < DEADLINE + 1.0


ATTACKS = {
    "parentheses": (f"SELECT * {{ FILTER ({'(' * 20_000}1{')' * 20_000}) }}", {400}),
    "groups": (f"SELECT * {{ {'{' * 20_000}{'}' * 20_000} }}", {400}),
    "minus signs": (f"SELECT ({'-' * 20_000}1 AS ?x) {{}}", {400}),
    "cartesian count": (f"SELECT (COUNT(*) AS ?n) {{ {TRIPLES} }}", {504}),
    "cartesian group by": (f"SELECT ?a ?d (COUNT(*) AS ?n) {{ {TRIPLES} }} GROUP BY ?a ?d", {503, 504}),
    "cartesian order by": (f"SELECT * {{ {TRIPLES} }} ORDER BY ?i ?a", {503, 504}),
    "cartesian distinct": (f"SELECT DISTINCT * {{ {TRIPLES} }}", {503, 504}),
    "concat bomb": (
        "SELECT ?z { BIND('0123456789' AS ?a) "
        + " ".join(
            f"BIND(CONCAT({', '.join([f'?{x}'] * 20)}) AS ?{y})" for x, y in zip("abcdefgh", "bcdefghz", strict=True)
        )
        + " }",
        {400, 503, 504},
    ),
    "replace bomb": (
        f"""SELECT (STRLEN(?z) AS ?n) {{ BIND(REPLACE('{"a" * 28}', 'a', '{"b" * 25}') AS ?b)
        BIND(REPLACE(?b, 'b', ?b) AS ?c) BIND(REPLACE(?c, 'b', ?c) AS ?z) }}""",
        {200, 400, 503, 504},
    ),
    "regular expression": (f"SELECT * {{ ?s ?p ?o FILTER REGEX(STR(?o), '{'(a*)*' * 40}(x+x+)+y') }}", {200, 400, 504}),
    "path of 5,000 steps": (f"PREFIX n: <http://p/next> SELECT * {{ ?s {CHAIN} ?o }}", {200, 503, 504}),
    "path of 5,000 steps from a node": (
        f"PREFIX n: <http://p/next> SELECT * {{ <http://n/0> {CHAIN} ?o }}",
        {200, 503, 504},
    ),
    "path without end": ("SELECT (COUNT(*) AS ?n) { ?s (<http://p/next>|!<http://p/none>)* ?o }", {503, 504}),
    "many unions": ("SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 3000) + " }", {200, 400, 503, 504}),
    "rows without end": (f"SELECT * {{ {TRIPLES} }}", {400, 503, 504}),
    "service": ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", {403}),
    "service, escaped": (r"SELECT * { SERV\u0049CE <http://127.0.0.1/> { ?s ?p ?o } }", {403}),
    "service, IPv6": ("SELECT * { SERVICE SILENT <http://[::1]/> { ?s ?p ?o } }", {403}),
    "load": ("LOAD <http://127.0.0.1/>", {403}),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_bad_query_costs_its_own_request_only(server: Running, name: str) -> None:
    query, expected = ATTACKS[name]
    with another_client(server) as visitor, ThreadPoolExecutor(4) as threads:
        start = time.monotonic()
        body = query.encode()
        sent = [threads.submit(send, server.port, "POST", "/sparql", body + b" # %d" % n, QUERY) for n in range(4)]
        statuses = {future.result()[0] for future in sent}
        seconds = time.monotonic() - start
        start = time.monotonic()
        status, _ = send(server.port, "GET", f"/sparql?query={quote(f'ASK {{ ?s ?p {start} }}')}")
        next_seconds = time.monotonic() - start
        visitor.ask()
    assert statuses <= expected | {503}
    assert seconds < 2 * DEADLINE + 3.0
    assert status == 200
    assert next_seconds < 1.0


@pytest.mark.parametrize(
    "text", ["ASK { SERVICE <http://a/> {} " + "?a ?b ?c . " * 5800, "ASK {" + "{} " * 21_000 + "FROM"]
)
def test_many_long_texts_at_once_hold_nobody_up(server: Running, text: str) -> None:
    with another_client(server) as visitor, ThreadPoolExecutor(100) as threads:
        bodies = [f"{text} }} # {n}".encode() for n in range(300)]
        statuses = {
            status for status, _ in threads.map(lambda body: send(server.port, "POST", "/sparql", body, QUERY), bodies)
        }
        visitor.ask()
    assert statuses <= {400, 403, 429, 503}
    assert visitor.longest < 1.0


def test_many_long_look_ups_at_once_hold_nobody_up(server: Running) -> None:
    """They begin in the server's own process, are too long for it, and then wait for their turn."""
    with another_client(server) as visitor, ThreadPoolExecutor(100) as threads:
        paths = [
            f"/sparql?query={quote(f'SELECT ?p ?o {{ <http://s/hub> ?p ?o }} LIMIT {20_000 + n}')}" for n in range(200)
        ]
        statuses = {status for status, _ in threads.map(lambda path: send(server.port, "GET", path), paths)}
        visitor.ask()
    assert statuses <= {200, 503}


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_body_of_a_hundred_megabytes_is_refused(server: Running, method: str) -> None:
    with another_client(server):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        connection.putrequest(method, "/sparql")
        connection.putheader("Content-Type", "application/sparql-query")
        connection.putheader("Content-Length", str(100 * 2**20))
        connection.endheaders()
        with suppress(OSError):  # refused by closing while it was still sent
            for _ in range(100):
                connection.send(b"#" * 2**20)
        with suppress(OSError, http.client.HTTPException):
            assert connection.getresponse().status in (405, 413)
        connection.close()


def test_a_chunked_body_without_end_is_refused(server: Running) -> None:
    with another_client(server), socket.create_connection(("127.0.0.1", server.port), timeout=60) as client:
        client.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        chunk = b"10000\r\n" + b"#" * 65_536 + b"\r\n"
        sent = 0
        try:
            while sent < 2000:
                client.sendall(chunk)
                sent += 1
            status = client.recv(64)
        except OSError:
            status = b""
        assert status == b"" or b" 413 " in status
        assert resident(server) < 600 * 2**20


def resident(server: Running) -> int:
    """Bytes of memory of the process that takes the connections; 0 where that cannot be told."""
    if sys.platform != "linux":
        return 0
    sizes = []
    for process in processes_of(server.process.pid):
        try:
            lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        sizes += [int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:")]
    return max(sizes, default=0)


HALF_SENT = {
    "nothing": b"",
    "half a line": b"GET /spar",
    "half of the headers": b"GET /sparql?query=ASK{} HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    "half of the body": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    b"Content-Length: 1000\r\n\r\nASK {",
    "half of a chunk": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n3\r\nASK\r\n",
    "an answer not read": b"GET /sparql?query=SELECT*%7B%3Fs%20%3Fp%20%3Fo%7D HTTP/1.1\r\nHost: x\r\n\r\n" * 20,
    "nonsense": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 10,
}


@pytest.mark.parametrize("name", HALF_SENT)
def test_two_hundred_slow_clients_hold_nobody_up(server: Running, name: str) -> None:
    clients = []
    with another_client(server) as visitor:
        for _ in range(200):
            client = socket.create_connection(("127.0.0.1", server.port), timeout=10)
            client.sendall(HALF_SENT[name])
            clients.append(client)
        before = visitor.answers
        time.sleep(2.0)
        for client in clients[:100]:
            client.close()
        time.sleep(0.5)
        assert visitor.answers > before
        for client in clients[100:]:
            client.close()


@pytest.fixture
def many_files() -> Iterator[None]:
    """As many open files as the system allows, or a skipped test when they are too few."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 8192:
        pytest.skip("the system allows too few open files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (8192, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.usefixtures("many_files")
@pytest.mark.parametrize("sent", [b"", b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"])
def test_thousands_of_idle_connections_hold_nobody_up(server: Running, sent: bytes) -> None:
    with ExitStack() as clients, another_client(server) as visitor:
        for _ in range(3000):
            client = clients.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=10))
            client.sendall(sent)
            assert not sent or client.recv(12) == b"HTTP/1.1 200"
        before, end = visitor.answers, time.monotonic() + 5.0
        while visitor.answers < before + 5 and time.monotonic() < end:
            time.sleep(0.1)
        assert visitor.answers >= before + 5


@pytest.mark.parametrize(
    "path",
    ["/sparql?query=SELECT*%7B%3Fs%20%3Fp%20%3Fo%7DORDER%20BY%20%3Fs%20%3Fp", "/graph-store?graph=urn:hub&format=nt"],
)
def test_two_hundred_clients_that_read_nothing_take_no_memory(server: Running, path: str) -> None:
    for _ in range(2):
        status, body = send(server.port, "GET", path)
        assert status == 200
        assert len(body) > 1_500_000
    before = resident(server)
    clients = []
    with another_client(server) as visitor:
        for _ in range(200):
            client = socket.create_connection(("127.0.0.1", server.port), timeout=10)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.sendall(
                f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: application/sparql-results+json\r\n\r\n".encode()
            )
            clients.append(client)
        asked = visitor.answers
        time.sleep(2.0)
        assert visitor.answers > asked
        assert resident(server) - before < 200 * len(body) / 2
        statuses = {client.recv(12) for client in clients}
        for client in clients:
            client.close()
    assert statuses <= {b"HTTP/1.1 200", b"HTTP/1.1 429", b"HTTP/1.1 503"}
    time.sleep(0.5)
    assert send(server.port, "GET", path)[0] == 200


def test_http_2_is_not_begun(server: Running) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        client.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0")  # the preface, empty SETTINGS
        with suppress(ConnectionResetError):
            found = client.recv(1024)
            while found:
                assert found.startswith(b"HTTP/1.1 4")
                found = client.recv(1024)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
def test_a_killed_worker_costs_at_most_its_own_request(server: Running) -> None:
    with another_client(server):
        for _ in range(3):
            for process in query_workers(server):
                os.kill(process, signal.SIGKILL)
            time.sleep(0.3)
            status, _ = send(server.port, "GET", f"/sparql?query=ASK%7B%3Fs+%3Fp+{time.monotonic_ns()}%7D")
            assert status == 200


def query_workers(server: Running) -> list[int]:
    """Idle children of the fork server: they have no children and the engine's threads asleep."""
    family = processes_of(server.process.pid)
    parents = {}
    for process in family:
        try:
            text = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
        except OSError:
            continue
        parents[process] = int(text.rpartition(")")[2].split()[1])
    forkers = {process for process in family if b"forkserver" in Path(f"/proc/{process}/cmdline").read_bytes()} & set(
        parents.values()
    )
    return [process for process, parent in parents.items() if parent in forkers]


def test_a_client_that_used_up_its_budget_is_told_when_to_come_back(tmp_path: Path) -> None:
    server = start_server(build_database(tmp_path / "db"), ", deadline=1.0, workers=2, budget=1.5, budget_refill=0.1")
    try:
        bomb = f"SELECT (COUNT(*) AS ?n) {{ {TRIPLES} . ?j ?k ?l }}"
        statuses = [send(server.port, "POST", "/sparql", f"{bomb} # {n}".encode(), QUERY)[0] for n in range(4)]
        assert statuses[:2] == [504, 504]
        assert statuses[3] == 429
        if OTHER != "127.0.0.1":
            assert send(server.port, "GET", "/sparql?query=ASK%7B%7D", source=OTHER)[0] == 200
    finally:
        server.process.send_signal(signal.SIGINT)
        server.process.communicate(timeout=20)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
def test_after_kill_9_of_the_server_nothing_is_left_and_it_starts_again(tmp_path: Path) -> None:
    db = build_database(tmp_path / "db")
    server = start_server(db)
    send(server.port, "GET", "/sparql?query=ASK%7B%7D")
    assert len(processes_of(server.process.pid)) > 2
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.communicate(timeout=20)
    end = time.monotonic() + 10
    while processes_of(server.process.pid) and time.monotonic() < end:
        time.sleep(0.1)
    assert processes_of(server.process.pid) == []
    again = start_server(db)
    assert send(again.port, "GET", "/sparql?query=ASK%7B%3Fs+%3Fp+%3Fo%7D")[0] == 200
    again.process.send_signal(signal.SIGINT)
    again.process.communicate(timeout=20)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
def test_after_kill_9_of_the_process_that_takes_connections_another_takes_them(tmp_path: Path) -> None:
    server = start_server(build_database(tmp_path / "db"))
    try:
        for process in children_of(server.process.pid):
            os.kill(process, signal.SIGKILL)
        end, status = time.monotonic() + 20, 0
        while status != 200 and time.monotonic() < end:
            time.sleep(0.1)
            with suppress(OSError, http.client.HTTPException):
                status, _ = send(server.port, "GET", "/sparql?query=ASK%7B%3Fs+%3Fp+%3Fo%7D")
        assert status == 200
    finally:
        server.process.send_signal(signal.SIGINT)
        server.process.communicate(timeout=20)
    end = time.monotonic() + 10
    while processes_of(server.process.pid) and time.monotonic() < end:
        time.sleep(0.1)
    assert processes_of(server.process.pid) == []


def children_of(process: int) -> list[int]:
    """The children of a process but that which multiprocessing has for itself."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return [int(child) for child in children if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes()]
