"""Changes of another store in the place of a database, each as one SPARQL update to its address for updates.

The text of an update is looked at, and a graph that was sent is read, in a process that can be killed and has no
network, as it is for a database of our own. What is sent has nothing in it but operations of SPARQL 1.1 Update without
LOAD and SERVICE, whichever way the store reads escapes: documents and answers of other endpoints, where they are
allowed, are fetched here and stand in the text as data.

The graphs of the request are written into the text as USING too, and not passed on as parameters: a store that does
not know these would leave them out without a word and change other graphs.

A graph is put in its place by an update that drops and inserts, in one request: stores do that whole or not at all.
Whether it was there, which decides between 201 and 204, is asked before. Changes are made one after another.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import monotonic
from typing import Final, cast

from pyoxigraph import BlankNode, Quad, Triple

from kg.errors import CommuniqueError, QueryError
from kg.store.remote import declare_prefixes
from kg.store.results import Truth
from kg.store.snapshots import first_line
from server.budget import Budget
from server.config import ServerConfig
from server.confinement import confine
from server.errors import DeadlineError, NotFoundError, WorkerLostError
from server.outbound import Outbound
from server.pool import Turn, WorkerPool
from server.update_text import check_operations, check_update, find_loads, with_dataset, without_loads
from server.upstream import UpstreamPool
from server.upstream_update import UNSENT, UpdateAddress
from server.worker import Dataset, Failure, Handle, Job, Table, end_with_server
from server.writer import (
    Change,
    DropGraph,
    LoadsWanted,
    StoreGraph,
    Update,
    Written,
    loaded_triples,
    no_graph,
    quads_of,
    with_answers,
    with_documents,
)

OWN_GRAPHS: Final = Dataset(union=False)


@dataclass(frozen=True, slots=True)
class TextJob:
    """A change whose text is wanted."""

    change: Change
    max_depth: int


@dataclass(frozen=True, slots=True)
class Text:
    """An update as it is sent."""

    text: str


# In the process that reads


def run_reader(connection: Connection, memory_bytes: int, _handle: Handle | None = None) -> None:
    """Give the texts of changes until the other end closes; the body of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_server, daemon=True).start()
    confine(memory_bytes)
    with suppress(EOFError):
        while True:
            connection.send(answer_text(connection.recv()))


def answer_text(job: TextJob) -> Text | LoadsWanted | Failure:
    """The text of a change, or what is wrong with it; never raises for a bad change."""
    try:
        return _read(job)
    except SyntaxError as exc:
        return no_graph(exc)
    except QueryError as exc:
        return Failure(type(exc), str(exc), exc.line, exc.column)
    except CommuniqueError as exc:
        return Failure(type(exc), str(exc))
    except MemoryError:
        return Failure(WorkerLostError, "The change needed more memory than it may have. Send it in parts.")
    except (ValueError, OSError) as exc:
        return Failure(QueryError, f"The change cannot be read: {first_line(exc)}")


def _read(job: TextJob) -> Text | LoadsWanted:
    change = job.change
    if isinstance(change, StoreGraph):
        return Text(_storing(change))
    if isinstance(change, DropGraph):
        return Text(_dropping(change.graph))
    check_update(change.text, job.max_depth)
    loads = find_loads(change.text, change.base)
    if loads and change.documents is None:
        return LoadsWanted(tuple((load.iri, load.silent) for load in loads))
    text = without_loads(change.text, loads, loaded_triples(loads, change.documents or {}))
    text = with_dataset(text, change.using, change.using_named)
    check_operations(text)
    return Text(f"BASE <{change.base}> {declare_prefixes(text)}")


def _dropping(graph: str | None) -> str:
    return "CLEAR DEFAULT" if graph is None else f"DROP SILENT GRAPH <{graph}>"


def _storing(change: StoreGraph) -> str:
    """The update for a graph; INSERT WHERE {} in the place of INSERT DATA where Virtuoso would refuse blank nodes."""
    lines, has_blank_nodes = [], False
    for quad in _quads(change):
        has_blank_nodes = has_blank_nodes or _has_blank_node(quad.triple)
        lines.append(f"{quad.triple} .\n")
    steps = [_dropping(change.graph)] if change.replaces else []
    if lines:
        block = "".join(lines) if change.graph is None else f"GRAPH <{change.graph}> {{\n{''.join(lines)}}}"
        steps.append(f"INSERT {{ {block} }} WHERE {{}}" if has_blank_nodes else f"INSERT DATA {{ {block} }}")
    return " ;\n".join(steps)


def _quads(change: StoreGraph) -> Iterator[Quad]:
    for part in change.parts:
        yield from quads_of(part, renames=True)


def _has_blank_node(triple: Triple) -> bool:
    return any(
        isinstance(term, BlankNode) or (isinstance(term, Triple) and _has_blank_node(term))
        for term in (triple.subject, triple.object)
    )


# In the server


class UpstreamWriter:
    """Changes another store. Has the face of `GraphWriter`; safe to use from many threads."""

    def __init__(self, config: ServerConfig, outbound: Outbound, queries: UpstreamPool, budget: Budget) -> None:
        """`queries` are asked whether a graph is there. Raises UsageError for an address that is none."""
        self.changes = 0
        """How many may have been made."""
        self._config = config
        self._outbound = outbound
        self._queries = queries
        self._budget = budget
        self._address = UpdateAddress(config.upstream_update or "", config.credentials)
        self.pool = WorkerPool(
            1,
            config.deadline,
            config.memory_bytes,
            config.max_waiting,
            body=run_reader,
            noun="update",
            spare=0,
            charge=budget.charge,
        )

    def write(self, change: Change, client: str = "") -> Written:
        """Make a change. When this returns every query that is asked here sees it.

        Raises what is wrong with the change (QueryError and its kin, NotFoundError), OverBudgetError, BusyError,
        WorkerLostError, or DeadlineError and EndpointError, which say whether it may have been made.
        """
        self._budget.check(client)
        with self.pool.turn(client) as turn:
            text = self._text(change, turn)
            is_there = self._is_there(change, turn)
            if isinstance(change, DropGraph) and not is_there:
                raise NotFoundError(f"There is no graph <{change.graph}>.")
            self._send(text, _left(turn))
        return Written(created=not is_there)

    def _text(self, change: Change, turn: Turn) -> str:
        config, end = self._config, monotonic() + turn.left
        change = with_answers(change, self._outbound, config, end)
        reply = self._ask(change, turn)
        if isinstance(reply, LoadsWanted) and isinstance(change, Update):
            reply = self._ask(with_documents(change, reply, self._outbound, config, end), turn)
        return cast("Text", reply).text

    def _ask(self, change: Change, turn: Turn) -> Text | LoadsWanted:
        return cast("Text | LoadsWanted", turn.ask(TextJob(change, self._config.max_depth), _left(turn)))

    def _is_there(self, change: Change, turn: Turn) -> bool:
        """Whether the graph of a change has statements: of other stores not all know empty graphs."""
        if isinstance(change, Update) or change.graph is None:
            return True
        query = f"ASK {{ GRAPH <{change.graph}> {{ ?s ?p ?o }} }}"
        found = self._queries.run(Job("", query, OWN_GRAPHS, row_limit=1), timeout=_left(turn))
        result = cast("Table", found).result
        return isinstance(result, Truth) and result.value

    def _send(self, text: str, seconds: float) -> None:
        """Changes are counted also when it is not clear that they were made; an empty text has nothing to send."""
        try:
            if text:
                self._address.send(text, seconds)
        finally:
            self.changes += 1

    def close(self) -> None:
        """Stop the process that reads; an update that was sent goes on."""
        self.pool.close()


def _left(turn: Turn) -> float:
    if turn.left <= 0:
        raise DeadlineError(f"The update took its {turn.seconds:g} seconds before it could be sent. {UNSENT}")
    return turn.left
