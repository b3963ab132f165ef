"""Workers: a query that runs too long, eats memory or kills its process costs its own request only."""

from __future__ import annotations

import multiprocessing
import os
import platform
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import QueryError, StoreError
from kg.store.results import Rows, Triples, Truth
from server.allocator import find_library
from server.config import MEBIBYTE
from server.confinement import SOCKET_CALLS, confine
from server.errors import BusyError, DeadlineError, WorkerLostError
from server.pool import WorkerPool
from server.run import _say_what_is_missing
from server.worker import Dataset, Failure, Job, Lacking, Shelf, Table, answer_job

JSON = "application/sparql-results+json"
CARTESIAN = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""Over 200 triples: 1.6 thousand million rows to count, some minutes."""
MEMORY_BOMB = """
SELECT (STRLEN(GROUP_CONCAT(?big; separator="")) AS ?n) WHERE {
  ?s ?p ?o . ?s2 ?p2 ?o2 . BIND(CONCAT(STR(?s), STR(?s2), STR(RAND())) AS ?piece)
  BIND(CONCAT(?piece, ?piece, ?piece, ?piece, ?piece, ?piece, ?piece, ?piece) AS ?a)
  BIND(CONCAT(?a, ?a, ?a, ?a, ?a, ?a, ?a, ?a) AS ?b) BIND(CONCAT(?b, ?b, ?b, ?b, ?b, ?b, ?b, ?b) AS ?big)
}"""
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="the platform has no such limit")


def write_store(path: Path, triples: int = 200, graph: str = "http://g/1") -> str:
    """A store with `triples` triples in one graph."""
    store = Store(str(path))
    predicate, name = NamedNode("http://p/is"), NamedNode(graph)
    store.extend(Quad(NamedNode(f"http://s/{n}"), predicate, Literal(str(n)), name) for n in range(triples))
    store.flush()
    return str(path)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_store(tmp_path_factory.mktemp("worker") / "store")


@contextmanager
def pool_of(
    size: int = 1, deadline: float = 20.0, memory: int = 2048 * MEBIBYTE, waiting: int = 8
) -> Iterator[WorkerPool]:
    pool = WorkerPool(size, deadline, memory, waiting)
    try:
        yield pool
    finally:
        pool.close()


def ask(store: str) -> Job:
    return Job(store, "ASK { ?s ?p ?o }", media_type=JSON)


def test_answers_come_as_bytes_or_as_rows(store: str) -> None:
    with pool_of() as pool:
        assert pool.run(ask(store)) == b'{"head":{},"boolean":true}'
        table = pool.run(Job(store, "SELECT ?o WHERE { ?s ?p ?o } ORDER BY ?s", row_limit=3))
        assert table == Table(Rows(("o",), ((Literal("0"),), (Literal("1"),), (Literal("10"),))), truncated=True)


def test_long_answers_are_whole(store: str) -> None:
    """They go through a file in memory where there is one; a short one after them is not mixed up with it."""
    long = Job(store, "SELECT * { ?s ?p ?o . ?s2 ?p2 ?o2 } ORDER BY ?s ?s2", media_type="text/csv")
    with pool_of() as pool:
        body = pool.run(long)
        assert isinstance(body, bytes)
        assert len(body) > 64 * 1024
        assert len(body.splitlines()) == 200 * 200 + 1
        assert pool.run(ask(store)) == b'{"head":{},"boolean":true}'
        assert pool.run(long) == body


@pytest.mark.skipif(find_library() is None, reason="cmeel-mimalloc is not installed")
def test_the_faster_allocator_is_loaded_into_the_workers_only(store: str) -> None:
    with pool_of() as pool:
        pool.run(ask(store))
        (worker,) = pool.process_ids()
        assert "libmimalloc" in Path(f"/proc/{worker}/maps").read_text(encoding="utf-8")
    assert "mimalloc" not in os.environ.get("LD_PRELOAD", "")


def test_a_lower_deadline_can_be_asked_for_and_no_higher_one(store: str) -> None:
    with pool_of(deadline=1.5) as pool:
        pool.run(ask(store))
        for asked, meant in ((0.3, 0.3), (60.0, 1.5)):
            start = time.monotonic()
            with pytest.raises(DeadlineError, match=f"longer than {meant:g} seconds"):
                pool.run(Job(store, CARTESIAN, media_type=JSON), timeout=asked)
            assert meant <= time.monotonic() - start < meant + 1.0


def test_one_client_with_slow_queries_does_not_make_another_wait(store: str) -> None:
    with pool_of(size=2, deadline=4.0, waiting=8) as pool, ThreadPoolExecutor() as threads:
        pool.run(ask(store))
        slow = [threads.submit(pool.run, Job(store, CARTESIAN, media_type=JSON), "greedy") for _ in range(4)]
        time.sleep(0.3)
        start = time.monotonic()
        assert pool.run(ask(store), "other")
        assert time.monotonic() - start < 1.5
        assert {type(future.exception()) for future in slow} <= {DeadlineError, BusyError}


def test_a_query_is_killed_at_the_deadline_while_others_answer(store: str) -> None:
    with pool_of(size=2, deadline=2.0) as pool, ThreadPoolExecutor() as threads:
        pool.run(ask(store))
        start = time.monotonic()
        slow = threads.submit(pool.run, Job(store, CARTESIAN, media_type=JSON))
        while not slow.done() and time.monotonic() - start < 1.5:
            assert pool.run(ask(store)).startswith(b"{")  # type: ignore[union-attr]
        with pytest.raises(DeadlineError, match="longer than 2 seconds") as caught:
            slow.result()
        assert 2.0 <= time.monotonic() - start < 4.0
        assert caught.value.http_status == 504
        again = time.monotonic()
        assert all(pool.run(ask(store)) for _ in range(4))
        assert time.monotonic() - again < 1.0


def test_the_killed_process_is_gone(store: str) -> None:
    with pool_of(deadline=1.0) as pool:
        before = pool.process_ids()
        with pytest.raises(DeadlineError):
            pool.run(Job(store, CARTESIAN, media_type=JSON))
        after = pool.process_ids()
        assert len(after) == 1
        assert not set(before) & set(after)
        assert {child.pid for child in multiprocessing.active_children()} >= set(after)


@on_linux
def test_a_memory_bomb_ends_its_own_request_only(store: str) -> None:
    with pool_of(memory=2048 * MEBIBYTE, deadline=60.0) as pool:
        assert pool.run(ask(store))
        with pytest.raises(WorkerLostError) as caught:
            pool.run(Job(store, MEMORY_BOMB, media_type=JSON))
        assert caught.value.http_status == 503
        assert pool.run(ask(store))


def test_a_query_that_overflows_the_stack_ends_its_own_request_only(store: str) -> None:
    with pool_of() as pool:
        with pytest.raises(WorkerLostError, match="ended the process"):
            pool.run(Job(store, "SELECT * WHERE " + "{" * 50_000 + "}" * 50_000, media_type=JSON))
        assert pool.run(ask(store))


def test_a_worker_killed_while_idle_is_replaced_before_it_is_asked(store: str) -> None:
    with pool_of() as pool:
        pool.run(ask(store))
        (victim,) = pool.process_ids()
        os.kill(victim, signal.SIGKILL)
        end = time.monotonic() + 5
        while victim in {child.pid for child in multiprocessing.active_children()} and time.monotonic() < end:
            time.sleep(0.01)
        assert pool.run(ask(store))
        assert pool.process_ids() != [victim]


def test_a_full_queue_says_so_at_once(store: str) -> None:
    with pool_of(size=1, deadline=2.0, waiting=1) as pool, ThreadPoolExecutor() as threads:
        pool.run(ask(store))
        slow = threads.submit(pool.run, Job(store, CARTESIAN, media_type=JSON))
        time.sleep(0.2)
        waiting = threads.submit(pool.run, ask(store))
        time.sleep(0.2)
        start = time.monotonic()
        with pytest.raises(BusyError) as caught:
            pool.run(ask(store))
        assert time.monotonic() - start < 1.5  # before the slow one is given up
        assert caught.value.http_status == 503
        assert isinstance(slow.exception(), DeadlineError)
        assert isinstance(waiting.exception() or waiting.result(), bytes | BusyError)


def test_many_threads_share_the_workers(store: str) -> None:
    with pool_of(size=2, waiting=40) as pool, ThreadPoolExecutor(16) as threads:
        jobs = [Job(store, f'SELECT ?s {{ ?s ?p "{n % 7}" }}', row_limit=5) for n in range(40)]
        for job, table in zip(jobs, threads.map(pool.run, jobs), strict=True):
            number = job.query.split('"')[1]
            assert table == Table(Rows(("s",), ((NamedNode(f"http://s/{number}"),),)), truncated=False)


def test_a_worker_follows_the_snapshot(store: str, tmp_path: Path) -> None:
    other = write_store(tmp_path / "other", triples=3)
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with pool_of() as pool:
        numbers = [pool.run(Job(path, count, media_type="text/csv")) for path in (store, other, store)]
    assert numbers == [b"n\r\n200\r\n", b"n\r\n3\r\n", b"n\r\n200\r\n"]


@on_linux
def test_workers_killed_while_they_start_leave_no_descriptor(store: str) -> None:
    with pool_of() as pool:
        pool.run(ask(store))
        before = len(list(Path("/proc/self/fd").iterdir()))
        for _ in range(20):
            with pytest.raises(DeadlineError):
                pool.run(Job(store, CARTESIAN, media_type=JSON), timeout=0.001)
        assert len(list(Path("/proc/self/fd").iterdir())) <= before + 1


def test_no_process_is_left_after_closing(store: str) -> None:
    with pool_of(size=2) as pool, ThreadPoolExecutor(2) as threads:
        list(threads.map(pool.run, [ask(store)] * 4))
        ids = pool.process_ids()
    assert ids
    assert not set(ids) & {child.pid for child in multiprocessing.active_children()}


@pytest.mark.skipif(platform.machine() not in SOCKET_CALLS or sys.platform != "linux", reason="no seccomp filter")
def test_a_service_call_that_got_past_the_guard_reaches_nothing(store: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, pool_of() as pool:
        listener.settimeout(0.3)
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        with pytest.raises(QueryError, match="cannot be answered"):
            pool.run(Job(store, query, media_type=JSON))
        with pytest.raises(TimeoutError):
            listener.accept()


def test_the_query_itself_can_reach_that_listener_without_confinement() -> None:
    """The test above would pass with a wrong port too; this shows that the port is right."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        query = f"SELECT * {{ SERVICE SILENT <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        asking = threading.Thread(target=lambda: list(Store().query(query)))  # type: ignore[arg-type]
        asking.start()
        listener.settimeout(5)
        connection, _ = listener.accept()
        connection.close()
        asking.join(5)
        assert not asking.is_alive()


@on_linux
def test_what_a_platform_lacks_is_named() -> None:
    program = "import platform; platform.machine = lambda: 'other'\nfrom server.confinement import confine\n"
    program += "print(*confine(10**9), sep='|')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "no network\n"
    assert callable(confine)


@on_linux
def test_a_worker_tells_what_it_had_to_leave_out() -> None:
    with pool_of() as pool:
        assert cast("tuple[str, ...]", pool.run(Lacking())) == ()


def test_what_a_platform_lacks_is_said_at_the_start(capsys: pytest.CaptureFixture[str]) -> None:
    _say_what_is_missing(())
    _say_what_is_missing(("memory cap", "no network"))
    assert capsys.readouterr().err.startswith("Left out, since this platform lacks it: memory cap, no network.")


# What the worker itself makes of a job


def run_here(store: str, query: str, **settings: object) -> object:
    return answer_job(Job(store, query, **settings), Shelf())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [("SELEC * {}", 1, 10), ("SELECT *\nWHERE { ?s ?p ?o .\n FILTER(?x +) }", 3, 16), ("SELECT * { ?s ?p ", 1, 18)],
)
def test_a_syntax_error_has_the_parsers_line_and_column(store: str, query: str, line: int, column: int) -> None:
    failure = run_here(store, query, media_type=JSON)
    assert isinstance(failure, Failure)
    assert (failure.kind, failure.line, failure.column) == (QueryError, line, column)
    assert f"line {line}, column {column}" in failure.message
    assert len(failure.message) < 400
    assert "\\u{" not in failure.message


@pytest.mark.parametrize("query", ["SELECT (<urn:f>(1) AS ?x) {}", "SELECT * { SERVICE ?nothing { ?s ?p ?o } }"])
def test_what_cannot_be_answered_is_the_querys_fault(store: str, query: str) -> None:
    failure = run_here(store, query, media_type=JSON)
    assert isinstance(failure, Failure)
    assert isinstance(failure.error(), QueryError)


def test_a_missing_store_is_no_fault_of_the_query(tmp_path: Path) -> None:
    failure = run_here(str(tmp_path / "none"), "ASK {}", media_type=JSON)
    assert isinstance(failure, Failure)
    assert isinstance(failure.error(), StoreError)
    assert failure.error().http_status == 503


def test_an_answer_that_is_too_large_is_refused_with_advice(store: str) -> None:
    failure = run_here(store, "SELECT * { ?s ?p ?o }", media_type=JSON, max_bytes=1_000)
    assert isinstance(failure, Failure)
    assert "at most 1,000 are sent. Add a LIMIT" in failure.message


def test_tables_of_each_form(store: str) -> None:
    assert run_here(store, "ASK { ?s ?p 'none' }") == Table(Truth(value=False), truncated=False)
    graph = run_here(store, "CONSTRUCT WHERE { ?s ?p ?o }", row_limit=2)
    assert isinstance(graph, Table)
    assert isinstance(graph.result, Triples)
    assert (len(graph.result.triples), graph.truncated) == (2, True)


@pytest.mark.parametrize(
    ("dataset", "expected"),
    [
        (Dataset(), b"n\r\n200\r\n"),
        (Dataset(union=False), b"n\r\n0\r\n"),
        (Dataset(union=False, default_graphs=("http://g/1",)), b"n\r\n200\r\n"),
        (Dataset(union=False, default_graphs=("http://g/2",)), b"n\r\n0\r\n"),
        (Dataset(union=False, default_graphs=(), named_graphs=("http://g/1",)), b"n\r\n0\r\n"),
    ],
)
def test_the_dataset_is_the_one_that_was_asked_for(store: str, dataset: Dataset, expected: bytes) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert run_here(store, query, dataset=dataset, media_type="text/csv") == expected


def test_relative_iris_are_below_the_base(store: str) -> None:
    query = "CONSTRUCT { <a> <b> <c> } WHERE {}"
    assert run_here(store, query, base="http://x/", media_type="application/n-triples") == (
        b"<http://x/a> <http://x/b> <http://x/c> .\n"
    )
