"""The graph in memory: a process that has read a snapshot, and the workers that are forked from it.

The engine answers most queries two to eight times as fast from memory as from disk. What it lacks there is an index
over two terms, so some joins are slower; which query goes where is `server.choice`'s.

A worker is a fork of the holder, so it has the graph at once and without a copy of its own, and it can be killed
and replaced as any other. The holder itself answers nothing. A snapshot is read when it has been in force for a
while, in the background; until then, and where there is not room enough, the workers on disk answer alone. Only for
Linux.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import reduction
from multiprocessing.connection import Connection
from time import monotonic
from typing import Final

from pyoxigraph import RdfFormat, Store

from kg.errors import CommuniqueError, StoreError
from server.allocator import preloaded
from server.config import Snapshot
from server.processes import FreshWorkers, Process, Worker, WorkerSource, make_memory_file, process_context
from server.worker import Handle, InMemoryFile, Job, Output, Shelf, answer_jobs

IS_POSSIBLE: Final = sys.platform == "linux" and hasattr(os, "pidfd_open") and hasattr(os, "memfd_create")
MEMORY_TO_TEXT: Final = 3
"""The engine takes 2.8 times as much memory for quads as N-Quads has bytes (607 MB for 218 MB, a million quads)."""
IDLE_TO_READING: Final = 10
"""A snapshot is read when it was in force for so many times as long as reading took, so frequent writers do not cost
more than a tenth of a core."""
BIRTH_SECONDS: Final = 10.0
"""A fork takes some 10 ms."""
READING_SECONDS: Final = 300.0
"""For a dump that is not done by then there is no hope."""


class HolderError(StoreError):
    """The process that held the graph in memory has ended: another way must be taken."""


# In the holder


def run_holder(connection: Connection, handle: Handle) -> None:
    """Read quads and fork workers until the other end closes; the body of the holder's process.

    `handle` is of a file in memory with the graph as N-Quads. What is received is, for each worker, the path of its
    snapshot and its cap on memory, then the worker's end of its pipe and its memory file; what is sent is its process.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who ends is gone, and not waited for
    descriptor = handle.detach()
    store = Store()
    store.bulk_load(path=f"/proc/self/fd/{descriptor}", format=RdfFormat.N_QUADS)
    os.close(descriptor)
    gc.freeze()
    connection.send(len(store))
    alive, mine = os.pipe()  # nobody writes: it closes when the holder ends
    while True:
        try:
            path, memory_bytes = connection.recv()
            pipe, memory_file = reduction.recv_handle(connection), reduction.recv_handle(connection)
        except (EOFError, OSError):
            return
        process = os.fork()
        if process == 0:
            os.close(mine)
            connection.close()
            _be_worker(Connection(pipe), memory_bytes, memory_file, Shelf(path, store), alive)
        os.close(pipe)
        os.close(memory_file)
        connection.send(process)


def _be_worker(connection: Connection, memory_bytes: int, memory_file: int, shelf: Shelf, alive: int) -> None:
    """Answer jobs, and end when the holder has ended and nothing is asked; never returns."""
    both = select.poll()
    both.register(connection.fileno(), select.POLLIN)
    both.register(alive, select.POLLIN)

    def is_over() -> bool:
        return {descriptor for descriptor, _ in both.poll()} == {alive}

    try:
        answer_jobs(connection, memory_bytes, Output(memory_file), shelf, is_over)
    finally:
        os._exit(0)


# In the server


class _Forked:
    """A process that is no child of this one, by a descriptor that is of no other process."""

    def __init__(self, process: int) -> None:
        """Raises OSError when it has ended already."""
        self.pid: int | None = process
        self._descriptor = os.pidfd_open(process)

    def is_alive(self) -> bool:
        return not self._ended(0)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)

    def join(self) -> None:
        self._ended(None)

    def close(self) -> None:
        os.close(self._descriptor)

    def _ended(self, milliseconds: int | None) -> bool:
        waiting = select.poll()
        waiting.register(self._descriptor, select.POLLIN)
        return bool(waiting.poll(milliseconds))


class Holder:
    """The server's end of a holder: one snapshot in memory. A source of workers, safe to use from many threads."""

    def __init__(self, snapshot: Snapshot, quads: int, memory_bytes: int) -> None:
        """Read a snapshot from `quads`, the descriptor of a file in memory. Raises StoreError."""
        self.snapshot = snapshot
        self._memory_bytes = memory_bytes
        self._lock = threading.Lock()
        context = process_context()
        self._connection, theirs = context.Pipe()
        self._process: Process
        self._process = process = context.Process(
            target=run_holder, args=(theirs, reduction.DupFd(quads)), name="communique-memory", daemon=True
        )
        with preloaded():
            process.start()
        theirs.close()
        try:
            self.size = int(self._connection.recv())
        except (EOFError, OSError) as exc:
            self.close()
            raise StoreError("The graph cannot be held in memory: the process that read it ended.") from exc

    @property
    def pid(self) -> int | None:
        """Its process."""
        return self._process.pid

    def start(self) -> Worker:
        """A worker, forked. Raises HolderError."""
        memory_file = make_memory_file()
        assert memory_file is not None, "only where there are such files"
        ours, theirs = process_context().Pipe()
        try:
            with self._lock, theirs:
                self._connection.send((self.snapshot.path, self._memory_bytes))
                for descriptor in (theirs.fileno(), memory_file):
                    reduction.send_handle(self._connection, descriptor, self._process.pid)
                process = _Forked(self._receive_process())
        except (EOFError, OSError, ValueError) as exc:
            ours.close()
            os.close(memory_file)
            raise HolderError("The process that holds the graph in memory has ended.") from exc
        return Worker(process, ours, memory_file)

    def _receive_process(self) -> int:
        if not self._connection.poll(BIRTH_SECONDS):
            raise EOFError
        return int(self._connection.recv())

    def is_alive(self) -> bool:
        """Whether it can make workers."""
        return not self._connection.closed and self._process.is_alive()

    def close(self) -> None:
        """End it. Its workers end when nothing is asked of them.

        `Process.close` is left out: the workers take it for the end of the server, which closes the same pipe.
        """
        with self._lock:
            if not self._connection.closed:
                self._connection.close()
                self._process.kill()
                self._process.join()


class MemoryGraph:
    """The snapshot in force in memory, when there is time and room for it. Safe to use from many threads."""

    def __init__(self, current: Callable[[], Snapshot], limit: int, workers: int, memory_bytes: int) -> None:
        """`current` gives the snapshot in force; `limit` is in bytes and for the holder and so many `workers`.

        `memory_bytes` is the cap of a worker beyond the graph.
        """
        self._current = current
        self._most_text = limit // (MEMORY_TO_TEXT * (workers + 1))
        self._memory_bytes = memory_bytes
        self._holder: Holder | None = None
        self.attempts = 0
        """How often a snapshot was read, or tried."""
        self._seen = ""
        self._took = 0.0
        self._lock = threading.Lock()
        self._closing = threading.Event()

    @property
    def holder(self) -> Holder | None:
        """The holder of some snapshot, if there is one."""
        return self._holder

    def is_ready(self) -> bool:
        """Whether the snapshot in force is in memory."""
        holder = self._holder
        return holder is not None and holder.snapshot == self._current()

    def source(self, snapshot: Snapshot) -> WorkerSource | None:
        """Workers that hold a snapshot; None where none do (yet)."""
        holder = self._holder
        if holder is not None and holder.snapshot.version == snapshot.version:
            return holder
        if self._seen != snapshot.version:
            self._begin(snapshot)
        return None

    def _begin(self, snapshot: Snapshot) -> None:
        with self._lock:
            if self._seen == snapshot.version or self._closing.is_set():
                return
            is_first, self._seen = not self._seen, snapshot.version
            pause = 0.0 if is_first else IDLE_TO_READING * self._took
            threading.Thread(
                target=self._read_later, args=(snapshot, pause), name="graph in memory", daemon=True
            ).start()

    def _read_later(self, snapshot: Snapshot, pause: float) -> None:
        """Read a snapshot if it is still in force after a pause; where that fails there is none in memory."""
        if self._closing.wait(pause):
            return
        with suppress(CommuniqueError, OSError):
            if self._current().version != snapshot.version:
                return
            start = monotonic()
            try:
                holder = read_into_memory(snapshot, self._most_text, self._memory_bytes)
            finally:
                self._took = monotonic() - start
                self.attempts += 1
            with self._lock:
                former, self._holder = self._holder, holder
            if self._closing.is_set():
                self.close()
            if former is not None:
                former.close()

    def give_up(self, source: WorkerSource) -> None:
        """Forget a holder that makes no workers any more; the snapshot is read again."""
        with self._lock:
            if self._holder is source and not self._holder.is_alive():
                self._holder, self._seen = None, ""

    def close(self) -> None:
        """End the holder."""
        self._closing.set()
        with self._lock:
            holder, self._holder = self._holder, None
        if holder is not None:
            holder.close()


def read_into_memory(snapshot: Snapshot, most_text: int, memory_bytes: int) -> Holder:
    """A holder of a snapshot of at most `most_text` bytes of N-Quads. Raises StoreError, QueryError or OSError.

    A process of its own reads the store on disk, so that the holder has none of the threads that this takes.
    """
    job = Job(snapshot.path, "", media_type=RdfFormat.N_QUADS.media_type, max_bytes=most_text, dump=True)
    worker = FreshWorkers(memory_bytes, noun="dump").start()
    try:
        worker.send(job)
        reply = worker.receive_plain() if worker.waits(READING_SECONDS) else None
        if not isinstance(reply, InMemoryFile) or worker.memory_file is None:
            raise StoreError("The graph is too large to be held in memory, or cannot be read.")
        return Holder(snapshot, worker.memory_file, memory_bytes)
    except EOFError as exc:
        raise StoreError("The graph cannot be read.") from exc
    finally:
        worker.kill()
