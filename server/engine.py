"""A query in, bytes or rows out: the guard, the snapshot in force, the workers and what is remembered, together.

Everything that the server asks of the graph goes through here, its own pages too, so nothing can hang it. An answer is
remembered as long as its snapshot is in force, unless it may change on the same data (NOW, RAND, SERVICE and their
like). With an endpoint of another store in the place of a database nothing is remembered: its version is not known.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache
from time import monotonic
from typing import Any, Final, TypeAlias, cast

from kg.store.results import Rows
from server.access_log import AccessLog
from server.allocator import find_library
from server.budget import CLIENT, Budget
from server.cache import Cache
from server.choice import Choice, ask_faster, is_cut
from server.config import ServerConfig
from server.federation import Federation, prologue_of
from server.guard import Inspection, inspect
from server.holder import IS_POSSIBLE, HolderError
from server.lookup import Lookups
from server.memory import MemoryGraph
from server.outbound import Outbound
from server.pool import WorkerPool
from server.snapshots import Snapshot, SnapshotWatch
from server.turns import Turns
from server.upstream import UpstreamPool
from server.upstream_writer import UpstreamWriter
from server.worker import Answer, Dataset, Job, Lacking, Table
from server.writer import GraphWriter

TABLES_KEPT: Final = 256
"""Remembered tables: all pages of a small graph, at most some 10 MB."""
TEXTS_KEPT: Final = 512
"""Queries whose text is remembered to have been looked at."""
LONG_TEXT: Final = 2048
"""Characters of a query that is looked at without waiting."""
SCANS_AT_ONCE: Final = 2
"""Longer texts that are looked at at the same time, one of a client: 65,536 characters take up to 70 ms."""
UNION: Final = Dataset()
"""All graphs as one."""
ALL_ROWS: Final = 20_000
"""Rows that the server's own queries may give: the facts of one very long article."""
ELSEWHERE: Final = Snapshot("", "")
"""The state of a store that is not ours."""

QUERY: Final[ContextVar[str]] = ContextVar("query", default="")
"""The text that the present request asks for, for the access log."""

_Key: TypeAlias = tuple[str, Dataset, str]


class Engine:
    """The graph as one server sees it. Safe to use from many threads."""

    def __init__(self, config: ServerConfig) -> None:
        self.config = config
        self.outbound = Outbound(config.allow_service)
        self.log = AccessLog(config.access_log)
        self.budget = Budget(config.budget, config.budget_refill)
        self.cache: Cache[bytes] = Cache(config.cache_bytes, len)
        self.caches: list[Cache[Any]] = [self.cache]
        """All caches of this server: whoever makes another adds it, so that it is counted."""
        self.pool = self._make_pool()
        self.lookups = Lookups() if config.upstream is None else None
        self._watch = SnapshotWatch(config)
        self.memory = self._make_memory()
        self.choice = Choice()
        self.writer = self._make_writer()
        self._remembered = lru_cache(TABLES_KEPT)(self._run_table)
        self._inspected = lru_cache(TEXTS_KEPT)(self._inspect)
        self._scans: Turns[int] = Turns(range(SCANS_AT_ONCE), config.max_waiting)

    def _make_pool(self) -> WorkerPool | UpstreamPool:
        config = self.config
        if config.upstream is not None:
            return UpstreamPool(config.upstream, config.deadline, config.max_waiting, self.budget.charge)
        return WorkerPool(
            config.workers, config.deadline, config.memory_bytes, config.max_waiting, charge=self.budget.charge
        )

    def _make_writer(self) -> GraphWriter | UpstreamWriter | None:
        config, pool = self.config, self.pool
        if not config.token:
            return None
        if isinstance(pool, UpstreamPool):
            return UpstreamWriter(config, self.outbound, pool, self.budget) if config.upstream_update else None
        return GraphWriter(config, self.outbound) if config.db else None

    def _make_memory(self) -> MemoryGraph | None:
        limit, pool = self.config.graph_memory_bytes, self.pool
        if not limit or not isinstance(pool, WorkerPool) or not IS_POSSIBLE:
            return None
        return MemoryGraph(self._watch.current, limit, pool.turns_in_all, self.config.memory_bytes)

    def snapshot(self) -> Snapshot:
        """The snapshot in force. Raises StoreError when there is none."""
        return ELSEWHERE if self.config.upstream is not None else self._watch.current()

    def state(self) -> str:
        """What is another when the graph may be: the version of the snapshot, or of another store what is known of it.

        That is what was changed through this server; of what others change there it is another each minute.
        """
        changes = self.writer.changes if isinstance(self.writer, UpstreamWriter) else 0
        return self.snapshot().version or f"minute {monotonic() // 60}, change {changes}"

    def inspect(self, query: str) -> Inspection:
        """What the text of a query tells. Raises QueryError and its kin, see `server.guard`, or BusyError."""
        QUERY.set(query)
        return self._inspected(query)

    def _inspect(self, query: str) -> Inspection:
        if len(query) <= LONG_TEXT or len(query) > self.config.max_query_length:
            return self._scan(query)
        client = CLIENT.get()
        turn = self._scans.take(client, self.config.deadline)
        try:
            return self._scan(query)
        finally:
            self._scans.give_back(client, turn)

    def _scan(self, query: str) -> Inspection:
        allow: Callable[[str], None] | None = self.outbound.check if self.outbound else None
        found = inspect(query, self.config.max_query_length, self.config.max_depth, allow)
        return found._replace(volatile=True) if self.config.upstream is not None else found

    def answer(
        self,
        query: str,
        dataset: Dataset,
        media_type: str,
        *,
        snapshot: Snapshot | None = None,
        volatile: bool = False,
        timeout: float | None = None,
    ) -> bytes:
        """The whole answer, serialised; that of a `volatile` query is not remembered.

        `snapshot` is that in force, unless the caller has looked already and told it to the client. `timeout` is
        in seconds and counts where it is below the deadline. Raises as `WorkerPool.run` does, and OverBudgetError.
        """
        snapshot = snapshot or self.snapshot()
        if self.lookups is not None and dataset.default_graphs is None and self.inspect(query).is_lookup:
            self.budget.check(CLIENT.get())
            found = self.lookups.answer(snapshot.path, query, self.config.base, media_type, union=dataset.union)
            if found is not None:
                return found
        job = Job(
            snapshot.path,
            query,
            dataset,
            base=self.config.base,
            media_type=media_type,
            max_bytes=self.config.max_answer_bytes,
        )

        def run() -> bytes:
            return cast("bytes", self._run(job, timeout))

        if volatile or not snapshot.version or not self.config.cache_bytes:
            return run()
        key: _Key = (query, dataset, media_type)
        return self.cache.find_or_make(snapshot.version, key, run, timeout or self.config.deadline)

    def _run(self, job: Job, timeout: float | None = None) -> bytes | Table:
        client = CLIENT.get()
        self.budget.check(client)
        seconds = min(timeout or self.config.deadline, self.config.deadline)
        calls = self.inspect(job.query).calls if self.outbound else ()
        if calls:
            end = monotonic() + seconds
            job = job._replace(query=self._federate(job, end, client))
            seconds = max(0.001, end - monotonic())
        return self._ask(job, client, seconds)

    def _ask(self, job: Job, client: str, seconds: float) -> Answer:
        """The answer of a worker, in memory where its like were answered faster there."""
        pool, memory = self.pool, self.memory
        snapshot = self.snapshot() if memory is not None else ELSEWHERE
        source = memory.source(snapshot) if memory is not None and snapshot.path == job.store and not job.dump else None
        if memory is None or source is None or is_cut(job.query) or not isinstance(pool, WorkerPool):
            return pool.run(job, client, seconds)
        with pool.turn(client, seconds) as turn:
            try:
                return ask_faster(turn, job, source, self.choice)
            except HolderError:
                memory.give_up(source)
                return turn.ask(job, turn.left)

    def _federate(self, job: Job, end: float, client: str) -> str:
        """The query with the answers of other endpoints in it; their time is the client's too."""
        found = self.inspect(job.query)

        def local(query: str, seconds: float) -> Rows:
            table = self.pool.run(job._replace(query=query, media_type=None, row_limit=ALL_ROWS), client, seconds)
            return cast("Rows", cast("Table", table).result)

        start = monotonic()
        try:
            federation = Federation(self.outbound, end, None if found.has_dataset else local)
            return federation.expand(job.query, found.calls, prologue_of(job.query))
        finally:
            self.budget.charge(client, monotonic() - start)

    def table(self, query: str, limit: int = ALL_ROWS, dataset: Dataset = UNION, *, volatile: bool = False) -> Table:
        """The first rows of an answer; that of a `volatile` query is not remembered."""
        snapshot = self.snapshot()
        run = self._run_table if volatile or not snapshot.version else self._remembered
        return run(snapshot, query, limit, dataset)

    def _run_table(self, snapshot: Snapshot, query: str, limit: int, dataset: Dataset) -> Table:
        job = Job(snapshot.path, query, dataset, base=self.config.base, row_limit=limit)
        return cast("Table", self._run(job))

    def dump(self, snapshot: Snapshot, media_type: str) -> bytes:
        """The whole store, every quad with its graph."""
        job = Job(snapshot.path, "", media_type=media_type, max_bytes=self.config.max_answer_bytes, dump=True)
        return cast("bytes", self._run(job))

    def warm(self) -> None:
        """Start a worker and open the snapshot, so that the first visitor does not wait for it."""
        self.table("ASK {}", volatile=True)
        if self.lookups is not None:
            self.lookups.open(self.snapshot().path)
        if self.memory is not None:
            self.memory.source(self.snapshot())

    def process_ids(self) -> list[int]:
        """The processes that are idle now, and that which holds the graph in memory."""
        holder = self.memory.holder if self.memory is not None else None
        return [*self.pool.process_ids(), *([holder.pid] if holder is not None and holder.pid else [])]

    def is_in_memory(self) -> bool:
        """Whether the snapshot in force is held in memory."""
        return self.memory is not None and self.memory.is_ready()

    def lacking(self) -> tuple[str, ...]:
        """What this platform lacks of all that is used where it is there, for a message at the start."""
        if not isinstance(self.pool, WorkerPool):
            return ()
        parts = {
            "fork server": "forkserver" in multiprocessing.get_all_start_methods(),
            "memory files": hasattr(os, "memfd_create"),
            "faster allocator": find_library() is not None,
            "graph in memory": IS_POSSIBLE,
        }
        measures = cast("tuple[str, ...]", self.pool.run(Lacking()))
        return (*measures, *(name for name, is_there in parts.items() if not is_there))

    def rows(self, query: str) -> Rows:
        """The rows of one of the server's own SELECT queries."""
        return cast("Rows", self.table(query).result)

    def etag(self, snapshot: Snapshot, query: str, dataset: Dataset, content_type: str) -> str:
        """A validator: the same text, graphs, format and snapshot give the same answer.

        Not always the same bytes: rows without ORDER BY, and the names of blank nodes, may be others.
        """
        key = repr((snapshot.version, query, *dataset, content_type))
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def close(self) -> None:
        """Stop the workers and end the log."""
        self.pool.close()
        if self.memory is not None:
            self.memory.close()
        self.log.close()
        if self.writer is not None:
            self.writer.close()
