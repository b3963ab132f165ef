"""What runs in a worker: a process that answers queries and can be killed.

The engine has no time limit and cannot be cancelled, and some queries abort its process. So a query is sent
to a process of a small pool (`server.pool`): at the deadline that process is killed and replaced, if it dies its
own request alone fails, and memory is capped. A worker holds one snapshot open and changes to another when a job
asks for it. An answer is complete before the first byte of it is sent on; where the system has files in memory the
engine writes it into one, which is shared with the server, and it ends where an answer may have no more bytes.

Processes come from a fork server that has the engine loaded, so a replacement costs some 20 ms. Each worker
watches the server and ends with it, also in the middle of a query (the engine lets other threads run).
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from typing import NamedTuple, Protocol, TypeAlias

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
from kg.store.syntax import explain
from ontology.terms import PREFIXES
from server.confinement import confine
from server.errors import WorkerLostError
from server.prefixes import prefixes_for


class Dataset(NamedTuple):
    """Which graphs a query sees. None for `default_graphs` leaves it to the query.

    `union` makes the default graph the union of all graphs, as long as no graphs are named.
    """

    union: bool = True
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type[Dataset], tuple[object, ...]]:
        """A half of the time that a tuple with names takes to be sent by itself."""
        return Dataset, tuple(self)


class Job(NamedTuple):
    """One query for a worker: as bytes of `media_type`, or as a table of at most `row_limit` rows.

    Relative IRIs of the query are below `base`.
    """

    store: str
    query: str
    dataset: Dataset = Dataset()
    base: str | None = None
    media_type: str | None = None
    row_limit: int = 0
    max_bytes: int = 2**62
    dump: bool = False
    """Not the query is answered: the whole store is written, every quad with its graph."""
    names: bool = False
    """Not the query is answered: the graphs that have a name are listed, empty ones too."""

    def __reduce__(self) -> tuple[type[Job], tuple[object, ...]]:
        """As with `Dataset`."""
        return Job, tuple(self)


@dataclass(frozen=True, slots=True)
class Lacking:
    """In the place of a job: which of the measures of `server.confinement` this worker had to leave out."""


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


@dataclass(frozen=True, slots=True)
class InMemoryFile:
    """In the place of an answer: it stands in the worker's memory file and has so many bytes."""

    size: int


Answer: TypeAlias = bytes | Table
Reply: TypeAlias = bytes | Table | Failure | InMemoryFile

# In the worker


class Handle(Protocol):
    """A file descriptor on its way into another process."""

    def detach(self) -> int:
        """The descriptor, in the process that calls."""


def run_worker(connection: Connection, memory_bytes: int, handle: Handle | None = None) -> None:
    """Answer jobs until the other end closes; the body of a worker process.

    `handle` is of a file in memory for answers.
    """
    answer_jobs(connection, memory_bytes, Output(handle.detach()) if handle else None, Shelf())


def answer_jobs(
    connection: Connection,
    memory_bytes: int,
    output: Output | None,
    shelf: Shelf,
    is_over: Callable[[], bool] = lambda: False,
) -> None:
    """Answer jobs until the other end closes, or until `is_over`, which is asked before a job is waited for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_server, daemon=True).start()
    lacking = confine(memory_bytes)
    while not is_over():
        try:
            job = connection.recv()
        except EOFError:
            return
        reply: Reply | tuple[str, ...] = lacking if isinstance(job, Lacking) else answer_job(job, shelf, output)
        connection.send_bytes(pickle.dumps(reply, pickle.HIGHEST_PROTOCOL))


def end_with_server() -> None:
    """Wait for the server to end, then end this process; the body of a thread of every worker."""
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os._exit(1)


@dataclass(slots=True)
class Shelf:
    """The one snapshot that a worker has open, or holds in memory."""

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


class Output:
    """The memory file as the engine writes to it: by its path, anew for each answer, up to so many bytes (Linux)."""

    def __init__(self, descriptor: int) -> None:
        self.path = f"/proc/self/fd/{descriptor}"
        self._descriptor = descriptor
        self._limit = -1

    def limit(self, size: int) -> None:
        """Let no file of this process get longer than `size` bytes; writing on is an OSError."""
        if size != self._limit:
            import resource  # not on Windows, where there is no such file

            hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
            resource.setrlimit(
                resource.RLIMIT_FSIZE, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard)
            )
            self._limit = size

    def size(self) -> int:
        """How much was written."""
        return os.fstat(self._descriptor).st_size


def answer_job(job: Job, shelf: Shelf, output: Output | None = None) -> Reply:
    """The answer to a job, or why there is none; never raises for a bad query. Bytes go to `output` if there is one."""
    try:
        body = _run(shelf.open(job.store), job, output)
    except SyntaxError as exc:
        return syntax_failure(exc)
    except StoreError as exc:
        return Failure(StoreError, str(exc))
    except MemoryError:
        return Failure(WorkerLostError, "The query needed more memory than it may have. Narrow it, or add a LIMIT.")
    except (ValueError, RuntimeError, OSError) as exc:
        if output is not None and output.size() >= job.max_bytes:
            return _too_long(job)
        return Failure(QueryError, f"The query cannot be answered: {_first_line(exc)}")
    return _too_long(job) if isinstance(body, bytes) and len(body) > job.max_bytes else body


def _too_long(job: Job) -> Failure:
    return Failure(QueryError, f"The answer has too many bytes; at most {job.max_bytes:,} are sent. Add a LIMIT.")


def _run(store: Store, job: Job, output: Output | None) -> Answer | InMemoryFile:
    if output is not None:
        output.limit(job.max_bytes)
    path = None if output is None else output.path
    if job.names:
        return Table(Rows(("g",), tuple((graph,) for graph in store.named_graphs())), truncated=False)
    if job.dump:
        body = store.dump(path, format=RdfFormat.from_media_type(job.media_type or "") or RdfFormat.N_QUADS)
    else:
        answer = _run_query(store, job)
        if job.media_type is None:
            return _tabulate(answer, job.row_limit)
        body = _write(answer, job.media_type, path)
    return (body or b"") if output is None else InMemoryFile(output.size())


def _run_query(store: Store, job: Job) -> QuerySolutions | QueryBoolean | QueryTriples:
    graphs = job.dataset
    prefixes = prefixes_for(job.query)
    if graphs.default_graphs is None:
        return store.query(job.query, base_iri=job.base, prefixes=prefixes, use_default_graph_as_union=graphs.union)
    return store.query(
        job.query,
        base_iri=job.base,
        prefixes=prefixes,
        default_graph=[NamedNode(iri) for iri in graphs.default_graphs],
        named_graphs=[NamedNode(iri) for iri in graphs.named_graphs],
    )


def _write(answer: QuerySolutions | QueryBoolean | QueryTriples, media_type: str, path: str | None) -> bytes | None:
    """The answer, or None when it was written to a path."""
    if isinstance(answer, QueryTriples):
        rdf = RdfFormat.from_media_type(media_type) or RdfFormat.TURTLE
        if rdf == RdfFormat.N_TRIPLES:  # without prefixes the engine writes by itself
            return answer.serialize(path, format=rdf)
        return serialize(answer, path, format=rdf, prefixes=dict(PREFIXES))
    return answer.serialize(path, format=QueryResultsFormat.from_media_type(media_type) or QueryResultsFormat.JSON)


def _tabulate(answer: QuerySolutions | QueryBoolean | QueryTriples, limit: int) -> Table:
    if isinstance(answer, QueryBoolean):
        return Table(Truth(bool(answer)), truncated=False)
    if isinstance(answer, QueryTriples):
        triples = tuple(islice(answer, limit + 1))
        return Table(Triples(triples[:limit]), len(triples) > limit)
    names = tuple(variable.value for variable in answer.variables)
    rows = tuple(tuple(solution[name] for name in names) for solution in islice(answer, limit + 1))
    return Table(Rows(names, rows[:limit]), len(rows) > limit)


def syntax_failure(exc: SyntaxError, noun: str = "query") -> Failure:
    """What the parser says of a text, in words and with its place."""
    mistake = explain(exc, noun)
    return Failure(QueryError, mistake.message, mistake.line, mistake.column)


def _first_line(exc: Exception) -> str:
    return (str(exc).splitlines() or [type(exc).__name__])[0]
