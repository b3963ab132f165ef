"""Which published state of the graph the server answers from: that which CURRENT names, at each request."""

from __future__ import annotations

import os
from dataclasses import dataclass

from kg.errors import StoreError
from kg.store.embedded import current_snapshot
from server.config import ServerConfig


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


class SnapshotWatch:
    """The snapshot in force, looked up anew only when CURRENT was replaced. Safe to use from many threads."""

    def __init__(self, config: ServerConfig) -> None:
        self._config = config
        self._sign = str(config.db / "CURRENT") if config.db is not None else None
        self._seen: tuple[tuple[int, int, int], Snapshot] | None = None

    def current(self) -> Snapshot:
        """The snapshot in force now. Raises StoreError when there is none."""
        if self._sign is None:
            return find_snapshot(self._config)
        try:
            status = os.stat(self._sign)  # noqa: PTH116 -- at each request, and twice as fast
        except OSError:
            return find_snapshot(self._config)
        seen, mark = self._seen, (status.st_mtime_ns, status.st_ino, status.st_size)
        if seen is not None and seen[0] == mark:
            return seen[1]
        snapshot = find_snapshot(self._config)
        self._seen = mark, snapshot
        return snapshot
