"""What a server is told at its start, and which snapshot of the graph it answers from.

Values only: nothing here opens a store or a socket, so a configuration can be sent to another process.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kg.errors import StoreError
from kg.store.embedded import current_snapshot
from ontology.terms import BASE

MEBIBYTE: Final = 1024 * 1024


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
    max_query_length: int = 65_536
    """Characters; the longest named query has under 3,000."""
    max_depth: int = 64
    """Brackets within brackets; people write under 20, the engine's parser overflows at about 3,000."""
    max_request_bytes: int = MEBIBYTE
    max_answer_bytes: int = 128 * MEBIBYTE
    max_waiting: int = 32
    """Requests that may wait for a worker; the next one is told to come back."""
    page_rows: int = 500
    """Rows that a page shows; downloads have all of them."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published state of the graph: where it lies, and a string that no other state shares."""

    path: str
    version: str


def find_snapshot(config: ServerConfig) -> Snapshot:
    """The snapshot in force now. Raises StoreError when there is none."""
    if config.store_path is not None:
        path = config.store_path
    elif config.db is not None:
        path = current_snapshot(config.db)
    else:
        raise StoreError("The server was given neither a database nor a store. Start it with --db DIR.")
    try:
        changed = (path / "CURRENT").stat().st_mtime_ns
    except OSError as exc:
        raise StoreError(f"There is no store at {path}. Make one: communique build PATH... --db DIR") from exc
    return Snapshot(str(path), f"{path.name}-{changed}")
