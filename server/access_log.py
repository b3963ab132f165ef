"""The access log: one line of JSON for each request, with the hash of its query and never its text.

    {"time": "2024-03-05T10:00:00.123Z", "client": "192.0.2.7", "method": "GET", "path": "/sparql", "status": 200,
     "bytes": 512, "ms": 3.1, "query": "9f86d081884c7d65", "remembered": false}

The same text has the same hash, so a slow query can be counted and, by whoever has its text, found. `query` and
`remembered` stand only where a query was asked. A client's address is personal: keep the file as long as needed.
"""

from __future__ import annotations

import hashlib
import json
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple, TextIO

from kg.errors import UsageError

STANDARD_ERROR: Final = Path("-")
HASH_LENGTH: Final = 16


def hash_query(query: str) -> str:
    """A short name of a query's text."""
    return hashlib.sha256(query.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]


class Visit(NamedTuple):
    """What there is to say of one request; `query` is the text, empty when no query was asked."""

    client: str
    method: str
    path: str
    status: int
    size: int
    seconds: float
    query: str = ""
    remembered: bool = False


class AccessLog:
    """Writes visits to a file, or nothing when there is none. Safe to use from many threads."""

    def __init__(self, path: Path | None) -> None:
        """`-` is standard error. Raises UsageError when the file cannot be written."""
        self._lock = threading.Lock()
        self._file: TextIO | None = None
        if path == STANDARD_ERROR:
            self._file = sys.stderr
        elif path is not None:
            try:
                self._file = path.open("a", encoding="utf-8", buffering=1)
            except OSError as exc:
                raise UsageError(f"{path} cannot be written ({exc.strerror}). Choose another --access-log.") from exc

    def write(self, visit: Visit) -> None:
        """Add a line."""
        if self._file is None:
            return
        line = self._line(visit)
        with self._lock:
            self._file.write(line)

    @staticmethod
    def _line(visit: Visit) -> str:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        entry: dict[str, object] = {
            "time": now,
            "client": visit.client,
            "method": visit.method,
            "path": visit.path,
            "status": visit.status,
            "bytes": visit.size,
            "ms": round(visit.seconds * 1000, 2),
        }
        if visit.query:
            entry |= {"query": hash_query(visit.query), "remembered": visit.remembered}
        return json.dumps(entry) + "\n"

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None and self._file is not sys.stderr:
            self._file.close()
        self._file = None
