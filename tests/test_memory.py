"""The graph in memory: the same answers as from disk, never an old one, and as hard to kill."""

from __future__ import annotations

import os
import platform
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import QueryError, StoreError, UsageError
from kg.settings import load_settings
from server.choice import KINDS_KEPT, LATE, MEMORY_SHARE, QUICK, Choice, Way, ask_faster, kind_of
from server.config import MEBIBYTE, ServerConfig, Snapshot, config_of
from server.confinement import SOCKET_CALLS
from server.engine import Engine
from server.errors import DeadlineError, WorkerLostError
from server.memory import IS_POSSIBLE, Holder, HolderError, MemoryGraph, read_into_memory
from server.worker import Dataset, Job
from server.writer import GraphWriter, Update
from tests.served import add_quads, build_database, served
from tests.test_worker import CARTESIAN, MEMORY_BOMB, write_store

CSV = "text/csv"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ROOM = 64 * MEBIBYTE
CAP = 2048 * MEBIBYTE
in_memory = pytest.mark.skipif(not IS_POSSIBLE, reason="the platform cannot hold a graph in memory for many processes")


def wait_until(is_so: Callable[[], object], seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while not is_so() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(is_so())


@contextmanager
def engine_of(db: Path, **settings: Any) -> Iterator[Engine]:
    """An engine whose graph is in memory."""
    engine = Engine(ServerConfig(db=db, **{"graph_memory_bytes": ROOM, "cache_bytes": 0, "workers": 2} | settings))
    try:
        engine.warm()
        assert wait_until(engine.is_in_memory)
        yield engine
    finally:
        engine.close()


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return build_database(tmp_path / "db")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_store(tmp_path_factory.mktemp("memory") / "store")


@contextmanager
def holder_of(store: str) -> Iterator[Holder]:
    holder = read_into_memory(Snapshot(store, "1"), ROOM, CAP)
    try:
        yield holder
    finally:
        holder.close()


def lives(process: int | None) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return ") Z" not in Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False


# The graph in memory


@in_memory
def test_answers_from_memory_are_those_from_disk(db: Path) -> None:
    queries = [  # blank nodes have other labels in memory
        "SELECT ?s ?p ?o { ?s ?p ?o FILTER (ISIRI(?s) && !ISBLANK(?o)) } ORDER BY ?s ?p STR(?o) LANG(?o)",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
        "SELECT DISTINCT ?a ?b { ?a (<a:b>|!<a:b>)+ ?b FILTER (ISIRI(?a) && ISIRI(?b)) } ORDER BY ?a ?b",
    ]
    dataset = Dataset(union=True)
    with engine_of(db) as engine:
        found = [engine.answer(query, dataset, CSV) for query in queries]
        assert engine.choice.asked == {Way.MEMORY: 3, Way.DISK: 0}
        separate = engine.answer(COUNT, Dataset(union=False), CSV)
    plain = Engine(ServerConfig(db=db, cache_bytes=0))
    try:
        assert [plain.answer(query, dataset, CSV) for query in queries] == found
        assert plain.answer(COUNT, Dataset(union=False), CSV) == separate
        assert all(len(body) > 100 for body in found)
    finally:
        plain.close()


@in_memory
def test_every_change_is_seen_at_once_and_memory_follows(db: Path) -> None:
    text = "SELECT ?o { <http://a/new> <http://a/says> ?o . ?x a ?y } LIMIT 1"
    with engine_of(db) as engine:
        for number in range(1, 4):
            said = Quad(
                NamedNode("http://a/new"), NamedNode("http://a/says"), Literal(str(number)), NamedNode("http://g/")
            )
            add_quads(db, [said])
            query = text.replace("?o .", f'"{number}" .').replace("?o {", "?x {")
            assert len(engine.answer(query, Dataset(), CSV).splitlines()) == 2
        assert wait_until(lambda: engine.answer(COUNT, Dataset(), CSV) and engine.is_in_memory())
        before = engine.choice.asked[Way.MEMORY]
        engine.answer(COUNT + " # again", Dataset(), CSV)
        assert engine.choice.asked[Way.MEMORY] == before + 1


@in_memory
def test_a_written_change_is_seen_by_the_next_query(db: Path) -> None:
    config = ServerConfig(db=db, token="x" * 16, graph_memory_bytes=ROOM, cache_bytes=0)
    engine = Engine(config)
    try:
        engine.warm()
        assert wait_until(engine.is_in_memory)
        writer = cast("GraphWriter", engine.writer)
        for number in range(5):
            writer.write(
                Update(f"INSERT DATA {{ GRAPH <http://g/n> {{ <http://a/{number}> <http://p> 1 }} }}", config.base)
            )
            count = engine.answer("SELECT (COUNT(*) AS ?n) { GRAPH <http://g/n> { ?s ?p ?o } }", Dataset(), CSV)
            assert count == f"n\r\n{number + 1}\r\n".encode()
    finally:
        engine.close()


@in_memory
def test_a_graph_without_room_for_it_stays_on_disk(db: Path) -> None:
    engine = Engine(ServerConfig(db=db, graph_memory_bytes=10_000, cache_bytes=0))
    try:
        engine.warm()
        assert engine.memory is not None
        assert wait_until(lambda: engine.memory is not None and engine.memory.attempts == 1)
        assert not engine.is_in_memory()
        assert engine.answer(COUNT, Dataset(), CSV).startswith(b"n\r\n")
        assert engine.choice.asked == {Way.MEMORY: 0, Way.DISK: 0}
    finally:
        engine.close()


@in_memory
def test_a_store_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="too large to be held in memory, or cannot be read"):
        read_into_memory(Snapshot(str(tmp_path / "none"), "1"), ROOM, CAP)


@in_memory
def test_metrics_tell_where_queries_were_asked(db: Path) -> None:
    with served(db, graph_memory_bytes=ROOM) as client:
        assert wait_until(lambda: b"communique_graph_in_memory 1.0" in client.get("/metrics").data + _ask(client))
        text = client.get("/metrics").data.decode()
    assert 'communique_answers_made_total{where="memory"} ' in text
    assert 'communique_answers_made_total{where="disk"} ' in text


def _ask(client: Any) -> bytes:
    assert client.get("/sparql", query_string={"query": COUNT}).status_code == 200
    return b""


# As hard to kill


@in_memory
@pytest.mark.parametrize("victim", ["holder", "worker"])
def test_a_killed_process_costs_no_query_but_its_own(db: Path, victim: str) -> None:
    with engine_of(db) as engine:
        expected = engine.answer(COUNT, Dataset(), CSV)
        holder = cast("MemoryGraph", engine.memory).holder
        assert holder is not None
        idle = [process for process in engine.pool.process_ids() if process != holder.pid]
        victims = [holder.pid] if victim == "holder" else idle
        for process in victims:
            os.kill(cast("int", process), signal.SIGKILL)
        assert wait_until(lambda: not any(map(lives, victims)))
        for _ in range(3):
            assert engine.answer(COUNT, Dataset(), CSV) == expected
        assert wait_until(lambda: engine.answer(COUNT, Dataset(), CSV) == expected and engine.is_in_memory())


@in_memory
def test_the_workers_of_a_closed_holder_end(store: str) -> None:
    with holder_of(store) as holder:
        assert holder.size == 200
        worker = holder.start()
        worker.send(Job(store, COUNT, media_type=CSV))
        assert worker.waits(10)
        assert worker.receive() == b"n\r\n200\r\n"
        process = worker.process.pid
        assert worker.is_alive()
        assert lives(process)
    assert wait_until(lambda: not worker.is_alive() and not lives(process))
    worker.kill()
    with pytest.raises(HolderError):
        holder.start()


@in_memory
def test_a_query_that_was_asked_when_the_holder_ends_is_answered(store: str) -> None:
    slow = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c = ?f) }"
    with holder_of(store) as holder:
        worker = holder.start()
        worker.send(Job(store, slow, media_type=CSV))
    assert worker.waits(60)
    assert worker.receive() == b"n\r\n40000\r\n"
    worker.kill()


@in_memory
def test_a_bomb_in_memory_costs_its_own_request_only(store: str) -> None:
    holder = read_into_memory(Snapshot(store, "1"), ROOM, 256 * MEBIBYTE)
    try:
        worker = holder.start()
        worker.send(Job(store, MEMORY_BOMB, media_type=CSV))
        assert worker.waits(60)
        with pytest.raises((EOFError, OSError)):
            worker.receive()
        worker.kill()
        assert holder.is_alive()
    finally:
        holder.close()


@in_memory
@pytest.mark.skipif(platform.machine() not in SOCKET_CALLS or sys.platform != "linux", reason="no seccomp filter")
def test_a_service_call_from_memory_reaches_nothing(store: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, holder_of(store) as holder:
        listener.settimeout(0.3)
        worker = holder.start()
        place = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        worker.send(Job(store, f"SELECT * {{ SERVICE <{place}> {{ ?s ?p ?o }} }}", media_type=CSV))
        assert worker.waits(10)
        assert getattr(worker.receive(), "kind", None) is QueryError
        with pytest.raises(TimeoutError):
            listener.accept()
        worker.kill()


@in_memory
def test_what_is_late_in_memory_is_late_on_disk_and_told_with_the_whole_deadline(db: Path) -> None:
    with engine_of(db, deadline=2.0) as engine:
        start = time.monotonic()
        with pytest.raises(DeadlineError, match="longer than 2 seconds"):
            engine.answer(CARTESIAN, Dataset(), CSV)
        assert 1.9 < time.monotonic() - start < 6.0
        assert engine.choice.asked == {Way.MEMORY: 1, Way.DISK: 1}
        assert engine.answer(COUNT, Dataset(), CSV).startswith(b"n\r\n")


@in_memory
def test_nothing_is_left_when_the_engine_is_closed(db: Path) -> None:
    with engine_of(db) as engine:
        engine.answer(COUNT, Dataset(), CSV)
        holder = cast("MemoryGraph", engine.memory).holder
        left = [holder.pid if holder else None, *engine.pool.process_ids()]
    assert len(left) == 3  # of the holder, on disk, in memory
    assert wait_until(lambda: not any(map(lives, left)))


# Which way


def test_what_is_quick_in_memory_is_never_tried_on_disk() -> None:
    choice = Choice()
    for _ in range(5):
        assert choice.way("k") is Way.MEMORY
        choice.note("k", Way.MEMORY, QUICK / 2)


@pytest.mark.parametrize(("memory", "disk", "best"), [(0.3, 0.1, Way.DISK), (0.1, 0.3, Way.MEMORY)])
def test_what_is_slow_is_tried_both_ways_and_the_faster_is_taken(memory: float, disk: float, best: Way) -> None:
    choice, taken, seconds = Choice(), [], {Way.MEMORY: memory, Way.DISK: disk}
    for _ in range(6):
        taken.append(choice.way("k"))
        choice.note("k", taken[-1], seconds[taken[-1]])
    assert taken == [Way.MEMORY, Way.MEMORY, Way.DISK, Way.DISK, best, best]


def test_the_first_time_of_a_way_is_forgiven() -> None:
    choice = Choice()
    for way, seconds in ((Way.MEMORY, 9.0), (Way.MEMORY, 0.1), (Way.DISK, 0.2), (Way.DISK, 0.2)):
        choice.note("k", way, seconds)
    assert choice.way("k") is Way.MEMORY


def test_a_way_that_has_become_slower_is_left() -> None:
    choice = Choice()
    for way, seconds in ((Way.MEMORY, 0.1), (Way.MEMORY, 0.1), (Way.DISK, 0.3), (Way.DISK, 0.3)):
        choice.note("k", way, seconds)
    assert choice.way("k") is Way.MEMORY
    for _ in range(4):
        choice.note("k", Way.MEMORY, 2.0)
    assert choice.way("k") is Way.DISK


def test_what_was_late_in_memory_goes_to_disk() -> None:
    choice = Choice()
    choice.note("k", Way.MEMORY, LATE)
    assert choice.way("k") is Way.DISK
    choice.note("k", Way.DISK, 3.0)
    assert choice.way("k") is Way.DISK
    assert choice.way("another") is Way.MEMORY


def test_old_kinds_are_forgotten() -> None:
    choice = Choice()
    choice.note("first", Way.MEMORY, LATE)
    for number in range(KINDS_KEPT):
        choice.note(str(number), Way.MEMORY, 1.0)
    assert choice.way("first") is Way.MEMORY


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ('SELECT * { ?s ?p "a" }', 'SELECT * { ?s ?p "b\\"c" }', True),
        ("SELECT * { <http://a/1> ?p ?o } LIMIT 5", "SELECT * { <http://b/> ?p ?o } LIMIT 60", True),
        ("SELECT * { ?s a cmq:Request }", "SELECT * { ?s a cmq:Threaten }", True),
        ("SELECT * { ?s cmq:actor ?o }", "SELECT * { ?s cmq:recipient ?o }", False),
        ("SELECT * { ?s1 ?p ?o }", "SELECT * { ?s2 ?p ?o }", False),
        ("SELECT * { ?s ?p ?o FILTER (?o < 5) }", "SELECT * { ?s ?p ?o FILTER (?o < 6.5e3) }", True),
        ("SELECT * { ?s ?p ?o FILTER (?o < 5) }", "SELECT * { ?s ?p ?o FILTER (?o > 5) }", False),
    ],
)
def test_queries_are_of_a_kind_when_only_constants_differ(one: str, other: str, alike: bool) -> None:
    assert (kind_of(one) == kind_of(other)) is alike


class Scripted:
    """In the place of a turn: what happens at each way, and what was asked for how long."""

    seconds = 8.0

    def __init__(self, **outcomes: object) -> None:
        self.outcomes = outcomes
        self.asked: list[tuple[str, float]] = []

    def ask(self, _job: Job, seconds: float, source: object | None = None) -> object:
        """Note it, and answer or raise."""
        way = "disk" if source is None else "memory"
        self.asked.append((way, seconds))
        outcome = self.outcomes[way]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def ask_scripted(choice: Choice, **outcomes: object) -> tuple[object, list[tuple[str, float]]]:
    turn: Any = Scripted(**outcomes)
    source: Any = object()
    return ask_faster(turn, Job("", COUNT), source, choice), turn.asked


def test_what_is_late_in_memory_has_the_rest_of_its_time_on_disk() -> None:
    choice = Choice()
    answer, asked = ask_scripted(choice, memory=DeadlineError("late"), disk=b"x")
    assert (answer, asked[0]) == (b"x", ("memory", Scripted.seconds * MEMORY_SHARE))
    (way, left) = asked[1]
    assert way == "disk"
    assert Scripted.seconds - 0.5 < left < Scripted.seconds  # it was told at once that it is late
    assert ask_scripted(choice, disk=b"y") == (b"y", [("disk", Scripted.seconds)])


def test_a_query_that_ends_its_worker_in_memory_may_be_answered_from_disk() -> None:
    choice = Choice()
    answer, asked = ask_scripted(choice, memory=WorkerLostError("gone"), disk=b"x")
    assert (answer, [way for way, _ in asked]) == (b"x", ["memory", "disk"])
    assert choice.way(kind_of(COUNT)) is Way.DISK


def test_one_that_ends_its_worker_both_ways_is_an_error() -> None:
    with pytest.raises(WorkerLostError):
        ask_scripted(Choice(), memory=WorkerLostError("gone"), disk=WorkerLostError("gone"))


# The setting


@pytest.mark.parametrize(("text", "expected"), [("0", 0), ("300", 300 * MEBIBYTE)])
def test_the_setting_is_in_mebibytes(db: Path, text: str, expected: int) -> None:
    assert config_of(load_settings({"db": db, "graph_memory": text})).graph_memory_bytes == expected


def test_by_itself_a_part_of_the_free_memory_is_taken(db: Path) -> None:
    found = config_of(load_settings({"db": db})).graph_memory_bytes
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    assert 0 < found < total or sys.platform != "linux"


def test_another_text_is_refused() -> None:
    with pytest.raises(UsageError, match="auto, or a whole number of MiB"):
        load_settings({"graph_memory": "much"})
