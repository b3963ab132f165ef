"""Changes of the graph, made one after another by one process that can be killed.

    Update        a SPARQL update with the graphs that the request named
    StoreGraph    a graph put in the place of another (PUT) or added to it (POST)
    DropGraph     a graph deleted

A change is published before it is answered, so it lasts and every later read sees it; when its process dies or
is killed, at the deadline or in its memory cap, the store goes back to what was published last
(`kg.store.embedded`). Only one thing can be unclear then, whether that was before or after: the ticket in
CURRENT tells. The process has no network. It lets go of the store when nothing comes for a second, so that
`communique build` gets its turn, and opens it again for the next change.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from typing import Final, TypeAlias, cast
from uuid import uuid4

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from kg.errors import CommuniqueError, EndpointError, QueryError, StoreError
from kg.store.embedded import Database, Writer
from kg.store.lock import LockedError
from kg.store.snapshots import first_line, read_current
from ontology.terms import PREFIXES
from server.config import MEBIBYTE, ServerConfig
from server.confinement import confine
from server.errors import BusyError, DeadlineError, NotFoundError, RefusedError, WorkerLostError
from server.federation import Federation
from server.outbound import Outbound
from server.pool import WorkerPool
from server.update_text import Load, check_update, find_loads, service_calls, with_dataset, without_loads
from server.worker import Failure, Handle, end_with_server, syntax_failure

IDLE_SECONDS: Final = 1.0
"""How long the store is kept open for the next change; opening it takes some 60 ms."""
PATIENCE: Final = 5.0
"""Seconds that a change waits for a build to let go of the store."""
BULK: Final = 2 * MEBIBYTE
"""Bytes from which a graph is written past the transaction: 300,000 triples take 2 s, not 11."""
LOADED: Final = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML, RdfFormat.JSON_LD)
"""Formats of a graph that is sent or loaded, best first."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a graph as it was sent or fetched."""

    body: bytes
    media_type: str
    base: str


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL update. `documents` are what it loads, by IRI, None for one that is passed over."""

    text: str
    base: str
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()
    documents: Mapping[str, Part | None] | None = None


@dataclass(frozen=True, slots=True)
class StoreGraph:
    """The parts as the content of a graph (`replaces`), or added to it; None is the default graph."""

    graph: str | None
    parts: tuple[Part, ...]
    replaces: bool


@dataclass(frozen=True, slots=True)
class DropGraph:
    """A graph to delete; None empties the default graph."""

    graph: str | None


Change: TypeAlias = Update | StoreGraph | DropGraph


@dataclass(frozen=True, slots=True)
class ChangeJob:
    """A change for the process that writes."""

    db: Path
    base: str
    ticket: str
    change: Change
    max_depth: int
    kept_seconds: float


@dataclass(frozen=True, slots=True)
class Written:
    """A change that is published; `created` says that it made the graph."""

    created: bool = False


@dataclass(frozen=True, slots=True)
class LoadsWanted:
    """Nothing was changed yet: documents to fetch, and whether it matters when one cannot be had."""

    documents: tuple[tuple[str, bool], ...]


Reply: TypeAlias = Written | LoadsWanted | Failure

# In the process that writes


def run_writer(connection: Connection, memory_bytes: int, _handle: Handle | None = None) -> None:
    """Make changes until the other end closes; the body of the process that writes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_server, daemon=True).start()
    confine(memory_bytes)
    with closing(Desk()) as desk:
        while True:
            if desk.database is not None and not connection.poll(IDLE_SECONDS):
                desk.close()
            try:
                job = connection.recv()
            except EOFError:
                return
            connection.send(answer_change(job, desk))


@dataclass(slots=True)
class Desk:
    """The one database that is open for writing, while it is."""

    database: Database | None = None

    def open(self, job: ChangeJob) -> Database:
        """The database of a job. Raises as `Database` does."""
        if self.database is None:
            self.database = Database(job.db, job.base, Writer.UPDATE, PATIENCE, job.kept_seconds)
        return self.database

    def close(self) -> None:
        """Let others write."""
        if self.database is not None:
            database, self.database = self.database, None
            database.close()


def answer_change(job: ChangeJob, desk: Desk) -> Reply:
    """Make a change and publish it, or say why it was not made; never raises for a bad change."""
    try:
        action = _plan(job)
        return action if isinstance(action, LoadsWanted) else desk.open(job).change(action, job.ticket)
    except SyntaxError as exc:
        return syntax_failure(exc, "update") if isinstance(job.change, Update) else no_graph(exc)
    except LockedError:
        return Failure(BusyError, "The graph is being written by a build. Try again when that has ended.")
    except QueryError as exc:
        return Failure(type(exc), str(exc), exc.line, exc.column)
    except CommuniqueError as exc:
        return Failure(type(exc), str(exc))
    except MemoryError:
        return Failure(WorkerLostError, "The change needed more memory than it may have. Send it in parts.")
    except (ValueError, RuntimeError, OSError) as exc:
        return Failure(QueryError, f"The change cannot be made: {first_line(exc)}")


def no_graph(exc: SyntaxError) -> Failure:
    """What the parser says of a graph that was sent."""
    return Failure(QueryError, f"The body does not parse: {first_line(exc)}", exc.lineno, exc.offset)


def _plan(job: ChangeJob) -> Callable[[Store], Written] | LoadsWanted:
    """What is to be done to the store; all that can be found out without it is found out here."""
    change = job.change
    if isinstance(change, StoreGraph):
        for part in change.parts:
            for _ in quads_of(part):
                pass
        return partial(_store_graph, change=change)
    if isinstance(change, DropGraph):
        return partial(_drop_graph, change=change)
    check_update(change.text, job.max_depth)
    loads = find_loads(change.text, change.base)
    if loads and change.documents is None:
        return LoadsWanted(tuple((load.iri, load.silent) for load in loads))
    documents = change.documents or {}
    text = without_loads(change.text, loads, loaded_triples(loads, documents))
    text = with_dataset(text, change.using, change.using_named)
    return partial(_update, text=text, base=change.base)


def _update(store: Store, text: str, base: str) -> Written:
    store.update(text, base_iri=base, prefixes=dict(PREFIXES))
    return Written()


def loaded_triples(loads: Iterable[Load], documents: Mapping[str, Part | None]) -> dict[str, str | None]:
    """The documents that were fetched as N-Triples by IRI. Raises EndpointError for one that does not parse."""
    return {load.iri: _triples(load, documents[load.iri]) for load in loads if load.iri in documents}


def _triples(load: Load, part: Part | None) -> str | None:
    """A document as N-Triples; None for one that is passed over."""
    if part is None:
        return None
    form = RdfFormat.from_media_type(part.media_type) or RdfFormat.TURTLE  # many servers do not know .ttl
    try:
        quads = list(parse(part.body, form, base_iri=part.base, rename_blank_nodes=True))
    except SyntaxError as exc:
        if load.silent:
            return None
        raise EndpointError(f"{load.iri} does not parse: {first_line(exc)}") from exc
    return "".join(f"{quad.triple} .\n" for quad in quads)


def quads_of(part: Part, *, renames: bool = False) -> Iterator[Quad]:
    """The statements of a part; `renames` gives its blank nodes names that no other part has.

    Raises SyntaxError for a body that does not parse, QueryError when it has named graphs.
    """
    form = RdfFormat.from_media_type(part.media_type)
    for quad in parse(part.body, form, base_iri=part.base, rename_blank_nodes=renames):
        if quad.graph_name != DefaultGraph():
            raise QueryError("The body has named graphs. Send one graph, the request says which.")
        yield quad


def _node(graph: str | None) -> NamedNode | DefaultGraph:
    return DefaultGraph() if graph is None else NamedNode(graph)


def _exists(store: Store, graph: str | None) -> bool:
    return graph is None or store.contains_named_graph(NamedNode(graph))


def _store_graph(store: Store, change: StoreGraph) -> Written:
    existed, node = _exists(store, change.graph), _node(change.graph)
    if change.replaces and existed:
        store.clear_graph(node)
    store.add_graph(node)
    for part in change.parts:
        form = RdfFormat.from_media_type(part.media_type)
        load = store.bulk_load if len(part.body) >= BULK else store.load
        load(part.body, form, base_iri=part.base, to_graph=node)
    return Written(created=not existed)


def _drop_graph(store: Store, change: DropGraph) -> Written:
    if not _exists(store, change.graph):
        raise NotFoundError(f"There is no graph <{change.graph}>.")
    store.remove_graph(_node(change.graph))
    return Written()


# In the server


def with_answers(change: Change, outbound: Outbound, config: ServerConfig, end: float) -> Change:
    """An update with the answers of other endpoints in the place of its calls; what is too long has none.

    `end` (monotonic) is when all must be there. Raises RefusedError, EndpointError or QueryError.
    """
    if not isinstance(change, Update) or not outbound or "SERVICE" not in change.text.upper():
        return change
    if len(change.text) > config.max_query_length:
        return change
    calls, prologue = service_calls(change.text)
    for call in calls:
        outbound.check(call.url)
    return replace(change, text=Federation(outbound, end).expand(change.text, calls, prologue))


def with_documents(change: Update, wanted: LoadsWanted, outbound: Outbound, config: ServerConfig, end: float) -> Update:
    """An update with the documents that it loads. Raises RefusedError or EndpointError."""
    size = config.max_write_bytes
    found = {iri: _fetch(iri, silent, outbound, end, size) for iri, silent in wanted.documents}
    return replace(change, documents=found)


def _fetch(iri: str, silent: bool, outbound: Outbound, end: float, max_bytes: int) -> Part | None:
    """A document; None for one that cannot be had and is SILENT."""
    accept = ", ".join(form.media_type for form in LOADED)
    try:
        found = outbound.get(iri, accept, max(0.1, end - monotonic()), max_bytes)
    except (RefusedError, EndpointError):
        if not silent:
            raise
        return None
    return Part(found.body, found.media_type, found.url)


class GraphWriter:
    """The server's end of the process that writes. Safe to use from many threads; changes wait for each other."""

    def __init__(self, config: ServerConfig, outbound: Outbound) -> None:
        self._config = config
        self._outbound = outbound
        self.pool = WorkerPool(
            1, config.deadline, config.memory_bytes, config.max_waiting, body=run_writer, noun="update", spare=0
        )

    def write(self, change: Change, client: str = "") -> Written:
        """Make a change. When this returns it lasts, and every query that comes sees it; when it raises it never was.

        Raises what is wrong with the change (QueryError and its kin, NotFoundError), BusyError, DeadlineError,
        WorkerLostError or StoreError.
        """
        end = monotonic() + self._config.deadline
        change = with_answers(change, self._outbound, self._config, end)
        reply = self._ask(change, client)
        if isinstance(reply, LoadsWanted) and isinstance(change, Update):
            reply = self._ask(with_documents(change, reply, self._outbound, self._config, end), client)
        return cast("Written", reply)

    def _ask(self, change: Change, client: str) -> Written | LoadsWanted:
        if self._config.db is None:
            raise StoreError("The server has no database to write. Start it with --db DIR.")
        config, ticket = self._config, uuid4().hex
        kept = 2 * config.deadline + 60.0
        job = ChangeJob(self._config.db, config.base, ticket, change, config.max_depth, kept)
        try:
            return cast("Written | LoadsWanted", self.pool.run(job, client))
        except (DeadlineError, WorkerLostError):
            current = read_current(self._config.db)
            if current is not None and current.ticket == ticket:
                return Written()  # it was killed after it had published
            raise

    def close(self) -> None:
        """Stop the process that writes; what it has not published never was."""
        self.pool.close()
