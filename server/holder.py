"""The process that holds a snapshot in memory, and the server's end of it.

The holder reads the quads once and then answers nothing: it forks workers, which have the graph at once and without a
copy of their own, and can be killed and replaced as any other. Only for Linux.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import parent_process, reduction
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import Final

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store

from kg.errors import StoreError
from server.allocator import preloaded
from server.processes import Handed, Worker, make_memory_file, process_context
from server.snapshots import Snapshot
from server.worker import Handle, Output, Shelf, answer_jobs

MEMORY_LOOKED_AT: Final = 0.05
"""Seconds between two looks at what a holder that reads has taken."""
BIRTH_SECONDS: Final = 2.0
"""A fork takes some 10 ms."""
READING_SECONDS: Final = 300.0
"""For what is not read by then there is no hope."""
WAITING_STEP: Final = 0.2

Graph = NamedNode | BlankNode


class HolderError(StoreError):
    """The process that held the graph in memory has ended: another way must be taken."""


def _is_possible() -> bool:
    """Whether the system has all that is used here; a container may refuse process descriptors."""
    if sys.platform != "linux" or not hasattr(os, "pidfd_open") or not hasattr(os, "memfd_create"):
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return False
    return True


IS_POSSIBLE: Final = _is_possible()


# In the holder


def run_holder(connection: Connection, handle: Handle, graphs: Sequence[Graph], most_bytes: int) -> None:
    """Read quads and fork workers until the other end closes; the body of the holder's process.

    `handle` is of a file in memory with the graph as N-Quads, `graphs` are those that have a name, and `most_bytes` is
    the memory that all of it may take. The number of quads is sent when they are read. What is received then is, for
    each worker, the path of its snapshot and its cap on memory, its end of a pipe and its memory file; its process is
    sent, or 0 where there can be none.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    store = _read(handle.detach(), graphs, most_bytes)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who ends is gone, and not waited for
    gc.freeze()
    alive, mine = os.pipe()  # nobody writes: it closes when the holder ends
    with suppress(EOFError, OSError):  # the server has closed its end, or has ended
        connection.send(len(store))
        while True:
            path, memory_bytes = connection.recv()
            pipe, memory_file = reduction.recv_handle(connection), reduction.recv_handle(connection)
            process = _fork()
            if process == 0:
                os.close(mine)
                connection.close()
                _be_worker(Connection(pipe), memory_bytes, memory_file, Shelf(path, store), alive)
            os.close(pipe)
            os.close(memory_file)
            connection.send(process or 0)
    os.close(mine)
    with suppress(ChildProcessError):
        os.wait()  # returns when the last worker has ended


def _fork() -> int | None:
    """As `os.fork`; None where the system has no room for a process."""
    try:
        return os.fork()
    except OSError:
        return None


def _read(descriptor: int, graphs: Sequence[Graph], most_bytes: int) -> Store:
    """The store of a text; this process ends when it takes too much memory, or when the server ends.

    The text is read in a thread of its own: what the engine keeps for a thread, such as the state of its random
    numbers, would else be the same in all forks.
    """
    store, before = Store(), _resident_bytes()

    def load() -> None:
        try:
            store.bulk_load(path=f"/proc/self/fd/{descriptor}", format=RdfFormat.N_QUADS)
            for graph in graphs:
                store.add_graph(graph)
        except BaseException:
            os._exit(1)
            raise

    reading = threading.Thread(target=load)
    reading.start()
    server = parent_process()
    while reading.is_alive():
        reading.join(MEMORY_LOOKED_AT)
        if _resident_bytes() - before > most_bytes or (server is not None and wait([server.sentinel], 0)):
            os._exit(1)
    os.close(descriptor)
    return store


def _resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _be_worker(connection: Connection, memory_bytes: int, memory_file: int, shelf: Shelf, alive: int) -> None:
    """Answer jobs, and end when the holder has ended and nothing is asked; never returns."""
    both = select.poll()
    both.register(connection.fileno(), select.POLLIN)
    both.register(alive, select.POLLIN)

    def is_over() -> bool:
        return {descriptor for descriptor, _ in both.poll()} == {alive}

    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
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

    def __init__(
        self,
        snapshot: Snapshot,
        quads: int,
        graphs: Sequence[Graph],
        most_bytes: int,
        memory_bytes: int,
        is_given_up: threading.Event,
    ) -> None:
        """Read a snapshot from `quads`, the descriptor of a file in memory, in at most `most_bytes`. Raises StoreError.

        `memory_bytes` is what a worker may take beyond that.
        """
        self.snapshot = snapshot
        self._memory_bytes = memory_bytes
        self._lock = threading.Lock()
        context = process_context()
        self._connection, theirs = context.Pipe()
        process = context.Process(
            target=run_holder,
            args=(theirs, Handed(quads), graphs, most_bytes),
            name="communique-memory",
            daemon=True,
        )
        with preloaded():
            process.start()
        self._process: BaseProcess = process
        theirs.close()
        try:
            if not comes_in_time(self._connection.poll, is_given_up):
                raise EOFError  # noqa: TRY301 -- as when the process ended
            self.size = int(self._connection.recv())
        except (EOFError, OSError) as exc:
            self._end()
            raise StoreError("The graph is not held in memory: it takes too much, or the process ended.") from exc

    @property
    def pid(self) -> int | None:
        """Its process."""
        return self._process.pid

    def start(self) -> Worker:
        """A worker, forked. Raises HolderError; then the holder is ended."""
        memory_file = make_memory_file()
        assert memory_file is not None, "only where there are such files"
        ours, theirs = process_context().Pipe()
        with self._lock, theirs:
            try:
                self._connection.send((self.snapshot.path, self._memory_bytes))
                for descriptor in (theirs.fileno(), memory_file):
                    reduction.send_handle(self._connection, descriptor, self._process.pid)
                return Worker(_Forked(self._receive(BIRTH_SECONDS)), ours, memory_file)
            except (EOFError, OSError, ValueError) as exc:
                self._end()  # an answer that comes late would be taken for that of another worker
                ours.close()
                os.close(memory_file)
                raise HolderError("The process that holds the graph in memory makes no workers any more.") from exc

    def _receive(self, seconds: float) -> int:
        if not self._connection.poll(seconds):
            raise EOFError
        return int(self._connection.recv())

    def is_alive(self) -> bool:
        """Whether it can make workers."""
        return not self._connection.closed and self._process.is_alive()

    def close(self) -> None:
        """Let it end: it makes no more workers, and ends when those that it has made have nothing to do any more."""
        with self._lock:
            self._connection.close()

    def kill(self, patience: float = 0.0) -> None:
        """End it, after `patience` seconds if it has not ended by itself."""
        self.close()
        wait([self._process.sentinel], patience)
        self._end()

    def _end(self) -> None:
        """End it now. `Process.close` is left out: that would close the pipe by which workers see the server's end."""
        self._connection.close()
        self._process.kill()
        self._process.join()


def comes_in_time(waits: Callable[[float], bool], is_given_up: threading.Event) -> bool:
    """Whether something comes before a reading takes too long, or is given up."""
    end = monotonic() + READING_SECONDS
    while not is_given_up.is_set() and monotonic() < end:
        if waits(WAITING_STEP):
            return True
    return False
