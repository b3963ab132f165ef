"""The graph in memory: the same answers as from disk, never an old one, and as hard to kill."""

from __future__ import annotations

import os
import platform
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import QueryError, StoreError, UsageError
from kg.settings import load_settings
from kg.store.embedded import Database
from ontology.terms import BASE
from server.choice import AGAIN, KINDS_KEPT, MEMORY_SHARE, QUICK, SELDOM, Choice, Way, ask_faster, is_cut, kind_of
from server.config import MEBIBYTE, ServerConfig, config_of
from server.confinement import SOCKET_CALLS
from server.engine import Engine
from server.errors import DeadlineError, WorkerLostError
from server.free_memory import free_memory
from server.holder import IS_POSSIBLE, Holder, HolderError
from server.memory import MemoryGraph, read_into_memory
from server.snapshots import Snapshot
from server.worker import Dataset, Job
from server.writer import GraphWriter, Update
from tests.served import add_quads, build_database, served
from tests.test_worker import CARTESIAN, MEMORY_BOMB, write_store

CSV = "text/csv"
K = b"a kind"
LATE = 30.0
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ROOM = 64 * MEBIBYTE
CAP = 2048 * MEBIBYTE
in_memory = pytest.mark.skipif(not IS_POSSIBLE, reason="the platform cannot hold a graph in memory for many processes")


def wait_until(is_so: Callable[[], object], seconds: float = 60.0) -> bool:
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
        holder.kill(5.0)


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
        assert engine.pool.asked == {"memory": len(queries), "disk": 1}  # a worker was warmed
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
        before = engine.pool.asked["memory"]
        engine.answer(COUNT + " # again", Dataset(), CSV)
        assert engine.pool.asked["memory"] == before + 1


@in_memory
def test_a_written_change_is_seen_by_the_next_query(db: Path) -> None:
    engine = Engine(ServerConfig(db=db, token="x" * 16, graph_memory_bytes=ROOM, cache_bytes=0))
    try:
        engine.warm()
        assert wait_until(engine.is_in_memory)
        writer = cast("GraphWriter", engine.writer)
        for number in range(5):
            writer.write(Update(f"INSERT DATA {{ GRAPH <http://g/n> {{ <http://a/{number}> <http://p> 1 }} }}", BASE))
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
        assert engine.pool.asked["memory"] == 0
    finally:
        engine.close()


@in_memory
def test_what_takes_more_memory_than_its_text_tells_is_not_held(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    store.bulk_extend(Quad(NamedNode(f"a:{n}"), NamedNode("a:p"), Literal(n), NamedNode("a:g")) for n in range(60_000))
    store.flush()
    del store
    with pytest.raises(StoreError, match="takes too much"):
        read_into_memory(Snapshot(str(tmp_path / "store"), "1"), 16 * MEBIBYTE, CAP)
    holder = read_into_memory(Snapshot(str(tmp_path / "store"), "1"), 200 * MEBIBYTE, CAP)
    assert holder.size == 60_000
    holder.kill()


@in_memory
def test_one_snapshot_is_read_at_a_time(db: Path) -> None:
    with engine_of(db) as engine:
        for number in range(12):
            add_quads(db, [Quad(NamedNode("a:s"), NamedNode("a:p"), Literal(number), NamedNode("a:g"))])
            engine.answer(COUNT, Dataset(), CSV)
            assert sum(thread.name == "graph in memory" for thread in threading.enumerate()) <= 1
        assert wait_until(lambda: engine.answer(COUNT, Dataset(), CSV) and engine.is_in_memory())


@in_memory
def test_a_graph_is_there_when_it_is_empty(db: Path) -> None:
    queries = [
        "SELECT ?g { GRAPH ?g {} } ORDER BY ?g",
        "ASK { GRAPH <http://g/empty> {} }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { OPTIONAL { ?s <http://p/none> ?o } } }",
    ]
    with Database(db, BASE) as database:
        database.store.add_graph(NamedNode("http://g/empty"))
        database.publish()
    answers = []
    with engine_of(db) as engine:
        answers.append([engine.answer(query, Dataset(), CSV) for query in queries])
        assert engine.pool.asked["memory"] == len(queries)
    plain = Engine(ServerConfig(db=db, cache_bytes=0))
    answers.append([plain.answer(query, Dataset(), CSV) for query in queries])
    plain.close()
    assert answers[0] == answers[1]
    assert b"http://g/empty" in answers[0][0]


@in_memory
def test_every_worker_has_random_numbers_of_its_own(db: Path) -> None:
    query = "SELECT (STRUUID() AS ?a) (RAND() AS ?b) (BNODE() AS ?c) {}"
    with engine_of(db) as engine:
        holder = cast("MemoryGraph", engine.memory).holder
        assert holder is not None
        found = set()
        for _ in range(3):
            worker = holder.start()
            worker.send(Job(holder.snapshot.path, query, media_type=CSV))
            assert worker.waits(10)
            found.add(worker.receive())
            worker.kill()
    assert len(found) == 3


@in_memory
def test_a_store_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="too large to be held in memory, or cannot be read"):
        read_into_memory(Snapshot(str(tmp_path / "none"), "1"), ROOM, CAP)


@in_memory
def test_metrics_tell_where_queries_were_asked(db: Path) -> None:
    with served(db, graph_memory_bytes=ROOM) as client:
        assert wait_until(lambda: b"communique_graph_in_memory 1.0" in client.get("/metrics").data + _ask(client))
        text = client.get("/metrics").data.decode()
    assert 'communique_worker_queries_total{where="memory"} ' in text
    assert 'communique_worker_queries_total{where="disk"} ' in text


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
        assert wait_until(lambda: engine.answer(COUNT, Dataset(), CSV) == expected and engine.is_in_memory(), 90.0)


@in_memory
def test_a_holder_that_ended_is_seen_by_queries_that_are_asked_on_disk(db: Path) -> None:
    with engine_of(db) as engine:
        memory = cast("MemoryGraph", engine.memory)
        holder = cast("Holder", memory.holder)
        os.kill(cast("int", holder.pid), signal.SIGKILL)
        assert wait_until(lambda: not holder.is_alive())
        engine.answer(COUNT + " LIMIT 1", Dataset(), CSV)
        assert memory.holder is not holder


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
        holder.kill()


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
        assert engine.pool.asked == {"memory": 1, "disk": 2}  # of which one warmed a worker
        assert engine.answer(COUNT, Dataset(), CSV).startswith(b"n\r\n")


@in_memory
@pytest.mark.parametrize("timeout", [0.001, 0.02, 0.3])
def test_a_short_time_is_kept_to(db: Path, timeout: float) -> None:
    with engine_of(db) as engine:
        for _ in range(4):
            start = time.monotonic()
            with pytest.raises(DeadlineError):
                engine.answer(CARTESIAN, Dataset(), CSV, timeout=timeout)
            assert time.monotonic() - start < timeout + 5.0
        assert engine.pool.busy == 0
        assert engine.answer(COUNT, Dataset(), CSV).startswith(b"n\r\n")


@in_memory
def test_a_holder_that_stands_still_is_ended(db: Path) -> None:
    with engine_of(db) as engine:
        expected = engine.answer(COUNT, Dataset(), CSV)
        holder = cast("MemoryGraph", engine.memory).holder
        assert holder is not None
        os.kill(cast("int", holder.pid), signal.SIGSTOP)
        for process in engine.pool.process_ids():
            os.kill(process, signal.SIGKILL)
        start = time.monotonic()
        assert wait_until(lambda: engine.pool.process_ids() and _answers(engine, expected))
        assert time.monotonic() - start < 10.0
        assert not lives(holder.pid)


def _answers(engine: Engine, expected: bytes) -> bool:
    try:
        return engine.answer(COUNT, Dataset(), CSV) == expected
    except WorkerLostError:
        return False  # it had been killed, and its pipe was still open


@in_memory
def test_a_holder_that_keeps_dying_is_made_more_and_more_seldom(db: Path) -> None:
    with engine_of(db) as engine:
        memory, end = cast("MemoryGraph", engine.memory), time.monotonic() + 6.0
        while time.monotonic() < end:
            if memory.holder is not None and memory.holder.pid:
                os.kill(memory.holder.pid, signal.SIGKILL)
            with suppress(WorkerLostError):
                engine.answer(COUNT, Dataset(), CSV)
            time.sleep(0.02)
        assert memory.attempts < 5


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
        assert choice.plan(K)[0] is Way.MEMORY
        choice.note(K, Way.MEMORY, QUICK / 2)


@pytest.mark.parametrize(("memory", "disk", "best"), [(0.3, 0.1, Way.DISK), (0.1, 0.3, Way.MEMORY)])
def test_what_is_slow_is_tried_both_ways_and_the_faster_is_taken(memory: float, disk: float, best: Way) -> None:
    choice, taken, seconds = Choice(), [], {Way.MEMORY: memory, Way.DISK: disk}
    for _ in range(6):
        taken.append(choice.plan(K)[0])
        choice.note(K, taken[-1], seconds[taken[-1]])
    assert taken == [Way.MEMORY, Way.DISK, best, best.other, best, best]


def test_the_first_time_of_a_way_is_forgiven() -> None:
    choice = Choice()
    for way, seconds in ((Way.MEMORY, 0.7), (Way.DISK, 0.2), (Way.DISK, 0.2), (Way.MEMORY, 0.1)):
        assert choice.plan(K)[0] is way
        choice.note(K, way, seconds)
    assert choice.plan(K)[0] is Way.MEMORY


def test_a_way_that_has_become_slower_is_left() -> None:
    choice = Choice()
    for way, seconds in ((Way.MEMORY, 0.1), (Way.MEMORY, 0.1), (Way.DISK, 0.3), (Way.DISK, 0.3)):
        choice.note(K, way, seconds)
    assert choice.plan(K)[0] is Way.MEMORY
    for _ in range(4):
        choice.note(K, Way.MEMORY, 2.0)
    assert choice.plan(K)[0] is Way.DISK


def test_what_was_late_in_memory_goes_to_disk() -> None:
    choice = Choice()
    choice.note(K, Way.MEMORY, LATE)
    for _ in range(5):
        assert choice.plan(K)[0] is Way.DISK
        choice.note(K, Way.DISK, 3.0)
    assert choice.plan(b"another")[0] is Way.MEMORY


def test_what_is_late_both_ways_is_asked_on_disk() -> None:
    choice = Choice()
    for way in (Way.MEMORY, Way.DISK) * 4:
        choice.note(K, way, LATE)
    assert choice.plan(K)[0] is Way.DISK


@pytest.mark.parametrize("disk", [0.3, 0.9])
def test_once_late_is_not_late_for_good(disk: float) -> None:
    choice = Choice()
    for way, seconds in ((Way.MEMORY, 0.1), (Way.DISK, disk), (Way.MEMORY, 0.1), (Way.DISK, disk), (Way.MEMORY, LATE)):
        choice.note(K, way, seconds)
    taken = []
    for _ in range(SELDOM + AGAIN):
        taken.append(choice.plan(K)[0])
        choice.note(K, taken[-1], 0.1 if taken[-1] is Way.MEMORY else disk)
    assert taken[0] is Way.DISK
    assert taken[-1] is Way.MEMORY


def test_a_hopeless_way_is_left_alone() -> None:
    choice = Choice()
    for way, seconds in ((Way.MEMORY, 9.0), (Way.DISK, 0.1), (Way.DISK, 0.1)):
        choice.note(K, way, seconds)
    for _ in range(2 * AGAIN):
        assert choice.plan(K)[0] is Way.DISK
        choice.note(K, Way.DISK, 0.1)


def test_old_kinds_are_forgotten() -> None:
    choice = Choice()
    choice.note(b"first", Way.MEMORY, LATE)
    for number in range(KINDS_KEPT):
        choice.note(str(number).encode(), Way.MEMORY, 1.0)
    assert choice.plan(b"first")[0] is Way.MEMORY


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


def test_the_kind_of_any_text_is_found_in_linear_time() -> None:
    start = time.process_time()
    for text in ("# " + r"\'" * 30_000, r"'\'" * 20_000, '"' * 60_000, "<" * 60_000, " a" * 30_000, "1" * 60_000):
        kind_of(text)
    assert time.process_time() - start < 2.0


class Scripted:
    """In the place of a turn: what happens at each way, and what was asked for how long."""

    seconds = left = 8.0
    is_whole = True

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


def test_what_is_late_in_memory_has_what_is_left_on_disk() -> None:
    choice = Choice()
    both = [("memory", Scripted.seconds * MEMORY_SHARE), ("disk", Scripted.left)]
    assert ask_scripted(choice, memory=DeadlineError("late"), disk=b"x") == (b"x", both)
    assert ask_scripted(choice, disk=b"y") == (b"y", both[1:])


@pytest.mark.parametrize("slow", ["memory", "disk"])
def test_who_gives_little_time_is_answered_by_the_faster_way(monkeypatch: pytest.MonkeyPatch, slow: str) -> None:
    monkeypatch.setattr(Scripted, "is_whole", False)
    choice, late = Choice(), {slow: DeadlineError("late")}
    found = [ask_scripted(choice, **{"memory": b"x", "disk": b"x", **late}) for _ in range(8)]
    assert all(answer == b"x" for answer, _ in found)
    asked = [way for _, ways in found[4:] for way, _ in ways]
    assert slow not in asked


def test_a_query_that_ends_its_worker_in_memory_may_be_answered_from_disk() -> None:
    choice = Choice()
    answer, asked = ask_scripted(choice, memory=WorkerLostError("gone"), disk=b"x")
    assert (answer, [way for way, _ in asked]) == (b"x", ["memory", "disk"])
    assert choice.plan(kind_of(COUNT))[0] is Way.DISK


def test_one_that_ends_its_worker_both_ways_is_an_error() -> None:
    with pytest.raises(WorkerLostError):
        ask_scripted(Choice(), memory=WorkerLostError("gone"), disk=WorkerLostError("gone"))


def test_what_asks_for_some_rows_only_is_asked_on_disk(db: Path) -> None:
    queries = ["SELECT ?s { ?s ?p ?o . ?s a ?t } LIMIT 5", "SELECT ?s { ?s ?p ?o . ?s a ?t } ORDER BY ?s offset 5"]
    assert all(map(is_cut, queries))
    assert not is_cut("SELECT ?limited { ?limited ?p ?o }")
    if IS_POSSIBLE:
        with engine_of(db) as engine:
            plain = Engine(ServerConfig(db=db, cache_bytes=0))
            for query in queries:
                assert engine.answer(query, Dataset(), CSV) == plain.answer(query, Dataset(), CSV)
            assert engine.pool.asked["memory"] == 0
            plain.close()


# The setting


@pytest.mark.parametrize(("text", "expected"), [("0", 0), ("300", 300 * MEBIBYTE)])
def test_the_setting_is_in_mebibytes(db: Path, text: str, expected: int) -> None:
    assert config_of(load_settings({"db": db, "graph_memory": text})).graph_memory_bytes == expected


def test_by_itself_a_part_of_the_free_memory_is_taken(db: Path) -> None:
    found = config_of(load_settings({"db": db})).graph_memory_bytes
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    assert 0 < found < total or sys.platform != "linux"


def test_a_container_tells_what_it_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    most, used, stat = (tmp_path / name for name in ("memory.max", "memory.current", "memory.stat"))
    monkeypatch.setattr("server.free_memory.CONTROL_GROUPS", ((str(most), str(used), "inactive_file"),))
    without = free_memory()
    used.write_text("50000000\n")
    stat.write_text("anon 20000000\ninactive_file 30000000\n")
    most.write_text("max\n")
    assert abs(free_memory() - without) < without / 4
    most.write_text("60000000\n")
    assert free_memory() == 40_000_000


def test_another_text_is_refused() -> None:
    with pytest.raises(UsageError, match="auto, or a whole number of MiB"):
        load_settings({"graph_memory": "much"})
