"""Queries run in worker processes that can be killed.

The engine has no time limit and cannot be cancelled, and some queries abort its process. So a query is sent
to a process of a small pool: at the deadline that process is killed and replaced, if it dies its own request
alone fails, and memory is capped. A worker holds one snapshot open and changes to another when a job asks for
it. An answer is complete before the first byte of it is sent on.

Processes come from a fork server that has the engine loaded, so a replacement costs some 20 ms. Each worker
watches the server and ends with it, also in the middle of a query (the engine lets other threads run).
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import re
import signal
import threading
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Final, TypeAlias

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from kg.errors import CommuniqueError, QueryError, StoreError
from kg.store.results import Result, Rows, Triples, Truth
from ontology.terms import PREFIXES
from server.confinement import confine
from server.errors import BusyError, DeadlineError, WorkerLostError

RETRY_SECONDS: Final = 2
"""What a client is told to wait when the server is full: the time that most queries need."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Which graphs a query sees. None for `default_graphs` leaves it to the query.

    `union` makes the default graph the union of all graphs, as long as no graphs are named.
    """

    union: bool = True
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """One query for a worker: as bytes of `media_type`, or as a table of at most `row_limit` rows.

    Relative IRIs of the query are below `base`.
    """

    store: str
    query: str
    dataset: Dataset = field(default_factory=Dataset)
    base: str | None = None
    media_type: str | None = None
    row_limit: int = 0
    max_bytes: int = 2**62


@dataclass(frozen=True, slots=True)
class Table:
    """An answer as terms, cut off where `truncated`."""

    result: Result
    truncated: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """An error on its way from the worker; `line` and `column` where the parser gives them."""

    kind: type[CommuniqueError]
    message: str
    line: int | None = None
    column: int | None = None

    def error(self) -> CommuniqueError:
        """The exception to raise on the server's side."""
        if issubclass(self.kind, QueryError):
            return self.kind(self.message, self.line, self.column)
        return self.kind(self.message)


Answer: TypeAlias = bytes | Table
Reply: TypeAlias = bytes | Table | Failure

# In the worker


def run_worker(connection: Connection, memory_bytes: int) -> None:
    """Answer jobs until the other end closes; the body of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_server, daemon=True).start()
    confine(memory_bytes)
    shelf = Shelf()
    while True:
        try:
            job = connection.recv()
        except EOFError:
            return
        connection.send(answer_job(job, shelf))


def end_with_server() -> None:
    """Wait for the server to end, then end this process; the body of a thread of every worker."""
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os._exit(1)


@dataclass(slots=True)
class Shelf:
    """The one snapshot that a worker has open."""

    path: str = ""
    store: Store | None = None

    def open(self, path: str) -> Store:
        """The store at a path. Raises StoreError when it cannot be opened."""
        if self.store is None or path != self.path:
            self.store = None
            try:
                self.store = Store.read_only(path)
            except OSError as exc:
                raise StoreError(f"The store cannot be opened ({_first_line(exc)}). Build it again.") from exc
            self.path = path
        return self.store


def answer_job(job: Job, shelf: Shelf) -> Reply:
    """The answer to a job, or why there is none; never raises for a bad query."""
    try:
        store = shelf.open(job.store)
        answer = _run_query(store, job)
        if job.media_type is None:
            return _tabulate(answer, job.row_limit)
        body = _write(answer, job.media_type)
    except SyntaxError as exc:
        return _syntax_failure(exc)
    except StoreError as exc:
        return Failure(StoreError, str(exc))
    except MemoryError:
        return Failure(WorkerLostError, "The query needed more memory than it may have. Narrow it, or add a LIMIT.")
    except (ValueError, RuntimeError, OSError) as exc:
        return Failure(QueryError, f"The query cannot be answered: {_first_line(exc)}")
    if len(body) > job.max_bytes:
        return Failure(
            QueryError, f"The answer has {len(body):,} bytes; at most {job.max_bytes:,} are sent. Add a LIMIT."
        )
    return body


def _run_query(store: Store, job: Job) -> QuerySolutions | QueryBoolean | QueryTriples:
    graphs = job.dataset
    prefixes = dict(PREFIXES)
    if graphs.default_graphs is None:
        return store.query(job.query, base_iri=job.base, prefixes=prefixes, use_default_graph_as_union=graphs.union)
    return store.query(
        job.query,
        base_iri=job.base,
        prefixes=prefixes,
        default_graph=[NamedNode(iri) for iri in graphs.default_graphs],
        named_graphs=[NamedNode(iri) for iri in graphs.named_graphs],
    )


def _write(answer: QuerySolutions | QueryBoolean | QueryTriples, media_type: str) -> bytes:
    if isinstance(answer, QueryTriples):
        rdf = RdfFormat.from_media_type(media_type)
        body = serialize(answer, format=rdf or RdfFormat.TURTLE, prefixes=dict(PREFIXES))
    else:
        body = answer.serialize(format=QueryResultsFormat.from_media_type(media_type) or QueryResultsFormat.JSON)
    return body or b""


def _tabulate(answer: QuerySolutions | QueryBoolean | QueryTriples, limit: int) -> Table:
    if isinstance(answer, QueryBoolean):
        return Table(Truth(bool(answer)), truncated=False)
    if isinstance(answer, QueryTriples):
        triples = tuple(islice(answer, limit + 1))
        return Table(Triples(triples[:limit]), len(triples) > limit)
    names = tuple(variable.value for variable in answer.variables)
    rows = tuple(tuple(solution[name] for name in names) for solution in islice(answer, limit + 1))
    return Table(Rows(names, rows[:limit]), len(rows) > limit)


_POSITION: Final = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_CHARACTERS: Final = re.compile(r"\[[^\[\]]*?'[^\[\]]*\](?:, )?|\[_\](?:, )?|<unreported>")
EXPECTATIONS: Final = 4
"""More things than these that the parser would have taken help nobody and are not told."""


def _syntax_failure(exc: SyntaxError) -> Failure:
    found = _POSITION.match(str(exc))
    if found is None:
        return Failure(QueryError, f"The query does not parse: {_first_line(exc)}")
    line, column = int(found[1]), int(found[2])
    expected = " ".join(_CHARACTERS.sub("", found[3]).split()).strip(" ,").removeprefix("one of ")
    is_short = expected and expected.count(", ") < EXPECTATIONS
    hint = f" Expected there: {expected}." if is_short else ""
    return Failure(
        QueryError,
        f"The query does not parse. The parser stopped at line {line}, column {column}; "
        f"the mistake is there or a little before.{hint}",
        line,
        column,
    )


def _first_line(exc: Exception) -> str:
    return (str(exc).splitlines() or [type(exc).__name__])[0]


# In the server


@dataclass(slots=True)
class _Worker:
    """One process and the server's end of its pipe."""

    process: BaseProcess
    connection: Connection

    def is_alive(self) -> bool:
        return self.process.is_alive()

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()
        self.process.close()


def process_context() -> ForkServerContext | SpawnContext:
    """How workers are started: from a fork server that has the engine loaded, or afresh where there is none."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["__main__", "server.worker"])
        return context
    return multiprocessing.get_context("spawn")


class WorkerPool:
    """A fixed number of worker processes, started when first needed. Safe to use from many threads."""

    def __init__(self, size: int, deadline: float, memory_bytes: int, max_waiting: int) -> None:
        """`deadline` is in seconds; `max_waiting` is how many calls may wait for a free worker."""
        self.deadline = deadline
        self._memory_bytes = memory_bytes
        self._context = process_context()
        self._starting = threading.Lock()
        self._places = threading.BoundedSemaphore(size + max_waiting)
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(size):
            self._idle.put(None)
        self._size = size

    def run(self, job: Job) -> Answer:
        """The answer to a job.

        Raises BusyError, DeadlineError, WorkerLostError, or what the worker reports: QueryError, StoreError.
        """
        if not self._places.acquire(blocking=False):
            raise BusyError("The server is busy: too many queries wait already. Try again in a few seconds.")
        try:
            return self._run_in_turn(job)
        finally:
            self._places.release()

    def _run_in_turn(self, job: Job) -> Answer:
        try:
            worker = self._idle.get(timeout=self.deadline)
        except queue.Empty as exc:
            raise BusyError("The server is busy: no worker became free. Try again in a few seconds.") from exc
        try:
            if worker is None or not worker.is_alive():
                worker = self._replace(worker)
            reply = self._ask(worker, job)
        except (DeadlineError, WorkerLostError):
            worker = self._replace(worker)
            raise
        finally:
            self._idle.put(worker)
        if isinstance(reply, Failure):
            raise reply.error()
        return reply

    def _ask(self, worker: _Worker, job: Job) -> Reply:
        try:
            worker.connection.send(job)
            if not worker.connection.poll(self.deadline):
                raise DeadlineError(
                    f"The query ran longer than {self.deadline:g} seconds and was stopped. "
                    "Narrow it, or add a LIMIT; mostly it is a join without a shared variable, or a large GROUP BY."
                )
            reply: Reply = worker.connection.recv()
        except (EOFError, OSError) as exc:
            raise WorkerLostError(
                "The query ended the process that ran it, mostly for want of memory or by its size. Narrow it."
            ) from exc
        return reply

    def _replace(self, worker: _Worker | None) -> _Worker:
        with self._starting:
            if worker is not None:
                worker.kill()
            return self._start()

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=run_worker, args=(theirs, self._memory_bytes), name="communique-query", daemon=True
        )
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def process_ids(self) -> list[int]:
        """The processes that are idle now."""
        with self._idle.mutex:
            return [worker.process.pid for worker in self._idle.queue if worker and worker.process.pid]

    def close(self, patience: float = 1.0) -> None:
        """Kill the workers; those that are busy are waited for `patience` seconds in all."""
        end = monotonic() + patience
        for _ in range(self._size):
            try:
                worker = self._idle.get(timeout=max(0.0, end - monotonic()))
            except queue.Empty:
                return
            if worker is not None:
                worker.kill()
