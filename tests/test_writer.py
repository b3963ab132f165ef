"""The process that writes may be killed at any moment: nothing that was answered is lost, nothing is there by half."""

from __future__ import annotations

import http.client
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kg.errors import EndpointError, QueryError
from kg.store.embedded import Database, open_published
from ontology.terms import BASE
from server.config import ServerConfig
from server.errors import DeadlineError, NotFoundError, RefusedError, WorkerLostError
from server.outbound import Outbound
from server.writer import BULK, Desk, DropGraph, GraphWriter, Part, StoreGraph, Update, Written, answer_change
from tests.running import Running, empty_database, running
from tests.served import build_database

TURTLE = "text/turtle"
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="finds processes below /proc")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return empty_database(tmp_path / "db")


@pytest.fixture
def writer(db: Path) -> Iterator[GraphWriter]:
    writer = GraphWriter(ServerConfig(db=db, token="x" * 16, deadline=20.0), Outbound(()))
    yield writer
    writer.close()


def insert(number: int) -> Update:
    return Update(f"INSERT DATA {{ GRAPH <http://g/> {{ <http://a/{number}> <http://p> 1 , 2 }} }}", BASE)


def numbers(db: Path) -> list[int]:
    """The numbers that were inserted; each must be there with both of its values."""
    found = [str(quad.subject) for quad in open_published(db)]
    assert all(found.count(subject) == 2 for subject in found)
    return sorted(int(subject.removeprefix("<http://a/").removesuffix(">")) for subject in set(found))


def test_graphs_and_updates_go_through_one_writer(writer: GraphWriter, db: Path) -> None:
    assert writer.write(insert(1)) == Written()
    part = Part(b"<http://a/2> <http://p> 1 , 2 .", TURTLE, BASE)
    assert writer.write(StoreGraph("http://h/", (part,), replaces=True)) == Written(created=True)
    assert writer.write(StoreGraph("http://h/", (part,), replaces=False)) == Written(created=False)
    assert numbers(db) == [1, 2]
    assert writer.write(DropGraph("http://h/")) == Written()
    with pytest.raises(NotFoundError):
        writer.write(DropGraph("http://h/"))
    assert numbers(db) == [1]


def test_a_writer_that_is_killed_between_changes_is_replaced(writer: GraphWriter, db: Path) -> None:
    for step in range(3):
        writer.write(insert(step))
        for number in writer.pool.process_ids():
            os.kill(number, signal.SIGKILL)
            time.sleep(0.3)  # it may take a moment to die
    writer.write(insert(3))
    assert numbers(db) == [0, 1, 2, 3]


@on_linux
def test_kills_in_the_middle_lose_nothing_and_leave_nothing_by_half(writer: GraphWriter, db: Path) -> None:
    """The writer is killed at random moments; what was answered must be there, what failed must not."""
    choose = random.Random(7)  # noqa: S311 -- moments, no secrets
    stop = threading.Event()

    def kill() -> None:
        while not stop.wait(choose.uniform(0.02, 0.3)):
            _kill_writers(db)

    killer = threading.Thread(target=kill)
    killer.start()
    answered: list[int] = []
    failed: list[int] = []
    end = time.monotonic() + 60.0
    for step in range(10_000):
        if min(len(answered), len(failed)) >= 4 or time.monotonic() > end:
            break
        try:
            writer.write(insert(step))
            answered.append(step)
        except WorkerLostError:
            failed.append(step)
    stop.set()
    killer.join()
    assert numbers(db) == answered
    assert min(len(answered), len(failed)) >= 4
    writer.write(insert(10_000))
    assert numbers(db) == [*answered, 10_000]


def _kill_writers(db: Path) -> None:
    for number in _writers(db):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


def _writers(db: Path) -> list[int]:
    """The processes that have the lock of the database, but this one."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and folder.name != str(os.getpid()):
            with suppress(OSError):
                files = [entry.readlink() for entry in (folder / "fd").iterdir()]
                found += [int(folder.name)] if db / "LOCK" in files else []
    return found


def test_a_change_that_was_published_when_its_process_died_counts_as_made(
    writer: GraphWriter, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Late:
        """Publishes the change, then says that its process was lost."""

        def run(self, job: object, client: str = "") -> None:
            desk = Desk()
            assert answer_change(job, desk) == Written()  # type: ignore[arg-type]
            desk.close()
            raise WorkerLostError("killed")

    pool = writer.pool
    monkeypatch.setattr(writer, "pool", Late())
    assert writer.write(insert(1)) == Written()
    monkeypatch.setattr(writer, "pool", pool)
    assert numbers(db) == [1]


def test_memory_and_time_are_limited(db: Path) -> None:
    config = ServerConfig(db=db, token="x" * 16, deadline=3.0, memory_bytes=300 * 1024 * 1024)
    writer = GraphWriter(config, Outbound(()))
    try:
        writer.write(insert(1))
        rows = " ".join(f"({number})" for number in range(300))
        product = " ".join(f"VALUES (?{name}) {{ {rows} }}" for name in "abcd")
        with pytest.raises((DeadlineError, WorkerLostError)):
            writer.write(Update(f"INSERT {{ ?a ?b ?c }} WHERE {{ {product} FILTER(?a + ?b + ?c + ?d = -1) }}", BASE))
        bomb = f"BIND(CONCAT({','.join(['?y'] * 40)}) AS ?x)"
        nested = " ".join(bomb.replace("?x", f"?v{step + 1}").replace("?y", f"?v{step}") for step in range(6))
        with pytest.raises((DeadlineError, WorkerLostError)):
            writer.write(Update(f"INSERT {{ <a:a> <a:b> ?v6 }} WHERE {{ BIND('xxxxxxxx' AS ?v0) {nested} }}", BASE))
        writer.write(insert(2))
        assert numbers(db) == [1, 2]
    finally:
        writer.close()


def test_the_store_is_let_go_when_nothing_comes(writer: GraphWriter, db: Path) -> None:
    writer.write(insert(1))
    with Database(db, BASE) as database:  # waits a second for it
        database.publish()
    writer.write(insert(2))
    assert numbers(db) == [1, 2]


# LOAD


class _Documents(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body, kind = {
            "/good": (b"<#s> <http://p> _:x . _:x <http://p> 1 .", "text/turtle"),
            "/bad": (b"<#s> <http://p> ", "text/turtle"),
            "/page": (b"<html></html>", "text/html"),
        }.get(self.path, (b"", ""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def documents() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Documents) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_documents_of_allowed_hosts_are_loaded_and_no_others(db: Path, documents: str) -> None:
    host = documents.removeprefix("http://")
    writer = GraphWriter(ServerConfig(db=db, token="x" * 16, deadline=20.0), Outbound((host,)))
    try:
        writer.write(Update(f"LOAD <{documents}/good> INTO GRAPH <http://g/> ; LOAD SILENT <{documents}/none>", BASE))
        store = open_published(db)
        assert bool(store.query(f"ASK {{ GRAPH <http://g/> {{ <{documents}/good#s> <http://p> [ <http://p> 1 ] }} }}"))
        assert len(store) == 2
        writer.write(Update(f"LOAD SILENT <{documents}/bad> ; LOAD <{documents}/good>", BASE))
        assert len(open_published(db)) == 4
        for path in ("bad", "page", "none"):
            with pytest.raises(EndpointError):
                writer.write(
                    Update(f"LOAD <{documents}/good> INTO GRAPH <http://h/> ; LOAD <{documents}/{path}>", BASE)
                )
        with pytest.raises(RefusedError):
            writer.write(Update("LOAD <http://localhost:1/good>", BASE))
        assert len(open_published(db)) == 4
    finally:
        writer.close()


# The server itself


def test_a_server_that_is_killed_in_an_update_leaves_a_database_that_is_whole(db: Path) -> None:
    with running(db) as server:
        answered = _write_until_killed(server)
        server.process.wait(10)
    assert set(answered) <= set(numbers(db)) <= {*answered, len(answered)}
    with running(db) as server:
        text = insert(9_999).text.encode()
        assert server.write("POST", "/sparql", "application/sparql-update", text).status == 204
    assert 9_999 in numbers(db)


def _write_until_killed(server: Running) -> list[int]:
    threading.Timer(1.5, server.process.kill).start()
    answered: list[int] = []
    for step in range(10_000):
        try:
            answer = server.write("POST", "/sparql", "application/sparql-update", insert(step).text.encode())
        except (OSError, http.client.HTTPException):
            return answered
        assert answer.status == 204
        answered.append(step)
    return answered


def test_the_writer_ends_with_its_server(db: Path) -> None:
    program = (
        "import os, sys\nfrom pathlib import Path\nfrom server.config import ServerConfig\n"
        "from server.outbound import Outbound\nfrom server.writer import GraphWriter, Update\n"
        f"w = GraphWriter(ServerConfig(db=Path({str(db)!r})), Outbound(()))\n"
        "w.write(Update('INSERT DATA { <http://a/1> <http://p> 1 , 2 }', 'http://x/'))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parent.parent, check=False)
    with Database(db, BASE, patience=8.0) as database:  # the lock is free again
        assert len(database.store) == 2


def test_a_large_graph_is_stored_whole_and_may_replace_another(writer: GraphWriter, db: Path) -> None:
    lines = [f"<http://a/{number}> <http://p> <http://o> , _:b{number % 7} .\n".encode() for number in range(60_000)]
    for replaces, count in ((True, 120_000), (False, 180_000), (True, 120_000)):
        part = Part(b"".join(lines), TURTLE, BASE)
        assert len(part.body) > BULK
        writer.write(StoreGraph("http://g/", (part,), replaces=replaces))
        assert len(open_published(db)) == count
    broken = Part(b"".join([*lines, b"<http://a/"]), TURTLE, BASE)
    with pytest.raises(QueryError, match="does not parse"):
        writer.write(StoreGraph("http://g/", (broken,), replaces=True))
    assert len(open_published(db)) == 120_000


@on_linux
def test_a_large_graph_whose_process_dies_leaves_nothing(writer: GraphWriter, db: Path) -> None:
    writer.write(insert(1))
    lines = [f"<http://b/{number}> <http://p> <http://o> .\n".encode() for number in range(300_000)]
    change = StoreGraph("http://g/", (Part(b"".join(lines), TURTLE, BASE),), replaces=True)
    killer = threading.Timer(1.2, _kill_writers, (db,))
    killer.start()
    try:
        writer.write(change)
    except WorkerLostError:
        assert numbers(db) == [1]
        writer.write(insert(2))
        assert numbers(db) == [1, 2]
    else:
        assert len(open_published(db)) == 300_000
    finally:
        killer.cancel()
        killer.join()


# SERVICE


def test_updates_ask_allowed_endpoints_and_no_others(db: Path, tmp_path: Path) -> None:
    with running(build_database(tmp_path / "other"), writable=False) as other:
        host = other.url.removeprefix("http://")
        writer = GraphWriter(ServerConfig(db=db, token="x" * 16, deadline=20.0), Outbound((host,)))
        call = f"SERVICE <{other.url}/sparql> {{ ?s a x:State ; rdfs:label ?name }}"
        head = "PREFIX x: <https://w3id.org/communique/ontology#>"
        try:
            writer.write(Update(f"{head} INSERT {{ ?s rdfs:label ?name }} WHERE {{ {call} }}", BASE))
            assert len(open_published(db)) == 4
            for text in (
                f"{head} INSERT {{ ?s rdfs:label ?name }} WHERE {{ {call.replace('127.0.0.1', 'localhost')} }}",
                "INSERT { ?s ?p ?o } WHERE { VALUES ?x { <http://127.0.0.1:1/> } SERVICE ?x { ?s ?p ?o } }",
            ):
                with pytest.raises(RefusedError):
                    writer.write(Update(text, BASE))
            assert len(open_published(db)) == 4
        finally:
            writer.close()
