"""The graph in memory: when a snapshot is read into it, and who may have it.

The engine answers most queries two to eight times as fast from memory as from disk. What it lacks there is an index
over two terms, so some joins are slower; which query goes where is `server.choice`'s.

A snapshot is read when it has been in force for a while, in the background, by a holder (`server.holder`); until then,
and where there is not room enough, the workers on disk answer alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Final, cast

from pyoxigraph import RdfFormat

from kg.errors import CommuniqueError, StoreError
from kg.store.results import Rows
from server.holder import Graph, Holder, comes_in_time
from server.processes import FreshWorkers, Worker, WorkerSource
from server.snapshots import Snapshot
from server.worker import InMemoryFile, Job, Table

MEMORY_TO_TEXT: Final = 2.5
"""The engine takes so many times as much memory for quads as N-Quads has bytes, or more (607 MB for 218 MB, a million
quads): a longer text is not even read."""
IDLE_TO_READING: Final = 10
"""A snapshot is read when it was in force for so many times as long as reading took, so frequent writers do not cost
more than a tenth of a core."""
LONGEST_PAUSE: Final = 3600.0
"""Seconds after which it is tried again, however often a holder has ended by itself."""
CLOSING_SECONDS: Final = 1.0

_NEVER: Final = threading.Event()


class MemoryGraph:
    """The snapshot in force in memory, when there is time and room for it. Safe to use from many threads."""

    def __init__(self, current: Callable[[], Snapshot], limit: int, workers: int, memory_bytes: int) -> None:
        """`current` gives the snapshot in force; `limit` is in bytes and for the holder and so many `workers`.

        `memory_bytes` is the cap of a worker beyond the graph.
        """
        self._current = current
        self._most_bytes = limit // (workers + 1)
        self._memory_bytes = memory_bytes
        self._holder: Holder | None = None
        self.attempts = 0
        """How often a snapshot was read, or tried."""
        self._tried = ""
        self._pause = 0.0
        self._is_reading = False
        self._lock = threading.Lock()
        self._closing = threading.Event()

    @property
    def holder(self) -> Holder | None:
        """The holder of some snapshot, if there is one."""
        return self._holder

    def is_ready(self) -> bool:
        """Whether the snapshot in force is in memory."""
        holder = self._holder
        with suppress(CommuniqueError, OSError):
            return holder is not None and holder.snapshot == self._current() and holder.is_alive()
        return False

    def source(self, snapshot: Snapshot) -> WorkerSource | None:
        """Workers that hold a snapshot; None where none do (yet).

        A holder that has ended is seen here too: where the disk is quick, nobody may ask it for a worker for long.
        """
        holder = self._holder
        if holder is not None and holder.snapshot.version == snapshot.version:
            if holder.is_alive():
                return holder
            self.give_up(holder)
        if self._tried != snapshot.version and not self._is_reading:
            self._begin()
        return None

    def _begin(self) -> None:
        with self._lock:
            if not self._is_reading and not self._closing.is_set():
                self._is_reading = True
                threading.Thread(target=self._read_what_is_in_force, name="graph in memory", daemon=True).start()

    def _read_what_is_in_force(self) -> None:
        """Read the snapshot in force, when it has been so for a while; the body of the one thread that reads."""
        try:
            with suppress(CommuniqueError, OSError):
                snapshot = self._current()
                while not self._closing.wait(self._pause) and snapshot != self._current():
                    snapshot = self._current()
                self._read(snapshot)
        finally:
            self._is_reading = False

    def _read(self, snapshot: Snapshot) -> None:
        with self._lock:
            former, self._holder = self._holder, None
        if former is not None:
            former.close()
        if self._closing.is_set():
            return
        start, self._tried = monotonic(), snapshot.version
        self.attempts += 1
        try:
            holder = read_into_memory(snapshot, self._most_bytes, self._memory_bytes, self._closing)
        finally:
            self._pause = max(self._pause / 2, IDLE_TO_READING * (monotonic() - start))
        with self._lock:
            self._holder = holder
        if self._closing.is_set():
            self.close()

    def give_up(self, source: WorkerSource) -> None:
        """Forget a holder that makes no workers any more; the snapshot is read again, later each time."""
        with self._lock:
            if self._holder is source and not self._holder.is_alive():
                self._holder, self._tried = None, ""
                self._pause = min(4 * self._pause, LONGEST_PAUSE)

    def close(self) -> None:
        """End the holder."""
        self._closing.set()
        with self._lock:
            holder, self._holder = self._holder, None
        if holder is not None:
            holder.kill(CLOSING_SECONDS)


def read_into_memory(
    snapshot: Snapshot, most_bytes: int, memory_bytes: int, is_given_up: threading.Event = _NEVER
) -> Holder:
    """A holder of a snapshot, if it takes at most `most_bytes`. Raises StoreError, QueryError or OSError.

    A process of its own reads the store on disk, so that the holder has none of the threads that this takes. The
    names of the graphs go beside the quads, as N-Quads cannot tell of an empty graph.
    """
    worker = FreshWorkers(memory_bytes, noun="dump").start()
    try:
        graphs = _asked(worker, Job(snapshot.path, "", names=True), is_given_up)
        most_text = int(most_bytes / MEMORY_TO_TEXT)
        text = Job(snapshot.path, "", media_type=RdfFormat.N_QUADS.media_type, max_bytes=most_text, dump=True)
        if not isinstance(graphs, Table) or not isinstance(_asked(worker, text, is_given_up), InMemoryFile):
            raise StoreError("The graph is too large to be held in memory, or cannot be read.")
        assert worker.memory_file is not None, "only where there are such files"
        names = [cast("Graph", row[0]) for row in cast("Rows", graphs.result).rows]
        return Holder(snapshot, worker.memory_file, names, most_bytes, memory_bytes, is_given_up)
    except EOFError as exc:
        raise StoreError("The graph cannot be read.") from exc
    finally:
        worker.kill()


def _asked(worker: Worker, job: Job, is_given_up: threading.Event) -> object:
    """The reply to a job, None where it is late or nobody wants it any more. Raises EOFError or OSError."""
    worker.send(job)
    return worker.receive_plain() if comes_in_time(worker.waits, is_given_up) else None
