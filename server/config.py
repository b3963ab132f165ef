"""What a server is told at its start.

Values only: nothing here opens a store or a socket, so a configuration can be sent to another process.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kg.errors import UsageError
from kg.push.credentials import Credentials
from kg.settings import AUTO, Settings
from kg.store.embedded import read_base
from ontology.terms import BASE
from server.free_memory import free_memory

MEBIBYTE: Final = 1024 * 1024
FREE_SHARE: Final = 0.25
"""Of the memory that is free when the server starts: what the graph in memory may take, unless a setting says."""


def _worker_count() -> int:
    """One process for each core, at least two so that a slow query never blocks all others, at most four."""
    return min(4, max(2, os.cpu_count() or 2))


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """The settings of one server. Give `db` (a database folder) or `store_path` (one Oxigraph directory)."""

    db: Path | None = None
    store_path: Path | None = None
    base: str = BASE
    deadline: float = 30.0
    """Seconds that a query may run before its process is killed."""
    workers: int = field(default_factory=_worker_count)
    memory_bytes: int = 2048 * MEBIBYTE
    """Address space that one worker may take for its queries; reading a million quads takes under a tenth of it."""
    graph_memory_bytes: int = 0
    """What a copy of the graph in memory and its workers may take in all, see `server.memory`; 0 keeps none."""
    max_query_length: int = 65_536
    """Characters; the longest named query has under 3,000."""
    max_depth: int = 64
    """Brackets within brackets; people write under 20, the engine's parser overflows at about 3,000."""
    max_request_bytes: int = MEBIBYTE
    max_write_bytes: int = 64 * MEBIBYTE
    """Of the body of an update or a graph, sent with the token."""
    token: str | None = field(default=None, repr=False)
    """Whoever sends it may write; without one nobody may."""
    union: bool = True
    """Whether the default graph of a query is the union of all graphs, or the store's own default graph."""
    max_answer_bytes: int = 128 * MEBIBYTE
    max_waiting: int = 96
    """Requests that may wait for a worker; the next one is told to come back."""
    page_rows: int = 500
    """Rows that a page shows; downloads have all of them."""
    cache_bytes: int = 256 * MEBIBYTE
    """Remembered answers; 0 remembers none."""
    budget: float = 120.0
    """Seconds of slow queries that one client may have at once; 0 is no limit."""
    budget_refill: float = 0.5
    """Seconds that a client gets back each second: half of one worker for itself."""
    trusts_proxy: bool = False
    """Whether X-Forwarded-For says who the client is: only behind a proxy that sets it."""
    allow_service: tuple[str, ...] = ()
    """Hosts that SERVICE and LOAD reach, see `server.outbound`."""
    access_log: Path | None = None
    """Where a line of JSON for each request goes; `-` is standard error."""
    upstream: str | None = None
    """In the place of a database: the query endpoint of another store."""
    upstream_update: str | None = None
    """Where that store takes updates; without it nobody may write."""
    credentials: Credentials = field(default_factory=Credentials)
    """What updates are sent with to that store; queries go without."""


def config_of(settings: Settings) -> ServerConfig:
    """The configuration that the settings ask for. Raises StoreError when the database was never made, UsageError."""
    if settings.store_update and not settings.store:
        raise UsageError("--store-update goes with --store: give the address for queries too.")
    return ServerConfig(
        union=settings.default_graph == "union",
        db=None if settings.store else settings.db,
        base=settings.base if settings.store else read_base(settings.db),
        upstream=settings.store or None,
        upstream_update=settings.store_update or None,
        deadline=settings.deadline,
        budget=settings.budget,
        allow_service=tuple(host.strip() for host in settings.allow_service.split(",") if host.strip()),
        graph_memory_bytes=_graph_memory(settings.graph_memory),
        access_log=Path(settings.access_log) if settings.access_log else None,
        trusts_proxy=settings.trust_proxy == "yes",
    )


def _graph_memory(setting: str) -> int:
    return int(FREE_SHARE * free_memory()) if setting == AUTO else int(setting) * MEBIBYTE
