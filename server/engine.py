"""A query in, bytes or rows out: the guard, the snapshot in force and the workers, put together.

Everything that the server asks of the graph goes through here, its own pages too, so nothing can hang it.
Small tables are remembered as long as their snapshot is in force.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Final, cast

from kg.store.results import Rows
from server.config import ServerConfig, Snapshot, find_snapshot
from server.guard import Inspection, inspect
from server.pool import WorkerPool
from server.worker import Dataset, Job, Table

TABLES_KEPT: Final = 256
"""Remembered tables: all pages of a small graph, at most some 10 MB."""
UNION: Final = Dataset()
"""All graphs as one."""
ALL_ROWS: Final = 20_000
"""Rows that the server's own queries may give: the facts of one very long article."""


class Engine:
    """The graph as one server sees it. Safe to use from many threads."""

    def __init__(self, config: ServerConfig) -> None:
        self.config = config
        self.pool = WorkerPool(config.workers, config.deadline, config.memory_bytes, config.max_waiting)
        self._remembered = lru_cache(TABLES_KEPT)(self._run_table)

    def snapshot(self) -> Snapshot:
        """The snapshot in force. Raises StoreError when there is none."""
        return find_snapshot(self.config)

    def inspect(self, query: str) -> Inspection:
        """What the text of a query tells. Raises QueryError and its kin, see `server.guard`."""
        return inspect(query, self.config.max_query_length, self.config.max_depth)

    def answer(self, query: str, dataset: Dataset, media_type: str) -> bytes:
        """The whole answer, serialised. Raises as `WorkerPool.run` does."""
        job = Job(
            self.snapshot().path,
            query,
            dataset,
            base=self.config.base,
            media_type=media_type,
            max_bytes=self.config.max_answer_bytes,
        )
        return cast("bytes", self.pool.run(job))

    def table(self, query: str, limit: int = ALL_ROWS, dataset: Dataset = UNION, *, volatile: bool = False) -> Table:
        """The first rows of an answer; that of a `volatile` query is not remembered."""
        run = self._run_table if volatile else self._remembered
        return run(self.snapshot(), query, limit, dataset)

    def _run_table(self, snapshot: Snapshot, query: str, limit: int, dataset: Dataset) -> Table:
        job = Job(snapshot.path, query, dataset, base=self.config.base, row_limit=limit)
        return cast("Table", self.pool.run(job))

    def warm(self) -> None:
        """Start a worker and open the snapshot, so that the first visitor does not wait for it."""
        self.table("ASK {}", volatile=True)

    def rows(self, query: str) -> Rows:
        """The rows of one of the server's own SELECT queries."""
        return cast("Rows", self.table(query).result)

    def etag(self, query: str, dataset: Dataset, content_type: str) -> str:
        """A strong validator: the same text, graphs, format and snapshot give the same bytes."""
        key = repr((self.snapshot().version, query, dataset, content_type))
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def close(self) -> None:
        """Stop the workers."""
        self.pool.close()
